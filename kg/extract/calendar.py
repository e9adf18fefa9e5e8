"""Arithmetic of days, weeks, months, years. Knows nothing of language."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days from `first` to `last`, both included."""

    first: date
    last: date
    stated: str = ""
    """The ISO date where the stretch is named as one day, month or year of the calendar."""


@dataclass(frozen=True, slots=True)
class Reference:
    """The document's date: a day, or all days of its month or year where no more is known."""

    first: date
    last: date

    @property
    def day(self) -> date | None:
        return self.first if self.first == self.last else None

    @property
    def month(self) -> date | None:
        """Its first day, or None where only the year is known."""
        return self.first.replace(day=1) if (self.last - self.first).days < 31 else None

    @classmethod
    def read(cls, text: str | None) -> Reference | None:
        """None, too, for what is no ISO date; a time of day is left aside."""
        parts = (text or "")[:10].split("-")
        try:
            numbers = [int(part) for part in parts]
            stretch = (year, month, day)[len(numbers) - 1](*numbers) if len(numbers) <= 3 else None
        except (ValueError, TypeError):
            return None
        return cls(stretch.first, stretch.last) if stretch else None


@dataclass(frozen=True, slots=True)
class Unit:
    """A length of time: one of the three is not 0."""

    months: int
    days: int
    minutes: int

    def after(self, start: date, count: int) -> date:
        """The day `count` units after `start` (before it, if negative); hours count as begun days."""
        if self.months:
            index = start.year * 12 + start.month - 1 + count * self.months
            length = calendar.monthrange(index // 12, index % 12 + 1)[1]
            return date(index // 12, index % 12 + 1, min(start.day, length))
        if self.days:
            return start + DAY * (count * self.days)
        begun = -(-abs(count) * self.minutes // 1440)
        return start + DAY * (begun if count > 0 else -begun)

    def around(self, at: date) -> Stretch | None:
        """The day, ISO week, month or year of the calendar in which `at` lies; None for other units."""
        if self.months == 1:
            return month(at.year, at.month)
        if self.months == 12:
            return year(at.year)
        if self.days == 7:
            return week(at)
        return one(at) if self.days == 1 else None


def one(at: date) -> Stretch:
    return Stretch(at, at, at.isoformat())


def day(year: int, month: int, day: int) -> Stretch:
    return one(date(year, month, day))


def month(year: int, month: int) -> Stretch:
    last = calendar.monthrange(year, month)[1]
    return Stretch(date(year, month, 1), date(year, month, last), f"{year:04}-{month:02}")


def year(year: int) -> Stretch:
    return Stretch(date(year, 1, 1), date(year, 12, 31), f"{year:04}")


def week(at: date) -> Stretch:
    """Monday to Sunday."""
    monday = at - DAY * at.weekday()
    return Stretch(monday, monday + DAY * 6)


def months(year: int, first: int, last: int) -> Stretch:
    """Whole months; a `last` before `first` lies in the next year (winter)."""
    return Stretch(date(year, first, 1), month(year + (last < first), last).last)


def hull(a: Stretch, b: Stretch) -> Stretch:
    return Stretch(min(a.first, b.first), max(a.last, b.last))


def since(start: Stretch, reference: Reference | None) -> Stretch | None:
    return Stretch(start.first, reference.last) if reference and start.first <= reference.last else None


def until(end: Stretch, reference: Reference | None) -> Stretch | None:
    return Stretch(reference.first, end.last) if reference and reference.first <= end.last else None


def so_far(stretch: Stretch, reference: Reference) -> Stretch | None:
    """Its days up to the reference."""
    return replace(stretch, last=min(stretch.last, reference.last)) if stretch.first <= reference.last else None


def ahead(stretch: Stretch, reference: Reference) -> Stretch | None:
    """Its days from the reference on."""
    return replace(stretch, first=max(stretch.first, reference.first)) if stretch.last >= reference.first else None


def part(whole: Stretch, number: int, parts: int) -> Stretch:
    """As people mean it: a part of a year is whole months; of a month, ten days or half of it."""
    length = (whole.last - whole.first).days + 1
    if length == 1:
        return whole
    if length > 31:
        begin = whole.first.year * 12 + whole.first.month - 1
        count = whole.last.year * 12 + whole.last.month - begin
        low, high = begin + count * (number - 1) // parts, begin + count * number // parts - 1
        if high < low:
            return Stretch(whole.first, whole.last)
        return Stretch(date(low // 12, low % 12 + 1, 1), month(high // 12, high % 12 + 1).last)
    size = 30 if length >= 28 else length
    low, high = size * (number - 1) // parts, -(-size * number // parts) - 1
    return Stretch(whole.first + DAY * low, whole.last if number == parts else whole.first + DAY * high)


def duration(months: float, days: float, minutes: float) -> str:
    """As xsd:duration, canonical: months below twelve, hours below twenty-four."""
    whole = int(months)
    days += (months - whole) * 30
    total = round(days * 1440 + minutes)
    date_part = "".join(f"{n}{unit}" for n, unit in ((whole // 12, "Y"), (whole % 12, "M"), (total // 1440, "D")) if n)
    time_part = "".join(f"{n}{unit}" for n, unit in ((total % 1440 // 60, "H"), (total % 60, "M")) if n)
    return f"P{date_part}" + (f"T{time_part}" if time_part else "") if date_part or time_part else "PT0M"
