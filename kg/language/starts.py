"""Where no sentence of a piece can start: known before it is parsed, and kept to by the parser.

A parser breaks news text at long names and at quotation marks; a break there costs both halves their tree.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import Any

import numpy as np
from spacy.attrs import SENT_START, SPACY
from spacy.tokens import Doc

_OPENING = frozenset("([{\u00ab\u2039\u201c\u2018\u201e\u201a")
_CLOSING = frozenset(")]}\u00bb\u203a\u201d\u2019")
_STRAIGHT = frozenset(('"', "'", "''"))
_AROUND = _OPENING | _CLOSING | _STRAIGHT
_WITHIN = _CLOSING | frozenset(",;:.!?%")
# What a sentence ends with; after a dash or a slash one may begin as well.
_FINAL = frozenset(".!?\u2026:")
_ENDING = _FINAL | frozenset(";-\u2013\u2014\u2015*|/")
# A sentence of more words without any mark is none: there the parser knows best.
_LONGEST = 100


def forbid(doc: Doc, titles: Set[str], *, whole: bool = False) -> None:
    """Mark the tokens at which no sentence starts; `whole`: the piece is one sentence.

    `titles` are words like *Gen.*, whose full stop ends no sentence.
    """
    words = [token.text for token in doc]
    spaced: Any = doc.to_array(SPACY)
    forbidden = _forbidden(words, spaced.tolist(), titles, whole) if words else []
    if forbidden:
        # All at once: token by token it takes as long as the tokenizer.
        column: Any = np.zeros(len(words), np.int64)
        column[forbidden] = -1
        doc.from_array(SENT_START, column.astype(np.uint64))


def _forbidden(words: Sequence[str], spaced: Sequence[int], titles: Set[str], whole: bool) -> list[int]:
    """`spaced`: whether a blank follows a word."""
    if whole:
        return list(range(1, len(words)))
    marked = _marked(words)
    ended, since = True, 0
    found = []
    for i in range(1, len(words)):
        before = words[i - 1]
        # A quotation mark ends a sentence if what it closes does.
        if before not in _AROUND:
            ended = before[-1] in _ENDING and not _abbreviates(words, spaced, i - 1, titles)
        since = 0 if ended else since + 1
        if (marked and not ended and since <= _LONGEST) or _inside(words, spaced, i):
            found.append(i)
    return found


def _marked(words: Sequence[str]) -> bool:
    """Whether the piece's sentences end with marks: those of headlines, lists and chats do not."""
    last = next((word for word in reversed(words) if word not in _AROUND), None)
    return last is not None and last[-1] in _FINAL


def _abbreviates(words: Sequence[str], spaced: Sequence[int], stop: int, titles: Set[str]) -> bool:
    """Whether a full stop, alone or with its word (tokenizers know some abbreviations), is that of a title."""
    alone = words[stop] == "." and stop > 0 and not spaced[stop - 1]
    return (words[stop - 1] + "." if alone else words[stop]) in titles


def _inside(words: Sequence[str], spaced: Sequence[int], i: int) -> bool:
    """Whether a mark goes with the word before it, or a word with the mark before it."""
    word, before = words[i], words[i - 1]
    if word in _WITHIN or before in _OPENING:
        return True
    if word in _STRAIGHT and not spaced[i - 1]:
        return True
    return before in _STRAIGHT and not spaced[i - 1] and (i == 1 or bool(spaced[i - 2]))
