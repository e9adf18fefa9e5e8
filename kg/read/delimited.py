"""Tables as text: the first row names the columns, each other row is a document."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from kg.model import Problem
from kg.read import characters, columns, record, streams
from kg.read.record import Found, Stream

_HEAD = 65536
# Of a table whose first row has a column of texts under more than one reading, the first reading is meant.
_DELIMITERS = ",;\t|"
# One for the whole process; lines are bounded, but a cell may hold many.
csv.field_size_limit(streams.LARGEST)


def read(stream: Stream, where: str) -> Found:
    characters.refuse_binary(stream.peek(_HEAD)[:_HEAD])
    lines = _Lines(stream, where)
    first = lines.first()
    yield from lines.problems()
    if not first:
        yield Problem(where, "empty: no documents in it", refused=False, kind="file")
        return
    rows = csv.reader(lines, delimiter=delimiter(first), strict=True)
    names: tuple[str, ...] = ()
    broken = False
    while True:
        begin = lines.number + 1
        try:
            row = next(rows, None)
        except csv.Error as error:
            yield from lines.problems()
            yield Problem(f"{where}:{begin}", _remedy(error), kind="record")
            broken = True
            continue
        yield from lines.problems()
        if row is None:
            return
        if not any(row):
            continue
        if not names:
            names = tuple(row)
            if "text" not in columns.named(names):
                yield Problem(where, columns.without_text(names), kind="record")
                return
            continue
        # What follows a row with a quote too many may be the rest of it, and look like a row.
        if (message := _unfit(row, names)) or (broken and any('"' in cell for cell in row)):
            rest = "may be the rest of the broken row above and is left out: mend that one"
            yield Problem(f"{where}:{begin}", message or rest, kind="record")
            continue
        broken = False
        yield from record.from_fields(_fields(names, row), f"{where}:{begin}")


def _unfit(row: list[str], names: tuple[str, ...]) -> str:
    if len(row) < len(names) or any(row[len(names) :]):
        return f"has {len(row)} cells, but there are {len(names)} columns: put cells in quotes, and quotes twice"
    return ""


def _fields(names: tuple[str, ...], row: list[str]) -> dict[str, object]:
    """The cells by column; an empty one says nothing, but that an empty text is one."""
    text = columns.named(names)["text"]
    fields: dict[str, object] = {}
    for name, cell in zip(names, row, strict=False):
        if name not in fields:
            fields[name] = cell if cell or name == text else None
    return fields


def _remedy(error: csv.Error) -> str:
    if "field larger" in str(error):
        return f"has a cell that {streams.told(streams.LARGEST)}, or a quote that is never closed"
    return f"is no row of this table ({error}): put cells in quotes, and quotes in them twice"


def delimiter(line: str) -> str:
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
        self._lines = streams.lines(stream, where)
        self._problems: list[Problem] = []
        self._ahead: list[tuple[int, str]] = []

    def first(self) -> str:
        """The first line that is not blank; it will be given again."""
        for line in self:
            if line.strip():
                self._ahead = [(self.number, line)]
                self.number -= 1
                return line
        return ""

    def problems(self) -> Iterator[Problem]:
        yield from self._problems
        self._problems.clear()

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self._ahead:
            self.number, first = self._ahead.pop()
            return first
        for number, line in self._lines:
            self.number = max(self.number, number)
            if isinstance(line, str):
                return line
            self._problems.append(line)
        raise StopIteration
