"""Phrases around a word, told by their slots: what verbs' and nouns' sites are put together from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from kg.extract import tree
from kg.extract.factuality import Operators
from kg.extract.parsed import Token
from kg.extract.reading import Reading


@dataclass(slots=True)
class Sites:
    """(slot, token), the surer ones in `near`. A slot `=role` names the role itself."""

    near: list[tuple[str, Token]] = field(default_factory=list)
    far: list[tuple[str, Token]] = field(default_factory=list)


class Phrases:
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

    def _participle(self, verb: Token, sites: Sites) -> None:
        """*Using drones*, *targeting the port*: more of what was told."""
        lemma = verb.lemma
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
