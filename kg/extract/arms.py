"""How far a weapon's name goes: *long-range ballistic missile*, *S-400 air defense system*, *USS Ohio*."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.ontology import Ontology

_HALF = re.compile(r"([\w-]+)(?: and | or |/|, )\Z")
_BEFORE = re.compile(r"([\w-]+)[ \u00a0]\Z")


class Arms:
    """Made once for an ontology."""

    def __init__(self, ontology: Ontology) -> None:
        self._kinds = ontology.words["WeaponKind"]
        self._patterns = ontology.patterns["WeaponKind"]
        self._harmless = ontology.words["Harmless"]
        prefixes = "|".join(sorted(map(re.escape, ontology.words["ShipPrefix"])))
        name = r"[A-Z][\w'\u2019-]*\w(?<!['\u2019]s)"
        self._ship = re.compile(rf"\b(?:{prefixes}) {name}(?:(?: [A-Z]\.)* {name})*")

    def harmless(self, text: str, begin: int, end: int) -> bool:
        """*think tank*, *water tanks*, *anti-tank*: what stands before it makes it no weapon."""
        if text[max(0, begin - 8) : begin].lower().endswith(("anti-", "counter-")):
            # "Anti-tank" is no tank.
            return True
        before = (
            _BEFORE.search(text, max(0, begin - 30), begin) if text[begin:end].lower() in ("tank", "tanks") else None
        )
        return before is not None and before[1].lower() in self._harmless

    def begin(self, text: str, begin: int) -> int:
        """Where a weapon's name begins with the words before it that tell its kind."""
        while before := _BEFORE.search(text, max(0, begin - 40), begin):
            word = before[1].lower()
            if word not in self._kinds and not any(p.search(word) for p in self._patterns):
                break
            begin = before.start()
        return begin

    def half(self, text: str, begin: int) -> tuple[int, int] | None:
        """The word coordinated with the weapon's name that begins here: *anti-tank* and anti-ship missiles."""
        before = _HALF.search(text, max(0, begin - 40), begin)
        return before.span(1) if before else None

    def ships(self, text: str) -> Iterator[tuple[int, int]]:
        """Names of warships, with what their navies put before them."""
        yield from (m.span() for m in self._ship.finditer(text))
