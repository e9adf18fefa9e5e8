"""Graphs onto real SPARQL servers: the same statements and answers as in the file, however often they are loaded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

import httpx
import pyoxigraph
import pytest
import sparql_servers
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat
from typer.testing import CliRunner

import kg
from kg import load, store
from kg.cli import app
from kg.iri import digest
from kg.ontology.terms import KG, NIF, PREFIXES, RDFS, XSD

EXAMPLE = Path(kg.__file__).parent / "examples" / "article.jsonl"
HEAD = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())

QUESTIONS = (
    "SELECT ?e ?a ?l { GRAPH ?g { ?e kg:participant ?a . ?a rdfs:label ?l } }",
    "SELECT ?e ?d { GRAPH ?g { ?e kg:factuality kg:Actual OPTIONAL { ?e kg:earliest ?d } } }",
    "SELECT ?m ?w ?t { GRAPH ?g { ?m nif:anchorOf ?w ; itsrdf:taIdentRef ?t } }",
    "SELECT ?c ?r ?p ?s { GRAPH ?g { ?c a kg:Claim ; kg:rule ?r ; rdf:predicate ?p ; prov:wasDerivedFrom ?s } }",
    'SELECT ?e ?d { GRAPH ?g { ?e kg:latest ?d FILTER(?d > "2022-01-01"^^xsd:date && ?d < "2023-01-01"^^xsd:date) } }',
    "SELECT ?r (COUNT(*) AS ?n) { GRAPH ?g { ?c kg:rule ?r } } GROUP BY ?r",
    "SELECT ?c ?t { GRAPH ?g { ?c nif:isString ?t } }",
)


@dataclass
class Place:
    """A server that takes graphs by one of the protocols."""

    target: str
    query: str
    protocol: str
    secret: dict[str, str] = field(default_factory=dict)

    def ask(self, query: str) -> list[dict[str, dict[str, str]]]:
        headers = {"Accept": "application/sparql-results+json"}
        answer = httpx.post(self.query, data={"query": HEAD + query}, headers=headers, timeout=60).raise_for_status()
        rows: list[dict[str, dict[str, str]]] = answer.json()["results"]["bindings"]
        return rows

    def load(self, source: Path | str, **options: object) -> load.Loaded:
        return load.load(str(source), self.target, options=load.Options(protocol=self.protocol, **options))

    def sizes(self, base: str) -> dict[str, int]:
        rows = self.ask(
            f"SELECT ?g (COUNT(*) AS ?n) {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?g), '{base}')) }} GROUP BY ?g"
        )
        return {row["g"]["value"]: int(row["n"]["value"]) for row in rows}


@pytest.fixture(scope="module")
def fuseki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sparql_servers.Process]:
    server = sparql_servers.fuseki(tmp_path_factory.mktemp("fuseki"))
    yield server
    server.kill()


@pytest.fixture(scope="module")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sparql_servers.Process]:
    server = sparql_servers.virtuoso(tmp_path_factory.mktemp("virtuoso"))
    yield server
    server.kill()


@pytest.fixture(params=["fuseki by graph-store", "fuseki by update", "virtuoso by graph-store", "virtuoso by update"])
def place(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Place:
    name, _, protocol = request.param.split()
    url = request.getfixturevalue(name).url
    if name == "fuseki":
        return Place(f"{url}/{'update' if protocol == 'update' else 'data'}", f"{url}/query", protocol)
    for variable, value in sparql_servers.SECRET.items():
        monkeypatch.setenv(variable, value)
    path = "sparql-auth" if protocol == "update" else "sparql-graph-crud-auth"
    return Place(f"{url}/{path}", f"{url}/sparql", protocol, sparql_servers.SECRET)


@pytest.fixture
def base(request: pytest.FixtureRequest) -> str:
    """Graphs of one test on a server that all share."""
    return f"https://example.org/{digest(request.node.name)}/"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("built") / "article.nq"
    kg.build(EXAMPLE).save(path)
    return path


def document(iri: str, *more: tuple[str, str, Literal]) -> list[Quad]:
    """A small document of its own, and what is said in it beside."""
    name, call = NamedNode(iri), NamedNode(f"{iri}#event=0,16")
    said: list[tuple[NamedNode, str, NamedNode | Literal]] = [
        (
            name,
            NIF + "isString",
            Literal("Ann called Bob.\n\n„Naïve“ 日本 🇺🇦 e\u0301 \u2028 'x' \"y\" \\ \t <b> &amp; {} $ ?"),
        ),
        (call, RDFS + "label", Literal("called", language="en")),
        (call, KG + "factuality", NamedNode(KG + "Actual")),
        (call, KG + "participant", NamedNode("https://example.org/kg/person/ann")),
        (call, KG + "earliest", Literal("2022-07-03", datatype=NamedNode(XSD + "date"))),
        (call, KG + "date", Literal("2022-07", datatype=NamedNode(XSD + "gYearMonth"))),
        (call, KG + "rounds", Literal("2", datatype=NamedNode(XSD + "integer"))),
        (call, NIF + "beginIndex", Literal("0", datatype=NamedNode(XSD + "nonNegativeInteger"))),
        # Two escapes that a server may undo too early, and end the string there.
        (call, KG + "goods", Literal('\\u0022 } } ; DROP ALL ; INSERT DATA { <urn:a> <urn:b> "')),
        (call, KG + "quote", Literal('\\\\U00000022 . } ; CLEAR ALL # "" \'\'\' """ \r\n')),
        (NamedNode(f"{iri}%20a#char=0,3"), NIF + "anchorOf", Literal("")),
        *((NamedNode(iri + subject), predicate, value) for subject, predicate, value in more),
    ]
    return [Quad(subject, NamedNode(predicate), value, name) for subject, predicate, value in said]


