"""The numbers of a graph. An entity or event counts once, however many articles tell it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Class:
    """Of one class; what is of several classes counts for each."""

    iri: str
    """Empty where none is told."""
    count: int
    factuality: Mapping[str, int] = field(default_factory=dict)
    """Of a class of events: how many are of each factuality (an IRI), without those of several."""
    disputed: int = 0
    """Events of several factualities, since articles differ."""


@dataclass(frozen=True, slots=True)
class Source:
    """A publisher."""

    iri: str
    """Or, in graphs of others, its name alone."""
    name: str
    articles: int
    events: int
    """That its articles tell."""


@dataclass(frozen=True, slots=True)
class Period:
    """A month (`2024-03`), or a year of which no month is told (`2024`)."""

    name: str
    """`longer` for events of which no year is told, since they may have been in several; empty: no date is told."""
    articles: int
    """Published then."""
    events: int
    """That took, or are to take, place then."""


@dataclass(frozen=True, slots=True)
class Connected:
    """An entity, and how it is joined to others."""

    iri: str
    label: str
    types: tuple[str, ...]
    links: int
    """Events and entities that it shares a fact with."""
    events: int
    """Of these, the events."""
    others: int
    """Other entities in those events."""
    articles: int
    """That name it; 0 where the graph does not tell."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many articles the graph tells little of."""

    no_date: int
    no_source: int
    no_entity: int
    no_event: int
    no_fact: int
    """Neither an event nor anything else but names."""


@dataclass(frozen=True, slots=True)
class Stats:
    statements: int
    """Summed over the named graphs: what five articles say counts five times."""
    articles: int
    entities: int
    events: int
    unplaced: int
    """Entities and events of which the graph does not tell in which article they stand."""
    entity_classes: tuple[Class, ...]
    """The most numerous first, as the next."""
    event_classes: tuple[Class, ...]
    sources: tuple[Source, ...]
    """Those with most articles first."""
    other_sources: int
    """How many more there are."""
    periods: tuple[Period, ...]
    """In the order of time."""
    connected: tuple[Connected, ...]
    """Those with most links first."""
    coverage: Coverage
