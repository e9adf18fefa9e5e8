"""The network of the accurate pipeline: a MiniLM encoder, letters beside its word pieces, one head for each task.

Encoder: MiniLM (Wang et al. 2020), six layers, the feed-forward part narrowed. Trees: biaffine scores of heads and
labels (Dozat and Manning 2017). Names: BILOU tags. Trained in floating point; once `round` is called, its layers round
as int8 does, to measure what that costs.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import NamedTuple

import torch
import torch.nn as nn
import torch.nn.functional as F

from kg.language.transformer.words import CHARACTER_TYPES, SHAPES, Batch, looks

WIDTH = 384
LETTERS = 64
CASE = 32
FEATURES = LETTERS + CASE
MIXED = 3  # last states of the encoder that each task takes its own mean of


@dataclass(frozen=True)
class Size:
    layers: int = 6
    inner: int = 768
    hidden: int = 256
    arc: int = 256
    relation: int = 64


class Labels(NamedTuple):
    tags: list[str]
    pos: list[str]
    relations: list[str]
    names: list[str]  # O, then B I L U of each type


WEIGHT_LEVELS = 64  # 7 bits: two products with a byte fit 16 bits, so that no instruction set saturates


class Linear(nn.Linear):
    """A linear layer whose input and weights are rounded as the int8 runtime rounds them, once `rounding`."""

    def __init__(self, *size: int) -> None:
        super().__init__(*size)
        self.register_buffer("low", torch.tensor(0.0))
        self.register_buffer("high", torch.tensor(0.0))
        self.watching = False
        self.seen = 0
        self.rounding = False

    def watch(self, x: torch.Tensor) -> None:
        """Remember the range of inputs, a mean over batches; all of it, a few columns being ten times as large."""
        self.seen += 1
        self.low += (x.min().clamp(max=0) - self.low) / self.seen
        self.high += (x.max().clamp(min=0) - self.high) / self.seen

    def input_scale(self) -> tuple[torch.Tensor, torch.Tensor]:
        scale = (self.high - self.low) / 255
        return scale, (-self.low / scale).round()

    def weight_scale(self) -> torch.Tensor:
        return self.weight.detach().abs().amax(1, keepdim=True).clamp(min=1e-8) / WEIGHT_LEVELS

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if self.watching:
            self.watch(x)
        if not self.rounding:
            return super().forward(x)
        scale, zero = self.input_scale()
        x = (((x / scale).round() + zero).clamp(0, 255) - zero) * scale
        step = self.weight_scale()
        return F.linear(x, (self.weight / step).round() * step, self.bias)


class Layer(nn.Module):
    def __init__(self, inner: int, heads: int = 12) -> None:
        super().__init__()
        self.heads = heads
        self.qkv, self.o = Linear(WIDTH, 3 * WIDTH), Linear(WIDTH, WIDTH)
        self.ln1, self.ln2 = nn.LayerNorm(WIDTH, eps=1e-12), nn.LayerNorm(WIDTH, eps=1e-12)
        self.f1, self.f2 = Linear(WIDTH, inner), Linear(inner, WIDTH)
        self.dropout = 0.0

    def forward(self, x: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        windows, length, _ = x.shape
        parts = self.qkv(x).view(windows, length, 3, self.heads, WIDTH // self.heads)
        q, k, v = parts.permute(2, 0, 3, 1, 4)
        y = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        y = self.o(y.transpose(1, 2).reshape(windows, length, WIDTH))
        x = self.ln1(x + F.dropout(y, self.dropout, self.training))
        y = self.f2(F.gelu(self.f1(x), approximate="tanh"))
        return self.ln2(x + F.dropout(y, self.dropout, self.training))


class Output(NamedTuple):
    """Rows are the words of the batch, one window after the other, each with its root first."""

    tags: torch.Tensor
    pos: torch.Tensor
    starts: torch.Tensor  # logit: a sentence starts here
    names: torch.Tensor
    dependent: torch.Tensor
    head: torch.Tensor
    relation_dependent: torch.Tensor
    relation_head: torch.Tensor


class Network(nn.Module):
    def __init__(self, labels: Labels, size: Size, pieces: int) -> None:
        super().__init__()
        self.labels, self.size, self.dropout = labels, size, 0.25
        self.word = nn.Embedding(pieces, WIDTH)
        self.word.weight.requires_grad = False
        self.position = nn.Embedding(512, WIDTH)
        self.ln = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer(size.inner) for _ in range(size.layers))
        self.shape = nn.Embedding(SHAPES + 7, CASE, padding_idx=0)
        self.character = nn.Embedding(CHARACTER_TYPES + 7, 24, padding_idx=0)
        self.letters = nn.Conv1d(24, LETTERS, 3, padding=1)
        self.inject = nn.Linear(FEATURES, WIDTH)
        self.mix = nn.Parameter(torch.zeros(2, MIXED))
        wide = WIDTH + FEATURES
        self.tagging = Linear(wide, size.hidden)
        self.tag, self.pos, self.start = (nn.Linear(size.hidden, n) for n in (len(labels.tags), len(labels.pos), 1))
        self.arcs = Linear(wide, 2 * size.arc + 2 * size.relation)
        self.arc = nn.Parameter(torch.randn(size.arc, size.arc) * 0.02)
        self.arc_head = nn.Linear(size.arc, 1, bias=False)
        nn.init.zeros_(self.arc_head.weight)
        many = size.relation + 1
        self.relation = nn.Parameter(torch.randn(many, len(labels.relations), many) * 0.02)
        self.naming = Linear(wide, size.hidden)
        self.name = nn.Linear(size.hidden, len(labels.names))

    def quantised(self) -> list[Linear]:
        return [m for m in self.modules() if isinstance(m, Linear)]

    def watch(self, on: bool) -> None:
        """Begin to remember ranges anew, or end it."""
        for layer in self.quantised():
            layer.watching = on
            if on:
                layer.seen = 0
                layer.low.zero_()
                layer.high.zero_()

    def round(self, on: bool = True) -> None:
        for layer in self.quantised():
            layer.rounding = on

    def encode(self, b: dict[str, torch.Tensor]) -> tuple[list[torch.Tensor], torch.Tensor]:
        letters = F.relu(self.letters(self.character(b["characters"]).transpose(1, 2))).amax(2)
        features = torch.cat([self.shape(b["shapes"]), letters], 1)
        known = torch.ones(len(features), 1)
        known[0] = 0
        features = features * known
        injected = self.inject(features) * known
        x = self.word(b["ids"]) + self.position.weight[: b["ids"].shape[1]] + F.embedding(b["of_word"], injected)
        x = F.dropout(self.ln(x), 0.1, self.training)
        inside = torch.arange(b["ids"].shape[1])[None, :] < b["lengths"][:, None]
        mask = torch.zeros(inside.shape).masked_fill(~inside, -1e4)[:, None, None, :]
        states = [x]
        for layer in self.layers:
            x = layer(x, mask)
            states.append(x)
        return states, F.embedding(b["word"], features)

    def words(self, states: list[torch.Tensor], features: torch.Tensor, b: dict, task: int) -> torch.Tensor:
        shares = F.softmax(self.mix[task], 0)
        state = sum(share * s for share, s in zip(shares, states[-MIXED:], strict=True)).reshape(-1, WIDTH)
        state = (state[b["first"]] + state[b["last"]]) * 0.5
        return self.drop(torch.cat([state, features], -1))

    def drop(self, x: torch.Tensor) -> torch.Tensor:
        return F.dropout(x, self.dropout, self.training)

    def forward(self, b: dict[str, torch.Tensor]) -> Output:
        states, features = self.encode(b)
        syntax = self.words(states, features, b, 0)
        tagging = self.drop(F.gelu(self.tagging(syntax), approximate="tanh"))
        arcs = self.drop(F.gelu(self.arcs(syntax), approximate="tanh"))
        size = self.size
        dependent, head, rd, rh = arcs.split([size.arc, size.arc, size.relation, size.relation], -1)
        naming = self.words(states, features, b, 1)
        naming = self.drop(F.gelu(self.naming(naming), approximate="tanh"))
        starts = self.start(tagging).squeeze(-1)
        return Output(
            self.tag(tagging), self.pos(tagging), starts, self.name(naming), dependent @ self.arc, head, rd, rh
        )

    def arc_scores(self, out: Output, rows: slice) -> torch.Tensor:
        """[dependent, head] of the words of one window."""
        head = out.head[rows]
        return out.dependent[rows] @ head.T + self.arc_head(head).T

    def relation_scores(self, out: Output, heads: torch.Tensor) -> torch.Tensor:
        """[word, label], given the row of each word's head."""
        one = torch.ones(len(heads), 1)
        dependent = torch.cat([out.relation_dependent, one], -1)
        head = torch.cat([out.relation_head[heads], one], -1)
        many, labels, _ = self.relation.shape
        return torch.einsum("nlk,nk->nl", (dependent @ self.relation.reshape(many, -1)).view(-1, labels, many), head)


def tensors(b: Batch) -> dict[str, torch.Tensor]:
    names = ("ids", "lengths", "of_word", "first", "last", "word")
    found = {name: torch.from_numpy(getattr(b, name)).long() for name in names}
    for name, values in zip(("shapes", "characters"), looks(b.distinct), strict=True):
        found[name] = F.pad(torch.from_numpy(values).long(), (0, 0) * (values.ndim - 1) + (1, 0))
    return found


def save(network: Network, pieces: list[str], path) -> None:
    state = network.state_dict()
    torch.save({"labels": list(network.labels), "size": asdict(network.size), "pieces": pieces, "state": state}, path)


def load(path) -> tuple[Network, list[str]]:
    saved = torch.load(path, weights_only=True)
    network = Network(Labels(*saved["labels"]), Size(**saved["size"]), len(saved["pieces"]))
    network.load_state_dict(saved["state"])
    return network, saved["pieces"]
