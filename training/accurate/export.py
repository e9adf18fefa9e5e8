"""The trained network as an ONNX graph with int8 weights, for ONNX Runtime on x86-64.

Inputs of the large products are bytes with a fixed scale (the ranges of training), weights are signed with one scale
an output and 7 bits, so that sums of two products fit 16 bits: the integer part gives the same numbers on AVX2, AVX-512
and VNNI, and a window's numbers do not hang on the windows it is batched with. The graphs are written node by node:
what runs is what stands here, whatever an exporter's version would make of it.
"""

from __future__ import annotations

import numpy as np
import onnx
import torch
from model import FEATURES, MIXED, WIDTH, Linear, Network
from onnx import TensorProto, helper, numpy_helper

from kg.language.transformer.words import CHARACTERS

LONGEST = 192  # pieces of a window
MS = "com.microsoft"


class Graph:
    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: dict[str, onnx.TensorProto] = {}

    def constant(self, name: str, value: np.ndarray | torch.Tensor) -> str:
        array = value.detach().numpy() if isinstance(value, torch.Tensor) else np.asarray(value)
        self.constants[name] = numpy_helper.from_array(np.ascontiguousarray(array), name)
        return name

    def node(self, kind: str, inputs: list[str], name: str, *, domain: str = "", **attributes) -> str:
        self.nodes.append(helper.make_node(kind, inputs, [name], name=name, domain=domain, **attributes))
        return name

    def quantised(self, x: str, name: str, scale: float, zero: int) -> tuple[str, str, str]:
        s = self.constant(f"{name}.scale", np.float32(scale))
        z = self.constant(f"{name}.zero", np.uint8(zero))
        return self.node("QuantizeLinear", [x, s, z], f"{name}.bytes"), s, z

    def linear(self, x: str, name: str, layers: list[Linear]) -> str:
        """One product for `layers` that read the same input."""
        q, scale, zero = self.quantised(x, name, *byte_scale(layers[0]))
        weight, steps = integers(layers)
        inputs = [q, self.constant(f"{name}.weight", weight), scale, self.constant(f"{name}.steps", steps), zero]
        inputs.append(self.constant(f"{name}.zeros", np.zeros(len(steps), np.int8)))
        inputs.append(self.constant(f"{name}.bias", torch.cat([layer.bias for layer in layers])))
        return self.node("MatMulIntegerToFloat", inputs, name, domain=MS)


def byte_scale(layer: Linear) -> tuple[float, int]:
    scale, zero = layer.input_scale()
    return float(scale), int(zero)


def integers(layers: list[Linear]) -> tuple[np.ndarray, np.ndarray]:
    """Weights [input, output] in signed steps, and the size of a step of each output."""
    steps = torch.cat([layer.weight_scale() for layer in layers])
    weight = torch.cat([layer.weight for layer in layers])
    return (weight / steps).round().to(torch.int8).T.contiguous().numpy(), steps[:, 0].numpy()


WHOLE, FLOAT = TensorProto.INT32, TensorProto.FLOAT
LETTERS = {"features": FEATURES, "injected": WIDTH}  # outputs of the one graph, inputs of the other, and their widths


def export(network: Network) -> onnx.ModelProto:
    """The graph of words among others."""
    g = Graph()
    x = embedded(g, network)
    states = [x]
    for i, layer in enumerate(network.layers):
        x = encoded(g, x, f"layer{i}", layer)
        states.append(x)
    outputs = heads(g, network, states[-MIXED:])
    inputs = {name: (WHOLE, ["windows", "length"]) for name in ("ids", "of_word")} | {"lengths": (WHOLE, ["windows"])}
    inputs |= {name: (WHOLE, ["words"]) for name in ("first", "last", "word")}
    inputs |= {name: (FLOAT, ["distinct", width]) for name, width in LETTERS.items()}
    return model(g, inputs, {name: ["words", width] for name, width in outputs.items()})


