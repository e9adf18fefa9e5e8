"""Tables as text: the first row names the columns, each other row is a document."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping

from kg.model import Problem
from kg.read import characters, columns, record, streams
from kg.read.record import Found, Stream

_HEAD = 65536
# Of a table whose first row has a column of texts under more than one reading, the first reading is meant.
_DELIMITERS = ",;\t|"
# Old Macs and some programs end a line so. In quotes it is a part of the cell, cut here or not.
_LONE_RETURN = re.compile(r"(?<=\r)(?!\n)")
_QUOTE = "put a cell in quotes, and quotes in it twice"


def read(stream: Stream, where: str) -> Found:
    characters.refuse_binary(stream.peek(_HEAD)[:_HEAD])
    names: tuple[str, ...] = ()
    places: Mapping[str, int] = {}  # of the cells that are fields of a document
    broken = False
    empty = True
    lost: list[int] = []  # of rows that may be the rest of a broken one: the lines of the first and the last
    for number, row in _rows(stream, where):
        if isinstance(row, Problem):
            yield from _rest(lost, where)
            yield row
            broken = broken or row.refused
            if broken and not names:
                return
            continue
        if not names:
            names = tuple(row)
            known = columns.named(names)
            if "text" not in known:
                yield Problem(where, columns.without_text(names), kind="record")
                return
            places = {field: names.index(name) for field, name in known.items()}
            continue
        empty = False
        unfit = len(row) < len(names) or any(row[len(names) :])
        if broken and (unfit or _like_text(places, row)):
            lost[1:] = [number]  # the first, or the last in place of the last before
            continue
        yield from _rest(lost, where)
        broken = False
        if unfit:
            there = "1 cell" if len(row) == 1 else f"{len(row)} cells"
            message = f"has {there}, but there are {len(names)} columns: {_QUOTE}"
            yield Problem(f"{where}:{number}", message, kind="record")
        else:
            yield from record.from_fields(_fields(places, row), f"{where}:{number}")
    yield from _rest(lost, where)
    if empty and not broken:
        yield Problem(where, "empty: no documents in it", refused=False, kind="file")


def _rest(lost: list[int], where: str) -> Iterator[Problem]:
    """What is said of the lines below a broken row, whose quote too many has laid them bare."""
    if lost:
        up_to = f", as all up to line {lost[-1]}" if lost[-1] > lost[0] else ""
        message = f"may be the rest of the broken row above{up_to}, and is left out: mend that one"
        yield Problem(f"{where}:{lost[0]}", message, kind="record")
        lost.clear()


def _rows(stream: Stream, where: str) -> Iterator[tuple[int, list[str] | Problem]]:
    """Rows that are not blank with the lines that they begin on, and what is wrong with lines and rows."""
    lines = _Lines(stream, where)
    first = lines.first()
    try:
        rows = cells(lines, first)
    except csv.Error as error:
        yield lines.number + 1, _wrong(error, f"{where}:{lines.number + 1}")
        return
    row: list[str] | None = []
    while row is not None:
        begin = lines.number + 1
        lines.size = 0
        wrong = None
        try:
            row = next(rows, None)
        except (csv.Error, streams.TooLargeError) as error:
            rest = f"; all up to line {lines.number} is left out with it" if lines.number > begin else ""
            wrong = _wrong(error, f"{where}:{begin}", rest)
        for problem in lines.problems():
            yield begin, problem
        if wrong is not None:
            yield begin, wrong
        elif row is not None and any(row):
            yield begin, row


def _wrong(error: Exception, place: str, rest: str = "") -> Problem:
    if isinstance(error, streams.TooLargeError) or "field larger" in str(error):
        large, _, remedy = streams.told(streams.LARGEST).partition(": ")
        message = f"has a cell that {large}, alone or with the others, or a quote that is never closed: {remedy}"
        return Problem(place, message + rest, kind="size")
    return Problem(place, f"is no row of this table ({error}): {_QUOTE}{rest}", kind="record")


def _fields(places: Mapping[str, int], row: list[str]) -> dict[str, object]:
    """The cells by field; an empty one says nothing, but that an empty text is one."""
    cells = {field: row[place] for field, place in places.items()}
    return {field: cell if cell or field == "text" else None for field, cell in cells.items()}


def _like_text(places: Mapping[str, int], row: list[str]) -> bool:
    """Whether what looks like a row may be a line of a text."""
    words = [row[places[name]].split() for name in ("id", "url") if name in places]
    return any('"' in cell for cell in row) or any(len(some) > 1 for some in words)


def cells(lines: Iterable[str], first: str) -> Iterator[list[str]]:
    """The rows of a table whose `first` line names its columns. They raise csv.Error and go on behind it."""
    # One for the whole process. Lines are bounded, but a cell may hold many.
    csv.field_size_limit(max(csv.field_size_limit(), streams.LARGEST))
    return csv.reader(lines, delimiter=_delimiter(first), strict=True)


def parted(line: str) -> list[str]:
    """The lines in what stands before a line feed, with their ends: a lone carriage return ends one too."""
    if "\r" not in line.rstrip("\r\n"):
        return [line]
    return [part for part in _LONE_RETURN.split(line) if part]


def _delimiter(line: str) -> str:
    """What parts the cells, told from the names of the columns."""
    found: dict[str, tuple[str, ...]] = {}
    for mark in _DELIMITERS:
        found[mark] = tuple(next(csv.reader([line], delimiter=mark), ()))
        if "text" in columns.named(found[mark]):
            return mark
    return max(found, key=lambda mark: len(found[mark]))


class _Lines:
    """Lines for the `csv` module, which takes no others; what is wrong with them is kept until asked for."""

    def __init__(self, stream: Stream, where: str) -> None:
        self.number = 0
        """Of the line given last."""
        self.size = 0
        """Characters since the row began, which who reads rows says."""
        self._lines = streams.lines(stream, where)
        self._problems: list[Problem] = []
        self._ahead: list[str] = []
        """Lines to be given before others, the next one last."""
        self._shift = 0
        """More lines than line feeds so far."""

    def first(self) -> str:
        """The first line that is not blank; it will be given again."""
        for line in self:
            self.size = 0
            if line.strip():
                self._ahead.append(line)
                self.number -= 1
                return line
        return ""

    def problems(self) -> list[Problem]:
        found, self._problems = self._problems, []
        return found

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._next()
        self.size += len(line)
        if self.size > streams.LARGEST:
            raise streams.TooLargeError
        return line

    def _next(self) -> str:
        if self._ahead:
            self.number += 1
            return self._ahead.pop()
        for number, line in self._lines:
            self.number = max(self.number, number + self._shift)
            if isinstance(line, str):
                line, *more = parted(line)
                self._ahead += reversed(more)
                self._shift += len(more)
                return line
            self._problems.append(line)
        raise StopIteration
