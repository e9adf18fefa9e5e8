"""`kg build --workers N`: the same bytes, whatever the processes go through."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import working
from typer.testing import CliRunner, Result

from kg import cli
from kg.builder import Options
from kg.corpus import versions, worker
from kg.corpus.jobs import Job, handfuls
from kg.corpus.workers import Workers
from kg.model import Document

pytestmark = pytest.mark.usefixtures("calls")

NAMES = ["Ann", "Bob", "Cid", "Dan", "Eve"]
CALLS = [
    {"id": f"{one}{other}", "text": f"{one} called {other}{'!' if one == 'Cid' else '.'}", "date": "2025-07-05"}
    for one in NAMES
    for other in NAMES
]


@pytest.fixture(autouse=True)
def calling(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The processes read calls, too."""
    monkeypatch.setattr(worker, "work", working.work)
    monkeypatch.setattr(versions, "_program", lambda: "hash")
    monkeypatch.setenv(working.ONCE, str(tmp_path / "once"))
    monkeypatch.delenv("KG_DEBUG", raising=False)


def run(*arguments: object) -> Result:
    result = CliRunner().invoke(cli.app, [str(one) for one in arguments], prog_name="kg")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def tree(path: Path) -> dict[str, bytes]:
    return {str(file.relative_to(path)): file.read_bytes() for file in path.rglob("*") if file.is_file()}


@pytest.mark.parametrize("output", ["graph.nq", "graph.ttl", "graph.graphml", "corpus/"])
def test_several_processes_write_the_bytes_of_one(tmp_path: Path, jsonl: Callable[..., Path], output: str) -> None:
    articles = jsonl(*CALLS, {"id": "bad", "text": "CRASH", "date": "2025"})
    told = []
    for number in (1, 2):
        (tmp_path / f"{number}").mkdir()
        result = run("build", articles, "-o", f"{tmp_path}/{number}/{output}", "--workers", number)
        told.append((result.exit_code, result.stderr.replace(f"{tmp_path}/{number}/", "")))
    assert told[0] == told[1]
    assert told[0][0] == 1
    assert "document bad: kg failed on it (RuntimeError: no such sentence)" in told[0][1]
    assert tree(tmp_path / "1") == tree(tmp_path / "2")


def test_several_processes_fill_a_store(tmp_path: Path, jsonl: Callable[..., Path]) -> None:
    counts = [
        run("build", jsonl(*CALLS), "--store", tmp_path / f"{number}.store", "--workers", number).stderr
        for number in (1, 2)
    ]
    assert counts[0].replace("1.store", "2.store") == counts[1]
    asked = [run("query", tmp_path / f"{n}.store", "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o").stdout for n in (1, 2)]
    assert asked[0] == asked[1] != ""


def test_what_a_process_was_building_when_it_died_is_built_by_another(
    tmp_path: Path, jsonl: Callable[..., Path]
) -> None:
    articles = jsonl(*CALLS[:12], CALLS[12] | {"text": "DIE ONCE. Ann called Bob."}, *CALLS[13:])
    result = run("build", articles, "-o", tmp_path / "2.nq", "--workers", 2)
    assert result.exit_code == 0
    assert "kg: a worker process ended (killed by SIGKILL): what it was building is built again\n" in result.stderr
    run("build", articles, "-o", tmp_path / "1.nq", "--workers", 1)
    assert (tmp_path / "1.nq").read_bytes() == (tmp_path / "2.nq").read_bytes()


def test_a_document_that_kills_whoever_builds_it_is_given_up_alone(tmp_path: Path, jsonl: Callable[..., Path]) -> None:
    deadly = CALLS[12] | {"text": "DIE"}
    result = run("build", jsonl(*CALLS[:12], deadly, *CALLS[13:]), "-o", tmp_path / "2.nq", "--workers", 2)
    assert result.exit_code == 1
    assert f"kg: document {deadly['id']}: the process that built it ended (killed by SIGKILL), twice" in result.stderr
    run("build", jsonl(*CALLS[:12], *CALLS[13:]), "-o", tmp_path / "1.nq")
    assert (tmp_path / "1.nq").read_bytes() == (tmp_path / "2.nq").read_bytes()


