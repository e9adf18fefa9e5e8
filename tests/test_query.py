"""`kg query`: SPARQL asked of graphs, its answers in every format, and what cannot be asked."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pyoxigraph
import pytest
import rdflib
from asked import ARTICLES, asked, graph
from explained import TURTLE, of, run
from hand_made import BASE, KG, graphs
from rdflib.compare import isomorphic

from kg import query, write
from kg.errors import UsageError
from kg.query.guard import LimitError

CALLS = "SELECT ?call ?who { ?call a kg:Call ; kg:participant ?who }"
# Of nothing but pairs, pairs of pairs …: no machine answers it.
_HUNDRED = " ".join(map(str, range(100)))
ENDLESS = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"VALUES ?v{n} {{ {_HUNDRED} }}" for n in range(12)) + " }"


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two articles that both tell one call, written by hand."""
    path = tmp_path_factory.mktemp("graph") / "graph.nq"
    with path.open("wb") as stream:
        write.write(graphs(), stream, "nquads")
    return path


def answer(source: pyoxigraph.Store, text: str, **options) -> bytes:
    with query.ask(source, text, **options) as found:
        return found.read()


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


# Wrong queries


@pytest.mark.parametrize(
    ("text", "place", "reason"),
    [
        ("SELECT ?x { ?x a }", (1, 18), "“}” cannot stand here"),
        (
            "SELECT ?x\nWHERE {\n  ?x a kg:Call ;\n     kg:participant foo:x .\n}",
            (4, 21),
            "the prefix foo: is not known",
        ),
        ("SELECT ?x (COUNT(?y) AS ?z) { ?x ?y ?z }", (1, 1), "neither in GROUP BY nor in an aggregate"),
        ('# who\nSELECT * { ?s ?p "abc }', (2, 18), "a string begins here that does not end"),
        ("SELECT * { ?s ?p 1 ", (1, 19), "the query ends too early: “}” is missing"),
        ("SELECT * { ?s ?p ?o FILTER(?o = 1 }", (1, 35), "“}” cannot stand here"),
        ("SELECT * { ?x ?y ?z } ORDER ?x", (1, 29), "“?x” cannot stand here"),
        ("SELECT * { ?x ?y ?z } LIMIT ten", (1, 29), "“ten” cannot stand here"),
        ("SELECT * { ?x ?y ?z } }", (1, 23), "“}” cannot stand here"),
        ("SELECT (1 AS ?x) { ?x ?y ?z }", (1, 1), "names a variable that the pattern has already"),
        ("SELCT * { ?x ?y ?z }", (1, 1), "a query begins with SELECT, ASK, CONSTRUCT or DESCRIBE, not with “SELCT”"),
        ("SELECT * { ?x kg:a ä? }", (1, 20), "“ä” cannot stand here"),
        ("INSERT DATA { <a:a> <a:b> <a:c> }", (1, 1), "INSERT changes a graph"),
        ("PREFIX x: <urn:x>\n DROP GRAPH <a:a>", (2, 2), "DROP changes a graph"),
        ("LOAD <https://example.org/>", (1, 1), "LOAD changes a graph"),
        ("SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }", (1, 12), "SERVICE asks another server"),
        ("SELECT * { { } service SILENT ?x { ?s ?p ?o } }", (1, 16), "SERVICE asks another server"),
        ("", (0, 0), "the query is empty"),
        ("# nothing", (0, 0), "the query is empty"),
    ],
)
def test_an_error_points_at_the_word_in_what_the_user_wrote(text: str, place: tuple[int, int], reason: str) -> None:
    with pytest.raises(query.QueryError) as told:
        answer(graph(), text)
    assert (told.value.line, told.value.column) == place
    assert reason in str(told.value)
    if place[0]:
        assert str(told.value).startswith(f"line {place[0]}, column {place[1]} of the query: ")
        assert told.value.excerpt == text.split("\n")[place[0] - 1]


