"""The domain graph: entities and events as nodes, roles as edges; for drawing and for network analysis."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from itertools import chain, groupby
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import rdflib
from pyoxigraph import Store

from kg.network import Edge, Network, Node, gathered
from kg.ontology.terms import KG, OWL, RDF, RDFS, SKOS
from kg.quads import quads
from kg.statements import DocumentGraph
from kg.write.xml import clean

if TYPE_CHECKING:
    import networkx as nx

Attributes: TypeAlias = dict[str, str | int]
"""Strings, and `sources`, a number; in the order in which they are written."""

SEPARATOR = " | "
"""Between values where there is room for one."""

_FACTUALITY = KG + "factuality"
_NAMES = {RDF + "type": "type", RDFS + "label": "label", SKOS + "altLabel": "aliases", OWL + "sameAs": "same_as"}
# Kept out of the values' names: they would hide what each node and edge has.
_RESERVED = {"id", "iri", "name", "sources", "documents", "interaction"}


class Link(NamedTuple):
    """An edge with its role's local name. Roles of that name in several vocabularies are one."""

    source: str
    role: str
    target: str
    values: dict[str, set[str]]
    """Documents, evidence and factuality, as `values` has them of a node."""

    @property
    def attributes(self) -> Attributes:
        """What formats without lists show of it."""
        return _joined(self.values, words(self.role), len(self.values["documents"]))


def to_networkx(graphs: Iterable[rdflib.Graph]) -> nx.MultiDiGraph[str]:
    """Entities and events with their roles; a node's id is its IRI, an edge's key the role's local name.

    Nodes have `label`, `type` (the class's local name), `sources` (number of documents) and, where known,
    `factuality`, `earliest`, `latest`, `date`, `aliases`, `office`, `quote` and so on. Edges have `label`,
    `evidence` (the sentences), `factuality` (the event's), `documents` (IRIs) and `sources`. All are strings,
    `sources` an integer; values that differ between documents are sorted and joined by ` | `.
    """
    import networkx as nx

    with merged(graphs) as store:
        asked = Network(store)
        network = nx.MultiDiGraph()
        for node in asked.nodes():
            network.add_node(node.iri, **attributes(node))
        for link in links(asked):
            network.add_edge(link.source, link.target, key=link.role, **link.attributes)
        return network


def merged(graphs: Iterable[rdflib.Graph | DocumentGraph]) -> AbstractContextManager[Store]:
    """The union of documents' graphs, each under its document's name."""
    return gathered(chain.from_iterable(map(quads, graphs)))


def attributes(node: Node) -> Attributes:
    """What formats without lists show of a node."""
    return _joined(values(node), _name(node.iri), len(node.documents))


def values(node: Node) -> dict[str, set[str]]:
    """What is said of a node, by the names that users read; the texts on one line each, fit for XML."""
    found: dict[str, set[str]] = {}
    for predicate, said in ((RDF + "type", node.types), (RDFS + "label", node.labels), *node.values.items()):
        texts = {local(one) if predicate in (RDF + "type", _FACTUALITY) else one_line(one) for one in said}
        found.setdefault(attribute(predicate), set()).update(texts)
    return found


def links(network: Network) -> Iterator[Link]:
    """The edges, sorted by source, name of the role, and target."""
    for source, some in groupby(network.edges(), key=lambda edge: edge.source):
        by_name: dict[tuple[str, str], list[Edge]] = {}
        for edge in some:
            by_name.setdefault((local(edge.role), edge.target), []).append(edge)
        for role, target in sorted(by_name):
            yield Link(source, role, target, _said(by_name[role, target]))


def _said(edges: list[Edge]) -> dict[str, set[str]]:
    return {
        "documents": {document for edge in edges for document in edge.documents},
        "evidence": {one_line(sentence) for edge in edges for sentence in edge.evidence},
        "factuality": {local(one) for edge in edges for one in edge.factuality},
    }


def _joined(said: dict[str, set[str]], label: str, sources: int) -> Attributes:
    found: Attributes = {"label": label}
    for name in sorted(said):
        if joined := SEPARATOR.join(sorted(said[name] - {""})):
            found[name] = joined
    found["sources"] = sources
    return found


def attribute(predicate: str) -> str:
    """The name of a property's column."""
    name = _NAMES.get(predicate) or local(predicate)
    return name + "_" if name in _RESERVED else name


def one_line(text: str) -> str:
    return clean(" ".join(text.split()))


def local(iri: str) -> str:
    """What stands after the last # or /."""
    return re.split(r"[#/]", iri)[-1]


def _name(iri: str) -> str:
    return iri.rstrip("/").rpartition("/")[2]


def words(role: str) -> str:
    """`attributedTo` → `attributed to`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", role).lower()