def written(path: Path, *documents: list[Quad]) -> Path:
    pyoxigraph.serialize([quad for one in documents for quad in one], str(path), format=RdfFormat.N_QUADS)
    return path


def answers(rows: list[dict[str, dict[str, str]]]) -> list[tuple[tuple[str, str, str], ...]]:
    found = []
    for row in rows:
        terms = sorted((name, term["value"], term.get("xml:lang", "")) for name, term in row.items())
        found.append(tuple(terms))
    return sorted(found)


def local_answers(source: Path, query: str) -> list[tuple[tuple[str, str, str], ...]]:
    solutions = store.load(str(source)).query(HEAD + query)
    assert isinstance(solutions, pyoxigraph.QuerySolutions)
    rows = []
    for solution in solutions:
        row = {}
        for variable in solutions.variables:
            term = solution[variable]
            if term is not None:
                row[variable.value] = {"value": term.value, "xml:lang": getattr(term, "language", None) or ""}
        rows.append(row)
    return answers(rows)


def test_every_statement_arrives_with_its_datatype(place: Place, base: str, tmp_path: Path) -> None:
    source = written(tmp_path / "g.nq", *(document(f"{base}{number}") for number in range(3)))
    loaded = place.load(source)
    assert (dict(loaded.counts), loaded.kept, loaded.problems) == ({"document": 3, "triple": 33}, 0, ())
    expected = {tuple(str(term) for term in quad) for quad in store.quads(str(source))}
    rows = place.ask(f"SELECT * {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?g), '{base}')) }}")
    found = {(iri(row["s"]), iri(row["p"]), term(row["o"]), iri(row["g"])) for row in rows}
    assert found == expected


def iri(value: dict[str, str]) -> str:
    return str(NamedNode(value["value"]))


def term(value: dict[str, str]) -> str:
    if value["type"] == "uri":
        return iri(value)
    if "xml:lang" in value:
        return str(Literal(value["value"], language=value["xml:lang"]))
    return str(Literal(value["value"], datatype=NamedNode(value.get("datatype", XSD + "string"))))


def test_a_built_graph_gives_the_answers_it_gives_here(place: Place, built: Path) -> None:
    assert place.load(built).problems == ()
    (name,) = {str(quad.graph_name) for quad in store.quads(str(built))}
    for question in QUESTIONS:
        query = question.replace("?g", name)
        here = local_answers(built, query)
        assert here, f"asks nothing: {question}"
        assert answers(place.ask(query)) == here, question


