"""A run as it goes on, and the file that tells of it at its end. Memory does not grow with what is told."""

from __future__ import annotations

import json
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import BinaryIO

from kg.characters import escaped
from kg.errors import KgError
from kg.model import Problem, Quarantined
from kg.run_report.records import Counted, Figures, Rebuilt

SCHEMA = "https://w3id.org/kg/run-report/1"
"""What a report says that it is; the number changes when a field goes or changes its meaning."""
_IN_MEMORY = 1 << 20
"""Bytes of problems; what is more waits on disk."""
_LIST = '"list": []'
_COPIED = 1 << 16


class Run:
    """What a build is asked for and does. Everything but `timing` is the same for the same run."""

    def __init__(
        self,
        *,
        inputs: Sequence[str],
        options: Mapping[str, object],
        listed: bool = True,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """`options`: as the user gave them, or their defaults. `listed`: whether each problem is kept to be told."""
        self.versions: dict[str, str] = {}
        """Of the program and all else that the graph depends on."""
        self.figures = Figures()
        self.rebuilt: Rebuilt | None = None
        self.quarantine_file: str | None = None
        self._inputs, self._options = list(inputs), dict(options)
        self._clock, self._begun, self._started = clock, clock(), now()
        self._first: float | None = None
        self._built = self._words = 0
        self._types: Counter[str] = Counter()
        self._factuality: Counter[str] = Counter()
        self._rules: Counter[str] = Counter()
        self._problems: Counter[tuple[str, bool]] = Counter()
        self._listed = tempfile.SpooledTemporaryFile(_IN_MEMORY) if listed else None  # noqa: SIM115 - `write` closes it
        self._error: str | None = None
        self._outcome = "done"

    def document(self, one: Counted) -> None:
        """A document that was built in this run."""
        if self._first is None:
            self._first = self._clock()
        self._built += 1
        self._words += one.words
        self.unchanged(one)

    def unchanged(self, one: Counted) -> None:
        """A document that an earlier run has built."""
        self._types.update(one.types)
        self._factuality.update(one.factuality)

    def problem(self, one: Problem) -> None:
        self._problems[one.kind or "other", one.refused] += 1
        if self._listed is None:
            return
        told = {"where": one.where, "kind": one.kind or "other", "refused": one.refused, "message": one.message}
        line = escaped(json.dumps(told, ensure_ascii=False)).encode("utf-8", "backslashreplace")
        self._listed.write((b",\n      " if self._listed.tell() else b"\n      ") + line)

    def quarantined(self, one: Quarantined) -> None:
        self.failed_rule(one.violation.shape)

    def failed_rule(self, shape: str, times: int = 1) -> None:
        """So many facts are held back by that shape."""
        self._rules[shape] += times

    def ended(self, error: BaseException) -> None:
        """It did not come to its end."""
        if isinstance(error, KeyboardInterrupt):
            self._outcome, self._error = "interrupted", None
        else:
            known = isinstance(error, KgError | OSError)
            self._outcome = "failed"
            self._error = " ".join((str(error) if known else f"{type(error).__name__}: {error}").split())

    def write(self, stream: BinaryIO) -> None:
        """The report, in UTF-8; once, and only where problems were listed."""
        assert self._listed is not None
        text = escaped(json.dumps(self._told(), ensure_ascii=False, indent=2)) + "\n"
        before, _, after = text.partition(_LIST)
        stream.write(before.encode("utf-8", "backslashreplace"))
        stream.write(b'"list": [')
        any_listed = self._listed.tell() > 0
        self._listed.seek(0)
        shutil.copyfileobj(self._listed, stream, _COPIED)
        stream.write(b"\n    ]" if any_listed else b"]")
        stream.write(after.encode("utf-8", "backslashreplace"))
        self._listed.close()

    def _told(self) -> dict[str, object]:
        # No value before the list may hold the text that marks its place: a quote in one is escaped.
        return {
            "schema": SCHEMA,
            "outcome": self._outcome,
            "error": self._error,
            "versions": dict(sorted(self.versions.items())),
            "inputs": self._inputs,
            "options": self._options,
            "graph": asdict(self.figures) if self._outcome == "done" else None,
            "told": {
                "by_class": dict(sorted(self._types.items())),
                "by_factuality": dict(sorted(self._factuality.items())),
            },
            "built": {"documents": self._built, "words": self._words},
            "rebuilt": None if self.rebuilt is None else asdict(self.rebuilt),
            "quarantine": {"file": self.quarantine_file, "by_rule": dict(sorted(self._rules.items()))},
            "problems": {**self._problem_counts(), "list": []},
            "timing": self._timing(),
        }

    def _problem_counts(self) -> dict[str, object]:
        kinds: dict[str, dict[str, int]] = {}
        for (kind, refused), times in sorted(self._problems.items()):
            counts = kinds.setdefault(kind, {"refused": 0, "warnings": 0})
            counts["refused" if refused else "warnings"] += times
        return {
            "refused": sum(times for (_, refused), times in self._problems.items() if refused),
            "warnings": sum(times for (_, refused), times in self._problems.items() if not refused),
            "by_kind": kinds,
        }

    def _timing(self) -> dict[str, object]:
        seconds = self._clock() - self._begun
        first = None if self._first is None else round(self._first - self._begun, 3)
        return {
            "started": self._started.astimezone(UTC).isoformat(timespec="seconds"),
            "seconds": round(seconds, 3),
            "seconds_to_first_document": first,
            "documents_per_second": round(self._built / seconds, 3) if seconds > 0 else 0.0,
            "words_per_second": round(self._words / seconds, 1) if seconds > 0 else 0.0,
        }
