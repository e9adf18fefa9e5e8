"""What the service says of itself (SPARQL 1.1 Service Description, and VoID for how much there is)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pyoxigraph
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple

from kg.ontology.terms import PREFIXES, RDF, RDFS, XSD
from kg.serve.accept import GRAPHS, RESULTS, Offer

__all__ = ["MOST_NAMES", "description"]

MOST_NAMES = 1000
"""So many graphs are named in a description at most; how many there are, a query tells."""
_SD = "http://www.w3.org/ns/sparql-service-description#"
_VOID = "http://rdfs.org/ns/void#"
_UNION = (
    "Without FROM and default-graph-uri, a query is asked of the union of all graphs; each document's is a named "
    "graph. Read-only: no update, no SERVICE."
)


def description(endpoint: str, facts: Mapping[str, Any], offer: Offer) -> bytes:
    """`facts`: how many `triples` and `graphs`, and the `names` of graphs, as a worker tells them."""
    prefixes = {**PREFIXES, "sd": _SD, "void": _VOID}
    format = RdfFormat.from_media_type(offer.media_type)
    return pyoxigraph.serialize(_triples(endpoint, facts), format=format, prefixes=prefixes) or b""


def _triples(endpoint: str, facts: Mapping[str, Any]) -> Iterator[Triple]:
    service, dataset, default = NamedNode(endpoint), BlankNode("dataset"), BlankNode("default")
    yield Triple(service, _a(), _sd("Service"))
    yield Triple(service, _sd("endpoint"), service)
    yield Triple(service, NamedNode(RDFS + "comment"), Literal(_UNION, language="en"))
    yield Triple(service, _sd("supportedLanguage"), _sd("SPARQL11Query"))
    yield Triple(service, _sd("feature"), _sd("UnionDefaultGraph"))
    for offer in (*RESULTS, *GRAPHS):
        yield Triple(service, _sd("resultFormat"), NamedNode(offer.iri))
    yield Triple(service, _sd("defaultDataset"), dataset)
    yield Triple(dataset, _a(), _sd("Dataset"))
    yield Triple(dataset, NamedNode(_VOID + "documents"), _count(facts["graphs"]))
    yield Triple(dataset, _sd("defaultGraph"), default)
    yield Triple(default, _a(), _sd("Graph"))
    yield Triple(default, NamedNode(_VOID + "triples"), _count(facts["triples"]))
    if facts["graphs"] > len(facts["names"]):
        return
    for place, name in enumerate(facts["names"]):
        graph = BlankNode(f"graph{place}")
        yield Triple(dataset, _sd("namedGraph"), graph)
        yield Triple(graph, _a(), _sd("NamedGraph"))
        yield Triple(graph, _sd("name"), NamedNode(name))


def _count(number: int) -> Literal:
    return Literal(str(number), datatype=NamedNode(XSD + "integer"))


def _a() -> NamedNode:
    return NamedNode(RDF + "type")


def _sd(name: str) -> NamedNode:
    return NamedNode(_SD + name)
