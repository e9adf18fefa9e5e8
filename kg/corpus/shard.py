"""Some documents of a corpus, built: the one function that this process, others and other machines run."""

from __future__ import annotations

import hashlib
import io
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import tee

from kg import builder, write
from kg.builder import Built, Options, Plan
from kg.model import Document, Problem, Quarantined
from kg.ontology.terms import KG, PREFIXES
from kg.quarantine import as_json
from kg.statements import DocumentGraph

__all__ = [
    "Piece",
    "Record",
    "Shard",
    "assembled",
    "build",
    "fingerprint",
    "joined",
    "pieces",
    "plan_of",
    "quarantine_line",
]

_FACTUALITY = KG + "factuality"


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


def build(documents: Sequence[Document], plan: Plan) -> Shard:
    """The same bytes, whoever builds it and however a corpus is cut."""
    return joined(pieces(documents, plan))


def joined(some: Iterable[Piece]) -> Shard:
    problems: list[Problem] = []

    def parts() -> Iterator[tuple[Record, bytes, bytes]]:
        for piece in some:
            if piece.problem is not None:
                problems.append(piece.problem)
            yield piece.record, piece.quads, b"".join(map(quarantine_line, piece.quarantined))

    return replace(assembled(parts()), problems=tuple(problems))


def assembled(parts: Iterable[tuple[Record, bytes, bytes]]) -> Shard:
    """Of each document's record, its N-Quads and its lines of quarantine."""
    data, quarantine = io.BytesIO(), io.BytesIO()
    records = []
    for record, quads, lines in parts:
        data.write(quads)
        quarantine.write(lines)
        records.append(replace(record, length=len(quads), held_back=len(lines)))
    return Shard(data.getvalue(), tuple(records), quarantine.getvalue())


def pieces(
    documents: Iterable[Document], plan: Plan, *, quads: bool = True, statements: bool = False
) -> Iterator[Piece]:
    """Each document as soon as it is built: its N-Quads, its statements, or both. Raises KgError."""
    listed, given = tee(documents)
    for document, built in zip(listed, builder.built(given, plan), strict=True):
        yield _piece(document, built, quads, statements)


def fingerprint(document: Document) -> str:
    """Of all that the document's graph is made from, as hexadecimal digits."""
    fields = [document.id, document.text, document.date, document.title, document.url, document.source]
    return hashlib.sha256(json.dumps(fields).encode()).hexdigest()


@lru_cache(maxsize=1)
def plan_of(options: Options) -> Plan:
    """What `prepare` gives, once a process. Raises KgError."""
    return builder.prepare(options)


def quarantine_line(fact: Quarantined) -> bytes:
    """As `kg build --quarantine` writes it."""
    return json.dumps(as_json(fact), ensure_ascii=False).encode() + b"\n"


def _piece(document: Document, built: Built | Problem, quads: bool, statements: bool) -> Piece:
    record = Record(document.id, fingerprint(document), words=len(document.text.split()))
    if isinstance(built, Problem):
        return Piece(replace(record, problem=built.message), problem=built)
    facts, made = built.facts, built.statements
    record = replace(record, quarantined=len(built.quarantined))
    if facts is None or made is None:
        return Piece(record, quarantined=built.quarantined)
    told = [claim.object for claim in facts.claims if claim.predicate == _FACTUALITY]
    return Piece(
        replace(
            record,
            triples=len(made),
            entities=len(facts.entities),
            events=len(facts.events),
            types=_counted([*(one.type for one in facts.entities), *(one.type for one in facts.events)]),
            factuality=_counted(one for one in told if isinstance(one, str)),
        ),
        quads=_nquads(made) if quads else b"",
        statements=made if statements else None,
        entities=tuple(entity.iri for entity in facts.entities),
        events=tuple(event.iri for event in facts.events),
        quarantined=built.quarantined,
    )


def _nquads(made: DocumentGraph) -> bytes:
    stream = io.BytesIO()
    write.write([made], stream, "nquads")
    return stream.getvalue()


def _counted(iris: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(map(_prefixed, iris)).items()))


@lru_cache(maxsize=1024)
def _prefixed(iri: str) -> str:
    """`kg:Call`, where the vocabulary's prefixes cover it."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri
