"""GEXF 1.3, Gephi's own format: labels, colours and places shown as the file opens."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, BinaryIO

import rdflib

from kg.write.look import caption, colour, places
from kg.write.network import to_networkx
from kg.write.xml import Xml, columns

_NAMESPACES = {
    "xmlns": "http://gexf.net/1.3",
    "xmlns:viz": "http://gexf.net/1.3/viz",
    "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "xsi:schemaLocation": "http://gexf.net/1.3 http://gexf.net/1.3/gexf.xsd",
    "version": "1.3",
}
_TYPES = {"string": "string", "int": "integer"}


def write(graphs: Iterable[rdflib.Graph], stream: BinaryIO) -> None:
    network = to_networkx(graphs)
    where = places(network)
    xml = Xml(stream)
    with xml.element("gexf", **_NAMESPACES):
        with xml.element("meta"):
            xml.leaf("creator", "kg")
        with xml.element("graph", defaultedgetype="directed", mode="static", idtype="string"):
            _columns(xml, "node", (data for _, data in network.nodes(data=True)))
            _columns(xml, "edge", (data for _, _, data in network.edges(data=True)))
            with xml.element("nodes", count=str(len(network))):
                for iri, data in network.nodes(data=True):
                    with xml.element("node", id=iri, label=caption(data)):
                        _values(xml, data)
                        xml.leaf("viz:color", **_rgb(colour(data)))
                        # GEXF counts upwards, screens downwards: both files then look the same.
                        xml.leaf("viz:position", x=str(where[iri][0]), y=str(-where[iri][1]), z="0")
            with xml.element("edges", count=str(network.number_of_edges())):
                for number, (source, target, role, data) in enumerate(network.edges(keys=True, data=True)):
                    # Gephi merges edges between the same nodes unless their kinds differ.
                    ends = {"id": f"e{number}", "source": source, "target": target}
                    with xml.element("edge", **ends, label=data["label"], kind=role):
                        _values(xml, data)
    xml.close()


def _columns(xml: Xml, kind: str, things: Iterable[dict[str, Any]]) -> None:
    with xml.element("attributes", **{"class": kind, "mode": "static"}):
        for name, type_ in columns(things).items():
            if name != "label":
                xml.leaf("attribute", id=name, title=name, type=_TYPES[type_])


def _values(xml: Xml, data: dict[str, Any]) -> None:
    with xml.element("attvalues"):
        for name, value in data.items():
            if name != "label":
                xml.leaf("attvalue", **{"for": name, "value": str(value)})


def _rgb(colour: str) -> dict[str, str]:
    return {part: str(int(colour[at : at + 2], 16)) for part, at in (("r", 1), ("g", 3), ("b", 5))}
