"""One `Doc` of a text, put together from its pieces' own, with the text's own offsets.

Attributes go from piece to text as columns of numbers, never token by token: half the time of a fast parse was that.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from spacy.attrs import DEP, HEAD, IDX, LEMMA, LENGTH, MORPH, POS, TAG
from spacy.tokens import Doc, Span
from spacy.util import filter_spans
from spacy.vocab import Vocab

from kg.language.pieces import Piece

# As `Doc` itself takes them.
_COLUMNS = [POS, HEAD, DEP, LEMMA, TAG, MORPH]
_POS, _HEAD, _DEP, _LEMMA, _TAG, _MORPH = range(len(_COLUMNS))
_PLACES = [IDX, LENGTH]


class Joined:
    """The columns of a Doc, filled piece by piece."""

    def __init__(self, text: str, vocab: Vocab) -> None:
        self._text, self._vocab = text, vocab
        self._end = 0
        """Up to here the text is in the tokens."""
        self._words: list[str] = []
        self._spaces: list[bool] = []
        self._places: list[int] = []
        """Where the tokens of the pieces stand among all tokens: what stands between is white space."""
        self._parts: list[np.ndarray] = []
        self._blanks: list[int] = []
        """White space within pieces that were parsed: it hangs on the word before it."""
        self._ents: list[tuple[int, int, str]] = []

    def add(self, piece: Piece, part: Doc, where: Sequence[int]) -> None:
        """`where`: for each character of the part, where in the piece it stands."""
        read = piece.kind.parsed
        self._blank(piece.begin, within=False)
        rows: Any = part.to_array(_PLACES)
        begins, ends = rows[:, 0].astype(np.int64), rows.sum(1).astype(np.int64)
        if not isinstance(where, range):
            there = np.array(where, np.int64)
            begins, ends = there[begins], there[ends - 1] + 1
        places: list[int] = []
        for begin, end in zip((begins + piece.begin).tolist(), (ends + piece.begin).tolist(), strict=True):
            if self._end < begin and places:
                self._blank(begin, within=read)
            places.append(len(self._words))
            self._words.append(self._text[self._end : end])
            self._spaces.append(False)
            self._end = end
        self._parts.append(self._columns(part, np.array(places, np.int64), read))
        self._places += places
        self._ents.extend((places[ent.start], places[ent.end - 1] + 1, ent.label_) for ent in _ents(piece, part, where))

    def _columns(self, part: Doc, places: np.ndarray, read: bool) -> np.ndarray:
        columns: Any = part.to_array(_COLUMNS)
        if read:
            heads = np.arange(len(places)) + columns[:, _HEAD].astype(np.int64)
            columns[:, _HEAD] = (places[heads] - places).astype(np.uint64)
            columns[columns[:, _DEP] == 0, _DEP] = self._vocab.strings["dep"]
        else:
            columns[:, [_HEAD, _DEP]] = 0
        return columns

    def _blank(self, begin: int, *, within: bool) -> None:
        """White space up to an offset: within a piece one character goes with the word before it, more are a token.

        Rules on words side by side are not to stumble over the line ends of wrapped text.
        """
        if within and self._end < begin and self._text[self._end].isspace():
            self._spaces[-1] = True
            self._end += 1
        if self._end < begin:
            if within:
                self._blanks.append(len(self._words))
            self._words.append(self._text[self._end : begin])
            self._spaces.append(False)
            self._end = begin

    def doc(self) -> Doc:
        """All pieces as one Doc, with the white space after the last."""
        self._blank(len(self._text), within=False)
        doc = Doc(self._vocab, words=self._words, spaces=self._spaces)
        if not self._words:
            return doc
        strings = self._vocab.strings
        columns = np.zeros((len(doc), len(_COLUMNS)), np.uint64)
        columns[:, _TAG], columns[:, _POS] = strings.add("_SP"), strings.add("SPACE")
        columns[self._blanks, _DEP] = strings["dep"]
        columns[self._blanks, _HEAD] = np.uint64(2**64 - 1)  # -1: the token before
        if self._parts:
            columns[self._places] = np.concatenate(self._parts)
        columns[columns[:, _MORPH] == 0, _MORPH] = self._vocab.morphology.add("")
        doc.from_array(_COLUMNS, columns)  # type: ignore[arg-type]
        if not doc.has_annotation("SENT_START"):
            for token in doc:  # nothing was read: no tree tells where sentences start
                token.is_sent_start = True
        doc.set_ents([Span(doc, start, stop, label=label) for start, stop, label in self._ents])
        return doc


def _ents(piece: Piece, part: Doc, where: Sequence[int]) -> Iterable[Span]:
    """The names in a piece. Out of context nothing tells a place from a person, but a dateline names places."""
    if not piece.places:
        return part.ents
    bounds = [[bisect_left(where, offset - piece.begin) for offset in place] for place in piece.places]
    spans = [part.char_span(begin, end, "GPE", alignment_mode="expand") for begin, end in bounds]
    return filter_spans([*(span for span in spans if span is not None), *part.ents])
