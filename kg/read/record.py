"""One document's fields, checked: what each may hold, and what is said where one holds something else."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, TypeAlias

from kg.model import Document, Problem
from kg.read import characters, columns

_PARTIAL_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?")
_SLASHES = re.compile(r"\A([0-9]{4})/([0-9]{2})/([0-9]{2})(?![0-9])")
_OF_FEEDS = re.compile(r"(?:[A-Z][a-z]{2},\s+)?[0-9]{1,2}\s+[A-Z][a-z]{2}\s+[0-9]{4}\s+[0-9]{2}:[0-9]{2}")
_METADATA = ("title", "url", "source")
_LONGEST_ID = 2048
"""Bytes in UTF-8. Every statement about a document holds its id."""
_LONGEST_METADATA = 10_000
"""Characters."""


@dataclass(frozen=True, slots=True)
class Located:
    """A document and the place it came from, as the user named it."""

    where: str
    document: Document


Found = Iterator[Located | Problem]

if TYPE_CHECKING:
    Stream: TypeAlias = io.BufferedReader[Any]
else:
    Stream = io.BufferedReader


def iso_date(value: str) -> str | None:
    """`value` as `YYYY-MM-DD`, `YYYY-MM` or `YYYY`; None where it is no date. A time is dropped.

    Read are dates of ISO 8601, also with slashes (2025/07/05), and of feeds and mails (RFC 5322: *Sat, 05 Jul 2025
    10:00:00 GMT*). Others may mean two days (05/07/2025), or words of one language.
    """
    value = value.strip()
    partial = _PARTIAL_DATE.fullmatch(value)
    try:
        if partial:
            datetime(int(partial[1]), int(partial[2] or 1), 1)
            return value
        if _OF_FEEDS.match(value):
            return parsedate_to_datetime(value).date().isoformat()
        return datetime.fromisoformat(_SLASHES.sub(r"\1-\2-\3", value)).date().isoformat()
    except ValueError:
        return None


def checked(document: Document, where: str) -> Found:
    """The document with its text and metadata normalised, after a `Problem` for each change worth knowing."""
    ident = characters.fit(document.id)
    if (size := len(ident.encode())) > _LONGEST_ID:
        message = f"the id has {size:,} bytes, and may have {_LONGEST_ID:,}: make it shorter"
        yield Problem(where, message, kind="id")
        return
    text, changes = characters.normalised(document.text)
    for change in changes:
        yield Problem(where, change, refused=False, kind="text" if change == characters.EMPTY else "encoding")
    date = document.date or None
    if date is not None and (date := iso_date(date)) is None:
        yield Problem(
            where, f"{_shown(document.date)} is no date: write it as 2025-07-05, 2025-07 or 2025", kind="date"
        )
        return
    metadata: dict[str, Any] = {}
    for name in _METADATA:
        value = getattr(document, name) or ""
        if len(value) > _LONGEST_METADATA:
            message = f"the {name} has more than {_LONGEST_METADATA:,} characters and was ignored"
            yield Problem(where, message, refused=False, kind="field")
            value = ""
        metadata[name] = characters.one_line(value) or None
    yield Located(where, replace(document, id=ident, text=text, date=date, **metadata))


def from_fields(fields: Mapping[str, object], where: str) -> Found:
    """The document of one JSON object or row; keys other than those of `Document`, or like them, are ignored."""
    known = columns.named(tuple(fields))
    text, ident, date = (fields[known[field]] if field in known else None for field in ("text", "id", "date"))
    if not isinstance(text, str):
        missing = "has no text" if text is None else "has a text that is no string"
        yield Problem(where, f'{missing}: give it under "text"', kind="text")
        return
    # Databases number their rows; a number names a document as well as a string does.
    if isinstance(ident, int) and not isinstance(ident, bool):
        ident = str(ident)
    if not (ident is None or isinstance(ident, str)):
        message = f"the id {_shown(ident)} is neither a string nor a whole number: make it one"
        yield Problem(where, message, kind="id")
        return
    if not (date is None or isinstance(date, str)):
        message = f"{_shown(date)} is no date: write it as 2025-07-05, 2025-07 or 2025, in quotes"
        yield Problem(where, message, kind="date")
        return
    metadata: dict[str, str] = {}
    for name in _METADATA:
        value = fields[known[name]] if name in known else None
        if isinstance(value, str):
            metadata[name] = value
        elif value is not None:
            message = f"the {name} {_shown(value)} is no string and was ignored"
            yield Problem(where, message, refused=False, kind="field")
    yield from checked(Document(text, id=ident or "", date=date, **metadata), where)


def dated(found: Found, date: str | None) -> Found:
    """Documents with `date` where they bear none; a `Problem` before each whose day stays unknown."""
    for item in found:
        if isinstance(item, Located):
            item = replace(item, document=replace(item.document, date=item.document.date or date))
            yield from _doubts(item)
        yield item


def _doubts(item: Located) -> Iterable[Problem]:
    date = item.document.date
    if date is None:
        message = 'no publication date, so "on Thursday" finds no day: give one with --date'
        yield Problem(item.where, message, refused=False, kind="date")
    elif len(date) < len("2025-07-05"):
        known = "month" if len(date) == len("2025-07") else "year"
        message = f"published {date}: known to the {known} only, so days told relative to it stay open"
        yield Problem(item.where, message, refused=False, kind="date")


def _shown(value: object) -> str:
    if isinstance(value, dict | list):
        return "(an object)" if isinstance(value, dict) else "(a list)"
    shown = repr(value)
    return shown if len(shown) <= 40 else shown[:37] + "..."
