"""Which day, month or year is meant: the same words, read from different documents."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from kg.extract import calendar
from kg.extract.calendar import DAY, Reference, Stretch, Unit

SOON = 62
"""Days ahead at which a date without a year is the next one, not one of almost a year ago."""
FAR, NEAR = 274, 183
"""How many days ahead a date without a year may lie: in a clause of the future; after a word like *will*."""


@dataclass(frozen=True, slots=True)
class Reading:
    """From where a time is read."""

    reference: Reference | None
    future: bool = False
    horizon: int = FAR
    clip: bool = True
    """Whether *this week* ends (of the past) or begins (of the future) at the reference."""
    year: int | None = None
    """The year that a neighbour states: in May and June 2022."""
    before: date | None = None
    """The time must not begin after this day: it is the left end of a range."""


Place = Callable[[Reading], Stretch | None]


def _nowhere(reading: Reading) -> Stretch | None:
    return None


@dataclass(frozen=True, slots=True)
class Atom:
    """A single time, before anything around it is looked at."""

    begin: int
    end: int
    shape: str
    """`day`, `weekday`, `month`, `year`, `deictic`, `night`, `moment`, `span`, `whole` (the year), `ahead`,
    `relative`, `duration` or `vague`."""
    place: Place = _nowhere
    weak: bool = False
    """A time only if something beside it says so."""
    sure: bool = False
    """A weak one that any preposition of time makes a time (June), not only a deciding one (May)."""
    range: bool = False
    year: int | None = None
    duration: str | None = None
    shift: int | None = None


def yearly(reading: Reading, occurrence: Callable[[int], Stretch | None], weekday: int | None = None) -> Stretch | None:
    """Which occurrence is meant of what comes once a year and is told without one."""
    if reading.year:
        at = occurrence(reading.year)
        return occurrence(reading.year - 1) if at and reading.before and at.first > reading.before else at
    reference = reading.reference
    if reference is None:
        return None
    year = reference.last.year
    near = [at for y in range(max(year - 8, 1), min(year + 8, 9998) + 1) if (at := occurrence(y))]
    if weekday and reference.day:
        # "Tuesday, July 15": the weekday tells the year better than any guess.
        fit = [at for at in near if at.first.isoweekday() == weekday and abs((at.first - reference.day).days) <= FAR]
        if fit:
            return min(fit, key=lambda at: abs((at.first - reference.first).days))
    if reading.before:
        return max((at for at in near if at.first <= reading.before), key=lambda at: at.first, default=None)
    if reading.future:
        coming = next((at for at in near if at.last >= reference.first), None)
        if coming and (coming.first - reference.last).days <= reading.horizon:
            return coming
    past = max((at for at in near if at.first <= reference.last), key=lambda at: at.first, default=None)
    coming = next((at for at in near if at.first > reference.last), None)
    if past and coming and (coming.last - coming.first).days < 10:
        # "June 12-13" in a text of June 11: not of last year.
        ago, ahead = (reference.first - past.last).days, (coming.first - reference.last).days
        return coming if ago > FAR and ahead <= SOON else past
    return past


def nth(reading: Reading, occurrence: Callable[[int], Stretch], shift: int) -> Stretch | None:
    """Last June, this fall, next winter."""
    reference = reading.reference
    if reference is None or reference.month is None:
        return None
    year = reference.first.year
    near = [occurrence(y) for y in range(max(year - 2, 1), min(year + 2, 9998) + 1)]
    if shift < 0:
        return max((at for at in near if at.last < reference.first), key=lambda at: at.first, default=None)
    if shift > 0:
        return next((at for at in near if at.first > reference.last), None)
    own = occurrence(year)
    if own.last.year > year:  # A winter: the nearer of two.
        own = min(near, key=lambda at: max((at.first - reference.last).days, (reference.first - at.last).days))
    if not reading.clip or own.first > reference.last or own.last < reference.first:
        return own
    return (calendar.ahead if reading.future else calendar.so_far)(own, reference)


def unit_at(reference: Reference | None, unit: Unit, shift: int) -> Stretch | None:
    """The week, month or year that lies `shift` from the reference's own."""
    start = _start(reference, unit)
    return unit.around(unit.after(start, shift)) if start else None


def off(reference: Reference | None, unit: Unit, count: int) -> Stretch | None:
    if unit.minutes and reference and reference.day:
        total, way = abs(count) * unit.minutes, 1 if count > 0 else -1
        # Hours that may or may not have passed midnight: both days, but a few hours are the same day.
        a, b = (
            reference.day + DAY * (way * (total // 1440)),
            reference.day + DAY * (way * ((total + 719) // 1440)),
        )
        return calendar.one(a) if a == b else Stretch(min(a, b), max(a, b))
    at = unit_at(reference, unit, count)
    return at if not at or unit.days == 1 else replace(at, stated="")


def _start(reference: Reference | None, unit: Unit) -> date | None:
    if reference is None:
        return None
    if unit.months >= 12:
        return reference.first.replace(month=1, day=1)
    return reference.month if unit.months else reference.day


def days_off(first: int, last: int | None = None) -> Place:
    """Days counted from the document's."""

    def place(reading: Reading) -> Stretch | None:
        today = reading.reference.day if reading.reference else None
        if today is None:
            return None
        start = calendar.one(today + DAY * first)
        return start if last is None else calendar.hull(start, calendar.one(today + DAY * last))

    return place
