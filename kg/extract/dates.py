"""When: the times that an English text tells, as ISO dates read against the document's date.

`time_grammar` finds single times and `time_phrases` joins them; here the words before a phrase ("since",
"by", "before", "every", "will") decide how it is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from kg.extract import calendar
from kg.extract.calendar import DAY, Reference, Stretch
from kg.extract.time_grammar import GAP, any_of, grammar
from kg.extract.time_phrases import THE, WINDOW, Phrase, Phrases, Single
from kg.extract.time_reading import NEAR, Reading
from kg.ontology.time_words import TimeWords

_HEAD = 300
"""How many characters of a text may hold its date line."""


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """Words that tell a time; offsets are code points, end exclusive."""

    begin: int
    end: int
    earliest: str | None = None
    latest: str | None = None
    """ISO dates, both or none: none where the text does not tell, or hangs on an unknown document date."""
    date: str | None = None
    """YYYY-MM-DD, YYYY-MM or YYYY where the words name just that; None for weeks, seasons, parts, ranges."""
    duration: str | None = None
    """xsd:duration."""
    kind: str = "point"
    """`point` (a day, week, month, year, season or part of one), `range`, `since`, `until`, `duration`,
    `vague`, `relative` (`shift` days from another event), `publication` (a date line)."""
    shift: int | None = None


def find(
    text: str, reference: str | None, words: TimeWords, *, future: bool = False, offset: int = 0
) -> tuple[TimeExpression, ...]:
    """The times in `text`, from left to right, none overlapping another.

    `reference` is the document's date, ISO, to the day, the month or the year; `future` says that the clause
    speaks of what lies ahead. `offset` is added to the offsets.
    """
    found = _reader(words).expressions(text, Reading(Reference.read(reference), future))
    return tuple(replace(time, begin=time.begin + offset, end=time.end + offset) for time in found)


def reference(published: str | None, text: str, words: TimeWords) -> str | None:
    """The date to read a text from: its own; of one known less well, the day of the date line it begins with."""
    if len(published or "") >= 10:
        return published
    for time in find(text[:_HEAD], None, words):
        if time.kind == "publication" and len(time.date or "") == 10 and (time.date or "").startswith(published or ""):
            return time.date
    return published


@lru_cache(maxsize=8)
def _reader(words: TimeWords) -> _Reader:
    return _Reader(words)


class _Reader:
    def __init__(self, words: TimeWords) -> None:
        rules = grammar(words)
        about = rf"(?:{rules.any('Approximation', 'Limit')}{GAP})?"
        self._phrases = Phrases(words, rules)
        self._since = re.compile(rf"(?<!\w){rules.any('Since')}{GAP}{about}{THE}$")
        self._until = re.compile(rf"(?<!\w){rules.any('Until')}{GAP}{THE}$")
        self._ranked = re.compile(rf"(?<!\w){rules.any('Ranking')}(?:{GAP}[\w’'-]+){{0,5}}{GAP}$")
        self._outside = re.compile(rf"(?<!\w){rules.any('Outside')}{GAP}$")
        self._recurring = re.compile(rf"(?<!\w){rules.any('Recurring')}{GAP}$")
        self._week_of = re.compile(rf"(?<!\w){rules.any('WeekOf')}{GAP}$")
        self._start = re.compile(rf"(?<!\w){rules.any('RangeStart')}{GAP}{THE}$")
        self._cue = re.compile(rf"(?<!\w){rules.any('FutureCue')}(?!\w)")
        self._plan = re.compile(rf"(?<!\w){rules.any('FutureCue', 'PlanCue')}(?!\w)")
        # "may", but not "May"; "might have struck" looks back.
        possible = any_of(words.of("PossibleCue"), fold=False)
        self._possible = re.compile(rf"(?<!\w){possible}(?!\w|{GAP}have\b)")
        self._break = re.compile(rf"[.;:!?\n]|(?<!\w){rules.any('Break')}(?!\w)")
        self._possessor = re.compile(r"['’]")
        self._noun = re.compile(rf"['’]|{GAP}[a-z]{{5,}}")
        self._close = re.compile(rf"{GAP}{THE}")
        self._place_line = re.compile(r"[A-Z]{3,}[\w .,'’()/-]{0,45},\s")
        self._headed = re.compile(r"[^\S\n]{1,3}[A-Z][a-z]")
        self._line_dash = re.compile(r"[^\S\n]{0,3}(?:\([^)\n]{1,40}\)[^\S\n]{0,3})?[-–—]")

    def expressions(self, text: str, reading: Reading) -> Iterator[TimeExpression]:
        phrases = self._phrases.of(text)
        for i, phrase in enumerate(phrases):
            low = max(phrases[i - 1].end if i else 0, phrase.begin - WINDOW)
            if self._recurring.search(text, low, phrase.begin):
                continue
            if phrase.singles[0].atom.shape == "relative":
                after = phrases[i + 1] if i + 1 < len(phrases) else None
                yield self._relative(text, phrase, after, reading)
            else:
                yield from self._read(text, phrase, self._expecting(text, phrase, reading), low)

    def _expecting(self, text: str, phrase: Phrase, reading: Reading) -> Reading:
        """The reading where a word like "will" before the phrase looks ahead."""
        atom = phrase.singles[0].atom
        if reading.future or (atom.shape == "weekday" and self._possessor.match(text, phrase.end)):
            return reading
        low = max(0, phrase.begin - WINDOW)
        for match in self._break.finditer(text, low, phrase.begin):
            low = match.end()
        cue = self._plan if atom.shape in ("day", "month") else self._cue
        ahead = cue.search(text, low, phrase.begin) or self._possible.search(text, low, phrase.begin)
        return replace(reading, future=True, horizon=NEAR) if ahead else reading

    def _read(self, text: str, phrase: Phrase, reading: Reading, low: int) -> Iterator[TimeExpression]:
        """`low` is where the words before the phrase may begin."""
        single, begin = phrase.singles[0], phrase.begin
        start = self._start.search(text, low, begin)
        if phrase.joiner:
            joined = _joined(phrase, reading, apart=phrase.joiner == "to" or bool(start))
            if joined:
                yield _expression(start.start() if start else begin, phrase.end, joined, "range")
                return
            year = phrase.singles[-1].atom.year
            for each in phrase.singles:
                yield from self._read(text, Phrase((each,)), replace(reading, year=year), low)
            return
        since, until = self._since.search(text, low, begin), self._until.search(text, low, begin)
        if since and self._ranked.search(text, max(0, since.start() - WINDOW), since.start()):
            # "The deadliest strike since June" was on one day, and so was what happened "for the first time since".
            yield TimeExpression(since.start(), phrase.end, kind="vague")
        elif since:
            stretch = _placed(single, replace(reading, future=False))
            stretch = calendar.since(stretch, reading.reference) if stretch else None
            yield _expression(since.start(), phrase.end, stretch, "since")
        elif until and single.atom.shape != "duration":
            stretch = _placed(single, reading)
            stretch = calendar.until(stretch, reading.reference) if stretch else None
            yield _expression(until.start(), phrase.end, stretch, "until")
        else:
            yield from self._plain(text, single, reading, low)

    def _plain(self, text: str, single: Single, reading: Reading, low: int) -> Iterator[TimeExpression]:
        atom = single.atom
        if atom.shape == "moment" or (atom.shape == "ahead" and not reading.future):
            return
        if atom.shape in ("duration", "vague"):
            yield TimeExpression(single.begin, single.end, duration=atom.duration, kind=atom.shape)
        elif self._outside.search(text, low, single.begin) and not self._noun.match(text, single.end):
            # "before 2011" is not in 2011; but "before Monday's summit" names the day of the summit.
            yield TimeExpression(single.begin, single.end, kind="vague")
        elif (week := self._week_of.search(text, low, single.begin)) and (day := _placed(single, reading)):
            yield _expression(week.start(), single.end, calendar.week(day.first), "point")
        elif self._dates_the_text(text, single):
            yield _expression(single.begin, single.end, _placed(single, reading), "publication")
        else:
            # "between 3 and 5 July"
            start = self._start.search(text, low, single.begin) if atom.range else None
            begin, kind = start.start() if start else single.begin, "range" if atom.range else "point"
            yield _expression(begin, single.end, _placed(single, reading), kind)

    def _relative(self, text: str, phrase: Phrase, after: Phrase | None, reading: Reading) -> TimeExpression:
        """The day after his call; but the day after the July 3 call, or after Monday's, is a date."""
        shift = phrase.singles[0].atom.shift or 0
        if after and self._close.fullmatch(text, phrase.end, after.begin) and not after.joiner:
            stretch = _placed(after.singles[0], self._expecting(text, after, reading))
            if stretch and stretch.first == stretch.last and self._noun.match(text, after.end):
                stretch = _shifted(stretch, shift)
                if stretch:
                    return _expression(phrase.begin, phrase.end, stretch, "point")
        return TimeExpression(phrase.begin, phrase.end, kind="relative", shift=shift)

    def _dates_the_text(self, text: str, single: Single) -> bool:
        """A day alone on its line or before a sentence that begins anew; or KYIV, July 5 (Agency) -"""
        if single.atom.shape != "day":
            return False
        low, high = max(0, single.begin - WINDOW), single.end + WINDOW
        newline = text.rfind("\n", low, single.begin)
        if newline < 0 and low > 0:
            return False
        before = text[newline + 1 : single.begin]
        if self._place_line.fullmatch(before):
            return bool(self._line_dash.match(text, single.end))
        after = text[single.end : high].split("\n", 1)[0].rstrip(" .\t\r")
        return single.atom.year is not None and not before.strip() and (not after or bool(self._headed.match(after)))