def letters(network: Network) -> onnx.ModelProto:
    """The graph of words by themselves, so that each is computed but once."""
    g = Graph()
    g.constant("character.table", network.character.weight)
    g.node("Gather", ["character.table", "characters"], "character.rows")
    g.node("Transpose", ["character.rows"], "character.columns", perm=[0, 2, 1])
    g.constant("letters.weight", network.letters.weight)
    g.constant("letters.bias", network.letters.bias)
    g.node("Conv", ["character.columns", "letters.weight", "letters.bias"], "letters.conv", pads=[1, 1])
    g.node("Relu", ["letters.conv"], "letters.positive")
    g.node("ReduceMax", ["letters.positive"], "letters", axes=[2], keepdims=0)
    g.constant("shape.table", network.shape.weight)
    g.node("Gather", ["shape.table", "shapes"], "shape.rows")
    g.node("Concat", ["shape.rows", "letters"], "features", axis=1)
    g.constant("inject.weight", network.inject.weight.T)
    g.constant("inject.bias", network.inject.bias)
    g.node("MatMul", ["features", "inject.weight"], "inject.product")
    g.node("Add", ["inject.product", "inject.bias"], "injected")
    inputs = {"shapes": (WHOLE, ["distinct"]), "characters": (WHOLE, ["distinct", CHARACTERS])}
    return model(g, inputs, {name: ["distinct", width] for name, width in LETTERS.items()})


def embedded(g: Graph, network: Network) -> str:
    table = network.word.weight
    steps = table.abs().amax(1, keepdim=True) / 127
    g.constant("pieces", (table / steps).round().to(torch.int8))
    g.constant("pieces.steps", steps)
    g.node("Gather", ["pieces", "ids"], "piece.bytes")
    g.node("Cast", ["piece.bytes"], "piece.whole", to=TensorProto.FLOAT)
    g.node("Gather", ["pieces.steps", "ids"], "piece.step")
    g.node("Mul", ["piece.whole", "piece.step"], "piece")
    g.constant("positions", network.position.weight[:LONGEST])
    g.constant("zero", np.array([0], np.int64))
    g.node("Shape", ["ids"], "length", start=1, end=2)
    g.node("Slice", ["positions", "zero", "length", "zero"], "position")
    g.node("Add", ["piece", "position"], "placed")
    g.node("Gather", ["injected", "of_word"], "injected.pieces")
    return normalised(g, "placed", "injected.pieces", "embedding", network.ln)


def normalised(g: Graph, x: str, skip: str, name: str, norm: torch.nn.LayerNorm) -> str:
    """Two nodes: the runtime's fused one (SkipLayerNormalization) takes seven times as long on AVX2."""
    g.node("Add", [x, skip], f"{name}.sum")
    inputs = [f"{name}.sum", g.constant(f"{name}.gamma", norm.weight), g.constant(f"{name}.beta", norm.bias)]
    return g.node("LayerNormalization", inputs, name, epsilon=norm.eps, axis=-1)


def encoded(g: Graph, x: str, name: str, layer: torch.nn.Module) -> str:
    q, scale, zero = g.quantised(x, f"{name}.qkv", *byte_scale(layer.qkv))
    weight, steps = integers([layer.qkv])
    inputs = [q, g.constant(f"{name}.qkv.weight", weight), g.constant(f"{name}.qkv.bias", layer.qkv.bias)]
    inputs += [scale, g.constant(f"{name}.qkv.steps", steps), "lengths", zero]
    inputs.append(g.constant(f"{name}.qkv.zeros", np.zeros(len(steps), np.int8)))
    attended = g.node("QAttention", inputs, f"{name}.attention", domain=MS, num_heads=layer.heads)
    y = g.linear(attended, f"{name}.o", [layer.o])
    x = normalised(g, y, x, f"{name}.ln1", layer.ln1)
    y = g.linear(x, f"{name}.f1", [layer.f1])
    y = g.node("FastGelu", [y], f"{name}.gelu", domain=MS)
    y = g.linear(y, f"{name}.f2", [layer.f2])
    return normalised(g, y, x, f"{name}.ln2", layer.ln2)


