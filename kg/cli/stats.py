"""`kg stats`."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from kg.cli import messages, options

# `kg.stats.MOST`, said here so that the help does not have to import what counts.
Most = Annotated[
    int,
    typer.Option(min=0, metavar="N", help="List at most so many sources and entities. Example: --most 100"),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON, with IRIs and all months. Example: --json")]


def stats(graph: options.Graph, most: Most = 20, json: Json = False) -> None:
    """Count what a graph holds: by class, factuality, month and source; who is most connected; what is missing.

    The graph is read once, statement by statement, and may be far larger than memory.

    Example: kg stats graph.nq

    \b
    What is counted:
      entities, events   each once, however many articles tell it
      disputed           events on whose factuality articles differ
      when               the month an article was published in, an event took or is to take
                         place in; a year where no more is told, or it lasts longer
      links              the events and entities that an entity shares a fact with

    Exit codes: 0 all well; 1 the graph is no RDF; 2 usage.
    """
    with messages.told():
        from kg import stats as counting

        found = counting.of(graph, most)
        text = counting.as_json(found) if json else "".join(f"{line}\n" for line in counting.lines(found))
        sys.stdout.buffer.write(text.encode("utf-8", "replace"))
        sys.stdout.buffer.flush()
