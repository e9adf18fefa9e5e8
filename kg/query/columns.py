"""Rows for a terminal: a table no wider than it is, or, where there are too many columns for that, row by row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

import pyoxigraph
from pyoxigraph import QueryResultsFormat, RdfFormat

from kg.query.cells import cell, fitted, is_iri, width
from kg.query.pieces import file_of

_BETWEEN = "  "
_NARROWEST = 8
"""Columns narrower than this tell nothing."""
_FEW = 20
_LONG = 80
"""Few rows are told one by one where a text longer than this would lose two thirds of itself."""
_IRI = 20
"""As wide as an IRI gets where there is no room for all."""
_MEASURED = 1000
"""By so many rows the columns are measured."""

Row = Sequence[object]
Cells = list[tuple[str, bool]]
"""The texts, and whether each is cut at its beginning."""


def lines(
    variables: Sequence[str], answer: Iterable[bytes], is_graph: bool, *, bases: tuple[str, ...] = (), wide: int
) -> Iterator[str]:
    """Of an answer in TSV, or of a graph in N-Triples; none wider than `wide` columns of a terminal.

    The last one tells how many rows there are. Rows are read while they are shown.
    """
    read = file_of(answer)
    if is_graph:
        statements = pyoxigraph.parse(read, RdfFormat.N_TRIPLES)
        rows: Iterable[Row] = ((one.subject, one.predicate, one.object) for one in statements)
        yield from _table(("subject", "predicate", "object"), rows, bases, wide)
        return
    if not variables:
        yield fitted("yes" if read.read().strip() == b"true" else "no", wide).rstrip()
        return
    found = pyoxigraph.parse_query_results(read, QueryResultsFormat.TSV)
    assert isinstance(found, pyoxigraph.QuerySolutions)
    yield from _table(variables, (list(row) for row in found), bases, wide)


def _table(names: Sequence[str], rows: Iterable[Row], bases: tuple[str, ...], wide: int) -> Iterator[str]:
    told = _Counted([(cell(term, bases), is_iri(term)) for term in row] for row in rows)
    first = list(islice(told, _MEASURED))
    every = chain(first, told)
    needed = [width(name) for name in names]
    texts = [0] * len(names)
    for row in first:
        needed = [max(need, width(text)) for need, (text, _) in zip(needed, row, strict=True)]
        texts = [max(most, 0 if iri else width(text)) for most, (text, iri) in zip(texts, row, strict=True)]
    if sum(needed) + len(_BETWEEN) * (len(names) - 1) > wide:
        # The end of an IRI tells most; texts need the room more.
        iris = [any(row[number][1] for row in first) for number in range(len(names))]
        needed = [min(need, _IRI) if iri else need for need, iri in zip(needed, iris, strict=True)]
    room = _shared(needed, wide)
    if room is None or (len(first) <= _FEW and any(t > max(_LONG, 3 * r) for t, r in zip(texts, room, strict=True))):
        yield from _one_by_one(names, every, wide)
    else:
        yield _line([(name, False) for name in names], room)
        yield _BETWEEN.join("─" * one for one in room)
        for cells in every:
            yield _line(cells, room)
    count = f"{told.number:,}" if told.number else "no"
    yield fitted(f"{count} row{'' if told.number == 1 else 's'}", wide).rstrip()


class _Counted:
    """Counts what is taken from it."""

    def __init__(self, items: Iterable[Cells]) -> None:
        self._items = iter(items)
        self.number = 0

    def __iter__(self) -> Iterator[Cells]:
        return self

    def __next__(self) -> Cells:
        item = next(self._items)
        self.number += 1
        return item


def _line(cells: Cells, room: list[int]) -> str:
    told = (fitted(text, one, from_left=left) for (text, left), one in zip(cells, room, strict=True))
    return _BETWEEN.join(told).rstrip()


def _shared(natural: list[int], wide: int) -> list[int] | None:
    """How wide each column may be: what it needs where that is little, and the rest in equal parts."""
    left = wide - len(_BETWEEN) * (len(natural) - 1)
    if left < sum(min(need, _NARROWEST) for need in natural):
        return None
    room = [0] * len(natural)
    for waiting, (need, number) in enumerate(sorted((need, number) for number, need in enumerate(natural))):
        room[number] = min(need, left // (len(natural) - waiting))
        left -= room[number]
    return room


def _one_by_one(names: Sequence[str], rows: Iterable[Cells], wide: int) -> Iterator[str]:
    label = min(max(map(width, names)), max(wide // 3, 1))
    room = max(wide - label - len(_BETWEEN), 0)
    for number, cells in enumerate(rows):
        if number:
            yield ""
        for name, (text, left) in zip(names, cells, strict=True):
            yield fitted(fitted(name, label) + _BETWEEN + fitted(text, room, from_left=left), max(wide, 0)).rstrip()
