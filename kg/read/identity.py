"""Which documents are one: the ids seen, and the texts seen under them."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from kg.keys import Keys
from kg.model import Document, Problem
from kg.read.record import Found

_ID_DIGITS = 20
_DIGEST = 16


def distinct(found: Found, seen: Keys) -> Found:
    """Each document once, with an id; the same id with another text is refused.

    `seen` is filled from call to call. It keeps 16 bytes of each text and its place, not the text.
    """
    for item in found:
        if isinstance(item, Problem):
            yield item
            continue
        document = item.document
        ident, told = of(document), digest(document)
        earlier = seen.add(ident, told + item.where.encode("utf-8", "surrogatepass"))
        if earlier is None:
            yield replace(item, document=replace(document, id=ident))
        elif earlier[:_DIGEST] != told:
            yield taken(ident, earlier[_DIGEST:].decode("utf-8", "surrogatepass"), item.where)


def of(document: Document) -> str:
    """The document's id; without one it is made of the text."""
    return document.id or hashlib.sha256(document.text.encode()).hexdigest()[:_ID_DIGITS]


def digest(document: Document) -> bytes:
    """16 bytes that tell its text from others."""
    return hashlib.sha256(document.text.encode()).digest()[:_DIGEST]


def taken(ident: str, first: str, where: str) -> Problem:
    """The id stands on another text at `first`."""
    message = f"the id {ident!r} was seen in {first} with another text: give each text an id of its own"
    return Problem(where, message, kind="id")
