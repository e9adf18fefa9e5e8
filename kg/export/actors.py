"""Who acts for which state, and the codes of states, classes and roles, as the ontology has them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kg import ontology as ontologies
from kg.network import Network, Node
from kg.ontology.terms import KG
from kg.write.network import SEPARATOR, local, one_line

_REPRESENTS = KG + "represents"


@dataclass(frozen=True, slots=True)
class Actor:
    """One side of a dyad. Codes are those of the state that it is, acts for or lies in; joined where it is several."""

    iri: str
    label: str
    type: str
    iso3: str
    cow: str
    cow_abbreviation: str


class Codes:
    """What the ontology knows of events and states."""

    def __init__(self, ontology: Sequence[Path] = ()) -> None:
        known = ontologies.load(ontology)
        self._triples = known.triples
        self._parents = known.parents
        things = known.things.values()
        self._states = {thing.label: thing.iri for thing in things if thing.type == KG + "State"}
        self._lies_in = {thing.label: thing.of for thing in things if thing.type == KG + "Place" and thing.of}

    def side(self, role: str) -> frozenset[str]:
        """`source`, `target`, both or neither."""
        return frozenset(self._triples.texts(role, KG + "dyadSide"))

    def of_class(self, classes: Sequence[str], code: str) -> tuple[str, ...]:
        """`cameoCode` or `ploverType` of the classes, or of the nearest of their parents that have one."""
        todo, seen = list(classes), set[str]()
        found: set[str] = set()
        while todo:
            current = todo.pop(0)
            texts = self._triples.texts(current, KG + code)
            found.update(texts)
            if not texts and current not in seen:
                todo += self._parents.get(current, ())
            seen.add(current)
        return tuple(sorted(found))

    def of_states(self, labels: Sequence[str], code: str) -> str:
        """`iso3`, `cowCode` or `cowAbbreviation` of the states with these labels."""
        found = {text for label in labels for text in self._triples.texts(self._states.get(label, ""), KG + code)}
        return SEPARATOR.join(sorted(found))

    def state_of_place(self, label: str) -> tuple[str, ...]:
        """The label of the state that the gazetteer's place lies in."""
        state = self._lies_in.get(label, "")
        return tuple(one for one, iri in self._states.items() if iri == state)


class Actors:
    """Nodes as actors. Those asked for once are kept: there are fewer of them than of events."""

    def __init__(self, network: Network, codes: Codes) -> None:
        self._network = network
        self._codes = codes
        self._known: dict[str, Actor] = {}

    def __getitem__(self, iri: str) -> Actor:
        if iri not in self._known:
            self._known[iri] = self._actor(self._network.node(iri))
        return self._known[iri]

    def _actor(self, node: Node) -> Actor:
        states = self._states(node)
        return Actor(
            iri=node.iri,
            label=SEPARATOR.join(map(one_line, node.labels)),
            type=SEPARATOR.join(sorted(map(local, node.types))),
            iso3=self._codes.of_states(states, "iso3"),
            cow=self._codes.of_states(states, "cowCode"),
            cow_abbreviation=self._codes.of_states(states, "cowAbbreviation"),
        )

    def _states(self, node: Node) -> tuple[str, ...]:
        """Labels of states: its own, of those that it represents (a minister may represent a ministry), or lies in."""
        if KG + "State" in node.types:
            return node.labels
        if KG + "Place" in node.types:
            return tuple(state for label in node.labels for state in self._codes.state_of_place(label))
        found: list[str] = []
        todo, seen = [node.iri], {node.iri}
        while todo:
            represented = [edge.target for edge in self._network.edges_of(todo.pop()) if edge.role == _REPRESENTS]
            for other in map(self._network.node, sorted(set(represented) - seen)):
                seen.add(other.iri)
                if KG + "State" in other.types:
                    found += other.labels
                else:
                    todo.append(other.iri)
        return tuple(found)
