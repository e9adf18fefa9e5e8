"""Documents in handfuls: what is given to a process at once, and comes back in order."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from kg.corpus.lasting import lasting
from kg.corpus.records import Piece
from kg.model import Document
from kg.options import Options

if TYPE_CHECKING:
    from kg.builder import Plan

__all__ = ["Here", "Job", "Makers", "handfuls"]

_DOCUMENTS = 8
_CHARACTERS = 40_000
"""A handful has no more than these, so that all processes end at about the same time; but one document at least."""


@dataclass(frozen=True, slots=True)
class Job:
    """Documents to be built; none is fine. `tag` comes back with their pieces and goes nowhere else."""

    documents: tuple[Document, ...]
    tag: Any = None


class Makers(ABC):
    """Whoever builds documents: this process, or several others."""

    def __enter__(self) -> Self:
        return self

    def __exit__(  # noqa: B027 - who has begun nothing has nothing to end
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Ends what it has begun."""

    @abstractmethod
    def load(self) -> None:
        """The tools, before anything is read; otherwise that is done for the first document. Raises KgError where
        these cannot be used."""

    @abstractmethod
    def map(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, list[Piece]]]:
        """Each job with its documents' pieces, in order; only a few are taken ahead. Raises KgError."""


class Here(Makers):
    """This process builds."""

    def __init__(self, options: Options, *, quads: bool = True, statements: bool = False) -> None:
        self._options = options
        self._wanted = {"quads": quads, "statements": statements}
        self._plan: Plan | None = None

    def load(self) -> None:
        self._loaded()

    def map(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, list[Piece]]]:
        for job in jobs:
            yield job, self._made(job.documents) if job.documents else []

    def _made(self, documents: tuple[Document, ...]) -> list[Piece]:
        from kg.corpus import shard

        return shard.handful(documents, self._loaded(), **self._wanted)

    def _loaded(self) -> Plan:
        if self._plan is None:
            with lasting():
                # Where there is nothing to build, no tool is imported: that takes longer than all the rest.
                from kg import builder

                self._plan = builder.prepare(self._options)
        return self._plan


def handfuls(documents: Iterable[Document]) -> Iterator[tuple[Document, ...]]:
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
