"""`kg explain`."""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from kg.cli import messages, options
from kg.cli.files import opened, refuse_clobbering
from kg.errors import UsageError

_WIDEST = 110
"""Longer lines are hard to read."""
_SUFFIXES = {".html": "html", ".htm": "html", ".json": "json"}

Name = Annotated[
    str,
    typer.Argument(
        metavar="THING",
        help="An entity or event: its IRI, the end of it, or its label where nothing else has the same. "
        "Example: kg explain graph.nq person/joe-biden",
        show_default=False,
    ),
]
Output = Annotated[
    str,
    typer.Option(
        "-o",
        "--output",
        metavar="FILE",
        help="Where to write the explanation; - is standard output. Example: -o why.html",
    ),
]
Format = Annotated[
    str | None,
    typer.Option(
        "-f",
        "--format",
        metavar="text|html|json",
        help="Text, a page or JSON; without it, the suffix of FILE decides, and else it is text. Example: -f html",
        show_default=False,
    ),
]


def explain(graph: options.Graph, thing: Name, output: Output = "-", format: Format = None) -> None:
    """Tell why a graph says what it says of an entity or event: the words of every fact, and the rule that read them.

    Example: kg explain graph.nq person/joe-biden

    Exit codes: 0 all well; 1 the graph is no RDF; 2 usage, or nothing, or more than one, is called so.
    """
    with messages.told():
        from kg import explain as explaining
        from kg import store

        suffix = _SUFFIXES.get(Path(output).suffix.lower(), "text")
        chosen = format if format is not None else suffix
        if chosen not in explaining.FORMATS:
            raise UsageError(f"unknown format {chosen!r}: choose one of {', '.join(explaining.FORMATS)}")
        refuse_clobbering([graph], "the graph", output)
        explanation = explaining.explain(store.load(graph), thing)
        to_terminal = output == "-" and sys.stdout.isatty()
        width = min(shutil.get_terminal_size().columns, _WIDEST) if to_terminal else _WIDEST
        colour = to_terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
        with ExitStack() as files:
            stream = opened(output, files)
            stream.write(explaining.rendered(explanation, chosen, width=width, colour=colour).encode())
            stream.flush()
