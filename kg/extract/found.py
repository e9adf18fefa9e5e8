"""A stretch of text taken for a name, and which of several that overlap stays."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from kg.extract.gazetteer import Hit
from kg.ontology.terms import KG

PERSON, STATE, ORGANIZATION, PLACE, WEAPON = (
    KG + c for c in ("Person", "State", "Organization", "Place", "WeaponSystem")
)
_POSSESSIVE = re.compile(r"['\u2019]s?\Z")
_EDGE = " \t\n\"'\u2018\u2019\u201c\u201d()[]{},;:-\u2013\u2014*|"


@dataclass(frozen=True, slots=True)
class Found:
    """Offsets, a class, and what vouches for it: a gazetteer's hit, a recogniser's label (a class; empty: none)."""

    begin: int
    end: int
    type: str
    hit: Hit | None
    label: str


def trimmed(text: str, begin: int, end: int, directions: frozenset[str]) -> tuple[int, int]:
    """The span without quotation marks, an article, a direction, or a possessive ending at its edges."""
    while begin < end and text[begin] in _EDGE:
        begin += 1
    while begin < end and text[end - 1] in _EDGE:
        end -= 1
    match = _POSSESSIVE.search(text, max(begin, end - 2), end)
    if match:
        end = match.start()
    if text[begin:end].lower().startswith("the "):
        begin += 4
    first, _, rest = text[begin:end].partition(" ")
    if rest and first in directions:
        begin += len(first) + 1
    return begin, end


class Near:
    """Names by where they stand."""

    def __init__(self, found: Sequence[Found]) -> None:
        self._found = sorted(enumerate(found), key=lambda one: one[1].begin)
        self._begins = [f.begin for _, f in self._found]
        self._longest = max((f.end - f.begin for f in found), default=0)

    def over(self, begin: int, end: int) -> list[Found]:
        """Those that share characters with a stretch, in the order in which they were found."""
        first = bisect_right(self._begins, begin - self._longest)
        some = self._found[first : bisect_left(self._begins, end, first)]
        return [f for _, f in sorted(some, key=lambda one: one[0]) if f.end > begin]


def without_overlaps(found: list[Found]) -> list[Found]:
    """The longest of those that overlap; a state's name within an organization's stays."""
    kept: list[Found] = []
    occupied: dict[int, Found] = {}
    for f in sorted(found, key=lambda f: (-(f.end - f.begin), f.begin)):
        others = {id(occupied[i]): occupied[i] for i in range(f.begin, f.end) if i in occupied}
        if all(o.type == ORGANIZATION and f.type == STATE for o in others.values()):
            kept.append(f)
            for i in range(f.begin, f.end):
                occupied.setdefault(i, f)
    return kept
