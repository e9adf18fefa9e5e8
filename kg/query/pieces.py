"""Files that are none: what is written goes on in pieces, and what comes in pieces is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

Send = Callable[[bytes], object]

_PIECE = 1 << 16
_PREFIX_LINES = re.compile(rb"(?:@prefix [^\n]*\n)*")


class Sent:
    """A file that hands on what is written to it, in pieces of a sensible size."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._waiting = bytearray()

    def write(self, piece: bytes) -> int:
        self._waiting += piece
        if len(self._waiting) >= _PIECE:
            self.flush()
        return len(piece)

    def writable(self) -> bool:
        return True

    def readable(self) -> bool:
        return False

    def seekable(self) -> bool:
        return False

    closed = False

    def flush(self) -> None:
        if self._waiting:
            self._send(bytes(self._waiting))
            self._waiting.clear()


class _BytesOf:
    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self._left = b""

    def read(self, size: int = -1) -> bytes:
        pieces, length = [self._left], len(self._left)
        while size < 0 or length < size:
            piece = next(self._pieces, b"")
            if not piece:
                break
            pieces.append(piece)
            length += len(piece)
        everything = b"".join(pieces)
        end = len(everything) if size < 0 else size
        self._left = everything[end:]
        return everything[:end]


def file_of(pieces: Iterable[bytes]) -> Any:
    """A file to be read, of pieces that come one by one."""
    return _BytesOf(pieces)


class PrefixesInOrder(Sent):
    """Turtle whose prefixes stand in the order of the alphabet: Oxigraph writes them in any."""

    def __init__(self, send: Send) -> None:
        super().__init__(send)
        self._head: bytearray | None = bytearray()

    def write(self, piece: bytes) -> int:
        if self._head is None:
            return super().write(piece)
        self._head += piece
        rest = _PREFIX_LINES.sub(b"", self._head, count=1)
        if rest and not b"@prefix ".startswith(rest[:8]):
            self.flush()
        return len(piece)

    def flush(self) -> None:
        if self._head is not None:
            data, self._head = bytes(self._head), None
            match = _PREFIX_LINES.match(data)
            end = match.end() if match else 0
            super().write(b"".join(sorted(data[:end].splitlines(keepends=True))) + data[end:])
        super().flush()
