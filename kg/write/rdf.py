"""The RDF syntaxes that pyoxigraph writes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

import pyoxigraph
import rdflib
from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, Triple
from rdflib.term import Node

from kg.ontology.terms import PREFIXES
from kg.write.order import by_subject
from kg.write.xml import clean

# An empty line before each subject. Line ends within strings are escaped, so each line starts with syntax.
_TURTLE_SUBJECT = re.compile(rb"^(?=[^\s@])", re.MULTILINE)
_TRIG_SUBJECT = re.compile(rb"^(?=[^\s@}]|\t[^\t])", re.MULTILINE)
_PREFIX_LINE = re.compile(rb"@prefix ([^:]*): .*\n")


def turtle(graphs: Iterable[rdflib.Graph], stream: BinaryIO) -> None:
    held = list(graphs)
    data = _serialized(_triples(held), RdfFormat.TURTLE, _prefixes(held))
    stream.write(_TURTLE_SUBJECT.sub(b"\n", data))


def ntriples(graphs: Iterable[rdflib.Graph], stream: BinaryIO) -> None:
    pyoxigraph.serialize(_triples(graphs), stream, format=RdfFormat.N_TRIPLES)


def rdfxml(graphs: Iterable[rdflib.Graph], stream: BinaryIO) -> None:
    triples = (Triple(t.subject, t.predicate, _for_xml(t.object)) for t in _triples(graphs))
    stream.write(_serialized(triples, RdfFormat.RDF_XML, PREFIXES))


def nquads(graphs: Iterable[rdflib.Graph], stream: BinaryIO) -> None:
    """Document by document: memory holds one of them."""
    for graph in graphs:
        pyoxigraph.serialize(_quads(graph), stream, format=RdfFormat.N_QUADS)


def trig(graphs: Iterable[rdflib.Graph], stream: BinaryIO) -> None:
    """Document by document: memory holds one of them."""
    bound: dict[bytes, bytes] = {}
    for graph in graphs:
        data = _serialized(_quads(graph), RdfFormat.TRIG, _prefixes([graph]))
        head = b""
        while match := _PREFIX_LINE.match(data):
            if bound.get(match[1]) != match[0]:
                head += match[0]
                bound[match[1]] = match[0]
            data = data[match.end() :]
        stream.write(head + _TRIG_SUBJECT.sub(b"\n", data))


def _triples(graphs: Iterable[rdflib.Graph]) -> Iterator[Triple]:
    terms = _Terms()
    for subject, statements in by_subject(graphs):
        for predicate, object_ in statements:
            yield Triple(terms[subject], terms[predicate], terms[object_])


def _quads(graph: rdflib.Graph) -> Iterator[Quad]:
    name = NamedNode(str(graph.identifier))
    for triple in _triples([graph]):
        yield Quad(triple.subject, triple.predicate, triple.object, name)


def _prefixes(graphs: Iterable[rdflib.Graph]) -> dict[str, str]:
    """Those bound in every graph that has them to the same namespace."""
    prefixes: dict[str, str] = {}
    clashing = set()
    for graph in graphs:
        for prefix, namespace in graph.namespaces():
            if prefixes.setdefault(prefix, str(namespace)) != str(namespace):
                clashing.add(prefix)
    return {prefix: prefixes[prefix] for prefix in sorted(prefixes) if prefix not in clashing} | PREFIXES


def _serialized(statements: Iterable[Any], format: RdfFormat, prefixes: dict[str, str]) -> bytes:
    return pyoxigraph.serialize(statements, format=format, prefixes=prefixes) or b""


class _Terms(dict[Node, Any]):
    """rdflib's terms as pyoxigraph's."""

    def __missing__(self, node: Node) -> Any:
        term = _term(node)
        if not isinstance(node, rdflib.Literal):
            self[node] = term
        return term


def _term(node: Node) -> NamedNode | BlankNode | pyoxigraph.Literal:
    if isinstance(node, rdflib.Literal):
        if node.language:
            return pyoxigraph.Literal(str(node), language=node.language)
        datatype = NamedNode(str(node.datatype)) if node.datatype else None
        return pyoxigraph.Literal(str(node), datatype=datatype)
    return BlankNode(str(node)) if isinstance(node, rdflib.BNode) else NamedNode(str(node))


def _for_xml(term: Any) -> Any:
    if not isinstance(term, pyoxigraph.Literal) or clean(term.value) == term.value:
        return term
    return pyoxigraph.Literal(clean(term.value), datatype=term.datatype, language=term.language)
