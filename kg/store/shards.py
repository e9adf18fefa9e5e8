"""A folder of shards, as `kg build -o DIR/` writes it: read file by file, in the order of its manifest."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph

from kg.errors import InputError, UsageError
from kg.store import files

MANIFEST = "manifest.jsonl"
"""The file that tells which shards there are, a line each; a head comes first."""
_SHARD = re.compile(r"shards/\w+\.\w+", re.ASCII)
"""No manifest leads out of its folder."""
_SUFFIX = ".nq"
"""Of files that are read; engines may write others, for other programs."""


def is_shards(path: str | Path) -> bool:
    """Whether that is such a folder; also one whose first build did not come to its end."""
    folder = Path(path)
    return (folder / MANIFEST).is_file() or (folder / "shards").is_dir()


def quads(path: str) -> Iterator[pyoxigraph.Quad]:
    """Shard by shard: memory does not grow with their number. Raises KgError."""
    folder = Path(path)
    for file in _files(folder):
        try:
            yield from files.quads(str(folder / file))
        except UsageError:
            changed = f"{folder / file} is gone, perhaps since the folder is being built: try again when that is done"
            raise InputError(changed) from None


def _files(folder: Path) -> Iterator[str]:
    file = folder / MANIFEST
    if not file.is_file():
        raise UsageError(f"{folder} is not built to its end: run kg build again, which goes on where it was cut off")
    number = 0
    try:
        with file.open(encoding="utf-8") as lines:
            for line in lines:
                number += 1
                told = json.loads(line)
                if "shard" in told:
                    yield _readable(told["shard"], folder)
    except (ValueError, TypeError, RecursionError) as error:
        raise InputError(f"{file}:{number} is damaged ({error}): build the folder again") from None


def _readable(file: object, folder: Path) -> str:
    if not isinstance(file, str) or not _SHARD.fullmatch(file):
        raise ValueError(f"{json.dumps(file)[:80]} is no shard")
    if not file.endswith(_SUFFIX):
        raise UsageError(f"the shards of {folder} are written for other programs ({file}): build N-Quads to read them")
    return file
