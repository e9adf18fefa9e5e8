"""Where the fillers of a noun's roles stand: before it, in its phrases, with the verb that it is complement of."""

from __future__ import annotations

from kg.extract import tree
from kg.extract.parsed import Token
from kg.extract.phrases import Phrases, Sites
from kg.ontology import Frame


class NounSites(Phrases):
    def of(self, noun: Token, frame: Frame) -> Sites:
        sites = Sites()
        carriers = self._carriers(noun)
        # "A round of talks between": what is within the wording has phrases of its own.
        for inner in (n for c, n in tree.prepositional(noun) if c == "of" and n.lower_ in frame.words):
            self._around_noun(inner, sites, first=False)
        for carrier in carriers:
            self._around_noun(carrier, sites, first=carrier == noun)
        top = carriers[-1]
        self._above_noun(top, sites)
        for clause in (
            c for carrier in carriers for c in carrier.children if c.dep_ in ("acl", "acl:relcl") and tree.is_verb(c)
        ):
            self._clause_of_noun(clause, sites)
        return sites

    def _carriers(self, noun: Token) -> list[Token]:
        """The noun, and nouns above that only count or phase it: *two rounds of talks*, *a wave of strikes*."""
        found = [noun]
        while len(found) < 4:
            head = found[-1].head
            light = self._operators.at(head, ("noun",))
            counting = head.lemma in self._r.words("Transparent") or any(not o.factuality for o in light)
            # Who supports or demands a truce has no part in it for that.
            halting = any(o.factuality and o.agent for o in light)
            if (
                found[-1].dep_ == "nmod"
                and head.pos_ == "NOUN"
                and (counting or halting)
                and tree.preposition(found[-1]) in ("of", "for", "to", "in")
            ):
                found.append(head)
            else:
                break
        return found

    def _around_noun(self, noun: Token, sites: Sites, *, first: bool) -> None:
        for child in noun.children:
            relation = child.dep_
            if relation == "nmod:poss":
                sites.near.append(("possessor", child))
            elif (
                relation in ("amod", "compound", "nmod:desc", "flat", "nmod", "nummod")
                and child.i < noun.i
                and not tree.preposition(child)
            ):
                sites.near.extend(
                    ("modifier", t) for t in (child, *child.subtree) if t.i in self._r.heads or t == child
                )
        # "missile and drone attacks": what is coordinated with the noun is its modifier.
        if (
            noun.dep_ == "conj"
            and noun.head.i < noun.i
            and noun.head.i in self._r.at
            and not tree.children(noun, "det", "nmod:poss")
        ):
            sites.near.append(("modifier", noun.head))
            for child in noun.head.children:
                if child.dep_ in ("amod", "compound", "nmod:poss"):
                    sites.near.append(("possessor" if child.dep_ == "nmod:poss" else "modifier", child))
        phrases = list(tree.prepositional(noun))
        for case, filler in phrases:
            slot = self._slots.get(self._inner_case(case, filler), "")
            if case == "of" and self._of_office(filler):
                continue
            if slot and (first or case != "of"):
                sites.near.append((slot, filler))
            # "attack on a base in Syria": the place of what is attacked is the attack's.
            if slot and filler.i not in self._r.heads:
                for inner_case, inner in tree.prepositional(filler):
                    if self._slots.get(inner_case) in ("in", "near", "at", "across"):
                        sites.far.append((self._slots[inner_case], inner))
            elif slot:
                sites.far.extend(self._phrases(filler))
        if not phrases:
            for other in tree.conjuncts(noun)[1:]:
                if other.pos_ == "NOUN":
                    for case, filler in tree.prepositional(other):
                        if slot := self._slots.get(case, ""):
                            sites.far.append((slot, filler))

    def _of_office(self, noun: Token) -> bool:
        """*A call with President of the Republic of Chad Ann Lee*: an office's own phrase, hung too high."""
        case = next(iter(tree.children(noun, "case")), None)
        return case is not None and case.i > 0 and case.doc[case.i - 1].lower_ in self._r.words("Office")

    def _above_noun(self, noun: Token, sites: Sites) -> None:
        """The verb that a noun is complement of: *held talks with*, *talks took place in*, *strikes killed*."""
        top = tree.governor(noun)
        verb, relation = top.head, top.dep_
        if tree.children(top, "cop") and any(o.undergoer for o in self._operators.at(top, ("noun",))):
            # "Has been the target of attacks"
            sites.near.extend((slot, s) for s in tree.children(top, "nsubj") for slot in ("object", "to", "on"))
            return
        if tree.children(top, "cop") and tree.preposition(top) in ("in", "on", "at"):
            # "Russia is in talks with Ukraine"
            sites.near.extend(("companion", s) for s in tree.children(top, "nsubj"))
        if verb == top:
            return
        if relation == "obl" and top.i < verb.i and verb.tag_ in ("VBD", "VBZ", "VBP") and not _has_subject(verb):
            # "After an attack injured five": a conjunction misread as a preposition.
            relation = "nsubj"
        if relation == "nmod" and any(o.outcome for o in self._operators.at(verb, ("noun",))):
            # "The death of Ann Lee in an airstrike"
            sites.near.extend(("object", n) for case, n in tree.prepositional(verb) if case == "of" and n != top)
        if relation == "nmod" and tree.preposition(top) == "including" and verb.lemma_ == top.lemma_:
            # "Rebel attacks, including recent attacks on Goma"
            aside = Sites()
            self._around_noun(verb, aside, first=False)
            sites.far.extend(aside.near)
        if relation == "nmod" and verb.dep_ == "obj" and tree.is_verb(verb.head):
            # "Defended its people against attacks", the attacks hung on the people.
            self._named_by_operator(verb.head, top, noun, sites)
        if verb.pos_ == "ADJ" and relation in ("obl", "nmod"):
            # "Russia is open to dialogue with Ukraine"
            if any(o.agent for o in self._operators.at(verb, ("adjective",))):
                sites.near.extend(("subject", s) for s in tree.subjects(verb))
            return
        if not tree.is_verb(verb):
            return
        operators = self._operators.at(verb, ("verb",))
        passive = tree.is_passive(verb)
        if relation in ("obj", "nsubj:pass", "obl", "ccomp"):
            self._named_by_operator(verb, top, noun, sites)
        if relation in ("obj", "nsubj:pass", "obl", "xcomp", "ccomp"):
            done = relation != "obl" or tree.preposition(top) in ("in", "for", "on", "with", "to", "against")
            for op in operators[:1]:
                gathers = noun.lemma in self._r.words("GatheringNoun")
                if not done or (relation == "obl" and not gathers and self._operators.passes_by(op, verb, top)):
                    break
                doers = [n for c, n in tree.prepositional(verb) if c == "by"] if passive else [*tree.subjects(verb)]
                doers += [t for d in (verb, *doers) for t in tree.company(d, self._r.words("Accompanied"))]
                if op.slots:
                    for slot, roles in op.slots.items():
                        sites.near.extend((f"={r}", d) for d in doers for r in roles if slot == "subject")
                elif op.agent:
                    # "Halted the rebels' offensive": whose it is, its own phrase says first.
                    sites.far.extend(("subject", d) for d in doers)
                elif op.undergoer and relation == "obj":
                    sites.near.extend((slot, d) for d in doers for slot in ("object", "to"))
            if relation == "obl" and tree.preposition(top) == "for" and noun.lemma_ in self._r.words("GatheringNoun"):
                # "Led a delegation to Oslo for talks"
                sites.far.extend(
                    ("in", place)
                    for t in (verb, *tree.objects(verb))
                    for case, place in tree.prepositional(t)
                    if case == "to"
                )
            company = ("during", "in", "at", "on", "over", "by", "after", "following")
            gathering = {noun.lemma, noun.lower_} & self._r.words("GatheringNoun")
            arrived = tree.preposition(top) == "for" and verb.lemma in self._r.words("Motion") and gathering
            # Who congratulates others on an agreement did not make it.
            praised = tree.preposition(top) == "on" and verb.lemma in self._r.words("Praise")
            if relation == "obl" and not praised and (tree.preposition(top) in company or arrived):
                # "agreed during a call": those who agreed were on it; of a passive, who says so.
                said = verb.head if passive and verb.dep_ == "ccomp" and tree.is_verb(verb.head) else None
                doers = [*tree.subjects(said)] if said is not None else [] if passive else [*tree.subjects(verb)]
                sites.far.extend(("companion", s) for s in doers)
            if (
                passive
                and relation == "obl"
                and any(o.outcome for o in operators)
                and tree.preposition(top) in ("in", "by", "from", "during")
            ):
                # "is killed in an airstrike"
                sites.near.extend(("object", s) for s in tree.subjects(verb))
            if operators or relation == "nsubj:pass":
                self._phrases_of(verb, sites, skip=top)
            for child in verb.children:
                if (
                    child.dep_ == "advcl"
                    and child.tag_ == "VBG"
                    and any(o.outcome for o in self._operators.at(child, ("verb",)))
                ):
                    sites.near.extend(("object", o) for o in tree.objects(child))
        elif relation in ("nsubj", "nsubj:outer"):
            if any(o.outcome for o in operators):
                for suffered in tree.objects(verb):
                    sites.near.append(("object", suffered))
                    self._places_within(suffered, sites)
                self._phrases_of(verb, sites, skip=top)
            elif verb.lemma in self._r.words("Occur") or operators:
                self._phrases_of(verb, sites, skip=top)

    def _named_by_operator(self, verb: Token, top: Token, noun: Token, sites: Sites) -> None:
        """*Blamed Chad for the attack*, *ascribed it to Chad*, *defended Niger against it*: further roles."""
        passive = tree.is_passive(verb)
        for op in self._operators.at(verb, ("verb",))[:1]:
            for slot, roles in op.slots.items():
                if slot == "object":
                    # "Defended Niger in the attack" says nothing of whose it was.
                    given = tree.children(verb, "nsubj:pass") if passive else tree.objects(verb)
                    values = given if self._case_of(top, noun) in self._r.words("Occasion") else []
                else:
                    values = [n for s, n in self._phrases(verb) if s == slot]
                sites.near.extend((f"={r}", v) for v in values for r in roles if v not in (top, noun))

    @staticmethod
    def _case_of(top: Token, noun: Token) -> str:
        """How a noun hangs on a verb: *against*, or with the noun between, *in the face of*."""
        case = tree.preposition(top)
        return case if top == noun else f"{case} the {top.lower_} of"

    def _clause_of_noun(self, verb: Token, sites: Sites) -> None:
        """*Talks mediated by Turkey*, *the attack that killed …*, *strikes launched by Israel*."""
        operators = self._operators.at(verb, ("verb",))
        own = operators[0].slots if operators else {}
        # A participle that is taken for a past tense is none where a role hangs on it: an attack blamed on Chad.
        if tree.is_passive(verb) or (verb.dep_ == "acl" and any(s in own for s, _ in self._phrases(verb))):
            for case, filler in tree.prepositional(verb):
                slot = self._slots.get(self._inner_case(case, filler), "")
                if case == "by" and operators:
                    roles = own.get("subject", ())
                    sites.near.extend((f"={r}", filler) for r in roles)
                    if operators[0].agent and not roles:
                        sites.near.append(("subject", filler))
                elif slot in own:
                    # "An attack blamed on Chad"
                    sites.near.extend((f"={r}", filler) for r in own[slot])
                elif slot:
                    sites.near.append((slot, filler))
            return
        if any(o.outcome for o in operators):
            for suffered in tree.objects(verb):
                sites.near.append(("object", suffered))
                self._places_within(suffered, sites)
            self._phrases_of(verb, sites, skip=None)
        elif operators and tree.children(verb, "nsubj"):
            sites.near.extend(("subject", s) for s in tree.children(verb, "nsubj") if s.tag_ not in ("WDT", "WP"))
            self._phrases_of(verb, sites, skip=None)
        elif verb.lemma in self._r.words("Occur"):
            # "The strikes that came from Chad"
            self._phrases_of(verb, sites, skip=None)
        elif verb.dep_ == "acl":
            self._participle(verb, sites)


def _has_subject(verb: Token) -> bool:
    return bool(tree.children(verb, "nsubj", "nsubj:pass"))
