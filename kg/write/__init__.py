"""Graphs to files: one function a format, one line each in `FORMATS`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import rdflib

from kg.errors import UsageError
from kg.write import gexf, graphml, jsonld, rdf
from kg.write.network import to_networkx

__all__ = ["FORMATS", "Format", "format_of", "to_networkx", "write"]


@dataclass(frozen=True, slots=True)
class Format:
    """A file format. One that keeps named graphs is written graph by graph, in the order given.

    The others hold the union, and are the same bytes in any order of the graphs.
    """

    name: str
    suffixes: tuple[str, ...]
    media_type: str
    named_graphs: bool
    writer: Callable[[Iterable[rdflib.Graph], BinaryIO], None]


# To teach kg a new format, write a writer and list it here. The first one is the default.
FORMATS: tuple[Format, ...] = (
    Format("turtle", (".ttl",), "text/turtle", False, rdf.turtle),
    Format("trig", (".trig",), "application/trig", True, rdf.trig),
    Format("ntriples", (".nt",), "application/n-triples", False, rdf.ntriples),
    Format("nquads", (".nq",), "application/n-quads", True, rdf.nquads),
    Format("jsonld", (".jsonld", ".json"), "application/ld+json", True, jsonld.write),
    Format("rdfxml", (".rdf", ".xml", ".owl"), "application/rdf+xml", False, rdf.rdfxml),
    Format("graphml", (".graphml",), "application/graphml+xml", False, graphml.write),
    Format("gexf", (".gexf",), "application/gexf+xml", False, gexf.write),
)


def format_of(name: str | None = None, path: str | Path | None = None) -> Format:
    """The format of that name (or suffix, `ttl`); else what the path's suffix names; else the default."""
    if name is not None:
        return _named(name)
    if path is None or str(path) == "-":
        return FORMATS[0]
    suffix = Path(path).suffix.lower()
    for format in FORMATS:
        if suffix in format.suffixes:
            return format
    raise UsageError(f"{path}: no format has the suffix “{suffix}”; name one with -f: {_names()}")


def write(graphs: Iterable[rdflib.Graph], stream: BinaryIO, format: str | Format) -> None:
    """Writes the graphs, which bear their documents' IRIs as identifiers."""
    (format if isinstance(format, Format) else _named(format)).writer(graphs, stream)


def _named(name: str) -> Format:
    for format in FORMATS:
        if name.lower() == format.name or "." + name.lower().lstrip(".") in format.suffixes:
            return format
    raise UsageError(f"no format is called “{name}”; choose from {_names()}")


def _names() -> str:
    return ", ".join(format.name for format in FORMATS)
