"""Names for comparison: without diacritics, with plain apostrophes and hyphens, word by word."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

WORD = re.compile(r"\w+|[^\w\s]")
_FOLDS = str.maketrans("\u2018\u2019\u201b\u02bc\u00b4`\u2010\u2011\u2012\u2013\u2014\u2212", "''''''------")


@lru_cache(maxsize=8192)
def fold(word: str) -> str:
    """A word without diacritics, with plain apostrophes and hyphens."""
    if word.isascii():
        return word
    decomposed = unicodedata.normalize("NFKD", word.translate(_FOLDS))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


@lru_cache(maxsize=8192)
def folded(text: str) -> str:
    """A name for comparison: folded words joined by single blanks, a leading *the* dropped."""
    words = [fold(word) for word in WORD.findall(text)]
    if len(words) > 1 and words[0].lower() == "the":
        words = words[1:]
    return " ".join(words)


def first_words(names: Iterable[str]) -> frozenset[str]:
    """The first word of each name: where none of them is in a text, no name is."""
    return frozenset(WORD.findall(name)[0] for name in names if name.strip())


def office(name: str) -> str:
    """An office for comparison: lower case, one spelling of *defense*."""
    return name.lower().replace("defence", "defense")
