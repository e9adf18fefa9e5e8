"""The domain graph: entities and events as nodes, roles as edges; for drawing and for network analysis."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TypeAlias

import networkx as nx
import rdflib
from rdflib.namespace import OWL, RDF, RDFS, SKOS
from rdflib.term import Node

from kg.ontology.terms import KG, NIF, PROV
from kg.write.order import by_subject, is_thing
from kg.write.xml import clean

_Statements: TypeAlias = dict[Node, list[tuple[Node, Node]]]
_Edge: TypeAlias = tuple[str, str, str]
_Values: TypeAlias = defaultdict[str, set[str]]

_EVIDENCE = rdflib.URIRef(KG + "evidence")
_FACTUALITY = rdflib.URIRef(KG + "factuality")
_DERIVED = rdflib.URIRef(PROV + "wasDerivedFrom")
_ANCHOR = rdflib.URIRef(NIF + "anchorOf")
_NAMES = {RDF.type: "type", RDFS.label: "label", SKOS.altLabel: "aliases", OWL.sameAs: "same_as"}
_OFFSETS = re.compile(r"#char=(\d+),(\d+)$")
# Kept out of the values' names: they would hide what each node and edge has.
_RESERVED = {"id", "name", "sources", "documents", "interaction"}


def to_networkx(graphs: Iterable[rdflib.Graph]) -> nx.MultiDiGraph:
    """Entities and events with their roles; a node's id is its IRI, an edge's key the role's local name.

    Nodes have `label`, `type` (the class's local name), `sources` (number of documents) and, where known,
    `factuality`, `earliest`, `latest`, `date`, `aliases`, `office`, `quote` and so on. Edges have `label`,
    `evidence` (the sentences), `factuality` (the event's), `documents` (IRIs) and `sources`. All are strings,
    `sources` an integer; values that differ between documents are sorted and joined by ` | `.
    """
    nodes: dict[str, _Values] = {}
    edges: dict[_Edge, _Values] = {}
    for graph in graphs:
        _add(graph, nodes, edges)
    network = nx.MultiDiGraph()
    for iri in sorted(nodes):
        network.add_node(iri, **_attributes(nodes[iri], label=_name(iri), without="documents"))
    for source, role, target in sorted(edges):
        values = edges[source, role, target]
        values["factuality"] = nodes[source]["factuality"]
        network.add_edge(source, target, key=role, **_attributes(values, label=_words(role)))
    return network


def _add(graph: rdflib.Graph, nodes: dict[str, _Values], edges: dict[_Edge, _Values]) -> None:
    statements: _Statements = dict(by_subject([graph]))
    things = {subject for subject, said in statements.items() if is_thing(said)}
    sentences = _evidence(statements)
    document = str(graph.identifier)
    for thing in things:
        values = nodes.setdefault(str(thing), defaultdict(set))
        values["documents"].add(document)
        for predicate, object_ in statements[thing]:
            if object_ in things:
                edge = edges.setdefault((str(thing), _local(predicate), str(object_)), defaultdict(set))
                edge["documents"].add(document)
                edge["evidence"].update(sentences[thing, predicate, object_] or sentences[thing, None, None])
            elif predicate != _EVIDENCE:
                values[_attribute(predicate)].add(_value(predicate, object_))


def _evidence(statements: _Statements) -> defaultdict[tuple[Node, Node | None, Node | None], set[str]]:
    """The sentences for each claimed fact; under (event, None, None) all that tell the event."""
    found: defaultdict[tuple[Node, Node | None, Node | None], set[str]] = defaultdict(set)
    sentences: set[tuple[int, int, str]] = set()
    for subject, said in statements.items():
        for predicate, object_ in said:
            if predicate == _EVIDENCE and (words := _anchor(statements, object_)):
                found[subject, None, None].add(words)
                sentences.add((*_offsets(object_), words))
    for fact, span in _claims(statements):
        begin, end = _offsets(span)
        around = {words for b, e, words in sentences if b <= begin and end <= e}
        # What a person represents may be told in a sentence that tells no event: then the words themselves.
        found[fact].update(around or {_anchor(statements, span)} - {""})
    return found


def _claims(statements: _Statements) -> Iterator[tuple[tuple[Node, Node, Node], Node]]:
    for said in statements.values():
        parts = dict(said)
        if RDF.subject in parts and RDF.predicate in parts and RDF.object in parts and _DERIVED in parts:
            yield (parts[RDF.subject], parts[RDF.predicate], parts[RDF.object]), parts[_DERIVED]


def _anchor(statements: _Statements, span: Node) -> str:
    return next((_text(o) for p, o in statements.get(span, ()) if p == _ANCHOR), "")


def _offsets(span: Node) -> tuple[int, int]:
    match = _OFFSETS.search(str(span))
    return (int(match[1]), int(match[2])) if match else (0, 0)


def _attribute(predicate: Node) -> str:
    name = _NAMES.get(predicate) or _local(predicate)  # type: ignore[call-overload]
    return name + "_" if name in _RESERVED else name


def _value(predicate: Node, object_: Node) -> str:
    return _local(object_) if predicate in (RDF.type, _FACTUALITY) else _text(object_)


def _attributes(values: _Values, label: str, without: str = "") -> dict[str, str | int]:
    attributes: dict[str, str | int] = {"label": label}
    for name in sorted(values.keys() - {without}):
        if joined := " | ".join(sorted(values[name] - {""})):
            attributes[name] = joined
    attributes["sources"] = len(values["documents"])
    return attributes


def _text(node: Node) -> str:
    return clean(" ".join(str(node).split()))


def _local(iri: Node) -> str:
    return re.split(r"[#/]", str(iri))[-1]


def _name(iri: str) -> str:
    return iri.rstrip("/").rpartition("/")[2]


def _words(role: str) -> str:
    """`attributedTo` → `attributed to`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", role).lower()
