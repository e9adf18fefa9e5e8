"""Documents in handfuls: what is given to a process at once, and comes back in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Protocol

from kg.builder import Options
from kg.corpus import shard
from kg.corpus.shard import Piece
from kg.model import Document

__all__ = ["Here", "Job", "Makers", "handfuls"]

_DOCUMENTS = 8
_CHARACTERS = 40_000
"""A handful has no more than these, so that all processes end at about the same time; but one document at least."""


@dataclass(frozen=True, slots=True)
class Job:
    """Documents to be built; none is fine. `tag` comes back with their pieces and goes nowhere else."""

    documents: tuple[Document, ...]
    tag: Any = None


class Makers(Protocol):
    """Whoever builds documents: this process, or several others."""

    def map(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, list[Piece]]]:
        """Each job with its documents' pieces, in order; only a few are taken ahead. Raises KgError."""
        ...


class Here:
    """This process builds; its tools are loaded before the first document, or beforehand by `load`."""

    def __init__(self, options: Options, *, quads: bool = True, statements: bool = False) -> None:
        self._options = options
        self._wanted = {"quads": quads, "statements": statements}

    def __enter__(self) -> Here:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pass

    def load(self) -> None:
        shard.plan_of(self._options)

    def map(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, list[Piece]]]:
        for job in jobs:
            made = shard.pieces(job.documents, shard.plan_of(self._options), **self._wanted) if job.documents else ()
            yield job, list(made)


def handfuls(documents: Sequence[Document]) -> Iterator[tuple[Document, ...]]:
    """All of the documents, in their order."""
    some: list[Document] = []
    length = 0
    for document in documents:
        if some and (len(some) == _DOCUMENTS or length + len(document.text) > _CHARACTERS):
            yield tuple(some)
            some, length = [], 0
        some.append(document)
        length += len(document.text)
    if some:
        yield tuple(some)
