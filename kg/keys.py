"""Which keys have been seen, however many there are: the latest in memory, all others in a temporary file."""

from __future__ import annotations

import errno
import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

_IN_MEMORY = 5_000
"""So many keys are held in memory, about a megabyte; those of a small corpus never reach the disk."""
_DIGEST = 16
"""Bytes. Of 2**40 keys, two share a digest with a chance of 2**-49."""


class Keys:
    """Each key with the value that it was first seen with. Memory does not grow with their number."""

    def __init__(self, in_memory: int = _IN_MEMORY) -> None:
        self._in_memory = in_memory
        self._latest: dict[bytes, bytes] = {}
        self._disk: sqlite3.Connection | None = None
        self._on_disk = 0

    def __len__(self) -> int:
        return self._on_disk + len(self._latest)

    def add(self, key: str, value: bytes = b"") -> bytes | None:
        """The value that the key was seen with before, which stays its value; None where it is new. Raises OSError
        where there is no room for it."""
        digest = _digest(key)
        earlier = self._found(digest)
        if earlier is None:
            self._keep(digest, value)
        return earlier

    def put(self, key: str, value: bytes) -> None:
        """From now on this is the key's value."""
        digest = _digest(key)
        if digest not in self._latest and self._found(digest) is not None:
            assert self._disk is not None
            with _told():
                self._disk.execute("UPDATE seen SET value = ? WHERE key = ?", (value, digest))
            return
        self._keep(digest, value)

    def get(self, key: str) -> bytes | None:
        return self._found(_digest(key))

    def update(self, keys: Iterable[str]) -> None:
        for key in keys:
            self.add(key)

    def close(self) -> None:
        """Gives back memory and disk at once; without it they go with the object."""
        self._latest.clear()
        if self._disk is not None:
            self._disk.close()

    def _found(self, digest: bytes) -> bytes | None:
        earlier = self._latest.get(digest)
        if earlier is None and self._disk is not None:
            with _told():
                row = self._disk.execute("SELECT value FROM seen WHERE key = ?", (digest,)).fetchone()
            earlier = None if row is None else row[0]
        return earlier

    def _keep(self, digest: bytes, value: bytes) -> None:
        self._latest[digest] = value
        if len(self._latest) >= self._in_memory:
            self._write_out()

    def _write_out(self) -> None:
        with _told():
            if self._disk is None:
                self._disk = _opened()
            # In order, neighbours fall on the same page of the file.
            self._disk.execute("BEGIN")
            self._disk.executemany("INSERT INTO seen VALUES (?, ?)", sorted(self._latest.items()))
            self._disk.execute("COMMIT")
        self._on_disk += len(self._latest)
        self._latest.clear()


@contextmanager
def _told() -> Iterator[None]:
    """Reading writes, too: it makes room in memory for what it reads."""
    try:
        yield
    except sqlite3.OperationalError as error:
        what = f"cannot be written ({error}): make room, or name another folder with TMPDIR"
        raise OSError(errno.ENOSPC, what, "temporary files") from None


def _opened() -> sqlite3.Connection:
    # A database without a name is a temporary file of SQLite's, gone with the connection.
    disk = sqlite3.connect("", isolation_level=None)
    for setting in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -4000"):
        disk.execute(f"PRAGMA {setting}")
    disk.execute("CREATE TABLE seen (key BLOB PRIMARY KEY, value BLOB) WITHOUT ROWID")
    return disk


def _digest(key: str) -> bytes:
    return hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=_DIGEST).digest()
