"""Nodes and edges as they are read off a store."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from kg.network.evidence import EVIDENCE, Evidence, Spans
from kg.network.records import Edge, Node
from kg.network.things import FACTUALITY, TYPE, things
from kg.ontology.terms import RDFS

_LABEL = NamedNode(RDFS + "label")


def nodes(store: Store) -> Iterator[Node]:
    """Entities and events, sorted by IRI; memory holds the IRIs of all and one node.

    A document that tells of one is the named graph that it stands in; where that bears no document's name (as all
    does that was read from Turtle), the documents of its mentions and evidence.
    """
    known = things(store)
    evidence = Evidence(store)
    for iri in sorted(known):
        yield _node(iri, list(store.quads_for_pattern(NamedNode(iri), None, None)), known, evidence)


def edges(store: Store) -> Iterator[Edge]:
    """Facts that join two nodes, sorted by source, role and target; memory holds the IRIs of all and one node's edges.

    The evidence is the sentences around the words of the claims, in each document; without claims, the sentences
    that tell the event.
    """
    known = things(store)
    evidence = Evidence(store)
    for iri in sorted(known):
        quads = list(store.quads_for_pattern(NamedNode(iri), None, None))
        if any(_joins(quad, known) for quad in quads):
            yield from _edges(iri, quads, known, evidence)


def _node(iri: str, quads: list[Quad], known: set[str], evidence: Evidence) -> Node:
    types, labels = set(), set()
    values: defaultdict[str, set[str]] = defaultdict(set)
    documents: set[str] = set()
    for quad in quads:
        if quad.predicate in (TYPE, FACTUALITY):
            documents |= _document(quad, evidence)
        if quad.predicate == TYPE:
            types.add(quad.object.value)
        elif quad.predicate == _LABEL and isinstance(quad.object, Literal):
            labels.add(quad.object.value)
        elif quad.predicate != EVIDENCE and isinstance(quad.object, Literal | NamedNode) and not _joins(quad, known):
            values[quad.predicate.value].add(quad.object.value)
    if not documents or any(not _document(quad, evidence) for quad in quads if quad.predicate == TYPE):
        documents |= evidence.mentioning(iri)
    return Node(
        iri,
        is_event=FACTUALITY.value in values,
        types=tuple(sorted(types)),
        labels=tuple(sorted(labels)),
        values={predicate: tuple(sorted(values[predicate])) for predicate in sorted(values)},
        documents=tuple(sorted(documents)),
    )


def _edges(iri: str, quads: list[Quad], known: set[str], evidence: Evidence) -> Iterator[Edge]:
    stated: defaultdict[tuple[str, str], list[Quad]] = defaultdict(list)
    for quad in quads:
        if _joins(quad, known):
            stated[quad.predicate.value, quad.object.value].append(quad)
    factuality = {quad.object.value for quad in quads if quad.predicate == FACTUALITY}
    claimed, telling = evidence.claimed(iri), evidence.telling(iri)
    for role, target in sorted(stated):
        spans = claimed.get((role, target), {})
        documents = _documents(stated[role, target], spans, evidence)
        told: set[str] = set()
        for document in documents:
            told |= evidence.sentences(document, spans.get(document, set())) or {
                words for span in telling.get(document, ()) if (words := evidence.words(span))
            }
        yield Edge(iri, role, target, tuple(sorted(factuality)), tuple(sorted(told)), tuple(sorted(documents)))


def _documents(quads: list[Quad], spans: Spans, evidence: Evidence) -> set[str]:
    by_graph = [_document(quad, evidence) for quad in quads]
    found: set[str] = set().union(*by_graph)
    if not all(by_graph):
        # Without claims, those that name both: nothing else is known of where it stands.
        found |= set(spans) or (
            evidence.mentioning(quads[0].subject.value) & evidence.mentioning(quads[0].object.value)
        )
    return found


def _document(quad: Quad, evidence: Evidence) -> set[str]:
    if isinstance(quad.graph_name, DefaultGraph):
        return set()
    return {quad.graph_name.value} & evidence.documents


def _joins(quad: Quad, known: set[str]) -> bool:
    return isinstance(quad.object, NamedNode) and quad.predicate != TYPE and quad.object.value in known
