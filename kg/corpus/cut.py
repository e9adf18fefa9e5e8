"""Where a corpus is cut into shards: decided by the documents' own ids, so that a change stays in its shard."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence

from kg.model import Document, Problem

__all__ = ["ends_shard", "named", "stretches"]

_USUAL = 64
"""Documents in a shard, on average."""
_MOST = 256
_LONGEST = 4_000_000
"""Characters of text in a shard, so that one fits into memory: a document that goes beyond is the last one."""
_NAME_DIGITS = 24


def stretches(found: Iterable[Document | Problem]) -> Iterator[Problem | tuple[Document, ...]]:
    """The documents of each shard, in their order; problems as soon as they are found."""
    some: list[Document] = []
    length = 0
    for item in found:
        if isinstance(item, Problem):
            yield item
            continue
        some.append(item)
        length += len(item.text)
        if ends_shard(item.id) or len(some) == _MOST or length >= _LONGEST:
            yield tuple(some)
            some, length = [], 0
    if some:
        yield tuple(some)


def ends_shard(id: str) -> bool:
    """Whether a shard ends with the document, whatever stands before and after it."""
    digest = hashlib.sha256(id.encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:8], "big") % _USUAL == 0


def named(versions: str, documents: Sequence[tuple[str, str]]) -> str:
    """The shard's name: a hash of all that its bytes depend on. `documents`: each one's id and fingerprint."""
    return hashlib.sha256(json.dumps([versions, *documents]).encode()).hexdigest()[:_NAME_DIGITS]
