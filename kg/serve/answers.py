"""What a worker answers from the store: queries, graphs, pages, and how much there is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO, Any

import pyoxigraph
from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Triple

from kg import query, store
from kg.errors import KgError, UsageError
from kg.ontology.terms import PREFIXES
from kg.query import records, text
from kg.query.evaluate import TooMuchError, evaluate
from kg.query.faults import QueryError, refuse
from kg.query.pieces import PrefixesInOrder
from kg.serve.accept import GRAPHS, RESULTS, Offer, chosen
from kg.serve.refusals import RefusalError

__all__ = ["Source"]

_ROWS = ("SELECT", "ASK")


@dataclass(frozen=True, slots=True)
class Source:
    """A store that is read only, with the union of its named graphs as its default graph."""

    store: pyoxigraph.Store
    title: str
    limits: records.Limits

    @classmethod
    def opened(cls, path: str, title: str, limits: records.Limits) -> Source:
        """Raises KgError."""
        return cls(store.load(path), title, limits)

    def answer(self, request: dict[str, Any], out: IO[bytes]) -> dict[str, Any]:
        """Writes what the request asks for, and returns what is to be said of it. Raises RefusalError."""
        tasks: dict[str, Callable[[dict[str, Any], IO[bytes]], dict[str, Any]]] = {
            "query": self._query,
            "graph": self._graph,
            "question": self._question,
            "facts": self._facts,
            "viewer": self._viewer,
            "editor": self._editor,
        }
        try:
            return tasks[request["task"]](request, out)
        except TooMuchError as error:
            raise RefusalError(500, str(error)) from None
        except QueryError as error:
            raise RefusalError(400, str(error)) from None
        except KgError as error:
            raise RefusalError(500, str(error)) from None

    def _query(self, request: dict[str, Any], out: IO[bytes]) -> dict[str, Any]:
        refuse(request["query"])
        rows = text.form(request["query"]) in _ROWS
        offer, name = _preferred(request["accept"], RESULTS if rows else GRAPHS)
        chosen = bool(request["default"] or request["named"])
        asked = records.Query(
            request["query"],
            offer.suffix,
            default_graphs=tuple(request["default"]) if chosen else None,
            named_graphs=tuple(request["named"]) if chosen else None,
            merged=True,
        )
        evaluate(self.store, asked, self.limits, lambda head: None, out.write)
        return {"media_type": name}

    def _graph(self, request: dict[str, Any], out: IO[bytes]) -> dict[str, Any]:
        """A named graph, or the default graph, which is the union of all."""
        offer, media_type = _preferred(request["accept"], GRAPHS)
        name: NamedNode | DefaultGraph = DefaultGraph()
        if request["graph"] is not None:
            name = NamedNode(request["graph"])
            if not self.store.contains_named_graph(name):
                raise RefusalError(404, f"there is no graph <{name.value}>")
        found = (quad.triple for quad in self.store.quads_for_pattern(None, None, None, name))
        pyoxigraph.serialize(self._few_enough(found), *_written_to(out, offer), prefixes=PREFIXES)
        return {"media_type": media_type}

    def _few_enough(self, triples: Iterator[Triple]) -> Iterator[Triple]:
        for number, triple in enumerate(triples, 1):
            if self.limits.rows is not None and number > self.limits.rows:
                raise RefusalError(500, f"the graph has more than {self.limits.rows:,} triples: ask for a part of it")
            value = store.as_written(triple.predicate, triple.object)
            yield Triple(triple.subject, triple.predicate, value)

    def _question(self, request: dict[str, Any], out: IO[bytes]) -> dict[str, Any]:
        """A ready question with values for its parameters, as a query."""
        try:
            question = query.named(request["name"])
        except UsageError as error:
            raise RefusalError(404, str(error)) from None
        try:
            asked = question.asked(self.store, request["given"])
        except UsageError as error:
            raise RefusalError(400, str(error)) from None
        out.write(query.declared(asked).encode())
        return {"media_type": "application/sparql-query"}

    def _facts(self, request: dict[str, Any], out: IO[bytes]) -> dict[str, Any]:
        """How much there is: for the service's description."""
        names = sorted(name.value for name in self.store.named_graphs() if isinstance(name, NamedNode))
        return {"graphs": len(names), "names": names[: request["most"]], "triples": self._triples()}

    def _triples(self) -> int:
        """Of the default graph."""
        solutions = self.store.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
        assert isinstance(solutions, pyoxigraph.QuerySolutions)
        return int(next(solutions)["n"].value)

    def _viewer(self, request: dict[str, Any], out: IO[bytes]) -> dict[str, Any]:
        from kg.serve import pages

        out.write(pages.viewer(self.store, self.title).encode())
        return {}

    def _editor(self, request: dict[str, Any], out: IO[bytes]) -> dict[str, Any]:
        from kg.serve import pages

        out.write(pages.editor(self.store, self.title).encode())
        return {}


def _preferred(accept: str, offers: tuple[Offer, ...]) -> tuple[Offer, str]:
    found = chosen(accept, offers)
    if found is None:
        raise RefusalError(406, "this can be had as " + ", ".join(offer.media_type for offer in offers))
    return found


def _written_to(out: IO[bytes], offer: Offer) -> tuple[Any, RdfFormat]:
    format = RdfFormat.from_media_type(offer.media_type)
    assert format is not None
    return PrefixesInOrder(out.write) if format in (RdfFormat.TURTLE, RdfFormat.TRIG) else out, format
