"""Files and stores with links added or taken away. What stood in a file before stays byte for byte, where the format
allows."""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import pyoxigraph
import rdflib
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Store
from rdflib.namespace import OWL, RDF

from kg import store as stores
from kg import write
from kg.errors import UsageError
from kg.formats import Format, format_of, named
from kg.ontology.terms import KG, PREFIXES
from kg.quads import quads, to_rdflib

RULE_PREFIX = "link-"
"""What the rules of links begin with: by these, links are known again."""

# Formats of statements one after the other: more may follow at any time.
_OPEN_ENDED = {"turtle": b"\n", "trig": b"\n", "ntriples": b"", "nquads": b""}
_RULE, _SAME = NamedNode(KG + "rule"), NamedNode(str(OWL.sameAs))
_SUBJECT, _PREDICATE, _OBJECT = (NamedNode(str(term)) for term in (RDF.subject, RDF.predicate, RDF.object))


@dataclass(frozen=True, slots=True)
class Source:
    """A file of RDF, or a store on disk, and what it says, links of an earlier run left out."""

    path: str
    format: Format
    """What it is written in; of a store, what it is best written in."""
    store: Store
    links: tuple[Quad, ...]
    """These links: each `owl:sameAs` with all of its claim."""

    @property
    def is_folder(self) -> bool:
        """A store, or shards: no file that links could be written after."""
        return Path(self.path).is_dir()

    @property
    def linked(self) -> int:
        """How many links an earlier run has added."""
        return sum(1 for quad in self.links if quad.predicate == _SAME)


def read(path: str) -> Source:
    """Raises KgError."""
    if path == "-":
        raise UsageError("a graph is read twice to be linked: give a file, not standard input")
    store = stores.load(path)
    if stores.is_store(path):
        # That one is to be read only.
        held, store = store, Store()
        store.bulk_extend(iter(held))
    links = sorted(set(_links(store)), key=str)
    for quad in links:
        store.remove(quad)
    format = named("nquads") if Path(path).is_dir() else format_of(None, path.removesuffix(".gz"))
    return Source(path, format, store, tuple(links))


def keep(source: Source, links: rdflib.Graph | None) -> None:
    """The store on disk that was read gets these links instead of those it had, all at once. Raises KgError."""
    with stores.changed(source.path) as store:
        stores.exchange(store, source.links, quads(links) if links else ())


def save(source: Source, links: rdflib.Graph | None, stream: BinaryIO, format: Format | None = None) -> None:
    """The source with these links instead of those it had, in its own format or another. Raises KgError."""
    chosen = format or source.format
    if not _holds_rdf(chosen):
        raise UsageError(f"{chosen.name} holds no RDF, so no links: write Turtle or N-Quads instead")
    if chosen == source.format and chosen.name in _OPEN_ENDED and not source.is_folder:
        end = _end_of_old(source)
        if end is not None:
            _copy(source, end, stream)
            stream.write(_block(links, chosen, end))
            return
    write.write([*_graphs(source, chosen), *([links] if links else [])], stream, chosen)


def _holds_rdf(format: Format) -> bool:
    return pyoxigraph.RdfFormat.from_media_type(format.media_type) is not None


def _links(store: Store) -> Iterator[Quad]:
    for claim in store.quads_for_pattern(None, _PREDICATE, _SAME, None):
        facts = list(store.quads_for_pattern(claim.subject, None, None, claim.graph_name))
        said = {fact.predicate: fact.object for fact in facts}
        rule, one, other = (said.get(predicate) for predicate in (_RULE, _SUBJECT, _OBJECT))
        known = isinstance(rule, Literal) and rule.value.startswith(RULE_PREFIX)
        if known and isinstance(one, NamedNode) and isinstance(other, NamedNode):
            yield from facts
            yield Quad(one, _SAME, other, claim.graph_name)


# Copied and added to


def _end_of_old(source: Source) -> int | None:
    """How many bytes stand before the links of an earlier run; None where these are not what the file ends with."""
    with _opened(source.path) as stream:
        size: int = stream.seek(0, io.SEEK_END)
        if not source.links:
            return size
        names = {quad.graph_name for quad in source.links}
        old = rdflib.Graph(identifier=rdflib.URIRef(_name(min(names, key=str))), bind_namespaces="none")
        for prefix, namespace in PREFIXES.items():
            old.bind(prefix, namespace)
        for quad in source.links:
            old.add((to_rdflib(quad.subject), to_rdflib(quad.predicate), to_rdflib(quad.object)))
        block = _block(old, source.format, size)
        if len(names) != 1 or len(block) > size:
            return None
        stream.seek(size - len(block))
        ends_with_it: bool = stream.read() == block
    return size - len(block) if ends_with_it else None


def _block(links: rdflib.Graph | None, format: Format, before: int) -> bytes:
    """What is added to a file of so many bytes."""
    if not links:
        return b""
    written = io.BytesIO()
    write.write([links], written, format)
    return (_OPEN_ENDED[format.name] if before else b"") + written.getvalue()


def _copy(source: Source, end: int, stream: BinaryIO) -> None:
    last = b""
    with _opened(source.path) as file:
        while end > 0 and (piece := file.read(min(end, 1 << 20))):
            stream.write(piece)
            end -= len(piece)
            last = piece[-1:]
    if last not in (b"\n", b""):
        stream.write(b"\n")


def _opened(path: str) -> AbstractContextManager[Any]:
    return gzip.open(path) if path.endswith(".gz") else Path(path).open("rb")


# Written anew


def _graphs(source: Source, format: Format) -> list[rdflib.Graph]:
    """What the file says without links, graph by graph, in the order in which it names them."""
    left_out = set(source.links)
    graphs: dict[str, rdflib.Graph] = {}
    for quad in stores.quads(source.path):
        if quad in left_out:
            continue
        if format.named_graphs and not isinstance(quad.graph_name, NamedNode):
            raise UsageError(f"{source.path} has facts in no named graph, and {format.name} is for graphs with names: "
                             "write Turtle instead")  # fmt: skip
        name = _name(quad.graph_name)
        if name not in graphs:
            graphs[name] = rdflib.Graph(identifier=rdflib.URIRef(name), bind_namespaces="none")
        graphs[name].add((to_rdflib(quad.subject), to_rdflib(quad.predicate), to_rdflib(quad.object)))
    return list(graphs.values())


def _name(graph: NamedNode | BlankNode | DefaultGraph) -> str:
    return "" if isinstance(graph, DefaultGraph) else graph.value
