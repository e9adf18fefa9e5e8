"""`kg query`."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from kg.cli import messages
from kg.cli.files import opened, refuse_clobbering
from kg.errors import InputError, UsageError

_WIDTH = 110
"""Of a table that is no terminal's."""

Graph = Annotated[
    str,
    typer.Argument(
        metavar="GRAPH",
        help="A file of Turtle, TriG, N-Triples, N-Quads, JSON-LD or RDF/XML, told by its suffix, with .gz after it "
        "if it is compressed; the folder of a store; - is Turtle on standard input. Example: graph.nq",
        show_default=False,
    ),
]
Text = Annotated[
    str | None,
    typer.Argument(
        metavar="[QUERY]",
        help="A query in SPARQL 1.1; kg:, rdfs:, xsd: and the other prefixes of the vocabulary need no declaring. "
        "Example: kg query graph.nq 'SELECT ?call { ?call a kg:Call }'",
        show_default=False,
    ),
]
File = Annotated[
    str | None,
    typer.Option(
        "--file", metavar="FILE", help="Take the query from a file. Example: --file calls.rq", show_default=False
    ),
]
Output = Annotated[
    str,
    typer.Option(
        "-o", "--output", metavar="FILE", help="Where to write the answer; - is standard output. Example: -o calls.csv"
    ),
]
Format = Annotated[
    str | None,
    typer.Option(
        "-f",
        "--format",
        metavar="FORMAT",
        help="table; for rows csv, tsv, json or xml; for graphs turtle, ntriples, jsonld or rdfxml; without it, the "
        "suffix of FILE decides, and standard output gets a table. Example: -f csv",
        show_default=False,
    ),
]
Timeout = Annotated[
    float | None,
    typer.Option(
        metavar="SECONDS",
        min=0.001,
        help="Give up when the answer is not found in this time. Example: --timeout 60",
        show_default=False,
    ),
]


def query(
    graph: Graph,
    text: Text = None,
    file: File = None,
    output: Output = "-",
    format: Format = None,
    timeout: Timeout = None,
) -> None:
    """Ask a graph a question in SPARQL.

    Example: kg query graph.nq 'SELECT ?who { ?call a kg:Call ; kg:participant/rdfs:label ?who }'

    Exit codes: 0 all well, also where the answer is empty, or no; 1 the graph is no RDF; 2 usage, or a query that
    cannot be asked, or takes too long.
    """
    with messages.told():
        from kg import query as asking
        from kg import store

        asked = _text(text, file, graph)
        chosen = asking.chosen_format(asked, format, output)
        refuse_clobbering([graph, *([file] if file else [])], "read here", output)
        held = store.load(graph)
        try:
            with ExitStack() as files:
                limits = asking.Limits(seconds=timeout)
                if chosen == "table":
                    pieces: Iterator[bytes] = asking.table(held, asked, wide=_width(output), limits=limits)
                else:
                    pieces = iter(files.enter_context(asking.ask(held, asked, format=chosen, limits=limits)))
                _write(pieces, output, files)
        except asking.QueryError as error:
            messages.say(str(error))
            for line in asking.pointed(error):
                print(line, file=sys.stderr)
            raise typer.Exit(messages.USAGE) from None


def _text(text: str | None, file: str | None, graph: str) -> str:
    if (text is None) == (file is None):
        raise UsageError("give a query, or --file FILE with one: not both, nor none")
    if text is not None:
        return text
    assert file is not None
    if file == "-" == graph:
        raise UsageError("the graph and the query cannot both come from standard input")
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except FileNotFoundError:
        raise UsageError(f"{file}: no such file: check the name") from None
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror}") from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{file} is no UTF-8 text, from byte {error.start} on: save it as UTF-8") from None


def _write(pieces: Iterator[bytes], output: str, files: ExitStack) -> None:
    # An error in the query comes with the first piece: before any file is touched.
    first = next(pieces, b"")
    stream: BinaryIO = opened(output, files)
    stream.write(first)
    for piece in pieces:
        stream.write(piece)
    stream.flush()


def _width(output: str) -> int:
    return shutil.get_terminal_size((_WIDTH, 24)).columns if output == "-" and sys.stdout.isatty() else _WIDTH
