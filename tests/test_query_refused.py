"""What `kg query` refuses: what is no query, would change a graph or use the network, or costs too much."""

from __future__ import annotations

import multiprocessing
import sys
import time
from pathlib import Path

import pytest
from asked import answer, asked, graph, two_articles
from explained import of, run

from kg import query
from kg.query.guard import LimitError

CALLS = "SELECT ?call ?who { ?call a kg:Call ; kg:participant ?who }"
# Of nothing but pairs, pairs of pairs …: no machine answers it.
_HUNDRED = " ".join(map(str, range(100)))
ENDLESS = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"VALUES ?v{n} {{ {_HUNDRED} }}" for n in range(12)) + " }"


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return two_articles(tmp_path_factory.mktemp("graph"))


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
