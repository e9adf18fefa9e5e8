"""What is drawn of a graph, and all that its panel tells, read off a store."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

from pyoxigraph import BlankNode, Literal, NamedNode, Store

from kg import network
from kg.ontology.terms import ITSRDF, KG, NIF, OWL, PROV, RDF, RDFS, SCHEMA, SKOS
from kg.view.choose import Choice, chosen
from kg.view.layout import placed
from kg.view.records import Class, Fact, Thing, View, Words
from kg.view.words import Sentences, Span
from kg.write import look

_FACTUALITY, _DATE, _EARLIEST, _LATEST = KG + "factuality", KG + "date", KG + "earliest", KG + "latest"
_ALT, _SAME = SKOS + "altLabel", OWL + "sameAs"
_EVIDENCE, _NAMES = NamedNode(KG + "evidence"), NamedNode(ITSRDF + "taIdentRef")
_NO_FACTS = {RDF + "type", RDFS + "label", _ALT, _SAME, _EVIDENCE.value}
_SUBJECT, _PREDICATE, _OBJECT = RDF + "subject", RDF + "predicate", RDF + "object"
_DERIVED, _RULE = PROV + "wasDerivedFrom", KG + "rule"
_LABEL = NamedNode(RDFS + "label")
_DAY = re.compile(r"-?\d{4,}-\d\d-\d\d")
_MOST_CLAIMS, _MOST_WORDS, _MOST_MENTIONS = 300, 5, 5
"""Of one thing; for one fact; of one entity. What very many documents say is not all repeated, and that is told."""

_Term = NamedNode | Literal


def gathered(store: Store, most: int) -> View:
    """At most so many things, with their facts, sentences and documents."""
    return _Gathering(store, chosen(store, most)).view()


class _Gathering:
    def __init__(self, store: Store, choice: Choice) -> None:
        self._store = store
        self._choice = choice
        self._numbers = {node.iri: number for number, node in enumerate(choice.drawn)}
        self._labels = {node.iri: _label(node) for node in choice.drawn}
        self._classes = _classes(choice.drawn)
        self._sentences = Sentences(store)

    def view(self) -> View:
        ranks = {one: number for number, one in enumerate(self._classes)}
        things = [self._thing(node, ranks) for node in self._choice.drawn]
        return View(
            classes=self._classes,
            documents=self._sentences.documents(),
            sentences=self._sentences.sentences(),
            things=placed(things),
            entities=self._choice.entities,
            events=self._choice.events,
            articles=_articles(self._store),
        )

    def _thing(self, node: network.Node, ranks: dict[Class, int]) -> Thing:
        mentions, mentions_left = self._telling(node) if node.is_event else self._naming(node)
        facts, claims_left = self._facts(node)
        earliest, latest = _bounds(node)
        return Thing(
            iri=node.iri,
            label=self._labels[node.iri],
            class_=ranks[_class(node)],
            is_event=node.is_event,
            other_labels=tuple(one for one in node.values.get(_ALT, ()) if one not in node.labels),
            same_as=node.values.get(_SAME, ()),
            factuality=tuple(_local(one) for one in node.values.get(_FACTUALITY, ())),
            earliest=earliest,
            latest=latest,
            documents=tuple(self._sentences.document(iri) for iri in node.documents),
            facts=facts,
            claims_left=claims_left,
            mentions=mentions,
            mentions_left=mentions_left,
            roles_left=self._choice.roles_left[node.iri],
        )

    def _facts(self, node: network.Node) -> tuple[tuple[Fact, ...], int]:
        """Its facts, and how many claims were left aside."""
        grounds, left = self._claims(node.iri)
        documents: defaultdict[tuple[str, _Term], set[str]] = defaultdict(set)
        for quad in self._store.quads_for_pattern(NamedNode(node.iri), None, None, None):
            if quad.predicate.value not in _NO_FACTS and isinstance(quad.object, NamedNode | Literal):
                graph = quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else ""
                documents[quad.predicate.value, quad.object].add(graph)
        told = set(node.documents)
        facts = []
        for (predicate, value), graphs in documents.items():
            words = sorted(grounds.get((predicate, value), ()), key=_order)
            here = {self._sentences.document(iri) for iri in sorted(graphs & told)}
            # Of a graph without names the claims tell the document.
            here |= {self._sentences.sentence(one.sentence).document for one in words} - {-1}
            facts.append(
                Fact(
                    predicate,
                    self._value(value),
                    value.value if isinstance(value, NamedNode) else "",
                    self._numbers.get(value.value, -1) if isinstance(value, NamedNode) else -1,
                    tuple(sorted(here)),
                    tuple(words[:_MOST_WORDS]),
                )
            )
            left += len(words[_MOST_WORDS:])
        return tuple(sorted(facts, key=_fact_order)), left

    def _claims(self, iri: str) -> tuple[dict[tuple[str, _Term], list[Words]], int]:
        quads = self._store.quads_for_pattern(None, NamedNode(_SUBJECT), NamedNode(iri), None)
        claims = sorted({quad.subject for quad in quads}, key=str)
        found: dict[tuple[str, _Term], list[Words]] = {}
        for claim in claims[:_MOST_CLAIMS]:
            said = self._said(claim)
            rule = ", ".join(sorted(one.value for one in said[_RULE]))
            spans = sorted(self._sentences.span(one) for one in said[_DERIVED])
            words = [self._sentences.words(span, rule) for span in spans]
            for predicate in said[_PREDICATE]:
                for value in said[_OBJECT]:
                    found.setdefault((predicate.value, value), []).extend(words)
        return found, len(claims[_MOST_CLAIMS:])

    def _said(self, subject: object) -> defaultdict[str, set[_Term]]:
        said: defaultdict[str, set[_Term]] = defaultdict(set)
        if isinstance(subject, NamedNode | BlankNode):
            for quad in self._store.quads_for_pattern(subject, None, None, None):
                if isinstance(quad.object, NamedNode | Literal):
                    said[quad.predicate.value].add(quad.object)
        return said

    def _telling(self, node: network.Node) -> tuple[tuple[Words, ...], int]:
        """The sentences that tell an event, and the words in each that name it."""
        quads = self._store.quads_for_pattern(NamedNode(node.iri), _EVIDENCE, None, None)
        sentences = self._spans(quad.object for quad in quads)
        names = self._spans(q.subject for q in self._store.quads_for_pattern(None, _NAMES, NamedNode(node.iri), None))
        told = [(sentence, self._sentences.telling(sentence)) for sentence in sentences]
        words = []
        for (document, begin, end, _), number in told:
            inside = [one for one in names if one[0] == document and 0 <= begin <= one[1] and one[2] <= end]
            words += [Words(number, one[1] - begin, one[2] - begin) for one in inside] or [Words(number, 0, 0)]
        return tuple(words), 0

    def _naming(self, node: network.Node) -> tuple[tuple[Words, ...], int]:
        """Some of the places that name an entity, of different documents first; and how many more there are."""
        quads = self._store.quads_for_pattern(None, _NAMES, NamedNode(node.iri), None)
        names = sorted({quad.subject for quad in quads}, key=str)
        by_document: dict[str, object] = {}
        for name in names:
            by_document.setdefault(str(name).partition("#")[0], name)
        first = list(by_document.values())[:_MOST_MENTIONS]
        shown = first + [name for name in names if name not in first][: _MOST_MENTIONS - len(first)]
        words = [self._sentences.words(span) for span in self._spans(shown)]
        return tuple(words), len(names) - len(words)

    def _spans(self, nodes: Iterable[object]) -> list[Span]:
        return sorted(self._sentences.span(node) for node in dict.fromkeys(nodes))

    def _value(self, value: _Term) -> str:
        if isinstance(value, Literal):
            return value.value
        if value.value.startswith(KG):
            return _local(value.value)
        if value.value not in self._labels and value.value in self._choice.known:
            found = self._store.quads_for_pattern(value, _LABEL, None, None)
            labels = {quad.object.value for quad in found if isinstance(quad.object, Literal)}
            self._labels[value.value] = " | ".join(sorted(labels)) or _local(value.value)
        return self._labels.get(value.value, value.value)


def _classes(nodes: Iterable[network.Node]) -> tuple[Class, ...]:
    """Entities' classes before events', each by how many things are of it."""
    counted = Counter(_class(node) for node in nodes)
    return tuple(sorted(counted, key=lambda one: (one.is_event, -counted[one], one.iri)))


def _class(node: network.Node) -> Class:
    """A thing of several classes is drawn as the first by the alphabet."""
    iri = node.types[0] if node.types else ""
    name = _local(iri) if iri else "no class"
    drawn = {"type": name, "factuality": ""} if node.is_event else {"type": name}
    return Class(iri, name, look.colour(drawn), node.is_event)


def _label(node: network.Node) -> str:
    return " | ".join(node.labels) or _local(node.iri)


def _bounds(node: network.Node) -> tuple[str, str]:
    """The days between which an event lies, over all documents."""
    begins = [day for day in (*node.values.get(_EARLIEST, ()), *node.values.get(_DATE, ())) if _DAY.fullmatch(day)]
    ends = [day for day in (*node.values.get(_LATEST, ()), *node.values.get(_DATE, ())) if _DAY.fullmatch(day)]
    return (min(begins), max(ends)) if begins and ends and min(begins) <= max(ends) else ("", "")


def _articles(store: Store) -> int:
    classes = (NamedNode(NIF + "Context"), NamedNode(SCHEMA + "NewsArticle"))
    type_ = NamedNode(RDF + "type")
    return len({quad.subject for one in classes for quad in store.quads_for_pattern(None, type_, one, None)})


def _order(words: Words) -> tuple[object, ...]:
    return words.sentence, words.begin, words.end, words.rule


def _fact_order(fact: Fact) -> tuple[object, ...]:
    """Whether it happened, who takes part, then the rest."""
    return fact.predicate != _FACTUALITY, not fact.iri, fact.predicate, fact.value, fact.iri


def _local(iri: str) -> str:
    return re.split(r"[#/]", iri)[-1] or iri
