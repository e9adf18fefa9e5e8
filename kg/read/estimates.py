"""How many documents there may be, for a progress bar: counted, or told from the beginning of a large file."""

from __future__ import annotations

import csv
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import chain
from pathlib import Path

from kg.model import Problem
from kg.read import crawl, delimited, files, lines, packing, parquet, records
from kg.read.record import Stream

_COUNTED = 64 * 2**20
"""Bytes of a file. The rest is taken to be like them."""
_AT_ONCE = 2**20


def estimate(inputs: list[str]) -> int | None:
    """How many documents there may be; None where only reading all of it would tell."""
    try:
        return sum(map(_estimated, inputs))
    except Exception:  # noqa: BLE001 - whatever is wrong with an input is told when it is read
        return None


def _estimated(path: str) -> int:
    if path != "-" and Path(path).is_dir():
        return sum(_of_file(file) for file in files.listed(path) if not isinstance(file, Problem))
    if path == "-" or not stat.S_ISREG(Path(path).stat().st_mode):
        raise ValueError("a stream has no length")
    return _of_file(path)


def _of_file(path: str) -> int:
    reader, packed = files.kind(path)
    if reader is parquet.read:
        with Path(path).open("rb") as stream:
            return int(parquet.opened(stream).metadata.num_rows)
    if reader not in _COUNTERS:
        return 1
    with Path(path).open("rb") as stream, ExitStack() as opened:
        unpacked = opened.enter_context(packing.unpacked(stream, packed)) if packed else stream
        size = os.fstat(stream.fileno()).st_size
        counted = 0
        for counted, _ in enumerate(_COUNTERS[reader](unpacked), start=1):
            if counted % 256 == 0 and (position := stream.tell()) > _COUNTED:
                return counted * size // position
        return counted


def _lines(stream: Stream) -> Iterator[object]:
    begins = True
    while line := stream.readline(_AT_ONCE):
        if begins and line.strip():
            yield line
        begins = line.endswith(b"\n")


def _rows(stream: Stream) -> Iterator[object]:
    first = delimited.parted(stream.peek(_AT_ONCE).partition(b"\n")[0].decode("latin-1"))[0]
    parts = (delimited.parted(line.decode("latin-1")) for line in iter(lambda: stream.readline(_AT_ONCE), b""))
    rows = delimited.cells(chain.from_iterable(parts), first)
    next(rows, None)
    while True:
        try:
            yield from filter(any, rows)
        except csv.Error:  # told when it is read; the reader goes on behind it
            continue
        return


def _answers(unpack: Callable[..., Iterator[object]]) -> Callable[[Stream], Iterator[object]]:
    def answers(stream: Stream) -> Iterator[object]:
        found = unpack(stream, lambda _: False, 0)
        return (one for one in found if isinstance(one, records.Record) and one.type in crawl.ANSWERS)

    return answers


_COUNTERS: dict[files.Reader | None, Callable[[Stream], Iterator[object]]] = {
    lines.read: _lines,
    delimited.read: _rows,
    crawl.read: _answers(records.plain),
    crawl.gzipped: _answers(records.gzipped),
}
