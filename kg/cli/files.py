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


def is_folder(output: str | None) -> bool:
    """Whether that names a folder, there or not."""
    return output not in (None, "-") and (str(output).endswith(("/", "\\")) or Path(str(output)).is_dir())


def refuse_clobbering(
    read: Iterable[str | Path], what: str, output: str, other: Path | None = None, called: str = ""
) -> None:
    """Nothing that is read, which `what` names, may be overwritten, nor the output by the other file, `called` so.

    Of a folder that is read, that goes for each file in it that would be read.
    """
    sources = [Path(one) for one in read if str(one) != "-"]
    targets = [Path(one) for one in (output, other) if one and str(one) != "-"]
    for target in targets:
        if any(_is_read(target, one) for one in sources if target.exists() and one.exists()):
            raise UsageError(f"{target} is {what}: write to another file")
    if len(targets) == 2 and targets[0].resolve() == targets[1].resolve():
        raise UsageError(f"{output} is {called}, too: write to another file")


def _is_read(target: Path, source: Path) -> bool:
    if target.samefile(source):
        return True
    if not source.is_dir() or target.is_dir() or not target.resolve().is_relative_to(source.resolve()):
        return False
    from kg.read import files

    return files.reader(target.name) is not None


def beside(output: str) -> Path:
    """Where what failed a shape goes if the user names no file."""
    return Path(output.rstrip("/") + ".quarantine.jsonl")
