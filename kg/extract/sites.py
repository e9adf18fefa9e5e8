"""Where in a sentence the fillers of an event's roles stand, seen from the word that tells it."""

from __future__ import annotations

from kg.extract import tree
from kg.extract.factuality import Operators
from kg.extract.noun_sites import NounSites
from kg.extract.parsed import Token
from kg.extract.phrases import Phrases, Sites
from kg.extract.reading import Reading
from kg.extract.verb_sites import VerbSites
from kg.ontology import Frame


class SiteFinder(Phrases):
    def __init__(self, reading: Reading, operators: Operators) -> None:
        super().__init__(reading, operators)
        self._verbs, self._nouns = VerbSites(reading, operators), NounSites(reading, operators)

    def of(self, token: Token, frame: Frame) -> Sites:
        """Sites around the word of a frame, by the tree."""
        return self._verbs.of(token) if frame.pos == "verb" else self._nouns.of(token, frame)

    def following(self, token: Token, stops: frozenset[int]) -> list[tuple[str, Token]]:
        """Phrases after the word, up to one of the tokens `stops`, wherever the parser hung them."""
        return [
            (slot, noun)
            for case, noun in tree.phrases_after(token, stops)
            if (slot := self._slots.get(case, "")) and case not in ("of", "for")
        ]
