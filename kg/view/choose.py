"""Which entities and events are drawn where not all can be."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from pyoxigraph import NamedNode, Store

from kg import network

_ENTITIES_AMONG = 3
"""One in so many of what is drawn may be an entity: of events there are far more, and each tells less."""


@dataclass(frozen=True, slots=True)
class Choice:
    drawn: tuple[network.Node, ...]
    """Sorted by IRI."""
    known: frozenset[str]
    """The IRIs of all things."""
    entities: int
    events: int
    roles_left: Counter[str]
    """By IRI of what is drawn: how many things that are not drawn have it as the value of a fact."""


def chosen(store: Store, most: int) -> Choice:
    """At most so many: the entities that most documents name, and the events that most tell and that join them.

    Memory grows with the number of things by their IRI and three numbers, not with what is said of them.
    """
    whole = network.Network(store)
    documents: dict[str, int] = {}
    events: set[str] = set()
    for node in whole.nodes():
        documents[node.iri] = len(node.documents)
        if node.is_event:
            events.add(node.iri)
    known = frozenset(documents)
    picked, left = known, Counter[str]()
    if len(documents) > most:
        picked, left = _picked(store, documents, events, most)
    drawn = tuple(whole.node(iri) for iri in sorted(picked))
    return Choice(drawn, known, len(documents) - len(events), len(events), left)


def _picked(
    store: Store, documents: dict[str, int], events: set[str], most: int
) -> tuple[frozenset[str], Counter[str]]:
    values = {iri: _values(store, iri, documents) for iri in documents}
    degree = Counter(value for those in values.values() for value in those)
    entities = sorted(documents.keys() - events, key=lambda iri: (-documents[iri], -degree[iri], iri))
    # Where there are few events, entities take their room.
    room = max(most // _ENTITIES_AMONG, most - len(events))
    first = set(entities[:room])
    joins = {iri: sum(value in first for value in values[iri]) for iri in events}
    ranked = sorted(events, key=lambda iri: (joins[iri] == 0, -documents[iri], -joins[iri], iri))
    picked = frozenset(first | set(ranked[: most - len(first)]))
    left = Counter(value for iri, those in values.items() if iri not in picked for value in those if value in picked)
    return picked, left


def _values(store: Store, iri: str, known: dict[str, int]) -> tuple[str, ...]:
    """The other things that are values of its facts, each once."""
    found = {
        quad.object.value
        for quad in store.quads_for_pattern(NamedNode(iri), None, None, None)
        if isinstance(quad.object, NamedNode)
    }
    return tuple(value for value in found if value in known and value != iri)
