"""Files, directories, pages, tables, crawls and standard input to `Document`s. Nothing uses the network."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.keys import Keys
from kg.model import Document, Problem
from kg.read import files, record
from kg.read.estimates import estimate
from kg.read.identity import distinct
from kg.read.record import Found, iso_date

__all__ = ["documents", "estimate", "iso_date"]

_SHOWN = 200
"""Characters of an id that names the place of a document."""


def documents(inputs: Iterable[str | Path | Document], *, date: str | None = None) -> Iterator[Document | Problem]:
    """Every document of `inputs`, one at a time, in the order given; a directory's files sorted by name.

    A `Problem` that is refused stands where its document would have stood; any other comes before the
    document that it is about. `date` is for documents that bear none.
    """
    seen = Keys()
    try:
        for item in record.dated(distinct(_found(inputs), seen), date):
            yield item if isinstance(item, Problem) else item.document
    finally:
        seen.close()


def _found(inputs: Iterable[str | Path | Document]) -> Found:
    for number, one in enumerate(inputs, start=1):
        if isinstance(one, Document):
            yield from record.checked(one, f"document {one.id if 0 < len(one.id) <= _SHOWN else number}")
        else:
            yield from files.read(str(one))
