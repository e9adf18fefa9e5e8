"""Documents for engines, an engine that is killed, and what a run tells, built by a reader of calls."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from kg import cli, engines
from kg.builder import Options
from kg.corpus import shard
from kg.corpus.manifest import Entry
from kg.engines import run, work
from kg.engines.engine import Results
from kg.model import Problem

NAMES = ["Ann", "Bob", "Cid", "Dan", "Eve", "Fay", "Gus", "Hal"]


def call(number: int, **fields: object) -> dict[str, object]:
    text = f"{NAMES[number % 8]} called {NAMES[number // 8 % 8]}{'!' if number % 40 == 7 else '.'}"
    return {"id": f"document {number}", "text": text, "date": "2025-07-05"} | fields


CALLS = [call(number) for number in range(300)]
DAMAGED = [
    *CALLS[:90],
    "no JSON",
    call(5, text="Ann called Eve."),  # the id of another text
    *CALLS[90:200],
    CALLS[6],  # the same again
    {"text": "Bob called Gus.", "date": "2025-07-05"},
    {"text": "Bob called Gus.", "date": "2025-07-05"},
    {"id": "undated", "text": "Ann called Dan."},
    *CALLS[200:],
    "[the end",
]


def forget() -> None:
    """Tools are kept by options; those of these tests read calls only."""
    shard.plan_of.cache_clear()
    work._key.cache_clear()


class Told:
    """All that a run tells."""

    def __init__(self) -> None:
        self.documents = 0
        self.problems: list[Problem] = []
        self.built_ids: list[str] = []
        self.kept_ids: list[str] = []
        self.rules: list[dict[str, int]] = []

    def looked(self, documents: int) -> None:
        self.documents = documents

    def problem(self, one: Problem) -> None:
        self.problems.append(one)

    def built(self, one: Entry, rules: Any) -> None:
        self.built_ids += [record.id for record in one.records]
        self.rules.append(dict(rules))

    def kept(self, one: Entry) -> None:
        self.kept_ids += [record.id for record in one.records]


class Dying(engines.Here):
    """An engine that is killed after so many tasks."""

    def __init__(self, tasks: int) -> None:
        self.tasks = tasks

    def map(self, function: Callable[[Any], Any], items: Iterable[Any]) -> Results[Any]:
        for item in items:
            if isinstance(item, run.Task):
                if not self.tasks:
                    raise KeyboardInterrupt
                self.tasks -= 1
            yield function(item)


def build(inputs: Path | str, output: Path | str, engine: Any = None, **how: Any) -> Told:
    told = Told()
    options = how.pop("options", Options())
    engines.build([str(inputs)], str(output), options, engine or engines.Here(), watcher=told, **how)
    return told


def kg(*arguments: object) -> str:
    result = CliRunner().invoke(cli.app, [str(one) for one in arguments], prog_name="kg")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.stderr


def tree(path: Path) -> dict[str, bytes]:
    """All files with their bytes."""
    return {str(file.relative_to(path)): file.read_bytes() for file in path.rglob("*") if file.is_file()}