def test_loading_twice_changes_nothing(place: Place, base: str, tmp_path: Path) -> None:
    source = written(tmp_path / "g.nq", document(f"{base}a"), document(f"{base}b"))
    place.load(source)
    before = place.sizes(base)
    again = place.load(source)
    assert (again.kept, again.problems) == (0, ())
    assert place.sizes(base) == before == {f"{base}a": 11, f"{base}b": 11}


def test_a_changed_document_takes_the_place_of_the_old_one(place: Place, base: str, tmp_path: Path) -> None:
    more = ("#event=20,30", KG + "quote", Literal("gone later"))
    source = written(tmp_path / "g.nq", document(f"{base}a", more), document(f"{base}b"), document(f"{base}c"))
    place.load(source, resume=tmp_path / "journal")
    changed = ("#event=40,50", KG + "quote", Literal("new"))
    written(
        source, document(f"{base}a"), document(f"{base}b"), document(f"{base}c", changed, (*changed[:2], Literal("2")))
    )
    again = place.load(source, resume=tmp_path / "journal")
    assert (again.kept, again.problems) == (1, ())
    assert place.sizes(base) == {f"{base}a": 11, f"{base}b": 11, f"{base}c": 13}


def test_a_document_of_some_megabytes_arrives_whole(place: Place, base: str, tmp_path: Path) -> None:
    text = Literal('Es war 日本 "so".\n' * 12_000)
    many = (
        (f"#char={number},{number + 1}", NIF + "anchorOf", Literal(f"wörd {number} " + "x" * 300))
        for number in range(7_000)
    )
    source = written(tmp_path / "g.nq", document(f"{base}big", ("#t", NIF + "isString", text), *many))
    assert source.stat().st_size > 3_000_000
    loaded = place.load(source)
    assert (dict(loaded.counts), loaded.problems) == ({"document": 1, "triple": 7_012}, ())
    assert place.sizes(base) == {f"{base}big": 7_012}
    (row,) = place.ask(f"SELECT ?t {{ GRAPH <{base}big> {{ <{base}big#t> nif:isString ?t }} }}")
    assert row["t"]["value"] == text.value


def test_statements_of_a_document_may_lie_apart(place: Place, base: str, tmp_path: Path) -> None:
    one, two = document(f"{base}a"), document(f"{base}b")
    mixed = [quad for pair in zip(one, two, strict=True) for quad in pair]
    loaded = place.load(written(tmp_path / "g.nq", mixed, one))
    assert (dict(loaded.counts), loaded.problems) == ({"document": 2, "triple": 22}, ())
    assert place.sizes(base) == {f"{base}a": 11, f"{base}b": 11}


def test_turtle_goes_into_the_graph_that_is_named(place: Place, base: str, tmp_path: Path) -> None:
    source = tmp_path / "g.ttl"
    source.write_text('<urn:s> <urn:p> 1, "a", [ <urn:q> [] ], [ <urn:q> <urn:o> ] .', encoding="utf-8")
    for _ in range(2):
        assert place.load(source, graph=f"{base}all").problems == ()
    assert place.sizes(base) == {f"{base}all": 6}


def test_a_store_on_disk_is_loaded_with_the_datatypes_of_the_vocabulary(
    place: Place, base: str, tmp_path: Path
) -> None:
    folder = tmp_path / "news.store"
    with store.changed(folder) as kept:
        kept.bulk_extend(document(f"{base}a"))
        kept.bulk_extend(document(f"{base}b"))
    loaded = place.load(folder)
    assert (dict(loaded.counts), loaded.problems) == ({"document": 2, "triple": 22}, ())
    rows = place.ask(f"SELECT ?n {{ GRAPH <{base}a> {{ ?s nif:beginIndex ?n }} }}")
    assert [row["n"]["datatype"] for row in rows] == [XSD + "nonNegativeInteger"]


