"""A recorded answer of a web server: its status, its headers, and the body that a browser would have shown."""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from kg.read import packing
from kg.read.streams import TooLargeError, told

_STATUS = re.compile(rb"HTTP/\d(?:\.\d)?\s+(\d{3})\b")
_END_OF_HEADERS = re.compile(rb"\r?\n\r?\n")
_CHUNK = re.compile(rb"\s*([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w-]{3,20})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    """By their names in lower case."""
    written: bytes
    """The body as it was sent."""

    @property
    def media_type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str:
        return charset(self.headers.get("content-type", ""))

    def body(self, limit: int) -> bytes:
        """What was sent, put together and unpacked. Raises TooLargeError, and PackedError where kg cannot.

        Many crawlers keep the body unpacked under headers that say it is packed.
        """
        data = self.written
        if "chunked" in self.headers.get("transfer-encoding", "").lower():
            data = _joined(data)
        for coding in reversed(self.headers.get("content-encoding", "").lower().split(",")):
            data = _unpacked(data, coding.strip(), limit)
        if len(data) > limit:
            raise TooLargeError(told(limit))
        return data


class PackedError(ValueError):
    """A body that is damaged, or packed in a way that kg does not know."""


def answer(data: bytes) -> Answer | None:
    """The answer that the bytes record; None where they record none."""
    status = _STATUS.match(data)
    end = _END_OF_HEADERS.search(data)
    if status is None or end is None:
        return None
    return Answer(int(status[1]), headers(data[: end.start()].splitlines()[1:]), data[end.end() :])


def headers(lines: list[bytes]) -> dict[str, str]:
    """Of a name that stands twice the first; a line that begins with a blank goes on the line before."""
    found: dict[str, str] = {}
    name = ""
    for line in lines:
        shown = line.decode("utf-8", errors="replace")
        if shown[:1] in (" ", "\t") and name:
            found[name] += " " + shown.strip()
            continue
        name, colon, value = shown.partition(":")
        name = name.strip().lower()
        if not colon or name in found:
            name = ""
            continue
        found[name] = value.strip()
    return found


def charset(content_type: str) -> str:
    named = _CHARSET.search(content_type)
    return named[1] if named else ""


def _joined(data: bytes) -> bytes:
    """The chunks put together; all of it as it stands where it is not cut into chunks."""
    parts = []
    position = 0
    while size := _CHUNK.match(data, position):
        begin, length = size.end(), int(size[1], 16)
        if not length:
            break
        parts.append(data[begin : begin + length])
        position = begin + length
    return b"".join(parts) if parts else data


def _unpacked(data: bytes, coding: str, limit: int) -> bytes:
    if coding in ("", "identity") or not data:
        return data
    if coding in ("gzip", "x-gzip"):
        return _inflated(data, 31, limit) if data.startswith(b"\x1f\x8b") else data
    if coding == "deflate":
        try:
            return _inflated(data, 15, limit)
        except PackedError:  # many servers leave the frame away that the standard asks for
            return data if data.lstrip().startswith(b"<") else _inflated(data, -15, limit)
    if coding == "zstd" and data.startswith(packing.ZSTANDARD):
        return _of_zstandard(data, limit)
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return data
    raise PackedError(f"is packed as {coding[:20]!r}, which kg does not unpack")


def _inflated(data: bytes, bits: int, limit: int) -> bytes:
    unpacker = zlib.decompressobj(bits)
    try:
        unpacked = unpacker.decompress(data, limit + 1)
    except zlib.error as error:
        raise PackedError(f"is damaged ({error})") from None
    if len(unpacked) > limit:
        raise TooLargeError(told(limit))
    if not unpacker.eof and bits != -15:
        raise PackedError("is damaged: its end is missing")
    return unpacked


def _of_zstandard(data: bytes, limit: int) -> bytes:
    try:
        unpacked = packing.zstandard().ZstdDecompressor().decompress(data, limit + 1)
    except packing.zstandard().ZstdError as error:
        raise PackedError(f"is damaged ({error})") from None
    if len(unpacked) > limit:
        raise TooLargeError(told(limit))
    return bytes(unpacked)
