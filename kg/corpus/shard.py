"""Some documents of a corpus, built: the one function that this process, others and other machines run."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import tee

from kg import builder, write
from kg.builder import Built, Options, Plan
from kg.corpus.records import Piece, Record, Shard, assembled, fingerprint, quarantine_line
from kg.model import Document, Problem
from kg.ontology.terms import KG, PREFIXES
from kg.statements import DocumentGraph

__all__ = [
    "Piece",
    "Record",
    "Shard",
    "build",
    "fingerprint",
    "handful",
    "joined",
    "pieces",
    "plan_of",
]

_FACTUALITY = KG + "factuality"


def build(documents: Sequence[Document], plan: Plan) -> Shard:
    """The same bytes, whoever builds it and however a corpus is cut."""
    return joined(handful(documents, plan))


def joined(some: Iterable[Piece]) -> Shard:
    problems: list[Problem] = []

    def parts() -> Iterator[tuple[Record, bytes, bytes]]:
        for piece in some:
            if piece.problem is not None:
                problems.append(piece.problem)
            yield piece.record, piece.quads, b"".join(map(quarantine_line, piece.quarantined))

    return replace(assembled(parts()), problems=tuple(problems))


def handful(documents: Iterable[Document], plan: Plan, *, quads: bool = True, statements: bool = False) -> list[Piece]:
    """The pieces of some documents, after which no memory is held for the words in them. Raises KgError."""
    # spaCy keeps each new word as long as the pipeline lives, unless it is told where that ends.
    with plan.nlp.memory_zone():
        return list(pieces(documents, plan, quads=quads, statements=statements))


def pieces(
    documents: Iterable[Document], plan: Plan, *, quads: bool = True, statements: bool = False
) -> Iterator[Piece]:
    """Each document in turn, built: its N-Quads, its statements, or both. Raises KgError."""
    listed, given = tee(documents)
    for document, built in zip(listed, builder.built(given, plan), strict=True):
        yield _piece(document, built, quads, statements)


@lru_cache(maxsize=1)
def plan_of(options: Options) -> Plan:
    """What `prepare` gives, once a process. Raises KgError."""
    return builder.prepare(options)


def _piece(document: Document, built: Built | Problem, quads: bool, statements: bool) -> Piece:
    record = Record(document.id, fingerprint(document), words=len(document.text.split()))
    lines = b""
    if quads and not isinstance(built, Problem) and built.statements is not None:
        try:
            lines = _nquads(built.statements)
        except ValueError as error:  # no IRI, say: one document must not cost all the others
            built = builder.failed(document.id, error)
    if isinstance(built, Problem):
        return Piece(replace(record, problem=built.message), problem=built)
    facts, made = built.facts, built.statements
    record = replace(record, quarantined=len(built.quarantined))
    if facts is None or made is None:
        return Piece(record, quarantined=built.quarantined)
    # An event that several words tell of counts once for each factuality.
    told = {(claim.subject, claim.object) for claim in facts.claims if claim.predicate == _FACTUALITY}
    return Piece(
        replace(
            record,
            triples=len(made),
            entities=len(facts.entities),
            events=len(facts.events),
            types=_counted([*(one.type for one in facts.entities), *(one.type for one in facts.events)]),
            factuality=_counted(one for _, one in told if isinstance(one, str)),
        ),
        quads=lines,
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
