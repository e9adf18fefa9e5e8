"""Where documents lie: files by their suffix, directories, standard input."""

from __future__ import annotations

import gzip
import io
import os
import stat
import sys
import zlib
from collections.abc import Callable
from functools import partial
from pathlib import Path

from kg.model import Document, Problem
from kg.read import characters, lines, page, record
from kg.read.record import Found, Stream

Reader = Callable[[Stream, str], Found]


def _plain(stream: Stream, where: str) -> Found:
    text, changes = characters.decoded(stream.read())
    for change in changes:
        yield Problem(where, change, refused=False)
    yield from record.checked(Document(text), where)


def _gzipped(stream: Stream, where: str) -> Found:
    with gzip.open(stream) as unpacked:
        yield from lines.read(io.BufferedReader(unpacked), where)


# To read another kind of file, write a Reader and list its suffix here.
READERS: dict[str, Reader] = {
    ".txt": _plain,
    ".md": _plain,
    ".html": page.read,
    ".htm": page.read,
    ".jsonl": lines.read,
    ".jsonl.gz": _gzipped,
}
_KINDS = ", ".join(READERS)


def read(path: str) -> Found:
    """The documents of a file, of a directory's files, or ("-") of standard input."""
    if path == "-":
        stdin = sys.stdin.buffer
        # Where something stands in for standard input (a notebook, a test), it may not be able to look ahead.
        stream = stdin if isinstance(stdin, io.BufferedReader) else io.BufferedReader(stdin)  # type: ignore[type-var]
        yield from _guarded(_sniffed, stream, "standard input")
        return
    try:
        if Path(path).is_dir():
            yield from _directory(path)
            return
        stream = Path(path).open("rb")  # noqa: SIM115 - closed below; errors in there are not about opening
    except OSError as error:
        yield Problem(path, _remedy(error))
    except ValueError:
        yield Problem(path, "is no file name: it holds a NUL")
    else:
        with stream:
            yield from _guarded(_reader(path) or _sniffed, stream, path)


def of_stream(stream: Stream, where: str, first: int = 1) -> Found:
    """The documents of a file that is open already, of the kind that the suffix of its name tells.

    `first` above 1: the stream is a part of JSON lines that begins with that line.
    """
    if first > 1:
        yield from _guarded(partial(lines.read, first=first), stream, where)
    else:
        yield from _guarded(_reader(where) or _sniffed, stream, where)


def _guarded(reader: Reader, stream: Stream, where: str) -> Found:
    """What `reader` finds; a stream that breaks is one `Problem`, after what was read before it broke."""
    try:
        yield from reader(stream, where)
    except (EOFError, zlib.error, gzip.BadGzipFile):
        yield Problem(where, "damaged: what stands before the damage was read; fetch or compress it again")
    except characters.BinaryError as error:
        yield Problem(where, str(error))
    except OSError as error:
        yield Problem(where, _remedy(error))


def _remedy(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "no such file: check the name"
    if isinstance(error, PermissionError):
        return "may not be read: check its permissions"
    return f"cannot be read: {error.strerror or error}"


def _reader(path: str) -> Reader | None:
    name = Path(path).name.lower()
    return next((reader for suffix, reader in READERS.items() if name.endswith(suffix)), None)


def _sniffed(stream: Stream, where: str) -> Found:
    """Standard input, or a file whose name tells nothing: its beginning tells what it is."""
    taken = first = stream.readline()
    while first and not first.strip():
        first = stream.readline()
        taken += first
    rest = io.BufferedReader(_Rejoined(taken, stream))
    if lines.is_record(first):
        return lines.read(rest, where)
    return page.read(rest, where) if page.looks_like_one(first) else _plain(rest, where)


class _Rejoined(io.RawIOBase):
    """A stream with the bytes already taken from it put back in front."""

    def __init__(self, taken: bytes, stream: Stream) -> None:
        self._taken = io.BytesIO(taken)
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        data = self._taken.read(len(buffer)) or self._stream.read1(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def _directory(path: str) -> Found:
    problems: list[Problem] = []
    files = _listed(path, problems)
    yield from problems
    if not files and not problems:
        yield Problem(path, f"nothing readable in this directory: kg reads {_KINDS}")
    for file in files:
        yield from read(file)


def _listed(path: str, problems: list[Problem]) -> list[str]:
    """Files of a kind that we read, below `path`, sorted. Links to directories are not followed: no loops."""

    def note(error: OSError) -> None:
        problems.append(Problem(str(error.filename), _remedy(error)))

    found = []
    for folder, folders, names in os.walk(path, onerror=note):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [Path(folder, name) for name in names if not name.startswith(".") and _reader(name) is not None]
    # A pipe or a device among the files would hang the build.
    return [str(file) for file in sorted(found, key=lambda file: file.parts) if file.is_file()]


def estimate(inputs: list[str]) -> int | None:
    """How many documents there may be, for a progress bar; None where only reading all of it would tell."""
    try:
        return sum(map(_estimated, inputs))
    except (OSError, ValueError, EOFError, zlib.error):
        return None


def _estimated(path: str) -> int:
    if path != "-" and Path(path).is_dir():
        return sum(map(_estimated, _listed(path, [])))
    if path == "-" or not stat.S_ISREG(Path(path).stat().st_mode):
        raise ValueError("a stream has no length")
    reader = _reader(path)
    if reader not in (lines.read, _gzipped):
        return 1
    with gzip.open(path) if reader is _gzipped else Path(path).open("rb") as stream:
        return sum(1 for line in stream if line.strip())
