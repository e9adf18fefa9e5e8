"""The article that the project was started from: what its graph must tell, asked in SPARQL."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rdflib import RDF, Graph, URIRef
from rdflib.namespace import XSD

import kg
from kg.model import Document
from kg.validate import Validator

BASE = "https://example.org/kg/"
PREFIXES = f"""
PREFIX kg: <https://w3id.org/kg/ontology#>
PREFIX nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#>
PREFIX itsrdf: <http://www.w3.org/2005/11/its/rdf#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
PREFIX person: <{BASE}person/>
PREFIX state: <{BASE}state/>
PREFIX weapon: <{BASE}weapon-system/>
PREFIX place: <{BASE}place/>
"""

# Each asks for one thing that the article says.
FACTS = {
    "Trump and Putin spoke on July 3": """
        ?e a kg:Call ; kg:participant person:donald-trump , person:vladimir-putin ; kg:factuality kg:Actual ;
           kg:earliest "2025-07-03"^^xsd:date ; kg:latest "2025-07-03"^^xsd:date
        FILTER (?e = <https://example.org/kg/call/2025-07-03-donald-trump-vladimir-putin>)""",
    "Trump and Zelensky spoke on the day after": """
        ?e a kg:Call ; kg:participant person:donald-trump , person:volodymyr-zelensky ; kg:factuality kg:Actual ;
           kg:earliest "2025-07-04"^^xsd:date ; kg:latest "2025-07-04"^^xsd:date
        FILTER (?e = <https://example.org/kg/call/2025-07-04-donald-trump-volodymyr-zelensky>)""",
    "Russia and Ukraine talked twice in Istanbul in May and June": """
        ?e a kg:Negotiation ; kg:participant state:russia , state:ukraine ; kg:factuality kg:Actual ; kg:rounds 2 ;
           kg:place place:istanbul ; kg:earliest "2025-05-01"^^xsd:date ; kg:latest "2025-06-30"^^xsd:date""",
    "deliveries of Patriot missiles are paused": """
        ?e a kg:Transfer ; kg:item weapon:patriot ; kg:factuality kg:Halted""",
    "the Patriots that Ukraine may get": """
        ?e a kg:Transfer ; kg:item weapon:patriot ; kg:recipient state:ukraine ; kg:factuality kg:Possible""",
    "no sanctions were imposed on Russia": """
        ?e a kg:Sanction ; kg:sanctioned state:russia ; kg:factuality kg:Negated""",
    "Iran was struck in June": """
        ?e a kg:Strike ; kg:target state:iran ; kg:factuality kg:Actual ;
           kg:earliest "2025-06-01"^^xsd:date ; kg:latest "2025-06-30"^^xsd:date""",
    "Russia attacks Ukraine with drones and missiles": """
        ?e a kg:Strike ; kg:attacker state:russia ; kg:target|kg:place state:ukraine ; kg:factuality kg:Actual ;
           kg:weapon weapon:drone , weapon:missile""",
    "no ceasefire has been agreed": """
        ?e a kg:Agreement ; kg:factuality kg:Negated ; kg:participant state:russia , state:ukraine""",
    "Trump speaks": "?e a kg:Statement ; kg:speaker person:donald-trump ; kg:quote ?words",
    "Trump is the President of the United States": """
        ?e rdfs:label "Donald Trump"@en ; kg:office "President" ; kg:represents state:united-states""",
    "Zelensky and Putin are presidents": """
        ?e rdfs:label "Volodymyr Zelensky"@en ; kg:office "President" .
        person:vladimir-putin kg:office "President" ; kg:represents state:russia""",
}

# What must not be read into it: words in which the article says something else.
NOT_SAID = {
    "a call that did not take place": "?e a kg:Call ; kg:factuality ?f FILTER (?f != kg:Actual)",
    "sanctions that are in force": "?e a kg:Sanction ; kg:factuality kg:Actual",
    "Patriots that were handed over": "?e a kg:Transfer ; kg:item weapon:patriot ; kg:factuality kg:Actual",
    "a call without two sides": "?e a kg:Call FILTER NOT EXISTS { ?e kg:participant ?a , ?b FILTER (?a != ?b) }",
    "an attack on Moscow's side": "?e a kg:Strike ; kg:target state:russia",
    "a third call": """?e a kg:Call . ?f a kg:Call . ?g a kg:Call
        FILTER (?e != ?f && ?f != ?g && ?e != ?g)""",
}

# Roles, dates, factuality and what else is said of an event or a person stand on words.
EVIDENT = """kg:participant kg:mediator kg:attacker kg:target kg:weapon kg:supplier kg:recipient kg:item kg:goods
    kg:imposer kg:sanctioned kg:speaker kg:addressee kg:quote kg:about kg:place kg:topic kg:factuality kg:earliest
    kg:latest kg:date kg:duration kg:rounds kg:attributedTo kg:represents kg:office"""


@pytest.fixture(scope="module")
def article(shared: Path) -> Path:
    return shared / "gold" / "seed.docs.jsonl"


@pytest.fixture(scope="module")
def result(article: Path) -> kg.Result:
    return kg.build(article)


def found(result: kg.Result, pattern: str) -> list[tuple[object, ...]]:
    return [tuple(row) for row in result.graph.query(f"{PREFIXES} SELECT DISTINCT * {{ {pattern} }}")]


@pytest.mark.parametrize("fact", FACTS)
def test_the_graph_tells(result: kg.Result, fact: str) -> None:
    told = found(result, "?e a ?class ; kg:factuality ?factuality OPTIONAL { ?e kg:earliest ?from }")
    assert found(result, FACTS[fact]), f"not told; the events are {sorted(map(str, told))}"


