"""`kg build`."""

from __future__ import annotations

from pathlib import Path

import typer

from kg.cli import messages, options, to_engine, to_file, to_folder
from kg.cli.files import is_folder, refuse_clobbering
from kg.cli.report import reporting, versions
from kg.errors import UsageError


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
    workers: options.Workers = 1,
    engine: options.Engine = None,
    scheduler: options.Scheduler = "local",
    quarantine: options.Quarantine = None,
    report: options.Report = None,
    strict: options.Strict = False,
    quiet: options.Quiet = False,
) -> None:
    """Build the graph of news articles.

    Example: kg build articles.jsonl -o graph.ttl

    Example: kg build articles.jsonl --store news.store

    Example: kg build articles/ -o corpus/ --workers 4

    Example: kg build articles.parquet -o corpus/ --engine dask --workers 4

    In a folder (corpus/) only what changed since is built again, and a run that was cut off is gone on with.

    Exit codes: 0 all well; 1 some input could not be used (the rest is built), or something was quarantined
    and --strict given; 2 usage, nothing is built; 130 interrupted.
    """
    with messages.told():
        from kg.options import Options, checked

        if output is None and store is None:
            output = "-"
        given = Options(base, date, tuple(ontology), tuple(shapes), pipeline, evidence, not no_text)
        told = {
            "output": output,
            "store": _text(store),
            "format": format,
            "base": base,
            "date": date,
            "ontology": [str(one) for one in ontology],
            "shapes": [str(one) for one in shapes],
            "pipeline": pipeline,
            "evidence": evidence,
            "no_text": no_text,
            "workers": workers,
            "engine": engine,
            "scheduler": scheduler if engine else None,
            "quarantine": _text(quarantine),
            "strict": strict,
        }
        into_folder = engine is None and is_folder(output)
        for one in (report, quarantine):
            if into_folder and one is not None and one.resolve().is_relative_to(Path(str(output)).resolve()):
                raise UsageError(f"{one} lies in {output}, which holds shards and nothing else: name a file elsewhere")
        if report is not None:
            read_too: list[str | Path] = [*inputs, *ontology, *shapes]
            refuse_clobbering(read_too, "an input, too", str(report), quarantine, "the quarantine file")
            refuse_clobbering([], "", output or "-", report, "the report")
            if output == "-" and str(report) == "-":
                raise UsageError("the graph goes to standard output: name a file for the report")
        with reporting(report, inputs=inputs, options=told) as run:
            given = checked(given)
            if report is not None:
                run.versions |= versions(given)
            if engine is not None:
                watch = to_engine.build(
                    inputs, output, store, format, given, workers, engine, scheduler, quarantine, quiet, run
                )
            elif into_folder and output is not None:
                watch = to_folder.build(inputs, output, store, format, given, workers, quarantine, quiet, run)
            else:
                watch = to_file.build(inputs, output, store, format, given, workers, quarantine, quiet, run)
        not_all_well = watch.unreadable or (strict and watch.quarantined)
        raise typer.Exit(messages.NOT_ALL_WELL if not_all_well else messages.ALL_WELL)


def _text(path: object) -> str | None:
    return None if path is None else str(path)
