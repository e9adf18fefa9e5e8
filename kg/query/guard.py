"""A query evaluated in a process of its own, which can be ended at any time: Oxigraph itself cannot be interrupted.

The process is a fork, so the graph in memory is shared, not copied. Where the system has no fork (Windows), the query
runs in this process; then a limit of time ends the waiting at the next piece of the answer only.
"""

from __future__ import annotations

import json
import math
import multiprocessing
import os
import signal
import stat
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pyoxigraph

from kg.errors import InputError, UsageError
from kg.query.evaluate import TooMuchError, evaluate
from kg.query.faults import QueryError
from kg.query.records import Limits, Query

_HEAD, _PIECE, _END, _WRONG, _TOO_MUCH, _UNREAD = b"h", b"p", b"e", b"w", b"t", b"u"
_CAN_FORK = "fork" in multiprocessing.get_all_start_methods()


class LimitError(UsageError):
    """A query that takes more than it may: time, rows, bytes or memory. The message says which, and what to do."""


def running(store: pyoxigraph.Store, query: Query, limits: Limits) -> Iterator[bytes]:
    """First the head of the answer, as JSON, then the answer in pieces. Closing it ends the query.

    Raises QueryError and LimitError, at any piece; InputError where the store cannot be read.
    """
    return _forked(store, query, limits) if _CAN_FORK else _here(store, query, limits)


def _forked(store: pyoxigraph.Store, query: Query, limits: Limits) -> Iterator[bytes]:
    here, there = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(
        target=_answer, args=(there, here, store, query, limits), daemon=True
    )
    process.start()
    there.close()
    left = limits.seconds
    try:
        while True:
            began = time.monotonic()
            if not here.poll(left):
                raise _late(limits)
            if left is not None:
                left = max(0.0, left - (time.monotonic() - began))
            try:
                message = here.recv_bytes()
            except EOFError:
                process.join()
                raise _died(process.exitcode, limits) from None
            if message[:1] == _END:
                return
            yield _opened(message)
    finally:
        here.close()
        process.kill()
        process.join()


def _opened(message: bytes) -> bytes:
    kind, content = message[:1], message[1:]
    if kind == _WRONG:
        raise QueryError(*json.loads(content))
    if kind == _TOO_MUCH:
        raise LimitError(content.decode())
    if kind == _UNREAD:
        raise InputError(f"the graph cannot be read: {content.decode()}")
    return content


def _late(limits: Limits) -> LimitError:
    return LimitError(f"the query takes longer than {limits.seconds:g} seconds: ask for less, or allow it more time")


def _died(code: int | None, limits: Limits) -> LimitError:
    if limits.memory is not None and code in (-signal.SIGABRT, 1):
        return LimitError(f"the query takes more than {limits.memory // 2**20:,} MiB of memory: ask for less")
    if code == -signal.SIGKILL:
        return LimitError("the system ended the query, most likely for want of memory: ask for less, or add LIMIT")
    return LimitError("the query brought its process down: ask in a simpler way")


# In the other process


def _answer(there: Connection, here: Connection, store: pyoxigraph.Store, query: Query, limits: Limits) -> None:
    here.close()
    _set_apart(limits)

    def send(kind: bytes, content: bytes) -> None:
        there.send_bytes(kind + content)

    # Whoever closes the other end wants no more.
    with suppress(BrokenPipeError):
        try:
            evaluate(store, query, limits, lambda head: send(_HEAD, head), lambda piece: send(_PIECE, piece))
            send(_END, b"")
        except QueryError as error:
            offset = None if not error.line else _offset_of(query.text, error)
            send(_WRONG, json.dumps([error.reason, query.text, offset]).encode())
        except TooMuchError as error:
            send(_TOO_MUCH, str(error).encode())
        except OSError as error:
            send(_UNREAD, str(error).encode())


def _offset_of(text: str, error: QueryError) -> int:
    lines = text.split("\n")[: error.line - 1]
    return sum(len(line) + 1 for line in lines) + error.column - 1


def _set_apart(limits: Limits) -> None:
    """Of what the process has inherited, it keeps the graph and the way back."""
    # While Oxigraph works, no handler in Python would be called.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    _close_sockets()
    # What a library says before it aborts is told by the other process, in one line.
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)
    _limit(limits)
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()


def _close_sockets() -> None:
    """A server's connections stay open as long as any process has them."""
    with suppress(OSError):
        for opened in list(Path("/dev/fd").iterdir()):
            with suppress(OSError, ValueError):
                if stat.S_ISSOCK(os.fstat(int(opened.name)).st_mode):
                    os.close(int(opened.name))


def _limit(limits: Limits) -> None:
    import resource

    if limits.seconds is not None:
        # Should nobody be there any more to end it.
        seconds = math.ceil(limits.seconds) * (os.cpu_count() or 1) + 10
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    if limits.memory is not None:
        with suppress(OSError, ValueError):
            taken = _address_space()
            resource.setrlimit(resource.RLIMIT_AS, (taken + limits.memory, taken + limits.memory))


def _address_space() -> int:
    """Bytes of this process's address space. Raises OSError where the system does not tell."""
    with open("/proc/self/statm", encoding="ascii") as told:  # noqa: PTH123 - no path of a user
        return int(told.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")


def _end_with(parent: int) -> None:
    """Ends this process when the one that waits for it is gone."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)


# Without a fork


def _here(store: pyoxigraph.Store, query: Query, limits: Limits) -> Iterator[bytes]:
    pieces: list[bytes] = []
    began = time.monotonic()

    def keep(piece: bytes) -> Any:
        if limits.seconds is not None and time.monotonic() - began > limits.seconds:
            raise _late(limits)
        pieces.append(piece)

    try:
        evaluate(store, query, limits, keep, keep)
    except TooMuchError as error:
        raise LimitError(str(error)) from None
    except OSError as error:
        raise InputError(f"the graph cannot be read: {error}") from None
    yield from pieces
