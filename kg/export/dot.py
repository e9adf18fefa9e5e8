"""DOT, Graphviz's language: for drawing."""

from __future__ import annotations

from typing import BinaryIO

from pyoxigraph import Store

from kg.network import Network
from kg.write.look import caption, colour, is_event
from kg.write.network import Attributes, attributes, links

_HEAD = """digraph kg {
  graph [overlap=false, splines=true, outputorder=edgesfirst];
  node [fontname="Helvetica", style="filled,rounded", color="#666666", shape=box];
  edge [fontname="Helvetica", fontsize=10, color="#666666"];
"""
_SHOWN = ("type", "factuality", "earliest", "latest", "date")


def write(store: Store, stream: BinaryIO) -> None:
    network = Network(store)
    stream.write(_HEAD.encode())
    for node in network.nodes():
        data = attributes(node)
        drawn = {"label": caption(data), "URL": node.iri, "tooltip": node.iri, "fillcolor": colour(data)}
        if is_event(data):
            drawn |= {"shape": "ellipse", "style": "filled"}
        stream.write(f"  {_id(node.iri)}{_list(drawn, data)};\n".encode())
    for link in links(network):
        data = link.attributes
        drawn = {"label": str(data["label"]), "tooltip": str(data.get("evidence", data["label"]))}
        if data.get("factuality", "Actual") != "Actual":
            drawn["style"] = "dashed"
        stream.write(f"  {_id(link.source)} -> {_id(link.target)}{_list(drawn, data)};\n".encode())
    stream.write(b"}\n")


def _list(drawn: dict[str, str], data: Attributes) -> str:
    parts = [f"{name}={_text(value)}" for name, value in drawn.items()]
    parts += [f"{name}={_id(str(data[name]))}" for name in _SHOWN if name in data]
    return f" [{', '.join(parts)}]"


def _id(text: str) -> str:
    r"""Within quotes only these have a meaning; `\\` stays two characters, but no value here has one."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _text(text: str) -> str:
    """What is shown: Graphviz reads `\\N` and `&lt;` in it."""
    return _id(text.replace("&", "&amp;"))
