"""JSON lines: one document a line, read one line at a time."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator

from kg.model import Problem
from kg.read import characters, record
from kg.read.record import Found, Stream

_HEAD = 65536


def is_record(line: bytes) -> bool:
    """Whether a first line is a JSON object with a text."""
    encoding, length = characters.mark(line)
    if encoding not in ("", "utf-8"):
        return False
    try:
        fields = json.loads(line[length:])
    except (ValueError, RecursionError):
        return False
    return isinstance(fields, dict) and "text" in fields


def read(stream: Stream, where: str, first: int = 1) -> Found:
    """`first`: the number of the stream's first line; above 1, the stream is a later part of a file."""
    if first == 1:
        head = stream.peek(_HEAD)[:_HEAD]
        characters.refuse_binary(head)
        if head.lstrip().startswith(b"["):
            yield Problem(where, "is a JSON array: write one object a line instead")
            return
    empty = first == 1
    for number, line in _decoded(stream, where, first):
        if isinstance(line, Problem):
            yield line
        elif line.strip():
            empty = False
            yield from _document(line, f"{where}:{number}")
    if empty:
        yield Problem(where, "empty: no documents in it", refused=False)


def _document(line: str, where: str) -> Found:
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError) as error:
        at = f" at column {error.colno}" if isinstance(error, json.JSONDecodeError) else ""
        yield Problem(where, f'is no JSON{at}: write {{"text": "..."}} on one line')
        return
    if not isinstance(fields, dict):
        yield Problem(where, 'is no JSON object: write {"text": "..."} on one line')
        return
    yield from record.from_fields(fields, where)


def _decoded(stream: Stream, where: str, first: int) -> Iterator[tuple[int, str | Problem]]:
    """Lines with their numbers. Of bytes that are no UTF-8 the first are reported, all are decoded."""
    encoding, length = characters.mark(stream.peek(4)[:4]) if first == 1 else ("", 0)
    stream.read(length)
    if encoding:
        yield 0, Problem(where, characters.mark_dropped(encoding), refused=False)
    if encoding not in ("", "utf-8"):
        yield from enumerate(io.TextIOWrapper(stream, encoding, errors="replace", newline="\n"), start=1)
        return
    warned = False
    for number, line in enumerate(stream, start=first):
        try:
            text, encoding = _line(line)
        except characters.BinaryError as error:
            yield number, Problem(f"{where}:{number}", str(error))
            continue
        if encoding and not warned:
            warned = True
            yield number, Problem(f"{where}:{number}", characters.not_utf8(encoding), refused=False)
        yield number, text


def _line(line: bytes) -> tuple[str, str]:
    """The line and, where it is no UTF-8, the encoding found."""
    try:
        return line.decode("utf-8"), ""
    except UnicodeDecodeError:
        encoding = characters.detected(line)
        return line.decode(encoding, errors="replace"), encoding
