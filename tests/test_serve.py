"""The SPARQL 1.1 Protocol and Service Description, asked for by a client of HTTP alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.parse import quote

import httpx
import pytest
import rdflib
from hand_made import BASE, CALL, TRUMP, graphs
from served import PREFIX, served, written

from kg.serve.accept import GRAPHS
from kg.serve.description import description

KG = "https://w3id.org/kg/ontology#"
SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
LABELS = "SELECT ?label { ?person a kg:Person ; rdfs:label ?label } ORDER BY ?label"
DIRECT = {"Content-Type": "application/sparql-query"}
NAMES = sorted(str(graph.identifier) for graph in graphs())


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    path = written(tmp_path_factory.mktemp("served"))
    with served(path) as server, httpx.Client(base_url=server.url, timeout=60) as client:
        yield client


def query(client: httpx.Client, text: str, accept: str = "application/sparql-results+json") -> httpx.Response:
    return client.get("/sparql", params={"query": text}, headers={"Accept": accept})


def count(answer: httpx.Response) -> int:
    assert answer.status_code == 200, answer.text
    return int(answer.json()["results"]["bindings"][0]["n"]["value"])


def test_a_query_is_taken_in_all_three_ways(client: httpx.Client) -> None:
    by_get = query(client, LABELS)
    by_form = client.post("/sparql", data={"query": LABELS})
    direct = client.post("/sparql", content=LABELS.encode(), headers=DIRECT)
    assert by_get.json() == by_form.json() == direct.json()
    found = [row["label"]["value"] for row in by_get.json()["results"]["bindings"]]
    assert sorted(set(found)) == ["Donald Trump", "Vladimir Putin"]


def test_a_query_of_several_lines_and_scripts_arrives_as_it_is(client: httpx.Client) -> None:
    text = "# Überschrift & mehr\nSELECT (\"a+b=c&d; 100% — 'Kyïv' 🙂\" AS ?words)\n{ }"
    for answer in (
        query(client, text),
        client.post("/sparql", data={"query": text}),
        client.post(
            "/sparql", content=text.encode(), headers={"Content-Type": "Application/SPARQL-Query; charset=UTF-8"}
        ),
    ):
        assert answer.json()["results"]["bindings"][0]["words"]["value"] == "a+b=c&d; 100% — 'Kyïv' 🙂"


@pytest.mark.parametrize(
    ("accept", "media_type", "begin"),
    [
        (None, "application/sparql-results+json", b'{"head"'),
        ("*/*", "application/sparql-results+json", b'{"head"'),
        ("application/json", "application/json", b'{"head"'),
        ("application/sparql-results+xml", "application/sparql-results+xml", b"<?xml"),
        ("text/html, application/xml;q=0.9, */*;q=0.8", "application/xml", b"<?xml"),
        ("text/csv", "text/csv", b"label\r\n"),
        ("text/*;q=0.5, text/tab-separated-values", "text/tab-separated-values", b"?label\n"),
        ("text/csv;q=0.4, application/sparql-results+json;q=0.6", "application/sparql-results+json", b'{"head"'),
        ("application/sparql-results+json;q=0, */*", "application/sparql-results+xml", b"<?xml"),
        ("text/turtle, text/csv;q=0.1", "text/csv", b"label\r\n"),
    ],
)
def test_rows_come_in_the_format_that_is_liked_best(
    client: httpx.Client, accept: str | None, media_type: str, begin: bytes
) -> None:
    request = client.build_request("GET", "/sparql", params={"query": LABELS})
    del request.headers["Accept"]
    if accept:
        request.headers["Accept"] = accept
    answer = client.send(request)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].partition(";")[0] == media_type
    assert answer.content.startswith(begin)
    assert answer.headers["Vary"] == "Accept"


@pytest.mark.parametrize(
    ("accept", "said"),
    [
        ("application/sparql-results+json", lambda answer: answer.json()["boolean"] is True),
        ("application/sparql-results+xml", lambda answer: "<boolean>true</boolean>" in answer.text),
        ("text/csv", lambda answer: answer.text.strip() == "true"),
        ("text/tab-separated-values", lambda answer: answer.text.strip() == "true"),
    ],
)
def test_yes_or_no_comes_in_each_format(client: httpx.Client, accept: str, said: object) -> None:
    answer = query(client, f"ASK {{ <{CALL}> kg:participant <{TRUMP.iri}> }}", accept)
    assert said(answer)
    assert answer.headers["Content-Type"].partition(";")[0] == accept


@pytest.mark.parametrize(
    ("accept", "format"),
    [
        ("text/turtle", "turtle"),
        ("application/n-triples", "nt"),
        ("application/rdf+xml", "xml"),
        ("application/ld+json", "json-ld"),
        ("application/trig", "trig"),
        ("application/n-quads", "nquads"),
    ],
)
def test_a_graph_comes_in_each_format(client: httpx.Client, accept: str, format: str) -> None:
    asked = f"CONSTRUCT {{ ?call kg:participant ?who }} {{ ?call kg:participant ?who . FILTER(?call = <{CALL}>) }}"
    for text, least in ((asked, 2), (f"DESCRIBE <{CALL}>", 8)):
        answer = query(client, text, accept)
        assert answer.headers["Content-Type"].partition(";")[0] == accept
        read = rdflib.Dataset(default_union=True).parse(data=answer.content, format=format)
        participants = set(read.objects(rdflib.URIRef(CALL), rdflib.URIRef(KG + "participant")))
        assert {str(one) for one in participants} == {TRUMP.iri, BASE + "person/vladimir-putin"}
        assert len(read) >= least


def test_what_no_format_is_acceptable_for_is_not_answered(client: httpx.Client) -> None:
    rows = query(client, LABELS, "text/turtle, image/png")
    graph = query(client, f"DESCRIBE <{CALL}>", "text/csv")
    assert (rows.status_code, graph.status_code) == (406, 406)
    assert "text/csv" in rows.text
    assert "text/turtle" in graph.text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("SELECT ?a {\n  ?a kg:participant ;\n}", "line 2, column 21 of the query: “;” cannot stand here"),
        ("SELECT * { ?a foaf:knows ?b }", "line 1, column 15 of the query: the prefix foaf: is not known"),
        ("", "the query is empty"),
        ("INSERT DATA { <urn:a> <urn:b> <urn:c> }", "INSERT changes a graph, and here graphs are only read"),
        ("LOAD <file:///etc/passwd>", "LOAD changes a graph"),
        ("DROP ALL", "DROP changes a graph"),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } }", "SERVICE asks another server"),
        ("SELECT * { SERVICE SILENT ?where { ?a ?b ?c } }", "SERVICE asks another server"),
    ],
)
def test_what_is_wrong_with_a_query_is_told_in_one_line(client: httpx.Client, text: str, said: str) -> None:
    for answer in (query(client, text), client.post("/sparql", content=text.encode(), headers=DIRECT)):
        assert answer.status_code == 400
        assert said in answer.text
        assert answer.text.count("\n") == 1
        assert answer.headers["Content-Type"].startswith("text/plain")


def test_files_are_not_read_by_from(client: httpx.Client, tmp_path: object) -> None:
    answer = query(client, "SELECT (COUNT(*) AS ?n) FROM <file:///etc/hostname> { ?s ?p ?o }")
    assert count(answer) == 0


@pytest.mark.parametrize(
    ("status", "send"),
    [
        (400, lambda c: c.get("/sparql?query=ASK%20%7B%7D&query=ASK%20%7B%7D")),
        (400, lambda c: c.get("/sparql?foo=bar")),
        (400, lambda c: c.get("/sparql?default-graph-uri=urn:a")),
        (400, lambda c: c.get("/sparql?query=%FF%FE")),
        (400, lambda c: c.get("/sparql?query=ASK%20%7B%7D&default-graph-uri=relative")),
        (400, lambda c: c.get("/sparql?query=ASK%20%7B%7D&named-graph-uri=has%20space")),
        (400, lambda c: c.get("/sparql?update=CLEAR%20ALL")),
        (400, lambda c: c.post("/sparql", data={"update": "CLEAR ALL"})),
        (400, lambda c: c.post("/sparql", data={"query": "ASK {}", "using-graph-uri": "urn:a"})),
        (400, lambda c: c.post("/sparql", data={"query": ["ASK {}", "ASK {}"]})),
        (400, lambda c: c.post("/sparql?query=ASK%20%7B%7D", data={"query": "ASK {}"})),
        (400, lambda c: c.post("/sparql?query=ASK%20%7B%7D", content=b"ASK {}", headers=DIRECT)),
        (400, lambda c: c.post("/sparql", data={"nothing": ""})),
        (400, lambda c: c.post("/sparql", content="ASK {}".encode("utf-16"), headers=DIRECT)),
        (400, lambda c: c.post("/sparql", content=b"CLEAR ALL", headers={"Content-Type": "application/sparql-update"})),
        (415, lambda c: c.post("/sparql", content=b"ASK {}")),
        (415, lambda c: c.post("/sparql", content=b"ASK {}", headers={"Content-Type": "text/plain"})),
        (415, lambda c: c.post("/sparql", json={"query": "ASK {}"})),
        (415, lambda c: c.post("/sparql", files={"query": b"ASK {}"})),
        (
            415,
            lambda c: c.post(
                "/sparql", content=b"x", headers={"Content-Type": DIRECT["Content-Type"] + ";charset=UTF-16"}
            ),
        ),
        (415, lambda c: c.post("/sparql", content=b"x", headers={**DIRECT, "Content-Encoding": "gzip"})),
        (413, lambda c: c.post("/sparql", content=b"#" * 1_000_001, headers=DIRECT)),
        (413, lambda c: c.post("/sparql", content=(b"#" * 300_000 for _ in range(4)), headers=DIRECT)),
        (405, lambda c: c.put("/sparql", params={"query": "ASK {}"})),
        (405, lambda c: c.delete("/sparql")),
        (405, lambda c: c.patch("/sparql")),
        (404, lambda c: c.get("/update")),
        (404, lambda c: c.get("/sparql/more")),
        (421, lambda c: c.get("/sparql?query=ASK%20%7B%7D", headers={"Host": "rebound.example:8000"})),
    ],
)
def test_what_the_protocol_does_not_allow_is_refused(client: httpx.Client, status: int, send: object) -> None:
    answer = send(client)
    assert answer.status_code == status, answer.text
    assert answer.text.endswith("\n")
    assert answer.text.count("\n") == 1
    assert "Traceback" not in answer.text


def test_other_methods_are_told(client: httpx.Client) -> None:
    allowed = "GET, HEAD, POST, OPTIONS"
    assert client.put("/sparql").headers["Allow"] == allowed
    options = client.options("/sparql")
    assert (options.status_code, options.headers["Allow"]) == (204, allowed)


def test_head_answers_as_get_does_without_the_answer(client: httpx.Client) -> None:
    got = query(client, LABELS)
    head = client.head("/sparql", params={"query": LABELS}, headers={"Accept": "application/sparql-results+json"})
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["Content-Length"] == got.headers["Content-Length"] == str(len(got.content))


def test_names_of_this_machine_are_all_taken(client: httpx.Client) -> None:
    for name in ("localhost", "localhost:9", "127.0.0.1", "[::1]:8000", "kg.localhost"):
        assert client.get("/sparql?query=ASK%20%7B%7D", headers={"Host": name}).status_code == 200


def test_scripts_of_other_sites_may_not_read_unless_told(client: httpx.Client) -> None:
    answer = client.get("/sparql?query=ASK%20%7B%7D", headers={"Origin": "https://other.example"})
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


# Which graphs are asked

NIF = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"
ALL = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
IN_NAMED = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
SIZES = {str(graph.identifier): len(graph) for graph in graphs()}


def asked_of(client: httpx.Client, text: str, **graphs: str | list[str]) -> int:
    given = {name.replace("_", "-"): value for name, value in graphs.items()}
    by_get = count(client.get("/sparql", params={"query": text, **given}))
    by_form = count(client.post("/sparql", data={"query": text, **given}))
    direct = count(client.post("/sparql", params=given, content=text.encode(), headers=DIRECT))
    assert by_get == by_form == direct
    return by_get


def test_a_query_is_asked_of_all_graphs(client: httpx.Client) -> None:
    assert asked_of(client, f"SELECT (COUNT(DISTINCT ?d) AS ?n) {{ ?d a <{NIF}Context> }}") == len(NAMES)
    assert asked_of(client, IN_NAMED) == sum(SIZES.values())


def test_a_query_is_asked_of_the_graphs_that_the_request_names(client: httpx.Client) -> None:
    first, second = NAMES
    assert asked_of(client, ALL, default_graph_uri=first) == SIZES[first]
    assert asked_of(client, ALL, default_graph_uri="urn:nothing") == 0
    assert asked_of(client, IN_NAMED, default_graph_uri=first) == 0
    assert asked_of(client, IN_NAMED, named_graph_uri=second) == SIZES[second]
    assert asked_of(client, ALL, named_graph_uri=second) == 0
    assert asked_of(client, IN_NAMED, named_graph_uri=[first, second]) == sum(SIZES.values())
    distinct = "SELECT (COUNT(DISTINCT ?d) AS ?n) { ?d a <" + NIF + "Context> }"
    assert asked_of(client, distinct, default_graph_uri=[first, second]) == 2


def test_a_query_is_asked_of_the_graphs_that_it_names_itself(client: httpx.Client) -> None:
    first, second = NAMES
    assert asked_of(client, ALL.replace("{", f"FROM <{first}> {{", 1)) == SIZES[first]
    assert asked_of(client, IN_NAMED.replace("{", f"FROM NAMED <{second}> {{", 1)) == SIZES[second]


def test_the_request_goes_before_the_query(client: httpx.Client) -> None:
    first, second = NAMES
    assert asked_of(client, ALL.replace("{", f"FROM <{first}> {{", 1), default_graph_uri=second) == SIZES[second]


# What the service says of itself


@pytest.mark.parametrize(
    ("accept", "format"), [("text/turtle", "turtle"), ("application/rdf+xml", "xml"), ("*/*", "turtle")]
)
def test_the_service_describes_itself(client: httpx.Client, accept: str, format: str) -> None:
    answer = client.get("/sparql", headers={"Accept": accept})
    described = rdflib.Graph().parse(data=answer.content, format=format)
    (service,) = described.subjects(rdflib.RDF.type, SD.Service)
    assert str(service) == str(client.base_url.join("/sparql"))
    assert described.value(service, SD.endpoint) == service
    assert (service, SD.supportedLanguage, SD.SPARQL11Query) in described
    assert set(described.objects(service, SD.feature)) == {SD.UnionDefaultGraph}
    formats = {str(one) for one in described.objects(service, SD.resultFormat)}
    assert {"SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV", "Turtle"} <= {
        one.removeprefix("http://www.w3.org/ns/formats/") for one in formats
    }
    assert sorted(str(name) for name in described.objects(None, SD.name)) == NAMES


def test_a_browser_at_the_endpoint_is_shown_the_editor(client: httpx.Client) -> None:
    answer = client.get(
        "/sparql", headers={"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
    )
    assert (answer.status_code, answer.headers["Location"]) == (303, "/query")
    assert client.get("/sparql", headers={"Accept": "image/png"}).status_code == 406


# Whole graphs (SPARQL 1.1 Graph Store HTTP Protocol)


@pytest.mark.parametrize("path", ["/data", "/rdf-graph-store"])
@pytest.mark.parametrize("graph", graphs(), ids=lambda graph: str(graph.identifier))
def test_a_graph_is_given_as_it_was_written(client: httpx.Client, path: str, graph: rdflib.Graph) -> None:
    answer = client.get(path, params={"graph": str(graph.identifier)}, headers={"Accept": "application/n-triples"})
    # With the datatypes that a store does not keep.
    assert set(rdflib.Graph().parse(data=answer.content, format="nt")) == set(graph)


def test_the_default_graph_is_the_union(client: httpx.Client) -> None:
    answer = client.get("/data?default", headers={"Accept": "text/turtle"})
    assert set(rdflib.Graph().parse(data=answer.content, format="turtle")) == {t for graph in graphs() for t in graph}
    assert answer.content == client.get("/data?default=", headers={"Accept": "text/turtle"}).content


def test_a_graph_is_asked_for_by_head(client: httpx.Client) -> None:
    got = client.get("/data", params={"graph": NAMES[0]})
    head = client.head("/data", params={"graph": NAMES[0]})
    assert (head.status_code, head.headers["Content-Length"]) == (200, str(len(got.content)))
    assert client.head("/data?graph=urn:nothing").status_code == 404


@pytest.mark.parametrize(
    ("status", "url"),
    [
        (404, "/data?graph=urn:nothing"),
        (400, "/data"),
        (400, f"/data?default&graph={quote(NAMES[0])}"),
        (400, "/data?graph=urn:a&graph=urn:b"),
        (400, "/data?graph=relative"),
        (400, "/data?graph="),
        (400, "/data?default=yes"),
        (406, "/data?default"),
    ],
)
def test_what_is_no_graph_is_refused(client: httpx.Client, status: int, url: str) -> None:
    answer = client.get(url, headers={"Accept": "image/png" if status == 406 else "*/*"})
    assert answer.status_code == status, answer.text
    assert answer.text.count("\n") == 1


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH"])
def test_nothing_is_written(client: httpx.Client, method: str) -> None:
    answer = client.request(method, "/data", params={"graph": NAMES[0]}, content=b"<urn:a> <urn:b> <urn:c> .")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert client.options("/data").headers["Allow"] == "GET, HEAD, OPTIONS"
    assert asked_of(client, ALL, default_graph_uri=NAMES[0]) == SIZES[NAMES[0]]


def test_the_same_request_gives_the_same_bytes(client: httpx.Client) -> None:
    for text, accept in ((LABELS, "text/csv"), ("CONSTRUCT WHERE { ?s ?p ?o }", "text/turtle")):
        assert len({query(client, text, accept).content for _ in range(6)}) == 1
    assert len({client.get("/data?default").content for _ in range(6)}) == 1
    assert json.loads(query(client, PREFIX + LABELS).content) == query(client, LABELS).json()


def test_a_large_graph_is_described_without_the_names_of_all_its_graphs() -> None:
    names = [f"urn:{number}" for number in range(3)]
    whole, part = (
        rdflib.Graph().parse(
            data=description("https://a.example/sparql", {"triples": 9, "graphs": n, "names": names}, GRAPHS[0])
        )
        for n in (3, 4)
    )
    assert sorted(str(name) for name in whole.objects(None, SD.name)) == names
    assert list(part.objects(None, SD.name)) == []
    assert [int(n) for n in part.objects(None, rdflib.VOID.documents)] == [4]
