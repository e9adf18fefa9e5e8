"""A query evaluated, and its answer written. Meant for a process of its own: it cannot be stopped from within.

The same graph and query give the same bytes: rows stand in the order that the query gives them, by ORDER BY, or else
are sorted, as are the statements of a graph.
"""

from __future__ import annotations

import csv
import heapq
import io
import json
import tempfile
from collections.abc import Iterator
from itertools import groupby, islice
from typing import IO, Any

import pyoxigraph
from pyoxigraph import BlankNode, CanonicalizationAlgorithm, NamedNode, QueryResultsFormat, RdfFormat, Triple

from kg.ontology.terms import PREFIXES
from kg.query import faults, formats, text
from kg.query.merge import prepared
from kg.query.pieces import PrefixesInOrder, Send, Sent, file_of
from kg.query.records import Limits, Query

_LINES = 200_000
"""So many lines are sorted at once in memory."""
_LONGEST = 100
"""Longer than any namespace that has a prefix."""


class TooMuchError(Exception):
    """An answer beyond a limit; the message says which."""


def evaluate(store: pyoxigraph.Store, asked: Query, limits: Limits, head: Send, send: Send) -> None:
    """Gives `head` what kind of answer it is, as JSON, and then `send` the answer, in pieces.

    Raises QueryError; TooMuchError; OSError where the store cannot be read.
    """

    def parse(query: str) -> object:
        return _query(pyoxigraph.Store(), asked, query, union=True)

    faults.refuse_service(asked.text, parse)
    try:
        source, union = (
            (store, not asked.merged) if asked.merged or asked.chooses_graphs else prepared(store, asked.text)
        )
        found = _query(source, asked, asked.text, union)
    except SyntaxError as error:
        raise faults.located(asked.text, error, parse) from None
    with tempfile.TemporaryFile() as kept:
        counted: Any = _Counted(kept, limits)
        if isinstance(found, pyoxigraph.QueryBoolean):
            head(b"{}")
            send(_boolean(found, asked.format))
            return
        if isinstance(found, pyoxigraph.QuerySolutions):
            variables = [variable.value for variable in found.variables]
            counted.rows = -1  # the first line names the variables
            found.serialize(counted, QueryResultsFormat.TSV)
            counted.close()
            head(json.dumps({"variables": variables, "rows": counted.rows}).encode())
            lines = _lines(kept)
            first = next(lines)
            rows = lines if text.is_ordered(asked.text) else _sorted(lines)
            _write_rows(first, rows, formats.of_rows(asked.format), send)
        else:
            found.serialize(counted, RdfFormat.N_TRIPLES)
            counted.close()
            statements = (line for line, _ in groupby(_sorted(_lines(kept))))
            head(b"{}")
            _write_graph(statements, counted.used(), counted.all_named, asked.format, send)


def _query(store: pyoxigraph.Store, asked: Query, query: str, union: bool) -> Any:
    chosen = asked.chooses_graphs
    return store.query(
        query,
        base_iri=asked.base,
        prefixes=dict(PREFIXES),
        # With this, Oxigraph passes over FROM.
        use_default_graph_as_union=union and not chosen and not text.names_graphs(query),
        default_graph=[NamedNode(iri) for iri in asked.default_graphs or ()] if chosen else None,
        named_graphs=[NamedNode(iri) for iri in asked.named_graphs or ()] if chosen else None,
    )


