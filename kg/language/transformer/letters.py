"""What the network is told of a word by its shape and characters."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import onnxruntime

from kg.language.rows import Rows
from kg.language.transformer.words import Word, looks


class Letters:
    """Rows for words, of each of the graph's outputs, which are matrices with a row for each word."""

    def __init__(self, session: onnxruntime.InferenceSession) -> None:
        self._session = session
        self._kept = Rows({output.name: output.shape[1] for output in session.get_outputs()}, self._computed)

    def of(self, words: Sequence[Word]) -> dict[str, np.ndarray]:
        """Each output for no word, then for `words`."""
        return self._kept.of([None, *words])

    def _computed(self, words: Sequence[Word]) -> Sequence[np.ndarray]:
        shapes, characters = looks(words)
        found: Sequence[np.ndarray] = self._session.run(None, {"shapes": shapes, "characters": characters})
        return found
