"""`kg serve` asked by clients that others wrote: SPARQLWrapper, rdflib's SPARQLStore and curl."""

from __future__ import annotations

import csv
import io
import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import needs
import pytest
import rdflib
from hand_made import CALL, TRUMP, graphs
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from served import PREFIX, served, stored
from SPARQLWrapper import CSV, JSON, JSONLD, N3, POST, POSTDIRECTLY, RDFXML, TSV, TURTLE, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

CALLERS = PREFIX + f"SELECT DISTINCT ?who {{ <{CALL}> kg:participant ?who }} ORDER BY ?who"
WHO = sorted([TRUMP.iri, "https://example.org/kg/person/vladimir-putin"])
ALL = {triple for graph in graphs() for triple in graph}


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Of a store on disk."""
    with served(stored(tmp_path_factory.mktemp("served"))) as server:
        yield server.url


def wrapped(url: str, query: str, format: str, method: str = "GET") -> Any:
    wrapper = SPARQLWrapper(url + "/sparql")
    wrapper.setQuery(query)
    wrapper.setReturnFormat(format)
    if method != "GET":
        wrapper.setMethod(POST)
    if method == "direct":
        wrapper.setRequestMethod(POSTDIRECTLY)
    return wrapper.query()


@pytest.mark.parametrize("method", ["GET", "form", "direct"])
def test_sparqlwrapper_reads_rows(url: str, method: str) -> None:
    found = wrapped(url, CALLERS, JSON, method).convert()
    assert [row["who"]["value"] for row in found["results"]["bindings"]] == WHO
    found = wrapped(url, CALLERS, XML, method).convert()
    assert [node.firstChild.data for node in found.getElementsByTagName("uri")] == WHO
    found = wrapped(url, CALLERS, CSV, method).convert().decode()
    assert [row["who"] for row in csv.DictReader(io.StringIO(found))] == WHO
    found = wrapped(url, CALLERS, TSV, method).convert().decode()
    assert found.splitlines() == ["?who", *(f"<{iri}>" for iri in WHO)]


@pytest.mark.parametrize("method", ["GET", "form", "direct"])
def test_sparqlwrapper_reads_yes_and_no(url: str, method: str) -> None:
    for object_, said in ((TRUMP.iri, True), ("urn:nobody", False)):
        query = PREFIX + f"ASK {{ <{CALL}> kg:participant <{object_}> }}"
        assert wrapped(url, query, JSON, method).convert()["boolean"] is said
        (node,) = wrapped(url, query, XML, method).convert().getElementsByTagName("boolean")
        assert node.firstChild.data == str(said).lower()


@pytest.mark.parametrize("method", ["GET", "form", "direct"])
def test_sparqlwrapper_reads_graphs(url: str, method: str) -> None:
    query = f"CONSTRUCT {{ ?s ?p ?o }} {{ ?s ?p ?o . FILTER(?s = <{CALL}>) }}"
    expected = {triple for triple in ALL if str(triple[0]) == CALL}
    for format in (XML, RDFXML, JSONLD):
        assert set(wrapped(url, query, format, method).convert()) == expected
    for format in (TURTLE, N3):
        turtle = wrapped(url, query, format, method).convert()
        assert set(rdflib.Graph().parse(data=turtle, format="turtle")) == expected
    assert set(wrapped(url, f"DESCRIBE <{CALL}>", XML, method).convert()) == expected


def test_sparqlwrapper_is_told_that_a_query_is_none(url: str) -> None:
    with pytest.raises(QueryBadFormed, match="cannot stand here"):
        wrapped(url, "SELECT ?s { ?s ?p }", JSON)


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib_works_on_it_as_on_a_graph(url: str, method: str) -> None:
    graph = rdflib.Graph(SPARQLStore(url + "/sparql", method=method), identifier=None)
    kg = rdflib.Namespace("https://w3id.org/kg/ontology#")
    call = rdflib.URIRef(CALL)
    assert sorted(set(graph.objects(call, kg.participant))) == [rdflib.URIRef(iri) for iri in WHO]
    assert (call, rdflib.RDF.type, kg.Call) in graph
    assert (call, rdflib.RDF.type, kg.Meeting) not in graph
    assert sorted({str(row.who) for row in graph.query(CALLERS)}) == WHO
    assert graph.query(f"ASK {{ <{CALL}> a kg:Call }}", initNs={"kg": kg}).askAnswer is True
    made = graph.query(PREFIX + "CONSTRUCT { ?c a kg:Call } { ?c a kg:Call }").graph
    assert set(made) == {(call, rdflib.RDF.type, kg.Call)}


def test_rdflib_lists_the_graphs_and_reads_one(url: str) -> None:
    remote = rdflib.Dataset(SPARQLStore(url + "/sparql"))
    names = {str(graph.identifier) for graph in graphs()}
    assert {str(name) for name in remote.store.contexts()} == names
    graph = graphs()[0]
    one = rdflib.Graph(SPARQLStore(url + "/sparql"), identifier=graph.identifier)
    found = list(one.query("SELECT ?s ?o { ?s a ?o }"))
    assert {(row.s, row.o) for row in found} == set(graph.subject_objects(rdflib.RDF.type))


def curl(*arguments: str) -> str:
    done = subprocess.run([needs.program("curl"), "-sS", *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_curl_asks(url: str, tmp_path: Path) -> None:
    by_get = curl("-G", url + "/sparql", "--data-urlencode", f"query={CALLERS}", "-H", "Accept: text/csv")
    by_form = curl(url + "/sparql", "--data-urlencode", f"query={CALLERS}", "-H", "Accept: text/csv")
    file = tmp_path / "q.rq"
    file.write_text(CALLERS, encoding="utf-8")
    direct = curl(
        url + "/sparql",
        "--data-binary",
        f"@{file}",
        "-H",
        "Content-Type: application/sparql-query",
        "-H",
        "Accept: text/csv",
    )
    assert by_get == by_form == direct == "who\n" + "".join(f"{iri}\n" for iri in WHO)
    answer = json.loads(curl(url + "/sparql", "--data-urlencode", f"query={CALLERS}"))
    assert [row["who"]["value"] for row in answer["results"]["bindings"]] == WHO


def test_curl_fetches_a_graph(url: str, tmp_path: Path) -> None:
    graph = graphs()[0]
    file = tmp_path / "graph.ttl"
    curl("-G", url + "/data", "--data-urlencode", f"graph={graph.identifier}", "-o", str(file), "--fail")
    assert set(rdflib.Graph().parse(file)) == set(graph)
    head = curl("-I", url + "/data?default")
    assert head.splitlines()[0].startswith("HTTP/1.1 200")
