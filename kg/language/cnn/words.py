"""Vectors of words out of context."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from spacy.tokens import Doc

from kg.language.cnn.onnx import Graph
from kg.language.cnn.weights import Encoder
from kg.language.rows import Rows


class Words:
    """Rows of a table by the attributes of a token that an encoder reads."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        g = Graph()
        self._mix = g.session({"hashed": len(encoder.mix.weight)}, {"mixed": encoder.mix.of(g, "hashed")})
        self._kept = Rows({"mixed": encoder.width}, self._computed)

    def vectors(self, docs: Sequence[Doc]) -> np.ndarray:
        """[row, number] of all words, each Doc's with rows of nothing before and after it."""
        gap: list[tuple[int, ...] | None] = [None] * self._encoder.gap
        keys = list(gap)
        for doc in docs:
            columns: Any = doc.to_array(self._encoder.columns)
            keys += zip(*columns.T.tolist(), strict=True)
            keys += gap
        return self._kept.of(keys)["mixed"]

    def _computed(self, new: Sequence[tuple[int, ...]]) -> Sequence[np.ndarray]:
        hashed = self._encoder.tables.predict(np.array(new, np.uint64))
        found: Sequence[np.ndarray] = self._mix.run(None, {"hashed": hashed})
        return found
