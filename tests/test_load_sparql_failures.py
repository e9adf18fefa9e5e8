"""Servers that are down, busy, refuse or cut the connection: one clear line, and no secret in it."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from pathlib import Path

import needs
import pytest
import sparql_servers
from sparql_cases import BASE, SIZE, counting, graphs_put, journals, run, taking, written
from sparql_proxy import Cut, Reply, Request, proxy

from kg.load import sparql_client


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sparql_client, "DELAYS", (0.01, 0.01))


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return written(tmp_path / "graph.nq", *(f"text {number}" for number in range(8)))


def test_a_server_that_is_down_is_told(source: Path) -> None:
    said = run(source, f"http://127.0.0.1:{sparql_servers.free_port()}/kg/data", code=1)
    assert re.fullmatch(
        r"kg: http://127\.0\.0\.1:\d+ cannot be reached \(.*refused\): start the server, or check the address; "
        r"0 of 8 documents are loaded: run the same command again\n",
        said,
    )
    assert journals(source) == []


@pytest.mark.parametrize(
    ("status", "remedy"),
    [
        (401, "set KG_USER and KG_PASSWORD, or KG_TOKEN"),
        (403, "this user may not do that there"),
        (404, "check the address"),
        (405, "check the address; if it takes updates, say --protocol update"),
        (415, "say --protocol update"),
        (413, "raise the server's limit, or load with --protocol update"),
        (500, "out of luck"),
        (501, "say --protocol update"),
        (502, "out of luck"),
    ],
)
def test_a_refusal_says_what_where_and_what_to_do(source: Path, status: int, remedy: str) -> None:
    page = b"<!DOCTYPE html><html><title>Error</title>\n<body>out of luck\x1b[31m</body></html>"
    with proxy(lambda request, number: Reply(status, page) if request.method == "PUT" else counting(request)) as server:
        said = run(source, f"{server.url}/kg/data", code=1)
    assert said.count("\n") == 1
    assert said.startswith(f"kg: {server.url}/kg/data answered {status} ")
    assert remedy in said
    assert "<" not in said and "\x1b" not in said
    assert said.endswith("0 of 8 documents are loaded: run the same command again\n")


@pytest.mark.parametrize("location", ["http://127.0.0.1:9/stolen", "/elsewhere", "//evil.example/x"])
def test_redirections_are_told_and_not_followed(source: Path, location: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_TOKEN", "t0k3n")
    with proxy(lambda request, number: Reply(307, b"", {"Location": location})) as server:
        said = run(source, f"{server.url}/kg/data", code=1)
        assert {one.path.partition("?")[0] for one in server.requests} == {"/kg/query", "/kg/sparql", "/kg/data"}
    assert location.rpartition("/")[2] in said
    assert "give that address" in said


def test_secrets_go_to_the_target_alone_and_into_no_message(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_TOKEN", "t0k3n")
    with (
        proxy(lambda request, number: Reply(400, b"bad token t0k3n") if number > 2 else Reply(204)) as target,
        proxy(lambda request, number: counting(request)) as other,
    ):
        said = run(source, f"{target.url}/data?key=hidden", "--query", f"{other.url}/query", code=1)
        assert {one.headers.get("authorization") for one in target.requests} == {"Bearer t0k3n"}
        assert [one.headers.get("authorization") for one in other.requests] == [None]
    assert "bad token ***" in said
    assert "t0k3n" not in said and "hidden" not in said


def test_a_password_on_the_command_line_is_refused_and_not_repeated(source: Path) -> None:
    for target in ("http://ann:geheim@localhost/data", "neo4j://ann:geheim@localhost", "http://ann:geheim@local host/"):
        said = run(source, target, code=2)
        assert "KG_PASSWORD" in said or "address" in said
        assert "geheim" not in said


@pytest.mark.parametrize("fault", ["busy", "cut"])
def test_a_server_that_is_busy_or_cuts_the_connection_is_tried_again(source: Path, fault: str) -> None:
    def answer(request: Request, number: int) -> Reply:
        if request.method == "PUT" and number in (3, 4):
            if fault == "cut":
                raise Cut
            return Reply(503, b"", {"Retry-After": "0"})
        return taking(request, number)

    with proxy(answer) as server:
        assert run(source, f"{server.url}/data", code=0) == "kg: 8 documents, 24 triples loaded\n"
        assert graphs_put(server) == ["0", "1", "2", "2", "2", "3", "4", "5", "6", "7"]


def test_a_server_that_does_not_answer_in_time_is_told(source: Path) -> None:
    over = threading.Event()

    def answer(request: Request, number: int) -> Reply:
        if request.method == "PUT":
            over.wait(20)
        return taking(request, number)

    with proxy(answer) as server:
        said = run(source, f"{server.url}/data", "--timeout", "0.3", code=1)
        over.set()
    assert "did not answer within 0.3 seconds: give it longer with --timeout" in said


def test_updates_take_documents_together_and_find_the_one_that_is_refused(source: Path) -> None:
    def answer(request: Request, number: int) -> Reply:
        if request.path == "/update":
            return Reply(400 if b"text 4" in request.body else 204)
        return counting(request)

    with proxy(answer) as server:
        said = run(source, f"{server.url}/update", "--protocol", "update", "--batch", 4 * SIZE, code=1)
        updates = [one.body for one in server.requests if one.path == "/update"]
    assert [re.findall(rb"text (\d)", one)[::SIZE] for one in updates] == [
        [b"0", b"1", b"2", b"3"],
        [b"4", b"5", b"6", b"7"],
        *([b"4"], [b"5"], [b"6"], [b"7"]),
    ]
    assert f"{BASE}4 is not loaded" in said


def test_a_large_document_takes_its_place_when_it_is_complete(tmp_path: Path) -> None:
    source = written(tmp_path / "graph.nq", "text")
    with proxy(lambda request, number: Reply(204) if request.path == "/update" else counting(request)) as server:
        run(source, f"{server.url}/update", "--protocol", "update", "--batch", "2", code=0)
        updates = [one.body.decode().split("\n")[0] for one in server.requests if one.path == "/update"]
        parts = [one.body.decode().count("text") for one in server.requests if one.path == "/update"]
    partial = f"<{BASE}0#kg-loading>"
    drop, move = f"DROP SILENT GRAPH {partial}", f"MOVE GRAPH {partial} TO GRAPH <{BASE}0>"
    assert updates == [drop, "INSERT DATA {", "INSERT DATA {", move]
    assert parts == [0, 2, 1, 0]


def test_without_a_place_for_queries_the_user_is_told_that_nothing_was_counted(source: Path) -> None:
    with proxy(lambda request, number: Reply(204) if request.method == "PUT" else Reply(404)) as server:
        said = run(source, f"{server.url}/data", code=0)
    assert said.splitlines()[0] == "kg: what arrived is not counted: say with --query where the server answers queries"


@pytest.mark.parametrize("answer", [Reply(404), Reply(200, b"<html>a page</html>"), Reply(200, b"[]")])
def test_a_wrong_place_for_queries_is_told_before_anything_is_sent(source: Path, answer: Reply) -> None:
    with proxy(lambda request, number: answer if request.method == "POST" else Reply(204)) as server:
        said = run(source, f"{server.url}/data", "--query", f"{server.url}/wrong", code=1)
        assert "check the address given with --query" in said
        assert graphs_put(server) == []


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (["http://h/data", "--protocol", "gopher"], "choose from graph-store, update"),
        (["http://h/data", "--batch", "5"], "each document is a request"),
        (["http:///data"], "no address"),
        (["http://h:port/data"], "no address"),
        (["ftp://h/data"], "names no database"),
        (["http://h/data", "--graph", "no iri"], "no IRI"),
        (["http://h/data", "--graph", "all"], "write it in full"),
        (["neo4j://h", "--protocol", "update"], "--protocol means nothing to Neo4j"),
    ],
)
def test_what_makes_no_sense_is_refused_before_anything_is_sent(source: Path, arguments: list[str], what: str) -> None:
    assert what in run(source, *arguments, code=2)


def test_a_graph_that_cannot_be_read_to_its_end_is_not_loaded_at_all(tmp_path: Path, source: Path) -> None:
    source.write_text(source.read_text() + "<urn:broken\n")
    turtle = tmp_path / "graph.ttl"
    turtle.write_text("<urn:s> <urn:p> <urn:o> .")
    with proxy(taking) as server:
        assert "graph.nq is no nquads" in run(source, f"{server.url}/data", code=1)
        assert "name one for them with --graph" in run(turtle, f"{server.url}/data", code=2)
        assert "no such file" in run(tmp_path / "none.nq", f"{server.url}/data", code=2)
        assert server.requests == []


def test_only_a_certificate_that_is_trusted_gets_the_password(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = tmp_path / "server.pem"
    command = [needs.program("openssl"), "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost"]
    files = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(both), "-out", str(tmp_path / "own.pem")]
    subprocess.run([*command, *files], check=True, capture_output=True)
    own = (tmp_path / "own.pem").read_text()
    both.write_text(both.read_text() + own)
    monkeypatch.setenv("KG_TOKEN", "t0k3n")
    with proxy(taking, certificate=both) as server:
        said = run(source, f"{server.url}/data", code=1)
        assert "has no certificate to trust: self-signed certificate: name your own authority's file" in said
        assert server.requests == []
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "own.pem"))
        assert run(source, f"{server.url}/data", code=0) == "kg: 8 documents, 24 triples loaded\n"


def test_what_kg_load_needs_beside_kg_is_told(source: Path) -> None:
    program = "import sys; sys.modules['httpx'] = None; from kg.cli import main; main()"
    command = [sys.executable, "-c", program, "load", str(source), "http://h/data"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    said = "kg: kg load needs httpx: pip install 'kg-builder[load]'\n"
    assert (done.returncode, done.stderr) == (2, said)
