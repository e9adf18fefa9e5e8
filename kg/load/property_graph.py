"""A graph as databases without RDF hold it: nodes with labels, typed properties, relationships, documents.

What a document tells of a thing is kept beside what all of them tell, so that a document loaded anew replaces what it
told before, and nothing else.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeAlias
from urllib.parse import quote

from pyoxigraph import NamedNode, Quad, Store

from kg import network
from kg.errors import InputError
from kg.load.names import Names
from kg.network import Edge, Network, Node
from kg.ontology.terms import KG, NIF, OWL, RDF, RDFS, SCHEMA, SKOS
from kg.store import is_store, load, quads

Value: TypeAlias = str | int | date | list[str]
Values: TypeAlias = dict[str, Value]

TEXT, NUMBER, DATE, TEXTS = "text", "number", "date", "texts"
_LABEL, _TYPE = RDFS + "label", RDF + "type"
_KINDS = {
    _LABEL: TEXT,
    KG + "factuality": TEXT,
    KG + "date": TEXT,
    KG + "duration": TEXT,
    KG + "earliest": DATE,
    KG + "latest": DATE,
    KG + "rounds": NUMBER,
    SKOS + "altLabel": TEXTS,
    OWL + "sameAs": TEXTS,
}
KINDS: Mapping[str, str] = {
    "iri": TEXT,
    "classes": TEXTS,
    "name": TEXT,
    "factuality": TEXT,
    "date": TEXT,
    "duration": TEXT,
    "earliest": DATE,
    "latest": DATE,
    "rounds": NUMBER,
    "title": TEXT,
    "url": TEXT,
    "publisher": TEXT,
}
"""Of the properties of nodes. All others hold several texts, a user's own among them."""
_JOINT = " | "
_SAID = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")


@dataclass(frozen=True, slots=True)
class Article:
    """A document: title, url, publisher, date (as stated), and the first and last day that the date may mean."""

    iri: str
    values: Values


@dataclass(frozen=True, slots=True)
class Thing:
    """An entity or event."""

    iri: str
    is_event: bool
    told: Mapping[str, Values]
    """By document (IRI) what it tells; all have `classes`, the labels."""

    @property
    def classes(self) -> tuple[str, ...]:
        return labels(self.told.values())


@dataclass(frozen=True, slots=True)
class Relationship:
    source: str
    type: str
    target: str
    told: Mapping[str, str]
    """By document (IRI) the sentences on which it stands, a line each; empty where none is kept."""


class PropertyGraph:
    """Things and relationships as they are read off a store; memory holds the IRIs of all things."""

    def __init__(self, store: Store, names: Names, fallback: str) -> None:
        """`fallback`: the IRI that stands for a document where the graph does not tell which it was."""
        self.names = names
        self._store = store
        self._network = Network(store)
        self._articles = {
            quad.subject.value
            for cls in (NIF + "Context", SCHEMA + "NewsArticle")
            for quad in store.quads_for_pattern(None, NamedNode(_TYPE), NamedNode(cls))
            if isinstance(quad.subject, NamedNode)
        }
        self._fallback = next(iter(self._articles)) if len(self._articles) == 1 else fallback
        self.iris = self._network.iris
        """Of all things, sorted."""

    @property
    def documents(self) -> list[str]:
        """IRIs, sorted; one more than there are articles where the graph does not tell whose all is."""
        return sorted(self._articles | {self._fallback})

    def articles(self) -> Iterator[Article]:
        for iri in sorted(self._articles):
            texts = {
                "title": self._texts_of(iri, SCHEMA + "headline"),
                "url": self._texts_of(iri, SCHEMA + "url"),
                "publisher": {
                    name
                    for publisher in self._texts_of(iri, SCHEMA + "publisher")
                    for name in self._texts_of(publisher, SCHEMA + "name")
                },
                "date": self._texts_of(iri, SCHEMA + "datePublished"),
            }
            values: Values = {key: _JOINT.join(sorted(some)) for key, some in texts.items() if some}
            days = [day for one in sorted(texts["date"]) for day in _days(one)]
            if days:
                values |= {"earliest": min(days), "latest": max(days)}
            yield Article(iri, values)

    def things(self) -> Iterator[Thing]:
        """Sorted by IRI."""
        for iri in self.iris:
            yield self.thing(iri)

    def thing(self, iri: str) -> Thing:
        node = self._network.node(iri)
        said: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for quad in self._store.quads_for_pattern(NamedNode(iri), None, None):
            predicate, text = quad.predicate.value, _text(quad.object)
            if predicate in (_TYPE, _LABEL) or text in node.values.get(predicate, ()):
                for document in self._tellers(quad, node):
                    said[document][predicate].add(text)
        return Thing(iri, node.is_event, {d: self._values(iri, said[d], node.is_event) for d in sorted(said)})

    def relationships_of(self, iri: str) -> Iterator[Relationship]:
        """Those whose source a thing is."""
        for edge in self._network.edges_of(iri):
            yield Relationship(iri, self.names.relationship(edge.role), edge.target, self._evidence(edge))

    def _texts_of(self, iri: str, predicate: str) -> set[str]:
        try:
            subject, property_ = NamedNode(iri), NamedNode(predicate)
        except ValueError:
            # The publisher is a text.
            return set()
        return {_text(quad.object) for quad in self._store.quads_for_pattern(subject, property_, None)}

    def _tellers(self, quad: Quad, node: Node) -> tuple[str, ...]:
        graph = quad.graph_name
        if isinstance(graph, NamedNode) and graph.value in self._articles:
            return (graph.value,)
        return node.documents or (self._fallback,)

    def _evidence(self, edge: Edge) -> dict[str, str]:
        return {d: "\n".join(edge.by_document.get(d, ())) for d in edge.documents or (self._fallback,)}

    def _values(self, iri: str, said: Mapping[str, set[str]], is_event: bool) -> Values:
        values: Values = {"classes": list(self.names.classes(tuple(sorted(said.get(_TYPE, ()))), is_event))}
        for predicate in sorted(said.keys() - {_TYPE}):
            try:
                values[self.names.property(predicate)] = _typed(predicate, said[predicate])
            except ValueError:
                wrong = ", ".join(sorted(said[predicate]))
                raise InputError(
                    f"<{iri}> has {wrong} as <{predicate}>: mend it, `kg validate` names the place"
                ) from None
        return values


