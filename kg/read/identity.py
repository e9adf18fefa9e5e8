"""Which documents are one: the ids seen, and the texts seen under them."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from kg.model import Problem
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
        digest = hashlib.sha256(item.document.text.encode()).digest()
        ident = item.document.id or digest.hex()[:_ID_DIGITS]
        if ident not in seen:
            seen[ident] = digest[:16], item.where
            yield replace(item, document=replace(item.document, id=ident))
        elif seen[ident][0] != digest[:16]:
            first = seen[ident][1]
            message = f"the id {ident!r} was seen in {first} with another text: give each text an id of its own"
            yield Problem(item.where, message)
