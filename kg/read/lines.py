"""JSON lines: one document a line, read one line at a time."""

from __future__ import annotations

import json

from kg.model import Problem
from kg.read import characters, columns, record, streams
from kg.read.record import Found, Stream

_HEAD = 65536
_REMEDY = 'write {"text": "..."} on one line'


def is_record(line: bytes) -> bool:
    """Whether a first line is a JSON object with a text."""
    encoding, length = characters.mark(line)
    if encoding not in ("", "utf-8"):
        return False
    try:
        fields = json.loads(line[length:])
    except (ValueError, RecursionError):
        return False
    return isinstance(fields, dict) and "text" in columns.named(tuple(fields))


def read(stream: Stream, where: str, first: int = 1) -> Found:
    """`first`: the number of the stream's first line; above 1, the stream is a later part of a file."""
    if first == 1:
        head = stream.peek(_HEAD)[:_HEAD]
        characters.refuse_binary(head)
        if head.lstrip().startswith(b"["):
            yield Problem(
                where, "is a JSON array: write one object a line instead, or end its name in .json", kind="record"
            )
            return
    empty = first == 1
    for number, line in streams.lines(stream, where, first):
        if isinstance(line, Problem):
            # A mark alone is no document.
            empty = empty and not line.refused
            yield line
        elif line.strip():
            empty = False
            yield from _document(line, f"{where}:{number}")
    if empty:
        yield Problem(where, "empty: no documents in it", refused=False, kind="file")


def _document(line: str, where: str) -> Found:
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError) as error:
        at = f" at column {error.colno}" if isinstance(error, json.JSONDecodeError) else ""
        yield Problem(where, f"is no JSON{at}: {_REMEDY}", kind="record")
        return
    if not isinstance(fields, dict):
        yield Problem(where, f"is no JSON object: {_REMEDY}", kind="record")
        return
    yield from record.from_fields(fields, where)
