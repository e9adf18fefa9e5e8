"""The RDF syntaxes that pyoxigraph writes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Any, BinaryIO, cast

import pyoxigraph
import rdflib
from pyoxigraph import NamedNode, Quad, RdfFormat, Triple
from rdflib.term import Node

from kg.ontology.terms import PREFIXES
from kg.quads import oxigraph_term, to_oxigraph
from kg.statements import DocumentGraph
from kg.write.order import by_subject, of_document
from kg.write.xml import clean

# An empty line before each subject. Line ends within strings are escaped, so each line starts with syntax.
_TURTLE_SUBJECT = re.compile(rb"^(?=[^\s@])", re.MULTILINE)
_TRIG_SUBJECT = re.compile(rb"^(?=[^\s@}]|\t[^\t])", re.MULTILINE)
_PREFIX_LINE = re.compile(rb"@prefix ([^:]*): .*\n")
_PIECE = 1 << 20
_KEPT = 100_000
_NAMESPACE = re.compile(r".*[/#]", re.DOTALL)


def turtle(graphs: Iterable[rdflib.Graph], stream: BinaryIO) -> None:
    """Their union; what is large is sorted on disk."""
    prefixes = _Prefixes()
    triples = _triples(map(prefixes.seen, graphs))
    # All graphs have been seen when the first statement comes.
    first = list(islice(triples, 1))
    lines = _Lines(stream)
    statements = chain(first, triples)
    pyoxigraph.serialize(statements, cast("BinaryIO", lines), format=RdfFormat.TURTLE, prefixes=prefixes.used())
    lines.end()


def ntriples(graphs: Iterable[rdflib.Graph], stream: BinaryIO) -> None:
    pyoxigraph.serialize(_triples(graphs), stream, format=RdfFormat.N_TRIPLES)


def rdfxml(graphs: Iterable[rdflib.Graph], stream: BinaryIO) -> None:
    triples = (Triple(t.subject, t.predicate, _for_xml(t.object)) for t in _triples(graphs))
    pyoxigraph.serialize(triples, stream, format=RdfFormat.RDF_XML, prefixes=PREFIXES)


def nquads(graphs: Iterable[rdflib.Graph | DocumentGraph], stream: BinaryIO) -> None:
    """Document by document: memory holds one of them."""
    for graph in graphs:
        statements = _document_quads(graph) if isinstance(graph, DocumentGraph) else _quads(graph)
        pyoxigraph.serialize(statements, stream, format=RdfFormat.N_QUADS)


def trig(graphs: Iterable[rdflib.Graph], stream: BinaryIO) -> None:
    """Document by document: memory holds one of them."""
    bound: dict[bytes, bytes] = {}
    for graph in graphs:
        prefixes, statements = _head(_serialized(_quads(graph), RdfFormat.TRIG, _prefixes(graph)))
        new = [line for prefix, line in prefixes.items() if bound.get(prefix) != line]
        bound |= prefixes
        stream.write(b"".join(new) + _TRIG_SUBJECT.sub(b"\n", statements))


def _triples(graphs: Iterable[rdflib.Graph]) -> Iterator[Triple]:
    terms = _Terms()
    for subject, statements in by_subject(graphs):
        for predicate, object_ in statements:
            yield Triple(terms[subject], terms[predicate], terms[object_])


def _quads(graph: rdflib.Graph) -> Iterator[Quad]:
    name = NamedNode(str(graph.identifier))
    for triple in _triples([graph]):
        yield Quad(triple.subject, triple.predicate, triple.object, name)


def _document_quads(graph: DocumentGraph) -> Iterator[Quad]:
    name = NamedNode(graph.identifier)
    for subject, predicate, object_ in of_document(graph):
        yield Quad(oxigraph_term(subject), oxigraph_term(predicate), oxigraph_term(object_), name)


class _Prefixes:
    """Those in use and bound in every graph that has them to the same namespace.

    Libraries bind prefixes of their own to a graph; they would only fill the head of the file.
    """

    def __init__(self) -> None:
        self._namespaces: set[str] = set()
        self._bound: dict[str, str] = {}
        self._clashing: set[str] = set()

    def seen(self, graph: rdflib.Graph) -> rdflib.Graph:
        self._namespaces.update(match[0] for iri in _iris(graph) if (match := _NAMESPACE.match(iri)))
        for prefix, namespace in graph.namespaces():
            if self._bound.setdefault(prefix, str(namespace)) != str(namespace):
                self._clashing.add(prefix)
        return graph

    def used(self) -> dict[str, str]:
        kept = {prefix: iri for prefix, iri in self._bound.items() if prefix not in self._clashing} | PREFIXES
        return {prefix: iri for prefix, iri in kept.items() if iri in self._namespaces}


def _prefixes(graph: rdflib.Graph) -> dict[str, str]:
    prefixes = _Prefixes()
    prefixes.seen(graph)
    return prefixes.used()


def _iris(graph: rdflib.Graph) -> set[str]:
    terms = {term for triple in graph for term in triple}
    datatypes = {term.datatype for term in terms if isinstance(term, rdflib.Literal) and term.datatype}
    return {str(term) for term in terms | datatypes if isinstance(term, rdflib.URIRef)}


def _head(data: bytes) -> tuple[dict[bytes, bytes], bytes]:
    """The lines that bind prefixes, by prefix in order of the alphabet, and what comes after them."""
    lines: dict[bytes, bytes] = {}
    end = 0
    while match := _PREFIX_LINE.match(data, end):
        lines[match[1]] = match[0]
        end = match.end()
    return dict(sorted(lines.items())), data[end:]


def _serialized(statements: Iterable[Any], format: RdfFormat, prefixes: dict[str, str]) -> bytes:
    return pyoxigraph.serialize(statements, format=format, prefixes=prefixes) or b""


class _Lines:
    """Turtle as it is made, with sorted prefixes and empty lines between the subjects."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._rest = b""
        self._in_head = True

    def write(self, data: bytes) -> int:
        self._rest += bytes(data)
        if len(self._rest) > _PIECE:
            whole, end, self._rest = self._rest.rpartition(b"\n")
            self._pass_on(whole + end)
        return len(data)

    def flush(self) -> None:
        """pyoxigraph asks for it, and a line may not be whole yet."""

    def end(self) -> None:
        self._pass_on(self._rest)

    def _pass_on(self, lines: bytes) -> None:
        if self._in_head and lines:
            # The prefixes are few: all of them stand in the first piece.
            prefixes, lines = _head(lines)
            self._stream.write(b"".join(prefixes.values()))
            self._in_head = False
        self._stream.write(_TURTLE_SUBJECT.sub(b"\n", lines))


class _Terms(dict[Node, Any]):
    """rdflib's terms as pyoxigraph's."""

    def __missing__(self, node: Node) -> Any:
        term = to_oxigraph(node)
        if len(self) > _KEPT:
            self.clear()
        if not isinstance(node, rdflib.Literal):
            self[node] = term
        return term


def _for_xml(term: Any) -> Any:
    if not isinstance(term, pyoxigraph.Literal) or clean(term.value) == term.value:
        return term
    return pyoxigraph.Literal(clean(term.value), datatype=term.datatype, language=term.language)
