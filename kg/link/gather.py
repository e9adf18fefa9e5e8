"""A graph's events as occurrences: which of them say enough of themselves to be known again elsewhere."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from pyoxigraph import Literal, NamedNode, Store

from kg.link.occurrence import ACTUAL, LONGEST, PLANNED, Occurrence, Signature, World
from kg.ontology import EventClass, Ontology
from kg.ontology.terms import ITSRDF, KG, NIF, RDF, SCHEMA

# How many times rarer than the most usual one a represented may be.
_OFTEN_ENOUGH = 3
_PLACE, _TOPIC = KG + "place", KG + "topic"
_EVENT = KG + "Event"
_DAY = re.compile(r"\d{4}-\d\d-\d\d")

_TYPE = NamedNode(RDF + "type")
_SUBJECT, _PREDICATE, _OBJECT = (NamedNode(RDF + name) for name in ("subject", "predicate", "object"))
_NAMES, _CONTEXT = NamedNode(ITSRDF + "taIdentRef"), NamedNode(NIF + "referenceContext")
_BEGIN, _EVIDENCE = NamedNode(NIF + "beginIndex"), NamedNode(KG + "evidence")
_PUBLISHER, _PUBLISHED = NamedNode(SCHEMA + "publisher"), NamedNode(SCHEMA + "datePublished")
_REPRESENTS = NamedNode(KG + "represents")
_FACTUALITY, _EARLIEST, _LATEST = KG + "factuality", KG + "earliest", KG + "latest"
_ROUNDS = KG + "rounds"


def occurrences(store: Store, ontology: Ontology) -> list[Occurrence]:
    """The events of all graphs together that can be compared, sorted by IRI.

    Their class says which roles identify it, and each of these is filled; the event happened or is planned; its days
    are few, or are not told and it is what its article reports first.
    """
    leads = _Leads(store)
    found = []
    for cls in ontology.events.values():
        if cls.identified_by:
            for iri in _subjects(store, _TYPE, NamedNode(cls.iri)):
                if occurrence := _occurrence(store, iri, cls, leads):
                    found.append(occurrence)
    return sorted(found, key=lambda one: (one.iri, one.signature.type))


def documents(store: Store) -> frozenset[str]:
    """All whose words something stands on."""
    return frozenset(_text(quad.object) for quad in store.quads_for_pattern(None, _CONTEXT, None, None))


def world(store: Store) -> World:
    """Who stands for whom, and what is a person, a place."""
    told = _times_told(store)
    most = {one: max(times.values()) for one, times in told.items()}
    # Of a thousand articles one is misread: whoever mostly stands for one state does not now and then for another.
    direct = {
        one: {other for other, times in found.items() if times * _OFTEN_ENOUGH >= most[one]}
        for one, found in told.items()
    }  # fmt: skip
    return World(
        represents={one: frozenset(_all_represented(one, direct)) for one in direct},
        persons=frozenset(_instances(store, "Person")),
        places=frozenset(_instances(store, "Place")) - frozenset(_instances(store, "State")),
    )


def _times_told(store: Store) -> dict[str, Counter[str]]:
    """For each that represents another: whom, and by how many articles that is told, or else by how many claims."""
    articles: dict[str, Counter[str]] = defaultdict(Counter)
    for quad in store.quads_for_pattern(None, _REPRESENTS, None, None):
        articles[_text(quad.subject)][_text(quad.object)] += 1
    # In a union of graphs each fact stands once; its claims tell how often it was read.
    claims: dict[str, Counter[str]] = defaultdict(Counter)
    for claim in {quad.subject for quad in store.quads_for_pattern(None, _PREDICATE, _REPRESENTS, None)}:
        for subject in _objects(store, claim, _SUBJECT):
            for object_ in _objects(store, claim, _OBJECT):
                claims[_text(subject)][_text(object_)] += 1
    return {one: times | claims[one] for one, times in articles.items()}


def _all_represented(one: str, direct: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    todo = [one]
    while todo:
        new = direct.get(todo.pop(), set()) - found - {one}
        found |= new
        todo += new
    return found


def _occurrence(store: Store, iri: str, cls: EventClass, leads: _Leads) -> Occurrence | None:
    facts: dict[str, set[str]] = defaultdict(set)
    for quad in store.quads_for_pattern(NamedNode(iri), None, None, None):
        facts[quad.predicate.value].add(_text(quad.object))
    identity = tuple(frozenset(facts[role]) for role in cls.identified_by)
    factuality = _factuality(facts[_FACTUALITY])
    if not all(identity) or not factuality:
        return None
    spans = _mentions(store, iri)
    documents = frozenset(document for document, _, _ in spans)
    days = _days(facts)
    stated = days is not None
    if not facts[_EARLIEST] and factuality == ACTUAL:
        days = leads.published(iri, documents)
    if not days or not spans:
        return None
    signature = Signature(
        type=cls.iri,
        identity=identity,
        others=tuple((role, frozenset(facts[role])) for role in _telling_apart(cls) if facts[role]),
        factuality=factuality,
        first=days[0],
        last=days[1],
        stated=stated,
        rounds=" ".join(sorted(facts[_ROUNDS])),
    )
    publishers = frozenset(min(map(_text, _objects(store, NamedNode(d), _PUBLISHER)), default="") for d in documents)
    return Occurrence(iri, signature, documents, publishers, spans[0][2])


def _factuality(values: set[str]) -> str:
    """Of several articles one may have planned it, the next seen it; none may deny it."""
    if not values or values - {ACTUAL, PLANNED}:
        return ""
    return ACTUAL if ACTUAL in values else PLANNED


def _days(facts: dict[str, set[str]]) -> tuple[int, int] | None:
    earliest, latest = facts[_EARLIEST], facts[_LATEST]
    if len(earliest) != 1 or len(latest) != 1:
        return None
    first, last = _ordinal(*earliest), _ordinal(*latest)
    return (first, last) if first and last and 0 <= last - first < LONGEST else None


def _ordinal(day: str) -> int:
    try:
        return date.fromisoformat(day).toordinal() if _DAY.fullmatch(day) else 0
    except ValueError:
        return 0


def _telling_apart(cls: EventClass) -> tuple[str, ...]:
    """Roles of things that are no topic of conversation: with other fillers, it is another event."""
    own = [
        iri for iri, role in cls.roles.items()
        if role.range and _EVENT not in role.domain | role.range and iri not in cls.identified_by
    ]  # fmt: skip
    return tuple(sorted([*own, _PLACE]))


class _Leads:
    """When the articles were published, and with what sentence each begins to tell events."""

    def __init__(self, store: Store) -> None:
        self.store = store
        first: dict[str, tuple[int, str]] = {}
        self.told_in: dict[str, set[str]] = defaultdict(set)
        for quad in store.quads_for_pattern(None, _EVIDENCE, None, None):
            document, begin, span = _place(store, quad.object)
            first[document] = min(first.get(document, (begin, span)), (begin, span))
            self.told_in[_text(quad.subject)].add(span)
        self.first = {document: span for document, (_, span) in first.items()}

    def published(self, iri: str, documents: Iterable[str]) -> tuple[int, int] | None:
        """The article's day, for an event of one article that its first sentence tells."""
        listed = list(documents)
        if len(listed) != 1 or self.first.get(listed[0]) not in self.told_in.get(iri, ()):
            return None
        days = {_text(d) for d in _objects(self.store, NamedNode(listed[0]), _PUBLISHED)}
        day = _ordinal(*days) if len(days) == 1 else 0
        return (day, day) if day else None


