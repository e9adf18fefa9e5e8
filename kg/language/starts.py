"""Where no sentence of a piece can start: known before it is parsed, and kept to by the parser.

A parser breaks news text at long names and at quotation marks; a break there costs both halves their tree.
"""

from __future__ import annotations

from collections.abc import Set

from spacy.tokens import Doc, Token

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
    marked = _marked(doc)
    ended, since = True, 0
    for token, before in zip(doc[1:], doc, strict=False):
        # A quotation mark ends a sentence if what it closes does.
        if before.text not in _AROUND:
            ended = before.text[-1] in _ENDING and not _abbreviates(before, titles)
        since = 0 if ended else since + 1
        if whole or _inside(token, before) or (marked and not ended and since <= _LONGEST):
            token.is_sent_start = False


def _marked(doc: Doc) -> bool:
    """Whether the piece's sentences end with marks: those of headlines, lists and chats do not."""
    last = next((t for t in reversed(list(doc)) if t.text not in _AROUND), None)
    return last is not None and last.text[-1] in _FINAL


def _abbreviates(stop: Token, titles: Set[str]) -> bool:
    """Whether a full stop, alone or with its word (tokenizers know some abbreviations), is that of a title."""
    alone = stop.text == "." and stop.i and not stop.nbor(-1).whitespace_
    return (stop.nbor(-1).text + "." if alone else stop.text) in titles


def _inside(token: Token, before: Token) -> bool:
    """Whether a mark goes with the word before it, or a word with the mark before it."""
    if token.text in _WITHIN or before.text in _OPENING:
        return True
    if token.text in _STRAIGHT and not before.whitespace_:
        return True
    return before.text in _STRAIGHT and not before.whitespace_ and (before.i == 0 or bool(before.nbor(-1).whitespace_))