@pytest.mark.parametrize(
    "text",
    [
        'SELECT * { ?s ?p ?o FILTER(?s<?p#>"""\n) SERVICE <http://127.0.0.1:9/> {}\n#"""\n}',
        "SELECT * { ?s ?p ?o FILTER(1<2)SERVICE<http://127.0.0.1:9/>{} #>\n}",
        "SELECT * { #'''\n SERVICE <http://127.0.0.1:9/> {} #'''\n}",
        "SELECT * { ?s ?p ?service . SERVICE ?service { ?s ?p ?o } }",
        "SELECT * { S\\u0045RVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    ],
)
def test_no_disguise_brings_a_query_to_the_network(text: str) -> None:
    with pytest.raises(query.QueryError):
        answer(graph(), text)


def test_the_word_service_is_no_service() -> None:
    source = of('<a> rdfs:label "Secret Service" .')
    text = "# SERVICE\nSELECT ?service { ?service rdfs:label 'Secret Service' FILTER(?service != <urn:service>) }"
    assert asked(source, text) == [{"service": "a"}]


def test_the_command_shows_the_line_and_the_place(path: Path) -> None:
    result = run("query", path, "SELECT ?x\n{ ?x a \x1b[31m }")
    assert (result.exit_code, result.stdout) == (2, "")
    message, line, caret = result.stderr.splitlines()
    assert message.startswith("kg: line 2, column 8 of the query: ")
    assert line == "  { ?x a \ufffd[31m }"
    assert caret == " " * 9 + "^"


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["graph.nq"], 2, "give one of a query, --file FILE with one, and --ask NAME"),
        (["graph.nq", "ASK {}", "--ask", "calls"], 2, "give one of a query"),
        (["graph.nq", "ASK {}", "--with", "a=b"], 2, "go with --ask"),
        (["graph.nq", "--ask", "calls", "--with", "person"], 2, "write NAME=VALUE"),
        (["graph.nq", "--ask", "calls", "--since", "soon"], 2, "since=soon is no day"),
        (["graph.nq", "--file", "none.rq"], 2, "none.rq: no such file"),
        (["graph.nq", "--file", "."], 2, ". cannot be read"),
        (["graph.nq", "--file", "latin.rq"], 1, "latin.rq is no UTF-8 text"),
        (["-", "--file", "-"], 2, "cannot both come from standard input"),
        (["none.nq", "ASK {}"], 2, "none.nq: no such file"),
        (["graph.nq", "ASK {}", "-f", "ttl"], 2, "rows are not written as “ttl”: choose csv, tsv, json, xml"),
        (["graph.nq", "DESCRIBE <a>", "-f", "csv"], 2, "a graph is not written as “csv”: choose turtle"),
        (["graph.nq", "ASK {}", "-o", "x.pdf"], 2, "x.pdf: no format has the suffix “.pdf”"),
        (["graph.nq", "ASK {}", "-f", "csv", "-o", "graph.nq"], 2, "graph.nq is read here: write to another file"),
        (["graph.nq", "ASK {}", "-o", "no/folder/x.csv"], 2, "cannot be written"),
        (["graph.nq", "SELECT", "-o", "new.csv"], 2, "the query ends too early"),
    ],
)
def test_what_cannot_be_asked_is_told(
    path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], code: int, message: str
) -> None:
    monkeypatch.chdir(path.parent)
    Path("latin.rq").write_bytes(b"ASK { ?s ?p '\xe9' }")
    before = path.read_bytes()
    result = run("query", *arguments)
    assert result.exit_code == code
    assert message in result.stderr
    assert result.stdout == ""
    assert not Path("new.csv").exists()
    assert path.read_bytes() == before


# Limits


def test_a_query_that_takes_too_long_is_ended() -> None:
    began = time.monotonic()
    with pytest.raises(LimitError, match=r"takes longer than 0\.3 seconds"):
        answer(graph(), ENDLESS, limits=query.Limits(seconds=0.3))
    # That it ends at all is what is tested: without the limit it would not within a year.
    assert time.monotonic() - began < 60


def test_an_answer_no_longer_wanted_ends_its_process() -> None:
    source = of("".join(f"<x{number}> rdfs:label {number} ." for number in range(40_000)))
    import multiprocessing

    with query.ask(source, "SELECT * { ?s ?p ?o }") as found:
        assert next(iter(found)).startswith(b'{"head"')
        assert len(multiprocessing.active_children()) == 1
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize(
    ("limits", "message"),
    [
        (query.Limits(rows=3), "the answer has more than 3 rows"),
        (query.Limits(size=100), "the answer is larger than 100 bytes"),
    ],
)
@pytest.mark.parametrize("text", ["SELECT * { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }"])
def test_an_answer_that_is_too_large_is_refused(limits: query.Limits, message: str, text: str) -> None:
    with pytest.raises(LimitError, match=message):
        answer(graph(), text, limits=limits)
    assert answer(graph(), text + " LIMIT 1", limits=query.Limits(rows=1))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process how much memory it has")
def test_a_query_that_takes_too_much_memory_is_ended() -> None:
    text = " ".join("x" * 1000 for _ in range(1000))
    source = of(f'<a> rdfs:label "{text}" ; rdfs:comment {", ".join(f"{n}" for n in range(1000))} .')
    greedy = "SELECT (GROUP_CONCAT(?t) AS ?all) { ?a rdfs:label ?t ; rdfs:comment ?n }"
    with pytest.raises(LimitError, match="takes more than 64 MiB of memory"):
        answer(source, greedy, limits=query.Limits(memory=64 * 2**20))


def test_the_limit_of_time_is_an_option(path: Path) -> None:
    result = run("query", path, ENDLESS, "--timeout", "0.2")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "kg: the query takes longer than 0.2 seconds: ask for less, or allow it more time\n"


def test_where_there_is_no_fork_queries_are_answered_too(monkeypatch: pytest.MonkeyPatch) -> None:
    from kg.query import guard

    forked = answer(graph(), CALLS)
    monkeypatch.setattr(guard, "_CAN_FORK", False)
    assert answer(graph(), CALLS) == forked
    with pytest.raises(query.QueryError, match="column 12"):
        answer(graph(), "SELECT * { ? }")
    with pytest.raises(LimitError):
        answer(graph(), CALLS, limits=query.Limits(rows=1))


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
