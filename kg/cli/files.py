"""What a command writes: opened before the work begins, and never over what it reads."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

from kg.errors import UsageError
from kg.replace import replacing


def opened(path: str, files: ExitStack) -> BinaryIO:
    """Standard output, or a file that changes when `files` ends well.

    Before the work begins: hours of it must not end at a missing folder.
    """
    if path == "-":
        return sys.stdout.buffer
    try:
        return files.enter_context(replacing(Path(path)))
    except (OSError, ValueError) as error:
        raise UsageError(f"{path} cannot be written: {getattr(error, 'strerror', None) or error}") from None


def refuse_clobbering(read: Iterable[str], what: str, output: str, other: Path | None = None, called: str = "") -> None:
    """Nothing that is read, which `what` names, may be overwritten, nor the output by the other file, `called` so."""
    sources = [Path(one) for one in read if one != "-"]
    targets = [Path(one) for one in (output, other) if one and one != "-"]
    for target in targets:
        if any(target.exists() and one.exists() and target.samefile(one) for one in sources):
            raise UsageError(f"{target} is {what}: write to another file")
    if len(targets) == 2 and targets[0].resolve() == targets[1].resolve():
        raise UsageError(f"{output} is {called}, too: write to another file")
