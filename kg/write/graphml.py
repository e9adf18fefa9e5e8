"""GraphML that Gephi, yEd, Cytoscape and networkx open as it is, labels shown."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import IO, Any, BinaryIO

import rdflib
from pyoxigraph import Store

from kg.network import Network
from kg.statements import DocumentGraph
from kg.write.look import Place, caption, colour, is_event, places
from kg.write.network import attributes, links, merged
from kg.write.xml import Columns, Xml, spool

_NAMESPACES = {
    "xmlns": "http://graphml.graphdrawing.org/xmlns",
    "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "xmlns:y": "http://www.yworks.com/xml/graphml",
    "xsi:schemaLocation": "http://graphml.graphdrawing.org/xmlns "
    "http://www.yworks.com/xml/schema/graphml/1.1/ygraphml.xsd",
}
# By these ids Gephi knows the labels that yEd draws; any other id it reports as an attribute without a type.
_NODE_GRAPHICS, _EDGE_GRAPHICS = "d3", "d7"

_NOT_IN_IDS = re.compile(r"[^A-Za-z0-9.:-]")
_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9.:_-]")


def write(graphs: Iterable[rdflib.Graph | DocumentGraph], stream: BinaryIO) -> None:
    with merged(graphs) as store:
        write_store(store, stream)


def write_store(store: Store, stream: BinaryIO) -> None:
    """Memory holds the ends of edges and the places of nodes; the rest waits on disk for what must stand before it."""
    network = Network(store)
    with spool() as nodes, spool() as edges:
        edge_columns, ends = _edges(network, edges)
        node_columns = _nodes(network, nodes, places(network.iris, ends))
        xml = Xml(stream)
        with xml.element("graphml", **_NAMESPACES):
            _keys(xml, "node", node_columns, _NODE_GRAPHICS)
            _keys(xml, "edge", edge_columns, _EDGE_GRAPHICS)
            with xml.element("graph", id="kg", edgedefault="directed"):
                xml.insert(nodes)
                xml.insert(edges)
        xml.flush()


def _edges(network: Network, part: IO[bytes]) -> tuple[Columns, list[tuple[str, str]]]:
    columns, ends = Columns(), []
    xml = Xml(part, depth=2)
    for number, link in enumerate(links(network)):
        data = link.attributes
        # Cytoscape shows the node attribute `name` and, in its table of edges, `interaction`.
        data["interaction"] = data["label"]
        columns.see(data)
        ends.append((link.source, link.target))
        _edge(xml, f"e{number}", _token(link.source), _token(link.target), data)
    xml.flush()
    return columns, ends


def _nodes(network: Network, part: IO[bytes], where: dict[str, Place]) -> Columns:
    columns = Columns()
    xml = Xml(part, depth=2)
    for node in network.nodes():
        data = attributes(node)
        shown = data | dict.fromkeys(("label", "name"), caption(data)) | {"iri": node.iri}
        columns.see(shown)
        _node(xml, _token(node.iri), shown, where[node.iri])
    xml.flush()
    return columns


def _keys(xml: Xml, kind: str, columns: Columns, graphics: str) -> None:
    for name, type_ in columns.items():
        name = _name(name)
        xml.leaf("key", id=f"{kind}_{name}", **{"for": kind, "attr.name": name, "attr.type": type_})
    xml.leaf("key", id=graphics, **{"for": kind, "yfiles.type": f"{kind}graphics"})


def _node(xml: Xml, id: str, data: dict[str, Any], where: Place) -> None:
    # Wide enough for the label at yEd's usual 12 points.
    width = max(40, 12 + 7 * len(data["label"]))
    with xml.element("node", id=id):
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
        xml.leaf("data", str(value), key=f"{kind}_{_name(name)}")


def _token(text: str) -> str:
    """GraphML's ids are NMTOKENs, which an IRI is not: what these forbid stands there as `_2F`, for the byte.

    Made from the IRI alone, so that programs which put two files together by ids put the right things together.
    """
    return _NOT_IN_IDS.sub(_escaped, text)


def _name(text: str) -> str:
    """Names of attributes are NMTOKENs, too."""
    return _NOT_IN_NAMES.sub(_escaped, text)


def _escaped(match: re.Match[str]) -> str:
    return "".join(f"_{byte:02X}" for byte in match[0].encode())
