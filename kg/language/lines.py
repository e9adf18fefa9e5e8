"""Which lines of a text are one paragraph: each by itself, but where the text was broken to fit a width.

A line was broken for its width if the first word of the next one would not have fitted any more. So headlines,
items of lists, verses and the last lines of paragraphs, which end before that, are never joined to what follows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

_LINE = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]+")
_BREAK = re.compile(r"\r?\n|\r")
# Nobody breaks plain text by hand at less or more.
_NARROWEST, _WIDEST = 40, 120
# What a line that goes on in the next one may end with.
_OPEN_END = re.compile(r"[\w,;'\u2019%$()\[\]\"\u201d/\u2013\u2014-]$")


@dataclass(frozen=True, slots=True)
class _Line:
    begin: int
    end: int
    text: str
    indent: int
    follows: bool
    """Whether it stands right below the line before."""

    @property
    def length(self) -> int:
        return self.indent + len(self.text)

    @property
    def first(self) -> str:
        return self.text.split(None, 1)[0]


def paragraphs(text: str, apart: Callable[[str, str], bool]) -> Iterator[tuple[int, int]]:
    """Spans of the paragraphs, in order; `apart` tells whether a line cannot go on what stands above it."""
    lines = list(_lines(text))
    width = _width(lines)
    begin = end = -1
    for n, line in enumerate(lines):
        if n and width and _joins(lines[n - 1], line, width) and not apart(text[begin:end], line.text):
            end = line.end
            continue
        if begin >= 0:
            yield begin, end
        begin, end = line.begin, line.end
    if begin >= 0:
        yield begin, end


def _lines(text: str) -> Iterator[_Line]:
    last = -1
    for match in _LINE.finditer(text):
        raw = match.group()
        bare = raw.strip()
        if bare:
            begin = match.start() + len(raw) - len(raw.lstrip())
            between = text[last : match.start()] if last >= 0 else ""
            follows = bool(_BREAK.fullmatch(between))
            yield _Line(begin, begin + len(bare), bare, begin - match.start(), follows)
            last = match.end()


def _width(lines: list[_Line]) -> int | None:
    """The width that the text's lines were broken for; None where they were not."""
    pairs = [(a, b) for a, b in pairwise(lines) if b.follows]
    cut = [(a, b) for a, b in pairs if _NARROWEST < a.length <= _WIDEST and _within_sentence(a, b)]
    if 4 * len(cut) < len(pairs):
        return None
    for width in sorted({a.length for a, _ in cut}, reverse=True):
        # Most lines that end within a sentence are full, and so are many of those that end with one: not in a list.
        if 5 * _full(cut, width) >= 3 * len(cut) and 5 * _full(pairs, width) >= 2 * len(pairs):
            return width
    return None


def _full(pairs: Sequence[tuple[_Line, _Line]], width: int) -> int:
    """How many lines have no room for the first word of the next one."""
    return sum(a.length <= width < a.length + 1 + len(b.first) for a, b in pairs)


def _within_sentence(line: _Line, after: _Line) -> bool:
    return bool(_OPEN_END.search(line.text)) and after.text[0].islower()


def _joins(line: _Line, after: _Line, width: int) -> bool:
    if not after.follows or after.indent > line.indent + 8:
        return False
    if line.length > width + 8 or "\t" in line.text or "\t" in after.text:
        return False
    if line.length + 1 + len(after.first) > width:
        return True
    # Some programs even out the lengths of lines, so that a word more might have fitted.
    return 10 * line.length >= 6 * width and _within_sentence(line, after)
