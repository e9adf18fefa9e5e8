"""Where a corpus is cut into shards: decided by the documents' own ids, so that a change stays in its shard."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence

from kg.model import Document, Problem

__all__ = ["NAME", "USUAL", "Filling", "ends_shard", "is_named", "named", "stretches"]

USUAL = 64
"""Documents in a shard, on average."""
_MOST = 256
_LONGEST = 4_000_000
"""Characters of text in a shard, so that one fits into memory: a document that goes beyond is the last one."""
_NAME_DIGITS = 24
NAME = rf"[0-9a-f]{{{_NAME_DIGITS}}}"
"""Pattern of a shard's name."""
_WHOLE = rf"(?:{NAME}\.(?:nq|parquet|jsonl|line)|[0-9a-f]{{64}}\.ttl)"
"""Shards, quarantines, what engines write beside them, and what they lend to their workers."""
_FILE = re.compile(_WHOLE)
_BEING_WRITTEN = re.compile(rf"{NAME}\.new|\.{_WHOLE}\.\d+-[0-9a-f]{{8}}")


class Filling:
    """A shard, document by document."""

    def __init__(self) -> None:
        self._documents = self._length = 0

    def ends(self, by_id: bool, length: int) -> bool:
        """Whether the shard ends with this document, so that the next one begins another. `by_id`: what `ends_shard`
        says; `length`: of the text, in code points."""
        self._documents += 1
        self._length += length
        if not by_id and self._documents < _MOST and self._length < _LONGEST:
            return False
        self._documents = self._length = 0
        return True


def stretches(found: Iterable[Document | Problem]) -> Iterator[Problem | tuple[Document, ...]]:
    """The documents of each shard, in their order; problems as soon as they are found."""
    some: list[Document] = []
    shard = Filling()
    for item in found:
        if isinstance(item, Problem):
            yield item
            continue
        some.append(item)
        if shard.ends(ends_shard(item.id), len(item.text)):
            yield tuple(some)
            some = []
    if some:
        yield tuple(some)


def ends_shard(id: str) -> bool:
    """Whether a shard ends with the document, whatever stands before and after it."""
    digest = hashlib.sha256(id.encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:8], "big") % USUAL == 0


def named(versions: str, documents: Sequence[tuple[str, str]]) -> str:
    """The shard's name: a hash of all that its bytes depend on. `documents`: each one's id and fingerprint."""
    return hashlib.sha256(json.dumps([versions, *documents]).encode()).hexdigest()[:_NAME_DIGITS]


def is_named(file: str) -> bool:
    """Whether a file of this name, without its folder, may be a run's own: none of another form is ever removed."""
    return _FILE.fullmatch(file) is not None or _BEING_WRITTEN.fullmatch(file) is not None
