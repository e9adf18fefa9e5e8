"""Terms and statements of documents and of rdflib as those of pyoxigraph, and back."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import pyoxigraph
import rdflib
from pyoxigraph import BlankNode, NamedNode, Quad
from rdflib.term import Node

from kg.errors import UsageError
from kg.model import Literal
from kg.statements import DocumentGraph, Term

__all__ = ["is_iri", "oxigraph_term", "plain", "quads", "rdflib_term", "to_graph", "to_oxigraph", "to_rdflib"]

_TERMS_KEPT = 1 << 14
_STRING = str(rdflib.XSD.string)


def quads(graph: rdflib.Graph | DocumentGraph) -> Iterator[Quad]:
    """The statements of one document, in the named graph that bears its IRI."""
    name = NamedNode(str(graph.identifier))
    to_term: Any = oxigraph_term if isinstance(graph, DocumentGraph) else to_oxigraph
    for subject, predicate, object_ in graph:
        yield Quad(to_term(subject), to_term(predicate), to_term(object_), name)


def to_graph(statements: DocumentGraph) -> rdflib.Graph:
    """The same statements under the same name, with the prefixes bound."""
    graph = rdflib.Graph(identifier=rdflib.URIRef(statements.identifier), bind_namespaces="none")
    for prefix, namespace in statements.prefixes.items():
        graph.bind(prefix, namespace)
    for subject, properties in statements.subjects.items():
        node = rdflib.URIRef(subject)
        for predicate, objects in properties.items():
            for object_ in objects:
                graph.add((node, rdflib.URIRef(predicate), rdflib_term(object_)))
    return graph


def rdflib_term(term: Term) -> rdflib.term.Node:
    if isinstance(term, str):
        return rdflib.URIRef(term)
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    if term.datatype:
        return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype), normalize=False)
    return rdflib.Literal(term.value)


def oxigraph_term(term: Term) -> Any:
    """Raises ValueError for what is no IRI."""
    if isinstance(term, str):
        return _named(term)
    if term.language:
        return pyoxigraph.Literal(term.value, language=term.language)
    return pyoxigraph.Literal(term.value, datatype=_named(term.datatype) if term.datatype else None)


def plain(term: pyoxigraph.Literal) -> Literal:
    """The literal as documents have it, where a string's datatype goes without saying."""
    if language := term.language:
        return Literal(term.value, "", language)
    datatype = term.datatype.value
    return Literal(term.value, "" if datatype == _STRING else datatype)


def is_iri(text: str) -> bool:
    """Whether that is an absolute IRI (RFC 3987), as N-Quads and all the others ask for."""
    try:
        NamedNode(text)
    except ValueError:
        return False
    return True


@lru_cache(maxsize=_TERMS_KEPT)
def _named(iri: str) -> NamedNode:
    return NamedNode(iri)


def to_oxigraph(node: Node) -> Any:
    if isinstance(node, rdflib.Literal):
        if node.language:
            return pyoxigraph.Literal(str(node), language=node.language)
        datatype = NamedNode(str(node.datatype)) if node.datatype else None
        return pyoxigraph.Literal(str(node), datatype=datatype)
    return BlankNode(str(node)) if isinstance(node, rdflib.BNode) else NamedNode(str(node))


def to_rdflib(term: object) -> Any:
    """Raises UsageError for a triple inside a triple, which rdflib does not have."""
    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, BlankNode):
        return rdflib.BNode(term.value)
    if not isinstance(term, pyoxigraph.Literal):
        raise UsageError("the graph holds a triple inside a triple, which cannot be written in another format")
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    plain = term.datatype.value == str(rdflib.XSD.string)
    return rdflib.Literal(term.value, datatype=None if plain else rdflib.URIRef(term.datatype.value), normalize=False)
