"""What is read of a stream at once: never more than memory can take, whoever wrote it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import IO, AnyStr

from kg.model import Problem
from kg.read import characters
from kg.read.record import Stream

LARGEST = 64 * 2**20
"""Bytes of one text, with all that stands on its line or in its record."""
_SKIPPED_AT_ONCE = 2**20
_HEAD = 65536


def rejoined(taken: bytes, stream: Stream) -> Stream:
    """The stream with the bytes already taken from it put back in front."""
    return io.BufferedReader(_Rejoined(taken, stream))


class _Rejoined(io.RawIOBase):
    def __init__(self, taken: bytes, stream: Stream) -> None:
        self._taken = io.BytesIO(taken)
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        data = self._taken.read(len(buffer)) or self._stream.read1(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def blank(stream: Stream, limit: int) -> bytes:
    """The white space that a stream begins with, taken from it. Raises TooLargeError where it goes beyond `limit`."""
    parts = []
    size = 0
    while head := stream.peek(_HEAD):
        parts.append(stream.read(len(head) - len(head.lstrip())))
        size += len(parts[-1])
        if size > limit:
            raise TooLargeError(told(limit))
        if len(parts[-1]) < len(head):
            break
    return b"".join(parts)


class TooLargeError(ValueError):
    """More than one text can have; the message says what to do."""


def told(limit: int) -> str:
    return f"is larger than {limit // 2**20} MiB: cut it into articles"


def whole(stream: Stream, limit: int = LARGEST) -> bytes:
    """All bytes of a stream. Raises TooLargeError where there are more than `limit`."""
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise TooLargeError(told(limit))
    return data


def lines(stream: Stream, where: str, first: int = 1, limit: int = LARGEST) -> Iterator[tuple[int, str | Problem]]:
    """Lines with their numbers, the first of which is `first`; above 1 there is no byte-order mark to look for.

    Of bytes that are no UTF-8 the first are reported, all are decoded. A line of more than `limit` bytes (or
    characters, where each has two bytes or more) is a problem.
    """
    encoding, length = characters.mark(stream.peek(4)[:4]) if first == 1 else ("", 0)
    stream.read(length)
    if encoding:
        yield 0, Problem(where, characters.mark_dropped(encoding), refused=False, kind="encoding")
    if encoding not in ("", "utf-8"):
        text = io.TextIOWrapper(stream, encoding, errors="replace", newline="\n")
        for number, line in _bounded(text, "\n", first, limit):
            yield number, line if line is not None else _too_long(where, number, limit)
        return
    warned = False
    for number, data in _bounded(stream, b"\n", first, limit):
        if data is None:
            yield number, _too_long(where, number, limit)
            continue
        try:
            line, encoding = decoded(data)
        except characters.BinaryError as error:
            yield number, Problem(f"{where}:{number}", str(error), kind="damaged")
            continue
        if encoding and not warned:
            warned = True
            message = characters.not_utf8(encoding)
            yield number, Problem(f"{where}:{number}", message, refused=False, kind="encoding")
        yield number, line


def _bounded(stream: IO[AnyStr], end: AnyStr, first: int, limit: int) -> Iterator[tuple[int, AnyStr | None]]:
    """Lines with their numbers; None for one that is too long."""
    number = first - 1
    while line := stream.readline(limit + 1):
        number += 1
        if len(line) <= limit:
            yield number, line
            continue
        while line and not line.endswith(end):
            line = stream.readline(_SKIPPED_AT_ONCE)
        yield number, None


def _too_long(where: str, number: int, limit: int) -> Problem:
    return Problem(f"{where}:{number}", told(limit), kind="size")


def decoded(line: bytes) -> tuple[str, str]:
    """Bytes of a line or cell and, where they are no UTF-8, the encoding found. Raises BinaryError."""
    try:
        return line.decode("utf-8"), ""
    except UnicodeDecodeError:
        encoding = characters.detected(line)
        return line.decode(encoding, errors="replace"), encoding
