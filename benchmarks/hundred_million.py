"""The road to a hundred million articles: what some cost, measured, and what many would.

    python benchmarks/hundred_million.py DOCUMENTS... [--documents 200] [--price 0.04]
        [-o benchmarks/hundred-million.md]

Documents are taken from all files in turns. Each pipeline builds them into shards as every machine of an engine does,
in this process, on one thread; times are the processor's. A smaller graph is the same build with less evidence. The
shards are then loaded into Oxigraph, whose loader is the one that `kg build --store` uses.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import resource
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph

from kg import read
from kg.builder import Options
from kg.corpus import manifest, shard
from kg.engines import index, parquet
from kg.engines.splits import Split
from kg.model import Document
from kg.read import packing

MANY = 100_000_000
_WARM = 5
"""Documents that are built before the clock runs."""
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


@dataclass(frozen=True, slots=True)
class Built:
    """A build of all documents: seconds of the processor, and sizes in bytes."""

    seconds: float
    triples: int
    nquads: int
    packed: int
    table: int
    manifest: int


@dataclass(frozen=True, slots=True)
class Measured:
    documents: int
    words: int
    input: int
    look: float
    """Seconds of the processor for a first look."""
    accurate: Built
    fast: Built
    lean: Built
    """By the fast pipeline, without evidence and text."""
    load: float
    loaded: int
    """Bytes of the store on disk."""
    memory: int
    """The most that this process held while it built, with both pipelines and all results: more than a worker's."""


def documents(files: Sequence[str], count: int) -> list[Document]:
    """The same share of every file, in turns."""
    streams = [(one for one in read.documents([file]) if isinstance(one, Document)) for file in files]
    found: list[Document] = []
    while streams and len(found) < count:
        for stream in list(streams):
            one = next(stream, None)
            if one is None:
                streams.remove(stream)
            elif len(found) < count:
                found.append(one)
    return found


def built(some: Sequence[Document], options: Options) -> tuple[Built, bytes]:
    """In shards of the usual size; the time of making tables and of packing is not counted."""
    plan = shard.plan_of(options)
    shard.build(some[:_WARM], plan)
    made = []
    seconds = timed(lambda: made.extend(shard.build(some[at : at + 64], plan) for at in range(0, len(some), 64)))
    if any(one.problems for one in made):
        raise SystemExit(f"kg failed on a document: {next(one.problems[0].message for one in made if one.problems)}")
    data = b"".join(one.data for one in made)
    lines = [manifest.line(manifest.entry_of("0" * 24, one)) for one in made]
    return Built(
        seconds,
        sum(record.triples for one in made for record in one.records),
        len(data),
        sum(len(packing.zstandard().compress(one.data)) for one in made),
        sum(len(parquet.table(one.data)) for one in made),
        sum(map(len, lines)),
    ), data


def timed(work: Callable[[], object]) -> float:
    begin = time.process_time()
    work()
    return time.process_time() - begin


def measured(some: Sequence[Document], folder: Path) -> Measured:
    source = folder / "documents.jsonl"
    with source.open("w", encoding="utf-8") as stream:
        for one in some:
            fields = {"id": one.id, "date": one.date, "title": one.title, "url": one.url, "text": one.text}
            stream.write(json.dumps(fields, ensure_ascii=False) + "\n")
    split = Split(str(source), str(source))
    index.look(split)  # what it imports is not counted
    look = timed(lambda: index.look(split))
    accurate, _ = built(some, Options())
    fast, data = built(some, Options(pipeline="fast"))
    lean, _ = built(some, Options(pipeline="fast", evidence="none", text=False))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    load, size = loaded(data, folder / "store")
    words = sum(len(one.text.split()) for one in some)
    return Measured(len(some), words, source.stat().st_size, look, accurate, fast, lean, load, size, memory)


