"""How far a build has come, on a terminal: documents, words a second, the time left, and what went wrong so far."""

from __future__ import annotations

import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, TextIO

from kg.cli import messages
from kg.errors import KgError
from kg.model import Problem

DELAY, INTERVAL = 2.0, 0.1
"""Seconds before anything is drawn, since what is done in less needs no bar; and between two drawings."""
WARNINGS = 10
"""Of one kind that a terminal shows above the bar: with more, nobody sees what else is said."""
_WITHOUT_WIDTH = 200


class Progress:
    """What is counted while a build runs. It draws nothing unless it was given a terminal."""

    def __init__(
        self,
        *,
        quiet: bool = False,
        terminal: TextIO | None = None,
        estimate: Callable[[], int | None] = lambda: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`estimate` says how many documents there will be; it may take long, and is called beside the work."""
        self.documents = self.reused_documents = self.words = self.quarantined = self.refused = self.warnings = 0
        self._warned: Counter[str] = Counter()
        self._closed = threading.Event()
        self._quiet = quiet
        self._clock = clock
        self._begun = clock()
        self._unmeasured = 0, 0
        """Documents and words that were done when the clock began: loading a pipeline says nothing of its speed."""
        self._total: int | None = None
        self._bar = None if terminal is None else _bar(terminal, self.line)
        if terminal is not None:
            threading.Thread(target=self._count, args=(estimate,), daemon=True).start()

    def done(self, documents: int = 1, words: int = 0, quarantined: int = 0) -> None:
        """So many more documents are built; `words` of them, and `quarantined` facts that failed a shape."""
        if not self.documents:
            self._begun, self._unmeasured = self._clock(), (documents, words)
        self.documents += documents
        self.words += words
        self.quarantined += quarantined
        self._moved(documents)

    def reused(self, documents: int) -> None:
        """So many need not be built, since they were before. They say nothing of how fast the others go."""
        self.reused_documents += documents
        self._moved(documents)

    def problem(self, one: Problem) -> None:
        """Counts it and says it; with --quiet only what was refused is said, on a terminal not every warning."""
        self.refused += one.refused
        self.warnings += not one.refused
        if one.refused:
            self.say(messages.problem(one))
            self._moved(1)
        elif not self._quiet:
            self._warn(one)

    def _warn(self, one: Problem) -> None:
        self._warned[one.kind] += 1
        if self._bar is None or self._warned[one.kind] <= WARNINGS:
            self.say(messages.problem(one))
        elif self._warned[one.kind] == WARNINGS + 1:
            self.say("more warnings of that kind are counted here, and listed by --report FILE")

    def say(self, message: str) -> None:
        """A line on standard error, with the bar out of its way."""
        if self._bar is not None:
            self._bar.clear()
        messages.say(message)

    def line(self) -> str:
        """What stands beside the bar."""
        seconds = self._clock() - self._begun
        done = self.documents + self.reused_documents
        of = "" if self._total is None else f" of {max(self._total, done):,}"
        told = [f"{done:,}{of} documents" if of else messages.counted(done, "document")]
        if not self._position:
            told.append("starting")
        documents, words = self.documents - self._unmeasured[0], self.words - self._unmeasured[1]
        if documents and seconds > 0:
            told.append(f"{words / seconds:,.0f} words/s")
            if self._total is not None:
                told.append(f"{_interval(max(self._total - self._position, 0) * seconds / documents)} left")
        told.append(messages.counted(self.refused + self.warnings, "problem"))
        told.append(f"{self.quarantined:,} quarantined")
        return ", ".join(told)

    def close(self) -> None:
        """Nothing of it is left on the screen."""
        self._closed.set()
        if self._bar is not None:
            self._bar.close()
            self._bar = None

    @property
    def _position(self) -> int:
        # What was refused was among those that were estimated.
        return self.documents + self.reused_documents + self.refused

    def _moved(self, by: int) -> None:
        if self._bar is not None:
            if self._total is not None:
                self._bar.total = max(self._total, self._position)
            self._bar.update(by)

    def _count(self, estimate: Callable[[], int | None]) -> None:
        # What cannot be read is told when it is read; here only the time left stays unknown.
        with suppress(KgError, OSError, ValueError):
            self._total = estimate()
        # Loading takes seconds, and more on a busy machine: that it has begun is shown before a document is done.
        bar = self._bar
        if bar is not None and not self._closed.wait(DELAY) and not self._position:
            bar.total = self._total
            bar.refresh()


@contextmanager
def watching(
    inputs: list[str], *, quiet: bool, output: str | None = None, estimate: Callable[[], int | None] | None = None
) -> Iterator[Progress]:
    """The progress of a build of `inputs`; silent with --quiet, where standard error is no terminal, and where the
    terminal shows the graph itself (`output` is -). `estimate`: if not `read` knows how many documents there are."""
    from kg import read

    shown = not quiet and sys.stderr.isatty() and not (output == "-" and sys.stdout.isatty())
    progress = Progress(
        quiet=quiet,
        terminal=sys.stderr if shown else None,
        estimate=estimate or (lambda: read.estimate(list(inputs))),
    )
    try:
        yield progress
    finally:
        progress.close()


def _interval(seconds: float) -> str:
    """`0:04:59`; days before it where there are any."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    clock = f"{hours}:{minutes:02}:{rest:02}"
    return f"{messages.counted(days, 'day')} {clock}" if days else clock


def _bar(terminal: TextIO, line: Callable[[], str]) -> Any:
    from tqdm import tqdm

    class Bar(tqdm):  # type: ignore[misc]
        """tqdm draws, and knows when; what it says is ours."""

        @property
        def format_dict(self) -> dict[str, Any]:
            known: dict[str, Any] = super().format_dict
            told = line()
            if known["total"] is None:
                # tqdm cuts what is too wide only where it draws a bar; what wraps would stay on the screen.
                known["bar_format"] = told[: (known["ncols"] or _WITHOUT_WIDTH) - 1].replace("{", "{{")
            else:
                known["bar_format"] = "{percentage:3.0f}% |{bar}| {told}"
            return known | {"told": told}

    return Bar(delay=DELAY, mininterval=INTERVAL, miniters=1, leave=False, dynamic_ncols=True, file=terminal)
