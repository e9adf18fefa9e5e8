"""Cytoscape's JSON (.cyjs): what Cytoscape and Cytoscape.js open, placed; lists stay lists."""

from __future__ import annotations

import json
from typing import IO, Any, BinaryIO

from pyoxigraph import Store

from kg.network import Network
from kg.write.look import caption, places
from kg.write.network import attributes, links, values
from kg.write.xml import spool

_HEAD = {
    "format_version": "1.0",
    "generated_by": "kg",
    "target_cytoscapejs_version": "~2.1",
    # networkx asks for these two.
    "directed": True,
    "multigraph": True,
    "data": {"name": "kg", "shared_name": "kg"},
}
# A column of Cytoscape's is a list everywhere or nowhere: these have several values often.
_LISTS = ("aliases", "same_as", "quote", "evidence", "documents")


def write(store: Store, stream: BinaryIO) -> None:
    """One element a line; memory holds the ends of edges and the places of nodes."""
    network = Network(store)
    with spool() as edges:
        ends = _edges(network, edges)
        where = places(network.iris, ends)
        stream.write(_dump(_HEAD)[:-1] + b', "elements": {"nodes": [')
        for number, node in enumerate(network.nodes()):
            flat = attributes(node)
            data = flat | _lists(values(node) | {"documents": set(node.documents)})
            # Cytoscape shows `name`; networkx takes `value` for the node itself.
            named = {"id": node.iri, "value": node.iri, "name": caption(flat)}
            x, y = where[node.iri]
            stream.write(b",\n" if number else b"\n")
            stream.write(_dump({"data": data | named, "position": {"x": x, "y": y}}))
        stream.write(b'\n], "edges": [')
        edges.seek(0)
        while piece := edges.read(1 << 20):
            stream.write(piece)
        stream.write(b"\n]}}\n")


def _edges(network: Network, part: IO[bytes]) -> list[tuple[str, str]]:
    ends = []
    for number, link in enumerate(links(network)):
        data = link.attributes | _lists(link.values)
        ids = {"id": f"e{number}", "key": link.role, "source": link.source, "target": link.target}
        part.write(b",\n" if number else b"\n")
        part.write(_dump({"data": data | ids | {"interaction": data["label"]}}))
        ends.append((link.source, link.target))
    return ends


def _lists(said: dict[str, set[str]]) -> dict[str, Any]:
    return {name: sorted(some - {""}) for name, some in said.items() if name in _LISTS and some - {""}}


def _dump(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()
