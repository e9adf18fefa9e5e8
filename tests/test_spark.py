"""A real session of Spark on this machine: two processes of Python, of which one is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext, suppress
from pathlib import Path

import engine_tasks
import psutil
import pytest
from engine_corpus import OPTIONS, Told, articles, tree
from engine_tasks import gone, never, square
from needs import program
from typer.testing import CliRunner

from kg import cli, engines
from kg.corpus import shard
from kg.engines import spark
from kg.errors import EngineError, InputError


@pytest.fixture(scope="module")
def two() -> Iterator[spark.Spark]:
    program("java", "default-jdk-headless")
    shard.plan_of.cache_clear()  # no tools of other tests, which read with less
    with spark.session("local", 2) as started:
        started.session.sparkContext.addPyFile(engine_tasks.__file__)
        yield started
    shard.plan_of.cache_clear()


def executors() -> list[int]:
    """The processes of Python that Spark has work done by: children of the one that it starts them from."""
    started = {}
    for one in psutil.Process().children(recursive=True):
        with suppress(psutil.NoSuchProcess):  # gone since it was listed
            if "pyspark.daemon" in " ".join(one.cmdline()):
                started[one.pid] = one.ppid()
    return [one for one, parent in started.items() if parent in started]


def once(done: Callable[[], bool]) -> threading.Thread:
    """Tries until it is done."""

    def wait() -> None:
        while not done():
            time.sleep(0.02)

    thread = threading.Thread(target=wait, daemon=True)
    thread.start()
    return thread


def test_a_process_that_is_killed_costs_nothing(two: spark.Spark, tmp_path: Path) -> None:
    source = articles(tmp_path / "in")
    result = CliRunner().invoke(cli.app, ["build", str(source), "-o", f"{tmp_path}/one/", "--pipeline", "fast"])
    assert result.exit_code == 1, result.output  # two inputs cannot be used
    shards = tmp_path / "out" / "shards"
    killed: list[int] = []

    def kill() -> bool:
        working = executors() if shards.is_dir() and any(shards.glob("*.nq")) else []
        for one in working[:1]:
            os.kill(one, signal.SIGKILL)
            killed.append(one)
        return bool(working)

    killing = once(kill)
    told = Told()
    engines.build([str(source)], str(tmp_path / "out"), OPTIONS, nullcontext(two), watcher=told, part=4000, shards=1)
    killing.join(10)
    assert killed
    assert killed[0] not in executors()
    assert tree(tmp_path / "out") == tree(tmp_path / "one")
    assert len(told.shards) == len(set(told.shards)) == 8
    assert [one.partition(" ")[0] for one in told.problems] == ["a.jsonl:151", "b.jsonl:1"]

    tables = Told()
    engines.build([str(source)], str(tmp_path / "tables"), OPTIONS, nullcontext(two), watcher=tables, format="parquet")
    rows = two.session.read.parquet(str(tmp_path / "tables" / "shards"))
    lines = sum(data.count(b"\n") for name, data in tree(tmp_path / "one").items() if name.endswith(".nq"))
    assert rows.count() == rows.distinct().count() == lines
    assert rows.filter("predicate like '%#factuality' and is_iri").count() > 0


def test_results_come_in_order_and_few_are_taken_ahead(two: spark.Spark) -> None:
    taken = 0

    def numbers() -> Iterator[int]:
        nonlocal taken
        while taken < 500:
            yield taken
            taken += 1

    squares = two.map(square, numbers())
    assert [next(squares) for _ in range(5)] == [0, 1, 4, 9, 16]
    assert taken < 40
    squares.close()
    assert list(two.map(square, range(20))) == [number * number for number in range(20)]


def test_errors_come_home_in_one_line(two: spark.Spark) -> None:
    with pytest.raises(InputError, match="a file is gone"):
        list(two.map(gone, [1]))
    with pytest.raises(EngineError) as raised:
        list(two.map(never, [1]))
    assert str(raised.value) == "Spark gives up (OSError: no connection); the same command goes on"
    # And the session is still there.
    assert list(two.map(square, [3])) == [9]


def test_without_java_it_is_told_what_is_needed(tmp_path: Path) -> None:
    code = "from kg.cli import main; main()"
    environment = {name: value for name, value in os.environ.items() if name != "JAVA_HOME"} | {"PATH": str(tmp_path)}
    for name in ("bash", "sh", "env", "dirname", "ps", "sed", "rm", "cat", "uname"):
        if Path("/bin", name).exists():
            (tmp_path / name).symlink_to(Path("/bin", name))
    (tmp_path / "a.jsonl").write_text('{"text": "Ann called Bob.", "date": "2025-07-05"}\n')
    command = [
        sys.executable,
        "-c",
        code,
        "build",
        f"{tmp_path}/a.jsonl",
        "-o",
        f"{tmp_path}/out/",
        "--engine",
        "spark",
    ]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "kg: Spark does not start" in done.stderr
    assert "it needs Java 17" in done.stderr
    assert "Traceback" not in done.stderr
