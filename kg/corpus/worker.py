"""One of several processes that build: handfuls of documents in, their pieces out, until the pipe is closed."""

from __future__ import annotations

import os
import queue
import threading
import traceback
import warnings
from multiprocessing.connection import Connection

from kg.corpus.lasting import lasting
from kg.errors import KgError
from kg.model import Document
from kg.options import Options

READY, BUILT, REFUSED, CRASHED = "ready", "built", "refused", "crashed"
"""What a message begins with: then come what it warns of; the pieces; a KgError; the lines of a traceback."""


def work(connection: Connection, options: Options, wanted: dict[str, bool]) -> None:
    """What the process runs. It answers each handful in turn."""
    given: queue.SimpleQueue[tuple[Document, ...]] = queue.SimpleQueue()
    # It takes what comes while a document is built, so that the sender never waits.
    threading.Thread(target=_receive, args=(connection, given), daemon=True).start()
    try:
        with warnings.catch_warnings(record=True) as told, lasting():
            warnings.simplefilter("always")
            # Who starts it knows this function, and needs no tools.
            from kg.corpus import shard

            plan = shard.plan_of(options)
        connection.send((READY, [(one.category, str(one.message)) for one in told]))
        while True:
            connection.send((BUILT, shard.handful(given.get(), plan, **wanted)))
    except KgError as error:
        _last(connection, (REFUSED, error))
    except (BrokenPipeError, ConnectionResetError):
        os._exit(1)  # nobody is left to be answered
    except Exception:  # noqa: BLE001 - whoever gave the documents tells of it: the processes would talk all at once
        _last(connection, (CRASHED, traceback.format_exc()))


def _receive(connection: Connection, given: queue.SimpleQueue[tuple[Document, ...]]) -> None:
    try:
        while True:
            given.put(connection.recv())
    except (EOFError, OSError):
        # The other end is gone, perhaps killed; what is being built nobody will read.
        os._exit(0)


def _last(connection: Connection, message: tuple[str, KgError | str]) -> None:
    try:
        connection.send(message)
    except OSError:
        os._exit(1)
