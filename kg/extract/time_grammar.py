"""Single times in a string: each rule is a regular expression and what its match means.

The words come from the ontology; only `the`, `of`, `and`, which tell no time, stand in the patterns.
Every gap is bounded, so that each pattern runs in time linear in the text.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import lru_cache

from kg.extract.time_atoms import Readers
from kg.extract.time_reading import Atom
from kg.ontology.time_words import TimeWord, TimeWords

GAP = r"(?:[^\S\n]{1,3}|[^\S\n]{0,2}\n[^\S\n]{0,2})"
DASH = rf"{GAP}?[-–—]{GAP}?"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?![\w%]|[.,:]\d)"
_YEAR = r"(?:19|20)\d\d(?![\w%]|[.,:]\d)"
_SECOND = r"(?:(?:19|20)\d\d|\d\d)(?![\w-]|[.,:/]\d)"
# "on July 3 and 4 people died": what follows a second day is a mark, a year, or a short word such as "in".
_CLOSES = rf"(?=\s{{0,3}}(?:$|[^\w\s])|{GAP}(?:[a-z]{{1,4}}\b|(?:19|20)\d\d\b))"

_WORD, _DIGIT = re.compile(r"\w+"), re.compile(r"\d")
# Letters that `(?i:…)` takes for others, and that are not those in lower case.
_SAME = str.maketrans("\u0130\u0131\u017f", "iis")
_BY_CASE = ("Month", "Weekday")
_KEYS = (
    "DayPart", "DeicticDay", "Holiday", "MomentOfDay", "NotATime", "Overnight", "RelativeDay", "Season", "TimeUnit",
    "VagueTime", "WeekPart",
)  # fmt: skip

Reader = Callable[[re.Match[str]], Atom | None]


def any_of(words: Iterable[TimeWord | str], *, fold: bool = True) -> str:
    """A pattern for any of the words, longer ones first; for none of them, one that never matches."""
    forms = {word if isinstance(word, str) else word.form for word in words}
    if not fold:
        forms |= {form.upper() for form in forms}
    ordered = sorted(forms, key=lambda form: (-len(form), form))
    body = "|".join(GAP.join(re.escape(piece) for piece in form.split()) for form in ordered)
    return f"(?{'i' if fold else ''}:{body})" if body else r"(?!)"


@lru_cache(maxsize=8)
def grammar(words: TimeWords) -> Grammar:
    return Grammar(words)


class Grammar:
    """The rules, compiled for one set of words."""

    def __init__(self, words: TimeWords) -> None:
        self._words = words
        self._read = Readers(words)
        self._names = re.compile(rf"(?<!\w){self.any('NotATime')}(?!\w)")
        self._keys = self._first_words()
        rules = (
            *self._dates(),
            *self._calendar(),
            *self._days(),
            *self._spans(),
            *self._lengths(),
            *self._vague(),
        )
        self._rules = [(key, re.compile(pattern), read) for key, pattern, read in rules]

    def atoms(self, text: str) -> list[Atom]:
        """All single times, from the left, the longer first; none overlaps another."""
        keys = self._kinds_in(text)
        if not keys:
            return []
        found = [
            atom
            for key, pattern, read in self._rules
            if key in keys
            for match in pattern.finditer(text)
            if (atom := read(match))
        ]
        if "NotATime" in keys:
            found += [Atom(match.start(), match.end(), "name") for match in self._names.finditer(text)]
        found.sort(key=lambda atom: (atom.begin, -atom.end, atom.weak))
        kept: list[Atom] = []
        for atom in found:
            if not kept or atom.begin >= kept[-1].end:
                kept.append(atom)
        return [atom for atom in kept if atom.shape != "name"]

    def _first_words(self) -> dict[str, frozenset[str]]:
        """The first word of each form, in lower case where case does not count, to the kinds of what it begins."""
        keys: dict[str, set[str]] = defaultdict(set)
        for kind in _BY_CASE:
            for word in self._words.of(kind):
                for form in (word.form, word.form.upper()):
                    keys[_WORD.findall(form)[0]].add(kind)
        for kind in _KEYS:
            for word in self._words.of(kind):
                # "weeklong"
                long = [word.form + long.form for long in self._words.of("Long")] if kind == "TimeUnit" else []
                for form in (word.form, *long):
                    keys[_WORD.findall(form.lower())[0]].add(kind)
        return {word: frozenset(kinds) for word, kinds in keys.items()}

    def _kinds_in(self, text: str) -> set[str]:
        """Kinds of which a word stands in the text, so that few rules need to be tried."""
        keys = self._keys
        found: set[str] = set()
        words = set(_WORD.findall(text))
        for word in words | set(_WORD.findall(text.translate(_SAME).lower())):
            if word in keys:
                found |= keys[word]
        if _DIGIT.search(text):
            found.add("digit")
        return found

    def any(self, *kinds: str) -> str:
        """A pattern for any word of these classes."""
        return any_of(word for kind in kinds for word in self._words.of(kind))

    # The pieces of the patterns

    def _month(self, *, short: bool = True) -> str:
        words = self._words.of("Month")
        full = any_of([word for word in words if not word.short], fold=False)
        brief = any_of([word for word in words if word.short], fold=False)
        return rf"(?:{full}|{brief}\.?)(?!\w)" if short else rf"{full}(?!\w)"

    def _weekday(self, *, short: bool = True) -> str:
        words = self._words.of("Weekday")
        full = any_of([word for word in words if not word.short], fold=False)
        brief = any_of([word for word in words if word.short], fold=False)
        return rf"(?:{full}|{brief}\.?)(?!\w)" if short else rf"{full}(?!\w)"

    def unit(self, *, months: int = -1, days: int = -1) -> str:
        """Units of the calendar (week, month, year), or one of them."""
        wanted = [(months, 0, 0)] if months > 0 else [(0, days, 0)] if days > 0 else [(1, 0, 0), (12, 0, 0), (0, 7, 0)]
        words = [word for word in self._words.of("TimeUnit") if word.values in wanted]
        return any_of(word for word in words if word.form not in self._read.plurals)

    @property
    def _number(self) -> str:
        words = [word for word in self._words.of("NumberWord") if " " not in word.form]
        tens = any_of(word for word in words if word.values[0] >= 20)
        ones = any_of(word for word in words if word.values[0] < 10 and len(word.form) > 2)
        return rf"(?:(?<![\d.,$€£-])\d{{1,4}}(?:\.\d)?|{tens}-{ones}|{self.any('NumberWord')})"

    @property
    def _count(self) -> str:
        """About two and a half hours."""
        return (
            rf"(?P<limit>{self.any('Limit')}{GAP})?(?:{self.any('Approximation')}{GAP})?(?P<n>{self._number})"
            rf"(?P<half>{GAP}and{GAP}{self.any('Half')})?{GAP}(?P<u>{self.any('TimeUnit')})(?!\w)"
        )

    def _in_year(self) -> str:
        """What follows a date: 2022, of 2022, last year, of this year."""
        shift = rf"(?P<ys>{self.any('SpanShift')}){GAP}{self.unit(months=12)}(?!\w)"
        return rf"(?:,?(?:{GAP}of)?{GAP}(?:(?P<y>{_YEAR})|{shift}))"

    # The rules. The first of each triple tells of which kind a word must stand in the text, for the rule to be tried.

    def _dates(self) -> list[tuple[str, str, Reader]]:
        month, of = self._month(), rf"(?:{GAP}of)?{GAP}"
        weekday = rf"(?:(?P<w>{self._weekday()}),?{GAP})?"
        to, and_ = rf"(?:{DASH}|{GAP}{self.any('RangeJoin')}{GAP})", rf"{GAP}{self.any('And')}{GAP}"
        shift = rf"(?:(?P<s>{self.any('SpanShift')}){GAP})?"
        second = rf"(?:(?:{to}(?P<d2>{_DAY})|{and_}(?P<d3>{_DAY}){_CLOSES})(?!{GAP}{month}))?"
        first = rf"(?P<d>{_DAY})(?:(?:{to}|{and_})(?P<d2>{_DAY}))?"
        return [
            (
                "Month",
                rf"(?<!\w){weekday}(?P<m>{month}){GAP}(?P<d>{_DAY}){second}{self._in_year()}?",
                self._read.date,
            ),
            (
                "Month",
                rf"(?<![\w.,$€£/-]){weekday}{first}{of}(?P<m>{month})(?!{GAP}{_DAY}){self._in_year()}?",
                self._read.date,
            ),
            ("digit", r"(?<![\w-])(?P<y>(?:19|20)\d\d)-(?P<mm>\d\d)-(?P<dd>\d\d)(?![\d-])", self._read.iso),
            (
                "digit",
                r"(?<![\w./-])(?P<a>\d\d?)([./])(?P<b>\d\d?)\2(?P<y>(?:19|20)\d\d)(?![\w/]|\.\d)",
                self._read.numeric,
            ),
            (
                "Holiday",
                rf"(?<!\w){shift}(?P<x>{self.any('Holiday')})(?!\w)(?:,?{GAP}(?P<y>{_YEAR}))?",
                self._read.holiday,
            ),
        ]

    def _calendar(self) -> list[tuple[str, str, Reader]]:
        shift, bare = rf"(?P<s>{self.any('SpanShift')}){GAP}", self._month(short=False)
        season = rf"(?P<x>{self.any('Season')})(?!\w)"
        return [
            ("Month", rf"(?<!\w)(?P<m>{self._month()}){self._in_year()}", self._read.month),
            ("Month", rf"(?<!\w)(?:{shift})?(?P<m>{bare})", self._read.bare_month),
            ("digit", rf"(?<![\w$€£¥.,:/#])(?P<y>{_YEAR})", self._read.year),
            ("digit", rf"(?<![\w$€£¥.,:/#-])(?P<y>(?:19|20)\d\d)[-–—](?P<y2>{_SECOND})", self._read.years),
            ("digit", r"(?<!\w)(?:the\s)?(?P<y>(?:19|20)\d0)s(?!\w)", self._read.decade),
            (
                "Season",
                rf"(?<![\w-])(?:{shift}|(?P<the>(?i:the){GAP}))?{season}"
                rf"(?:(?:{GAP}of)?{GAP}(?P<y>(?:19|20)\d\d)[-–/](?P<y2>{_SECOND}))",
                self._read.season,
            ),
            (
                "Season",
                rf"(?<![\w-])(?:{shift}|(?P<the>(?i:the){GAP}))?{season}{self._in_year()}?(?P<y2>(?!))?",
                self._read.season,
            ),
        ]

    def _days(self) -> list[tuple[str, str, Reader]]:
        shift, part = self.any("SpanShift"), rf"(?:{GAP}{self.any('DayPart')}(?!\w))?"
        week = rf"(?:(?:{GAP}of)?{GAP}(?P<ws>{shift}){GAP}{self.unit(days=7)}(?!\w))?"
        half = rf"(?:{self.any('SpanHalf')}{GAP})?"
        return [
            (
                "Weekday",
                rf"(?<!\w)(?:(?P<s>{shift}){GAP})?(?P<w>{self._weekday(short=False)}){week}{part}",
                self._read.weekday,
            ),
            ("DeicticDay", rf"(?<![\w-]){half}(?P<x>{self.any('DeicticDay')})(?!\w){part}", self._read.deictic),
            ("DayPart", rf"(?<![\w-]){half}(?P<s>{shift}){GAP}{self.any('DayPart')}(?!\w)", self._read.daypart),
            ("Overnight", rf"(?<![\w-])(?P<x>{self.any('Overnight')})(?!\w)", self._read.overnight),
            ("MomentOfDay", rf"(?<![\w-]){self.any('MomentOfDay')}(?!\w)", self._read.moment),
            ("RelativeDay", rf"(?<![\w-])(?P<x>{self.any('RelativeDay')})(?!\w)", self._read.relative),
            (
                "TimeUnit",
                rf"(?<![\w-]){self._count}{GAP}(?P<x>{self.any('RelativeOrder')})(?!\w)",
                self._read.relative_count,
            ),
        ]

    def _spans(self) -> list[tuple[str, str, Reader]]:
        shift, unit = self.any("SpanShift"), self.unit()
        # "the last week of June", "the past year of war"
        end = rf"(?!\w|{GAP}of{GAP})"
        number = (
            rf"(?:(?P<limit>{self.any('Limit')}{GAP})?(?:{self.any('Approximation')}{GAP})?"
            rf"(?P<n>{self._number})(?:{GAP}|-))?"
        )
        distance = rf"{self._count}{GAP}{self.any('Ago')}(?!\w)"
        not_ago = rf"(?!{GAP}{self.any('Ago', 'RelativeOrder')}\b)"
        return [
            (
                "TimeUnit",
                rf"(?<![\w-])(?P<r>{self.any('Rolling')}){GAP}{number}(?P<u>{self.any('TimeUnit')}){end}",
                self._read.rolling,
            ),
            (
                "TimeUnit",
                rf"(?<![\w-])(?:(?P<h>{self.any('SpanHalf')}){GAP})?(?P<s>{shift}){GAP}(?P<u>{unit})(?!\w)(?P<of>{GAP}of\b)?",
                self._read.span,
            ),
            ("TimeUnit", rf"(?<![\w-])(?i:the){GAP}(?P<u>{unit}){end}", self._read.whole),
            (
                "WeekPart",
                rf"(?<![\w-])(?:(?P<s>{shift})|(?i:the)){GAP}(?P<u>{self.any('WeekPart')})(?!\w)",
                self._read.weekend,
            ),
            ("TimeUnit", rf"(?<![\w-]){distance}", self._read.ago),
            ("TimeUnit", rf"(?<![\w-])(?P<x>{self.any('Within')}){GAP}{self._count}{not_ago}", self._read.ahead),
        ]

    def _lengths(self) -> list[tuple[str, str, Reader]]:
        unit, lasting = self.any("TimeUnit"), self.any("Lasting")
        no_age = rf"(?!\w|[- ]{self.any('Age')}\b|{GAP}{self.any('Ago')}\b)"
        more = rf"(?:{GAP}and{GAP}(?P<n2>{self._number}){GAP}(?P<u2>{unit})(?!\w))?"
        about = rf"(?:{self.any('Approximation')}{GAP})?"
        long = self.any("Long")
        return [
            ("TimeUnit", rf"(?<![\w-]){lasting}{GAP}{self._count}{more}{no_age}", self._read.lasts),
            ("TimeUnit", rf"(?<![\w-]){self._count}(?={GAP}of\b){no_age}", self._read.lasts),
            (
                "TimeUnit",
                rf"(?<![\w-]){lasting}{GAP}{about}{self.any('Half')}{GAP}(?P<hu>{unit}){no_age}",
                self._read.lasts,
            ),
            ("TimeUnit", rf"(?<![\w-])(?P<n>{self._number})-(?P<u>{unit})(?:-{long})?{no_age}", self._read.lasts),
            ("TimeUnit", rf"(?<![\w-])(?P<u>{unit})-?{long}(?!\w)", self._read.lasts),
        ]

    def _vague(self) -> list[tuple[str, str, Reader]]:
        unit, quantity, adjective = (
            self.any("TimeUnit"),
            self.any("VagueQuantity"),
            self.any("VagueAdjective"),
        )
        plural = any_of(self._read.plurals)
        units = rf"{plural}(?:{GAP}and{GAP}{unit})?"
        some, like = rf"(?:{quantity}{GAP})?", rf"(?:{adjective}{GAP})?"
        order = self.any("Ago", "RelativeOrder", "VagueAfter")
        return [
            ("TimeUnit", rf"(?<![\w-]){like}{some}{units}{GAP}{order}(?!\w)", self._read.vague),
            (
                "TimeUnit",
                rf"(?<![\w-])(?:{adjective}|(?i:the){GAP}{quantity}){GAP}{some}{units}(?!\w)",
                self._read.vague,
            ),
            ("TimeUnit", rf"(?<![\w-]){self.any('Lasting')}{GAP}{some}{units}(?!\w)", self._read.vague),
            ("VagueTime", rf"(?<![\w-]){self.any('VagueTime')}(?!\w)", self._read.vague),
        ]
