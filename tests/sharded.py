"""Folders of shards that tests build of calls, and what they hold."""

from __future__ import annotations

from pathlib import Path

from command import run

__all__ = ["CALLS", "COUNT", "NAMES", "call", "run", "shards", "tree"]

NAMES = ["Ann", "Bob", "Cid", "Dan", "Eve", "Fay", "Gus", "Hal"]
COUNT = 200
"""Of documents that make some shards."""


def call(number: int, **fields: object) -> dict[str, object]:
    text = f"{NAMES[number % 8]} called {NAMES[number // 8 % 8]}{'!' if number % 100 == 7 else '.'}"
    return {"id": f"document {number}", "text": text, "date": "2025-07-05"} | fields


CALLS = [call(number) for number in range(COUNT)]


def tree(path: Path) -> dict[str, bytes]:
    """All files with their bytes."""
    return {str(file.relative_to(path)): file.read_bytes() for file in path.rglob("*") if file.is_file()}


def shards(path: Path) -> set[str]:
    return {file.name for file in (path / "shards").iterdir()}
