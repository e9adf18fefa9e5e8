"""The records of a web archive (WARC, ISO 28500), one at a time: damage costs the record that it is in, no more."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from typing import Protocol

from kg.read import http
from kg.read.record import Stream

_BEGINNING = b"WARC/"
_MEMBER = b"\x1f\x8b\x08"
"""How a member of a gzip file begins: a crawl's file has one for each record."""
_AT_ONCE = 2**18
_LONGEST_LINE, _MOST_LINES, _MOST_DIGITS = 2**16, 1000, 15
_CUT_OFF = "the file ends within it, fetch it again"


@dataclass(frozen=True, slots=True)
class Record:
    number: int
    offset: int
    """Bytes of the file before it; packed, before the member that it is in."""
    headers: Mapping[str, str]
    """By their names in lower case."""
    block: bytes | None
    """None where it is larger than was asked for, or was not asked for."""

    @property
    def type(self) -> str:
        return self.headers.get("warc-type", "").lower()


@dataclass(frozen=True, slots=True)
class Damage:
    """A record that cannot be read."""

    number: int
    offset: int
    message: str


Wanted = Callable[[Mapping[str, str]], bool]


def plain(stream: Stream, wanted: Wanted, limit: int) -> Iterator[Record | Damage]:
    """All records; the blocks of those whose headers say that they are `wanted`, of up to `limit` bytes."""
    return _records(_Plain(stream), wanted, limit)


def gzipped(stream: Stream, wanted: Wanted, limit: int) -> Iterator[Record | Damage]:
    """As `plain`, from a file that is packed record by record, or as a whole."""
    return _records(_Members(stream), wanted, limit)


class _DamagedError(ValueError):
    """Bytes that are no record; the message says why."""


class _Source(Protocol):
    begin: int
    """Where the line last given by `first_line` stands."""

    def first_line(self) -> bytes:
        """The next line that is not blank; empty at the end. Raises _DamagedError, as all that reads."""

    def skip(self, damaged: int) -> None:
        """Goes to the next record behind the one that began at `damaged`, or to the end."""

    def readline(self) -> bytes: ...

    def read(self, size: int) -> bytes: ...


def _records(source: _Source, wanted: Wanted, limit: int) -> Iterator[Record | Damage]:
    for number in count(1):
        begin = -1
        found: Record | Damage
        try:
            line = source.first_line()
            if not line:
                return
            begin = source.begin
            found = _record(source, line, number, wanted, limit)
        except _DamagedError as error:
            begin = source.begin if begin < 0 else begin
            found = Damage(number, begin, f"damaged: {error}; reading goes on at the next record")
            source.skip(begin)
        yield found


def _record(source: _Source, line: bytes, number: int, wanted: Wanted, limit: int) -> Record:
    begin = source.begin
    if not line.startswith(_BEGINNING):
        raise _DamagedError("what stands there is no record of a web archive")
    lines: list[bytes] = []
    while (header := source.readline()).strip():
        lines.append(header)
        if len(lines) > _MOST_LINES:
            raise _DamagedError("its headers have no end")
    headers = http.headers(lines)
    length = headers.get("content-length", "")
    if not header:
        raise _DamagedError(_CUT_OFF)
    if not (length.isascii() and length.isdecimal() and len(length) <= _MOST_DIGITS):
        raise _DamagedError("it does not say how long it is")
    size = int(length)
    block = source.read(size) if size <= limit and wanted(headers) else None
    if size != (_skipped(source, size) if block is None else len(block)):
        raise _DamagedError(_CUT_OFF)
    if source.readline().strip():
        raise _DamagedError("it is not as long as it says")
    return Record(number, begin, headers, block)


def _skipped(source: _Source, size: int) -> int:
    """How many of so many bytes were there."""
    left = size
    while left and (data := source.read(min(left, _AT_ONCE))):
        left -= len(data)
    return size - left


