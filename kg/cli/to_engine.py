"""`kg build --engine`: a folder of shards, wherever it lies, built by Dask or Spark."""

from __future__ import annotations

import sys
import threading
from collections.abc import Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

from kg.cli import messages, progress
from kg.cli.watching import Watching
from kg.errors import UsageError
from kg.formats import FORMATS

if TYPE_CHECKING:
    from kg.corpus.manifest import Entry
    from kg.engines import Engine, Outcome
    from kg.model import Problem
    from kg.options import Options
    from kg.run_report import Run

ENGINES = ("dask", "spark")


def build(
    inputs: list[str],
    output: str | None,
    store: Path | None,
    format: str | None,
    options: Options,
    workers: int,
    engine: str,
    scheduler: str,
    quarantine: Path | None,
    quiet: bool,
    run: Run,
) -> Watching:
    """What the folder holds now. Raises KgError."""
    from kg import engines

    to = _folder(inputs, output, store, quarantine)
    if engine not in ENGINES:
        raise UsageError(f"no engine is called {engine!r}: choose from {', '.join(ENGINES)}")
    counting = _Counting()
    with progress.watching(inputs, quiet=quiet, output=to, estimate=counting.documents) as bar:
        watch = _Watching(Watching(bar, run), bar, run, counting)
        outcome = engines.build(
            inputs, to, options, _engine(engine, scheduler, workers), format=_format(format), watcher=watch
        )
    _report(outcome, watch.watching, run, to)
    if not quiet:
        _tell(outcome, watch.watching, to)
    return watch.watching


def _folder(inputs: list[str], output: str | None, store: Path | None, quarantine: Path | None) -> str:
    if output in (None, "-") or store is not None:
        raise UsageError("an engine writes a folder of shards: name it with -o")
    if "-" in inputs:
        raise UsageError("an engine cannot read standard input: name files or folders")
    if quarantine is not None:
        raise UsageError("an engine leaves what fails a shape in the folder quarantine of the output: no --quarantine")
    name = str(output)
    if not name.endswith("/") and any(name.endswith(suffix) for one in FORMATS for suffix in one.suffixes):
        raise UsageError(f"an engine writes a folder of shards, and {name} looks like a file: name it {name}/")
    return name


def _format(name: str | None) -> str:
    return {None: "nquads", "nq": "nquads"}.get(name, str(name))


def _engine(name: str, scheduler: str, workers: int) -> AbstractContextManager[Engine]:
    if name == "dask":
        from kg.engines.dask import connected

        return connected(scheduler, workers)
    from kg.engines.spark import session

    return session(scheduler, workers)


class _Counting:
    """How many documents there are, once that is known."""

    def __init__(self) -> None:
        self._known = threading.Event()
        self._number = 0

    def set(self, number: int) -> None:
        self._number = number
        self._known.set()

    def documents(self) -> int:
        self._known.wait()
        return self._number


class _Watching:
    """What an engine tells, as all builds tell it."""

    def __init__(self, watching: Watching, bar: progress.Progress, run: Run, counting: _Counting) -> None:
        self.watching = watching
        self._bar, self._run, self._counting = bar, run, counting

    def looked(self, documents: int) -> None:
        self._counting.set(documents)

    def problem(self, one: Problem) -> None:
        self.watching.problem(one)

    def built(self, one: Entry, rules: Mapping[str, int]) -> None:
        for record in one.records:
            # One that could not be built was told as a problem.
            if not record.problem:
                self.watching.count(record)
                self._run.document(record)
                self._bar.done(1, record.words, record.quarantined)
        for rule, times in rules.items():
            self._run.failed_rule(rule, times)

    def kept(self, one: Entry) -> None:
        self.watching.kept(one.records)


def _report(outcome: Outcome, watch: Watching, run: Run, output: str) -> None:
    from kg.run_report import Figures, Rebuilt

    # Things that several documents tell are told by several machines: nobody counts them once.
    run.figures = Figures(watch.documents, None, None, watch.triples, watch.quarantined)
    # Nor does anybody compare documents with those before: the names of shards tell which are as they were.
    run.rebuilt = Rebuilt(
        added=None,
        changed=None,
        built_again=None,
        removed=None,
        unchanged=watch.kept_documents,
        shards_written=outcome.shards_written,
        shards_reused=outcome.shards - outcome.shards_written,
    )
    run.quarantine_file = f"{output.rstrip('/')}/quarantine" if watch.quarantined else None


def _tell(outcome: Outcome, watch: Watching, output: str) -> None:
    there = outcome.shards - outcome.shards_written
    messages.say(f"{messages.counted(outcome.shards_written, 'shard')} written, {there:,} as they were")
    if watch.quarantined:
        messages.say(f"what failed a shape is in {output.rstrip('/')}/quarantine")
    counted = {"document": watch.documents, "triple": watch.triples, "shard": outcome.shards}
    print(messages.summary(counted, watch.quarantined, watch.unreadable), file=sys.stderr)
