"""`kg query`: SPARQL asked of graphs, its answers in every format, and what cannot be asked."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pyoxigraph
import pytest
import rdflib
from asked import ARTICLES, answer, asked, graph, two_articles
from explained import TURTLE, of, run
from hand_made import BASE, KG
from rdflib.compare import isomorphic

from kg import query
from kg.errors import UsageError

CALLS = "SELECT ?call ?who { ?call a kg:Call ; kg:participant ?who }"


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return two_articles(tmp_path_factory.mktemp("graph"))


# What a query sees


def test_prefixes_of_the_vocabulary_need_no_declaring_and_may_be_declared_anew() -> None:
    source = of("<a> a kg:Call . <b> a <urn:x/Call> .")
    assert asked(source, "SELECT ?s { ?s a kg:Call }") == [{"s": "a"}]
    assert asked(source, "PREFIX kg: <urn:x/> SELECT ?s { ?s a kg:Call }") == [{"s": "b"}]


def test_the_union_of_the_graphs_is_asked_and_each_by_name() -> None:
    source = graph()
    assert asked(source, "SELECT DISTINCT ?c { ?c a kg:Call }") == [{"c": "call/one"}]
    assert asked(source, "SELECT ?g { GRAPH ?g { ?c a kg:Call } }") == [{"g": "doc/one"}, {"g": "doc/two"}]
    joined = "SELECT ?g ?n { ?c a kg:Call ; kg:topic/rdfs:label ?n . GRAPH ?g { ?c a kg:Call } }"
    assert asked(source, joined) == [{"g": "doc/one", "n": "Borland"}, {"g": "doc/two", "n": "Borland"}]


def test_a_fact_that_several_graphs_hold_counts_once() -> None:
    source = graph()
    assert asked(source, "SELECT (COUNT(*) AS ?n) { ?c a kg:Call ; kg:participant ?who }") == [{"n": "2"}]
    assert len(asked(source, CALLS)) == 2
    twice = "SELECT (COUNT(*) AS ?n) { ?c a kg:Call GRAPH ?g { ?c a kg:Call } }"
    assert asked(source, twice) == [{"n": "2"}]
    # Twice in the same store, and after another one.
    assert asked(graph("<doc/x> { <c> a kg:Call }"), "SELECT ?c { ?c a kg:Call }") == [{"c": "c"}]
    assert len(asked(source, CALLS)) == 2


def test_graphs_named_in_the_query_are_asked_alone() -> None:
    source = graph()
    assert asked(source, f"SELECT ?t FROM <{BASE}doc/two> {{ ?c a kg:Call ; kg:topic ?t }}") == []
    assert len(asked(source, f"SELECT ?w FROM <{BASE}doc/two> {{ ?c a kg:Call ; kg:participant ?w }}")) == 2
    named = f"SELECT ?g FROM NAMED <{BASE}doc/two> {{ GRAPH ?g {{ ?c a kg:Call }} }}"
    assert asked(source, named) == [{"g": "doc/two"}]


def test_a_program_may_choose_the_graphs() -> None:
    found = answer(graph(), "ASK { ?c kg:topic ?t }", default_graphs=[BASE + "doc/two"])
    assert json.loads(found)["boolean"] is False
    with pytest.raises(query.QueryError, match="no IRI"):
        answer(graph(), "ASK {}", named_graphs=["not an iri"])


def test_relative_iris_are_those_that_a_table_shows(path: Path) -> None:
    shown = run("query", path, "SELECT ?p { <person/donald-trump> kg:office ?p }").stdout
    assert shown.splitlines()[2:] == ["President", "1 row"]


# Formats


def test_rows_come_in_the_standard_formats() -> None:
    source = of('<a> rdfs:label "x, \\"y\\"\\nz"@en , 5 .')
    text = "SELECT ?s ?o { ?s rdfs:label ?o }"
    a = BASE + "a"
    assert answer(source, text, format="csv") == f's,o\r\n{a},"x, ""y""\nz"\r\n{a},5\r\n'.encode()
    assert answer(source, text, format="tsv") == f'?s\t?o\n<{a}>\t"x, \\"y\\"\\nz"@en\n<{a}>\t5\n'.encode()
    bindings = json.loads(answer(source, text, format="json"))["results"]["bindings"]
    assert bindings[0]["o"] == {"type": "literal", "value": 'x, "y"\nz', "xml:lang": "en"}
    assert bindings[1]["o"]["datatype"].endswith("#integer")
    assert b"<uri>https://example.org/kg/a</uri>" in answer(source, text, format="xml")


@pytest.mark.parametrize(
    ("format", "yes"), [("csv", b"true\n"), ("tsv", b"true\n"), ("xml", b"<boolean>true</boolean>")]
)
def test_yes_and_no_come_in_each_format(format: str, yes: bytes) -> None:
    assert yes in answer(of("<a> a kg:Call ."), "ASK { ?c a kg:Call }", format=format)
    assert yes not in answer(of("<a> a kg:Call ."), "ASK { ?c a kg:Strike }", format=format)


@pytest.mark.parametrize("format", ["turtle", "trig", "ntriples", "nquads", "jsonld", "rdfxml"])
def test_a_graph_comes_in_every_syntax_and_others_read_it(format: str) -> None:
    text = "CONSTRUCT { ?c a kg:Call ; kg:participant ?w ; kg:topic [ rdfs:label ?l ] } " + (
        "{ ?c a kg:Call ; kg:participant ?w . ?w rdfs:label ?l }"
    )
    written = answer(graph(), text, format=format)
    syntax = {"turtle": "turtle", "ntriples": "nt", "rdfxml": "xml", "jsonld": "json-ld"}.get(format, format)
    read = rdflib.Dataset(default_union=True).parse(data=written, format=syntax)
    expected = rdflib.Graph().parse(
        data=TURTLE + "<call/one> a kg:Call ; kg:participant <person/ann> , <person/bob> ;"
        ' kg:topic [ rdfs:label "Ann Ash"@en ] , [ rdfs:label "Bob"@en ] .'
    )
    plain = rdflib.Graph()
    for statement in read.triples((None, None, None)):
        plain.add(statement[:3])
    assert len(plain) == 7
    assert isomorphic(plain, expected)


def test_turtle_has_the_prefixes_that_it_uses_in_order() -> None:
    written = answer(graph(), "DESCRIBE ?c { ?c a kg:Call }").decode()
    head = [line for line in written.splitlines() if line.startswith("@prefix")]
    assert [line.split()[1] for line in head] == ["kg:", "rdf:", "rdfs:", "xsd:"]


@pytest.mark.parametrize(
    ("text", "output", "begins"),
    [
        (CALLS, "x.csv", b"call,who\r\n"),
        (CALLS, "x.srj", b'{"head"'),
        (CALLS, "x.txt", b"call "),
        ("CONSTRUCT WHERE { ?c a kg:Call }", "x.ttl", b"@prefix kg:"),
        ("CONSTRUCT WHERE { ?c a kg:Call }", "x.json", b"["),
    ],
)
def test_the_suffix_of_the_file_names_the_format(
    path: Path, tmp_path: Path, text: str, output: str, begins: bytes
) -> None:
    result = run("query", path, text, "-o", tmp_path / output)
    assert (result.exit_code, result.stdout) == (0, "")
    assert (tmp_path / output).read_bytes().startswith(begins)


# The same bytes


@pytest.mark.parametrize(
    ("text", "format"),
    [
        ("SELECT * { ?s ?p ?o }", "csv"),
        ("SELECT ?c (GROUP_CONCAT(?p) AS ?n) { ?c kg:participant ?p } GROUP BY ?c", "json"),
        ("SELECT ?s { ?s ?p ?o } ORDER BY ?p LIMIT 20", "tsv"),
        ("CONSTRUCT { ?s kg:has [ kg:of ?o ] } { ?s kg:participant ?o }", "turtle"),
        ("DESCRIBE ?c { ?c a kg:Call }", "rdfxml"),
        ("DESCRIBE ?c { ?c a kg:Call }", "jsonld"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "table"),
    ],
)
def test_it_is_the_same_in_every_process(path: Path, text: str, format: str) -> None:
    def output(seed: str) -> bytes:
        command = [sys.executable, "-m", "kg", "query", str(path), text, "-f", format]
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        return subprocess.run(command, env=environment, capture_output=True, check=True).stdout

    assert output("1") == output("2")
    assert len(output("1")) > 100


def test_rows_are_sorted_unless_the_query_orders_them() -> None:
    source = of("<c> rdfs:label 3 . <a> rdfs:label 1 . <b> rdfs:label 2 .")
    text = "SELECT ?s ?n { ?s rdfs:label ?n }"
    assert [row["s"] for row in asked(source, text)] == ["a", "b", "c"]
    assert [row["s"] for row in asked(source, text + " ORDER BY DESC(?n)")] == ["c", "b", "a"]
    inner = "SELECT ?s { { SELECT ?s ?n { ?s rdfs:label ?n } ORDER BY DESC(?n) } }"
    assert [row["s"] for row in asked(source, inner)] == ["a", "b", "c"]


def test_many_rows_are_sorted_without_holding_them_all(monkeypatch: pytest.MonkeyPatch) -> None:
    from kg.query import evaluate

    source = of("".join(f"<x{number}> rdfs:label {number} ." for number in range(1000)))
    whole = answer(source, "SELECT ?s ?n { ?s rdfs:label ?n }", format="json")
    graphs_whole = answer(source, "CONSTRUCT WHERE { ?s ?p ?o }")
    monkeypatch.setattr(evaluate, "_LINES", 70)
    assert answer(source, "SELECT ?s ?n { ?s rdfs:label ?n }", format="json") == whole
    assert answer(source, "CONSTRUCT WHERE { ?s ?p ?o }") == graphs_whole


# The command with questions that ship


def test_the_command_lists_and_shows_the_questions(path: Path) -> None:
    listed = run("query", "--list").stdout
    assert "calls: Calls: who spoke with whom" in listed
    assert "    --with person=…  (agent)" in listed
    assert run("query", path, "--list").stdout == listed
    shown = run("query", path, "--ask", "calls", "--with", "person=Donald Trump", "--show").stdout
    assert shown.startswith(f"PREFIX kg: <{KG}>\n")
    assert f"VALUES ?person {{ <{BASE}person/donald-trump> }}" in shown
    assert run("query", "--ask", "calls", "--show").stdout.count("{ }") == 3


def test_the_command_asks_a_question_that_ships(path: Path) -> None:
    arguments = ("query", path, "--ask", "calls", "--with", "person=Putin", "--since", "2025-07", "--until", "2025")
    table = run(*arguments)
    assert table.exit_code == 0
    assert table.stdout.splitlines()[2].split()[:2] == ["2025-07-03", "Actual"]
    shown = run(*arguments, "-f", "csv").stdout
    assert shown.splitlines()[1].startswith('2025-07-03,Actual,"Donald Trump, Vladimir Putin",Ukraine,2,')
    written = run("query", path, run(*arguments, "--show").stdout, "-f", "csv").stdout
    assert written == shown


def test_the_query_may_come_from_a_file_and_the_graph_from_standard_input(path: Path, tmp_path: Path) -> None:
    file = tmp_path / "q.rq"
    file.write_text("\ufeff" + CALLS, encoding="utf-8")
    turtle = (TURTLE + "<c> a kg:Call ; kg:participant <p> .").encode()
    expected = run("query", "-", CALLS, "-f", "csv", stdin=turtle).stdout
    assert expected == f"call,who\n{BASE}c,{BASE}p\n"  # as the runner turns line ends
    assert run("query", "-", "--file", file, "-f", "csv", stdin=turtle).stdout == expected


def test_a_store_on_disk_answers_as_its_file_does(tmp_path: Path) -> None:
    file, folder = tmp_path / "graph.trig", tmp_path / "store"
    file.write_text(TURTLE + ARTICLES, encoding="utf-8")
    stored = pyoxigraph.Store(str(folder))
    stored.load(path=str(file), format=pyoxigraph.RdfFormat.TRIG)
    stored.flush()
    del stored
    for arguments in ([CALLS], ["--ask", "strikes"], ["SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"]):
        assert (
            run("query", folder, *arguments, "-f", "json").stdout == run("query", file, *arguments, "-f", "json").stdout
        )
        assert len(run("query", file, *arguments, "-f", "csv").stdout.splitlines()) > 1


def test_usage_errors_are_no_tracebacks() -> None:
    with pytest.raises(UsageError):
        query.named("")
