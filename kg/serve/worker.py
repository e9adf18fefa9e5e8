"""A process that answers from the store, one request after the other: python -m kg.serve.worker STORE TITLE LIMITS

A query in Oxigraph cannot be stopped from outside, and one that wants too much memory takes its process along. So
queries run in processes that may be killed; nothing else of the server runs there.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import traceback
from pathlib import Path
from typing import Any, BinaryIO, cast

from kg.errors import UsageError
from kg.query.records import Limits
from kg.serve import answers
from kg.serve.frames import DATA, END, HEAD, READY, head_of, packed
from kg.serve.refusals import RefusalError

_CHUNK = 1 << 16
_GRACE = 5
"""Seconds past its time after which a process whose server is gone ends by itself."""


class _Answer:
    """A file that sends what is written to it to the server, and refuses more than the limit."""

    def __init__(self, out: BinaryIO, limit: int | None) -> None:
        self._out = out
        self._written = 0
        self._limit = limit
        self._pending = bytearray()

    def write(self, data: bytes) -> int:
        self._written += len(data)
        if self._limit is not None and self._written > self._limit:
            raise RefusalError(500, f"the answer is larger than {self._limit:,} bytes: ask for less, or add LIMIT")
        self._pending += data
        if len(self._pending) >= _CHUNK:
            self.flush()
        return len(data)

    def flush(self) -> None:
        if self._pending:
            self._out.write(packed(DATA, bytes(self._pending)))
            self._pending.clear()


def main(path: str, title: str, limits: Limits) -> None:
    """Reads requests from standard input and answers on standard output, until there is no more."""
    # Ctrl-C at a terminal reaches every process there; the server ends its workers itself.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    out = _alone_on_standard_output()
    try:
        source = answers.Source.opened(path, title, limits)
    except Exception as error:  # noqa: BLE001 - whatever it is, the server has to be told
        out.write(packed(END, json.dumps({"message": _line(error), "usage": isinstance(error, UsageError)}).encode()))
        out.flush()
        return
    if limits.memory is not None:
        _bound_memory(limits.memory)
    out.write(packed(READY, b""))
    out.flush()
    while request := _received(sys.stdin.buffer):
        with _Alarm(request["seconds"] + _GRACE):
            end = _answered(source, request, _Answer(out, request["size"]))
        out.write(packed(END, json.dumps(end).encode()))
        out.flush()


def _alone_on_standard_output() -> BinaryIO:
    """What libraries print would be taken for an answer, or is what Oxigraph says of a query that was too much."""
    out = os.fdopen(os.dup(1), "wb")
    sys.stderr = os.fdopen(os.dup(2), "w", encoding="utf-8", errors="backslashreplace")
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)
    return out


def _answered(source: answers.Source, request: dict[str, Any], out: _Answer) -> dict[str, Any]:
    try:
        end = source.answer(request, cast(BinaryIO, out))
        out.flush()
    except RefusalError as refusal:
        return {"status": refusal.status, "message": str(refusal)}
    except MemoryError:
        # As if Oxigraph had wanted it, which ends the process.
        raise SystemExit(1) from None
    except Exception:  # noqa: BLE001 - one request that fails must not take the others along
        traceback.print_exc()
        return {"status": 500, "message": "the server failed at this request; its own messages tell more"}
    return end


def _received(stream: BinaryIO) -> dict[str, Any] | None:
    head = stream.read(HEAD)
    if len(head) < HEAD:
        return None
    _, length = head_of(head)
    request: dict[str, Any] = json.loads(stream.read(length))
    return request


def _bound_memory(limit: int) -> None:
    """Beyond what the process has now."""
    try:
        import resource
    except ImportError:  # Windows has none
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    bounded = _taken() + limit
    if most == resource.RLIM_INFINITY or bounded < most:
        resource.setrlimit(resource.RLIMIT_DATA, (bounded, bounded))


def _taken() -> int:
    """Bytes of this process's data; 0 where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[5])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


class _Alarm:
    """Ends the process after so many seconds: the server, which should do that, may have died."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    def __enter__(self) -> None:
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, self._seconds)

    def __exit__(self, *_: object) -> None:
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, 0)


def _line(error: Exception) -> str:
    return " ".join(str(error).split())


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Limits(**json.loads(sys.argv[3])))
