"""What earlier runs built: shards by name, documents by id. Memory does not grow with their number."""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from kg.corpus import manifest
from kg.corpus.manifest import Entry
from kg.corpus.records import Record
from kg.errors import InputError
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

    def __init__(self, file: Path, versions: dict[str, Any] | None = None, called: str = "") -> None:
        """With `versions`, of a journal, what is of others does not count. `called`: how the user knows the file.

        A line that is none is where a journal ends; of a manifest, it raises InputError, here or where it is needed.
        """
        self._called = called or str(file)
        self.versions: dict[str, Any] = {}
        """The last head's."""
        self.shards = 0
        self.end = 0
        """Up to where the file is whole, in bytes."""
        self._offsets = Keys()
        self._documents: Keys | None = None
        self._stream = file.open("rb") if file.is_file() else None
        self._entry = lru_cache(maxsize=_ENTRIES)(self._parsed)
        try:
            self._read(versions)
        except ValueError as error:
            self.close()
            raise self._damaged(error) from None

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

    def gone(self, now: Known) -> int:
        """How many of the documents are not in the other."""
        there = now._indexed()
        return sum(there.get(record.id) is None for _, entry in self._entries() for record in entry.records)

    def _read(self, wanted: dict[str, Any] | None) -> None:
        if self._stream is None:
            return
        counts = True
        for offset, line in manifest.read(self._stream):
            try:
                name = manifest.shard_of(line)
                if not name or wanted is not None:
                    found = manifest.parsed(line)
            except ValueError:
                if wanted is not None:
                    return
                raise
            if not name:
                assert not isinstance(found, Entry)
                self.versions = found
                counts = wanted is None or found == wanted
            elif counts:
                self._offsets.put(name, offset.to_bytes(8, "big"))
                self.shards += 1
            self.end = offset + len(line)
        if wanted is None and self.end != os.fstat(self._stream.fileno()).st_size:
            raise ValueError("its last line is cut off")

    def _indexed(self) -> Keys:
        """All documents, which are read only where a shard is not as it was."""
        if self._documents is None:
            documents = Keys()
            for offset, entry in self._entries():
                for number, record in enumerate(entry.records):
                    documents.put(record.id, _PLACE.pack(offset, number))
            self._documents = documents
        return self._documents

    def _entries(self) -> Iterator[tuple[int, Entry]]:
        """Those that count, with their offsets."""
        if self._stream is None:
            return
        self._stream.seek(0)
        for offset, line in manifest.read(self._stream):
            if offset >= self.end:
                return
            name = manifest.shard_of(line)
            if name and self._offsets.get(name) == offset.to_bytes(8, "big"):
                yield offset, self._told(line)

    def _parsed(self, offset: int) -> Entry:
        assert self._stream is not None
        self._stream.seek(offset)
        return self._told(self._stream.readline())

    def _told(self, line: bytes) -> Entry:
        try:
            found = manifest.parsed(line)
        except ValueError as error:
            raise self._damaged(error) from None
        assert isinstance(found, Entry)
        return found

    def _damaged(self, error: ValueError) -> InputError:
        return InputError(f"{self._called} is damaged ({error}): remove it, and all is built anew")
