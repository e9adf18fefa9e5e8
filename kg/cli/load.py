"""`kg load`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli import messages, options

if TYPE_CHECKING:
    from kg.load import Loaded

Target = Annotated[
    str,
    typer.Argument(
        metavar="TARGET",
        help="The address of a SPARQL 1.1 server (http://…, https://…), of Neo4j (neo4j://…, bolt://…), a LadybugDB "
        "database (ladybug:PATH, or a path that ends in .lbug), or a folder for files that neo4j-admin imports "
        "(neo4j-csv:DIR). User and password come from the environment: KG_USER and KG_PASSWORD, or KG_TOKEN. "
        "Example: http://localhost:3030/kg/data",
        show_default=False,
    ),
]
Protocol = Annotated[
    str | None,
    typer.Option(
        metavar="graph-store|update",
        help="How to speak to a SPARQL server at TARGET: the Graph Store Protocol (without this option), or SPARQL "
        "Update. Example: --protocol update",
        show_default=False,
    ),
]
Query = Annotated[
    str | None,
    typer.Option(
        metavar="URL",
        help="Where a SPARQL server answers queries, to count what arrived; without it the addresses of known "
        "servers are tried. Example: --query http://localhost:3030/kg/sparql",
        show_default=False,
    ),
]
InGraph = Annotated[
    str | None,
    typer.Option(
        "--graph",
        metavar="IRI",
        help="The named graph of a SPARQL server for what stands in none, as in a Turtle file; what it held before "
        "is replaced. Example: --graph https://example.org/kg/all",
        show_default=False,
    ),
]
Batch = Annotated[
    int | None,
    typer.Option(
        metavar="NUMBER",
        min=1,
        help="How many triples, nodes or relationships go in one request. Example: --batch 5000",
        show_default=False,
    ),
]
Resume = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="Keep a journal of what is loaded in FILE, and load only what is new or changed since; without it a "
        "journal lies beside GRAPH until the load is complete. Example: --resume loaded.jsonl",
        show_default=False,
    ),
]
Timeout = Annotated[
    float | None,
    typer.Option(
        metavar="SECONDS",
        min=0.1,
        help="How long to wait for an answer (300 seconds without it). Example: --timeout 900",
        show_default=False,
    ),
]


def load(
    graph: options.Graph,
    target: Target,
    protocol: Protocol = None,
    query: Query = None,
    in_graph: InGraph = None,
    batch: Batch = None,
    resume: Resume = None,
    timeout: Timeout = None,
    quiet: options.Quiet = False,
) -> None:
    """Load a graph into a database. Loading it twice changes nothing; an interrupted load goes on where it was.

    Example: kg load graph.nq http://localhost:3030/kg/data

    Exit codes: 0 all well; 1 the graph cannot be read, or the database failed, or refused or changed some of it;
    2 usage, nothing is loaded.
    """
    with messages.told():
        from kg.load import Options, load

        chosen = Options(protocol=protocol, query=query, graph=in_graph, batch=batch, resume=resume, timeout=timeout)
        loaded = load(graph, target, options=chosen, tell=(lambda line: None) if quiet else messages.say)
        for line in loaded.problems:
            messages.say(line)
        if not quiet:
            messages.say(_summary(loaded))
        raise typer.Exit(messages.NOT_ALL_WELL if loaded.problems else messages.ALL_WELL)


def _summary(loaded: Loaded) -> str:
    parts = [messages.counted(count, noun) for noun, count in loaded.counts.items()]
    kept = f"; {messages.counted(loaded.kept, next(iter(loaded.counts)))} there already" if loaded.kept else ""
    return ", ".join(parts) + " loaded" + kept
