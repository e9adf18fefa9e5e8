"""Words and labels of a spaCy `Doc`, looked up once for all the texts that have them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc

_KEPT = 6_000
"""How many strings are kept from one text to the next."""


class Strings:
    """Words and labels by spaCy's numbers for them, which are the same in all its vocabularies; kept within bounds."""

    def __init__(self) -> None:
        self._written: dict[int, str] = {}
        self._lower: dict[int, str] = {}

    def of(self, doc: Doc, numbers: Sequence[int]) -> tuple[list[str], Iterator[str]]:
        """Those of all tokens, as they are written and in lower case."""
        if len(self._written) > _KEPT:
            self._written, self._lower = {}, {}
        strings, written, lower = doc.vocab.strings, self._written, self._lower
        for number in set(numbers).difference(written):
            written[number] = strings[number]
            lower[number] = strings[number].lower()
        return list(map(written.__getitem__, numbers)), map(lower.__getitem__, numbers)
