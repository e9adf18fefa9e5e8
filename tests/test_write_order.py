"""The union of graphs, sorted in memory or on disk."""

from __future__ import annotations

import io

import pytest
import rdflib
from hand_made import BASE, graphs
from rdflib.namespace import RDF, RDFS

from kg import write
from kg.ontology.terms import KG, NIF
from kg.write import order


def strange() -> rdflib.Graph:
    """Blank nodes, offsets beyond all numbers, and literals that look alike."""
    graph = rdflib.Graph(identifier=rdflib.URIRef(BASE + "doc/s"))
    blank, iri = rdflib.BNode("urn:x"), rdflib.URIRef("urn:x")
    far, near = (rdflib.URIRef(f"{BASE}doc/s#char={at}") for at in ("9" * 30 + ",9", "10,11"))
    for subject in (blank, iri, far, near):
        graph.add((subject, RDFS.label, rdflib.Literal("a\x1fb\n\x00")))
        graph.add((subject, RDFS.label, rdflib.Literal("a", lang="en")))
        graph.add((subject, RDFS.label, rdflib.Literal("05", datatype=rdflib.XSD.integer, normalize=False)))
        graph.add((subject, RDFS.label, rdflib.Literal("5", datatype=rdflib.XSD.integer, normalize=False)))
        graph.add((subject, RDFS.seeAlso, blank))
        graph.add((subject, RDFS.seeAlso, iri))
    graph.add((far, RDF.type, rdflib.URIRef(NIF + "Phrase")))
    graph.add((near, RDF.type, rdflib.URIRef(NIF + "Phrase")))
    graph.add((iri, RDF.type, rdflib.URIRef(KG + "Call")))
    return graph


@pytest.mark.parametrize("in_memory", [0, 1, 20, 100])
def test_on_disk_the_order_is_that_of_memory(in_memory: int) -> None:
    some = [*graphs(), strange(), *graphs()]
    expected = list(order.by_subject(some))
    assert len(expected) > 40
    assert list(order.by_subject(iter(some), in_memory)) == expected


@pytest.mark.parametrize("format", ["turtle", "ntriples", "rdfxml"])
def test_a_union_on_disk_is_written_as_one_in_memory(format: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def written() -> bytes:
        stream = io.BytesIO()
        write.write(graphs(), stream, format)
        return stream.getvalue()

    expected = written()
    monkeypatch.setattr(order.by_subject, "__defaults__", (10,))
    monkeypatch.setattr("kg.write.rdf._PIECE", 1)
    assert written() == expected
