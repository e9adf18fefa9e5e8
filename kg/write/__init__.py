"""Graphs to files: one function a format, one line each in `_WRITERS`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import BinaryIO

import rdflib

from kg.formats import FORMATS, Format, format_of, named
from kg.quads import to_graph
from kg.statements import DocumentGraph
from kg.write import gexf, graphml, jsonld, rdf
from kg.write.network import to_networkx

__all__ = ["FORMATS", "Format", "format_of", "to_networkx", "write"]

# To teach kg a new format, write a writer, list it here, and its names in `kg.formats`.
_WRITERS: dict[str, Callable[[Iterable[rdflib.Graph], BinaryIO], None]] = {
    "turtle": rdf.turtle,
    "trig": rdf.trig,
    "ntriples": rdf.ntriples,
    "jsonld": jsonld.write,
    "rdfxml": rdf.rdfxml,
}
# These take statements as they are, without rdflib: corpora are written so.
_DIRECT: dict[str, Callable[[Iterable[rdflib.Graph | DocumentGraph], BinaryIO], None]] = {
    "nquads": rdf.nquads,
    "graphml": graphml.write,
    "gexf": gexf.write,
}


def write(graphs: Iterable[rdflib.Graph | DocumentGraph], stream: BinaryIO, format: str | Format) -> None:
    """Writes the graphs, which bear their documents' IRIs as identifiers."""
    chosen = format if isinstance(format, Format) else named(format)
    if chosen.name in _DIRECT:
        _DIRECT[chosen.name](graphs, stream)
        return
    _WRITERS[chosen.name]((to_graph(one) if isinstance(one, DocumentGraph) else one for one in graphs), stream)
