"""The words of time: `ontology/lexicon/time.ttl` as records for the date grammar."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.errors import OntologyError
from kg.ontology.terms import LEX
from kg.ontology.triples import Triples

_VALUES: dict[str, tuple[str, ...]] = {
    "Month": ("number",),
    "Weekday": ("number",),
    "NumberWord": ("number",),
    "DeicticDay": ("days",),
    "RelativeDay": ("days",),
    "RelativeOrder": ("days",),
    "Within": ("days",),
    "Overnight": ("days", "lastDays"),
    "Season": ("firstMonth", "lastMonth"),
    "WeekPart": ("firstDay", "lastDay"),
    "Holiday": ("month", "day"),
    "SpanShift": ("spans",),
    "SpanHalf": ("spans",),
    "Rolling": ("spans",),
    "SpanPart": ("part", "parts"),
}
"""What entries of each class must say, besides their forms."""

_LISTS = (
    "Age", "Ago", "And", "Approximation", "Break", "CountPreposition", "DayPart", "FutureCue", "Half",
    "Lasting", "Limit", "Long", "MomentOfDay", "NotATime", "Outside", "PlanCue", "PossibleCue", "RangeJoin",
    "RangeStart", "Ranking", "Recurring", "Since", "TimePreposition", "TimeUnit", "Until", "VagueAdjective",
    "VagueAfter", "VagueQuantity", "VagueTime", "WeekOf", "YearDeterminer",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TimeWord:
    """One form of one entry."""

    kind: str
    """The local name of its class, e.g. `Month`."""
    form: str
    values: tuple[int, ...] = ()
    """Its numbers, in the order that its class defines; of a unit, its months, days and minutes."""
    short: bool = False
    """An abbreviation: no time by itself."""
    also_a_word: bool = False
    decides: bool = False


# Compared by identity: it is a key of caches.
@dataclass(frozen=True, slots=True, eq=False)
class TimeWords:
    """All words of time of an ontology, in a fixed order."""

    words: tuple[TimeWord, ...] = ()

    def of(self, kind: str) -> tuple[TimeWord, ...]:
        return tuple(word for word in self.words if word.kind == kind)

    @classmethod
    def from_triples(cls, triples: Triples) -> TimeWords:
        """Raises OntologyError, naming the file, for an entry that lacks a number its class needs."""
        words: set[TimeWord] = set()
        for kind in (*_VALUES, *_LISTS):
            for entry in triples.by_type.get(LEX + kind, ()):
                words.update(_forms(triples, entry, kind))
        return cls(tuple(sorted(words, key=lambda word: (word.kind, word.values, word.form, word.short))))


def _forms(triples: Triples, entry: str, kind: str) -> list[TimeWord]:
    values = tuple(_integer(triples, entry, kind, name) for name in _VALUES.get(kind, ()))
    if kind == "TimeUnit":
        values = _length(triples, entry)
    return [
        TimeWord(
            kind,
            form,
            values,
            name == "abbreviation",
            triples.flag(entry, LEX + "alsoAWord"),
            triples.flag(entry, LEX + "decides"),
        )
        for name in ("form", "abbreviation")
        for form in triples.texts(entry, LEX + name)
    ]


def _integer(triples: Triples, entry: str, kind: str, name: str) -> int:
    text = triples.text(entry, LEX + name)
    try:
        return int(text)
    except ValueError:
        problem = f"lex:{name} {text!r} is no integer" if text else f"it has no lex:{name}"
        raise OntologyError(f"{triples.source[entry]}: lex:{kind} <{entry}>: {problem}; correct it") from None


def _length(triples: Triples, entry: str) -> tuple[int, int, int]:
    text = triples.text(entry, LEX + "duration")
    match = re.fullmatch(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?", text)
    years, months, days, hours, minutes = (int(n or 0) for n in match.groups()) if match else (0,) * 5
    length = (12 * years + months, days, 60 * hours + minutes)
    if sum(1 for part in length if part) != 1:
        raise OntologyError(
            f"{triples.source[entry]}: lex:TimeUnit <{entry}>: lex:duration {text!r} is no length in years "
            "and months, in days, or in hours and minutes; give one like P7D"
        )
    return length
