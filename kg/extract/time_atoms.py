"""What a match of the time grammar means: single times, not yet placed in a year or by their neighbours."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

from kg.extract import calendar
from kg.extract.calendar import DAY, Stretch, Unit
from kg.extract.time_reading import Atom, Reading, days_off, nth, off, unit_at, yearly
from kg.ontology.time_words import TimeWords


def folded(text: str) -> str:
    return " ".join(text.lower().split())


class Readers:
    """One method for each rule of the grammar: its match to an atom, or None where it is no time at all."""

    def __init__(self, words: TimeWords) -> None:
        self._values = {(word.kind, folded(word.form)): word.values for word in words.words}
        self._ambiguous = {folded(word.form) for word in words.of("Month") if word.also_a_word}
        lengths: dict[tuple[int, ...], int] = {}
        for word in words.of("TimeUnit"):
            lengths[word.values] = min(len(word.form), lengths.get(word.values, 99))
        self.plurals = {w.form for w in words.of("TimeUnit") if len(w.form) > lengths[w.values]}

    def _value(self, kind: str, text: str) -> int:
        return self._values[kind, folded(text).rstrip(".")][0]

    def _unit(self, text: str) -> Unit:
        return Unit(*self._values["TimeUnit", folded(text)])

    def _number(self, text: str) -> float:
        words = folded(text)
        if words[0].isdigit():
            return float(words)
        if ("NumberWord", words) in self._values:
            return self._values["NumberWord", words][0]
        return sum(self._values["NumberWord", word][0] for word in words.split("-"))

    def _year_of(self, m: re.Match[str]) -> Callable[[Reading], int | None]:
        """The year that a match states, as a number or as *last year*; else its neighbour's."""
        stated, shifted = m["y"], m.groupdict().get("ys")
        shift = self._value("SpanShift", shifted) if shifted else 0

        def of(reading: Reading) -> int | None:
            if stated:
                return int(stated)
            if shifted:
                return reading.reference.first.year + shift if reading.reference else None
            return reading.year

        return of

    # Dates of the calendar

    def date(self, m: re.Match[str]) -> Atom | None:
        month, groups = self._value("Month", m["m"]), m.groupdict()
        days = [int(re.sub(r"\D", "", d)) for d in (m["d"], groups.get("d2") or groups.get("d3")) if d]
        if days != sorted(set(days)):
            return None
        weekday = self._value("Weekday", m["w"]) if m["w"] else None
        of = self._year_of(m)

        def occurrence(year: int) -> Stretch | None:
            try:
                first, last = calendar.day(year, month, days[0]), calendar.day(year, month, days[-1])
            except ValueError:
                return None
            return first if first == last else calendar.hull(first, last)

        def place(reading: Reading) -> Stretch | None:
            if m["y"] or m["ys"]:
                year = of(reading)
                return occurrence(year) if year else None
            return yearly(reading, occurrence, weekday)

        if occurrence(int(m["y"] or 2000)) is None:
            return None
        return Atom(m.start(), m.end(), "day", place, range=len(days) > 1, year=_stated(m))

    def iso(self, m: re.Match[str]) -> Atom | None:
        return _fixed(m, int(m["y"]), int(m["mm"]), int(m["dd"]))

    def numeric(self, m: re.Match[str]) -> Atom | None:
        """23.07.2025, 7/23/2025: only where one number can be no month, or both are the same."""
        a, b = int(m["a"]), int(m["b"])
        if a > 12 or a == b:
            return _fixed(m, int(m["y"]), b, a)
        return _fixed(m, int(m["y"]), a, b) if b > 12 else None

    def month(self, m: re.Match[str]) -> Atom:
        """A month of a stated year."""
        number, of = self._value("Month", m["m"]), self._year_of(m)

        def place(reading: Reading) -> Stretch | None:
            year = of(reading)
            return calendar.month(year, number) if year else None

        return Atom(m.start(), m.end(), "month", place, year=_stated(m))

    def bare_month(self, m: re.Match[str]) -> Atom:
        number, shift = self._value("Month", m["m"]), self._value("SpanShift", m["s"]) if m["s"] else None

        def place(reading: Reading) -> Stretch | None:
            def occurrence(year: int) -> Stretch:
                return calendar.month(year, number)

            return yearly(reading, occurrence) if shift is None else nth(reading, occurrence, shift)

        sure = folded(m["m"]) not in self._ambiguous
        return Atom(m.start(), m.end(), "month", place, weak=shift is None, sure=sure)

    def year(self, m: re.Match[str]) -> Atom:
        year = int(m["y"])
        return Atom(m.start(), m.end(), "year", lambda _: calendar.year(year), weak=True, sure=True, year=year)

    def years(self, m: re.Match[str]) -> Atom | None:
        first, last = int(m["y"]), _second_year(m)
        if last <= first:
            return None
        whole = Stretch(date(first, 1, 1), date(last, 12, 31))
        return Atom(m.start(), m.end(), "year", lambda _: whole, weak=True, sure=True, range=True)

    def decade(self, m: re.Match[str]) -> Atom:
        first = int(m["y"])
        whole = Stretch(date(first, 1, 1), date(first + 9, 12, 31))
        return Atom(m.start(), m.end(), "span", lambda _: whole)

    def holiday(self, m: re.Match[str]) -> Atom:
        month, day = self._values["Holiday", folded(m["x"])]

        def occurrence(year: int) -> Stretch:
            return calendar.day(year, month, day)

        shift = self._value("SpanShift", m["s"]) if m["s"] else None

        def place(reading: Reading) -> Stretch | None:
            if m["y"]:
                return occurrence(int(m["y"]))
            return yearly(reading, occurrence) if shift is None else nth(reading, occurrence, shift)

        weak = not (m["y"] or m["s"])
        return Atom(m.start(), m.end(), "day", place, weak, sure=True, year=_stated(m))

    def season(self, m: re.Match[str]) -> Atom | None:
        first, last = self._values["Season", folded(m["x"])]
        years, shift = m["y2"], self._value("SpanShift", m["s"]) if m["s"] else None
        of = self._year_of(m)
        weak = not (m["y"] or years or m.groupdict().get("ys") or m["s"])
        if weak and (not m["the"] or re.match(r"\s+(?:of|[a-z]{5,})\b", m.string[m.end() : m.end() + 20])):
            return None  # "in winter", "the fall of Kabul", "the spring offensive"

        def occurrence(year: int) -> Stretch:
            return calendar.months(year, first, last)

        def place(reading: Reading) -> Stretch | None:
            if years:
                return Stretch(occurrence(int(m["y"])).first, calendar.month(_second_year(m), last).last)
            year = of(reading)
            if year and not weak:
                # "Winter 2022" may be either end of that year.
                return occurrence(year) if first <= last else replace(calendar.year(year), stated="")
            if shift is None:
                return yearly(reading, occurrence)
            return nth(reading, occurrence, shift)

        return Atom(m.start(), m.end(), "span", place, weak, range=bool(years))

    # Days and spans by where the speaker stands

    def weekday(self, m: re.Match[str]) -> Atom:
        number = self._value("Weekday", m["w"])
        shift = self._value("SpanShift", m["s"]) if m["s"] else None
        weeks = self._value("SpanShift", m["ws"]) if m["ws"] else None

        def place(reading: Reading) -> Stretch | None:
            today = reading.reference.day if reading.reference else None
            if today is None:
                return None
            if weeks is not None or shift == 0:
                return calendar.one(calendar.week(today + DAY * 7 * (weeks or 0)).first + DAY * (number - 1))
            if reading.before:
                return calendar.one(reading.before - DAY * ((reading.before.isoweekday() - number) % 7))
            back, on = (today.isoweekday() - number) % 7, (number - today.isoweekday()) % 7
            if shift == 1 or (shift is None and reading.future):
                return calendar.one(today + DAY * (on or (7 if shift else 0)))
            return calendar.one(today - DAY * (back or (7 if shift else 0)))

        return Atom(m.start(), m.end(), "weekday", place)

    def deictic(self, m: re.Match[str]) -> Atom:
        return Atom(m.start(), m.end(), "deictic", days_off(self._value("DeicticDay", m["x"])))

    def daypart(self, m: re.Match[str]) -> Atom | None:
        shift = self._value("SpanShift", m["s"])
        return Atom(m.start(), m.end(), "deictic", days_off(shift)) if shift <= 0 else None

    def moment(self, m: re.Match[str]) -> Atom:
        return Atom(m.start(), m.end(), "moment", days_off(0), weak=True)

    def overnight(self, m: re.Match[str]) -> Atom:
        first, last = self._values["Overnight", folded(m["x"])]
        return Atom(m.start(), m.end(), "night", days_off(first, last), range=first < last)

    def span(self, m: re.Match[str]) -> Atom | None:
        """Last week, earlier this year."""
        unit, shift = self._unit(m["u"]), self._value("SpanShift", m["s"])
        half = self._value("SpanHalf", m["h"]) if m["h"] else 0
        if shift and (half or m["of"]):
            return None  # "last year of his term"

        def place(reading: Reading) -> Stretch | None:
            whole = unit_at(reading.reference, unit, shift)
            if not whole or not reading.reference or shift or not (half or reading.clip):
                return whole
            if half:
                whole = replace(whole, stated="")
            forward = half > 0 or (reading.future and not half)
            return (calendar.ahead if forward else calendar.so_far)(whole, reading.reference)

        return Atom(m.start(), m.end("u"), "span", place, range=bool(half))

    def whole(self, m: re.Match[str]) -> Atom:
        """The year, the month: a time only as in the end of the year."""
        unit = self._unit(m["u"])
        return Atom(m.start(), m.end(), "whole", lambda r: unit_at(r.reference, unit, 0), weak=True)

    def weekend(self, m: re.Match[str]) -> Atom:
        first, last = self._values["WeekPart", folded(m["u"])]
        shift = self._value("SpanShift", m["s"]) if m["s"] else None

        def place(reading: Reading) -> Stretch | None:
            today = reading.reference.day if reading.reference else None
            if today is None:
                return None
            monday = calendar.week(today).first
            weeks = shift or 0
            if shift is None and not reading.future and monday + DAY * (first - 1) > today:
                weeks = -1
            return Stretch(monday + DAY * (7 * weeks + first - 1), monday + DAY * (7 * weeks + last - 1))

        return Atom(m.start(), m.end(), "span", place)

    def rolling(self, m: re.Match[str]) -> Atom | None:
        """The past week, the next two months: counted from today, not by the calendar."""
        unit, way = self._unit(m["u"]), self._value("Rolling", m["r"])
        number = self._number(m["n"]) if m["n"] else 1
        if not m["n"] and (
            m["u"].lower() in self.plurals or " " not in folded(m["r"]) or not (unit.months or unit.days > 1)
        ):
            return None

        def place(reading: Reading) -> Stretch | None:
            today = reading.reference.day if reading.reference else None
            if today is None or number % 1 or m["limit"] or (way > 0 and not m["n"] and not reading.future):
                return None
            other = unit.after(today, way * int(number))
            return Stretch(min(today, other), max(today, other))

        return Atom(m.start(), m.end(), "span", place, range=True)

    def ago(self, m: re.Match[str]) -> Atom:
        """Two days ago is that day; three weeks, months, years ago the week, month, year in which it lies."""
        unit, number = self._unit(m["u"]), self._number(m["n"])
        if m["limit"] or m["half"] or number % 1:
            return Atom(m.start(), m.end(), "vague")
        return Atom(m.start(), m.end(), "deictic", lambda r: off(r.reference, unit, -int(number)))

    def ahead(self, m: re.Match[str]) -> Atom | None:
        """In two weeks, within 48 hours: of the future only ("500 killed in two weeks" tells no day)."""
        unit, number = self._unit(m["u"]), self._number(m["n"])
        if m["limit"] or m["half"] or number % 1:
            return None
        at_the_end = bool(self._value("Within", m["x"]))

        def place(reading: Reading) -> Stretch | None:
            today = reading.reference.day if reading.reference else None
            if at_the_end or today is None:
                return off(reading.reference, unit, int(number))
            return Stretch(today, unit.after(today, int(number)))

        return Atom(m.start(), m.end(), "ahead", place, weak=True, range=not at_the_end)

    # What is no time of the calendar

    def relative(self, m: re.Match[str]) -> Atom:
        return Atom(m.start(), m.end(), "relative", shift=self._value("RelativeDay", m["x"]))

    def relative_count(self, m: re.Match[str]) -> Atom:
        """Two days later. Weeks and longer are told too loosely for a day."""
        unit, number = self._unit(m["u"]), self._number(m["n"])
        if unit.days != 1 or m["limit"] or m["half"] or number % 1:
            return Atom(m.start(), m.end(), "vague")
        return Atom(m.start(), m.end(), "relative", shift=int(number) * self._value("RelativeOrder", m["x"]))

    def lasts(self, m: re.Match[str]) -> Atom | None:
        groups = m.groupdict()
        if groups.get("hu"):
            terms = [(0.5, groups["hu"])]
        elif not groups.get("n"):
            if groups["u"].lower() in self.plurals:
                return None
            terms = [(1.0, groups["u"])]
        else:
            terms = [(self._number(groups["n"]) + (0.5 if groups.get("half") else 0), groups["u"])]
            if groups.get("n2"):
                terms.append((self._number(groups["n2"]), groups["u2"]))
        return Atom(m.start(), m.end(), "duration", duration=self._duration(terms))

    def _duration(self, terms: Iterable[tuple[float, str]]) -> str:
        units = [(number, self._unit(unit)) for number, unit in terms]
        return calendar.duration(
            sum(n * u.months for n, u in units),
            sum(n * u.days for n, u in units),
            sum(n * u.minutes for n, u in units),
        )

    def vague(self, m: re.Match[str]) -> Atom:
        return Atom(m.start(), m.end(), "vague")


def _stated(m: re.Match[str]) -> int | None:
    return int(m["y"]) if m["y"] else None


def _second_year(m: re.Match[str]) -> int:
    """Of 2022-23 or 2022-2023."""
    return int(m["y2"]) if len(m["y2"]) == 4 else int(m["y"][:2] + m["y2"])


def _fixed(m: re.Match[str], year: int, month: int, day: int) -> Atom | None:
    try:
        at = calendar.day(year, month, day)
    except ValueError:
        return None
    return Atom(m.start(), m.end(), "day", lambda _: at, year=year)
