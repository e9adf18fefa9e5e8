"""XML, written as it comes; what XML cannot hold is replaced."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO
from xml.sax.saxutils import escape, quoteattr

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(text: str) -> str:
    """The text with each character that XML 1.0 forbids replaced by U+FFFD; offsets stay right."""
    return _FORBIDDEN.sub("\ufffd", text)


def columns(things: Iterable[dict[str, Any]]) -> dict[str, str]:
    """The attributes that any of the things has, in a fixed order, as `string` or `int`."""
    values = [pair for data in things for pair in data.items()]
    types = {name: "int" if isinstance(value, int) else "string" for name, value in values}
    return dict(sorted(types.items(), key=lambda pair: (pair[0] != "label", pair[0] != "type", pair[0])))


class Xml:
    """Elements in the order of the calls, one a line."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._lines = ['<?xml version="1.0" encoding="UTF-8"?>']
        self._depth = 0

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

    def close(self) -> None:
        """Writes what is still held back; the stream stays open."""
        self._stream.write(("\n".join(self._lines) + "\n").encode())
        self._lines = []

    def _line(self, line: str) -> None:
        self._lines.append(" " * self._depth + line)
        if len(self._lines) > 5000:
            self.close()


def _written(attributes: dict[str, str]) -> str:
    return "".join(f" {name}={quoteattr(clean(value))}" for name, value in attributes.items())
