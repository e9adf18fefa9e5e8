"""The names of spaCy's recogniser, decided for all words at once.

Outside a name, what a word begins (a name, a name of one word, none) hangs on that word alone; within one, whether it
goes on hangs on the name's first word and on two words besides. So all that can begin is scored at once, then all
names that have begun grow together, a word a turn. The moves, and which of them may be made, are those of spaCy.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from spacy.attrs import IS_SPACE, SENT_START
from spacy.tokens import Doc, Span

from kg.language.cnn.onnx import Graph
from kg.language.cnn.weights import Steps, UnknownModelError


class Names:
    def __init__(self, pipe: Any, steps: Steps) -> None:
        if steps.places != 3:
            raise UnknownModelError("a recogniser that reads other words")
        moves = [pipe.moves.get_class_name(n).partition("-")[::2] for n in range(pipe.moves.n_moves)]
        self._labels = [label for _, label in moves]
        kinds = np.array([kind for kind, _ in moves])
        labelled = np.array([bool(label) for label in self._labels])
        self._begin, self._unit = (kinds == "B") & labelled, (kinds == "U") & labelled
        self._never = ~(self._begin | self._unit | (kinds == "O"))
        # For each move that begins a name: those that go on and that end it.
        where = {move: n for n, move in enumerate(moves)}
        self._on = np.array([where.get(("I", label), -1) for label in self._labels])
        self._end = np.array([where.get(("L", label), -1) for label in self._labels])
        if (self._on[self._begin] < 0).any() or (self._end[self._begin] < 0).any():
            raise UnknownModelError("names that cannot end")
        g = Graph()
        self._score = g.session({"sums": steps.nothing.shape[1]}, {"scores": steps.scores(g, "sums")})
        self._nothing = steps.nothing

    def annotate(self, docs: Sequence[Doc], parts: np.ndarray, begins: Sequence[int]) -> None:
        """`parts` of the words' rows [row, place * ...]; `begins`: the row of each Doc's first word."""
        first, second, third = np.split(parts, 3, axis=1)
        scores = self._scores((first + self._nothing[1]) + self._nothing[2])
        last, space = self._bounds(docs, begins, len(parts))
        scores[:, self._never] = -np.inf
        scores[np.ix_(last, self._begin)] = -np.inf
        scores[np.ix_(space, self._begin | self._unit)] = -np.inf
        best = scores.argmax(1)
        ends = self._grown(np.flatnonzero(self._begin[best]), best, last, (first, second, third))
        units = np.flatnonzero(self._unit[best])
        ends.update(zip(units.tolist(), (units + 1).tolist(), strict=True))
        opening = np.array(sorted(ends), np.int64)
        for doc, begin in zip(docs, begins, strict=True):
            low, high = np.searchsorted(opening, [begin, begin + len(doc)]).tolist()
            free, spans = begin, []
            for row in opening[low:high].tolist():
                if row >= free:
                    free = ends[row]
                    spans.append(Span(doc, row - begin, free - begin, label=self._labels[best[row]]))
            doc.set_ents(spans)

    def _bounds(self, docs: Sequence[Doc], begins: Sequence[int], many: int) -> tuple[np.ndarray, np.ndarray]:
        """For each row: whether no name goes on after it, and whether it is white space."""
        last, space = np.ones(many, bool), np.zeros(many, bool)
        for doc, begin in zip(docs, begins, strict=True):
            columns: Any = doc.to_array([SENT_START, IS_SPACE])
            # After the last word there is none, and a name does not go on in another sentence.
            last[begin : begin + len(doc) - 1] = columns[1:, 0] == 1
            space[begin : begin + len(doc)] = columns[:, 1] != 0
        return last, space

    def _grown(
        self, starts: np.ndarray, best: np.ndarray, last: np.ndarray, parts: tuple[np.ndarray, ...]
    ) -> dict[int, int]:
        """Where each name ends that may begin, by its first row."""
        first, second, third = parts
        ends: dict[int, int] = {}
        rows = starts + 1
        while len(starts):
            scores = self._scores((first[rows] + second[starts]) + third[rows - 1])
            each = np.arange(len(starts))
            on, end = self._on[best[starts]], self._end[best[starts]]
            going, ending = scores[each, on], scores[each, end]
            ended = last[rows] | (ending > going) | ((ending == going) & (end < on))
            ends.update(zip(starts[ended].tolist(), (rows[ended] + 1).tolist(), strict=True))
            starts, rows = starts[~ended], rows[~ended] + 1
        return ends

    def _scores(self, sums: np.ndarray) -> np.ndarray:
        found: np.ndarray = self._score.run(None, {"sums": sums})[0]
        return found
