"""GEXF 1.3, Gephi's own format: labels, colours and places shown as the file opens, events on its timeline."""

from __future__ import annotations

from collections.abc import Iterable
from typing import IO, BinaryIO

import rdflib
from pyoxigraph import Store

from kg.network import Network, Node
from kg.ontology.terms import KG
from kg.statements import DocumentGraph
from kg.write.look import Place, caption, colour, places
from kg.write.network import Attributes, attributes, links, merged
from kg.write.xml import Columns, Xml, spool

_NAMESPACES = {
    "xmlns": "http://gexf.net/1.3",
    "xmlns:viz": "http://gexf.net/1.3/viz",
    "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "xsi:schemaLocation": "http://gexf.net/1.3 http://gexf.net/1.3/gexf.xsd",
    "version": "1.3",
}
_TYPES = {"string": "string", "int": "integer"}
_DATED = {"mode": "dynamic", "timeformat": "date", "timerepresentation": "interval"}


def write(graphs: Iterable[rdflib.Graph | DocumentGraph], stream: BinaryIO) -> None:
    with merged(graphs) as store:
        write_store(store, stream)


def write_store(store: Store, stream: BinaryIO) -> None:
    """Memory holds the ends of edges, the places and the dates of nodes; the rest waits on disk."""
    network = Network(store)
    dates = {node.iri: when for node in network.nodes() if (when := _dates(node))}
    with spool() as nodes, spool() as edges:
        edge_columns, ends = _edges(network, edges, dates)
        where = places(network.iris, ends)
        node_columns = _nodes(network, nodes, dates, where)
        xml = Xml(stream)
        with xml.element("gexf", **_NAMESPACES):
            with xml.element("meta"):
                xml.leaf("creator", "kg")
            mode = _DATED if dates else {"mode": "static"}
            with xml.element("graph", defaultedgetype="directed", **mode, idtype="string"):
                _columns(xml, "node", node_columns)
                _columns(xml, "edge", edge_columns)
                with xml.element("nodes", count=str(len(where))):
                    xml.insert(nodes)
                with xml.element("edges", count=str(len(ends))):
                    xml.insert(edges)
        xml.flush()


def _dates(node: Node) -> dict[str, str]:
    """From the first to the last day that any document tells of."""
    first, last = node.values.get(KG + "earliest"), node.values.get(KG + "latest")
    return {"start": first[0], "end": last[-1]} if first and last else {}


def _nodes(network: Network, part: IO[bytes], dates: dict[str, dict[str, str]], where: dict[str, Place]) -> Columns:
    columns = Columns()
    xml = Xml(part, depth=3)
    for node in network.nodes():
        data = attributes(node)
        columns.see(data)
        with xml.element("node", id=node.iri, label=caption(data), **dates.get(node.iri, {})):
            _values(xml, data)
            xml.leaf("viz:color", **_rgb(colour(data)))
            # GEXF counts upwards, screens downwards: both files then look the same.
            x, y = where[node.iri]
            xml.leaf("viz:position", x=str(x), y=str(-y), z="0")
    xml.flush()
    return columns


def _edges(
    network: Network, part: IO[bytes], dates: dict[str, dict[str, str]]
) -> tuple[Columns, list[tuple[str, str]]]:
    columns, ends = Columns(), []
    xml = Xml(part, depth=3)
    for number, link in enumerate(links(network)):
        data = link.attributes
        columns.see(data)
        ends.append((link.source, link.target))
        named = {"id": f"e{number}", "source": link.source, "target": link.target, "label": str(data["label"])}
        # Gephi merges edges between the same nodes unless their kinds differ.
        with xml.element("edge", **named, kind=link.role, **dates.get(link.source, {})):
            _values(xml, data)
    xml.flush()
    return columns, ends


def _columns(xml: Xml, kind: str, columns: Columns) -> None:
    with xml.element("attributes", **{"class": kind, "mode": "static"}):
        for name, type_ in columns.items():
            if name != "label":
                xml.leaf("attribute", id=name, title=name, type=_TYPES[type_])


def _values(xml: Xml, data: Attributes) -> None:
    with xml.element("attvalues"):
        for name, value in data.items():
            if name != "label":
                xml.leaf("attvalue", **{"for": name, "value": str(value)})


def _rgb(colour: str) -> dict[str, str]:
    return {part: str(int(colour[at : at + 2], 16)) for part, at in (("r", 1), ("g", 3), ("b", 5))}
