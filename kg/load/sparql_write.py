"""Named graphs onto a SPARQL server, each in the place of the one that bears its name."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from urllib.parse import quote

import httpx

from kg.load.named_graphs import NamedGraph
from kg.load.sparql_client import Client, RefusedError

# Virtuoso looks into the body for what it is, and takes one that begins with a long line for plain text.
_FIRST_LINE = b"@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
_BATCH = 1000
"""Triples in one update: Virtuoso's compiler runs out of memory at some 4,000."""
# A server may read \u0022 as a quotation mark before it reads the string that it stands in, even after a backslash.
_ESCAPE = re.compile(rb"\\(?:\\([uU])|.)", re.DOTALL)
_HEX = {b"u": rb"\\\u0075", b"U": rb"\\\u0055"}


class Writer(ABC):
    """Groups graphs into requests. A request may be sent again: it changes nothing then."""

    def __init__(self, client: Client) -> None:
        self._client = client

    @abstractmethod
    def batches(self, graphs: Iterator[NamedGraph]) -> Iterator[list[NamedGraph]]:
        """What to send together."""

    @abstractmethod
    def replace(self, graphs: Sequence[NamedGraph]) -> None:
        """Raises DatabaseError; then some of the graphs may stand there, or half of one, until they are sent again."""


class GraphStore(Writer):
    """The SPARQL 1.1 Graph Store HTTP Protocol: a PUT for each graph."""

    _ADVICE = {  # noqa: RUF012 - nobody changes it
        400: "is it a graph store? If it takes updates, say --protocol update",
        404: "check the address, as in http://localhost:3030/kg/data",
        405: "check the address; if it takes updates, say --protocol update",
        413: "raise the server's limit, or load with --protocol update, which sends parts",
        415: "is it a graph store? If it takes updates, say --protocol update",
        501: "is it a graph store? If it takes updates, say --protocol update",
    }

    def batches(self, graphs: Iterator[NamedGraph]) -> Iterator[list[NamedGraph]]:
        for graph in graphs:
            yield [graph]

    def replace(self, graphs: Sequence[NamedGraph]) -> None:
        for graph in graphs:
            body = _FIRST_LINE + b"".join(line + b"\n" for line in graph.lines)
            headers = {"Content-Type": "text/turtle; charset=utf-8"}
            self._client.send("PUT", self._url(graph.iri), body, headers, self._ADVICE)

    def _url(self, graph: str) -> httpx.URL:
        url = self._client.url
        named = f"graph={quote(graph, safe='')}".encode()
        return url.copy_with(query=url.query + b"&" + named if url.query else named)


class Update(Writer):
    """SPARQL 1.1 Update: graphs together in one request; a large one in parts, moved to its place in the end."""

    _ADVICE = {  # noqa: RUF012 - nobody changes it
        400: "does it take updates? Else check the address; if the request is too long for it, lower --batch",
        404: "check the address, as in http://localhost:3030/kg/update",
        405: "does it take updates? Check the address, as in http://localhost:3030/kg/update",
        413: "lower --batch",
        415: "does it take updates? Check the address, as in http://localhost:3030/kg/update",
    }

    def __init__(self, client: Client, batch: int | None = None) -> None:
        super().__init__(client)
        self._batch = batch or _BATCH

    def batches(self, graphs: Iterator[NamedGraph]) -> Iterator[list[NamedGraph]]:
        collected: list[NamedGraph] = []
        size = 0
        for graph in graphs:
            if collected and size + len(graph.lines) > self._batch:
                yield collected
                collected, size = [], 0
            collected.append(graph)
            size += len(graph.lines)
        if collected:
            yield collected

    def replace(self, graphs: Sequence[NamedGraph]) -> None:
        (first, *more) = graphs
        # What blank nodes are the same is known within one request only.
        if not more and len(first.lines) > self._batch and not first.blank:
            self._in_parts(first)
            return
        drops = "".join(f"DROP SILENT GRAPH <{graph.iri}> ;\n" for graph in graphs)
        groups = b"".join(_group(graph.iri, graph.lines) for graph in graphs)
        # Virtuoso takes no blank nodes as data.
        data, end = (b"", b" WHERE {}") if any(graph.blank for graph in graphs) else (b"DATA ", b"")
        self._send(drops.encode() + b"INSERT " + data + b"{\n" + groups + b"}" + end)

    def _in_parts(self, graph: NamedGraph) -> None:
        """Readers see the old graph until the new one is complete."""
        partial = f"{graph.iri}{'-' if '#' in graph.iri else '#'}kg-loading"
        drop = f"DROP SILENT GRAPH <{partial}>".encode()
        self._send(drop)
        try:
            for start in range(0, len(graph.lines), self._batch):
                lines = graph.lines[start : start + self._batch]
                self._send(b"INSERT DATA {\n" + _group(partial, lines) + b"}")
        except RefusedError:
            self._send(drop)
            raise
        self._send(f"MOVE GRAPH <{partial}> TO GRAPH <{graph.iri}>".encode())

    def _send(self, update: bytes) -> None:
        headers = {"Content-Type": "application/sparql-update; charset=utf-8"}
        self._client.send("POST", self._client.url, update, headers, self._ADVICE)


def _group(graph: str, lines: Sequence[bytes]) -> bytes:
    return b"GRAPH <%s> {\n%s}\n" % (graph.encode(), b"".join(_ESCAPE.sub(_safe, line) + b"\n" for line in lines))


def _safe(escape: re.Match[bytes]) -> bytes:
    return _HEX[escape[1]] if escape[1] else escape[0]
