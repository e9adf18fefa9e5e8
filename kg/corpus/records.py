"""What becomes of documents that are built: what processes and machines send one another."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from kg.model import Document, Problem, Quarantined
from kg.quarantine import as_json
from kg.statements import DocumentGraph

__all__ = ["Piece", "Record", "Shard", "assembled", "fingerprint", "quarantine_line"]


@dataclass(frozen=True, slots=True)
class Record:
    """What became of one document."""

    id: str
    sha256: str
    """Of all of the document that its graph depends on (`fingerprint`)."""
    length: int = 0
    """Bytes of its N-Quads, which follow those of the document before it in the shard."""
    held_back: int = 0
    """Bytes of its lines in the shard's quarantine, which follow each other in the same way."""
    words: int = 0
    triples: int = 0
    entities: int = 0
    events: int = 0
    quarantined: int = 0
    types: Mapping[str, int] = field(default_factory=dict)
    """Entities and events by class (`kg:Call`)."""
    factuality: Mapping[str, int] = field(default_factory=dict)
    """Events by factuality (`kg:Actual`)."""
    problem: str = ""
    """Why it was not built."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One document, built; of `quads` and `statements` what was asked for."""

    record: Record
    quads: bytes = b""
    statements: DocumentGraph | None = None
    entities: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    quarantined: tuple[Quarantined, ...] = ()
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Shard:
    """Documents that follow each other in a corpus, built."""

    data: bytes
    """N-Quads, document by document."""
    records: tuple[Record, ...]
    quarantine: bytes = b""
    """JSON lines, as `kg build --quarantine` writes them, document by document."""
    problems: tuple[Problem, ...] = ()


def assembled(parts: Iterable[tuple[Record, bytes, bytes]]) -> Shard:
    """Of each document's record, its N-Quads and its lines of quarantine."""
    data, quarantine = io.BytesIO(), io.BytesIO()
    records = []
    for record, quads, lines in parts:
        data.write(quads)
        quarantine.write(lines)
        records.append(replace(record, length=len(quads), held_back=len(lines)))
    return Shard(data.getvalue(), tuple(records), quarantine.getvalue())


def fingerprint(document: Document) -> str:
    """Of all that the document's graph is made from, as hexadecimal digits."""
    fields = [document.id, document.text, document.date, document.title, document.url, document.source]
    return hashlib.sha256(json.dumps(fields).encode()).hexdigest()


def quarantine_line(fact: Quarantined) -> bytes:
    """As `kg build --quarantine` writes it."""
    return json.dumps(as_json(fact), ensure_ascii=False).encode() + b"\n"
