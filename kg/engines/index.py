"""A first look at a corpus, in as many processes as there are: which documents are one, and where shards end.

Of a document, this process is told 17 bytes: a hash of its id, its place and length, and whether its id ends a shard.
So it holds 1.7 GB for a hundred million.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.corpus import cut
from kg.engines.splits import Split, reading
from kg.model import Problem
from kg.read import identity


@dataclass(frozen=True, slots=True)
class Looked:
    """What a first look at a split finds. An item is a document or a problem."""

    items: int
    lines: int
    """Ends of lines; 0 where the split is no part of JSON lines."""
    places: NDArray[np.uint32]
    """Of each document, the number of its item."""
    hashes: NDArray[np.uint64]
    """Of each document's id."""
    ends: NDArray[np.bool_]
    """Whether its id ends a shard."""
    lengths: NDArray[np.uint32]
    """Of its text, in code points."""


@dataclass(frozen=True, slots=True)
class Key:
    """A document that may have been there before."""

    place: int
    id: str
    digest: bytes
    where: str


@dataclass(frozen=True, slots=True)
class Drop:
    """An item that is left out, since its id was there before: with the same text, or with another (`problem`)."""

    place: int
    problem: Problem | None


def look(split: Split) -> Looked:
    """Reads the split once. Runs in the engine's processes, as `keys` does."""
    places, hashes, ends, lengths = array("I"), array("Q"), array("b"), array("I")
    items = 0
    # Of a later part of a file only that it is one matters here.
    with reading(split, first=2 if split.begin else 1) as (found, lines):
        for number, item in enumerate(found):
            items += 1
            if isinstance(item, Problem):
                continue
            ident = identity.of(item.document)
            places.append(number)
            hashes.append(_hash(ident))
            ends.append(cut.ends_shard(ident))
            lengths.append(len(item.document.text))
    return Looked(
        items,
        lines.count if split.end is not None else 0,
        np.array(places, dtype=np.uint32),
        np.array(hashes, dtype=np.uint64),
        np.array(ends, dtype=np.bool_),
        np.array(lengths, dtype=np.uint32),
    )


def keys(asked: tuple[Split, int, NDArray[np.uint32]]) -> list[Key]:
    """Reads a split again, whose first line has this number, for the documents at these places."""
    split, first, wanted = asked
    chosen = set(wanted.tolist())
    found_keys = []
    with reading(split, first) as (found, _):
        for number, item in enumerate(found):
            if number in chosen and not isinstance(item, Problem):
                document = item.document
                found_keys.append(Key(number, identity.of(document), identity.digests(document), item.where))
    return found_keys


def _hash(ident: str) -> int:
    return int.from_bytes(hashlib.blake2b(ident.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def suspects(looked: Sequence[Looked]) -> dict[int, NDArray[np.uint32]]:
    """By number of the split: the places of documents whose ids' hashes are there more than once."""
    if not looked:
        return {}
    every = np.concatenate([one.hashes for one in looked])
    every.sort()
    twice = np.unique(every[1:][every[1:] == every[:-1]])
    del every
    if not len(twice):
        return {}
    among = {number: one.places[np.isin(one.hashes, twice)] for number, one in enumerate(looked)}
    return {number: places for number, places in among.items() if len(places)}


def drops(found: Iterable[tuple[int, list[Key]]]) -> dict[int, tuple[Drop, ...]]:
    """By number of the split, what is left out; `found` has the suspects of each split, in the splits' order."""
    seen: dict[str, Key] = {}
    dropped: dict[int, tuple[Drop, ...]] = {}
    for number, suspected in found:
        here = tuple(_dropped(suspected, seen))
        if here:
            dropped[number] = here
    return dropped


def _dropped(suspected: Iterable[Key], seen: dict[str, Key]) -> Iterator[Drop]:
    for key in suspected:
        earlier = seen.setdefault(key.id, key)
        if earlier is key:
            continue
        yield Drop(key.place, identity.repeated(key.id, earlier.digest, key.digest, earlier.where, key.where))


def first_lines(splits: Sequence[Split], looked: Sequence[Looked]) -> list[int]:
    """Of each split, the number of its first line in its file."""
    numbers, line = [], 1
    for split, one in zip(splits, looked, strict=True):
        line = line if split.begin else 1
        numbers.append(line)
        line += one.lines
    return numbers
