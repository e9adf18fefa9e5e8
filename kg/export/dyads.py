"""Events as pairs of actors, one row a pair: the table that conflict research works with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from urllib.parse import unquote

from pyoxigraph import NamedNode, Store

from kg.export.actors import Actor, Actors, Codes
from kg.export.tables import Column, Row, bounds
from kg.network import Edge, Network, Node
from kg.ontology.terms import KG, SCHEMA
from kg.write.network import local, one_line

_SIDES = ("source", "target")
_PLACE, _ATTRIBUTED = KG + "place", KG + "attributedTo"
_URL, _PUBLISHED = NamedNode(SCHEMA + "url"), NamedNode(SCHEMA + "datePublished")

COLUMNS = (
    Column("event", "string"),
    Column("class", "list"),
    Column("cameo", "list"),
    Column("plover", "list"),
    Column("label", "string"),
    Column("date", "list"),
    Column("earliest", "date"),
    Column("latest", "date"),
    *(
        Column(f"{side}{part}", "list" if part == "_role" else "string")
        for side in _SIDES
        for part in ("", "_label", "_type", "_role", "_iso3", "_cow", "_cowabb")
    ),
    Column("factuality", "list"),
    Column("attributed_to", "list"),
    Column("place", "list"),
    Column("sources", "integer"),
    Column("document", "list"),
    Column("published", "list"),
    Column("url", "list"),
    Column("sentence", "list"),
)


@dataclass
class Count:
    """Filled as rows are read."""

    left_out: int = 0
    """Events that name no two actors."""


def rows(store: Store, codes: Codes, count: Count) -> Iterator[Row]:
    """A row for each event and ordered pair of a source and a target, by IRIs; where each acts with each, two rows.

    Documents and sentences are those that tell both sides; where no document does, those that tell either.
    """
    network = Network(store)
    actors, documents = Actors(network, codes), _Documents(store)
    for iri in network.iris:
        node = network.node(iri)
        if node.is_event:
            edges = list(network.edges_of(iri))
            pairs = _pairs(edges, codes)
            count.left_out += not pairs
            common = _event(node, edges, codes, actors) if pairs else {}
            for (source, target), sides in pairs.items():
                yield {
                    **common,
                    **_side("source", actors[source], sides[0]),
                    **_side("target", actors[target], sides[1]),
                    **_told(*sides, documents),
                }


def _pairs(edges: list[Edge], codes: Codes) -> dict[tuple[str, str], tuple[list[Edge], list[Edge]]]:
    """Each pair, with the facts that put the one on the side of the source, and the other on the target's."""
    by_side: dict[str, defaultdict[str, list[Edge]]] = {side: defaultdict(list) for side in _SIDES}
    for edge in edges:
        for side in codes.side(edge.role):
            if side in by_side:
                by_side[side][edge.target].append(edge)
    sources, targets = (by_side[side] for side in _SIDES)
    pairs = sorted((a, b) for a, b in product(sources, targets) if a != b)
    return {(a, b): (sources[a], targets[b]) for a, b in pairs}


def _event(node: Node, edges: list[Edge], codes: Codes, actors: Actors) -> Row:
    earliest, latest = bounds(node)

    def labels(role: str) -> tuple[str, ...]:
        return tuple(sorted({actors[edge.target].label for edge in edges if edge.role == role}))

    return {
        "event": node.iri,
        "class": tuple(sorted(map(local, node.types))),
        "cameo": codes.of_class(node.types, "cameoCode"),
        "plover": codes.of_class(node.types, "ploverType"),
        "label": " | ".join(map(one_line, node.labels)),
        "date": node.values.get(KG + "date", ()),
        "earliest": earliest,
        "latest": latest,
        "factuality": tuple(sorted(map(local, node.values.get(KG + "factuality", ())))),
        "attributed_to": labels(_ATTRIBUTED),
        "place": labels(_PLACE),
    }


def _side(side: str, actor: Actor, edges: list[Edge]) -> Row:
    return {
        side: actor.iri,
        f"{side}_label": actor.label,
        f"{side}_type": actor.type,
        f"{side}_role": tuple(sorted({local(edge.role) for edge in edges})),
        f"{side}_iso3": actor.iso3,
        f"{side}_cow": actor.cow,
        f"{side}_cowabb": actor.cow_abbreviation,
    }


def _told(sources: list[Edge], targets: list[Edge], documents: _Documents) -> Row:
    told_by = _both([edge.documents for edge in sources], [edge.documents for edge in targets])
    metadata = [documents[iri] for iri in told_by]
    return {
        "sources": len(told_by),
        "document": tuple(_id(iri) for iri in told_by),
        "published": tuple(sorted({text for one in metadata for text in one[_PUBLISHED]})),
        "url": tuple(sorted({text for one in metadata for text in one[_URL]})),
        "sentence": tuple(map(one_line, _both([e.evidence for e in sources], [e.evidence for e in targets]))),
    }


def _both(some: list[tuple[str, ...]], others: list[tuple[str, ...]]) -> list[str]:
    """What stands in both; where nothing does, all."""
    one, other = (set().union(*texts) for texts in (some, others))
    return sorted(one & other or one | other)


def _id(document: str) -> str:
    """The document's id as it was given."""
    return unquote(document.rpartition("/doc/")[2])


class _Documents:
    """What is known about articles."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._get = lru_cache(1000)(self._read)

    def __getitem__(self, iri: str) -> dict[NamedNode, set[str]]:
        return self._get(iri)

    def _read(self, iri: str) -> dict[NamedNode, set[str]]:
        found: dict[NamedNode, set[str]] = {}
        for predicate in (_URL, _PUBLISHED):
            quads = self._store.quads_for_pattern(NamedNode(iri), predicate, None)
            found[predicate] = {getattr(quad.object, "value", "") for quad in quads}
        return found
