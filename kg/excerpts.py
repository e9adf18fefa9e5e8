"""The sentence around words, from what the graph holds: sentences of evidence, and the text."""

from __future__ import annotations

import re
from collections.abc import Sequence

# After a short word with a capital (*Gen.*, *Jr.*, *U.S.*) a full stop may be that of an abbreviation, which no
# sentence ends with: better two sentences than half a one.
_END = re.compile(
    r"(?<![A-Z])(?<!\b[A-Z]\w)(?<!\b[A-Z]\w\w)(?<!\b[A-Z]\w\w\w)[.!?…][\"”’')\]]*\s+(?=[\"“‘'(\[]*[A-Z0-9])"
)
_LIMIT = 400
"""So many characters on each side at most: tables and lists have no sentences."""

Sentence = tuple[int, int, str]
"""Begin, end and words of a sentence that the graph holds by itself."""


def excerpt(text: str | None, sentences: Sequence[Sentence], begin: int, end: int) -> tuple[int, str]:
    """Where the sentence around the words begins, and the sentence; -1 and nothing where the graph does not tell."""
    around = [one for one in sentences if one[0] <= begin and end <= one[1]]
    if around:
        first, _, words = min(around, key=lambda one: (one[1] - one[0], one[0]))
        return first, words
    if text is None:
        return -1, ""
    first = max([0, text.rfind("\n", 0, begin) + 1, *(one[1] for one in sentences if one[1] <= begin)])
    newline = text.find("\n", end)
    last = min([len(text) if newline < 0 else newline, *(one[0] for one in sentences if one[0] >= end)])
    # Words that run on past a sentence's bounds are shown with both.
    first = min([first, *(one[0] for one in sentences if one[0] < begin < one[1])])
    last = max([last, *(one[1] for one in sentences if one[0] < end < one[1])])
    return _trimmed(text, *_narrowed(text, first, begin, end, last))


def _narrowed(text: str, first: int, begin: int, end: int, last: int) -> tuple[int, int]:
    """From the last end of a sentence before the words to the first one after them."""
    before = [match.end() for match in _END.finditer(text, first, last) if match.end() <= begin]
    after = [match.end() for match in _END.finditer(text, max(end - 1, first), last) if match.end() >= end]
    first, last = max([first, *before]), min([last, *after])
    if begin - first > _LIMIT:
        first = text.find(" ", begin - _LIMIT, begin) + 1 or begin - _LIMIT
    if last - end > _LIMIT:
        cut = text.rfind(" ", end, end + _LIMIT)
        last = cut if cut > 0 else end + _LIMIT
    return first, last


def _trimmed(text: str, first: int, last: int) -> tuple[int, str]:
    words = text[first:last]
    return first + len(words) - len(words.lstrip()), words.strip()


def within(spans: Sequence[tuple[int, int]], first: int, length: int) -> tuple[tuple[int, int], ...]:
    """Spans of the text as marks in an excerpt that begins at `first`: sorted, joined where they overlap."""
    marks: list[tuple[int, int]] = []
    for begin, end in sorted({(max(b - first, 0), min(e - first, length)) for b, e in spans}):
        if begin >= end:
            continue
        if marks and begin < marks[-1][1]:
            marks[-1] = (marks[-1][0], max(marks[-1][1], end))
        else:
            marks.append((begin, end))
    return tuple(marks)
