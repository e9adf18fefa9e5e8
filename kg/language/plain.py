"""Text as a parser should see it: single blanks, no line ends within a sentence, no characters without width."""

from __future__ import annotations

import re
from collections.abc import Sequence

# Soft hyphens, marks of direction, zero-width blanks and joiners: they stand within words, and part them for a parser.
_WIDTHLESS = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
_GAP = re.compile(rf"[\s{_WIDTHLESS}]+")
_ODD = re.compile(rf"[^\S ]|\s\s|[{_WIDTHLESS}]")


def plain(text: str) -> tuple[str, Sequence[int]]:
    """The plain text, and for each of its characters where in `text` it stands."""
    if not _ODD.search(text):
        return text, range(len(text))
    shown: list[str] = []
    where: list[int] = []
    end = 0
    for gap in _GAP.finditer(text):
        shown.append(text[end : gap.start()])
        where.extend(range(end, gap.start()))
        end = gap.end()
        if _parts(text, gap):
            shown.append(" ")
            where.append(next(i for i in range(*gap.span()) if text[i].isspace()))
    shown.append(text[end:])
    where.extend(range(end, len(text)))
    return "".join(shown), where


def _parts(text: str, gap: re.Match[str]) -> bool:
    """Whether a gap parts words: a soft hyphen does not, nor a line end after the hyphen of *long-range*."""
    blank = next((c for c in gap.group() if c.isspace()), "")
    hyphen = text[gap.start() - 1 : gap.start()] == "-" and text[gap.start() - 2 : gap.start() - 1].isalpha()
    return bool(blank) and not (hyphen and "\n" in gap.group() and text[gap.end() : gap.end() + 1].islower())


def trimmed(text: str, begin: int, end: int) -> tuple[int, int]:
    """The span without white space and characters without width at its ends."""
    gap = _GAP.match(text, begin, end)
    begin = gap.end() if gap else begin
    while begin < end and _GAP.match(text[end - 1]):
        end -= 1
    return begin, end
