"""`kg export`."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from kg.cli import messages, options
from kg.cli.files import opened, refuse_clobbering
from kg.errors import UsageError

Output = Annotated[
    str,
    typer.Option(
        "-o",
        "--output",
        metavar="FILE",
        help="Where to write; - is standard output. For csv and parquet a folder, which gets nodes.csv and "
        "edges.csv, or a name: of a.csv, a-nodes.csv and a-edges.csv are made. Example: -o graph.graphml",
    ),
]
Format = Annotated[
    str | None,
    typer.Option(
        "-f",
        "--format",
        metavar="FORMAT",
        help="turtle, trig, ntriples, nquads, jsonld, rdfxml, graphml, gexf, cyjs, dot, csv, parquet, dyads, svg or "
        "png; without it, the suffix of FILE decides, and standard output gets Turtle. Example: -f dyads",
        show_default=False,
    ),
]


def export(
    graph: options.Graph,
    output: Output = "-",
    format: Format = None,
    ontology: options.Ontology = [],  # noqa: B006 - typer reads the default, nobody changes it
    quiet: options.Quiet = False,
) -> None:
    """Convert a graph into another format.

    Example: kg export graph.nq -o graph.gexf

    \b
    What a format is for, and what it has no room for:
      trig, nquads, jsonld       all of it
      turtle, ntriples, rdfxml   not which document said what (claims and spans still
                                 name theirs); RDF/XML no control characters
      graphml, gexf, cyjs        entities and events with their roles, for Gephi, yEd,
                                 Cytoscape, networkx; GEXF plays on Gephi's timeline.
                                 Not: mentions, rules, datatypes, languages, namespaces of
                                 properties. Several values of one property are joined
                                 by " | "; cyjs has lists
      dot                        for Graphviz: labels, classes, dates, and sentences as
                                 tooltips
      csv, parquet               the same network as a table of nodes and one of edges.
                                 A CSV cell that a spreadsheet would run as a formula gets
                                 an apostrophe before it; Parquet has lists and dates
      dyads                      events as pairs of actors, with their ISO and Correlates of
                                 War codes, CAMEO codes, dates, place, factuality, source,
                                 sentence; CSV, or Parquet by the suffix of FILE. Events
                                 without two actors are left out, and counted
      svg, png                   a picture of what most documents tell

    Only RDF can be read back: keep the graph that was built.

    Exit codes: 0 all well; 1 the graph cannot be read; 2 usage, nothing is written.
    """
    with messages.told():
        from kg import export as exports

        target = exports.target_of(format, output)
        names = exports.files(target, output)
        with ExitStack() as files:
            for name in (output, *names):
                refuse_clobbering([graph], "the graph itself", name)
            for name in names:
                if len(names) > 1:
                    _make(Path(name).parent)
            streams = [(name, opened(name, files)) for name in names]
            left_out = exports.save(graph, target, streams, ontology)
            for _, stream in streams:
                stream.flush()
        if left_out and not quiet:
            events = "event names" if left_out == 1 else "events name"
            messages.say(f"{left_out:,} {events} no two actors and {'has' if left_out == 1 else 'have'} no row")


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{folder} cannot be made a folder: {error.strerror}") from None