class _Plain:
    """A stream that knows how far it is."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._ahead = b""
        self.offset = 0
        self.begin = 0

    def readline(self) -> bytes:
        line, self._ahead = self._ahead or self._stream.readline(_LONGEST_LINE), b""
        self.offset += len(line)
        return line

    def read(self, size: int) -> bytes:
        data = self._stream.read(size)
        self.offset += len(data)
        return data

    def first_line(self) -> bytes:
        while (line := self.readline()) and not line.strip():
            pass
        self.begin = self.offset - len(line)
        return line

    def skip(self, damaged: int) -> None:
        self.back_to(damaged + 1)
        while (line := self.readline()) and not line.startswith(_BEGINNING):
            pass
        self._ahead = line
        self.offset -= len(line)

    def back_to(self, offset: int) -> bool:
        """Whether it could go there: a pipe only goes on."""
        if not self._stream.seekable():
            return False
        self._stream.seek(offset)
        self.offset = offset
        return True


class _Members:
    """The unpacked bytes of gzip members, one after another, and where in the file each begins."""

    def __init__(self, stream: Stream) -> None:
        self._file = _Plain(stream)
        self._packed = b""
        self._unpacker: zlib._Decompress | None = None
        self._ready = io.BytesIO()
        self._records = 0
        """How many have begun in this member."""
        self._broken = False
        self.begin = 0

    def readline(self) -> bytes:
        line = self._ready.readline(_LONGEST_LINE)
        while not line.endswith(b"\n") and len(line) < _LONGEST_LINE and self._fill():
            line += self._ready.readline(_LONGEST_LINE - len(line))
        return line

    def read(self, size: int) -> bytes:
        parts = [self._ready.read(size)]
        size -= len(parts[0])
        while size and self._fill():
            parts.append(self._ready.read(size))
            size -= len(parts[-1])
        return b"".join(parts)

    def first_line(self) -> bytes:
        while (line := self.readline()) and not line.strip():
            pass
        self._records += 1
        return line

    def skip(self, damaged: int) -> None:
        if self._records > 1 and not self._broken:
            # All records are in one member, which goes on.
            with suppress(_DamagedError):
                while (line := self.readline()) and not line.startswith(_BEGINNING):
                    pass
                self._ready = io.BytesIO(line + self._ready.read())
                return
        self._unpacker, self._ready, self._broken = None, io.BytesIO(), False
        # Damaged bytes may have unpacked to something up to beyond the next member's beginning.
        if self._file.back_to(damaged + 1):
            self._packed = b""
        else:
            self._packed = self._packed[max(0, damaged + 1 - (self._file.offset - len(self._packed))) :]
        while True:
            found = self._packed.find(_MEMBER)
            self._packed = self._packed[found:] if found >= 0 else self._packed[1 - len(_MEMBER) :]
            if len(self._packed) < _LONGEST_LINE and self._more():
                continue
            if found < 0:
                self._packed = b""
                return
            if _unpacks_to_record(self._packed):
                return
            self._packed = self._packed[1:]

    def _fill(self) -> bool:
        """More unpacked bytes; False at the end of the file."""
        while True:
            if self._unpacker is None and not self._begun():
                return False
            assert self._unpacker is not None
            if not self._packed and not self._more():
                raise _DamagedError(_CUT_OFF)
            try:
                data = self._unpacker.decompress(self._packed, _AT_ONCE)
            except zlib.error:
                self._broken = True
                raise _DamagedError("it does not unpack") from None
            self._packed = self._unpacker.unconsumed_tail
            if self._unpacker.eof:
                self._packed, self._unpacker = self._unpacker.unused_data, None
            if data:
                self._ready = io.BytesIO(data)
                return True

    def _begun(self) -> bool:
        """Whether there is another member."""
        while len(self._packed) < len(_MEMBER) and self._more():
            pass
        if not self._packed:
            return False
        self.begin = self._file.offset - len(self._packed)
        if not self._packed.startswith(_MEMBER):
            raise _DamagedError("what stands there is not gzipped")
        self._unpacker, self._records = zlib.decompressobj(31), 0
        return True

    def _more(self) -> bool:
        data = self._file.read(_LONGEST_LINE)
        self._packed += data
        return bool(data)


def _unpacks_to_record(packed: bytes) -> bool:
    try:
        return zlib.decompressobj(31).decompress(packed, len(_BEGINNING)).startswith(_BEGINNING)
    except zlib.error:
        return False
