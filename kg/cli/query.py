"""`kg query`."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from kg.cli import messages, options
from kg.cli.files import opened, refuse_clobbering
from kg.errors import InputError, UsageError

_WIDTH = 110
"""Of a table that is no terminal's."""

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
Listed = Annotated[bool, typer.Option("--list", help="List the questions that ship with kg. Example: kg query --list")]
Ask = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="Ask one of these questions. Example: --ask calls", show_default=False),
]
With = Annotated[
    list[str],
    typer.Option(
        "--with",
        metavar="NAME=VALUE",
        help="What the question is about: a person, state or event by name, by IRI or by the end of it; may be "
        "repeated, and then all has to hold. Example: --with person='Joe Biden'",
        show_default=False,
    ),
]
Since = Annotated[
    str | None,
    typer.Option(metavar="DAY", help="The same as --with since=DAY. Example: --since 2022-02", show_default=False),
]
Until = Annotated[
    str | None,
    typer.Option(metavar="DAY", help="The same as --with until=DAY. Example: --until 2022-12-31", show_default=False),
]
Show = Annotated[
    bool,
    typer.Option("--show", help="Print the SPARQL of the question instead of asking it. Example: --ask calls --show"),
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
    graph: options.GraphIfAsked = None,
    text: Text = None,
    file: File = None,
    listed: Listed = False,
    ask: Ask = None,
    given: With = [],  # noqa: B006 - typer reads the default, nobody changes it
    since: Since = None,
    until: Until = None,
    show: Show = False,
    output: Output = "-",
    format: Format = None,
    timeout: Timeout = None,
) -> None:
    """Ask a graph a question: in SPARQL, or one of those that ship.

    Example: kg query graph.nq --ask calls --with person="Joe Biden" --since 2022

    Exit codes: 0 all well, also where the answer is empty, or no; 1 the graph is no RDF; 2 usage, or a query that
    cannot be asked, or takes too long.
    """
    with messages.told():
        from kg import query as asking
        from kg import store

        if listed:
            _print("".join(line + "\n" for line in asking.listing()))
            return
        if sum(one is not None for one in (text, file, ask)) != 1:
            raise UsageError("give one of a query, --file FILE with one, and --ask NAME (--list shows the names)")
        values = _values(given, since, until)
        if ask is None and (values or show):
            raise UsageError("--with, --since, --until and --show go with --ask NAME")
        if graph is None and not (show and not values):
            raise UsageError("give the graph, a file of RDF or a store")
        if ask is not None:
            question = asking.named(ask)
            refuse_clobbering([graph or "-"], "the graph", output)
            held = asking.things(store.quads(graph)) if graph else None
            asked = question.text if held is None else question.asked(held, values)
            if show:
                _print(asking.declared(asked))
                return
        else:
            asked = _text(text, file, graph or "-")
            asking.is_graph(asked)  # what is no query is told before a graph is read
            refuse_clobbering([graph or "-", *([file] if file else [])], "read here", output)
            held = asking.loaded(graph or "-", asked)
        chosen = asking.chosen_format(asked, format, output)
        assert held is not None
        try:
            with ExitStack() as files:
                limits = asking.Limits(seconds=timeout)
                if chosen == "table":
                    pieces: Iterator[bytes] = asking.table(held, asked, wide=_width(output), limits=limits)
                else:
                    base = asking.base(held)
                    pieces = iter(files.enter_context(asking.ask(held, asked, format=chosen, base=base, limits=limits)))
                _write(pieces, output, files)
        except asking.QueryError as error:
            raise _pointed(error, asking.pointed(error)) from None


def _values(given: list[str], since: str | None, until: str | None) -> dict[str, list[str]]:
    values: dict[str, list[str]] = {}
    for one in given:
        name, equals, value = one.partition("=")
        if not equals or not name or not value.strip():
            raise UsageError(f"--with {one}: write NAME=VALUE, as in --with person='Joe Biden'")
        values.setdefault(name.strip(), []).append(value.strip())
    for name, day in (("since", since), ("until", until)):
        if day is not None:
            values.setdefault(name, []).append(day)
    return values


def _print(text: str) -> None:
    sys.stdout.buffer.write(text.encode())
    sys.stdout.buffer.flush()


def _pointed(error: Exception, excerpt: tuple[str, ...]) -> typer.Exit:
    """Says what is wrong with a query, with the line and the place under it."""
    messages.say(str(error))
    for line in excerpt:
        print(line, file=sys.stderr)
    return typer.Exit(messages.USAGE)


def _text(text: str | None, file: str | None, graph: str) -> str:
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
