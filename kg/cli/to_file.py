"""`kg build -o FILE` and `--store`: a graph that is written from its beginning to its end."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from kg.cli import messages, progress
from kg.cli.files import beside, opened, refuse_clobbering
from kg.cli.held_back import HeldBack
from kg.cli.watching import Watching
from kg.errors import InputError, UsageError
from kg.model import Document, Problem

if TYPE_CHECKING:
    from kg.corpus.jobs import Job, Makers
    from kg.corpus.records import Piece
    from kg.options import Options
    from kg.run_report import Run
    from kg.statements import DocumentGraph

_BYTES = "nquads"
"""The format in which a document's statements stand by themselves: whoever builds it also writes it."""


def build(
    inputs: list[str],
    output: str | None,
    store: Path | None,
    format: str | None,
    options: Options,
    workers: int,
    quarantine: Path | None,
    quiet: bool,
    run: Run,
) -> Watching:
    """What was built. Raises KgError."""
    from kg import read, write
    from kg import store as stores
    from kg.run_report import Figures

    if output is None and format:
        raise UsageError("a store has its own format: name a file for the other one with -o")
    chosen = write.format_of(format, output)
    held_back = HeldBack()
    with ExitStack() as files:
        if output is not None:
            read_too: list[str | Path] = [*inputs, *options.ontology, *options.shapes]
            failing = quarantine or (beside(output) if output != "-" else None)
            refuse_clobbering(read_too, "an input, too", output, failing, "the quarantine file")
        stream = opened(output, files) if output is not None else None
        failed = opened(str(quarantine), files) if quarantine else None
        as_bytes = store is None and chosen.name == _BYTES
        bar = files.enter_context(progress.watching(inputs, quiet=quiet, output=output))
        makers = files.enter_context(makers_of(options, workers, bar, quads=as_bytes, statements=not as_bytes))
        makers.load()
        kept = files.enter_context(stores.changed(store)) if store else None
        watch = Watching(bar, run, held_back)
        pieces = _pieces(read.documents(inputs, date=options.date), makers, watch)
        if as_bytes and stream is not None:
            for piece in pieces:
                stream.write(piece.quads)
        else:
            graphs: Iterable[DocumentGraph] = (one.statements for one in pieces if one.statements is not None)
            if kept is not None:
                graphs = stores.replaced(kept, graphs)
            if stream is not None:
                write.write(graphs, stream, chosen)
            else:
                deque(graphs, maxlen=0)
        if stream is not None:
            stream.flush()
        kept = None  # a store is closed when nothing refers to it
        if failed:
            held_back.write(failed)
        bar.close()
        run.figures = Figures(watch.documents, watch.entities, watch.events, watch.triples, watch.quarantined)
        if not quiet:
            counts = {
                "document": watch.documents,
                "entity": watch.entities,
                "event": watch.events,
                "triple": watch.triples,
            }
            print(messages.summary(counts, watch.quarantined, watch.unreadable), file=sys.stderr)
        if watch.unreadable and not watch.documents and output != "-":
            raise InputError(f"nothing could be built: {output or store} is left as it was")
    path = quarantine or held_back.deliver(output or str(store))
    run.quarantine_file = str(path) if path else None
    return watch


def makers_of(
    options: Options, workers: int, bar: progress.Progress, *, quads: bool = True, statements: bool = False
) -> Makers:
    """This process, or so many others."""
    from kg.corpus.jobs import Here
    from kg.corpus.workers import Workers

    if workers == 1:
        return Here(options, quads=quads, statements=statements)
    return Workers(options, workers, quads=quads, statements=statements, told=bar.say)


def _pieces(found: Iterable[Document | Problem], makers: Makers, watch: Watching) -> Iterator[Piece]:
    from kg.corpus.jobs import Job, handfuls

    def jobs() -> Iterator[Job]:
        for some in handfuls(_documents(found, watch)):
            yield Job(some)

    for _, made in makers.map(jobs()):
        for piece in made:
            watch.built(piece)
            yield piece


def _documents(found: Iterable[Document | Problem], watch: Watching) -> Iterator[Document]:
    for item in found:
        if isinstance(item, Problem):
            watch.problem(item)
        else:
            yield item