def loaded(data: bytes, folder: Path) -> tuple[float, int]:
    """Seconds of the processor, and bytes on disk."""
    seconds = timed(lambda: _load(data, folder))
    return seconds, sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def _load(data: bytes, folder: Path) -> None:
    # Closed, and so written, when nothing refers to it.
    pyoxigraph.Store(str(folder)).bulk_load(io.BytesIO(data), pyoxigraph.RdfFormat.N_QUADS)


def page(found: Measured, price: float) -> str:
    """The page, in Markdown."""
    text = (Path(__file__).with_name("hundred_million.txt")).read_text(encoding="utf-8")
    return text.format_map(_values(found, price))


def _values(found: Measured, price: float) -> dict[str, str]:
    count = found.documents
    values = {
        "documents": f"{count:,}",
        "words": f"{found.words / count:,.0f}",
        "price": f"{price:.2f}",
        "look_rate": f"{count / found.look:,.0f}",
        "look_hours": f"{found.look / count * MANY / 3600:,.1f}",
        "input": _size(found.input / count * MANY),
        "memory": _size(found.memory),
        "driver": _size(17 * MANY),
        "shards": f"{MANY / 64 / 1e6:.1f} million",
        "tasks": f"{MANY / 64 / 8 / 1000:,.0f} thousand",
        "load_rate": f"{found.fast.triples / found.load / 1e6:.2f}",
        "load_hours": f"{found.load / count * MANY / 3600:,.0f}",
        "store": _size(found.loaded / count * MANY),
        "store_bytes": f"{found.loaded / found.fast.triples:.0f}",
    }
    for name, one in (("accurate", found.accurate), ("fast", found.fast), ("lean", found.lean)):
        hours = one.seconds / count * 1_000_000 / 3600
        values |= {
            f"{name}_rate": f"{found.words / one.seconds:,.0f}",
            f"{name}_hours": f"{hours:,.0f}",
            f"{name}_price": f"{hours * price:,.2f}",
            f"{name}_cluster": f"{hours * MANY / 1_000_000 / 100:,.0f}",
            f"{name}_all": f"{hours * MANY / 1_000_000 * price:,.0f}",
            f"{name}_triples": f"{one.triples / count:,.0f}",
            f"{name}_billions": f"{one.triples / count * MANY / 1e9:,.0f}",
            f"{name}_nquads": _size(one.nquads / count * MANY),
            f"{name}_packed": _size(one.packed / count * MANY),
            f"{name}_table": _size(one.table / count * MANY),
            f"{name}_manifest": _size(one.manifest / count * MANY),
            f"{name}_shard": _size(one.nquads / count * 64),
            f"{name}_qlever": f"{one.triples / count * MANY / 1e9 * 4.5 / 19:,.0f}",
            f"{name}_xloader": f"{one.triples / count * MANY / 1e9 * 7.5 / 24:,.0f}",
        }
    return values


def _size(number: float) -> str:
    for unit, size in (("TB", 1e12), ("GB", 1e9), ("MB", 1e6)):
        if number >= size:
            return f"{number / size:,.1f} {unit}"
    return f"{number / 1e3:,.0f} kB"


def main(arguments: Iterable[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", metavar="DOCUMENTS")
    parser.add_argument("--documents", type=int, default=200, help="how many are built (200)")
    parser.add_argument("--price", type=float, default=0.04, help="of a core's hour (0.04)")
    parser.add_argument("-o", "--output", type=Path, help="the page; without it, standard output")
    given = parser.parse_args(None if arguments is None else list(arguments))
    some = documents(given.files, given.documents)
    with tempfile.TemporaryDirectory(prefix="kg-") as folder:
        text = page(measured(some, Path(folder)), given.price)
    if given.output:
        given.output.write_text(text, encoding="utf-8")
    else:
        print(text)


if __name__ == "__main__":
    # Before numpy's libraries are loaded: they are told when this is run as a program.
    os.environ |= dict.fromkeys(_ONE_THREAD, "1")
    main()
