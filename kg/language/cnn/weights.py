"""The weights of spaCy's CNN components, read from their models, and the graphs that compute with them.

A model is taken only if it is built of the layers that are known here, one by one: any other is left to spaCy.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from kg.language.cnn.onnx import Graph

# Rows of nothing between two texts, so that no word of one is seen from the other: spaCy has as many.
_EPSILON = 1e-8


class UnknownModelError(Exception):
    """A model of other layers."""


@dataclass(frozen=True)
class Maxout:
    """Layer of `pieces` linear ones, of which the largest number counts, then normalised by row."""

    weight: np.ndarray  # [input, pieces * output], the outputs of one piece side by side
    bias: np.ndarray
    gain: np.ndarray
    shift: np.ndarray
    pieces: int

    def of(self, g: Graph, x: str) -> str:
        y = maxout(g, linear(g, x, self.weight, self.bias), self.pieces)
        return g.node("LayerNormalization", [y, *map(g.constant, (self.gain, self.shift))], axis=-1, epsilon=_EPSILON)[
            0
        ]


@dataclass(frozen=True)
class Encoder:
    """Vectors of words from hashed features (`tables`, `mix`), then of words among their neighbours (`layers`)."""

    columns: list[int | str]  # attributes of tokens
    tables: Any  # thinc's layers, for rows of attributes
    mix: Maxout
    layers: tuple[Maxout, ...]
    gap: int  # rows of nothing around each text
    width: int

    def words(self, g: Graph, x: str) -> str:
        for layer in self.layers:
            rows = [_shifted(g, x, 1), x, _shifted(g, x, -1)]
            x = g.node("Add", [x, layer.of(g, g.node("Concat", rows, axis=1)[0])])[0]
        return x


def linear(g: Graph, x: str, weight: np.ndarray, bias: np.ndarray | None = None) -> str:
    """`weight`: [input, output]."""
    inputs = [x, g.constant(weight)] + ([g.constant(bias)] if bias is not None else [])
    return g.node("MatMul" if bias is None else "Gemm", inputs)[0]


def maxout(g: Graph, x: str, pieces: int) -> str:
    return g.node("Max", g.node("Split", [x], pieces, axis=1))[0]


def _shifted(g: Graph, x: str, by: int) -> str:
    """Each row in the place of the one after it (by 1) or before it (by -1), with zeros where there is none."""
    pads = np.array([1, 0, 0, 0] if by > 0 else [0, 0, 1, 0], np.int64)
    padded = g.node("Pad", [x, g.constant(pads)])[0]
    begin, end = (0, -1) if by > 0 else (1, 2**31)
    bounds = [g.constant(np.array([n], np.int64)) for n in (begin, end, 0)]
    return g.node("Slice", [padded, *bounds])[0]


def encoder(model: Any) -> Encoder:
    """That of a `Tok2Vec` of hashed embeddings and windows of words side by side (`spacy.Tok2Vec.v2`)."""
    embed, encode = _layers(model, 2)
    extract, ragged, tables, mix, _ = _layers(embed, 5)
    _expect(extract, "extract_features")
    _expect(ragged, "list2ragged")
    _expect(encode, "with_array")
    inner = encode.layers[0]
    residuals = inner.layers if not inner.name.startswith("residual") or ">>residual" in inner.name else [inner]
    layers = []
    for residual in residuals:
        _expect(residual, "residual(")
        window, norm = _layers(residual.layers[0], 2)
        _expect(window, "expand_window")
        if window.attrs["window_size"] != 1:
            raise UnknownModelError("a window of other words")
        layers.append(_maxout(norm))
    found = Encoder(
        [str(column) for column in extract.attrs["columns"]],
        tables.layers[0],
        _maxout(mix.layers[0]),
        tuple(layers),
        int(encode.attrs["pad"]),
        len(layers[0].gain),
    )
    if found.gap < len(layers):
        raise UnknownModelError("texts that see each other")
    return found


def _maxout(model: Any) -> Maxout:
    both = model.layers[0] if model.name.endswith(">>dropout") else model
    layer, norm = _layers(both, 2)
    _expect(layer, "maxout")
    _expect(norm, "layernorm")
    weight, bias = layer.get_param("W"), layer.get_param("b")
    many, pieces, wide = weight.shape
    return Maxout(
        np.ascontiguousarray(weight.transpose(2, 1, 0).reshape(wide, pieces * many)),
        np.ascontiguousarray(bias.T.reshape(-1)),
        norm.get_param("G"),
        norm.get_param("b"),
        pieces,
    )


def softmax(model: Any) -> tuple[np.ndarray, np.ndarray]:
    """Weight [input, label] and bias of a tagger's last layer."""
    listener, wrapped = _layers(model, 2)
    _expect(listener, "tok2vec-listener")
    layer = wrapped.layers[0]
    _expect(layer, "softmax")
    return np.ascontiguousarray(layer.get_param("W").T), layer.get_param("b")


@dataclass(frozen=True)
class Steps:
    """What scores the moves of a parser: each of some words gives its part of a hidden layer, which gives scores.

    Parts are [hidden, piece], flat: `bias` is one, `nothing` one for each place where there may be no word.
    """

    project: tuple[np.ndarray, np.ndarray]
    part: np.ndarray  # [input, place * piece * hidden]
    nothing: np.ndarray  # [place, piece * hidden]
    bias: np.ndarray
    pieces: int
    score: tuple[np.ndarray, np.ndarray]

    @property
    def places(self) -> int:
        return len(self.nothing)

    def parts(self, g: Graph, x: str) -> str:
        return linear(g, linear(g, x, *self.project), self.part)

    def scores(self, g: Graph, x: str) -> str:
        """Of sums of parts, without the bias."""
        shape = g.constant(np.array([-1, len(self.bias) // self.pieces, self.pieces], np.int64))
        parted = g.node("Reshape", [g.node("Add", [x, g.constant(self.bias)])[0], shape])
        return linear(g, g.node("ReduceMax", parted, axes=[2], keepdims=0)[0], *self.score)


def steps(model: Any) -> tuple[Steps, Any]:
    """Those of a transition-based parser, and the model of the words that it reads."""
    _expect(model, "parser_model")
    words, lower, upper = _layers(model, 3)
    if not model.attrs["has_upper"] or model.attrs["unseen_classes"]:
        raise UnknownModelError("a parser without a last layer, or with moves that it never learned")
    source, _, project = _layers(words, 3)
    _expect(lower, "precomputable_affine")
    _expect(project, "linear")
    weight, nothing = lower.get_param("W"), lower.get_param("pad")[0]  # [place, hidden, piece, input]
    places, many, pieces, wide = weight.shape
    if pieces < 2:
        raise UnknownModelError("a hidden layer without pieces")
    flat = pieces * many
    found = Steps(
        (np.ascontiguousarray(project.get_param("W").T), project.get_param("b")),
        np.ascontiguousarray(weight.transpose(3, 0, 1, 2).reshape(wide, places * flat)),
        np.ascontiguousarray(nothing.reshape(places, flat)),
        np.ascontiguousarray(lower.get_param("b").reshape(-1)),
        pieces,
        (np.ascontiguousarray(upper.get_param("W").T), upper.get_param("b")),
    )
    return found, source


def _layers(model: Any, many: int) -> list[Any]:
    if len(model.layers) != many:
        raise UnknownModelError(f"{model.name} has {len(model.layers)} layers")
    return list(model.layers)


def _expect(model: Any, name: str) -> None:
    if not model.name.startswith(name):
        raise UnknownModelError(f"{model.name} where {name} was expected")
