"""Articles for engines of several processes, which the fast pipeline reads, and the folder that one process makes."""

from __future__ import annotations

import json
from itertools import count
from pathlib import Path
from typing import Any

from kg.builder import Options
from kg.corpus import cut
from kg.corpus.manifest import Entry
from kg.model import Problem

NAMES = ["Joe Biden", "Vladimir Putin", "Xi Jinping", "Emmanuel Macron", "Olaf Scholz", "Narendra Modi"]
OPTIONS = Options(pipeline="fast")
_COUNT = 240


def articles(folder: Path) -> Path:
    """Some shards of them, in two files, with what cannot be used, and an id that another text has."""
    folder.mkdir()
    lines = [json.dumps(_article(number)) for number in range(_COUNT)]
    again = json.dumps(_article(3) | {"text": "Another text."})
    (folder / "a.jsonl").write_text("\n".join([*lines[:150], "no JSON"]) + "\n")
    (folder / "b.jsonl").write_text("\n".join([again, *lines[150:], lines[4]]) + "\n")
    return folder


def _article(number: int) -> dict[str, str]:
    one, other = NAMES[number % 6], NAMES[(number // 6 + number + 1) % 6]
    text = f"{one} spoke by phone with {other} on Monday. They may meet in {2025 + number}."
    # Every thirtieth ends a shard.
    tries = (f"article-{number}-{attempt}" for attempt in count())
    ident = next(one for one in tries if cut.ends_shard(one) == (number % 30 == 29))
    return {"id": ident, "date": "2025-07-05", "text": text}


def tree(path: Path) -> dict[str, bytes]:
    """All files with their bytes."""
    return {str(file.relative_to(path)): file.read_bytes() for file in path.rglob("*") if file.is_file()}


class Told:
    """What a run tells."""

    def __init__(self) -> None:
        self.problems: list[str] = []
        self.shards: list[str] = []

    def looked(self, documents: int) -> None:
        pass

    def problem(self, one: Problem) -> None:
        self.problems.append(f"{Path(one.where).name} {one.message}")

    def built(self, one: Entry, rules: Any) -> None:
        self.shards.append(one.name)

    def kept(self, one: Entry) -> None:
        self.shards.append(one.name)
