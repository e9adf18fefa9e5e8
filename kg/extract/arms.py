"""How far a weapon's name goes: *long-range ballistic missile*, *S-400 air defense system*, *USS Ohio*."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.extract.found import WEAPON, Found
from kg.extract.gazetteer import Gazetteer, Hit
from kg.ontology import Ontology
from kg.spelling import WORD, first_words

_HALF = re.compile(r"([\w-]+)(?: and | or |/|, )\Z")
_BEFORE = re.compile(r"([\w-]+)[ \u00a0]\Z")


class Arms:
    """Made once for an ontology."""

    def __init__(self, ontology: Ontology, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._kinds = ontology.words["WeaponKind"]
        self._patterns = ontology.patterns["WeaponKind"]
        self._harmless = ontology.words["Harmless"]
        self._opposing = tuple(sorted(ontology.words["OpposingPrefix"]))
        prefixes = "|".join(sorted(map(re.escape, ontology.words["ShipPrefix"])))
        name = r"[A-Z][\w'\u2019-]*\w(?<!['\u2019]s)"
        self._prefixes = first_words(ontology.words["ShipPrefix"])
        self._ship = re.compile(rf"\b(?:{prefixes}) {name}(?:(?: [A-Z]\.)* {name})*")

    def harmless(self, text: str, begin: int, end: int) -> bool:
        """*think tank*, *water tanks*, *anti-tank*: what stands before it makes it no weapon."""
        if text[max(0, begin - 8) : begin].lower().endswith(self._opposing):
            # "Anti-tank" is no tank.
            return True
        before = (
            _BEFORE.search(text, max(0, begin - 30), begin) if text[begin:end].lower() in ("tank", "tanks") else None
        )
        return before is not None and before[1].lower() in self._harmless

    def whole(self, text: str, found: Sequence[Found]) -> list[Found]:
        """*Long-range missile*, *S-400 air defense system*: a weapon's name and its kind are one."""
        whole: list[Found] = []
        for f in sorted(found, key=lambda f: (f.begin, f.end)):
            if f.type == WEAPON:
                f = replace(f, begin=self._begin(text, f.begin))
                if whole and whole[-1].type == WEAPON and text[whole[-1].end : f.begin] == " ":
                    before = whole.pop()
                    # "Patriot missile system" is a Patriot, "air defense radar" a radar.
                    kind = before.hit is not None and before.hit.entries[0][0].generic
                    f = replace(f if kind else before, begin=before.begin, end=f.end)
            whole.append(f)
        return whole

    def _begin(self, text: str, begin: int) -> int:
        """Where a weapon's name begins with the words before it that tell its kind."""
        while before := _BEFORE.search(text, max(0, begin - 40), begin):
            word = before[1].lower()
            if word not in self._kinds and not any(p.search(word) for p in self._patterns):
                break
            begin = before.start()
        return begin

    def halves(self, text: str, found: Sequence[Found]) -> Iterator[Found]:
        """*Ballistic and cruise missiles*: the first of two kinds, whose noun stands with the second alone."""
        taken = {i for f in found for i in range(f.begin, f.end)}
        for f in found:
            before = _HALF.search(text, max(0, f.begin - 40), f.begin) if f.type == WEAPON else None
            if before is None or taken.intersection(range(*before.span(1))):
                continue
            words = text[f.begin : f.end].split(" ")
            for n in range(1, len(words)):
                name = f"{before[1]} {' '.join(words[n:])}"
                entries = [h.entries for h in self._gazetteer.find(name) if (h.begin, h.end) == (0, len(name))]
                if entries and all(t.type == WEAPON for t, _ in entries[0]):
                    yield Found(*before.span(1), WEAPON, Hit(*before.span(1), entries[0]), "")
                    break

    def ships(self, text: str) -> Iterator[tuple[int, int]]:
        """Names of warships, with what their navies put before them."""
        if not self._prefixes.isdisjoint(WORD.findall(text)):
            yield from (m.span() for m in self._ship.finditer(text))
