"""Nodes and edges as they are read off a store."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from pathlib import Path

import pytest
from hand_made import BASE, CALL, KG, PUTIN, RUSSIA, TRUMP, UKRAINE, first, graphs, second
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store

from kg import graph
from kg.network import Edge, Node, edges, gathered, nodes
from kg.ontology.terms import ITSRDF, NIF, OWL, PROV, RDF, RDFS, SCHEMA, XSD
from kg.quads import quads

ONE, TWO = (str(one.identifier) for one in graphs())
STRIKE, OTHER_STRIKE = (facts.events[1].iri for facts in (first(), second()))
STRIKE_WORDS = STRIKE.replace("#event=", "#char=")
TYPE, LABEL = NamedNode(RDF + "type"), NamedNode(RDFS + "label")


def statements(evidence: str = "claims") -> list[Quad]:
    some = graphs() if evidence == "claims" else [graph.of(first(), base=BASE, evidence=evidence)]
    return list(chain.from_iterable(map(quads, some)))


def store_of(some: Iterable[Quad]) -> Store:
    store = Store()
    store.extend(some)
    return store


def unnamed(some: Iterable[Quad]) -> list[Quad]:
    """As Turtle has them."""
    return [Quad(quad.subject, quad.predicate, quad.object) for quad in some]


@pytest.fixture(scope="module")
def store() -> Store:
    return store_of(statements())


def node(store: Store, iri: str) -> Node:
    (found,) = (one for one in nodes(store) if one.iri == iri)
    return found


def edge(store: Store, source: str, role: str, target: str) -> Edge:
    (found,) = (one for one in edges(store) if (one.source, one.role, one.target) == (source, KG + role, target))
    return found


def test_a_node_is_an_entity_or_an_event_and_nothing_else(store: Store) -> None:
    found = list(nodes(store))
    events = {one.iri for one in found if one.is_event}
    assert {one.iri for one in found} - events == {TRUMP.iri, PUTIN.iri, RUSSIA.iri, UKRAINE.iri}
    assert events == {CALL, STRIKE, OTHER_STRIKE}


def test_a_node_has_what_all_documents_say_of_it(store: Store) -> None:
    assert node(store, CALL) == Node(
        CALL,
        is_event=True,
        types=(KG + "Call",),
        labels=("phoned", "spoke"),
        values={
            KG + "date": ("2025-07-03",),
            KG + "earliest": ("2025-07-03",),
            KG + "factuality": (KG + "Actual",),
            KG + "latest": ("2025-07-03",),
        },
        documents=(TWO, ONE),
    )
    assert node(store, RUSSIA.iri).values[OWL + "sameAs"] == ("http://www.wikidata.org/entity/Q159",)


def test_an_edge_has_the_sentences_around_the_words_of_its_claims(store: Store) -> None:
    assert edge(store, STRIKE, "attributedTo", TRUMP.iri) == Edge(
        STRIKE,
        KG + "attributedTo",
        TRUMP.iri,
        (KG + "Possible",),
        ("Russia may strike Ukraine, President Trump said.",),
        (ONE,),
        {ONE: ("Russia may strike Ukraine, President Trump said.",)},
    )
    assert edge(store, CALL, "participant", PUTIN.iri).evidence == (
        "Putin phoned Trump on July 3, 2025.",
        "Trump spoke with Putin by phone on July 3, 2025 — “about Ukraine” & <more> 🙂.",
    )


def test_what_no_sentence_tells_has_the_words_of_its_claim() -> None:
    told = [quad for quad in statements() if quad.predicate.value != KG + "evidence"]
    assert edge(store_of(told), PUTIN.iri, "represents", RUSSIA.iri).evidence == ("Putin",)


def test_without_claims_the_sentences_of_the_event_are_the_evidence() -> None:
    lean = edge(store_of(statements("mentions")), CALL, "topic", UKRAINE.iri)
    assert lean.evidence == (first().document.text.splitlines()[0],)
    assert edge(store_of(statements("none")), CALL, "topic", UKRAINE.iri).evidence == ()


def test_they_are_sorted(store: Store) -> None:
    assert [one.iri for one in nodes(store)] == sorted(one.iri for one in nodes(store))
    keys = [(one.source, one.role, one.target) for one in edges(store)]
    assert keys == sorted(keys)
    assert len(keys) == len(set(keys))


def test_without_named_graphs_the_spans_tell_the_documents(store: Store) -> None:
    flat = store_of(unnamed(statements()))
    assert list(nodes(flat)) == list(nodes(store))
    assert list(edges(flat)) == list(edges(store))


def test_without_named_graphs_and_claims_a_fact_stands_in_the_documents_that_name_both() -> None:
    flat = store_of(unnamed(statements("mentions")))
    assert edge(flat, STRIKE, "target", UKRAINE.iri).documents == (ONE,)
    assert edge(store_of(unnamed(statements("none"))), STRIKE, "target", UKRAINE.iri).documents == ()


def test_a_graph_that_is_no_document_is_none_of_the_documents() -> None:
    """A link stands in a graph of its own; its claim tells the words."""
    name, claim, other = NamedNode(BASE + "links"), NamedNode(BASE + "links#claim"), OTHER_STRIKE
    facts = {
        RDF + "type": NamedNode(KG + "Claim"),
        RDF + "subject": NamedNode(STRIKE),
        RDF + "predicate": NamedNode(OWL + "sameAs"),
        RDF + "object": NamedNode(other),
        PROV + "wasDerivedFrom": NamedNode(STRIKE_WORDS),
    }
    linked = [
        *statements(),
        Quad(NamedNode(STRIKE), NamedNode(OWL + "sameAs"), NamedNode(other), name),
        *(Quad(claim, NamedNode(predicate), object_, name) for predicate, object_ in facts.items()),
    ]
    (same,) = (one for one in edges(store_of(linked)) if one.role == OWL + "sameAs")
    assert (same.source, same.target, same.documents) == (STRIKE, other, (ONE,))
    assert same.evidence == ("Russia may strike Ukraine, President Trump said.",)


def test_blank_nodes_and_what_a_vocabulary_says_of_itself_are_no_nodes(store: Store) -> None:
    blank, strange = BlankNode("b"), NamedNode(KG + "Call")
    more = [
        Quad(blank, TYPE, NamedNode(KG + "Person")),
        Quad(NamedNode(CALL), NamedNode(KG + "participant"), blank),
        Quad(NamedNode(TRUMP.iri), TYPE, blank),
        Quad(strange, TYPE, NamedNode(OWL + "Class")),
        Quad(strange, LABEL, Literal("call")),
        Quad(NamedNode(BASE + "publisher/x"), TYPE, NamedNode(SCHEMA + "Organization")),
        Quad(NamedNode("https://elsewhere.example/untyped"), LABEL, Literal("x")),
    ]
    both = store_of([*statements(), *more])
    assert list(nodes(both)) == list(nodes(store))
    assert list(edges(both)) == list(edges(store))


def test_a_foreign_span_is_placed_by_its_context() -> None:
    """NIF of other programs names spans as it likes."""
    span, thing, document = (NamedNode(f"urn:x:{name}") for name in ("span", "thing", "document"))
    foreign = [
        Quad(document, TYPE, NamedNode(NIF + "Context")),
        Quad(span, TYPE, NamedNode(NIF + "Phrase")),
        Quad(span, NamedNode(NIF + "referenceContext"), document),
        Quad(span, NamedNode(ITSRDF + "taIdentRef"), thing),
        Quad(thing, TYPE, NamedNode("urn:x:Ship")),
    ]
    assert list(nodes(store_of(foreign))) == [
        Node("urn:x:thing", False, ("urn:x:Ship",), (), documents=("urn:x:document",))
    ]


def test_an_empty_store_has_none() -> None:
    assert (list(nodes(Store())), list(edges(Store()))) == ([], [])


def test_a_store_on_disk_has_the_same(store: Store, tmp_path: Path) -> None:
    disk = Store(tmp_path / "store")
    disk.bulk_extend(statements())
    assert list(nodes(disk)) == list(nodes(store))
    assert list(edges(disk)) == list(edges(store))


@pytest.mark.parametrize("in_memory", [1, 10_000])
def test_what_is_gathered_has_the_same_in_memory_and_on_disk(
    store: Store, in_memory: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with gathered(iter(statements()), in_memory) as held:
        assert list(nodes(held)) == list(nodes(store))
        assert list(edges(held)) == list(edges(store))
        assert bool(list(tmp_path.iterdir())) == (in_memory == 1)
    assert list(tmp_path.iterdir()) == []


def test_what_is_gathered_keeps_literals_as_they_were_written() -> None:
    hours = Quad(
        NamedNode(CALL), NamedNode(KG + "duration"), Literal("PT48H", datatype=NamedNode(XSD + "dayTimeDuration"))
    )
    with gathered([*statements(), hours]) as held:
        assert node(held, CALL).values[KG + "duration"] == ("PT48H",)
