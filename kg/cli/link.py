"""`kg link`."""

from __future__ import annotations

import json
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli import messages, options
from kg.cli.files import is_folder, opened, refuse_clobbering
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.link import Found, Left

Output = Annotated[
    str | None,
    typer.Option(
        "-o",
        "--output",
        metavar="FILE",
        help="Where to write the graph with its links, as one file, whatever GRAPH is; - is standard output. "
        "Without it (and without -f) the links of a store go into it. Example: -o linked.nq",
        show_default=False,
    ),
]
Format = Annotated[
    str | None,
    typer.Option(
        "-f",
        "--format",
        metavar="FORMAT",
        help="turtle, trig, ntriples, nquads, jsonld or rdfxml; without it, the suffix of FILE decides, and "
        "standard output gets the format of GRAPH. Example: -f trig",
        show_default=False,
    ),
]
Undo = Annotated[bool, typer.Option("--undo", help="Take the links away that were added. Example: --undo")]
Report = Annotated[
    Path | None,
    typer.Option(
        "--report",
        metavar="FILE",
        help="Where events go, as JSON lines, that fit others but are not linked, because these cannot all be the "
        "same; without it they are listed on standard error. Example: --report left.jsonl",
        show_default=False,
    ),
]


def link(
    graph: options.GraphFile,
    output: Output = None,
    format: Format = None,
    ontology: options.Ontology = [],  # noqa: B006 - typer reads the default, nobody changes it
    undo: Undo = False,
    report: Report = None,
    quiet: options.Quiet = False,
) -> None:
    """Link the events of different articles that are the same one (owl:sameAs, with the reason as a claim).

    Example: kg link graph.nq -o linked.nq

    The links of a store go into it unless -o or -f says otherwise.

    Exit codes: 0 all well; 1 the graph cannot be read; 2 usage, nothing is written.
    """
    with messages.told():
        from kg import formats, link, store

        in_place = output is None and format is None and store.is_store(graph)
        if is_folder(output):
            raise UsageError(f"{output} is a folder: the graph with its links is one file; name it: -o linked.nq")
        target = "-" if output is None and not in_place else output
        told = format is not None or target not in ("-", None)
        chosen = formats.format_of(format, target) if told else None
        refuse_clobbering([graph], "the graph itself", target or "-", report, "the report")
        with ExitStack() as files:
            stream = opened(target, files) if target else None
            listed = opened(str(report), files) if report else None
            source = link.read(graph)
            found = None if undo else link.find(source, ontology)
            links = found.graph if found else None
            if stream is None:
                link.keep(source, links)
            else:
                link.save(source, links, stream, chosen)
                stream.flush()
            if found and listed:
                listed.writelines(_as_json(one) for one in found.left)
        if not quiet:
            messages.say(_summary(found) if found else f"{_links(source.linked)} taken away")
            for line in _remarks(found, listed=listed is not None) if found else ():
                messages.say(line)


def _summary(found: Found) -> str:
    return f"{_links(len(found.links))} added, {len(found.left):,} left undecided"


def _links(count: int) -> str:
    return f"{count:,} {'link' if count == 1 else 'links'}"


def _remarks(found: Found, listed: bool) -> list[str]:
    lines = [f"events of class {one} are not compared: give its ontology with --ontology" for one in found.unknown]
    return lines if listed else [*lines, *(f"not linked: {_told(one)}" for one in found.left)]


def _told(one: Left) -> str:
    why = "but events that they are linked with contradict" if one.chain else "which cannot all be it"
    return f"{one.event} fits {' and '.join(one.candidates)}, {why}"


def _as_json(one: Left) -> bytes:
    why = "chain" if one.chain else "ambiguous"
    line = {"event": one.event, "fits": list(one.candidates), "why": why}
    return json.dumps(line, ensure_ascii=False).encode() + b"\n"