def test_tools_that_cannot_be_used_are_told_as_by_one_process(tmp_path: Path, jsonl: Callable[..., Path]) -> None:
    (tmp_path / "broken.ttl").write_text("no Turtle")
    arguments = ["build", jsonl(*CALLS), "-o", tmp_path / "graph.nq", "--ontology", tmp_path / "broken.ttl"]
    one, two = run(*arguments), run(*arguments, "--workers", 2)
    assert (one.exit_code, one.stderr) == (two.exit_code, two.stderr)
    assert two.exit_code == 2
    assert not (tmp_path / "graph.nq").exists()


def test_a_failure_of_the_program_itself_is_shown_to_those_who_look_for_it(
    tmp_path: Path, jsonl: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KG_DEBUG", "1")
    result = CliRunner().invoke(cli.app, ["build", str(jsonl({"text": "CRASH"})), "--workers", "2"], prog_name="kg")
    assert isinstance(result.exception, RuntimeError)
    assert "in told_calls" in str(result.exception)


def test_only_a_few_documents_are_taken_ahead() -> None:
    taken: list[int] = []

    def jobs() -> Iterator[Job]:
        for number in range(60):
            taken.append(number)
            yield Job((Document("Ann called Bob.", str(number), "2025-07-05"),), number)

    with Workers(Options(), 2) as workers:
        for job, pieces in workers.map(jobs()):
            assert [piece.record.id for piece in pieces] == [str(job.tag)]
            assert len(taken) <= job.tag + 1 + 4 * 2
    assert len(taken) == 60


def test_handfuls_are_all_documents_in_their_order() -> None:
    documents = [Document("x" * length, str(length)) for length in (5, 50_000, 10, 39_999, 2, *range(100, 130))]
    some = list(handfuls(documents))
    assert [one for handful in some for one in handful] == documents
    assert all(len(one) <= 8 and (len(one) == 1 or sum(len(d.text) for d in one) <= 40_000) for one in some)


def test_ctrl_c_ends_all_processes(tmp_path: Path, jsonl: Callable[..., Path]) -> None:
    articles = jsonl(*CALLS, {"text": "SLEEP", "date": "2025"}, *CALLS)
    command = [sys.executable, working.__file__, "build", articles, "-o", f"{tmp_path}/c/", "--workers", "2", "-q"]
    process = subprocess.Popen(list(map(str, command)), stderr=subprocess.PIPE, start_new_session=True)
    try:
        deadline = time.monotonic() + 120
        while not (tmp_path / "once").exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        os.killpg(process.pid, signal.SIGINT)
        _, told = process.communicate(timeout=60)
        goes_on = f"kg: what was built until now stays in {tmp_path}/c: the same command goes on with it\n"
        assert process.returncode == 130
        assert told.decode().removeprefix(goes_on) == "kg: interrupted\n"
        assert told.decode().startswith(goes_on) == any((tmp_path / "c/shards").glob("*"))
        _wait_until_gone(process.pid)
    finally:
        process.kill()
        process.wait()


def test_workers_end_when_the_one_who_started_them_is_killed(tmp_path: Path, jsonl: Callable[..., Path]) -> None:
    articles = jsonl(*CALLS, {"text": "SLEEP", "date": "2025"}, *CALLS)
    command = [sys.executable, working.__file__, "build", articles, "-o", f"{tmp_path}/c/", "--workers", "2", "-q"]
    process = subprocess.Popen(list(map(str, command)), start_new_session=True)
    deadline = time.monotonic() + 120
    while not (tmp_path / "once").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    process.kill()  # it alone
    process.wait()
    _wait_until_gone(process.pid)


def _wait_until_gone(group: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    pytest.fail("processes are left")
