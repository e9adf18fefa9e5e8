"""What failed a shape, on its way into a file of JSON lines or onto standard error."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path
from typing import BinaryIO

from kg.cli import messages
from kg.cli.files import beside
from kg.model import Quarantined
from kg.replace import replacing

_IN_MEMORY = 1 << 20
"""Bytes; what is more waits on disk."""


class HeldBack:
    """Facts, in the order of the build, until the graph is written."""

    def __init__(self) -> None:
        self._lines = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - it goes with the object
        self._any = False

    def add(self, fact: Quarantined) -> None:
        from kg.corpus.records import quarantine_line

        self._lines.write(quarantine_line(fact))
        self._any = True

    def write(self, stream: BinaryIO) -> None:
        self._lines.seek(0)
        shutil.copyfileobj(self._lines, stream)

    def deliver(self, output: str) -> Path | None:
        """Beside the output; on standard error where that is neither a file nor a store. The file, if one is there."""
        if output == "-" or not (Path(output).is_file() or Path(output).is_dir()):
            self._lines.seek(0)
            for line in self._lines:
                messages.say(messages.quarantined(json.loads(line)))
            return None
        path = beside(output)
        if not self._any:
            # One of an earlier build would pass for this one's.
            path.unlink(missing_ok=True)
            return None
        with replacing(path) as stream:
            self.write(stream)
        messages.say(f"what failed a shape is in {path}")
        return path