def _placed(single: Single, reading: Reading) -> Stretch | None:
    try:
        stretch = single.atom.place(replace(reading, clip=False) if single.part else reading)
        return calendar.part(stretch, *single.part) if stretch and single.part else stretch
    except (ValueError, OverflowError):  # Beyond the years 1 to 9999.
        return None


def _shifted(stretch: Stretch, days: int) -> Stretch | None:
    try:
        return calendar.one(stretch.first + DAY * days)
    except OverflowError:
        return None


def _joined(phrase: Phrase, reading: Reading, *, apart: bool) -> Stretch | None:
    """All that the times span; None where they are not in order or, unless `apart`, do not touch."""
    right: Stretch | None = None
    whole: Stretch | None = None
    year: int | None = None
    for single in reversed(phrase.singles):
        nearer = replace(reading, before=right.first, year=year) if right else reading
        left = _placed(single, nearer)
        if left is None:
            return None
        if right and (left.first > right.first or not (apart or left.last + DAY >= right.first)):
            return None
        whole = calendar.hull(left, whole) if whole else left
        right, year = left, single.atom.year or year
    return whole


def _expression(begin: int, end: int, stretch: Stretch | None, kind: str) -> TimeExpression:
    if stretch is None:
        return TimeExpression(begin, end, kind=kind)
    stated = stretch.stated if kind in ("point", "publication") else ""
    return TimeExpression(begin, end, stretch.first.isoformat(), stretch.last.isoformat(), stated or None, kind=kind)
