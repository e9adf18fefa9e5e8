"""Persons whom only their titles show: speakers in a transcript, lists after a title in the plural."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract.titles import Titles
from kg.ontology import Ontology
from kg.spelling import WORD, first_words

_WORD = r"[A-Z][\w'\u2019-]*[^\W\d_]"
_NAME = rf"{_WORD}(?:(?: [A-Z]\.)*(?: (?:al|bin|de|der|den|van|von|el))*(?: {_WORD})+)?"
_PARTY = r"(?: \([A-Z][\w-]*\))?"
_LABEL = re.compile(
    r"^[ \t>]*((?:[A-Z][A-Z.'\u2019-]+ )+)((?:[A-Z]\. )?[A-Z][A-Z'\u2019-]+(?: [A-Z][A-Z'\u2019-]+)*?):", re.M
)
_OWNED = re.compile(r"['\u2019]s?\Z")


class People:
    """Made once for an ontology."""

    def __init__(self, ontology: Ontology, titles: Titles) -> None:
        self._titles = titles
        self._bodies = ontology.words["BodyNoun"] | ontology.words["Field"] | ontology.words["EventNoun"]
        """Nouns that make a name that of a body."""
        self._words = {w for title in titles.single for w in (*title.split(), title.rstrip("."))}
        plurals = "|".join(sorted((re.escape(_capitals(p)) for p in titles.plurals), key=lambda p: (-len(p), p)))
        singles = "|".join(
            sorted(map(re.escape, map(_capitals, ontology.words["Address"])), key=lambda t: (-len(t), t))
        )
        self._titled = re.compile(rf"\b(?:{singles}) ({_NAME})")
        self._plurals = first_words(map(_capitals, titles.plurals))
        self._list = re.compile(rf"\b(?:{plurals}) ({_NAME}{_PARTY}(?:, {_NAME}{_PARTY})*,? and {_NAME})")

    def speakers(self, text: str) -> Iterator[tuple[int, int]]:
        """The name of *SECRETARY SMITH:* where a line begins."""
        for label in _LABEL.finditer(text):
            words = list(re.finditer(r"\S+", label.group(0)[: label.end(2) - label.start()]))
            title = 0
            while title < len(words) - 1 and words[title].group().lower().rstrip(".") in self._words:
                title += 1
            if title:
                yield label.start() + words[title].start(), label.end(2)

    def listed(self, text: str) -> Iterator[tuple[int, int]]:
        """Each name of *Senators Smith, Jones, and Brown*."""
        for match in self._list.finditer(text) if not self._plurals.isdisjoint(WORD.findall(text)) else ():
            for name in re.finditer(_NAME, re.sub(r"\(.*?\)", lambda m: " " * len(m[0]), match[1])):
                first = name.group().split()[0].lower()
                if first in self._words or first in self._titles.plurals:
                    break
                begin = match.start(1) + name.start()
                yield begin, begin + len(_OWNED.sub("", name.group()))

    def titled(self, text: str) -> Iterator[tuple[int, int]]:
        """The name of *Foreign Minister Ann Smith*: more than one word, none of them a title."""
        for match in self._titled.finditer(text):
            words = _OWNED.sub("", match[1]).split()
            if len(words) > 1 and not any(w.lower() in self._words or w in self._bodies for w in words):
                yield match.start(1), match.start(1) + len(_OWNED.sub("", match[1]))


def _capitals(office: str) -> str:
    return " ".join(w[:1].upper() + w[1:] for w in office.split())
