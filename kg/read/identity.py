"""Which documents are one: the ids seen, and the texts seen under them."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from kg.keys import Keys
from kg.model import Document, Problem
from kg.read.record import Found

_ID_DIGITS = 20
_DIGEST = 16
_FIELDS = ("date", "title", "url", "source")
_FIELD_DIGEST = 4
_DIGESTS = _DIGEST + _FIELD_DIGEST * len(_FIELDS)


def distinct(found: Found, seen: Keys) -> Found:
    """Each document once, with an id; the same id with another text is refused, with another date or such is told.

    `seen` is filled from call to call. It keeps 16 bytes of each text, 16 of what stands beside it, and its place.
    """
    for item in found:
        if isinstance(item, Problem):
            yield item
            continue
        document = item.document
        ident, told = of(document), digests(document)
        earlier = seen.add(ident, told + item.where.encode("utf-8", "surrogatepass"))
        if earlier is None:
            yield replace(item, document=replace(document, id=ident))
            continue
        first = earlier[_DIGESTS:].decode("utf-8", "surrogatepass")
        if (problem := repeated(ident, earlier[:_DIGESTS], told, first, item.where)) is not None:
            yield problem


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


def digests(document: Document) -> bytes:
    """That of the text, and 4 bytes for each field beside it."""
    fields = (getattr(document, name) or "" for name in _FIELDS)
    return digest(document) + b"".join(hashlib.sha256(field.encode()).digest()[:_FIELD_DIGEST] for field in fields)


def repeated(ident: str, earlier: bytes, told: bytes, first: str, where: str) -> Problem | None:
    """What is to say of a document whose id stands at `first`, too; `earlier` and `told` are their digests."""
    if earlier[:_DIGEST] != told[:_DIGEST]:
        return taken(ident, first, where)
    begins = range(_DIGEST, _DIGESTS, _FIELD_DIGEST)
    pairs = zip(_FIELDS, begins, strict=True)
    differing = [name for name, at in pairs if earlier[at : at + _FIELD_DIGEST] != told[at : at + _FIELD_DIGEST]]
    if not differing:
        return None
    message = (
        f"has the text of {first}, and was left out as the same document though it differs in "
        f"{', '.join(differing)}: if it is another, give each an id of its own"
    )
    return Problem(where, message, refused=False, kind="id")
