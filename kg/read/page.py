"""Web pages: the article among the menus, with its title, date and address. Nothing is fetched."""

from __future__ import annotations

import re

from kg.model import Document, Problem
from kg.read import characters, record
from kg.read.record import Found, Stream

_DECLARED = re.compile(rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?([\w-]{3,20})", re.IGNORECASE)
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_BEGINNING = re.compile(rb"\s*(?:<\?xml|<!doctype html|<html|<!--)", re.IGNORECASE)


def looks_like_one(first_line: bytes) -> bool:
    return _BEGINNING.match(first_line.removeprefix(b"\xef\xbb\xbf")) is not None


def read(stream: Stream, where: str) -> Found:
    source, changes = _decoded(stream.read())
    for change in changes:
        yield Problem(where, change, refused=False)
    import trafilatura  # half a second, for pages only

    # The date is the page's own word: the finder's guesses from the running text would pass for facts.
    found = trafilatura.bare_extraction(
        _XML_DECLARATION.sub("", source),
        with_metadata=True,
        include_comments=False,
        date_extraction_params={"original_date": True, "extensive_search": False},
    )
    text = getattr(found, "text", None)
    if not text or text.isspace():
        yield Problem(where, "no article found in this page: save its text as .txt")
        return
    document = Document(
        text,
        date=record.iso_date(getattr(found, "date", None) or ""),
        title=getattr(found, "title", None),
        url=getattr(found, "url", None),
        source=getattr(found, "sitename", None),
    )
    yield from record.checked(document, where)


def _decoded(data: bytes) -> tuple[str, list[str]]:
    """As any text, but that a page may name its encoding, which is then no cause for a warning."""
    declared = _DECLARED.search(data[:2048])
    if declared and not characters.mark(data)[0]:
        characters.refuse_binary(data[:65536])
        try:
            return data.decode(declared[1].decode("ascii")), []
        except (LookupError, UnicodeDecodeError):
            pass
    return characters.decoded(data)
