"""What a folder of shards holds, line by line: a head with the versions, then each shard with its documents."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import MISSING, dataclass, fields
from pathlib import Path
from typing import Any, BinaryIO

from kg.corpus.records import Record, Shard
from kg.corpus.versions import Versions
from kg.store.shards import MANIFEST

__all__ = ["MANIFEST", "QUARANTINE", "SHARDS", "Entry", "entry_of", "head", "line", "parsed", "read"]

SHARDS, QUARANTINE = "shards", "quarantine"
_FORMAT = 1
_BEGINS = b'{"shard":'


@dataclass(frozen=True, slots=True)
class Entry:
    """One shard."""

    name: str
    length: int
    """Bytes of the shard's file."""
    held_back: int
    """Bytes of JSON lines of what failed a shape; without any there is no such file."""
    records: tuple[Record, ...]
    """Of the shard's documents, in their order."""
    format: str = "nq"
    """Suffix of the shard's file; engines write `parquet`, too."""

    @property
    def file(self) -> str:
        """Of the shard, below the folder."""
        return f"{SHARDS}/{self.name}.{self.format}"

    @property
    def quarantine(self) -> str:
        """The file of what failed a shape, below the folder; empty where nothing did."""
        return f"{QUARANTINE}/{self.name}.jsonl" if self.held_back else ""

    @property
    def failed(self) -> bool:
        """Whether a document of it could not be built."""
        return any(record.problem for record in self.records)


def entry_of(name: str, built: Shard) -> Entry:
    return Entry(name, len(built.data), len(built.quarantine), built.records)


def head(versions: Versions) -> bytes:
    return _json({"kg": "corpus", "format": _FORMAT, "versions": versions.as_json()})


def line(entry: Entry) -> bytes:
    """The same bytes for the same entry."""
    told = {
        "shard": entry.file,
        "bytes": entry.length,
        "quarantine": entry.quarantine,
        "quarantine_bytes": entry.held_back,
        "triples": sum(record.triples for record in entry.records),
        "documents": [_told(record) for record in entry.records],
    }
    return _json(told)


def parsed(line: bytes) -> Entry | dict[str, Any]:
    """A shard's line, or what the head says are the versions. Raises ValueError for a line that is neither."""
    told = json.loads(line)
    try:
        if "shard" not in told:
            versions: dict[str, Any] = told["versions"]
            return versions
        records = tuple(Record(**record) for record in told["documents"])
        file = Path(told["shard"])
        return Entry(file.stem, told["bytes"], told["quarantine_bytes"], records, file.suffix[1:])
    except (KeyError, TypeError) as error:
        raise ValueError(f"{error} is missing or unknown") from None


def read(stream: BinaryIO) -> Iterator[tuple[int, bytes, str]]:
    """Each whole line with its offset in the file, and the name of its shard, empty for a head. A line without an end,
    which was not written whole, is the last and does not count."""
    offset = 0
    for one in stream:
        if not one.endswith(b"\n"):
            return
        name = ""
        if one.startswith(_BEGINS):
            name = Path(one.split(b'"', 4)[3].decode()).stem
        yield offset, one, name
        offset += len(one)


_DEFAULTS = {
    field.name: field.default if field.default_factory is MISSING else field.default_factory()
    for field in fields(Record)
}


def _told(record: Record) -> dict[str, Any]:
    """What goes without saying is left out: manifests of millions of documents are read at each build."""
    told = {name: getattr(record, name) for name in _DEFAULTS}
    return {name: value for name, value in told.items() if value != _DEFAULTS[name]}


def _json(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode() + b"\n"
