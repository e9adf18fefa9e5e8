"""The file formats of a graph: their names, suffixes and media types. Who writes them is `kg.write`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kg.errors import UsageError

__all__ = ["FORMATS", "Format", "format_of", "named"]


@dataclass(frozen=True, slots=True)
class Format:
    """A file format. One that keeps named graphs is written graph by graph, in the order given.

    The others hold the union, and are the same bytes in any order of the graphs.
    """

    name: str
    suffixes: tuple[str, ...]
    media_type: str
    named_graphs: bool


# The first one is the default.
FORMATS: tuple[Format, ...] = (
    Format("turtle", (".ttl",), "text/turtle", False),
    Format("trig", (".trig",), "application/trig", True),
    Format("ntriples", (".nt",), "application/n-triples", False),
    Format("nquads", (".nq",), "application/n-quads", True),
    Format("jsonld", (".jsonld", ".json"), "application/ld+json", True),
    Format("rdfxml", (".rdf", ".xml", ".owl"), "application/rdf+xml", False),
    Format("graphml", (".graphml",), "application/graphml+xml", False),
    Format("gexf", (".gexf",), "application/gexf+xml", False),
)


def format_of(name: str | None = None, path: str | Path | None = None) -> Format:
    """The format of that name (or suffix, `ttl`); else what the path's suffix names; else the default."""
    if name is not None:
        return named(name)
    if path is None or str(path) == "-":
        return FORMATS[0]
    suffix = Path(path).suffix.lower()
    for format in FORMATS:
        if suffix in format.suffixes:
            return format
    raise UsageError(f"{path}: no format has the suffix “{suffix}”; name one with -f: {_names()}")


def named(name: str) -> Format:
    """The format that is called so, or has that suffix, with or without the dot."""
    for format in FORMATS:
        if name.lower() == format.name or "." + name.lower().lstrip(".") in format.suffixes:
            return format
    raise UsageError(f"no format is called “{name}”; choose from {_names()}")


def _names() -> str:
    return ", ".join(format.name for format in FORMATS)
