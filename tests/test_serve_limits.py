"""Queries that take too much are ended, whatever they do, and others are answered meanwhile."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
import rdflib
from hand_made import graphs
from served import HEAVY, Served, served, written

DIRECT = {"Content-Type": "application/sparql-query"}
UNION = {triple for graph in graphs() for triple in graph}
LABELS = sorted(str(label) for _, predicate, label in UNION if predicate == rdflib.RDFS.label)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    path = written(tmp_path_factory.mktemp("served"))
    with served(path, "--timeout", "3", "--workers", "2", "--rows", "2000", "--size", "1") as server:
        yield server


def ask(server: Served, query: str) -> httpx.Response:
    return httpx.post(server.url + "/sparql", content=query.encode(), headers=DIRECT, timeout=400)


def label(server: Served, number: int) -> bool:
    """Whether a query of its own, unlike any other, gets its own answer."""
    answer = ask(server, f'SELECT ("{number}" AS ?n) ?label {{ ?s rdfs:label ?label }} ORDER BY ?label')
    rows = answer.json()["results"]["bindings"]
    return [row["label"]["value"] for row in rows] == LABELS and {row["n"]["value"] for row in rows} == {str(number)}


def workers(server: Served) -> set[int]:
    listed = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(server.process.pid)], capture_output=True, text=True, check=False
    )
    return {int(pid) for pid in listed.stdout.split()}


def until(met: Callable[[], bool]) -> bool:
    """Whether something comes to be so, within what a slow machine may need."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if met():
            return True
        time.sleep(0.05)
    return False


def test_many_at_once_get_each_their_own_answer(server: Served) -> None:
    with ThreadPoolExecutor(12) as clients:
        assert all(clients.map(lambda number: label(server, number), range(60)))


def test_a_query_that_takes_too_long_is_ended_and_others_are_answered_meanwhile(server: Served) -> None:
    with ThreadPoolExecutor(8) as clients:
        heavy = clients.submit(ask, server, HEAVY)
        others = list(clients.map(lambda number: label(server, number), range(10)))
        # Answered by the other worker, while this one is still at it.
        before = not heavy.done()
        ended = heavy.result()
    assert all(others)
    assert before
    assert ended.status_code == 503
    assert "took longer than 3 seconds and was stopped" in ended.text
    assert label(server, 0)


def test_many_heavy_queries_at_once_end_all(server: Served) -> None:
    with ThreadPoolExecutor(6) as clients:
        ended = list(clients.map(lambda _: ask(server, HEAVY), range(6)))
    assert {answer.status_code for answer in ended} == {503}
    # Who got no worker in time is told that, and to come again.
    busy = [answer for answer in ended if "busy" in answer.text]
    assert len(busy) >= 2
    assert all(answer.headers["Retry-After"] == "5" for answer in busy)
    assert until(lambda: len(workers(server)) == 2)
    assert label(server, 1)


def test_a_query_that_is_ended_leaves_no_process(server: Served) -> None:
    before = workers(server)
    assert ask(server, HEAVY).status_code == 503
    assert until(lambda: len(workers(server)) == 2 and workers(server) != before)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELECT * { ?a ?b ?c . ?d ?e ?f }", "more than 2,000 rows"),
        ("CONSTRUCT { ?a ?e ?c } { ?a ?b ?c . ?d ?e ?f }", "more than 2,000 rows"),
        ("SELECT (CONCAT(?t, ?t, ?t, ?t, ?t, ?t, ?t, ?t) AS ?l) { ?s ?p ?t, ?u FILTER(isLiteral(?t)) }", "bytes"),
    ],
)
def test_an_answer_that_is_too_large_is_none(server: Served, query: str, said: str) -> None:
    long = query.replace(
        "?s ?p ?t, ?u",
        'VALUES ?i { 1 2 3 4 5 6 7 8 9 } ?s ?p ?x BIND(STR(REPLACE(STR(?x), "", "' + "x" * 500 + '")) AS ?t)',
    )
    answer = ask(server, long)
    assert answer.status_code == 500
    assert said in answer.text
    assert "LIMIT" in answer.text


def test_a_query_that_takes_too_much_memory_is_ended(tmp_path: Path) -> None:
    sorting = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i"
    with served(written(tmp_path), "--memory", "100", "--workers", "1", "--timeout", "300") as server:
        answer = ask(server, sorting)
        assert answer.status_code == 500
        assert "100 MB of memory" in answer.text
        assert label(server, 2)
        # Nothing of what the library says when it breaks.
        assert server.end() == (0, "")


@pytest.mark.parametrize(
    "query",
    ["SELECT * { " + "{ " * 5000 + "}" * 5000 + " }", "ASK { FILTER(" + "(" * 100_000 + "1" + ")" * 100_000 + ") }"],
)
def test_a_query_that_would_break_the_parser_breaks_nothing(server: Served, query: str) -> None:
    answer = ask(server, query)
    assert answer.status_code in (400, 500, 503)
    assert answer.text.count("\n") == 1
    assert label(server, 3)


def test_whoever_goes_away_takes_the_query_along(server: Served) -> None:
    assert until(lambda: len(workers(server)) == 2)
    before = workers(server)
    with pytest.raises(httpx.ReadTimeout):
        httpx.post(server.url + "/sparql", content=HEAVY.encode(), headers=DIRECT, timeout=0.5)
    assert until(lambda: len(workers(server)) == 2 and len(workers(server) & before) == 1)
    assert label(server, 4)


def test_a_worker_that_somebody_ends_is_replaced(server: Served) -> None:
    assert until(lambda: len(workers(server)) == 2)
    for pid in workers(server):
        os.kill(pid, signal.SIGKILL)
    assert until(lambda: ask(server, "ASK {}").status_code == 200)
    assert label(server, 5)


def test_the_page_of_a_graph_is_no_answer_to_a_query(server: Served) -> None:
    """The limits are those of queries: a page may be larger."""
    page = httpx.get(server.url + "/", timeout=400)
    assert (page.status_code, page.headers["Content-Type"]) == (200, "text/html; charset=utf-8")


def test_the_server_ends_with_queries_under_way(tmp_path: Path) -> None:
    with served(written(tmp_path), "--workers", "2") as server, ThreadPoolExecutor(2) as clients:
        asked = clients.submit(ask, server, HEAVY)
        before = workers(server)
        assert until(lambda: any(busy(pid) for pid in before))
        assert server.end() == (0, "")
        with pytest.raises(httpx.HTTPError):
            asked.result().raise_for_status()
    assert not any(Path(f"/proc/{pid}").exists() for pid in before)


def busy(pid: int) -> bool:
    """Whether it has computed for a second or more."""
    times = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return int(times[11]) > os.sysconf("SC_CLK_TCK")
