"""Where the fillers of a verb's roles stand: subjects, objects and phrases, its own and those of verbs above."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract import tree
from kg.extract.parsed import Token
from kg.extract.phrases import Phrases, Sites
from kg.ontology.terms import KG

_AT = "=" + KG + "place"


class VerbSites(Phrases):
    def of(self, verb: Token) -> Sites:
        sites = Sites()
        passive, accompanied = tree.is_passive(verb), self._r.words("Accompanied")
        for subject in tree.subjects(verb):
            sites.near.append(("object" if passive else "subject", subject))
            sites.near.extend(("object" if passive else "subject", t) for t in tree.company(subject, accompanied))
        sites.near.extend(("object" if passive else "subject", t) for t in tree.company(verb, accompanied))
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
        for obj in self._hung_on(verb):
            if obj.i in self._r.at and obj.i not in self._r.heads:
                continue
            beside = tree.preposition(obj) in self._r.words("Circumstance") | {"at"}
            told = beside and obj.lower_ in self._r.ontology.noun_frames
            for slot, noun in self._phrases(obj):
                # "Spoke during the talks with Chad": with whom the talks were.
                if not told or slot in ("in", "near", "at", "across"):
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
            if purpose.tag_ == "VB" and purpose.lemma in self._r.words("Benefit"):
                # "Sent radars to help Chad"
                below = [s for c in tree.children(purpose, "xcomp", "ccomp") for s in tree.children(c, "nsubj")]
                sites.far.extend(("for", o) for o in tree.objects(purpose) or below)
        marks = {c.lower_ for c in tree.children(verb, "mark", "advmod")} & self._r.words("Wherefrom")
        if verb.dep_ == "advcl" and marks and any(o.outcome for o in self._operators.at(verb.head, ("verb",))):
            # "Two died in Goma after rebels shelled a market": where they died, it was shelled.
            sites.far.extend((_AT, n) for slot, n in self._phrases(verb.head) if slot in ("in", "near", "at"))
        return sites

    def _hung_on(self, verb: Token) -> list[Token]:
        """Objects and nouns of phrases; of a sum of money, what it is given in: *$5 million in aid to Chad*."""
        found = [*tree.objects(verb), *(n for _, n in tree.prepositional(verb))]
        sums = [o for o in found if o.is_currency or o.lemma in self._r.words("Transparent")]
        return found + [n for o in sums for case, n in tree.prepositional(o) if case in ("in", "of")]

    def _before_relative(self, verb: Token) -> Iterator[Token]:
        """*Hit the allies of Chad, which has bombed …*: the name right before, wherever its clause hangs."""
        frames = self._r.ontology.noun_frames
        told = {verb.head.lower_, verb.head.lemma} & frames.keys() if verb.dep_ == "acl:relcl" else set()
        if told and any(o.outcome for o in self._operators.at(verb, ("verb",))):
            # "Attacks in Chad that killed five": the attacks did.
            return
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
            named = [*tree.subjects(head.head)]
        yield from named
