"""Rows and columns: what a table of nodes, edges or dyads is made of, whatever file it is written to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from kg.network import Network, Node
from kg.ontology.terms import KG
from kg.write.network import attributes, links, values, words

Cell: TypeAlias = "str | int | date | Sequence[str] | None"
Row: TypeAlias = dict[str, Cell]


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    type: Literal["string", "integer", "date", "list"]


_NODE_FIRST = (
    Column("id", "string"),
    Column("label", "string"),
    Column("type", "list"),
    Column("kind", "string"),
    Column("factuality", "list"),
    Column("earliest", "date"),
    Column("latest", "date"),
    Column("date", "list"),
)
_NODE_LAST = (Column("sources", "integer"), Column("documents", "list"))
EDGE_COLUMNS = (
    Column("source", "string"),
    Column("target", "string"),
    Column("role", "string"),
    Column("label", "string"),
    Column("factuality", "list"),
    Column("evidence", "list"),
    *_NODE_LAST,
)


def node_columns(network: Network) -> tuple[Column, ...]:
    """The common ones, and one for each other property that any node has; found out by reading them all."""
    first = {column.name for column in (*_NODE_FIRST, *_NODE_LAST)}
    found = {name for node in network.nodes() for name in values(node)} - first
    return (*_NODE_FIRST, *(Column(name, "list") for name in sorted(found)), *_NODE_LAST)


def node_rows(network: Network) -> Iterator[Row]:
    for node in network.nodes():
        lists: Row = {name: tuple(sorted(said - {""})) for name, said in values(node).items()}
        earliest, latest = bounds(node)
        yield lists | {
            "id": node.iri,
            "label": str(attributes(node)["label"]),
            "kind": "event" if node.is_event else "entity",
            "earliest": earliest,
            "latest": latest,
            "sources": len(node.documents),
            "documents": node.documents,
        }


def edge_rows(network: Network) -> Iterator[Row]:
    for link in links(network):
        lists: Row = {name: tuple(sorted(said - {""})) for name, said in link.values.items()}
        named: Row = {"source": link.source, "target": link.target, "role": link.role, "label": words(link.role)}
        yield lists | named | {"sources": len(link.values["documents"])}


def bounds(node: Node) -> tuple[date | None, date | None]:
    """The first and the last day that any document tells of."""
    first, last = (node.values.get(KG + name, ()) for name in ("earliest", "latest"))
    return (day(first[0]) if first else None, day(last[-1]) if last else None)


def day(text: str) -> date | None:
    """An `xsd:date`, whose time zone is left out; None where no calendar of Python's has it."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
