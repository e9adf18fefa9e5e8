"""The moves of spaCy's parser, chosen by scores that ONNX Runtime computes.

States and moves stay spaCy's own. Its loop in C takes five times as long where no fast BLAS was built into it.
"""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import numpy as np
from spacy.ml.parser_model import ParserStepModel, precompute_hiddens
from spacy.pipeline._parser_internals.stateclass import StateClass
from spacy.tokens import Doc
from thinc.api import NumpyOps

from kg.language.cnn.weights import Steps


class Parser:
    def __init__(self, pipe: Any, steps: Steps) -> None:
        self._pipe, self._steps = pipe, steps

    def annotate(self, docs: Sequence[Doc], parts: np.ndarray, begins: Sequence[int]) -> None:
        """`parts` of the words' rows [row, place * ...]; `begins`: the row of each Doc's first word, not 0."""
        weight, bias = self._steps.score
        # Row 0 stands for no word, for spaCy -1; so does it for `Steps`, before the first Doc.
        parts[0] = self._steps.nothing.reshape(-1)
        hidden = precompute_hiddens(len(docs), parts, _Lower(self._steps))
        model = SimpleNamespace(state2vec=hidden)
        states = [StateClass(doc, offset=begin - 1) for doc, begin in zip(docs, begins, strict=True)]
        active = [state for state in states if not state.is_final()]
        while active:
            words = ParserStepModel.get_token_ids(model, active)
            # Row by row: the product of all at once would give a row other last bits beside other rows.
            scores = np.matmul(hidden.predict(words)[:, None], weight)[:, 0] + bias
            active = self._pipe.transition_states(active, scores)
        self._pipe.set_annotations(docs, states)


class _Lower:
    """The layer that made the parts, as far as spaCy's `precompute_hiddens` asks for it."""

    def __init__(self, steps: Steps) -> None:
        self.ops = NumpyOps()
        self._steps = steps

    def __call__(self, parts: np.ndarray, train: bool) -> tuple[np.ndarray, None]:
        hidden = len(self._steps.bias) // self._steps.pieces
        return parts.reshape(len(parts), self._steps.places, hidden, self._steps.pieces), None

    def get_param(self, name: str) -> np.ndarray:
        return self._steps.bias.reshape(-1, self._steps.pieces)

    def has_dim(self, name: str) -> bool:
        return True

    def get_dim(self, name: str) -> int:
        return self._steps.pieces