@contextmanager
def property_graph(source: str) -> Iterator[PropertyGraph]:
    """Of a file of RDF or a store on disk. Raises KgError."""
    fallback = f"urn:kg:file:{quote(Path(source).name)}"
    if is_store(source):
        yield PropertyGraph(load(source), Names(), fallback)
    else:
        with network.gathered(quads(source)) as store:
            yield PropertyGraph(store, Names(), fallback)


def labels(told: Iterable[Values]) -> tuple[str, ...]:
    """The labels that documents give a thing, sorted."""
    return tuple(sorted({label for values in told for label in _texts(values.get("classes", []))}))


def joined(told: Iterable[Values]) -> Values:
    """What several documents tell together: the earliest and the latest day, the most rounds, all names; texts of which
    there is room for one are joined by ` | `.
    """
    every = [values for values in told if values]
    found: Values = {}
    for key in sorted({key for values in every for key in values}):
        some = [values[key] for values in every if key in values]
        kind = KINDS.get(key, TEXTS)
        if kind == TEXTS:
            found[key] = sorted({text for value in some for text in _texts(value)})
        elif kind == TEXT:
            found[key] = _JOINT.join(sorted({text for value in some for text in str(value).split(_JOINT)}))
        else:
            found[key] = min(some) if key == "earliest" else max(some)
    return found


def relationship_values(told: Mapping[str, str], factuality: Value | None) -> Values:
    """`documents`, and in the same order the `evidence` of each, if there is any; the event's factuality."""
    values: Values = {"documents": sorted(told)}
    if any(told.values()):
        values["evidence"] = [told[document] for document in sorted(told)]
    if factuality is not None:
        values["factuality"] = factuality
    return values


def _typed(predicate: str, texts: set[str]) -> Value:
    kind = _KINDS.get(predicate, TEXTS)
    if kind == DATE:
        days = [day for text in sorted(texts) for day in _days(text, exactly=True)]
        return min(days) if predicate == KG + "earliest" else max(days)
    if kind == NUMBER:
        return max(int(text) for text in texts)
    if predicate == KG + "factuality":
        texts = {text.removeprefix(KG) for text in texts}
    return _JOINT.join(sorted(texts)) if kind == TEXT else sorted(texts)


def _days(text: str, exactly: bool = False) -> list[date]:
    """The first and the last day that a date, a month or a year may mean. Raises ValueError, unless it may be none."""
    match = _SAID.match(text)
    try:
        if not match or (exactly and not match[3]):
            raise ValueError(text)
        year, month, day = (int(part) if part else 0 for part in match.groups())
        if day:
            return [date(year, month, day)]
        last = monthrange(year, month or 12)[1]
        return [date(year, month or 1, 1), date(year, month or 12, last)]
    except ValueError:
        if exactly:
            raise
        return []


def _text(term: object) -> str:
    return str(getattr(term, "value", term))


def _texts(value: Value) -> list[str]:
    return value if isinstance(value, list) else [str(value)]
