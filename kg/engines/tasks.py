"""What each process is given to build: whole shards that follow each other, and where their documents lie."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kg.corpus import cut
from kg.engines.index import Drop, Looked, first_lines
from kg.engines.splits import Split

SHARDS = 8
"""Shards of a task, about: what has to be done again where a process dies, less what it has written."""
SKIPS = 64
"""A task reads its split from the beginning. With no more tasks a split than these, that stays below a few hundredths
of the work: what is built in a second is read in a thousandth."""

Place = tuple[int, int]
"""A split's number and an item's, before which something ends."""


@dataclass(frozen=True, slots=True)
class Segment:
    """Items of a split, `begin` to `end` (exclusive)."""

    split: Split
    first: int
    """The number of the split's first line."""
    begin: int
    end: int
    last: bool
    """Whether the split has no more."""
    drops: tuple[Drop, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """Segments that begin where a shard begins, and end where one ends."""

    segments: tuple[Segment, ...]


def tasks(
    splits: Sequence[Split], looked: Sequence[Looked], dropped: Mapping[int, tuple[Drop, ...]], shards: int = SHARDS
) -> Iterator[Task]:
    """Every item of every split is in one task; tasks in the order of their items."""
    lines = first_lines(splits, looked)

    def segments(begin: Place, end: Place) -> Iterator[Segment]:
        for number in range(begin[0], end[0] + 1):
            items = looked[number].items
            start = begin[1] if number == begin[0] else 0
            stop = end[1] if number == end[0] else items
            if start < stop:
                drops = tuple(drop for drop in dropped.get(number, ()) if start <= drop.place < stop)
                yield Segment(splits[number], lines[number], start, stop, stop == items, drops)

    begin = (0, 0)
    for end in _ends(looked, dropped, shards):
        if some := tuple(segments(begin, end)):
            yield Task(some)
        begin = end


def _ends(looked: Sequence[Looked], dropped: Mapping[int, tuple[Drop, ...]], shards: int) -> Iterator[Place]:
    """Where tasks end. The last one has what follows the last document, too: problems, which have to be told."""
    waiting, begun = 0, 0
    for end in _shard_ends(looked, dropped):
        waiting += 1
        if waiting >= max(shards, len(looked[begun].places) // (cut.USUAL * SKIPS)):
            yield end
            waiting, begun = 0, end[0]
    if looked:
        yield len(looked) - 1, looked[-1].items


def _shard_ends(looked: Sequence[Looked], dropped: Mapping[int, tuple[Drop, ...]]) -> Iterator[Place]:
    """Where `kg.corpus.cut` ends shards of these documents, but for the last one, which ends with the corpus."""
    shard = cut.Filling()
    for number, one in enumerate(looked):
        without = np.array([drop.place for drop in dropped.get(number, ())], dtype=np.uint32)
        kept = ~np.isin(one.places, without) if len(without) else slice(None)
        documents = zip(one.places[kept].tolist(), one.ends[kept].tolist(), one.lengths[kept].tolist(), strict=True)
        for place, by_id, length in documents:
            if shard.ends(by_id, length):
                yield number, place + 1
