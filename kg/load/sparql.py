"""A graph onto any SPARQL 1.1 server: a named graph a document, in the place of what the server had by that name."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator

from kg.errors import DatabaseError, UsageError
from kg.extras import needed
from kg.load import journal
from kg.load.credentials import credentials
from kg.load.journal import Journal
from kg.load.named_graphs import NamedGraph, NamedGraphs
from kg.load.records import Loaded, Options, Tell

needed("httpx", "load", "kg load")

from kg.load.sparql_check import Check  # noqa: E402 - httpx is known to be there now
from kg.load.sparql_client import Client, RefusedError  # noqa: E402
from kg.load.sparql_write import GraphStore, Update, Writer  # noqa: E402

__all__ = ["load"]

_PROTOCOLS = ("graph-store", "update")
_TIMEOUT = 300.0
_REFUSED_IN_A_ROW = 3
"""So many documents in a row, and the server takes none."""
_TELL_EVERY = 10.0
"""Seconds."""


def load(source: str, target: str, *, options: Options, tell: Tell) -> Loaded:
    """Documents that a journal knows to be there, unchanged, are not sent again.

    Raises UsageError where nothing can be sent, DatabaseError where the server fails on the way.
    """
    _check(options)
    where = options.resume or journal.beside(source, target)
    with (
        Client(target, credentials(), options.timeout or _TIMEOUT, tell) as client,
        NamedGraphs(source, options.graph) as graphs,
        Journal(where, target, kept=options.resume is not None, tell=tell) as done,
    ):
        work = _Work(client, graphs, done, options, tell)
        try:
            return work.run()
        except DatabaseError as error:
            raise DatabaseError(f"{error}; {work.state()}") from None
        except KeyboardInterrupt:
            tell(work.state())
            raise


class _Work:
    """One load: what is sent, kept and refused."""

    def __init__(self, client: Client, graphs: NamedGraphs, done: Journal, options: Options, tell: Tell) -> None:
        self._client, self._graphs, self._journal, self._options, self._tell = client, graphs, done, options, tell
        self._expected: dict[str, int] = {}
        self._kept = 0
        self._problems: list[str] = []
        self._refused_in_a_row = 0
        self._told = time.monotonic()

    def run(self) -> Loaded:
        check = Check(self._client, self._options.query)
        self._resume(check)
        writer = self._writer()
        for batch in writer.batches(self._new(check)):
            self._send(writer, batch)
        if check.is_possible:
            self._compare(check)
        else:
            self._tell("what arrived is not counted: say with --query where the server answers queries")
        if not self._problems:
            self._journal.finish()
        counts = {"document": len(self._expected), "triple": sum(self._expected.values())}
        return Loaded(counts, self._kept, tuple(self._problems))

    def state(self) -> str:
        """How far it came, and how to go on."""
        loaded = f"{len(self._expected):,} of {len(self._graphs):,} documents are loaded"
        if not self._journal.path or not self._expected:
            return f"{loaded}: run the same command again"
        return f"{loaded}: run the same command again to go on from there ({self._journal.path} knows where)"

    def _writer(self) -> Writer:
        if self._options.protocol == "update":
            return Update(self._client, self._options.batch)
        return GraphStore(self._client)

    def _resume(self, check: Check) -> None:
        """A server may have lost what the journal knows, or somebody may have changed it."""
        done = self._journal.done
        if not done:
            return
        if not check.is_possible:
            self._tell(
                f"{len(done):,} documents are taken to be there still: the server's answers could tell (--query)"
            )
            return
        lost = [graph for graph, _ in check.missing(done)]
        for graph in lost:
            self._journal.forget(graph)
        if lost:
            self._tell(
                f"{len(lost):,} of {len(done):,} documents in the journal are not there as they were: sent again"
            )

    def _new(self, check: Check) -> Iterator[NamedGraph]:
        for graph in self._graphs:
            check.remember(graph)
            if self._journal.has(graph.iri, graph.digest):
                self._expected[graph.iri] = len(graph.lines)
                self._kept += 1
            else:
                yield graph

    def _send(self, writer: Writer, batch: list[NamedGraph]) -> None:
        try:
            writer.replace(batch)
        except RefusedError as refusal:
            if not refusal.of_content:
                raise
            if len(batch) > 1:
                for graph in batch:
                    self._send(writer, [graph])
                return
            self._refuse(batch[0], refusal)
        else:
            self._refused_in_a_row = 0
            self._note(batch)

    def _refuse(self, graph: NamedGraph, refusal: RefusedError) -> None:
        """One document that a server does not take keeps no other from being loaded."""
        self._problems.append(f"{graph.iri} is not loaded: {refusal}")
        # What is there of it now, if anything, is not what the journal may know.
        self._journal.forget(graph.iri)
        self._refused_in_a_row += 1
        if self._refused_in_a_row == min(_REFUSED_IN_A_ROW, len(self._graphs)):
            raise refusal

    def _note(self, graphs: Iterable[NamedGraph]) -> None:
        for graph in graphs:
            self._expected[graph.iri] = len(graph.lines)
            self._journal.add(graph.iri, graph.digest, len(graph.lines))
        if time.monotonic() - self._told >= _TELL_EVERY:
            self._told = time.monotonic()
            self._tell(f"{len(self._expected):,} of {len(self._graphs):,} documents")

    def _compare(self, check: Check) -> None:
        for graph, count in check.missing(self._expected):
            self._journal.forget(graph)
            self._problems.append(
                f"{graph} has {count:,} triples on the server, and {self._expected[graph]:,} were sent"
            )
        for literal, other in check.changed():
            self._tell(f"warning: the server writes {literal} as {other}: ask for such values in that form")


def _check(options: Options) -> None:
    if options.protocol not in (None, *_PROTOCOLS):
        raise UsageError(f"no protocol is called “{options.protocol}”; choose from {', '.join(_PROTOCOLS)}")
    if options.batch and options.protocol != "update":
        raise UsageError(
            "--batch means nothing to the Graph Store Protocol, where each document is a request: leave it out"
        )