class _Counted:
    """A file for lines that is no longer than the limits allow."""

    def __init__(self, file: IO[bytes], limits: Limits) -> None:
        self._file = file
        self._limits = limits
        self._bytes = 0
        self._unused = {prefix: b"<" + iri.encode() for prefix, iri in PREFIXES.items()}
        self._tail = b""
        self.rows = 0
        self.all_named = True
        """Whether no blank node stands in it; a string that looks like one counts as one."""

    def used(self) -> dict[str, str]:
        """The prefixes of namespaces that stand in it."""
        return {prefix: iri for prefix, iri in PREFIXES.items() if prefix not in self._unused}

    def write(self, piece: bytes) -> int:
        self.rows += piece.count(b"\n")
        self._bytes += len(piece)
        if self._limits.rows is not None and self.rows > self._limits.rows:
            raise TooMuchError(f"the answer has more than {self._limits.rows:,} rows: ask for less, or add LIMIT")
        if self._limits.size is not None and self._bytes > self._limits.size:
            raise TooMuchError(f"the answer is larger than {self._limits.size:,} bytes: ask for less, or add LIMIT")
        seen = self._tail + piece
        self._tail = seen[-_LONGEST:]
        for prefix in [prefix for prefix, iri in self._unused.items() if iri in seen]:
            del self._unused[prefix]
        self.all_named = self.all_named and b"_:" not in seen
        self._file.write(piece)
        return len(piece)

    def flush(self) -> None:
        self._file.flush()

    def close(self) -> None:
        self._file.seek(0)


def _lines(file: IO[bytes]) -> Iterator[bytes]:
    for line in file:
        yield line if line.endswith(b"\n") else line + b"\n"


def _sorted(lines: Iterator[bytes]) -> Iterator[bytes]:
    """In order of their bytes; memory does not grow with their number."""
    runs: list[IO[bytes]] = []
    while part := sorted(islice(lines, _LINES)):
        if not runs and len(part) < _LINES:
            return iter(part)
        runs.append(tempfile.TemporaryFile())  # noqa: SIM115 - open until it is read to its end
        runs[-1].writelines(part)
        runs[-1].seek(0)
    return heapq.merge(*runs)


def _boolean(found: pyoxigraph.QueryBoolean, format: str) -> bytes:
    written = found.serialize(format=formats.of_rows(format).format)
    assert written is not None
    return written if written.endswith(b"\n") else written + b"\n"


def _write_rows(first: bytes, rows: Iterator[bytes], format: formats.Results, send: Send) -> None:
    sent: Any = Sent(send)
    if format.format == QueryResultsFormat.TSV:
        for line in _after(first, rows):
            sent.write(line)
    else:
        # Oxigraph's own TSV tells every term as it is.
        read = pyoxigraph.parse_query_results(file_of(_after(first, rows)), QueryResultsFormat.TSV)
        assert isinstance(read, pyoxigraph.QuerySolutions)
        if format.format == QueryResultsFormat.CSV:
            _write_csv(read, sent)
        else:
            read.serialize(sent, format.format)
    sent.flush()


def _write_csv(read: pyoxigraph.QuerySolutions, sent: Any) -> None:
    """As the standard has it: Oxigraph (0.5) leaves the commas of IRIs unquoted, and every span has one."""
    text = io.TextIOWrapper(sent, encoding="utf-8", errors="replace", newline="", write_through=True)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([variable.value for variable in read.variables])
    for row in read:
        writer.writerow([_plain(term) for term in row])
    text.detach()


def _plain(term: object) -> str:
    return (
        "" if term is None else str(term) if isinstance(term, BlankNode | Triple) else str(getattr(term, "value", term))
    )


def _after(first: bytes, rows: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rows


def _write_graph(lines: Iterator[bytes], used: dict[str, str], named: bool, format: str, send: Send) -> None:
    """`used`: prefixes to write; `named`: whether every node has an IRI."""
    syntax = RdfFormat.from_media_type(formats.of_graph(format).media_type)
    assert syntax is not None
    sent: Any = PrefixesInOrder(send) if syntax in (RdfFormat.TURTLE, RdfFormat.TRIG) else Sent(send)
    quads: Iterator[pyoxigraph.Quad] = pyoxigraph.parse(file_of(lines), RdfFormat.N_TRIPLES)
    if not named:
        # Oxigraph names new blank nodes by chance: here by what is said of them (RDFC-1.0).
        dataset = pyoxigraph.Dataset(quads)
        dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
        quads = iter(sorted(dataset, key=str))
    pyoxigraph.serialize(quads, sent, syntax, prefixes=used)
    sent.flush()
