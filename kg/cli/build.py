"""`kg build`."""

from __future__ import annotations

import json
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import typer

from kg.cli import messages, options
from kg.cli.files import opened, refuse_clobbering
from kg.errors import InputError, UsageError
from kg.model import Problem, Quarantined
from kg.replace import replacing

if TYPE_CHECKING:
    from kg.builder import Plan, Tally
    from kg.statements import DocumentGraph


def build(
    inputs: options.Inputs,
    output: options.GraphOutput = None,
    store: options.Store = None,
    format: options.Format = None,
    base: options.Base = "https://example.org/kg/",
    date: options.Date = None,
    ontology: options.Ontology = [],  # noqa: B006 - typer reads the default, nobody changes it
    shapes: options.Shapes = [],  # noqa: B006
    pipeline: options.Pipeline = None,
    evidence: options.Evidence = "claims",
    no_text: options.NoText = False,
    quarantine: options.Quarantine = None,
    strict: options.Strict = False,
    quiet: options.Quiet = False,
) -> None:
    """Build the graph of news articles.

    Example: kg build articles.jsonl -o graph.ttl
    Example: kg build articles.jsonl --store news.store

    Exit codes: 0 all well; 1 some input could not be used (the rest is built), or something was quarantined
    and --strict given; 2 usage, nothing is built.
    """
    with messages.told():
        from kg import builder, write
        from kg import store as stores

        if output is None and store is None:
            output = "-"
        if output is None and format:
            raise UsageError("a store has its own format: name a file for the other one with -o")
        chosen = write.format_of(format, output)
        tally = builder.Tally()
        with ExitStack() as files:
            if output is not None:
                refuse_clobbering(inputs, "an input, too", output, quarantine, "the quarantine file")
            stream = opened(output, files) if output is not None else None
            failed = opened(str(quarantine), files) if quarantine else None
            plan = builder.prepare(
                builder.Options(base, date, tuple(ontology), tuple(shapes), pipeline, evidence, not no_text)
            )
            held_back: list[Quarantined] = []
            kept = files.enter_context(stores.changed(store)) if store else None
            with _progress(inputs, quiet) as bar:
                graphs = _graphs(inputs, plan, tally, held_back, bar, quiet)
                if kept is not None:
                    graphs = stores.replaced(kept, graphs)
                if stream is not None:
                    write.write(graphs, stream, chosen)
                    stream.flush()
                else:
                    deque(graphs, maxlen=0)
            kept = None  # a store is closed when nothing refers to it
            report = tally.report()
            if failed:
                _write_lines(held_back, failed)
            if not quiet:
                print(messages.summary(report), file=sys.stderr)
            if report.unreadable and not report.documents and output != "-":
                raise InputError(f"nothing could be built: {output or store} is left as it was")
        if not quarantine:
            _deliver(held_back, output or str(store))
        not_all_well = report.unreadable or (strict and report.quarantined)
        raise typer.Exit(messages.NOT_ALL_WELL if not_all_well else messages.ALL_WELL)


def _graphs(
    inputs: list[str], plan: Plan, tally: Tally, held_back: list[Quarantined], bar: Any, quiet: bool
) -> Iterator[DocumentGraph]:
    """The graphs as they are built; all else that a build yields is counted and told on the way."""
    from kg import builder

    for item in builder.documents(inputs, plan):
        tally.add(item)
        if isinstance(item, Problem):
            if item.refused or not quiet:
                bar.clear()
                messages.say(messages.problem(item))
            continue
        bar.update()
        held_back += item.quarantined
        if item.statements is not None:
            yield item.statements


def _progress(inputs: list[str], quiet: bool) -> Any:
    from tqdm import tqdm

    from kg import read

    hidden = quiet or not sys.stderr.isatty()
    total = None if hidden else read.estimate(inputs)
    return tqdm(total=total, unit=" documents", delay=3, leave=False, disable=hidden, file=sys.stderr)


def _deliver(held_back: list[Quarantined], output: str) -> None:
    """Without --quarantine: beside the output; on standard error where that is neither a file nor a store."""
    if output == "-" or not (Path(output).is_file() or Path(output).is_dir()):
        for one in held_back:
            messages.say(messages.quarantined(one))
        return
    path = Path(output.rstrip("/") + ".quarantine.jsonl")
    if not held_back:
        # One of an earlier build would pass for this one's.
        path.unlink(missing_ok=True)
        return
    with replacing(path) as stream:
        _write_lines(held_back, stream)
    messages.say(f"what failed a shape is in {path}")


def _write_lines(held_back: Iterable[Quarantined], stream: BinaryIO) -> None:
    from kg.quarantine import as_json

    for one in held_back:
        stream.write(json.dumps(as_json(one), ensure_ascii=False).encode() + b"\n")
