"""From the network's scores to trees and names."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

_NEVER = -1e9


def tree(scores: np.ndarray) -> list[int]:
    """Heads of the best tree: `scores[dependent, head]`, row and column 0 being the root, which has one child.

    The answer has a number for each word 1..n: its head, 0 for the root's child. The algorithm of Chu, Liu and
    Edmonds; where the best tree of all has several children of the root, the best of those trees that keep just one
    of these. Ties go to the head that stands first.
    """
    scores = scores.astype(np.float64)
    np.fill_diagonal(scores, _NEVER)
    scores[0] = _NEVER
    heads = _edmonds(scores)
    roots = np.flatnonzero(heads[1:] == 0) + 1
    if len(roots) > 1:
        words = np.arange(1, len(scores))
        best = -np.inf
        for root in roots:
            single = scores.copy()
            single[1:, 0] = _NEVER
            single[root, 0] = scores[root, 0]
            tried = _edmonds(single)
            total = scores[words, tried[1:]].sum()
            if total > best:
                best, heads = total, tried
    return heads[1:].tolist()


def _cycle(heads: Sequence[int]) -> list[int]:
    """The words of some cycle, or none."""
    state = [0] * len(heads)  # 0 new, 1 on the path walked now, 2 known to lead to the root
    state[0] = 2
    for begin in range(1, len(heads)):
        path = []
        word = begin
        while state[word] == 0:
            state[word] = 1
            path.append(word)
            word = heads[word]
        if state[word] == 1:
            return path[path.index(word) :]
        for word in path:
            state[word] = 2
    return []


def _edmonds(scores: np.ndarray) -> np.ndarray:
    heads = scores.argmax(1)
    heads[0] = 0
    cycle = _cycle(heads.tolist())
    if not cycle:
        return heads
    inside = np.array(cycle)
    free = np.ones(len(scores), bool)
    free[inside] = False
    outside = np.flatnonzero(free)
    own = scores[inside, heads[inside]]
    many = len(outside)
    # The cycle becomes one node, the last: entered by breaking the arc that costs least, left from its best word.
    smaller = np.full((many + 1, many + 1), _NEVER)
    rows = scores[outside]
    smaller[:many, :many] = rows[:, outside]
    entering = scores[inside][:, outside] - own[:, None]
    broken = entering.argmax(0)
    smaller[many, :many] = entering[broken, np.arange(many)] + own.sum()
    leaving = rows[:, inside]
    source = leaving.argmax(1)
    smaller[:many, many] = leaving[np.arange(many), source]
    np.fill_diagonal(smaller, _NEVER)
    smaller[0] = _NEVER
    found = _edmonds(smaller)
    for place, word in enumerate(outside):
        if word != 0:
            heads[word] = inside[source[place]] if found[place] == many else outside[found[place]]
    entry = inside[broken[found[many]]]
    heads[entry] = outside[found[many]]
    return heads


class Names:
    """Reads spans from scores of BILOU tags: the best sequence that is well formed (Viterbi)."""

    def __init__(self, labels: Sequence[str]) -> None:
        """`labels`: O first, then B-X, I-X, L-X, U-X of each type."""
        self.labels = tuple(labels)
        closed = np.array([label[0] in "OLU" for label in labels])  # a name may end here
        opened = np.array([label[0] in "OBU" for label in labels])  # a name may begin here
        same = np.array([[a[2:] == b[2:] for b in labels] for a in labels])
        within = ~closed[:, None] & ~opened[None, :] & same
        self._moves = np.where((closed[:, None] & opened[None, :]) | within, 0.0, _NEVER)
        self._first = np.where(opened, 0.0, _NEVER)
        self._last = np.where(closed, 0.0, _NEVER)

    def spans(self, scores: np.ndarray) -> list[tuple[int, int, str]]:
        """(first word, word after the last, type) of names in `scores[word, label]`; ties go to the earlier label."""
        best = scores.argmax(1)
        if not best.any():
            return []
        if not self._well_formed(best):
            best = self._viterbi(scores.astype(np.float64))
        found = []
        begin = 0
        for i in np.flatnonzero(best):
            label = self.labels[best[i]]
            if label[0] in "UB":
                begin = int(i)
            if label[0] in "UL":
                found.append((begin, int(i) + 1, label[2:]))
        return found

    def _well_formed(self, best: np.ndarray) -> bool:
        moves = self._moves[best[:-1], best[1:]]
        return bool(self._first[best[0]] == 0 and self._last[best[-1]] == 0 and not moves.any())

    def _viterbi(self, scores: np.ndarray) -> np.ndarray:
        back = np.zeros(scores.shape, np.int64)
        total = scores[0] + self._first
        for i in range(1, len(scores)):
            ways = total[:, None] + self._moves
            back[i] = ways.argmax(0)
            total = ways.max(0) + scores[i]
        best = np.zeros(len(scores), np.int64)
        best[-1] = (total + self._last).argmax()
        for i in range(len(scores) - 1, 0, -1):
            best[i - 1] = back[i, best[i]]
        return best
