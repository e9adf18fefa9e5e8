"""Rows that wait to be counted: a few in memory, all others in a temporary file that goes with its reader."""

from __future__ import annotations

import errno
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from typing import Any

_COLUMNS = {
    "article": "document",
    "published": "document, date",
    "publisher": "document, iri",
    "name": "iri, name",
    "kind": "thing, class",
    "label": "thing, label",
    "factuality": "thing, factuality",
    "day": "thing, bound, day",
    "edge": "thing, other",
    "told": "document, thing, strength",
    "stands": "words, thing, strength",
    "context": "words, document",
}
_WAITING = 50_000
"""Rows in memory, some 20 MB. A document says most things several times: these rows never reach the file."""
_CACHE = 40_000
"""KiB that SQLite may hold, and sort in; what is more is sorted on disk."""


class Tables:
    """No table has an index while it grows, so that a large graph costs no more for each row than a small one."""

    def __init__(self) -> None:
        self._waiting: dict[str, set[tuple[Any, ...]]] = {name: set() for name in _COLUMNS}
        self._count = 0
        # A database without a name is a temporary file of SQLite's.
        self._disk = sqlite3.connect("", isolation_level=None)
        for setting in ("journal_mode = OFF", "synchronous = OFF", "temp_store = FILE", f"cache_size = -{_CACHE}"):
            self._disk.execute(f"PRAGMA {setting}")
        for name, columns in _COLUMNS.items():
            self._disk.execute(f"CREATE TABLE {name} ({columns})")

    def __enter__(self) -> Tables:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> None:
        self._disk.close()
        if isinstance(error, sqlite3.OperationalError):
            what = f"{error}: make room there, or name a larger folder in SQLITE_TMPDIR"
            raise OSError(errno.ENOSPC, what, os.environ.get("SQLITE_TMPDIR") or tempfile.gettempdir()) from None

    def add(self, table: str, row: tuple[Any, ...]) -> None:
        waiting = self._waiting[table]
        if row not in waiting:
            waiting.add(row)
            self._count += 1
            if self._count >= _WAITING:
                self.flush()

    def flush(self) -> None:
        """All that was added can be asked for."""
        self._disk.execute("BEGIN")
        for name, rows in self._waiting.items():
            if rows:
                places = ", ".join("?" * len(next(iter(rows))))
                self._disk.executemany(f"INSERT INTO {name} VALUES ({places})", sorted(rows))
                rows.clear()
        self._disk.execute("COMMIT")
        self._count = 0

    def run(self, script: str) -> None:
        self._disk.executescript(script)

    def rows(self, query: str, *values: object) -> Iterator[tuple[Any, ...]]:
        return self._disk.execute(query, values)

    def number(self, query: str, *values: object) -> int:
        """The one number that the query asks for."""
        (count,) = self._disk.execute(query, values).fetchone()
        return int(count or 0)
