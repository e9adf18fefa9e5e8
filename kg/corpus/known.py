"""What earlier runs built: shards by name, documents by id. Memory does not grow with their number."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from kg.corpus import manifest
from kg.corpus.manifest import Entry
from kg.corpus.records import Record
from kg.keys import Keys

__all__ = ["Earlier", "Known"]

_ENTRIES = 32
"""So many lines are kept as they were read: documents that were together mostly stay together."""
_PLACE = struct.Struct("<QI")


@dataclass(frozen=True, slots=True)
class Earlier:
    """A document as it was built once: where its bytes are."""

    record: Record
    shard: Entry
    begin: int
    """Of its N-Quads, in bytes of the shard's file."""
    quarantine: int
    """Of its lines, in bytes of the shard's quarantine."""


class Known:
    """A manifest, or a journal, which is one that is still written."""

    def __init__(self, file: Path, versions: dict[str, Any] | None = None) -> None:
        """With `versions`, of a journal, what is of others does not count. Raises ValueError for a line that is none;
        in a journal that is where it ends."""
        self.versions: dict[str, Any] = {}
        """The last head's."""
        self.shards = 0
        self.end = 0
        """Up to where the file is whole, in bytes."""
        self._offsets = Keys()
        self._documents: Keys | None = None
        self._stream = file.open("rb") if file.is_file() else None
        self._entry = lru_cache(maxsize=_ENTRIES)(self._parsed)
        self._read(versions)

    def close(self) -> None:
        if self._stream is not None:
            self._stream.close()

    def shard(self, name: str) -> Entry | None:
        offset = self._offsets.get(name)
        return None if offset is None else self._entry(int.from_bytes(offset, "big"))

    def document(self, id: str) -> Earlier | None:
        place = self._indexed().get(id)
        if place is None:
            return None
        offset, number = _PLACE.unpack(place)
        entry = self._entry(offset)
        before = entry.records[:number]
        return Earlier(
            entry.records[number], entry, sum(one.length for one in before), sum(one.held_back for one in before)
        )

    @property
    def documents(self) -> int:
        return len(self._indexed()) if self.shards else 0

    def _read(self, wanted: dict[str, Any] | None) -> None:
        if self._stream is None:
            return
        counts = True
        for offset, line, name in manifest.read(self._stream):
            if not name or wanted is not None:
                try:
                    found = manifest.parsed(line)
                except ValueError:
                    if wanted is not None:
                        return
                    raise
                if not isinstance(found, Entry):
                    self.versions = found
                    counts = wanted is None or found == wanted
            if name and counts:
                self._offsets.put(name, offset.to_bytes(8, "big"))
                self.shards += 1
            self.end = offset + len(line)

    def _indexed(self) -> Keys:
        """All documents, which are read only where a shard is not as it was."""
        if self._documents is None:
            self._documents = Keys()
            if self._stream is not None:
                self._stream.seek(0)
                for offset, line, name in manifest.read(self._stream):
                    if name and self._offsets.get(name) == offset.to_bytes(8, "big"):
                        for number, record in enumerate(_entry(line).records):
                            self._documents.put(record.id, _PLACE.pack(offset, number))
        return self._documents

    def _parsed(self, offset: int) -> Entry:
        assert self._stream is not None
        self._stream.seek(offset)
        return _entry(self._stream.readline())


def _entry(line: bytes) -> Entry:
    found = manifest.parsed(line)
    assert isinstance(found, Entry)
    return found
