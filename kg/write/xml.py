"""XML, written as it comes; what XML cannot hold is replaced."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import IO
from xml.sax.saxutils import escape, quoteattr

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(text: str) -> str:
    """The text with each character that XML 1.0 forbids replaced by U+FFFD; offsets stay right."""
    return _FORBIDDEN.sub("\ufffd", text)


class Columns:
    """The attributes that any of the things has, and their types."""

    def __init__(self) -> None:
        self._types: dict[str, str] = {}

    def see(self, data: Mapping[str, object]) -> None:
        for name, value in data.items():
            if name not in self._types:
                self._types[name] = "int" if isinstance(value, int) else "string"

    def items(self) -> list[tuple[str, str]]:
        """Names with `string` or `int`, in a fixed order."""
        return sorted(self._types.items(), key=lambda pair: (pair[0] != "label", pair[0] != "type", pair[0]))


class Xml:
    """Elements in the order of the calls, one a line."""

    def __init__(self, stream: IO[bytes], depth: int = 0) -> None:
        """`depth`: how deep in elements what is written will stand; 0 for a file of its own."""
        self._stream = stream
        self._lines = [] if depth else ['<?xml version="1.0" encoding="UTF-8"?>']
        self._depth = depth

    @contextmanager
    def element(self, name: str, /, **attributes: str) -> Iterator[None]:
        self._line(f"<{name}{_written(attributes)}>")
        self._depth += 1
        yield
        self._depth -= 1
        self._line(f"</{name}>")

    def leaf(self, name: str, text: str = "", /, **attributes: str) -> None:
        start = f"<{name}{_written(attributes)}"
        self._line(f"{start}>{escape(clean(text))}</{name}>" if text else f"{start}/>")

    def flush(self) -> None:
        """Writes what is still held back; the stream stays open."""
        if self._lines:
            self._stream.write(("\n".join(self._lines) + "\n").encode())
            self._lines = []

    def insert(self, part: IO[bytes]) -> None:
        """Elements that were written elsewhere, from the beginning of the stream on."""
        self.flush()
        part.seek(0)
        shutil.copyfileobj(part, self._stream)

    def _line(self, line: str) -> None:
        self._lines.append(" " * self._depth + line)
        if len(self._lines) > 5000:
            self.flush()


def spool() -> IO[bytes]:
    """A stream for what can be written only when all of it is known; on disk where it is long."""
    return tempfile.SpooledTemporaryFile(max_size=1 << 24)


def _written(attributes: dict[str, str]) -> str:
    return "".join(f" {name}={quoteattr(clean(value))}" for name, value in attributes.items())
