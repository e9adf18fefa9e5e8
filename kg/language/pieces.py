"""What the lines of a text are made of: sentences, and what stands beside them, each a piece with its offsets.

A parser reads a dateline, a speaker's name or the mark of a list's item as words of the sentence behind it, and
gets the sentence wrong; so each is a piece of its own. What a web page leaves behind in plain text is not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from itertools import islice

from kg.language.datelines import BEGINNING, NAME, Datelines, any_of
from kg.language.lines import paragraphs
from kg.language.plain import trimmed
from kg.ontology import Ontology

# A piece of more characters, or more words and marks, is cut at a sentence end or a blank: time and memory of the
# parse stay linear.
_WINDOW, _WORDS = 8_000, 1_500
# Longer lines are text, whatever they begin with.
_SHORT = 300
_LONGEST_LABEL = 120
_MARK = re.compile(
    r"(?:[-–—*+>»→•●○◦▪▫■□▸▶►➤✓✔❖·‣⁃]|#{1,6}|\[\d{1,3}\]"
    r"|\(?(?:\d{1,3}|[ivx]{1,5})[.)]|\(?[A-Za-z]\)|[a-z]\.|[IVX]{2,5}[.)])\s+|[•●▪■►➤]"
)
# What no sentence goes on after.
_CLOSED = '.!?:\u2026"\u201d'
_CELL = re.compile(r"\s*(?:\t|\s\|(?:\s|$)|^\|\s)[\s|]*")
# No blank, hyphen or comma may be read in two ways: a line of many would be tried in all of them.
_LABEL = re.compile(
    rf"{NAME}(?:(?:,? | ?[&/] ?| [–-] )(?:{NAME}|[a-z]{{1,3}}(?= )|\d+)){{0,9}}(?: \([^()]{{1,40}}\))?"
    rf"(?=:\s+{BEGINNING})"
)
_CAPITALS = re.compile(r"(?=[^:]{0,80}[A-Z])[A-Z\d][^a-z:\n(]{0,80}(?:\([^()\n]{1,40}\)\s?)?(?=:\s)")
_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"\w+|[^\w\s]")
_SENTENCE_END = re.compile(r"[.!?\u2026][\"'\u201d\u2019)\]]*\s")


class Kind(Enum):
    """What a piece is."""

    TEXT = "text"
    """A paragraph, headline, list's item or cell of a table: sentences."""
    DATELINE = "dateline"
    """Where, when and by which agency a text was written, before its first sentence."""
    LABEL = "label"
    """Who speaks, or what it is about, before a colon."""
    MARK = "mark"
    """What a list's item begins with, what parts the cells of a table, a label that names nobody. Not parsed."""
    LEAVINGS = "leavings"
    """What a web page leaves behind; credits of pictures and writers. Not parsed."""

    @property
    def parsed(self) -> bool:
        return self not in (Kind.MARK, Kind.LEAVINGS)


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters of a text; offsets are code points, end exclusive."""

    begin: int
    end: int
    kind: Kind
    places: tuple[tuple[int, int], ...] = ()
    """Of a dateline: where it names places."""


def pieces(text: str, ontology: Ontology) -> Iterator[Piece]:
    """The pieces of a text, in order; between them is white space only."""
    rules = _rules(ontology)
    for begin, end in paragraphs(text, rules.apart):
        begin, end = trimmed(text, begin, end)
        for piece in rules.of_paragraph(text, begin, end):
            yield from _windows(text, piece)


@lru_cache(maxsize=4)
def _rules(ontology: Ontology) -> _Rules:
    return _Rules(ontology)


class _Rules:
    def __init__(self, ontology: Ontology) -> None:
        self._leavings = ontology.patterns.get("Leavings", ())
        self._credits = ontology.patterns.get("Credit", ())
        self._asides = ontology.patterns.get("Aside", ())
        turns = ontology.forms.get("Turn", ())
        turn = any_of(turns)
        # Without a colon a word may be the sentence's first.
        self._turn = re.compile(rf"{any_of([t for t in turns if len(t) == 1])}[:.]?(?=\s\s|\t)")
        self._nobody = re.compile(rf"(?:the )?{turn}(?: \d+)?(?: \([^()]*\))?[:.]?(?: \([^()]*\))?", re.IGNORECASE)
        self._datelines = Datelines(ontology)

    def apart(self, before: str, line: str) -> bool:
        """Whether a line is no continuation of what stands right above it."""
        if self._left_behind(before) or (before[-1] in _CLOSED and self._left_behind(line)):
            return True
        mark = _MARK.match(line)
        if mark:
            # A dash within a sentence may have come to stand at the beginning of a line.
            return not (line[0] in "-–—" and line[mark.end() : mark.end() + 1].islower())
        return bool(_CAPITALS.match(line) or self._turn.match(line) or self._datelines.find(line, 0, len(line)))

    def of_paragraph(self, text: str, begin: int, end: int) -> Iterator[Piece]:
        line = text[begin:end]
        if self._left_behind(line):
            yield from _piece(text, begin, end, Kind.LEAVINGS)
            return
        mark = _MARK.match(line)
        if mark:
            yield from _piece(text, begin, begin + mark.end(), Kind.MARK)
            begin += mark.end()
            if self._left_behind(text[begin:end]):
                yield from _piece(text, begin, end, Kind.LEAVINGS)
                return
        position = begin
        if len(line) < _SHORT:
            for gap in _CELL.finditer(text[begin:end]):
                yield from self._of_cell(text, position, begin + gap.start())
                yield from _piece(text, begin + gap.start(), begin + gap.end(), Kind.MARK)
                position = begin + gap.end()
        yield from self._of_cell(text, position, end)

    def _left_behind(self, line: str) -> bool:
        return len(line) < _SHORT and any(pattern.search(line) for pattern in self._leavings)

    def _of_cell(self, text: str, begin: int, end: int) -> Iterator[Piece]:
        """What stands before the sentences, the sentences, and who is to be credited for them."""
        label = self._label(text[begin : min(end, begin + _LONGEST_LABEL)])
        if label:
            named = not self._nobody.fullmatch(text, begin, begin + label)
            yield from _piece(text, begin, begin + label, Kind.LABEL if named else Kind.MARK)
            begin += label
        begin, end = trimmed(text, begin, end)
        dateline = self._datelines.find(text, begin, end)
        if dateline:
            yield from _piece(text, begin, dateline.end, Kind.DATELINE, dateline.places)
            begin = dateline.end
        credit = next((m for p in self._credits if (m := p.search(text, max(begin, end - _SHORT), end))), None)
        last = credit.start() if credit else end
        yield from _piece(text, begin, last, Kind.TEXT)
        yield from _piece(text, last, end, Kind.LEAVINGS)

    def _label(self, line: str) -> int:
        """The length of a speaker's name or a subject before a colon, with the colon; 0 where there is none."""
        turn = self._turn.match(line)
        if turn:
            return turn.end()
        found = _CAPITALS.match(line) or _LABEL.match(line)
        # *June 3: …* dates what follows.
        if found is None or self._datelines.names_day(found.group()):
            return 0
        end = found.end() + 1
        rest = line[end:].lstrip()
        # A heading of its own, with nothing behind the colon, is a text.
        if not rest:
            return 0
        aside = next((m for p in self._asides if (m := p.match(rest))), None)
        return len(line) - len(rest) + aside.end() if aside else end


