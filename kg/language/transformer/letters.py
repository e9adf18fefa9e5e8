"""What the network is told of a word by its shape and characters: computed once for each word, and kept."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import onnxruntime

from kg.language.transformer.words import Word, looks

_KEPT = 6_000  # words: as many as some dozen articles have


class Letters:
    """Rows for words, of each of the graph's outputs, which are matrices with a row for each word."""

    def __init__(self, session: onnxruntime.InferenceSession) -> None:
        self._session = session
        self._widths = {output.name: output.shape[1] for output in session.get_outputs()}
        self._forget()

    def _forget(self) -> None:
        self._rows: dict[Word, int] = {}
        # Row 0 is no word.
        self._tables = {name: np.zeros((1024, width), np.float32) for name, width in self._widths.items()}

    def of(self, words: Sequence[Word]) -> dict[str, np.ndarray]:
        """Each output for no word, then for `words`."""
        if len(self._rows) > _KEPT:
            self._forget()
        rows = self._rows
        if new := [word for word in words if word not in rows]:
            self._learn(new)
        places = [0, *(rows[word] for word in words)]
        return {name: table[places] for name, table in self._tables.items()}

    def _learn(self, new: Sequence[Word]) -> None:
        first = len(self._rows) + 1
        shapes, characters = looks(new)
        found = self._session.run(list(self._tables), {"shapes": shapes, "characters": characters})
        for (name, table), values in zip(self._tables.items(), found, strict=True):
            grown = table
            while len(grown) < first + len(new):
                grown = np.concatenate([grown, np.zeros_like(grown)])
            grown[first : first + len(new)] = values
            self._tables[name] = grown
        self._rows.update((word, first + i) for i, word in enumerate(new))
