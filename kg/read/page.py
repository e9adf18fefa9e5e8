"""Web pages: the article among the menus, with its title, date and address. Nothing is fetched."""

from __future__ import annotations

import logging
import os
import re
from typing import Any

from kg.model import Document, Problem
from kg.read import characters, charsets, record, streams
from kg.read.record import Found, Stream

_log = logging.getLogger("kg")
LARGEST = 20 * 2**20
"""Bytes. What is no article but a list of all of them takes fifty times that in memory."""
_DECLARED = re.compile(rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?([\w-]{3,20})", re.IGNORECASE)
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_BEGINNING = re.compile(rb"\s*(?:<\?xml|<!doctype html|<html|<!--)", re.IGNORECASE)
# Without it the finder of dates looks at the clock, and the same page would be dated or not.
ANY_DAY = "9999-12-31"
# Days as finders of dates take them out of any text.
_DAY = re.compile(r"\b(\d{4})-\d\d-\d\d\b|\b(\d\d)[./](\d\d)[./](\d{4})\b")
# Characters: what has no more than these is a label, such as a line with place and date.
_LABEL = 40
_NO_TEXT = ("script", "style", "time", "title")


def looks_like_one(first_line: bytes) -> bool:
    return _BEGINNING.match(first_line.removeprefix(b"\xef\xbb\xbf")) is not None


def read(stream: Stream, where: str) -> Found:
    yield from article(streams.whole(stream, LARGEST), where)


def article(page: bytes, where: str, charset: str = "", url: str | None = None, last_day: str = ANY_DAY) -> Found:
    """The document in a page. `charset` and `url`: what is known from elsewhere; `last_day`: it is not younger."""
    try:
        source, changes = _decoded(page, charset)
    except characters.BinaryError as error:
        yield Problem(where, str(error), kind="damaged")
        return
    for change in changes:
        yield Problem(where, change, refused=False, kind="encoding")
    try:
        found, date = _extracted(_XML_DECLARATION.sub("", source), url, last_day)
    except Exception as error:
        if os.environ.get("KG_DEBUG") == "1":
            raise
        # Of millions of pages some bring to light what nobody has thought of; the others are not to pay for it.
        _log.exception("page %s", where)
        message = (
            f"trafilatura failed on this page ({type(error).__name__}): save its text as .txt; KG_DEBUG=1 shows where"
        )
        yield Problem(where, message, kind="failed")
        return
    text = getattr(found, "text", None)
    if not text or text.isspace():
        yield Problem(where, "no article found in this page: save its text as .txt", kind="text")
        return
    document = Document(
        text,
        date=record.iso_date(date),
        title=getattr(found, "title", None),
        url=url or getattr(found, "url", None),
        source=getattr(found, "sitename", None),
    )
    yield from record.checked(document, where)


def _extracted(source: str, url: str | None, last_day: str) -> tuple[object, str]:
    """What trafilatura finds, and the date that the page gives itself."""
    import trafilatura  # half a second, for pages only

    dates = {"original_date": True, "extensive_search": False, "max_date": last_day}
    found = trafilatura.bare_extraction(
        source, url=url, with_metadata=True, include_comments=False, date_extraction_params=dates
    )
    date = getattr(found, "date", None) or ""
    if date and any(_iso(match) == date for match in _DAY.finditer(getattr(found, "text", None) or "")):
        date = _beside_the_text(source, {**dates, "url": getattr(found, "url", None)})
    return found, date


def _beside_the_text(source: str, dates: dict[str, Any]) -> str:
    """The date that is found where no running text is: the finder's guesses from that would pass for facts."""
    from htmldate import find_date
    from trafilatura import load_html

    tree = load_html(source)
    if tree is None:
        return ""
    for element in tree.iter("*"):
        if element.tag not in _NO_TEXT:
            element.text = _without_days(element.text)
        element.tail = _without_days(element.tail)
    return find_date(tree, **dates) or ""


def _without_days(text: str | None) -> str | None:
    return _DAY.sub(" ", text) if text and len(text.strip()) > _LABEL else text


def _iso(day: re.Match[str]) -> str:
    return day[0] if day[1] else f"{day[4]}-{day[3]}-{day[2]}"


def _decoded(data: bytes, charset: str) -> tuple[str, list[str]]:
    """As any text, but that a page may name its encoding, which is then no cause for a warning."""
    declared = _DECLARED.search(data[:2048])
    named = [charsets.served(charset), charsets.declared(declared[1].decode("latin-1")) if declared else None]
    if any(named) and not characters.mark(data)[0]:
        characters.refuse_binary(data[:65536])
        for encoding in filter(None, named):
            try:
                return data.decode(encoding), []
            except UnicodeError:
                continue
    return characters.decoded(data)
