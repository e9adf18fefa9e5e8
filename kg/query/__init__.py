"""Questions to a graph, in SPARQL 1.1 or ready-made, and their answers as tables and the standard formats.

A query reads the graph it is given and nothing else: no updates, no other servers, no files.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pyoxigraph

from kg import find
from kg.query import columns, formats, guard, text
from kg.query.faults import QueryError, pointed, refuse
from kg.query.guard import LimitError
from kg.query.merge import loaded, prepared, things
from kg.query.ready import Question, declared, named, questions
from kg.query.records import NO_LIMITS, Limits, Query

__all__ = [
    "Answer",
    "LimitError",
    "Limits",
    "Question",
    "QueryError",
    "ask",
    "base",
    "chosen_format",
    "declared",
    "is_graph",
    "listing",
    "loaded",
    "named",
    "pointed",
    "questions",
    "table",
    "things",
]


class Answer:
    """The answer to a query, as bytes of the format asked for: iterate over it, or `read` all of it.

    It comes from a process of its own, which ends with the answer, or with `close`; so use it in a `with`.
    """

    def __init__(self, media_type: str, variables: tuple[str, ...], rows: int | None, pieces: Iterator[bytes]) -> None:
        self.media_type = media_type
        self.variables = variables
        """Of a SELECT, in its order."""
        self.rows = rows
        """How many; None for other queries than SELECT."""
        self._pieces = pieces

    def __iter__(self) -> Iterator[bytes]:
        return self._pieces

    def __enter__(self) -> Answer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def read(self) -> bytes:
        return b"".join(self._pieces)

    def close(self) -> None:
        close = getattr(self._pieces, "close", None)
        if close:
            close()


def is_graph(query: str) -> bool:
    """Whether the answer is a graph (CONSTRUCT, DESCRIBE), not rows (SELECT) or yes or no (ASK). Raises QueryError."""
    refuse(query)
    return text.form(query) in ("CONSTRUCT", "DESCRIBE")


def ask(
    store: pyoxigraph.Store,
    query: str,
    *,
    format: str | None = None,
    base: str | None = None,
    default_graphs: Sequence[str] | None = None,
    named_graphs: Sequence[str] | None = None,
    limits: Limits = NO_LIMITS,
) -> Answer:
    """The answer to a query in SPARQL 1.1. Returns when all of it is found; only then a piece of it is written.

    `format`: of rows and of yes or no `json` (the default), `xml`, `csv` or `tsv`; of a graph `turtle` (the default)
    or any other RDF format of `kg build`. The prefixes of the vocabulary need no declaring. Without FROM and FROM
    NAMED, the union of all graphs is asked, and GRAPH ?g asks each; `default_graphs` and `named_graphs` (IRIs) are
    instead of both, as the SPARQL protocol has it. `base`: what relative IRIs are relative to.

    Rows without ORDER BY, and the statements of a graph, are sorted: the same graph gives the same bytes.
    Raises QueryError for a text that is no query, LimitError; both may be raised by the answer's pieces, too.
    """
    if is_graph(query):
        chosen = format or "turtle"
        media_type = formats.of_graph(chosen).media_type
    else:
        chosen = format or "json"
        media_type = formats.of_rows(chosen).media_type
    given = Query(query, chosen, base, _tuple(default_graphs), _tuple(named_graphs))
    source, union = (store, True) if given.chooses_graphs else prepared(store, query)
    asked = replace(given, merged=not union)
    pieces = guard.running(source, asked, limits)
    head = json.loads(next(pieces))
    return Answer(media_type, tuple(head.get("variables", ())), head.get("rows"), pieces)


def table(store: pyoxigraph.Store, query: str, *, wide: int, limits: Limits = NO_LIMITS) -> Iterator[bytes]:
    """The answer for people: lines of at most `wide` columns of a terminal, long cells cut; yes or no for ASK.

    Relative IRIs in the query are relative to the graph's base, so that they may be written as they are shown.
    """
    format = "ntriples" if is_graph(query) else "tsv"
    with ask(store, query, format=format, base=base(store), limits=limits) as answer:
        for line in columns.lines(answer.variables, answer, is_graph(query), bases=find.bases(store), wide=wide):
            yield line.encode("utf-8", "replace") + b"\n"


def base(store: pyoxigraph.Store) -> str | None:
    """What the graph's own IRIs begin with, if all its articles' do so alike."""
    made = [one for one in find.bases(store) if one.endswith("/")]
    return made[0] if len(made) == 1 else None


def listing() -> Iterator[str]:
    """The questions that ship, with their parameters, line by line."""
    for question in questions():
        yield f"{question.name}: {question.title}"
        for one in question.parameters:
            kind = f"{one.kind}, required" if one.required else one.kind
            yield f"    --with {one.name}=…  ({kind}) {one.help}"


def chosen_format(query: str, format: str | None, output: str) -> str:
    """The format that is named, or that the file's suffix names: `table`, or one for `ask`. Raises UsageError."""
    chosen = format if format is not None else formats.of_path(output)
    if chosen != "table":
        (formats.of_graph if is_graph(query) else formats.of_rows)(chosen)
    return chosen


def _tuple(iris: Sequence[str] | None) -> tuple[str, ...] | None:
    """Raises QueryError for what is no IRI."""
    for iri in iris or ():
        try:
            pyoxigraph.NamedNode(iri)
        except ValueError as error:
            raise QueryError(f"{iri!r} is no IRI: {error}") from None
    return None if iris is None else tuple(iris)
