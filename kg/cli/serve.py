"""`kg serve`."""

from __future__ import annotations

from typing import Annotated

import typer

from kg.cli import messages, options

Host = Annotated[
    str,
    typer.Option(
        "--host",
        help="The address to listen on; other machines reach the server only if it is another than this one. "
        "Example: --host 0.0.0.0",
    ),
]
Port = Annotated[
    int,
    typer.Option("--port", min=0, max=65535, help="The port to listen on; 0 for any that is free. Example: --port 80"),
]
Timeout = Annotated[
    float,
    typer.Option("--timeout", min=0.1, help="Seconds after which a query is stopped. Example: --timeout 120"),
]
Rows = Annotated[
    int,
    typer.Option("--rows", min=1, help="Rows or triples that an answer may have. Example: --rows 10000"),
]
Size = Annotated[
    int,
    typer.Option("--size", min=1, help="Megabytes that an answer may have. Example: --size 500"),
]
Memory = Annotated[
    int,
    typer.Option("--memory", min=100, help="Megabytes of memory that a query may take. Example: --memory 8000"),
]
Workers = Annotated[
    int,
    typer.Option("--workers", min=1, help="Queries that are answered at the same time. Example: --workers 8"),
]
Origins = Annotated[
    list[str],
    typer.Option(
        "--origin",
        metavar="SITE",
        help="A web site whose pages may read the graph (CORS), or * for all of them; without it, none may. May be "
        "given more than once. Example: --origin https://yasgui.org",
        show_default=False,
    ),
]


def serve(
    source: options.Graph,
    host: Host = "127.0.0.1",
    port: Port = 8000,
    timeout: Timeout = 30,
    rows: Rows = 1_000_000,
    size: Size = 100,
    memory: Memory = 2000,
    workers: Workers = 4,
    origin: Origins = [],  # noqa: B006 - typer reads the default, nobody changes it
) -> None:
    """Serve a graph over HTTP, read-only: SPARQL at /sparql, whole graphs at /data, a page to look and ask at /.

    Example: kg serve graph.nq --port 8000

    Ctrl-C ends it.

    Exit codes: 0 ended as asked; 1 the graph cannot be read; 2 usage: no such graph, or the port is taken.
    """
    with messages.told():
        from kg.extras import needed

        for module in ("starlette", "uvicorn"):
            needed(module, "serve", "kg serve")
        from kg.query.records import Limits
        from kg.serve import server

        limits = Limits(seconds=timeout, rows=rows, size=size * 1_000_000, memory=memory * 1_000_000)
        settings = server.Settings(host, port, workers, limits, origin)

        def started(url: str, local: bool) -> None:
            messages.say(
                f"{'standard input' if source == '-' else source} at {url}, SPARQL at {url}sparql; Ctrl-C ends it"
            )
            if not local:
                messages.say("warning: whoever reaches this machine can read the graph")

        server.serve(source, settings, started)
