"""JSON as a whole file: an array of articles, one article, or JSON lines under another name."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from itertools import islice

from kg.model import Problem
from kg.read import characters, lines, record, streams
from kg.read.record import Found, Stream

_BLANK = re.compile(r"[ \t\n\r]*")
# Prose may begin with a word in brackets, as "[Reuters] Putin spoke", but not so.
_BEGINNING = re.compile(r'\{\s*"|\[\s*[{"]|[\[{]\s*$')
_REMEDY = 'write [{"text": "..."}, ...]'
_decoder = json.JSONDecoder()


def begins(first_line: bytes) -> bool:
    """Whether JSON is meant by what begins so."""
    encoding, length = characters.mark(first_line)
    # Of UTF-16 a line ends within a character.
    text = first_line[length:].decode(encoding or "utf-8", errors="ignore")
    return _BEGINNING.match(text.strip()) is not None


def read(stream: Stream, where: str) -> Found:
    data = stream.read(streams.LARGEST + 1)
    characters.refuse_binary(data[:65536])
    if len(data) > streams.LARGEST:
        if not _is_object(data.removeprefix(b"\xef\xbb\xbf").lstrip().partition(b"\n")[0]):
            message = f"{streams.told(streams.LARGEST)}, one a line, and end its name in .jsonl"
            yield Problem(where, message, kind="size")
            return
        yield from lines.read(streams.rejoined(data, stream), where)
        return
    text, changes = characters.decoded(data)
    if not text.lstrip().startswith("[") and _has_lines(text):
        yield from lines.read(io.BufferedReader(io.BytesIO(data)), where)
        return
    for change in changes:
        yield Problem(where, change, refused=False, kind="encoding")
    yield from _whole(text, where)


def _whole(text: str, where: str) -> Found:
    empty = True
    try:
        for place, value in _values(text, where):
            empty = False
            if isinstance(value, dict):
                yield from record.from_fields(value, place)
            else:
                yield Problem(place, "is no JSON object: " + _REMEDY, kind="record")
    except (ValueError, RecursionError) as error:
        at = f" at line {error.lineno}, column {error.colno}" if isinstance(error, json.JSONDecodeError) else ""
        rest = "" if empty else "; what stands before was read"
        yield Problem(where, f"is no JSON{at}{rest}: {_REMEDY}", kind="record")
        return
    if empty:
        yield Problem(where, "empty: no documents in it", refused=False, kind="file")


def _values(text: str, where: str) -> Iterator[tuple[str, object]]:
    """The elements of an array with their places, one at a time; or the one value. Raises ValueError."""
    at = _after_blank(text, 0)
    if at == len(text):
        return
    if text[at] != "[":
        value, at = _decoder.raw_decode(text, at)
        yield where, value
    else:
        number = 0
        at = _after_blank(text, at + 1)
        more = text[at : at + 1] != "]"
        while more:
            number += 1
            value, at = _decoder.raw_decode(text, at)
            yield f"{where}:item {number}", value
            at = _after_blank(text, at)
            more = text[at : at + 1] == ","
            if not more and text[at : at + 1] != "]":
                raise json.JSONDecodeError("no comma", text, at)
            if more:
                at = _after_blank(text, at + 1)
        at += 1
    if (at := _after_blank(text, at)) < len(text):
        raise json.JSONDecodeError("more than one value", text, at)


def _after_blank(text: str, at: int) -> int:
    found = _BLANK.match(text, at)
    return found.end() if found else at


def _has_lines(text: str) -> bool:
    """Whether one of the first two lines of several is an object by itself: the other may be spoilt."""
    beginning = list(islice((line for line in io.StringIO(text) if line.strip()), 2))
    return len(beginning) > 1 and any(map(_is_object, beginning))


def _is_object(line: str | bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False
