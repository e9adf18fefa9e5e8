"""What arrived, by the server's own answers: triples of each graph, and literals of each datatype."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any
from urllib.parse import urlencode

import httpx
import pyoxigraph
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat

from kg.load.named_graphs import NamedGraph
from kg.load.sparql_client import Client, RefusedError, address, shown

_AT_ONCE = 100
"""Graphs counted by one query."""
_SAMPLES = 3
"""Literals looked at for each datatype."""
# No ASK: Virtuoso answers those in a form of its own.
_GREETING = "SELECT (1 AS ?one) {}"
_ANSWERS_BESIDE = {
    # Fuseki
    "data": ("query", "sparql"),
    "update": ("query", "sparql"),
    # Oxigraph
    "store": ("query",),
    # Virtuoso
    "sparql-graph-crud": ("sparql",),
    "sparql-graph-crud-auth": ("sparql",),
    "sparql-auth": ("sparql",),
}
"""Last part of an address that takes graphs or updates: where, beside it, the same server answers queries."""


class Check:
    """Questions to the server, if it is known where it answers them."""

    def __init__(self, client: Client, query: str | None) -> None:
        """`query` is the address; without one the likely ones are tried. Raises KgError where one given is none."""
        self._client = client
        self._samples: dict[str, list[tuple[str, str, str, Literal]]] = {}
        self._url = address(query) if query else None
        if self._url:
            self._asked(_GREETING, self._url)
            return
        for url in _likely(client.url):
            try:
                self._asked(_GREETING, url)
                self._url = url
                return
            except RefusedError:
                continue

    @property
    def is_possible(self) -> bool:
        return self._url is not None

    def counts(self, graphs: Iterable[str]) -> dict[str, int]:
        """The triples that each graph has there."""
        found: dict[str, int] = {}
        names = iter(graphs)
        while some := list(islice(names, _AT_ONCE)):
            listed = " ".join(f"<{name}>" for name in some)
            query = (
                f"SELECT ?g (COUNT(*) AS ?n) WHERE {{ VALUES ?g {{ {listed} }} GRAPH ?g {{ ?s ?p ?o }} }} GROUP BY ?g"
            )
            found |= dict.fromkeys(some, 0)
            found |= {row["g"]["value"]: int(row["n"]["value"]) for row in self._rows(query)}
        return found

    def missing(self, expected: Mapping[str, int]) -> Iterator[tuple[str, int]]:
        """The graphs that have more or fewer triples than expected, and how many they have."""
        counts = self.counts(expected)
        return ((graph, counts[graph]) for graph, size in expected.items() if counts[graph] != size)

    def remember(self, graph: NamedGraph) -> None:
        """Notes literals of datatypes that are rare so far."""
        for line in graph.lines:
            datatype = line.rpartition(b'"^^<')[2].decode() if b'"^^<' in line else ""
            known = self._samples.setdefault(datatype, []) if datatype else None
            if known is None or len(known) >= _SAMPLES:
                continue
            (triple,) = pyoxigraph.parse(line, RdfFormat.N_TRIPLES)
            if isinstance(triple.object, Literal) and not isinstance(triple.subject, BlankNode):
                known.append((graph.iri, str(triple.subject), str(triple.predicate), triple.object))

    def changed(self) -> Iterator[tuple[Literal, str]]:
        """For each datatype the first literal that the server changed, and what it has in its place."""
        for _, samples in sorted(self._samples.items()):
            for graph, subject, predicate, literal in samples:
                query = f"SELECT ?o WHERE {{ GRAPH <{graph}> {{ {subject} {predicate} ?o }} }}"
                found = [_term(row["o"]) for row in self._rows(query)]
                if literal not in found:
                    yield literal, ", ".join(sorted(str(one) for one in found)) or "nothing"
                    break

    def _rows(self, query: str) -> list[dict[str, Any]]:
        assert self._url is not None
        rows: list[dict[str, Any]] = self._asked(query, self._url)["results"]["bindings"]
        return rows

    def _asked(self, query: str, url: httpx.URL) -> dict[str, Any]:
        headers = {
            "Accept": "application/sparql-results+json",
            "Content-Type": "application/x-www-form-urlencoded; charset=utf-8",
        }
        advice = {404: "check the address given with --query", 405: "check the address given with --query"}
        answer = self._client.send("POST", url, urlencode({"query": query}).encode(), headers, advice)
        try:
            known = json.loads(answer.text)
        except ValueError:
            known = None
        if not isinstance(known, dict) or "bindings" not in known.get("results", ()):
            raise RefusedError(
                f"{shown(url)} answers no SPARQL queries: check the address given with --query", answer.status
            )
        return known


def _likely(target: httpx.URL) -> list[httpx.URL]:
    before, _, last = target.path.rstrip("/").rpartition("/")
    paths = [f"{before}/{name}" for name in _ANSWERS_BESIDE.get(last, ())]
    if last == "statements":  # RDF4J
        paths = [before]
    elif last == "service" and before.endswith("/rdf-graphs"):
        paths = [before.removesuffix("/rdf-graphs")]
    return [target.copy_with(path=path) for path in paths or [target.path]]


def _term(value: Mapping[str, str]) -> object:
    if value["type"] == "uri":
        return NamedNode(value["value"])
    if value["type"] == "bnode":
        return BlankNode()
    if language := value.get("xml:lang"):
        return Literal(value["value"], language=language)
    return Literal(value["value"], datatype=NamedNode(value["datatype"]) if "datatype" in value else None)