def test_a_literal_that_the_server_rewrites_is_told(
    virtuoso: sparql_servers.Process, base: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable, value in sparql_servers.SECRET.items():
        monkeypatch.setenv(variable, value)
    lasted = ("#event=1,2", KG + "duration", Literal("P3D", datatype=NamedNode(XSD + "duration")))
    told: list[str] = []
    source = written(tmp_path / "g.nq", document(f"{base}a", lasted))
    loaded = load.load(str(source), f"{virtuoso.url}/sparql-graph-crud-auth", tell=told.append)
    assert loaded.problems == ()
    (line,) = told
    assert line.startswith('warning: the server writes "P3D"^^<http://www.w3.org/2001/XMLSchema#duration> as "259200')


def test_a_literal_that_virtuoso_takes_by_no_update_keeps_only_its_document_back(
    virtuoso: sparql_servers.Process, base: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable, value in sparql_servers.SECRET.items():
        monkeypatch.setenv(variable, value)
    years = ("#event=1,2", KG + "duration", Literal("P20Y", datatype=NamedNode(XSD + "duration")))
    source = written(tmp_path / "g.nq", document(f"{base}a"), document(f"{base}b", years), document(f"{base}c"))
    place = Place(f"{virtuoso.url}/sparql-auth", f"{virtuoso.url}/sparql", "update")
    for batch in (4, 1000):
        loaded = place.load(source, batch=batch)
        (problem,) = loaded.problems
        assert problem.startswith(f"{base}b is not loaded: {virtuoso.url}/sparql-auth answered 500 ")
        assert "duration" in problem
        # Nor is a part of it left behind.
        assert place.sizes(base) == {f"{base}a": 11, f"{base}c": 11}


@pytest.mark.parametrize("path", ["sparql-graph-crud-auth", "sparql-graph-crud"])
def test_virtuoso_lets_nobody_write_who_may_not(
    virtuoso: sparql_servers.Process, base: str, tmp_path: Path, path: str
) -> None:
    source = written(tmp_path / "g.nq", document(f"{base}a"))
    done = CliRunner().invoke(app, ["load", str(source), f"{virtuoso.url}/{path}"])
    assert done.exit_code == 1
    remedy = "set KG_USER and KG_PASSWORD" if path.endswith("auth") else "this user may not do that there"
    assert remedy in done.stderr
    assert done.stderr.count("\n") == 1


def test_what_others_put_into_a_graph_is_replaced_and_other_graphs_are_left(
    fuseki: sparql_servers.Process, base: str, tmp_path: Path
) -> None:
    for graph in ("a", "others"):
        body = "<urn:s> <urn:p> 1, 2, 3 ."
        httpx.put(
            f"{fuseki.url}/data", params={"graph": base + graph}, content=body, headers={"Content-Type": "text/turtle"}
        )
    place = Place(f"{fuseki.url}/data", f"{fuseki.url}/query", "graph-store")
    place.load(written(tmp_path / "g.nq", document(f"{base}a")))
    assert place.sizes(base) == {f"{base}a": 11, f"{base}others": 3}


@pytest.mark.parametrize("scheme", ["basic", "digest"])
def test_a_password_opens_fuseki(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scheme: str) -> None:
    server = sparql_servers.with_password(tmp_path, scheme)
    source = written(tmp_path / "g.nq", document("https://example.org/a"), document("https://example.org/b"))
    try:
        refused = CliRunner().invoke(app, ["load", str(source), f"{server.url}/data"])
        assert (refused.exit_code, "401" in refused.stderr) == (1, True)
        assert "set KG_USER and KG_PASSWORD, or KG_TOKEN" in refused.stderr
        for variable, value in sparql_servers.SECRET.items():
            monkeypatch.setenv(variable, value)
        taken = CliRunner().invoke(app, ["load", str(source), f"{server.url}/data"])
        assert (taken.exit_code, taken.stderr) == (0, "kg: 2 documents, 22 triples loaded\n")
        monkeypatch.setenv("KG_PASSWORD", "wrong one")
        wrong = CliRunner().invoke(app, ["load", str(source), f"{server.url}/data"])
        assert wrong.exit_code == 1
        assert "does not accept KG_USER with KG_PASSWORD" in wrong.stderr
        assert "wrong one" not in unquote(wrong.stderr)
    finally:
        server.kill()
