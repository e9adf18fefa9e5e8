"""`kg view`."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from kg.cli import messages, options
from kg.cli.files import opened, refuse_clobbering
from kg.errors import UsageError

Page = Annotated[
    str,
    typer.Option(
        "-o", "--output", metavar="FILE", help="Where to write the page; - is standard output. Example: -o page.html"
    ),
]
Title = Annotated[
    str | None,
    typer.Option(
        metavar="TEXT",
        help="What stands above the page; without it, the name of the graph. Example: --title 'Calls of 2022'",
        show_default=False,
    ),
]
# `kg.view.MOST`, said here so that the help does not have to import what draws.
Most = Annotated[
    int,
    typer.Option(
        min=1,
        metavar="N",
        help="Draw at most so many entities and events: those that most documents tell. Example: --most 500",
    ),
]


def view(graph: options.Graph, output: Page = "-", title: Title = None, most: Most = 3000) -> None:
    """Draw a graph as one page to look at: search, filters, a timeline, and the words that each fact stands on.

    The page needs nothing but a browser: it holds all that it shows and asks no network for anything.

    Example: kg view graph.nq -o page.html

    Exit codes: 0 all well; 1 the graph is no RDF; 2 usage.
    """
    with messages.told():
        from kg import store
        from kg import view as viewing

        if output != "-" and Path(output).suffix.lower() not in ("", ".html", ".htm", ".xhtml"):
            raise UsageError(f"{output}: kg view writes a page; end its name in .html")
        refuse_clobbering([graph], "the graph", output)
        with ExitStack() as files:
            stream = opened(output, files)
            shown = viewing.view(store.load(graph), most)
            called = title if title is not None else "" if graph == "-" else Path(graph).resolve().name
            stream.write(viewing.page(shown, title=called).encode("utf-8", "replace"))
            stream.flush()
        if shown.cut:
            messages.say(f"{shown.cut} --most N draws more")
