"""A small ONNX graph as bytes: what is needed of the format (https://onnx.ai), without the package of trainers."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import onnxruntime

_FLOAT, _INT64 = 1, 7
_TYPES = {np.dtype(np.float32): _FLOAT, np.dtype(np.int64): _INT64}
_OPSET, _IR = 17, 8

Value = float | int | Sequence[int]


class Graph:
    """Nodes in the order in which they run; each has one output or several, named as told."""

    def __init__(self) -> None:
        self._nodes: list[bytes] = []
        self._constants: list[bytes] = []
        self._named = 0

    def constant(self, value: np.ndarray) -> str:
        name = self._name("c")
        dims = b"".join(_number(1, size) for size in value.shape)
        data = (
            dims + _number(2, _TYPES[value.dtype]) + _text(8, name) + _bytes(9, np.ascontiguousarray(value).tobytes())
        )
        self._constants.append(_bytes(5, data))
        return name

    def node(self, kind: str, inputs: Sequence[str], outputs: int = 1, **attributes: Value) -> list[str]:
        names = [self._name("n") for _ in range(outputs)]
        parts = [_text(1, name) for name in inputs] + [_text(2, name) for name in names]
        parts += [_text(3, names[0]), _text(4, kind)]
        parts += [_bytes(5, _attribute(name, value)) for name, value in attributes.items()]
        self._nodes.append(_bytes(1, b"".join(parts)))
        return names

    def session(self, inputs: Mapping[str, int], outputs: Mapping[str, str]) -> onnxruntime.InferenceSession:
        """What runs it, in one thread. `inputs`: the width of each, a matrix of any height; `outputs`: name by name."""
        nodes = list(self._nodes)
        for name, value in outputs.items():
            nodes.append(_bytes(1, _text(1, value) + _text(2, name) + _text(3, name) + _text(4, "Identity")))
        infos = [_bytes(11, _information(name, ("rows", width))) for name, width in inputs.items()]
        infos += [_bytes(12, _text(1, name)) for name in outputs]
        graph = b"".join([*nodes, _text(2, "kg"), *self._constants, *infos])
        model = _number(1, _IR) + _text(2, "kg") + _bytes(7, graph) + _bytes(8, _text(1, "") + _number(2, _OPSET))
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])

    def _name(self, kind: str) -> str:
        self._named += 1
        return f"{kind}{self._named}"


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value if value >= 0 else value + 2**64)


def _bytes(field: int, value: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(value)) + value


def _text(field: int, value: str) -> bytes:
    return _bytes(field, value.encode())


def _attribute(name: str, value: Value) -> bytes:
    head = _text(1, name)
    if isinstance(value, float):
        return head + _varint(2 << 3 | 5) + struct.pack("<f", value) + _number(20, 1)
    if isinstance(value, int):
        return head + _number(3, value) + _number(20, 2)
    return head + b"".join(_number(8, one) for one in value) + _number(20, 7)


def _information(name: str, shape: Iterable[str | int]) -> bytes:
    sizes = b"".join(_bytes(1, _text(2, size) if isinstance(size, str) else _number(1, size)) for size in shape)
    return _text(1, name) + _bytes(2, _bytes(1, _number(1, _FLOAT) + _bytes(2, sizes)))
