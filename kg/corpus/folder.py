"""A folder of shards: one run writes into it at a time, and whenever that ends, what it has written is whole."""

from __future__ import annotations

import filecmp
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from kg.corpus import cut, manifest
from kg.corpus.known import Known
from kg.corpus.manifest import MANIFEST, QUARANTINE, SHARDS, Entry
from kg.corpus.records import Shard
from kg.corpus.versions import Versions
from kg.errors import InputError, UsageError
from kg.keys import Keys

__all__ = ["Folder", "opened"]

_JOURNAL, _LOCK, _NEW = "journal.jsonl", ".lock", ".new"
_OURS = {MANIFEST, MANIFEST + _NEW, _JOURNAL, _LOCK, SHARDS, QUARANTINE}
_LEFT = re.compile(rf"\.(kg-|{re.escape(MANIFEST)}\.)\d+-[0-9a-f]{{8}}")
"""What `kg.replace` and engines leave where they are killed while they write a file."""


@contextmanager
def opened(path: Path, versions: Versions) -> Iterator[Folder]:
    """The folder, made where there is none, to be written by nobody else meanwhile. Raises UsageError for one that is
    no such folder or is being written, and InputError where what is in it cannot be read, or no more be written."""
    if path.exists() and not path.is_dir():
        raise UsageError(f"{path} is a file: name a folder for the shards")
    try:
        kinds = [path / kind for kind in (SHARDS, QUARANTINE)]
        made = [one for one in (*kinds, path, *path.parents) if not one.exists()]
        path.mkdir(parents=True, exist_ok=True)
        foreign = _foreign(path)
        if foreign is not None:
            raise UsageError(f"{path} holds other files ({foreign}): name an empty or a new folder for the shards")
        with (path / _LOCK).open("ab") as lock:
            _lock(lock, path)
            (path / SHARDS).mkdir(exist_ok=True)
            folder = Folder(path, versions)
            try:
                yield folder
            finally:
                folder.close()
                if not any((path / name).exists() for name in (MANIFEST, _JOURNAL)):
                    _vanish(path, made)
    except OSError as error:
        if error.filename is not None and not Path(str(error.filename)).is_relative_to(path):
            raise
        what = f"{path} cannot be written ({error.strerror or error})"
        raise InputError(f"{what}: what is built so far stays; run the same command again to go on") from None


