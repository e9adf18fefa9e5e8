"""The weights that training starts from: a fine-tuned MiniLM of full width, cut to the size that ships.

Of each layer's feed-forward units, and of the units of the heads, those stay whose outputs weigh most: mean size of
the activation times the norm of the weights that read it, over sentences of the treebanks.
"""

from __future__ import annotations

import unicodedata
from pathlib import Path

import torch
import torch.nn.functional as F
from model import WIDTH, Labels, Network, Size, tensors

from kg.language.transformer.words import Vocabulary, batch


def kept_pieces(pieces: list[str]) -> list[int]:
    """Numbers of the pieces that English text can need: special ones, and those of Latin letters, digits, marks."""

    def latin(piece: str) -> bool:
        plain = piece.removeprefix("##")
        return all(c.isascii() or "LATIN" in unicodedata.name(c, "") or not c.isalpha() for c in plain)

    special = {"[PAD]", "[CLS]", "[SEP]", "[UNK]"}
    return [
        i for i, p in enumerate(pieces) if p in special or (not p.startswith("[unused") and p != "[MASK]" and latin(p))
    ]


def rounded_rows(table: torch.Tensor) -> torch.Tensor:
    """As stored: each row in steps of a 127th of its largest number."""
    step = table.abs().amax(1, keepdim=True) / 127
    return (table / step).round() * step


def from_teacher(teacher: Path, vocabulary: Path, size: Size) -> tuple[Network, list[str]]:
    """The network with the teacher's weights at full width, and the pieces of its vocabulary that are kept.

    `vocabulary` is the `vocab.txt` of the base model. Units are not cut yet: see `narrow`.
    """
    saved = torch.load(teacher, weights_only=False)
    state = {k: v.float() for k, v in saved["state"].items()}
    tags, pos, relations, names = saved["labels"]
    pieces = vocabulary.read_text(encoding="utf-8").removesuffix("\n").split("\n")
    kept = kept_pieces(pieces)
    full = Size(layers=size.layers, inner=state["layers.0.f1.weight"].shape[0], hidden=256, arc=384, relation=128)
    network = Network(Labels(tags, pos, relations, names), full, len(kept))
    new = network.state_dict()
    new["word.weight"] = rounded_rows(state["word.weight"][kept])
    new["position.weight"] = state["posn.weight"] + state["typ.weight"][0]
    for mine, theirs in RENAMED.items():
        new[mine] = state[theirs]
    for name in new:
        if name.startswith(("layers.", "ln.")) and name in state:
            new[name] = state[name]
    new["arcs.weight"] = torch.cat([state[f"{k}.weight"] for k in ("ad", "ah", "rd", "rh")])
    new["arcs.bias"] = torch.cat([state[f"{k}.bias"] for k in ("ad", "ah", "rd", "rh")])
    new["mix"] = torch.stack([state["mixs.w"][-3:], state["mixn.w"][-3:]])
    network.load_state_dict(new)
    return network, [pieces[i] for i in kept]


RENAMED = {
    "shape.weight": "shape.weight",
    "character.weight": "chare.weight",
    "letters.weight": "conv.weight",
    "letters.bias": "conv.bias",
    "inject.weight": "inj.weight",
    "inject.bias": "inj.bias",
    "tagging.weight": "tagh.0.weight",
    "tagging.bias": "tagh.0.bias",
    "tag.weight": "tago.weight",
    "tag.bias": "tago.bias",
    "pos.weight": "poso.weight",
    "pos.bias": "poso.bias",
    "arc": "arcW",
    "arc_head.weight": "arcb.weight",
    "relation": "relW",
    "naming.weight": "nerh.0.weight",
    "naming.bias": "nerh.0.bias",
    "name.weight": "nero.weight",
    "name.bias": "nero.bias",
}


@torch.no_grad()
def narrow(network: Network, pieces: list[str], sentences: list[list[str]], size: Size) -> Network:
    """`network` cut down to `size` by what it does on `sentences`."""
    vocabulary = Vocabulary(pieces)
    sums: dict[str, torch.Tensor] = {}

    def record(name: str):
        def hook(module, inputs, output):
            seen = F.gelu(output, approximate="tanh").abs().flatten(0, -2)
            sums[name] = sums.get(name, 0) + seen.sum(0)

        return hook

    hooks = [layer.f1.register_forward_hook(record(f"f{i}")) for i, layer in enumerate(network.layers)]
    hooks.append(network.arcs.register_forward_hook(record("arcs")))
    network.eval()
    for begin in range(0, len(sentences), 32):
        words = [[vocabulary.word(w) for w in s] for s in sentences[begin : begin + 32]]
        length = max(sum(len(w.pieces) for w in s) for s in words) + 2
        network(tensors(batch(vocabulary, words, length)))
    for hook in hooks:
        hook.remove()

    def best(weight: torch.Tensor, many: int) -> torch.Tensor:
        return weight.topk(many).indices.sort().values

    state = network.state_dict()
    old = network.size
    for i in range(size.layers):
        keep = best(sums[f"f{i}"] * state[f"layers.{i}.f2.weight"].norm(dim=0), size.inner)
        for name in ("f1.weight", "f1.bias"):
            state[f"layers.{i}.{name}"] = state[f"layers.{i}.{name}"][keep]
        state[f"layers.{i}.f2.weight"] = state[f"layers.{i}.f2.weight"][:, keep]
    dependent, head, rd, rh = sums["arcs"].split([old.arc, old.arc, old.relation, old.relation])
    arc, relation = state["arc"], state["relation"]
    d = best(dependent * arc.norm(dim=1), size.arc)
    h = best(head * (arc.norm(dim=0) + state["arc_head.weight"][0].abs()), size.arc)
    one = torch.tensor([old.relation])
    r1 = best(rd * relation[:-1].flatten(1).norm(dim=1), size.relation)
    r2 = best(rh * relation[:, :, :-1].flatten(0, 1).norm(dim=0), size.relation)
    rows = torch.cat([d, old.arc + h, 2 * old.arc + r1, 2 * old.arc + old.relation + r2])
    state["arcs.weight"], state["arcs.bias"] = state["arcs.weight"][rows], state["arcs.bias"][rows]
    state["arc"] = arc[d][:, h]
    state["arc_head.weight"] = state["arc_head.weight"][:, h]
    state["relation"] = relation[torch.cat([r1, one])][:, :, torch.cat([r2, one])]
    smaller = Network(network.labels, size, len(pieces))
    smaller.load_state_dict(state)
    return smaller


__all__ = ["WIDTH", "from_teacher", "narrow"]
