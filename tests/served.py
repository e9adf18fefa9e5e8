"""`kg serve` run as users run it, for tests that ask it."""

from __future__ import annotations

import io
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from hand_made import graphs

from kg import store, write

PREFIX = "PREFIX kg: <https://w3id.org/kg/ontology#>\n"
HEAVY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n0 ?o }"
"""More rows than can be counted in a lifetime, on any graph of some hundred triples."""


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "kg", "serve", *arguments]


@dataclass
class Served:
    name: str
    """What it says that it serves."""
    url: str
    process: subprocess.Popen[str]

    def end(self, number: signal.Signals = signal.SIGTERM) -> tuple[int, str]:
        """The exit code, and what was said on standard error since it listens."""
        self.process.send_signal(number)
        # Not `communicate`: it passes over what was read together with the first line.
        assert self.process.stderr is not None
        said = self.process.stderr.read()
        return self.process.wait(60), said


@contextmanager
def served(path: Path | str, *options: str, standard_input: IO[bytes] | None = None) -> Iterator[Served]:
    """A server on a free port of this machine, from when it listens."""
    listening = command(str(path), "--port", "0", *options)
    with subprocess.Popen(listening, stdin=standard_input, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            line = process.stderr.readline()
            found = re.match(r"kg: (.+) at (http://\S+)/,", line)
            assert found, line + process.stderr.read()
            yield Served(found[1], found[2], process)
        finally:
            if process.poll() is None:
                process.terminate()
                process.communicate(timeout=60)


def written(folder: Path, name: str = "graph.nq") -> Path:
    """The two articles of `hand_made`, as a file."""
    stream = io.BytesIO()
    write.write(graphs(), stream, write.format_of(None, name))
    path = folder / name
    path.write_bytes(stream.getvalue())
    return path


def stored(folder: Path) -> Path:
    """The same as a store on disk."""
    path = folder / "store"
    with store.changed(path) as target:
        for _ in store.replaced(target, graphs()):
            pass
    return path
