"""What stands between quotation marks: stretches of text, what is nested in what, what goes on in a new paragraph."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass

from kg.extract.reading import trimmed
from kg.model import Span

_MARK = re.compile("[\u201c\u201d\"\u2018\u2019']|\n[ \t]*\n\\s*|\n")
_LONGEST = 6000
"""Characters between two marks: past this, one of them is missing."""
_ELISION = re.compile(r"(?:em|til|tis|twas|cause|n|bout|round)\b|\d", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Quotation:
    """A stretch between marks; of a quotation of several paragraphs, each is one."""

    span: Span
    """The words, without their marks."""
    marks: Span
    """The same with them; a mark that the next paragraph lacks is not in it."""
    depth: int
    """How many quotations it stands in."""
    goes_on: bool
    """Whether the paragraph before left it open."""


class Quotations:
    def __init__(self, text: str) -> None:
        self._text = text
        self._found: list[Quotation] = []
        self._anew: set[int] = set()
        self._read()
        self.all = sorted(self._found, key=lambda q: (q.marks.begin, -q.marks.end))
        self.top = [q for q in self.all if q.depth == 0]
        self._begins = [q.marks.begin for q in self.top]
        self._within: dict[Quotation, list[Quotation]] = defaultdict(list)
        path: list[Quotation] = []
        for quote in self.all:
            while path and path[-1].marks.end <= quote.marks.begin:
                path.pop()
            if path:
                self._within[path[-1]].append(quote)
            path.append(quote)

    def around(self, at: int) -> Quotation | None:
        """The innermost quotation that a character stands in."""
        outer = self.outermost(at)
        if outer is None:
            return None
        return next((q for q in self.within(outer) if q.marks.begin <= at < q.marks.end), outer)

    def outermost(self, at: int) -> Quotation | None:
        n = bisect_right(self._begins, at) - 1
        return self.top[n] if n >= 0 and at < self.top[n].marks.end else None

    def within(self, outer: Quotation) -> list[Quotation]:
        """The quotations right within one."""
        return self._within.get(outer, [])

    # Reading

    def _read(self) -> None:
        """Opening and closing marks, paired; one that is left open where a paragraph ends is none."""
        open_: list[tuple[str, int, bool]] = []
        for match in _MARK.finditer(self._text):
            mark, at = match.group(), match.start()
            if mark == "\n" and not self._opens_line(match.end(), open_):
                continue
            if mark.startswith("\n"):
                open_ = self._at_line_end(open_, match)
            elif open_ and at - open_[-1][1] > _LONGEST:
                open_ = []
            kind = {"\u201d": "\u201c", "\u2019": "\u2018"}.get(mark, mark)
            if mark in ("\u201c", "\u2018"):
                if not any(k == mark for k, _, _ in open_) and (mark == "\u201c" or self._opens(at)):
                    open_.append((mark, at, False))
            elif mark in ('"', "'") and not any(k == mark for k, _, _ in open_):
                if mark == '"' or self._opens(at):
                    open_.append((mark, at, at in self._anew))
            elif mark in ("\u201d", "\u2019", '"', "'") and any(k == kind for k, _, _ in open_):
                if mark in ("\u2019", "'") and not self._closes(at, open_):
                    continue
                while open_[-1][0] != kind:
                    open_.pop()
                _, begin, goes_on = open_.pop()
                self._add(begin, at, at + 1, len(open_), goes_on)

    def _at_line_end(self, open_: list[tuple[str, int, bool]], match: re.Match[str]) -> list[tuple[str, int, bool]]:
        """A quotation goes on past a paragraph only where the next one opens with its mark again."""
        if not self._opens_line(match.end(), open_):
            return []
        kind, begin, goes_on = open_[0]
        self._add(begin, match.start(), match.start(), 0, goes_on)
        # The mark that opens the next paragraph is met with the quotation still open, and passed over.
        # A straight mark opens anew there.
        self._anew.add(match.end())
        return [(kind, match.end(), True)] if kind != '"' else []

    def _opens_line(self, at: int, open_: list[tuple[str, int, bool]]) -> bool:
        return bool(open_) and self._text[at : at + 1] == open_[0][0] in ("\u201c", '"')

    def _add(self, begin: int, end: int, after: int, depth: int, goes_on: bool) -> None:
        span = trimmed(self._text, begin + 1, end)
        if span.begin < span.end:
            self._found.append(Quotation(span, Span(begin, after), depth, goes_on))

    def _opens(self, at: int) -> bool:
        """Whether a single mark opens: after a space or another mark, before a word that is no elision (*'em*)."""
        before, after = self._text[at - 1 : at], self._text[at + 1 : at + 2]
        fits = (not before or before.isspace() or before in '([\u201c"\u2014\u2013') and after.isalpha()
        return fits and not _ELISION.match(self._text, at + 1)

    def _closes(self, at: int, open_: list[tuple[str, int, bool]]) -> bool:
        """Whether a single mark closes: no apostrophe in a word, nor one after a plural (*the allies' troops*)."""
        before, after = self._text[at - 1 : at], self._text[at + 1 : at + 2]
        if after.isalnum() or before.isspace() or open_[-1][0] not in ("\u2018", "'"):
            return False
        return before in ",.?!\u2026" or before.lower() != "s" or after in ',.;:?!)\u201d"\u2014' or not after
