"""The network on disk and in ONNX Runtime: windows of words in, scores and trees out.

One thread: threads of small products cost more than they give, and the order of their sums could differ by machine.
What is the same on every x86-64 machine are the integer products; sums of floating-point numbers may differ in their
last bit between families of processors, and grow where they are rounded to bytes: some decisions may be others there.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import numpy as np
import onnxruntime

from kg.language.transformer.decode import tree
from kg.language.transformer.letters import Letters
from kg.language.transformer.words import Vocabulary, Word, batch, size


@dataclass(frozen=True, slots=True)
class Labels:
    """What the numbers of each output stand for.

    `pairs`: each "TAG POS" that goes together; `morphology`: features of a pair, or of a "TAG POS word".
    """

    tags: tuple[str, ...]
    pos: tuple[str, ...]
    relations: tuple[str, ...]
    names: tuple[str, ...]
    pairs: tuple[str, ...]
    morphology: dict[str, str]


@dataclass(slots=True)
class Sentence:
    """Rows are words; `heads` are words of the sentence, a root being its own; `names` scores of BILOU tags."""

    pairs: np.ndarray
    heads: np.ndarray
    relations: np.ndarray
    names: np.ndarray


class Parse:
    """Scores of one window; rows of its arrays are words, those of `_dependent` and `_head` have the root first."""

    def __init__(self, network: Network, found: dict[str, np.ndarray], rows: slice) -> None:
        self._network = network
        self._root = network.labels.relations.index("ROOT")
        self.size = rows.stop - rows.start - 1
        words = slice(rows.start + 1, rows.stop)
        self.starts = found["starts"][words, 0]  # above 0: a sentence starts with this word
        # The best pair that goes together: two answers taken apart need not fit.
        tags, pos = network.paired
        self._pairs = (found["tags"][words][:, tags] + found["pos"][words][:, pos]).argmax(1)
        self._names = found["names"][words]
        self._dependent, self._head = found["dependent"][rows], found["head"][rows]
        self._bias = found["head_bias"][rows, 0]
        self._relation = found["relation_dependent"][words], found["relation_head"][rows]

    def sentences(self, bounds: Sequence[int]) -> list[Sentence]:
        """A tree for the words from each bound to before the next; the first bound is 0."""
        trees = [self._heads(first, last) for first, last in pairwise(bounds)]
        end = bounds[-1]
        heads = np.concatenate(trees)  # rows of the window: 0 the root
        labels = self._labels(self._relation[0][:end], self._relation[1][heads])
        labels[:, self._root] = -np.inf
        relations = np.where(heads == 0, self._root, labels.argmax(1))
        found = []
        for first, last in pairwise(bounds):
            inside = np.where(heads[first:last] == 0, np.arange(last - first), heads[first:last] - 1 - first)
            part = slice(first, last)
            found.append(Sentence(self._pairs[part], inside, relations[part], self._names[part]))
        return found

    def _heads(self, first: int, last: int) -> np.ndarray:
        """The row of each word's head."""
        rows = np.arange(first, last + 1)
        rows[0] = 0
        scores = self._dependent[rows] @ self._head[rows].T + self._bias[rows]
        heads = np.array(tree(scores))
        return np.where(heads == 0, 0, heads + first)

    def _labels(self, dependent: np.ndarray, head: np.ndarray) -> np.ndarray:
        """[word, label]: how well each label fits between a word and its head."""
        one = np.ones((len(dependent), 1), np.float32)
        _, width, labels = self._network.relations.shape
        table = self._network.relations.reshape(width, -1)
        product = (np.concatenate([dependent, one], 1) @ table).reshape(-1, width, labels)
        return np.matmul(np.concatenate([head, one], 1)[:, None, :], product)[:, 0]


class Network:
    """Two ONNX graphs, weights of relations [dependent and 1, head and 1, label], labels and word pieces.

    `letters` reads a word by itself, `graph` words among others, with what `letters` gave of each.
    """

    def __init__(
        self, graph: bytes, letters: bytes, relations: np.ndarray, labels: Labels, pieces: Sequence[str]
    ) -> None:
        self.graph, self.letters, self.relations, self.labels = graph, letters, relations, labels
        self.vocabulary = Vocabulary(pieces)
        split = [pair.split(" ") for pair in labels.pairs]
        self.paired = [labels.tags.index(tag) for tag, _ in split], [labels.pos.index(pos) for _, pos in split]
        self._session = _session(graph)
        self._letters = Letters(_session(letters))
        self._outputs = [output.name for output in self._session.get_outputs()]

    def parse(self, windows: Sequence[Sequence[Word]]) -> list[Parse]:
        """`windows` have one word at least, and as many pieces each."""
        b = batch(self.vocabulary, windows, size(windows[0]))
        given = {name: getattr(b, name) for name in _INPUTS} | self._letters.of(b.distinct)
        values = self._session.run(self._outputs, given)
        found = dict(zip(self._outputs, values, strict=True))
        parses, begin = [], 0
        for count in b.counts:
            parses.append(Parse(self, found, slice(begin, begin + count)))
            begin += count
        return parses

    def to_disk(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in self._files().items():
            (folder / name).write_bytes(data)

    @classmethod
    def from_disk(cls, folder: Path) -> Network:
        return cls._made({name: (folder / name).read_bytes() for name in _FILES})

    def to_bytes(self) -> bytes:
        out = BytesIO()
        arrays = {name: np.frombuffer(data, np.uint8) for name, data in self._files().items()}
        np.savez(out, allow_pickle=False, **arrays)
        return out.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> Network:
        with np.load(BytesIO(data), allow_pickle=False) as files:
            return cls._made({name: files[name].tobytes() for name in _FILES})

    def _files(self) -> dict[str, bytes]:
        relations = BytesIO()
        np.save(relations, self.relations, allow_pickle=False)
        labels = {field.name: getattr(self.labels, field.name) for field in fields(Labels)}
        text = json.dumps(labels, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
        pieces = "\n".join(self.vocabulary.pieces) + "\n"
        files = (self.graph, self.letters, relations.getvalue(), text.encode(), pieces.encode())
        return dict(zip(_FILES, files, strict=True))

    @classmethod
    def _made(cls, files: dict[str, bytes]) -> Network:
        graph, letters, relations, text, pieces = (files[name] for name in _FILES)
        kept = json.loads(text)
        morphology = kept.pop("morphology")
        labels = Labels(**{kind: tuple(values) for kind, values in kept.items()}, morphology=morphology)
        weights = np.load(BytesIO(relations), allow_pickle=False)
        return cls(graph, letters, weights, labels, pieces.decode().removesuffix("\n").split("\n"))


_INPUTS = ("ids", "of_word", "lengths", "first", "last", "word")  # of the graph, beside the outputs of `letters`
_FILES = ("network.onnx", "letters.onnx", "relations.npy", "labels.json", "pieces.txt")


def _session(graph: bytes) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    # Fusions of higher levels are slower here: one puts back the node that the export keeps out.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