class Folder:
    """Shards are written at once, the manifest last of all: until then a journal tells what is there."""

    def __init__(self, path: Path, versions: Versions) -> None:
        self.path = path
        self._versions = versions
        self.complete = Known(path / MANIFEST)
        self.begun = Known(path / _JOURNAL, versions.as_json())
        self._journal: BinaryIO | None = None

    def close(self) -> None:
        self.complete.close()
        self.begun.close()
        if self._journal is not None:
            self._journal.close()

    def holds(self, entry: Entry) -> bool:
        """Whether its files are there, as long as they were written; tables, which an engine wrote, are other files."""
        if entry.format != "nq":
            return False
        files = [(entry.file, entry.length), (entry.quarantine, entry.held_back)]
        try:
            return all((self.path / file).stat().st_size == length for file, length in files if file)
        except FileNotFoundError:
            return False

    def read(self, file: str, begin: int, length: int) -> bytes:
        """Bytes of a file of the folder."""
        if not length:
            return b""
        with (self.path / file).open("rb") as stream:
            stream.seek(begin)
            return stream.read(length)

    def write(self, name: str, built: Shard) -> Entry:
        """The shard is there for good, whatever happens afterwards."""
        entry = manifest.entry_of(name, built)
        if entry.quarantine:
            (self.path / QUARANTINE).mkdir(exist_ok=True)
            self._write(entry.quarantine, built.quarantine)
        self._write(entry.file, built.data)
        self.note(entry)
        return entry

    def note(self, entry: Entry) -> None:
        """The journal tells of the shard, which is written."""
        if self._journal is None:
            self._journal = (self.path / _JOURNAL).open("ab")
            self._journal.truncate(self.begun.end)  # a line that was not written whole
            self._journal.write(manifest.head(self._versions))
        self._journal.write(manifest.line(entry))
        self._journal.flush()
        os.fsync(self._journal.fileno())

    def quarantines(self) -> Iterator[Path]:
        """The files of what failed a shape, in order of the manifest."""
        with (self.path / MANIFEST).open("rb") as stream:
            for _, line in manifest.read(stream):
                found = manifest.parsed(line)
                if isinstance(found, Entry) and found.quarantine:
                    yield self.path / found.quarantine

    def finish(self, entries: Iterable[Entry]) -> int:
        """The manifest, of all entries in their order, takes the place of the one before; what it does not name goes.

        The entries are taken one by one: they may be built meanwhile. Returns how many shards went.
        """
        old, new = self.path / MANIFEST, self.path / (MANIFEST + _NEW)
        named = Keys()
        try:
            with new.open("wb") as stream:
                stream.write(manifest.head(self._versions))
                for entry in entries:
                    stream.write(manifest.line(entry))
                    named.update(file for file in (entry.file, entry.quarantine) if file)
                stream.flush()
                os.fsync(stream.fileno())
            if not old.is_file() or not filecmp.cmp(old, new, shallow=False):
                new.replace(old)  # what did not change keeps even its time
                _sync(self.path)
        finally:
            new.unlink(missing_ok=True)
        return self._clear(named)

    def _clear(self, named: Keys) -> int:
        if self._journal is not None:
            self._journal.close()
            self._journal = None
        (self.path / _JOURNAL).unlink(missing_ok=True)
        removed = 0
        for kind in (SHARDS, QUARANTINE):
            if (self.path / kind).is_dir():
                for one in os.scandir(self.path / kind):
                    if cut.is_named(one.name) and named.get(f"{kind}/{one.name}") is None:
                        Path(one.path).unlink()
                        removed += kind == SHARDS and not one.name.endswith(_NEW)
        with suppress(OSError):  # it is not there, or not empty
            (self.path / QUARANTINE).rmdir()
        return removed

    def _write(self, file: str, data: bytes) -> None:
        target = self.path / file
        new = target.with_suffix(_NEW)
        try:
            with new.open("wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            new.replace(target)
        except OSError:
            # On a full disk it would only be in the way.
            with suppress(OSError):
                new.unlink()
            raise
        _sync(target.parent)


def _foreign(path: Path) -> str | None:
    """Something in the folder that no run has written: what stands there would be taken for shards that are old."""
    names = {one.name for one in path.iterdir() if not (_LEFT.fullmatch(one.name) and one.is_file())}
    if not names & {MANIFEST, _JOURNAL, _LOCK}:
        names -= {kind for kind in (SHARDS, QUARANTINE) if (path / kind).is_dir() and not any((path / kind).iterdir())}
        return min(names, default=None)
    return min(names - _OURS, default=None)


def _vanish(path: Path, made: Iterable[Path]) -> None:
    """Folders that were made for a run that has built nothing are not left behind; what was there before is."""
    kinds = [path / kind for kind in (SHARDS, QUARANTINE)]
    if any(kind.is_dir() and any(kind.iterdir()) for kind in kinds):
        return  # an engine goes on with it, and knows it by the lock
    (path / _LOCK).unlink(missing_ok=True)
    for folder in made:
        with suppress(OSError):  # it was not made, or another has put something in it
            folder.rmdir()


def _lock(file: BinaryIO, path: Path) -> None:
    """The system gives it back when the process ends, however it ends."""
    try:
        import fcntl
    except ImportError:  # Windows
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        gone = os.fstat(file.fileno()).st_nlink == 0  # a run that built nothing has left it as this one came
    except BlockingIOError:
        gone = True
    if gone:
        raise UsageError(f"another run is building {path}: wait until it is done, or name another folder")


def _sync(folder: Path) -> None:
    """A new name in the folder outlives a failure of power."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except PermissionError:  # Windows has no such thing
        return
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
