"""The formats of answers: tables of values as the SPARQL standards have them, and graphs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import QueryResultsFormat, RdfFormat

from kg import formats as graphs
from kg.errors import UsageError


@dataclass(frozen=True, slots=True)
class Results:
    """A format of rows, and of yes or no."""

    name: str
    suffixes: tuple[str, ...]
    media_type: str
    format: QueryResultsFormat


RESULTS: tuple[Results, ...] = (
    Results("csv", (".csv",), "text/csv", QueryResultsFormat.CSV),
    Results("tsv", (".tsv",), "text/tab-separated-values", QueryResultsFormat.TSV),
    Results("json", (".json", ".srj"), "application/sparql-results+json", QueryResultsFormat.JSON),
    Results("xml", (".xml", ".srx"), "application/sparql-results+xml", QueryResultsFormat.XML),
)
GRAPHS: tuple[graphs.Format, ...] = tuple(
    format for format in graphs.FORMATS if RdfFormat.from_media_type(format.media_type)
)
_GRAPHS_TOO = {"json": "jsonld", "xml": "rdfxml"}
"""Names that mean one format for rows and another for graphs."""


def of_rows(name: str) -> Results:
    """The format of that name, or suffix, for the answer of SELECT or ASK. Raises UsageError."""
    for one in RESULTS:
        if name.lower() == one.name or "." + name.lower().lstrip(".") in one.suffixes:
            return one
    raise UsageError(f"rows are not written as “{name}”: choose {', '.join(one.name for one in RESULTS)}")


def of_graph(name: str) -> graphs.Format:
    """The format of that name, or suffix, for the answer of CONSTRUCT or DESCRIBE. Raises UsageError."""
    wanted = _GRAPHS_TOO.get(name.lower(), name.lower())
    for one in GRAPHS:
        if wanted == one.name or "." + wanted.lstrip(".") in one.suffixes:
            return one
    raise UsageError(f"a graph is not written as “{name}”: choose {', '.join(one.name for one in GRAPHS)}")


def of_path(path: str) -> str:
    """What a file's suffix names; `table` for standard output and for text. Raises UsageError."""
    suffix = Path(path).suffix.lower()
    if path == "-" or suffix == ".txt":
        return "table"
    known = [end for one in RESULTS for end in one.suffixes] + [end for one in GRAPHS for end in one.suffixes]
    if suffix in known:
        return suffix.removeprefix(".")
    raise UsageError(f"{path}: no format has the suffix “{suffix}”: name one with -f, or end it in {' '.join(known)}")
