"""A property graph into a database that may hold other documents already.

After a load the database holds of the graph's documents what the graph says, and of all others what it held: what a
document told before and tells no more is gone, with the things that nothing else tells of. What is in place already
is not written again, so a load that was cut off is simply run again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Protocol, TypeAlias, TypeVar

from kg.load.property_graph import Article, PropertyGraph, Thing, Value, Values, joined, relationship_values
from kg.load.records import Loaded, Tell

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """What a thing is found by: its IRI, and where the database keeps its like (a label with a constraint, a table)."""

    place: str
    iri: str


@dataclass(frozen=True, slots=True, order=True)
class Join:
    """What a relationship is found by."""

    source: Key
    type: str
    target: Key


@dataclass(frozen=True, slots=True)
class Known:
    """A thing as the database has it; a new one has no values."""

    values: Values = field(default_factory=dict)
    told: Mapping[str, Values] = field(default_factory=dict)
    """By document (IRI)."""


Changes: TypeAlias = dict[str, Value | None]
"""Properties with their new values; None takes one away, and what is not named stays."""


class Writer(Protocol):
    """One transaction."""

    def put_articles(self, articles: Mapping[str, Changes]) -> None: ...

    def things(self, keys: Sequence[Key]) -> Mapping[Key, Known]: ...

    def put_things(self, changes: Mapping[Key, Changes], before: Mapping[Key, Known]) -> None: ...

    def drop_things(self, keys: Sequence[Key]) -> None: ...

    def put_told(self, told: Mapping[tuple[str, Key], Values]) -> None:
        """What documents (IRIs) tell, in the place of what they told."""

    def drop_told(self, told: Sequence[tuple[str, Key]]) -> None: ...

    def factualities(self, keys: Sequence[Key]) -> Mapping[Key, str]: ...

    def relationships(self, sources: Sequence[Key]) -> Mapping[Join, Values]: ...

    def put_relationships(self, relationships: Mapping[Join, Values]) -> None: ...

    def drop_relationships(self, joins: Sequence[Join]) -> None: ...


class Database(Protocol):
    def place(self, thing: Thing) -> str:
        """Of a thing's key."""

    def within(self, work: Callable[[Writer], _Result]) -> _Result:
        """Runs the work in a transaction; again, where a database that is shared asks for it."""

    def told_by(self, documents: Sequence[str]) -> set[Key]:
        """The things that it has of these documents."""


def mirror(graph: PropertyGraph, database: Database, batch: int, tell: Tell) -> Loaded:
    """Makes the database say of the graph's documents what the graph says; `batch`: things in one transaction."""
    return _Mirror(graph, database, batch, tell).load()


class _Mirror:
    def __init__(self, graph: PropertyGraph, database: Database, batch: int, tell: Tell) -> None:
        self._graph = graph
        self._database = database
        self._batch = batch
        self._tell = tell
        self._ours = frozenset(graph.documents)
        self._articles: set[str] = set()
        self._keys: dict[str, Key] = {}

    def load(self) -> Loaded:
        articles = events = relationships = 0
        for some in _batches(self._graph.articles(), self._batch):
            articles += len(some)
            self._articles.update(article.iri for article in some)
            self._database.within(_bound(self._put_articles, some))
        for things in _batches(self._graph.things(), self._batch):
            events += sum(thing.is_event for thing in things)
            for thing in things:
                self._keys[thing.iri] = Key(self._database.place(thing), thing.iri)
            told = {self._keys[thing.iri]: thing.told for thing in things}
            self._database.within(_bound(self._put_things, told))
            self._tell(f"{len(self._keys):,} of {len(self._graph.iris):,} entities and events are in place")
        for keys in _batches(self._keys.values(), self._batch):
            relationships += self._database.within(_bound(self._put_relationships, keys))
            self._tell(f"{relationships:,} relationships are in place")
        # What an older version of these documents told of: first what it says, then itself.
        ours = (self._database.told_by(some) for some in _batches(sorted(self._ours), self._batch))
        gone = sorted(set().union(*ours) - set(self._keys.values()))
        for keys in _batches(gone, self._batch):
            self._database.within(_bound(self._put_relationships, keys))
        for keys in _batches(gone, self._batch):
            self._database.within(_bound(self._put_things, {key: {} for key in keys}))
        return Loaded(
            {
                "document": articles,
                "entity": len(self._keys) - events,
                "event": events,
                "relationship": relationships,
            }
        )

    def _put_articles(self, articles: Sequence[Article], writer: Writer) -> None:
        keys = ("title", "url", "publisher", "date", "earliest", "latest")
        writer.put_articles({one.iri: {key: one.values.get(key) for key in keys} for one in articles})

    def _put_things(self, told: Mapping[Key, Mapping[str, Values]], writer: Writer) -> None:
        known = writer.things(list(told))
        changes: dict[Key, Changes] = {}
        says: dict[tuple[str, Key], Values] = {}
        says_no_more: list[tuple[str, Key]] = []
        gone: list[Key] = []
        for key, new in told.items():
            before = known.get(key, Known())
            after = {d: values for d, values in before.told.items() if d not in self._ours} | dict(new)
            if not after:
                gone.append(key)
                continue
            says |= {(d, key): values for d, values in new.items() if before.told.get(d) != values}
            says_no_more += [(d, key) for d in before.told if d not in after]
            if changed := _changes(before, joined(after.values())):
                changes[key] = changed
        # Documents without an article: the graph's own, where it does not tell whose all is.
        unknown = {d for d, _ in says} - self._articles
        writer.put_articles({d: {} for d in sorted(unknown)})
        writer.put_things(changes, known)
        writer.drop_told(says_no_more)
        writer.put_told(says)
        writer.drop_things(gone)

    def _put_relationships(self, sources: Sequence[Key], writer: Writer) -> int:
        known = writer.relationships(sources)
        factualities = writer.factualities(sources)
        stated: dict[Join, Mapping[str, str]] = {}
        for source in sources:
            if self._keys.get(source.iri) == source:
                for one in self._graph.relationships_of(source.iri):
                    stated[Join(source, one.type, self._keys[one.target])] = one.told
        put: dict[Join, Values] = {}
        for join in known.keys() | stated.keys():
            told = {d: words for d, words in _told(known.get(join, {})).items() if d not in self._ours}
            told |= stated.get(join, {})
            values = relationship_values(told, factualities.get(join.source)) if told else {}
            if values != known.get(join, {}):
                put[join] = values
        writer.drop_relationships(sorted(join for join, values in put.items() if not values))
        writer.put_relationships({join: put[join] for join in sorted(put) if put[join]})
        return len(stated)


def _changes(before: Known, after: Values) -> Changes:
    # What a user has added stays: taken away is only what documents told.
    stale = (joined(before.told.values()).keys() & before.values.keys()) - after.keys()
    changed: Changes = {key: value for key, value in after.items() if before.values.get(key) != value}
    return changed | dict.fromkeys(sorted(stale))


def _told(values: Values) -> dict[str, str]:
    documents = values.get("documents", [])
    evidence = values.get("evidence")
    if not isinstance(documents, list):
        return {}
    words = evidence if isinstance(evidence, list) else [""] * len(documents)
    return dict(zip(documents, words, strict=True))


def _bound(work: Callable[[_Item, Writer], _Result], items: _Item) -> Callable[[Writer], _Result]:
    return lambda writer: work(items, writer)


def _batches(items: Iterable[_Item], size: int) -> Iterator[list[_Item]]:
    rest = iter(items)
    while some := list(islice(rest, size)):
        yield some
