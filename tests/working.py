"""Workers that read calls only, as the fixture `calls` has it, and die where a text says so.

python tests/working.py build … is `kg build …` with these.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from conftest import NoPipeline, told_calls

from kg import builder
from kg.builder import Options
from kg.corpus import worker
from kg.model import Document, Facts

ONCE = "KG_TEST_ONCE"
"""A file that the first worker to die makes, so that no other dies."""

_work = worker.work


def work(connection: Connection, options: Options, wanted: dict[str, bool]) -> None:
    """What a process is started with: it knows nothing of what was patched where it was started."""
    patch()
    _work(connection, options, wanted)


def patch() -> None:
    builder._facts = _facts
    builder.language.load = lambda name: NoPipeline()
    builder.language.parse_all = lambda nlp, documents, ontology: (None for _ in documents)


def _facts(doc: object, document: Document, *rest: Any) -> Facts:
    if "DIE ONCE" in document.text:
        try:
            Path(os.environ[ONCE]).open("x").close()
        except FileExistsError:
            pass
        else:
            os.kill(os.getpid(), signal.SIGKILL)
    elif "DIE" in document.text:
        os.kill(os.getpid(), signal.SIGKILL)
    elif "SLEEP" in document.text:
        Path(os.environ[ONCE]).touch()
        time.sleep(600)
    return told_calls(doc, document, *rest)


if __name__ == "__main__":
    from kg.cli import app

    worker.work = work
    app(sys.argv[1:], prog_name="kg")
