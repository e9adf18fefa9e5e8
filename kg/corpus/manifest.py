"""What a folder of shards holds, line by line: a head with the versions, then each shard with its documents."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import MISSING, dataclass, fields
from typing import Any, BinaryIO

from kg.corpus import cut
from kg.corpus.records import Record, Shard
from kg.corpus.versions import Versions
from kg.store.shards import MANIFEST

__all__ = ["MANIFEST", "QUARANTINE", "SHARDS", "Entry", "entry_of", "head", "line", "parsed", "read", "shard_of"]

SHARDS, QUARANTINE = "shards", "quarantine"
_FORMAT = 1
_BEGINS = b'{"shard":'
_FILE = re.compile(rf"{SHARDS}/({cut.NAME})\.(nq|parquet)")
_LINE = re.compile(_BEGINS + rb'"' + _FILE.pattern.encode() + rb'"')


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
    try:
        told = json.loads(line)
        if "shard" not in told:
            versions: dict[str, Any] = _typed(told["versions"], dict)
            return versions
        file = _FILE.fullmatch(_typed(told["shard"], str))
        if file is None:
            raise ValueError(f"{told['shard']!r} is no shard")
        records = tuple(_record(record) for record in told["documents"])
        length, held_back = _typed(told["bytes"], int), _typed(told["quarantine_bytes"], int)
        return Entry(file[1], length, held_back, records, file[2])
    except (KeyError, TypeError) as error:
        raise ValueError(f"{error} is missing or unknown") from None
    except RecursionError:
        raise ValueError("too deep") from None


def shard_of(line: bytes) -> str:
    """The name of a line's shard without parsing all of it; empty for a head. Raises ValueError for one that does not
    begin as `line` writes it."""
    if not line.startswith(_BEGINS):
        if isinstance(parsed(line), Entry):
            raise ValueError("a line is written in another form")
        return ""
    found = _LINE.match(line)
    if found is None:
        raise ValueError("a line names no shard")
    return found[1].decode()


def read(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Each whole line with its offset in the file. A line without an end, which was not written whole, is the last and
    does not count."""
    offset = 0
    for one in stream:
        if not one.endswith(b"\n"):
            return
        yield offset, one
        offset += len(one)


def _record(told: dict[str, Any]) -> Record:
    for name, value in told.items():
        _typed(value, _TYPES[name])
    return Record(**told)


def _typed(value: Any, wanted: type) -> Any:
    if not isinstance(value, wanted):
        raise ValueError(f"{str(value)[:40]!r} is no {wanted.__name__}")
    return value


_DEFAULTS = {
    field.name: field.default if field.default_factory is MISSING else field.default_factory()
    for field in fields(Record)
}
_TYPES = {name: str if value is MISSING else type(value) for name, value in _DEFAULTS.items()}


def _told(record: Record) -> dict[str, Any]:
    """What goes without saying is left out: manifests of millions of documents are read at each build."""
    told = {name: getattr(record, name) for name in _DEFAULTS}
    return {name: value for name, value in told.items() if value != _DEFAULTS[name]}


def _json(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode() + b"\n"