def _mentions(store: Store, iri: str) -> list[tuple[str, int, str]]:
    """Document, begin and IRI of the words that tell the event, in this order."""
    spans = {quad.subject for quad in store.quads_for_pattern(None, _NAMES, NamedNode(iri), None)}
    return sorted(_place(store, span) for span in spans)


def _place(store: Store, span: object) -> tuple[str, int, str]:
    document = min((_text(d) for d in _objects(store, span, _CONTEXT)), default="")
    begins = [_text(b) for b in _objects(store, span, _BEGIN)]
    return document, min((int(b) for b in begins if b.isdecimal()), default=0), _text(span)


def _instances(store: Store, name: str) -> Iterator[str]:
    return _subjects(store, _TYPE, NamedNode(KG + name))


def _subjects(store: Store, predicate: NamedNode, object_: NamedNode) -> Iterator[str]:
    subjects = {quad.subject for quad in store.quads_for_pattern(None, predicate, object_, None)}
    return (one.value for one in subjects if isinstance(one, NamedNode))


def _objects(store: Store, subject: object, predicate: NamedNode) -> set[object]:
    return {quad.object for quad in store.quads_for_pattern(subject, predicate, None, None)}  # type: ignore[arg-type]


def _text(term: object) -> str:
    return term.value if isinstance(term, NamedNode | Literal) else str(term)
