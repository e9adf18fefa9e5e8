"""Which documents are one: the ids seen, and the texts seen under them."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from kg.model import Document, Problem
from kg.read.record import Found

_ID_DIGITS = 20


def distinct(found: Found, seen: dict[str, tuple[bytes, str]]) -> Found:
    """Each document once, with an id; the same id with another text is refused.

    `seen` is filled from call to call. It keeps 16 bytes of each text, not the text.
    """
    for item in found:
        if isinstance(item, Problem):
            yield item
            continue
        document = item.document
        ident, told = of(document), digest(document)
        if ident not in seen:
            seen[ident] = told, item.where
            yield replace(item, document=replace(document, id=ident))
        elif seen[ident][0] != told:
            yield taken(ident, seen[ident][1], item.where)


def of(document: Document) -> str:
    """The document's id; without one it is made of the text."""
    return document.id or hashlib.sha256(document.text.encode()).hexdigest()[:_ID_DIGITS]


def digest(document: Document) -> bytes:
    """16 bytes that tell its text from others."""
    return hashlib.sha256(document.text.encode()).digest()[:16]


def taken(ident: str, first: str, where: str) -> Problem:
    """The id stands on another text at `first`."""
    return Problem(where, f"the id {ident!r} was seen in {first} with another text: give each text an id of its own")
