"""Vectors of words out of context: computed once for each word, and kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from spacy.tokens import Doc

from kg.language.cnn.onnx import Graph
from kg.language.cnn.weights import Encoder

_MOST = 6_000


class Words:
    """Rows of a table by the attributes of a token that an encoder reads."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        g = Graph()
        self._mix = g.session({"hashed": len(encoder.mix.weight)}, {"mixed": encoder.mix.of(g, "hashed")})
        self._forget()

    def _forget(self) -> None:
        self._rows: dict[tuple[int, ...], int] = {}
        # Row 0 is nothing: what stands between texts.
        self._table = np.zeros((1024, self._encoder.width), np.float32)

    def vectors(self, docs: Sequence[Doc]) -> np.ndarray:
        """[row, number] of all words, each Doc's with rows of nothing before and after it."""
        if len(self._rows) > _MOST:
            self._forget()
        gap = [0] * self._encoder.gap
        places = list(gap)
        rows, new = self._rows, []
        for doc in docs:
            columns: Any = doc.to_array(self._encoder.columns)
            for key in zip(*columns.T.tolist(), strict=True):
                row = rows.get(key)
                if row is None:
                    row = rows[key] = len(rows) + 1
                    new.append(key)
                places.append(row)
            places += gap
        if new:
            self._learn(new)
        return self._table[places]

    def _learn(self, new: Sequence[tuple[int, ...]]) -> None:
        first = len(self._rows) + 1 - len(new)
        while len(self._table) <= len(self._rows):
            self._table = np.concatenate([self._table, np.zeros_like(self._table)])
        hashed = self._encoder.tables.predict(np.array(new, np.uint64))
        self._table[first : first + len(new)] = self._mix.run(None, {"hashed": hashed})[0]
