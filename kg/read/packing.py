"""Packed files, unpacked as they are read: gzip and Zstandard."""

from __future__ import annotations

import gzip
import importlib
import io
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import cast

from kg.read.record import Stream

ZSTANDARD = b"\x28\xb5\x2f\xfd"


class DamagedError(ValueError):
    """What is packed cannot be unpacked to its end; the message says what to do."""


def zstandard() -> ModuleType:
    """Python's own module, which older Pythons get as a package."""
    return importlib.import_module("compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd")


@contextmanager
def unpacked(stream: Stream, suffix: str) -> Iterator[Stream]:
    """The unpacked bytes of a stream. Reading them raises DamagedError."""
    raw = _Told(_UNPACKERS[suffix](stream))
    with io.BufferedReader(raw) as buffered:
        yield buffered


def _gzip(stream: Stream) -> io.BufferedIOBase:
    return gzip.GzipFile(fileobj=stream, mode="rb")


def _zstandard(stream: Stream) -> io.BufferedIOBase:
    # It takes windows of up to 128 MiB, whatever the file asks for.
    return cast(io.BufferedIOBase, zstandard().ZstdFile(stream))


_UNPACKERS: dict[str, Callable[[Stream], io.BufferedIOBase]] = {".gz": _gzip, ".zst": _zstandard}
SUFFIXES = tuple(_UNPACKERS)


class _Told(io.RawIOBase):
    """A packed file whose errors are one."""

    def __init__(self, file: io.BufferedIOBase) -> None:
        self._file = file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        try:
            # No more than is ready: what stands before damage is not to go with it.
            data = self._file.read1(len(buffer))
        except (EOFError, zlib.error, gzip.BadGzipFile):
            raise DamagedError("damaged: what stands before the damage was read; fetch or pack it again") from None
        except Exception as error:
            if type(error).__name__ != "ZstdError":  # the module that has it need not be loaded
                raise
            message = (
                "needs more than 128 MiB of memory to unpack: pack it again without --long"
                if "too much memory" in str(error)
                else "damaged: what stands before the damage was read; fetch or pack it again"
            )
            raise DamagedError(message) from None
        buffer[: len(data)] = data
        return len(data)
