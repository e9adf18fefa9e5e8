"""Single times to phrases: "late June", "June to July"; and whether "May" or "2022" is a time at all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.extract.time_atoms import folded
from kg.extract.time_grammar import DASH, GAP, Grammar, any_of
from kg.extract.time_reading import Atom
from kg.ontology.time_words import TimeWords

WINDOW = 60
"""How many characters before a time may tell how to read it."""
THE = rf"(?:(?i:the){GAP})?"
_LISTED = ("month", "weekday", "year")
_CALENDAR = ("day", "weekday", "month", "year", "deictic", "span")


@dataclass(frozen=True, slots=True)
class Single:
    """A time with the words before it that name a part of it."""

    begin: int
    end: int
    atom: Atom
    part: tuple[int, int] | None = None
    """The second of three parts: (2, 3)."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """One time, or several joined."""

    singles: tuple[Single, ...]
    joiner: str = ""
    """`to` or `and`."""

    @property
    def begin(self) -> int:
        return self.singles[0].begin

    @property
    def end(self) -> int:
        return self.singles[-1].end


class Phrases:
    def __init__(self, words: TimeWords, rules: Grammar) -> None:
        any_word = rules.any
        self._atoms = rules.atoms
        self._parts = {folded(word.form): (word.values[0], word.values[1]) for word in words.of("SpanPart")}
        self._part = re.compile(rf"(?<![\w-]){THE}(?P<part>{any_word('SpanPart')})(?:-|{GAP}){THE}$")
        self._night = re.compile(rf"{GAP}(?:(?i:on|into|from|of){GAP})?")
        self._dash, self._comma = re.compile(DASH), re.compile(rf",{GAP}")
        self._to = re.compile(rf"{GAP}{any_word('RangeJoin')}{GAP}(?:(?i:on|in|the){GAP})?")
        self._and = re.compile(rf",?{GAP}{any_word('And')}{GAP}(?:(?i:on|in){GAP})?{THE}")
        deciding = any_of(word for word in words.of("TimePreposition") if word.decides)
        self._decided = re.compile(rf"(?<!\w){deciding}{GAP}{THE}$")
        about = rf"(?:{any_word('Approximation', 'Limit')}{GAP})?"
        self._preposed = re.compile(rf"(?<!\w){any_word('TimePreposition')}{GAP}{about}{THE}$")
        self._year_before = re.compile(rf"(?<!\w)(?i:the){GAP}{rules.unit(months=12)}{GAP}$")
        self._counted = re.compile(rf"(?<!\w){any_word('CountPreposition')}{GAP}$")
        self._determined = re.compile(rf"(?:(?<!\w){any_word('YearDeterminer')}|['’]s|s['’]){GAP}$")
        self._plural = re.compile(rf"{GAP}[a-z]{{3,}}s\b")
        self._word = re.compile(rf"{GAP}[A-Za-z]")
        self._name_before = re.compile(rf"\b[A-Z][\w’'-]*{GAP}$")
        self._name_after = re.compile(rf"{GAP}[A-Z]\w")

    def of(self, text: str) -> list[Phrase]:
        singles = self._overnight(text, self._with_parts(text))
        joiners = self._joiners(text, singles)
        accepted = [self._is_time(text, single) for single in singles]
        for i, joiner in enumerate(joiners[:-1]):
            # "in May and June": the one is a time because the other is.
            a, b = singles[i].atom, singles[i + 1].atom
            months = a.shape == b.shape == "month"
            if joiner and (accepted[i] or accepted[i + 1] or (months and (a.sure or b.sure))):
                accepted[i] = accepted[i + 1] = True
        phrases: list[list[Single]] = []
        kinds: list[str] = []
        for i, single in enumerate(singles):
            joiner = joiners[i - 1] if i and accepted[i - 1] else ""
            if not accepted[i]:
                continue
            if joiner and (not kinds[-1] or kinds[-1] == joiner == "and"):
                phrases[-1].append(single)
                kinds[-1] = joiner
            else:
                phrases.append([single])
                kinds.append("")
        return [Phrase(tuple(group), kind) for group, kind in zip(phrases, kinds, strict=True)]

    def _with_parts(self, text: str) -> list[Single]:
        singles: list[Single] = []
        for atom in self._atoms(text):
            low = max(singles[-1].end if singles else 0, atom.begin - WINDOW)
            match = self._part.search(text, low, atom.begin)
            part = self._parts[folded(match["part"])] if match else None
            singles.append(Single(match.start() if match else atom.begin, atom.end, atom, part))
        return singles

    def _overnight(self, text: str, singles: Sequence[Single]) -> list[Single]:
        """Overnight on Thursday: the day is the one that is named."""
        merged: list[Single] = []
        for single in singles:
            before = merged[-1] if merged else None
            if (
                before
                and before.atom.shape == "night"
                and single.atom.shape in ("day", "weekday")
                and self._night.fullmatch(text, before.end, single.begin)
            ):
                merged[-1] = replace(single, begin=before.begin)
            else:
                merged.append(single)
        return merged

    def _joiners(self, text: str, singles: Sequence[Single]) -> list[str]:
        """What joins each time to the next; nothing after the last."""
        joiners = [""] * len(singles)
        for i in range(len(singles) - 2, -1, -1):
            a, b = singles[i], singles[i + 1]
            if b.begin - a.end > WINDOW or a.atom.shape not in _CALENDAR or b.atom.shape not in _CALENDAR:
                continue
            same = a.atom.shape == b.atom.shape
            if self._to.fullmatch(text, a.end, b.begin) or (same and self._dash.fullmatch(text, a.end, b.begin)):
                joiners[i] = "to"
            elif self._and.fullmatch(text, a.end, b.begin) or (
                # "June, July and August", but not "on Monday, July ..."
                same
                and joiners[i + 1] == "and"
                and a.atom.shape in _LISTED
                and self._comma.fullmatch(text, a.end, b.begin)
            ):
                joiners[i] = "and"
        return joiners

    def _is_time(self, text: str, single: Single) -> bool:
        atom = single.atom
        if not atom.weak or single.part or atom.shape in ("ahead", "moment"):
            return True
        low, begin = max(0, single.begin - WINDOW), single.begin
        if atom.shape == "whole":
            return False
        if atom.shape == "year":
            return self._is_year(text, single)
        if self._decided.search(text, low, begin) or (atom.sure and self._preposed.search(text, low, begin)):
            return True
        if atom.shape != "month" or not atom.sure:
            return False
        # "its June launch", but not "June Osborne" or "President April"
        return not (self._name_before.search(text, low, begin) or self._name_after.match(text, single.end))

    def _is_year(self, text: str, single: Single) -> bool:
        """In 2022, the 2016 election; not 2022 troops, Resolution 2022, by 2000 votes."""
        low, begin = max(0, single.begin - WINDOW), single.begin
        counts = bool(self._plural.match(text, single.end))
        rounded = (single.atom.year or 1) % 100 == 0
        if self._preposed.search(text, low, begin) and not (
            counts and (rounded or self._counted.search(text, low, begin))
        ):
            return True
        if self._year_before.search(text, low, begin):
            return True
        return bool(
            self._determined.search(text, low, begin)
            and self._word.match(text, single.end)
            and not (rounded and counts)
        )
