"""GraphML that Gephi, yEd, Cytoscape and networkx open as it is, labels shown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, BinaryIO

import rdflib

from kg.write.look import Place, caption, colour, is_event, places
from kg.write.network import to_networkx
from kg.write.xml import Xml, columns

_NAMESPACES = {
    "xmlns": "http://graphml.graphdrawing.org/xmlns",
    "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "xmlns:y": "http://www.yworks.com/xml/graphml",
    "xsi:schemaLocation": "http://graphml.graphdrawing.org/xmlns "
    "http://www.yworks.com/xml/schema/graphml/1.1/ygraphml.xsd",
}
# By these ids Gephi knows the labels that yEd draws; any other id it reports as an attribute without a type.
_NODE_GRAPHICS, _EDGE_GRAPHICS = "d3", "d7"


def write(graphs: Iterable[rdflib.Graph], stream: BinaryIO) -> None:
    network = to_networkx(graphs)
    where = places(network)
    # Cytoscape shows the node attribute `name` and, in its table of edges, `interaction`.
    nodes = [(iri, data | dict.fromkeys(("label", "name"), caption(data))) for iri, data in network.nodes(data=True)]
    edges = [(a, b, data | {"interaction": data["label"]}) for a, b, data in network.edges(data=True)]
    xml = Xml(stream)
    with xml.element("graphml", **_NAMESPACES):
        _keys(xml, "node", (data for _, data in nodes), _NODE_GRAPHICS)
        _keys(xml, "edge", (data for _, _, data in edges), _EDGE_GRAPHICS)
        with xml.element("graph", id="kg", edgedefault="directed"):
            for iri, data in nodes:
                _node(xml, iri, data, where[iri])
            for number, (source, target, data) in enumerate(edges):
                _edge(xml, f"e{number}", source, target, data)
    xml.close()


def _keys(xml: Xml, kind: str, things: Iterable[dict[str, Any]], graphics: str) -> None:
    for name, type_ in columns(things).items():
        xml.leaf("key", id=f"{kind}_{name}", **{"for": kind, "attr.name": name, "attr.type": type_})
    xml.leaf("key", id=graphics, **{"for": kind, "yfiles.type": f"{kind}graphics"})


def _node(xml: Xml, iri: str, data: dict[str, Any], where: Place) -> None:
    # Wide enough for the label at yEd's usual 12 points.
    width = max(40, 12 + 7 * len(data["label"]))
    with xml.element("node", id=iri):
        _values(xml, "node", data)
        with xml.element("data", key=_NODE_GRAPHICS), xml.element("y:ShapeNode"):
            xml.leaf("y:Geometry", x=str(where[0]), y=str(where[1]), width=str(width), height="30")
            xml.leaf("y:Fill", color=colour(data), transparent="false")
            xml.leaf("y:NodeLabel", data["label"])
            xml.leaf("y:Shape", type="ellipse" if is_event(data) else "roundrectangle")


def _edge(xml: Xml, id: str, source: str, target: str, data: dict[str, Any]) -> None:
    with xml.element("edge", id=id, source=source, target=target):
        _values(xml, "edge", data)
        with xml.element("data", key=_EDGE_GRAPHICS), xml.element("y:PolyLineEdge"):
            xml.leaf("y:Arrows", source="none", target="standard")
            xml.leaf("y:EdgeLabel", data["label"])


def _values(xml: Xml, kind: str, data: dict[str, Any]) -> None:
    for name, value in data.items():
        xml.leaf("data", str(value), key=f"{kind}_{name}")