def heads(g: Graph, network: Network, states: list[str]) -> dict[str, int]:
    """Adds what reads the words; the answer is the width of each output."""
    g.constant("flat", np.array([-1, WIDTH], np.int64))
    g.constant("half", np.float32(0.5))
    read = []
    for i, state in enumerate(states):
        g.node("Reshape", [state, "flat"], f"state{i}")
        for end in ("first", "last"):
            g.node("Gather", [f"state{i}", end], f"state{i}.{end}")
        g.node("Add", [f"state{i}.first", f"state{i}.last"], f"state{i}.sum")
        read.append(g.node("Mul", [f"state{i}.sum", "half"], f"state{i}.word"))
    g.node("Gather", ["features", "word"], "features.word")
    shares = torch.softmax(network.mix, 1)
    words = []
    for task in range(2):
        parts = []
        for i, state in enumerate(read):
            share = g.constant(f"share{task}.{i}", np.float32(shares[task, i].item()))
            parts.append(g.node("Mul", [state, share], f"mixed{task}.{i}"))
        total = parts[0]
        for i, part in enumerate(parts[1:], 1):
            total = g.node("Add", [total, part], f"sum{task}.{i}")
        words.append(g.node("Concat", [total, "features.word"], f"word{task}", axis=1))
    hidden = g.node("FastGelu", [g.linear(words[0], "syntax", [network.tagging, network.arcs])], "hidden", domain=MS)
    size = network.size
    sizes = [size.hidden, size.arc, size.arc, size.relation, size.relation]
    g.constant("sizes", np.array(sizes, np.int64))
    names = ["tagging", "dependent.hidden", "head", "relation_dependent", "relation_head"]
    g.nodes.append(helper.make_node("Split", [hidden, "sizes"], names, name="split", axis=1))
    widths = {}
    for name, layer in (("tags", network.tag), ("pos", network.pos), ("starts", network.start)):
        widths[name] = plain(g, "tagging", name, layer)
    g.constant("arc", network.arc)
    g.node("MatMul", ["dependent.hidden", "arc"], "dependent")
    g.constant("arc_head", network.arc_head.weight.T)
    g.node("MatMul", ["head", "arc_head"], "head_bias")
    naming = g.node("FastGelu", [g.linear(words[1], "naming", [network.naming])], "naming.hidden", domain=MS)
    widths["names"] = plain(g, naming, "names", network.name)
    widths |= {"dependent": size.arc, "head": size.arc, "head_bias": 1}
    return widths | {"relation_dependent": size.relation, "relation_head": size.relation}


def plain(g: Graph, x: str, name: str, layer: torch.nn.Linear) -> int:
    g.node("MatMul", [x, g.constant(f"{name}.weight", layer.weight.T)], f"{name}.product")
    g.node("Add", [f"{name}.product", g.constant(f"{name}.bias", layer.bias)], name)
    return layer.out_features


Shape = list[str | int]


def model(g: Graph, inputs: dict[str, tuple[int, Shape]], outputs: dict[str, Shape]) -> onnx.ModelProto:
    given = [helper.make_tensor_value_info(name, kind, shape) for name, (kind, shape) in inputs.items()]
    found = [helper.make_tensor_value_info(name, FLOAT, shape) for name, shape in outputs.items()]
    graph = helper.make_graph(g.nodes, "kg", given, found, list(g.constants.values()))
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17), helper.make_opsetid(MS, 1)])
    made.ir_version = 8  # what ONNX Runtime reads since 1.12
    made.producer_name = "kg"
    return made


def relations(network: Network) -> np.ndarray:
    """[dependent, head, label] weights of the labels, each side with a last row for no partner."""
    return network.relation.detach().permute(0, 2, 1).contiguous().numpy()


__all__ = ["export", "letters", "relations"]
