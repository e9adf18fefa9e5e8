"""A source cut into its named graphs, each whole, one at a time."""

from __future__ import annotations

import hashlib
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import pyoxigraph
from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, RdfFormat, Triple

from kg import store
from kg.errors import UsageError

_BUCKETS = 64
"""Parts that a source is sorted into on disk, one of which is in memory at a time."""


@dataclass(frozen=True, slots=True)
class NamedGraph:
    """A document's statements, each once."""

    iri: str
    lines: tuple[bytes, ...]
    """N-Triples (which are Turtle, too), sorted, without line ends."""
    blank: bool
    """Whether it has blank nodes, which only stay what they are within one request."""

    @property
    def digest(self) -> str:
        return hashlib.sha256(b"\n".join(self.lines)).hexdigest()


class NamedGraphs:
    """Reads the source once to see that all of it can be read, and again for each walk over it.

    Memory holds one graph; where a source comes back to a graph after another, it is sorted in a folder of its own.
    """

    def __init__(self, source: str, default: str | None = None) -> None:
        """`default` names the graph for what stands in none. Raises KgError."""
        self._default = _graph_name(default) if default is not None else None
        self._files = ExitStack()
        self._source = source
        try:
            self._keep(source)
        except BaseException:
            self._files.close()
            raise

    def __enter__(self) -> NamedGraphs:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._files.close()

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[NamedGraph]:
        for source in self._sources:
            collected: list[Quad] = []
            for quad in self._quads(source):
                if self._grouped and collected and collected[0].graph_name != quad.graph_name:
                    yield _whole(collected)
                    collected = []
                collected.append(quad)
            if self._grouped:
                if collected:
                    yield _whole(collected)
                continue
            graphs: dict[str, list[Quad]] = {}
            for quad in collected:
                graphs.setdefault(str(quad.graph_name), []).append(quad)
            for _, statements in sorted(graphs.items()):
                yield _whole(statements)

    def _keep(self, source: str) -> None:
        self._sources = [source]
        if source == "-":
            # Standard input comes once.
            self._sources = [str(self._folder() / "input.nq")]
            pyoxigraph.serialize(store.quads(source), self._sources[0], format=RdfFormat.N_QUADS)
        seen: set[int] = set()
        self._grouped, last = True, None
        for quad in self._quads(self._sources[0]):
            if quad.graph_name != last:
                last = quad.graph_name
                # Two names with one hash only make the source look unsorted.
                self._grouped = self._grouped and hash(last) not in seen
                seen.add(hash(last))
        self._count = len(seen)
        if not self._grouped:
            self._sort()

    def _sort(self) -> None:
        folder = self._folder()
        paths = [folder / f"{number}.nq" for number in range(_BUCKETS)]
        with ExitStack() as files:
            streams = [files.enter_context(path.open("wb")) for path in paths]
            for quad in self._quads(self._sources[0]):
                stream = streams[zlib.crc32(str(quad.graph_name).encode()) % _BUCKETS]
                pyoxigraph.serialize([quad], stream, format=RdfFormat.N_QUADS)
        self._sources = [str(path) for path in paths]

    def _folder(self) -> Path:
        return Path(self._files.enter_context(tempfile.TemporaryDirectory(prefix="kg-load-")))

    def _quads(self, source: str) -> Iterator[Quad]:
        for quad in store.quads(source):
            if isinstance(quad.graph_name, BlankNode):
                raise UsageError(f"{self._source} has a graph without an IRI: give its graphs IRIs")
            if not isinstance(quad.graph_name, DefaultGraph):
                yield quad
            elif self._default is not None:
                yield Quad(quad.subject, quad.predicate, quad.object, self._default)
            else:
                raise UsageError(
                    f"{self._source} has statements in no named graph: name one for them with --graph IRI, "
                    "or build N-Quads, which have a graph a document"
                )


def _graph_name(iri: str) -> NamedNode:
    try:
        return NamedNode(iri)
    except ValueError as error:
        raise UsageError(f"--graph {iri} is no IRI: {error}: write it in full, as https://example.org/kg/all") from None


def _whole(statements: list[Quad]) -> NamedGraph:
    name = statements[0].graph_name
    triples = (Triple(quad.subject, quad.predicate, quad.object) for quad in statements)
    data = pyoxigraph.serialize(triples, format=RdfFormat.N_TRIPLES) or b""
    blank = any(isinstance(term, BlankNode) for quad in statements for term in (quad.subject, quad.object))
    assert isinstance(name, NamedNode)
    return NamedGraph(name.value, tuple(sorted(set(data.split(b"\n")) - {b""})), blank)
