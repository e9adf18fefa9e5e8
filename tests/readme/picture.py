"""Draws `example.png`, the README's picture, from what `kg build` makes of the example article.

Needs Graphviz's `dot`: `python tests/readme/picture.py`
"""

from __future__ import annotations

import subprocess
from pathlib import Path
from textwrap import fill
from typing import Any

import kg
from kg.write.look import caption, colour, is_event

HERE = Path(__file__).resolve().parent
ARTICLE = HERE.parents[1] / "kg" / "examples" / "article.jsonl"
HEAD = """digraph {
graph [rankdir=LR, ranksep=0.9, nodesep=0.28, dpi=110, pad=0.2, fontname="DejaVu Sans"]
node [style=filled, fontname="DejaVu Sans", fontsize=12, color="#666666", penwidth=0.8, margin="0.16,0.08"]
edge [fontname="DejaVu Sans", fontsize=10, color="#888888", fontcolor="#444444", arrowsize=0.7]
"""


def dot() -> str:
    network = kg.build(ARTICLE).to_networkx()
    network.remove_nodes_from([iri for iri in network if network.degree(iri) == 0])
    lines = [f"{_quoted(iri)} [{_node(data)}]" for iri, data in network.nodes(data=True)]
    for source, target, data in network.edges(data=True):
        lines.append(f"{_quoted(source)} -> {_quoted(target)} [label={_quoted(' ' + data['label'] + ' ')}]")
    return HEAD + "\n".join(lines) + "\n}\n"


def _node(data: dict[str, Any]) -> str:
    label = "\n".join([caption(data), *_details(data)])
    shape, style = ("ellipse", "filled") if is_event(data) else ("box", "filled,rounded")
    if data.get("factuality", "Actual") != "Actual":
        style += ",dashed"
    return f'label={_quoted(label)}, shape={shape}, style="{style}", fillcolor="{colour(data)}"'


def _details(data: dict[str, Any]) -> list[str]:
    days = list(dict.fromkeys(data[name] for name in ("earliest", "latest") if name in data))
    details = [" to ".join(days)] if days else []
    words = [data["goods"]] if "goods" in data else [f"“{data['quote'].rstrip('.')}”"] if "quote" in data else []
    return details + [fill(text, 36, max_lines=2, placeholder=" …") for text in words]


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


if __name__ == "__main__":
    subprocess.run(["dot", "-Tpng", "-o", HERE / "example.png"], input=dot().encode(), check=True)
