"""A query and what it may cost."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What an answer may cost; None is as much as it takes."""

    seconds: float | None = None
    """Of waiting for it. What the reader of the answer takes is not counted."""
    rows: int | None = None
    """Rows, or statements of a graph."""
    size: int | None = None
    """Bytes, as N-Triples or TSV."""
    memory: int | None = None
    """Bytes that evaluating may take beyond what the store takes. Kept where the system lets a process limit itself."""


NO_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Query:
    text: str
    format: str
    base: str | None = None
    """What relative IRIs in it are relative to."""
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    """The graphs (IRIs) that are asked, instead of those of FROM and FROM NAMED; None for both: as the query says."""
    merged: bool = False
    """Whether the default graph already holds what all graphs hold."""

    @property
    def chooses_graphs(self) -> bool:
        return self.default_graphs is not None or self.named_graphs is not None
