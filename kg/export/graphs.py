"""RDF into another syntax, graph by graph, as a build would have written it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain, groupby, islice
from typing import BinaryIO

import rdflib
from pyoxigraph import BlankNode, DefaultGraph, Quad
from rdflib.namespace import RDF

from kg import formats, store, write
from kg.errors import UsageError
from kg.ontology.terms import KG, NIF, PREFIXES, SCHEMA
from kg.quads import to_rdflib

_CONTEXT = rdflib.URIRef(NIF + "Context")
_NO_THINGS = {
    rdflib.URIRef(iri)
    for iri in (
        *(NIF + "Context", NIF + "Phrase", NIF + "Sentence", KG + "Claim"),
        *(SCHEMA + "NewsArticle", SCHEMA + "Organization"),
    )
}
_PREFIX = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_PART = 50_000
"""So many statements of a graph are turned into rdflib's at once."""
# For statements in no named graph: what is written of them stands in a file of these formats, too.
_WITHOUT_NAMES = {"trig": "turtle", "nquads": "ntriples"}


def convert(source: str, stream: BinaryIO, format: formats.Format) -> None:
    """Memory holds one graph where the format keeps graphs apart; a large union is sorted on disk. Raises KgError."""
    if not format.named_graphs:
        write.write(_parts(source), stream, format)
        return
    graphs = _graphs(source)
    first = next(graphs, None)
    if first is not None and format.name in _WITHOUT_NAMES and isinstance(first.identifier, rdflib.BNode):
        write.write([first], stream, _WITHOUT_NAMES[format.name])
    elif first is not None:
        graphs = chain([first], graphs)
    write.write(graphs, stream, format)


def _parts(source: str) -> Iterator[rdflib.Graph]:
    """Graphs whose union is the source."""
    roots: set[str] = set()
    for name, quads in groupby(store.quads(source), key=_name):
        while some := list(islice(quads, _PART)):
            yield _graph(name, some, roots)


def _graphs(source: str) -> Iterator[rdflib.Graph]:
    """In the order in which the source names them; what stands in no named graph first, under a blank node."""
    if _is_in_order(source):
        for name, quads in groupby(store.quads(source), key=_name):
            yield _graph(name, quads, set())
        return
    held: dict[str, list[Quad]] = {"": []}
    for quad in store.quads(source):
        held.setdefault(_name(quad), []).append(quad)
    for name, some in held.items():
        if some:
            yield _graph(name, some, set())


def _is_in_order(source: str) -> bool:
    """Whether each graph's statements stand together, those of no graph first; standard input is read only once."""
    if source == "-":
        return True
    seen: set[str] = set()
    for name, _ in groupby(store.quads(source), key=_name):
        if name in seen or (seen and not name):
            return False
        seen.add(name)
    return True


def _name(quad: Quad) -> str:
    """Empty for what stands in no named graph."""
    if isinstance(quad.graph_name, BlankNode):
        raise UsageError(f"the graph {quad.graph_name} is named by a blank node: give it an IRI")
    return "" if isinstance(quad.graph_name, DefaultGraph) else quad.graph_name.value


def _graph(name: str, quads: Iterable[Quad], roots: set[str]) -> rdflib.Graph:
    """`roots`: what IRIs of documents seen so far have before `/doc/`; added to."""
    graph = rdflib.Graph(identifier=rdflib.URIRef(name) if name else None, bind_namespaces="none")
    for quad in quads:
        graph.add((to_rdflib(quad.subject), to_rdflib(quad.predicate), to_rdflib(quad.object)))
    for prefix, namespace in {**_folders(graph, roots), **PREFIXES}.items():
        graph.bind(prefix, namespace)
    return graph


def _folders(graph: rdflib.Graph, roots: set[str]) -> dict[str, str]:
    """`person` for `<base>person/`, and so on: N-Quads have no prefixes, but their IRIs show the build's."""
    documents = {str(s) for s in graph.subjects(RDF.type, _CONTEXT)} | {str(graph.identifier)}
    roots |= {document.rpartition("/doc/")[0] for document in documents} - {""}
    things = {str(s) for s, class_ in graph.subject_objects(RDF.type) if class_ not in _NO_THINGS}
    folders = sorted({iri.rpartition("/")[0] for iri in things})
    return {
        folder.removeprefix(base): folder + "/"
        for folder in folders
        for base in sorted(root + end for root in roots for end in "/#")
        if folder.startswith(base) and folder != base + "doc" and _PREFIX.fullmatch(folder, len(base))
    }
