"""The property graph in a store: entities and events as nodes, roles as edges, each with the words it stands on."""

from __future__ import annotations

from kg.network.gathered import gathered
from kg.network.records import Edge, Node
from kg.network.stream import Network, edges, nodes

__all__ = ["Edge", "Network", "Node", "edges", "gathered", "nodes"]
