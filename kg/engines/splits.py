"""Where an engine's processes begin to read: whole files, and JSON lines in parts."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, BinaryIO

from kg.engines import places
from kg.errors import UsageError
from kg.read import characters
from kg.read.files import of_stream
from kg.read.record import Found

PART = 32 * 2**20
"""Bytes of JSON lines that are read as one part; where they are compressed, and in other files, the whole is one."""
KINDS = (".jsonl", ".jsonl.gz", ".jsonl.zst", ".parquet")
_MARK = 4
_PIECE = 2**16
"""Bytes of a line that are read at once where its end is looked for: none need be short."""


@dataclass(frozen=True, slots=True)
class Split:
    """A file, or the lines of it that begin in `begin` to `end` (bytes, end exclusive; None: of the whole file)."""

    name: str
    """As the user calls it."""
    url: str
    begin: int = 0
    end: int | None = None


def splits(inputs: Sequence[str], part: int = PART) -> list[Split]:
    """All of the inputs, in their order. Raises KgError for what is not there, or is of another kind."""
    found: list[Split] = []
    for url in inputs:
        listed = places.files(url, KINDS)
        strange = [file.name for file in listed if not file.name.lower().endswith(KINDS)]
        if strange or not listed:
            what = strange[0] if strange else url
            raise UsageError(f"{what}: an engine reads {', '.join(KINDS)}: give it files of these, or a folder of them")
        for file in listed:
            found += _parts(file, part)
    return found


def _parts(file: places.File, part: int) -> Iterator[Split]:
    if not file.url.lower().endswith(".jsonl") or file.size <= part or not _has_bytes_for_lines(file.url):
        yield Split(file.name, file.url)
        return
    for begin in range(0, file.size, part):
        yield Split(file.name, file.url, begin, min(begin + part, file.size))


def _has_bytes_for_lines(url: str) -> bool:
    """Whether a line's end is one byte: in UTF-16 it is not."""
    with places.opened(url) as stream:
        return characters.mark(stream.read(_MARK))[0] in ("", "utf-8")


@contextmanager
def reading(split: Split, first: int = 1) -> Iterator[tuple[Found, Lines]]:
    """The split's documents and problems, and its lines as they are counted. `first`: the number of its first line."""
    with places.opened(split.url) as file:
        lines = Lines(file, split)
        yield of_stream(io.BufferedReader(lines), split.name, first), lines


class Lines(io.RawIOBase):
    """The bytes of a split: of a part, from the first line that begins in it to the end of the last one that does."""

    def __init__(self, file: BinaryIO, split: Split) -> None:
        self._file = file
        self._name = split.name
        self._end = split.end
        self._at = split.begin - 1 if split.begin else 0
        self._last = b"\n"
        self.count = 0
        """Ends of lines that were read."""
        if split.begin:
            # Somebody else reads the line that began before this part.
            file.seek(self._at)
            while b"\n" not in (data := file.read(_PIECE)) and data:
                self._at += len(data)
            self._at += data.find(b"\n") + 1
            file.seek(self._at)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self._end is None

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def readinto(self, buffer: Any) -> int:
        try:
            data = self._read(len(buffer))
        except OSError as error:
            raise places.StorageError(f"{self._name} cannot be read: {error}") from error
        if data:
            self._last = data[-1:]
            self.count += data.count(b"\n")
        buffer[: len(data)] = data
        return len(data)

    def _read(self, size: int) -> bytes:
        if self._end is None:
            return self._file.read(size)
        if self._at < self._end:
            data = self._file.read(min(size, self._end - self._at))
        else:
            # The end of the last line: all that is read behind it is nobody's any more.
            data = b"" if self._last == b"\n" else b"".join(self._file.read(size).partition(b"\n")[:2])
        self._at += len(data)
        return data
