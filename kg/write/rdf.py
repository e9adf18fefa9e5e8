"""The RDF syntaxes that pyoxigraph writes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, BinaryIO

import pyoxigraph
import rdflib
from pyoxigraph import NamedNode, Quad, RdfFormat, Triple
from rdflib.term import Node

from kg.ontology.terms import PREFIXES
from kg.quads import to_oxigraph
from kg.write.order import by_subject
from kg.write.xml import clean

# An empty line before each subject. Line ends within strings are escaped, so each line starts with syntax.
_TURTLE_SUBJECT = re.compile(rb"^(?=[^\s@])", re.MULTILINE)
_TRIG_SUBJECT = re.compile(rb"^(?=[^\s@}]|\t[^\t])", re.MULTILINE)
_PREFIX_LINE = re.compile(rb"@prefix ([^:]*): .*\n")
_NAMESPACE = re.compile(r".*[/#]", re.DOTALL)


def turtle(graphs: Iterable[rdflib.Graph], stream: BinaryIO) -> None:
    held = list(graphs)
    data = _serialized(_triples(held), RdfFormat.TURTLE, _prefixes(held))
    prefixes, statements = _head(data)
    stream.write(b"".join(prefixes.values()) + _TURTLE_SUBJECT.sub(b"\n", statements))


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
        prefixes, statements = _head(_serialized(_quads(graph), RdfFormat.TRIG, _prefixes([graph])))
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


def _prefixes(graphs: Sequence[rdflib.Graph]) -> dict[str, str]:
    """Those in use and bound in every graph that has them to the same namespace.

    Libraries bind prefixes of their own to a graph; they would only fill the head of the file.
    """
    used = {match[0] for graph in graphs for iri in _iris(graph) if (match := _NAMESPACE.match(iri))}
    prefixes: dict[str, str] = {}
    clashing = set()
    for graph in graphs:
        for prefix, namespace in graph.namespaces():
            if prefixes.setdefault(prefix, str(namespace)) != str(namespace):
                clashing.add(prefix)
    kept = {prefix: iri for prefix, iri in prefixes.items() if prefix not in clashing} | PREFIXES
    return {prefix: iri for prefix, iri in kept.items() if iri in used}


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


class _Terms(dict[Node, Any]):
    """rdflib's terms as pyoxigraph's."""

    def __missing__(self, node: Node) -> Any:
        term = to_oxigraph(node)
        if not isinstance(node, rdflib.Literal):
            self[node] = term
        return term


def _for_xml(term: Any) -> Any:
    if not isinstance(term, pyoxigraph.Literal) or clean(term.value) == term.value:
        return term
    return pyoxigraph.Literal(clean(term.value), datatype=term.datatype, language=term.language)
