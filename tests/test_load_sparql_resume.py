"""A load that was interrupted, by a server that was killed or by the user, goes on where it was."""

from __future__ import annotations

import signal
import threading
from pathlib import Path

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


@pytest.mark.parametrize("fault", ["busy", "cut"])
def test_tries_end(source: Path, fault: str) -> None:
    def answer(request: Request, number: int) -> Reply:
        if request.method == "PUT" and number > 3:
            if fault == "cut":
                raise Cut
            return Reply(503, b"going down")
        return taking(request, number)

    with proxy(answer) as server:
        said = run(source, f"{server.url}/data", code=1)
        assert graphs_put(server) == ["0", "1", "2", "3", "3", "3"]
    assert ("503" if fault == "busy" else "cut the connection") in said
    (journal,) = journals(source)
    assert (
        f"3 of 8 documents are loaded: run the same command again to go on from there ({journal} knows where)" in said
    )


def test_an_interrupted_load_goes_on_where_it_was_and_then_leaves_nothing_behind(source: Path) -> None:
    broken = [True]

    def answer(request: Request, number: int) -> Reply:
        if request.method == "PUT" and number > 5 and broken[0]:
            raise Cut
        return taking(request, number)

    with proxy(answer) as server:
        run(source, f"{server.url}/data", code=1)
        broken[0] = False
        # One document was changed meanwhile, one is new.
        written(source, *("changed" if number == 1 else f"text {number}" for number in range(9)))
        server.requests.clear()
        said = run(source, f"{server.url}/data", code=0)
        assert said == "kg: 9 documents, 27 triples loaded; 4 documents there already\n"
        assert graphs_put(server) == ["1", "5", "6", "7", "8"]
    assert journals(source) == []


def test_a_named_journal_stays_and_saves_what_did_not_change(source: Path, tmp_path: Path) -> None:
    with proxy(taking) as server:
        journal = tmp_path / "loaded.jsonl"
        run(source, f"{server.url}/data", "--resume", journal, code=0)
        server.requests.clear()
        said = run(source, f"{server.url}/data", "--resume", journal, code=0)
        assert (said, graphs_put(server)) == ("kg: 8 documents, 24 triples loaded; 8 documents there already\n", [])
        other = run(source, f"{server.url}/other", "--resume", journal, code=2)
    assert f"{journal} is the journal of a load into {server.url}/data: name another one" in other


def test_half_a_line_at_the_end_of_a_journal_is_loaded_again(source: Path, tmp_path: Path) -> None:
    with proxy(taking) as server:
        journal = tmp_path / "loaded.jsonl"
        run(source, f"{server.url}/data", "--resume", journal, code=0)
        journal.write_bytes(journal.read_bytes()[:-20])
        server.requests.clear()
        run(source, f"{server.url}/data", "--resume", journal, code=0)
        assert graphs_put(server) == ["7"]
        run(source, f"{server.url}/data", "--resume", journal, code=0)
        assert graphs_put(server) == ["7"]


@pytest.mark.parametrize("content", ["", '{"a": 1}\n', "[]\n", "not json", "<urn:s> <urn:p> <urn:o> <urn:g> .\n"])
def test_no_other_file_is_taken_for_a_journal_nor_written_over(source: Path, tmp_path: Path, content: str) -> None:
    path = tmp_path / "precious"
    path.write_text(content, encoding="utf-8")
    with proxy(taking) as server:
        said = run(source, f"{server.url}/data", "--resume", path, code=2 if content else 0)
    if content:
        assert "is no journal of a load" in said
        assert path.read_text(encoding="utf-8") == content


def test_one_document_that_is_refused_keeps_no_other_back(source: Path) -> None:
    def answer(request: Request, number: int) -> Reply:
        if request.method == "PUT" and request.path.endswith("%2F4"):
            return Reply(413, b"too large")
        return taking(request, number)

    with proxy(answer) as server:
        said = run(source, f"{server.url}/data", code=1)
        assert graphs_put(server) == list("01234567")
        (problem, summary) = said.splitlines()
        assert problem.startswith(f"kg: {BASE}4 is not loaded: {server.url}/data answered 413 ")
        assert summary == "kg: 7 documents, 21 triples loaded"
        server.requests.clear()
        # The journal knows which one is missing.
        run(source, f"{server.url}/data", code=1)
        assert graphs_put(server) == ["4"]


def test_what_does_not_arrive_is_told_and_sent_again(source: Path) -> None:
    lost = [True]

    def answer(request: Request, number: int) -> Reply:
        if request.method == "POST" and lost[0]:
            kept = counting(request)
            return Reply(
                200, kept.body.replace(b'/6"}, "n": {"type": "literal", "value": "3"', b'/6"}, "n": {"value": "2"')
            )
        return taking(request, number)

    with proxy(answer) as server:
        said = run(source, f"{server.url}/data", code=1)
        assert f"kg: {BASE}6 has 2 triples on the server, and 3 were sent" in said.splitlines()
        lost[0] = False
        server.requests.clear()
        run(source, f"{server.url}/data", code=0)
        assert graphs_put(server) == ["6"]


def test_an_interruption_says_how_to_go_on(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(request: Request, number: int) -> Reply:
        if request.method == "PUT" and number > 3:
            signal.raise_signal(signal.SIGINT)
            over.wait(5)
        return taking(request, number)

    over = threading.Event()
    with proxy(answer) as server:
        said = run(source, f"{server.url}/data", code=130)
        over.set()
    assert said.splitlines()[0].startswith("kg: 3 of 8 documents are loaded: run the same command again to go on")
    assert said.splitlines()[1] == "kg: interrupted"


@pytest.mark.parametrize(("protocol", "forgetful"), [("graph-store", False), ("update", False), ("graph-store", True)])
def test_fuseki_killed_half_way(tmp_path: Path, source: Path, protocol: str, forgetful: bool) -> None:
    folder = tmp_path / "tdb"
    folder.mkdir()
    kept = ["--mem"] if forgetful else ["--update", f"--loc={folder}"]
    server = sparql_servers.fuseki(tmp_path, *kept)
    method, path = ("PUT", "data") if protocol == "graph-store" else ("POST", "update")
    here = server.url.removesuffix("/kg")
    killed: list[bool] = []

    def answer(request: Request, number: int) -> Reply | None:
        changes = [one for one in passing.requests if one.method == method and one.path.startswith(f"/kg/{path}")]
        if len(changes) == 5 and not killed:
            server.kill()
            killed.append(True)
        return None

    with proxy(answer, here) as passing:
        options = [source, f"{passing.url}/kg/{path}", "--protocol", protocol]
        options += ["--batch", SIZE] if protocol == "update" else []
        try:
            said = run(*options, code=1)
            assert "4 of 8 documents are loaded: run the same command again to go on from there" in said
            port = int(here.rpartition(":")[2])
            server = sparql_servers.fuseki(tmp_path, *kept, port=port)
            passing.requests.clear()
            said = run(*options, code=0)
            sent = len([one for one in passing.requests if one.path.startswith(f"/kg/{path}")])
        finally:
            server.kill()
    if forgetful:
        assert said.splitlines()[0] == "kg: 4 of 4 documents in the journal are not there as they were: sent again"
        assert sent == 8
    else:
        assert said == "kg: 8 documents, 24 triples loaded; 4 documents there already\n"
        assert sent == 4
    assert journals(source) == []
