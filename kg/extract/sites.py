"""Where in a sentence the fillers of an event's roles stand, seen from the word that tells it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from spacy.tokens import Token

from kg.extract import tree
from kg.extract.factuality import Operators
from kg.extract.reading import Reading
from kg.ontology import Frame
from kg.ontology.terms import KG

_AT = "=" + KG + "place"


@dataclass(slots=True)
class Sites:
    """(slot, token), the surer ones in `near`. A slot `=role` names the role itself."""

    near: list[tuple[str, Token]] = field(default_factory=list)
    far: list[tuple[str, Token]] = field(default_factory=list)


class SiteFinder:
    def __init__(self, reading: Reading, operators: Operators) -> None:
        self._r = reading
        self._operators = operators
        self._slots = reading.ontology.prepositions

    def _phrases(self, token: Token) -> Iterator[tuple[str, Token]]:
        """(slot, noun) for each prepositional phrase on a token; *including in Oslo* is in Oslo."""
        for case, noun in tree.prepositional(token):
            if slot := self._slots.get(self._inner_case(case, noun), ""):
                yield slot, noun

    @staticmethod
    def _inner_case(case: str, noun: Token) -> str:
        cases = [c.lower_ for c in noun.children if c.dep_ == "case" and c.i < noun.i]
        return cases[-1] if case == "including" and len(cases) > 1 else case

    def of(self, token: Token, frame: Frame) -> Sites:
        """Sites around the word of a frame, by the tree."""
        return self._of_verb(token) if frame.pos == "verb" else self._of_noun(token, frame)

    def following(self, token: Token, stops: frozenset[int]) -> list[tuple[str, Token]]:
        """Phrases after the word, up to one of the tokens `stops`, wherever the parser hung them."""
        return [
            (slot, noun)
            for case, noun in tree.phrases_after(token, stops)
            if (slot := self._slots.get(case, "")) and case not in ("of", "for")
        ]

    def _of_verb(self, verb: Token) -> Sites:
        sites = Sites()
        passive = tree.is_passive(verb)
        for subject in tree.subjects(verb):
            sites.near.append(("object" if passive else "subject", subject))
            sites.near.extend(("object" if passive else "subject", t) for t in tree.company(subject))
        sites.near.extend(("object" if passive else "subject", t) for t in tree.company(verb))
        sites.far.extend(("object" if passive else "subject", t) for t in self._before_relative(verb))
        sites.far.extend(("subject", t) for t in self._doers_of_infinitive(verb))
        for obj in tree.objects(verb):
            sites.near.append(("object", obj))
        receivers = tree.children(verb, "iobj")
        for indirect in receivers:
            sites.near.append(("indirectObject", indirect))
        for obj in [] if receivers else tree.objects(verb):
            # "Sent Ukraine Storm Shadow missiles": a name that is no adjective, before a thing without article.
            for child in obj.children:
                named = self._r.heads.get(child.i)
                if (
                    named
                    and child.i == obj.left_edge.i
                    and child.dep_ in ("compound", "nmod")
                    and child.pos_ == "PROPN"
                ):
                    sites.near.append(("indirectObject", child))
        for case, noun in tree.prepositional(verb):
            slot = "subject" if passive and case == "by" else self._slots.get(self._inner_case(case, noun), "")
            if slot:
                sites.near.append((slot, noun))
        # Phrases that the parser hung on the object, or that stand with a verb above.
        for obj in [*tree.objects(verb), *(n for _, n in tree.prepositional(verb))]:
            if obj.i in self._r.at and obj.i not in self._r.heads:
                continue
            for slot, noun in self._phrases(obj):
                sites.far.append((slot, noun))
                # "On the margins of the summit in Oslo"
                if noun.i not in self._r.at:
                    sites.far.extend(p for p in self._phrases(noun) if p[0] in ("in", "near", "at", "across"))
        for other in tree.conjuncts(verb)[1:]:
            for case, noun in tree.prepositional(other):
                if (
                    tree.is_verb(other)
                    and not tree.children(other, "nsubj")
                    and self._slots.get(case) in ("in", "at", "near")
                ):
                    sites.far.append((self._slots[case], noun))
        above = tree.governor(verb)
        if above != verb and tree.is_verb(above):
            for case, noun in tree.prepositional(above):
                if self._slots.get(case) in ("in", "at", "near"):
                    sites.far.append((self._slots[case], noun))
        if verb.dep_ == "xcomp" and tree.is_verb(verb.head):
            for case, noun in tree.prepositional(verb.head):
                if slot := self._slots.get(case, ""):
                    sites.far.append((slot, noun))
        for child in verb.children:
            if child.dep_ == "advcl" and child.tag_ == "VBG":
                self._participle(child, sites)
        for purpose in (c for t in (verb, *tree.objects(verb)) for c in tree.children(t, "advcl", "acl")):
            if purpose.tag_ == "VB" and purpose.lemma_.lower() in self._r.words("Benefit"):
                # "Sent radars to help Chad"
                below = [s for c in tree.children(purpose, "xcomp", "ccomp") for s in tree.children(c, "nsubj")]
                sites.far.extend(("for", o) for o in tree.objects(purpose) or below)
        marks = {c.lower_ for c in tree.children(verb, "mark", "advmod")} & self._r.words("Wherefrom")
        if verb.dep_ == "advcl" and marks and any(o.outcome for o in self._operators.at(verb.head, ("verb",))):
            # "Two died in Goma after rebels shelled a market": where they died, it was shelled.
            sites.far.extend((_AT, n) for slot, n in self._phrases(verb.head) if slot in ("in", "near", "at"))
        return sites

    def _before_relative(self, verb: Token) -> Iterator[Token]:
        """*Hit the allies of Chad, which has bombed …*: the name right before, wherever its clause hangs."""
        for pronoun in tree.children(verb, "nsubj", "nsubj:pass"):
            if pronoun.tag_ in ("WDT", "WP") and pronoun.i > verb.sent.start + 1:
                before = verb.doc[pronoun.i - (2 if verb.doc[pronoun.i - 1].text == "," else 1)]
                if before.i in self._r.at:
                    yield self._r.at[before.i].token

    def _doers_of_infinitive(self, verb: Token) -> Iterator[Token]:
        """*Chadian operations to retake …*, *began an operation to retake …*: whose operation it is."""
        head = verb.head
        if verb.dep_ != "acl" or verb.tag_ != "VB" or head.pos_ != "NOUN" or verb.i < head.i:
            return
        owners = [c for c in head.children if c.dep_ in ("amod", "compound", "nmod:poss") and c.i < head.i]
        named = [self._r.at[c.i].token for c in owners if c.i in self._r.at]
        if not named and head.dep_ == "obj" and any(o.agent for o in self._operators.at(head.head, ("verb",))):
            named = tree.subjects(head.head)
        yield from named

    def _of_noun(self, noun: Token, frame: Frame) -> Sites:
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
            counting = head.lemma_.lower() in self._r.words("Transparent") or any(not o.factuality for o in light)
            halting = any(o.factuality for o in light)
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
                if not done:
                    break
                doers = [n for c, n in tree.prepositional(verb) if c == "by"] if passive else tree.subjects(verb)
                doers += [t for d in (verb, *doers) for t in tree.company(d)]
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
            gathering = {noun.lemma_.lower(), noun.lower_} & self._r.words("GatheringNoun")
            arrived = tree.preposition(top) == "for" and verb.lemma_.lower() in self._r.words("Motion") and gathering
            if relation == "obl" and (tree.preposition(top) in company or arrived):
                # "agreed during a call": those who agreed were on it; of a passive, who says so.
                said = verb.head if passive and verb.dep_ == "ccomp" and tree.is_verb(verb.head) else None
                doers = tree.subjects(said) if said is not None else [] if passive else tree.subjects(verb)
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
            elif verb.lemma_.lower() in self._r.words("Occur") or operators:
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
        elif verb.lemma_.lower() in self._r.words("Occur"):
            # "The strikes that came from Chad"
            self._phrases_of(verb, sites, skip=None)
        elif verb.dep_ == "acl":
            self._participle(verb, sites)

    def _participle(self, verb: Token, sites: Sites) -> None:
        """*Using drones*, *targeting the port*: more of what was told."""
        lemma = verb.lemma_.lower()
        slot = "object" if lemma in self._r.words("Targeting") else "using" if lemma in self._r.words("Using") else ""
        if slot:
            sites.near.extend((slot, o) for o in tree.objects(verb))

    def _places_within(self, noun: Token, sites: Sites) -> None:
        """*Struck the airport in Abha*: where the thing is, the event was."""
        for case, filler in tree.prepositional(noun):
            if self._slots.get(case) in ("in", "near", "at", "across"):
                sites.far.append((self._slots[case], filler))

    def _phrases_of(self, verb: Token, sites: Sites, skip: Token | None) -> None:
        for case, filler in tree.prepositional(verb):
            slot = self._slots.get(self._inner_case(case, filler), "")
            if slot and filler != skip and case != "by":
                # "In Chad, including in Abéché" is more of what is near.
                (sites.near if self._inner_case(case, filler) != case else sites.far).append((slot, filler))


def _has_subject(verb: Token) -> bool:
    return bool(tree.children(verb, "nsubj", "nsubj:pass"))
