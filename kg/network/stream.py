"""Nodes and edges as they are read off a store."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Quad, Store

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
    return Network(store).nodes()


def edges(store: Store) -> Iterator[Edge]:
    """Facts that join two nodes, sorted by source, role and target; memory holds the IRIs of all and one node's edges.

    The evidence is the sentences around the words of the claims, in each document; without claims, the sentences
    that tell the event.
    """
    return Network(store).edges()


class Network:
    """For who asks more than once: which subjects are nodes is found out once. The store must not change meanwhile."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known = things(store)
        self._evidence = Evidence(store)

    @property
    def iris(self) -> list[str]:
        """Of all nodes, sorted."""
        return sorted(self._known)

    def nodes(self) -> Iterator[Node]:
        for iri in self.iris:
            yield self.node(iri)

    def edges(self) -> Iterator[Edge]:
        for iri in self.iris:
            yield from self.edges_of(iri)

    def node(self, iri: str) -> Node:
        """The node of that IRI, which must be one of `iris`."""
        types, labels, documents = set(), set(), set()
        values: defaultdict[str, set[str]] = defaultdict(set)
        placed = True
        for quad in self._said(iri):
            if quad.predicate in (TYPE, FACTUALITY):
                document = self._document(quad)
                documents |= document
                placed = placed and bool(document)
            if quad.predicate == TYPE:
                types |= {quad.object.value} if isinstance(quad.object, NamedNode) else set()
            elif quad.predicate == _LABEL and isinstance(quad.object, Literal):
                labels.add(quad.object.value)
            elif quad.predicate != EVIDENCE and isinstance(quad.object, Literal | NamedNode) and not self._joins(quad):
                values[quad.predicate.value].add(quad.object.value)
        if not placed:
            documents |= self._evidence.mentioning(iri)
        return Node(
            iri,
            is_event=FACTUALITY.value in values,
            types=tuple(sorted(types)),
            labels=tuple(sorted(labels)),
            values={predicate: tuple(sorted(values[predicate])) for predicate in sorted(values)},
            documents=tuple(sorted(documents)),
        )

    def edges_of(self, iri: str) -> Iterator[Edge]:
        """The facts whose subject a node is, sorted by role and target."""
        stated: defaultdict[tuple[str, str], list[Quad]] = defaultdict(list)
        factuality = set()
        for quad in self._said(iri):
            if isinstance(quad.object, NamedNode):
                if self._joins(quad):
                    stated[quad.predicate.value, quad.object.value].append(quad)
                elif quad.predicate == FACTUALITY:
                    factuality.add(quad.object.value)
        if not stated:
            return
        claimed, telling = self._evidence.claimed(iri), self._evidence.telling(iri)
        for role, target in sorted(stated):
            spans = claimed.get((role, target), {})
            documents = self._documents(iri, target, stated[role, target], spans)
            told = {
                document: set(
                    self._evidence.sentences(document, spans.get(document, set()))
                    or map(self._evidence.words, telling.get(document, ()))
                )
                - {""}
                for document in sorted(documents)
            }
            yield Edge(
                iri,
                role,
                target,
                tuple(sorted(factuality)),
                tuple(sorted(set().union(*told.values()))),
                tuple(told),
                {document: tuple(sorted(words)) for document, words in told.items()},
            )

    def _said(self, iri: str) -> Iterator[Quad]:
        return self._store.quads_for_pattern(NamedNode(iri), None, None)

    def _joins(self, quad: Quad) -> bool:
        return isinstance(quad.object, NamedNode) and quad.predicate != TYPE and quad.object.value in self._known

    def _document(self, quad: Quad) -> set[str]:
        """The document in whose graph it stands, if it stands in one."""
        name = quad.graph_name
        return {name.value} & self._evidence.documents if isinstance(name, NamedNode) else set()

    def _documents(self, source: str, target: str, quads: list[Quad], spans: Spans) -> set[str]:
        by_graph = [self._document(quad) for quad in quads]
        found: set[str] = set().union(*by_graph)
        if not all(by_graph):
            # Without claims, those that name both: nothing else is known of where it stands.
            found |= set(spans) or self._evidence.mentioning(source) & self._evidence.mentioning(target)
        return found
