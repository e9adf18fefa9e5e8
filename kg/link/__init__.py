"""Events of different documents that are the same one, though no IRI says so: links, each with its reason as a claim.

A link is an `owl:sameAs` and a `kg:Claim`, in the named graph `<base>links`; nothing else is touched, so that without
that graph all is as it was. A false link is a lie told twice; a missing one is a gap. Hence two events are linked where

- their class is the same, and one that says which roles identify it (`kg:identifiedBy`);
- the fillers of these roles are equal, at least one of them, and the rest equal or standing for one another
  (`kg:represents`), the latter not in two articles of one publisher; no other role, place or number of rounds
  contradicts;
- both happened, or both are planned, or one is planned for a day, or a few, on which the other happened;
- both tell the same days, three at most. Weaker, and only where a person is in both and nobody stands in for another:
  one tells no day, but its article was published on that day and tells it first (or both are so); or these days
  are one apart, in the news of different publishers, whose Sunday may be the other's Monday.

Two events of one document are never linked, not even by way of a third; where two fit equally well, neither is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import rdflib
from pyoxigraph import NamedNode, Store

from kg import ontology as ontologies
from kg.errors import InputError
from kg.link import gather, reasons
from kg.link.cluster import Left, Link, Outcome, link
from kg.link.files import Source, keep, read, save
from kg.ontology import Ontology
from kg.ontology.terms import KG, OWL, RDF

__all__ = ["Found", "Left", "Link", "Outcome", "Source", "find", "keep", "link", "read", "save"]


@dataclass(frozen=True, slots=True)
class Found:
    links: tuple[Link, ...]
    left: tuple[Left, ...]
    graph: rdflib.Graph
    """The links as RDF; its identifier is the name that it has in a file with named graphs."""
    unknown: tuple[str, ...]
    """Classes of events that the ontology does not know: none of these is linked."""


def find(source: Source, ontology: Sequence[str | Path] = ()) -> Found:
    """The links between a graph's events. `ontology`: files that define classes of the user's. Raises KgError."""
    known = ontologies.load([Path(file) for file in ontology])
    store = source.store
    events = gather.occurrences(store, known)
    documents = gather.documents(store)
    if not documents:
        raise InputError(f"{source.path} holds no events with the words that tell them: build it with evidence")
    outcome = link(events, gather.world(store))
    # What the user has linked needs no second link, and must not go with ours.
    new = tuple(one for one in outcome.links if not _linked(store, one))
    graph = reasons.as_graph(new, reasons.graph_name(documents), store, known)
    return Found(new, outcome.left, graph, _unknown(store, known))


def _linked(store: Store, found: Link) -> bool:
    same, one, other = NamedNode(OWL + "sameAs"), NamedNode(found.one.iri), NamedNode(found.other.iri)
    pairs = ((one, other), (other, one))
    return any(next(store.quads_for_pattern(a, same, b, None), None) is not None for a, b in pairs)


def _unknown(store: Store, ontology: Ontology) -> tuple[str, ...]:
    events = {quad.subject for quad in store.quads_for_pattern(None, NamedNode(KG + "factuality"), None, None)}
    types = (quad.object for e in events for quad in store.quads_for_pattern(e, NamedNode(RDF + "type"), None, None))
    return tuple(sorted({t.value for t in types if isinstance(t, NamedNode)} - ontology.events.keys()))