def _piece(text: str, begin: int, end: int, kind: Kind, places: tuple[tuple[int, int], ...] = ()) -> Iterator[Piece]:
    begin, end = trimmed(text, begin, end)
    if begin < end:
        # What has no letter says nothing, and thousands of marks would be thousands of words.
        yield Piece(begin, end, kind if _LETTER.search(text, begin, end) else Kind.MARK, places)


def _windows(text: str, piece: Piece) -> Iterator[Piece]:
    begin, end = piece.begin, piece.end
    while (limit := _limit(text, begin, end)) < end:
        cuts = [m.end() for m in _SENTENCE_END.finditer(text, (begin + limit) // 2, limit)]
        # No blank in thousands of characters is no language: cut anywhere.
        stop = cuts[-1] if cuts else max(text.rfind(blank, begin + 1, limit) for blank in " \n\u00a0") + 1 or limit
        yield from _piece(text, begin, stop, piece.kind)
        begin, end = trimmed(text, stop, end)
    yield from _piece(text, begin, end, piece.kind, piece.places)


def _limit(text: str, begin: int, end: int) -> int:
    """Where a window that begins there must end at the latest."""
    limit = min(end, begin + _WINDOW)
    if limit - begin <= _WORDS:
        return limit
    return next((m.start() for m in islice(_WORD.finditer(text, begin, limit), _WORDS, None)), limit)
