"""Rows of numbers that a network gives for words out of context: computed once for each word, and kept."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np

_MOST = 6_000  # words: as many as some dozen articles have


class Rows:
    """Matrices by name, with a row for each word; what is kept is forgotten when it grows past a bound."""

    def __init__(self, widths: Mapping[str, int], compute: Callable[[Sequence[Any]], Sequence[np.ndarray]]) -> None:
        """`compute` gives the matrices of some words, in the order of `widths`."""
        self._widths, self._compute = dict(widths), compute
        self._forget()

    def _forget(self) -> None:
        self._rows: dict[Hashable, int] = {None: 0}
        self._tables = {name: np.zeros((1024, width), np.float32) for name, width in self._widths.items()}

    def of(self, words: Iterable[Hashable]) -> dict[str, np.ndarray]:
        """Each matrix for `words`, by whatever tells them apart; None has a row of zeros."""
        if len(self._rows) > _MOST:
            self._forget()
        rows, places, new = self._rows, [], []
        for word in words:
            row = rows.get(word)
            if row is None:
                row = rows[word] = len(rows)
                new.append(word)
            places.append(row)
        if new:
            self._learn(new)
        return {name: table[places] for name, table in self._tables.items()}

    def _learn(self, new: Sequence[Hashable]) -> None:
        end = len(self._rows)
        for (name, table), values in zip(self._tables.items(), self._compute(new), strict=True):
            while len(table) < end:
                table = np.concatenate([table, np.zeros_like(table)])
            table[end - len(new) : end] = values
            self._tables[name] = table
