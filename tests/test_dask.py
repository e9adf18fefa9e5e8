"""A real cluster of Dask on this machine: two processes, of which one is killed."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from engine_corpus import OPTIONS, Told, articles, tree
from typer.testing import CliRunner

from kg import cli, engines
from kg.corpus import shard
from kg.engines import dask
from kg.errors import EngineError


@pytest.fixture(scope="module", autouse=True)
def own_plan() -> Iterator[None]:
    """No tools of other tests, which read with less."""
    shard.plan_of.cache_clear()
    yield
    shard.plan_of.cache_clear()


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return articles(tmp_path_factory.mktemp("dask") / "in")


@pytest.fixture(scope="module")
def expected(source: Path) -> Path:
    """What one process builds."""
    result = CliRunner().invoke(cli.app, ["build", str(source), "-o", f"{source}.one/", "--pipeline", "fast"])
    assert result.exit_code == 1, result.output  # two inputs cannot be used
    return source.with_name("in.one")


@pytest.fixture(scope="module")
def two() -> Iterator[dask.Dask]:
    with dask.connected("local", 2) as started:
        yield started


def pids(two: dask.Dask) -> dict[str, int]:
    found: dict[str, int] = two._client.run(os.getpid)
    return found


def test_a_worker_that_is_killed_costs_nothing(source: Path, expected: Path, two: dask.Dask, tmp_path: Path) -> None:
    before = set(pids(two).values())
    assert len(before) == 2
    killed: list[int] = []

    class Killing(Told):
        def built(self, one: Any, rules: Any) -> None:
            super().built(one, rules)
            if not killed:
                # The first shard is there: both are at others.
                killed.append(sorted(before)[0])
                os.kill(killed[0], signal.SIGKILL)

    told = Killing()
    engines.build([str(source)], str(tmp_path / "out"), OPTIONS, nullcontext(two), watcher=told, part=4000, shards=1)
    assert tree(tmp_path / "out") == tree(expected)
    assert len(told.shards) == len(set(told.shards)) == len(list((expected / "shards").iterdir())) == 8
    assert [one.partition(" ")[0] for one in told.problems] == ["a.jsonl:151", "b.jsonl:1"]
    assert killed
    deadline = time.monotonic() + 60
    while killed[0] in pids(two).values() or len(pids(two)) < 2:  # another takes its place
        assert time.monotonic() < deadline
        time.sleep(0.2)


def test_a_scheduler_is_found_by_its_address(source: Path, expected: Path, two: dask.Dask, tmp_path: Path) -> None:
    address = two._client.scheduler.address
    arguments = ["build", str(source), "-o", str(tmp_path / "out"), "--pipeline", "fast", "--engine", "dask"]
    result = CliRunner().invoke(cli.app, [*arguments, "--scheduler", address])
    assert result.exit_code == 1
    assert "Traceback" not in result.output
    assert "written, 0 as they were" in result.stderr
    assert "2 unreadable" in result.stderr
    assert tree(tmp_path / "out") == tree(expected)
    again = CliRunner().invoke(cli.app, [*arguments, "--scheduler", address])
    assert "0 shards written, " in again.stderr
    assert tree(tmp_path / "out") == tree(expected)


def test_results_come_in_order_and_few_are_taken_ahead(two: dask.Dask) -> None:
    taken = 0

    def numbers() -> Iterator[int]:
        nonlocal taken
        while taken < 200:
            yield taken
            taken += 1

    squares = two.map(_square, numbers())
    assert [next(squares) for _ in range(5)] == [0, 1, 4, 9, 16]
    assert taken < 40
    squares.close()


def _square(number: int) -> int:
    return number * number


def test_what_cannot_be_read_now_is_tried_again(two: dask.Dask, tmp_path: Path) -> None:
    (tmp_path / "tries").mkdir()
    assert list(two.map(_third_time, [str(tmp_path / "tries")])) == [3]
    (tmp_path / "none").mkdir()
    with pytest.raises(OSError, match="no connection"):
        list(two.map(_never, [str(tmp_path / "none")]))
    assert len(list((tmp_path / "none").iterdir())) == 4


def _third_time(folder: str) -> int:
    tries = len(list(Path(folder).iterdir())) + 1
    Path(folder, str(tries)).touch()
    if tries < 3:
        raise OSError("no connection")
    return tries


def _never(folder: str) -> int:
    Path(folder, str(len(list(Path(folder).iterdir())))).touch()
    raise OSError("no connection")


def test_no_scheduler_is_one_line(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dask, "_CONNECTING", 1)
    arguments = ["build", str(source), "-o", f"{tmp_path}/out/", "--engine", "dask", "--scheduler"]
    for address, said in [("tcp://127.0.0.1:1", "no Dask scheduler answers at tcp://127.0.0.1:1"), ("x://y", "x://y")]:
        result = CliRunner().invoke(cli.app, [*arguments, address])
        assert result.exit_code == 1
        assert said in result.stderr
        assert result.stderr.count("\n") == 1
        assert not (tmp_path / "out").exists()


def test_documents_over_which_workers_die_again_and_again_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dask, "_WAITING", 20)
    told = "workers died again and again over the same documents|all workers are gone"
    with dask.connected("local", 1) as one, pytest.raises(EngineError, match=told):
        list(one.map(_die, [1]))


def _die(number: int) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return number
