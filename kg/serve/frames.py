"""What a server and its workers say to each other over pipes: a kind, a length, and so many bytes."""

from __future__ import annotations

import struct

__all__ = ["DATA", "END", "HEAD", "READY", "head_of", "packed"]

READY, DATA, END = b"r", b"d", b"e"
_HEAD = struct.Struct(">cI")
HEAD = _HEAD.size
"""Bytes before the content of a frame."""


def packed(kind: bytes, content: bytes) -> bytes:
    return _HEAD.pack(kind, len(content)) + content


def head_of(data: bytes) -> tuple[bytes, int]:
    """The kind, and how many bytes follow."""
    kind, length = _HEAD.unpack(data)
    return kind, length