@pytest.mark.parametrize("fact", NOT_SAID)
def test_the_graph_does_not_tell(result: kg.Result, fact: str) -> None:
    assert found(result, NOT_SAID[fact]) == []


def test_each_seat_and_surname_is_the_thing_it_stands_for(result: kg.Result) -> None:
    """Kyiv, Moscow, Tehran and the Kremlin are no places here, Trump and Putin no second persons."""
    labels = "SELECT ?label { ?e a ?kind ; rdfs:label ?label FILTER (?kind IN (kg:Person, kg:State)) }"
    assert sorted(str(label) for (label,) in result.graph.query(PREFIXES + labels)) == [
        "Donald Trump",
        "Iran",
        "Russia",
        "Ukraine",
        "United States",
        "Vladimir Putin",
        "Volodymyr Zelensky",
    ]


def test_the_leavings_of_the_page_yield_no_facts(article: Path, result: kg.Result) -> None:
    """What is told stays the same without the words that the page has around the article."""
    record = json.loads(article.read_text(encoding="utf-8").splitlines()[0])
    end = record["text"].index("Source link")
    title, source = record["title"], record["source"]
    bare = kg.build(Document(record["text"][:end].rstrip(), record["id"], record["date"], title, source=source))
    facts = f"""{PREFIXES} SELECT DISTINCT ?s ?p ?o {{ ?s ?p ?o
        FILTER (?p != kg:evidence) FILTER NOT EXISTS {{ ?s a ?c FILTER (?c IN (nif:Context, nif:Sentence)) }} }}"""
    with_leavings, without = ({tuple(row) for row in one.graph.query(facts)} for one in (result, bare))
    assert len(without) > 300
    assert with_leavings == without


@pytest.mark.parametrize("words", ["KI logo", "Source link", "Visited 1 times", "Leave a Reply", "Required fields"])
def test_no_span_holds_words_of_the_page(result: kg.Result, words: str) -> None:
    """Evidence is what a reader is shown: the sentence alone."""
    spans = result.graph.query(f"{PREFIXES} SELECT ?words {{ ?span nif:anchorOf ?words }}")
    assert [str(anchor) for (anchor,) in spans if words in str(anchor)] == []


def test_spans_are_slices_of_the_text(result: kg.Result) -> None:
    """Offsets count code points, and a span's IRI says them."""
    spans = (
        "?span nif:anchorOf ?words ; nif:beginIndex ?begin ; nif:endIndex ?end ; nif:referenceContext ?document . "
        "?document nif:isString ?text"
    )
    rows = list(result.graph.query(f"{PREFIXES} SELECT ?span ?words ?begin ?end ?document ?text {{ {spans} }}"))
    assert len(rows) > 50
    for span, words, begin, end, document, text in rows:
        assert str(words) == str(text)[int(begin) : int(end)]
        assert str(span) == f"{document}#char={begin},{end}"
        assert begin.datatype == end.datatype == XSD.nonNegativeInteger


def test_every_evident_triple_has_its_claim(result: kg.Result) -> None:
    triples = f"VALUES ?p {{ {EVIDENT} }} ?s ?p ?o"
    claimed = (
        "?c a kg:Claim ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; kg:rule ?rule ; "
        "prov:wasDerivedFrom/nif:anchorOf ?words"
    )
    all_of_them = found(result, triples)
    assert len(all_of_them) > 60
    assert found(result, f"{triples} FILTER NOT EXISTS {{ {claimed} }}") == []


def test_every_claim_is_a_triple_of_the_graph(result: kg.Result) -> None:
    claims = "?c a kg:Claim ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o FILTER NOT EXISTS { ?s ?p ?o }"
    assert found(result, claims) == []


def test_every_entity_and_event_is_mentioned_and_events_have_a_sentence(result: kg.Result) -> None:
    unmentioned = "FILTER NOT EXISTS { ?span a nif:Phrase ; itsrdf:taIdentRef ?e }"
    assert found(result, f"?e kg:factuality ?f {unmentioned}") == []
    assert found(result, f"?e rdfs:label ?name ; ^kg:participant ?event {unmentioned}") == []
    assert found(result, f"?e a ?c FILTER (?c IN (kg:Person, kg:State, kg:Place, kg:WeaponSystem)) {unmentioned}") == []
    assert found(result, "?e kg:factuality ?f FILTER NOT EXISTS { ?e kg:evidence/nif:anchorOf ?words }") == []
    assert found(result, "?e kg:factuality ?f , ?g FILTER (?f != ?g)") == []
    assert found(result, "?e kg:earliest ?f FILTER NOT EXISTS { ?e kg:latest ?g FILTER (?g >= ?f) }") == []


def test_the_output_conforms(result: kg.Result) -> None:
    assert result.quarantine == ()
    assert result.report.problems == ()
    named = [g for g in result.graph.graphs() if len(g)]
    validator = Validator()
    for graph in named:
        copy = Graph(identifier=graph.identifier)
        for triple in graph:
            copy.add(triple)
        assert validator.violations(copy) == ()


def test_the_facts_stand_in_the_graph_of_the_document(result: kg.Result) -> None:
    document = URIRef(BASE + "doc/trump-putin-patriots-2025-07-05")
    call = URIRef(BASE + "call/2025-07-03-donald-trump-vladimir-putin")
    assert (call, RDF.type, URIRef("https://w3id.org/kg/ontology#Call")) in result.graph.graph(document)
