"""Terms and statements of rdflib as those of pyoxigraph, and back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyoxigraph
import rdflib
from pyoxigraph import BlankNode, NamedNode, Quad
from rdflib.term import Node

from kg.errors import UsageError

__all__ = ["quads", "to_oxigraph", "to_rdflib"]


def quads(graph: rdflib.Graph) -> Iterator[Quad]:
    """The statements of one document, in the named graph that bears its IRI."""
    name = NamedNode(str(graph.identifier))
    for subject, predicate, object_ in graph:
        yield Quad(to_oxigraph(subject), to_oxigraph(predicate), to_oxigraph(object_), name)


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
