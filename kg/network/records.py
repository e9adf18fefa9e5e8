"""Nodes and edges: what every format and database without RDF is given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Node:
    """An entity or an event."""

    iri: str
    is_event: bool
    types: tuple[str, ...]
    """Its classes (IRIs), sorted; most often one."""
    labels: tuple[str, ...]
    """Sorted; several where documents differ."""
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What else is said of it, by property (IRI), sorted: texts of literals, and IRIs of what is no node."""
    documents: tuple[str, ...] = ()
    """The documents (IRIs) that tell of it, sorted."""


@dataclass(frozen=True, slots=True)
class Edge:
    """A fact that joins two nodes."""

    source: str
    role: str
    """The property (IRI)."""
    target: str
    factuality: tuple[str, ...] = ()
    """The event's (IRIs), sorted; empty for what is no event's fact."""
    evidence: tuple[str, ...] = ()
    """The sentences that it stands on, sorted; else, where no sentence is kept, its words."""
    documents: tuple[str, ...] = ()
    """The documents (IRIs) that say so, sorted."""
    by_document: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The evidence that each of them gives, sorted."""
