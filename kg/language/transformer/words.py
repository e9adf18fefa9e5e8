"""What the network sees of a word: word pieces, the shape of its letters, its characters.

The pieces are those of BERT's uncased English vocabulary (Devlin et al. 2019, greedy longest match first); since
that vocabulary has no capitals, case comes back in by the shape and the characters.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

CHARACTERS = 20  # of a word: its first and last ten where it is longer
CHARACTER_TYPES = 193
SHAPES = 73
_LONGEST = 12  # pieces of a word that are read
_KEPT = 6_000  # words: as many as some dozen articles have
_LONGEST_PART = 60  # characters, beyond which a word is unknown


@dataclass(frozen=True, slots=True, eq=False)  # one object a word of a vocabulary: told apart by identity
class Word:
    lower: str
    pieces: tuple[int, ...]
    shape: int
    characters: tuple[int, ...]


class Vocabulary:
    """Word pieces by number; a word that was seen is remembered, up to a bound."""

    def __init__(self, pieces: Sequence[str]) -> None:
        self.pieces = tuple(pieces)
        self._number = {piece: i for i, piece in enumerate(self.pieces)}
        self.start, self.end, self._unknown = (self._number[p] for p in ("[CLS]", "[SEP]", "[UNK]"))
        self._known: dict[str, Word] = {}

    def word(self, text: str) -> Word:
        found = self._known.get(text)
        if found is None:
            if len(self._known) > _KEPT:
                self._known.clear()
            found = self._known[text] = Word(text.lower(), self._split(text), shape(text), characters(text))
        return found

    def _split(self, text: str) -> tuple[int, ...]:
        plain = "".join(c for c in unicodedata.normalize("NFD", text.lower()) if unicodedata.category(c) != "Mn")
        found: list[int] = []
        for part in _parts(plain):
            found.extend(self._longest_matches(part))
        return tuple(found[:_LONGEST]) or (self._unknown,)

    def _longest_matches(self, part: str) -> list[int]:
        if len(part) > _LONGEST_PART:
            return [self._unknown]
        found: list[int] = []
        begin = 0
        while begin < len(part):
            for end in range(len(part), begin, -1):
                number = self._number.get(("##" if begin else "") + part[begin:end])
                if number is not None:
                    break
            else:
                return [self._unknown]
            found.append(number)
            begin = end
        return found


def _parts(text: str) -> list[str]:
    """Runs of letters and digits; each mark of punctuation by itself; white space and control codes separate."""
    parts: list[str] = []
    run = ""
    for c in text:
        blank = c.isspace() or unicodedata.category(c)[0] == "C"
        if blank or _is_mark(c):
            if run:
                parts.append(run)
            run = ""
            if not blank:
                parts.append(c)
        else:
            run += c
    return [*parts, run] if run else parts


def _is_mark(c: str) -> bool:
    return (c.isascii() and not c.isalnum() and c.isprintable() and c != " ") or unicodedata.category(c)[0] == "P"


def shape(text: str) -> int:
    """1 to 72: capitals (8 kinds), digits (3) and marks (3) of a word; 0 stands for no word."""
    letters = [c for c in text if c.isalpha()]
    capitals = sum(c.isupper() for c in letters)
    if not letters:
        case = 0
    elif len(letters) == 1 and capitals:
        case = 1
    elif capitals == len(letters):
        case = 2 if len(letters) <= 4 else 3
    elif not capitals:
        case = 4
    elif letters[0].isupper():
        case = 5 if capitals == 1 else 6
    else:
        case = 7
    digits = 0 if not any(c.isdigit() for c in text) else 1 if text.isdigit() else 2
    marks = 0 if all(c.isalnum() for c in text) else 1 if any(c.isalnum() for c in text) else 2
    return 1 + case * 9 + digits * 3 + marks


def characters(text: str) -> tuple[int, ...]:
    half = CHARACTERS // 2
    seen = text if len(text) <= CHARACTERS else text[:half] + text[-half:]
    codes = [ord(c) if ord(c) < 190 else 190 if c.isupper() else 191 if c.isalpha() else 192 for c in seen]
    return tuple(codes + [0] * (CHARACTERS - len(codes)))


@dataclass(frozen=True, slots=True)
class Batch:
    """Arrays for windows of one padded length. Word 0 of a window is its start mark, which is the root of trees.

    `ids` pieces [windows, length]; `lengths` pieces in each window; `of_word` the word of a piece [windows, length],
    by its number in `distinct`, from 1 (0: none); `first`, `last` the first and last piece of each word, and `word`
    its number in `distinct`, for all words of all windows in one row, roots included; `counts` words of each window,
    root included.
    """

    ids: np.ndarray
    lengths: np.ndarray
    of_word: np.ndarray
    first: np.ndarray
    last: np.ndarray
    word: np.ndarray
    distinct: list[Word]
    counts: list[int]


def size(window: Sequence[Word]) -> int:
    """Pieces of a window, its two marks counted."""
    return 2 + sum(len(word.pieces) for word in window)


def batch(vocabulary: Vocabulary, windows: Sequence[Sequence[Word]], length: int) -> Batch:
    """`length` pieces, to which each window is padded; no window may have more, its two marks counted."""
    ids = np.zeros((len(windows), length), np.int32)
    of_word = np.zeros((len(windows), length), np.int32)
    lengths = np.zeros(len(windows), np.int32)
    first: list[int] = []
    last: list[int] = []
    word: list[int] = []
    rows: dict[Word, int] = {}
    for row, words in enumerate(windows):
        offset = row * length
        pieces = [vocabulary.start]
        owners = [0]
        first.append(offset)
        last.append(offset)
        word.append(0)
        for w in words:
            number = rows.setdefault(w, len(rows) + 1)
            first.append(offset + len(pieces))
            pieces.extend(w.pieces)
            last.append(offset + len(pieces) - 1)
            owners.extend([number] * len(w.pieces))
            word.append(number)
        pieces.append(vocabulary.end)
        ids[row, : len(pieces)] = pieces
        of_word[row, : len(owners)] = owners
        lengths[row] = len(pieces)
    return Batch(
        ids,
        lengths,
        of_word,
        np.array(first, np.int32),
        np.array(last, np.int32),
        np.array(word, np.int32),
        list(rows),
        [len(words) + 1 for words in windows],
    )


def looks(words: Sequence[Word]) -> tuple[np.ndarray, np.ndarray]:
    """Shapes [word] and characters [word, CHARACTERS] of words."""
    shapes = np.array([w.shape for w in words], np.int32)
    return shapes, np.array([w.characters for w in words], np.int32).reshape(-1, CHARACTERS)
