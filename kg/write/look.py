"""How nodes are drawn: what is written on them, colour by class, and a place, so that none hides another."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from typing import Any

_ENTITIES = {
    "Person": "#f4a259",
    "State": "#5b8e7d",
    "Organization": "#8cb369",
    "Place": "#bfa58a",
    "WeaponSystem": "#9a8c98",
}
_EVENTS = {
    "Call": "#a9d6e5",
    "Meeting": "#89c2d9",
    "Negotiation": "#61a5c2",
    "Strike": "#e5686a",
    "Transfer": "#f6d55c",
    "Sanction": "#c77dff",
    "Agreement": "#b7e4c7",
    "Statement": "#dee2e6",
}
_OTHER_ENTITY, _OTHER_EVENT = "#cccccc", "#cfe8ef"
_GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))
_SPRING_LIMIT = 200
"""Beyond it a force-directed layout takes seconds; the programs that open the file have faster ones."""

Place = tuple[int, int]


def is_event(node: dict[str, Any]) -> bool:
    return node.get("type") in _EVENTS or "factuality" in node


def colour(node: dict[str, Any]) -> str:
    """`#rrggbb`; a class of the user's own gets the common colour of entities or of events."""
    type_ = node.get("type", "")
    if is_event(node):
        return _EVENTS.get(type_, _OTHER_EVENT)
    return _ENTITIES.get(type_, _OTHER_ENTITY)


def caption(node: dict[str, Any]) -> str:
    """What a drawing shows: `Ukraine`; of an event also the class and, unless it happened, the factuality."""
    label = str(node["label"])
    if not is_event(node):
        return label
    wording = label.split(" | ")[0]
    factuality = node.get("factuality", "Actual")
    shown = f"{node['type']}: {wording}" if "type" in node else wording
    return shown if factuality == "Actual" else f"{shown} ({factuality.replace(' | ', ', ')})"


def places(nodes: Collection[str], edges: Iterable[tuple[str, str]]) -> dict[str, Place]:
    """Whole pixels for each node, the same for the same network. An edge joins two of the nodes."""
    if 1 < len(nodes) <= _SPRING_LIMIT:
        return _sprung(nodes, edges)
    degrees = dict.fromkeys(nodes, 0)
    for ends in edges:
        for iri in ends:
            degrees[iri] += 1
    ranked = sorted(nodes, key=lambda iri: (-degrees[iri], iri))
    return {iri: _on_spiral(rank) for rank, iri in enumerate(ranked)}


def _sprung(nodes: Collection[str], edges: Iterable[tuple[str, str]]) -> dict[str, Place]:
    """Each connected part by itself, in rows: in one layout parts without an edge between them drive each other apart
    until what is connected shrinks to a point."""
    import networkx as nx

    plain = nx.Graph()
    plain.add_nodes_from(sorted(nodes))
    plain.add_edges_from(sorted(edges))
    parts = sorted((sorted(part) for part in nx.connected_components(plain)), key=lambda part: (-len(part), part))
    found: dict[str, Place] = {}
    left, top = 0, 0
    row_width = max(4 * _radius(parts[0]), 1200)
    row_height = 0
    for part in parts:
        radius = _radius(part)
        if left and left + 2 * radius > row_width:
            left, top, row_height = 0, top + row_height, 0
        layout = nx.spring_layout(plain.subgraph(part), seed=1, iterations=100, scale=radius) if radius else {}
        for iri in part:
            x, y = layout.get(iri, (0, 0))
            found[iri] = (round(left + radius + x), round(top + radius + y))
        left += 2 * radius + 240
        row_height = max(row_height, 2 * radius + 120)
    return found


def _radius(part: list[str]) -> int:
    return round(160 * math.sqrt(len(part))) if len(part) > 1 else 0


def _on_spiral(rank: int) -> Place:
    radius, angle = 120 * math.sqrt(rank), rank * _GOLDEN_ANGLE
    return round(radius * math.cos(angle)), round(radius * math.sin(angle))
