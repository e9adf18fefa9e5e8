"""Statements, read once, to the tables that are counted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Store

from kg.ontology.terms import ITSRDF, KG, LEX, NIF, OWL, PROV, RDF, RDFS, SCHEMA, SH, SKOS
from kg.stats.count import counted
from kg.stats.records import Stats
from kg.stats.tables import Tables

_TYPE = NamedNode(RDF + "type")
_ARTICLE = {NamedNode(NIF + "Context"), NamedNode(SCHEMA + "NewsArticle")}
_PUBLISHER = NamedNode(SCHEMA + "Organization")
_CLAIM = NamedNode(KG + "Claim")
# Most of a graph. They tell no more than what stands beside them in the document's graph; without named graphs
# mentions and claims tell the document.
_SPANS = {NamedNode(NIF + "Phrase"), NamedNode(NIF + "Sentence")}
_NAMES, _CONTEXT, _EVIDENCE = (
    NamedNode(ITSRDF + "taIdentRef"),
    NamedNode(NIF + "referenceContext"),
    NamedNode(KG + "evidence"),
)
_WORDS = {_NAMES, _CONTEXT, _EVIDENCE}
_SKIPPED = (
    *(NIF + name for name in ("beginIndex", "endIndex", "anchorOf", "isString")),
    *(RDF + name for name in ("subject", "predicate", "object")),
    *(SCHEMA + name for name in ("headline", "url")),
    PROV + "wasDerivedFrom",
    KG + "rule",
    SKOS + "altLabel",
    OWL + "sameAs",
)
# What a vocabulary says of its own terms, where somebody put both into one graph.
_OF_TERMS = (RDF, RDFS, OWL, SH, LEX)
_PLACE = re.compile(r"(.*)#(?:char=[\d,]+|claim=[^#]+)", re.DOTALL)

_Handler = Callable[[Quad], None]


def gathered(quads: Iterable[Quad], most: int) -> Stats:
    """The numbers of these statements, at most so many sources and entities listed."""
    with Tables() as tables:
        statements = _Reading(tables).read(quads)
        return counted(tables, statements, most)


def of_store(store: Store, most: int) -> Stats:
    """The same of a store, of which only what counts is read."""
    with Tables() as tables:
        _Reading(tables).read(_counting(store))
        return counted(tables, len(store), most)


def _counting(store: Store) -> Iterator[Quad]:
    placed = _is_placed(store)
    predicates = {NamedNode(iri) for iri in _SKIPPED} | {_TYPE} | (_WORDS if placed else set())
    classes = _SPANS | ({_CLAIM} if placed else set())
    for predicate in _distinct(store, "SELECT DISTINCT ?one { ?thing ?one ?value }"):
        if predicate not in predicates:
            yield from store.quads_for_pattern(None, predicate, None)
    for class_ in _distinct(store, "SELECT DISTINCT ?one { ?thing a ?one }"):
        if class_ not in classes:
            yield from store.quads_for_pattern(None, _TYPE, class_)


def _is_placed(store: Store) -> bool:
    """Whether each statement stands in a graph that bears a document's name."""
    documents = {quad.subject for class_ in _ARTICLE for quad in store.quads_for_pattern(None, _TYPE, class_)}
    in_none = next(store.quads_for_pattern(None, None, None, DefaultGraph()), None)
    return in_none is None and all(name in documents for name in store.named_graphs())


def _distinct(store: Store, query: str) -> list[NamedNode]:
    """What the query finds of named things, sorted."""
    rows = store.query(query, use_default_graph_as_union=True)
    found = {row["one"] for row in rows}  # type: ignore[union-attr]
    return sorted((one for one in found if isinstance(one, NamedNode)), key=str)


class _Reading:
    """Puts each statement where it counts."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._add = tables.add
        self._graph: NamedNode | BlankNode | DefaultGraph = DefaultGraph()
        self._document = ""
        """The graph's name, which is most often a document's."""
        self._of_document = ""
        """What the names of words in that document begin with."""
        self._handlers: dict[NamedNode, _Handler | None] = {
            _TYPE: self._type,
            NamedNode(RDFS + "label"): self._label,
            NamedNode(KG + "factuality"): self._factuality,
            NamedNode(KG + "earliest"): self._bound,
            NamedNode(KG + "latest"): self._bound,
            NamedNode(KG + "date"): self._bound,
            _EVIDENCE: self._evidence,
            _NAMES: self._mention,
            _CONTEXT: self._context,
            NamedNode(SCHEMA + "datePublished"): self._published,
            NamedNode(SCHEMA + "publisher"): self._publisher,
            NamedNode(SCHEMA + "name"): self._name,
            **{NamedNode(iri): None for iri in _SKIPPED},
        }

    def read(self, quads: Iterable[Quad]) -> int:
        """How many statements there were."""
        handlers, other = self._handlers, self._fact
        number = 0
        for quad in quads:
            number += 1
            handler = handlers.get(quad.predicate, other)
            if handler is not None:
                graph = quad.graph_name
                if graph != self._graph:
                    self._graph = graph
                    self._document = _iri(graph)
                    self._of_document = self._document + "#"
                handler(quad)
        self._tables.flush()
        return number

    def _type(self, quad: Quad) -> None:
        class_ = quad.object
        if class_ in _SPANS or not isinstance(class_, NamedNode):
            return
        subject = _iri(quad.subject)
        if class_ == _CLAIM:
            self._standing(subject, "", 2)
        elif class_ in _ARTICLE:
            self._add("article", (subject,))
        elif subject and class_ != _PUBLISHER and not class_.value.startswith(_OF_TERMS):
            self._add("kind", (subject, class_.value))
            self._told(subject, 1)

    def _label(self, quad: Quad) -> None:
        if isinstance(quad.object, Literal) and (subject := _iri(quad.subject)):
            self._add("label", (subject, quad.object.value))

    def _factuality(self, quad: Quad) -> None:
        if isinstance(quad.object, NamedNode) and (subject := _iri(quad.subject)):
            self._add("factuality", (subject, quad.object.value))
            self._told(subject, 2)

    def _bound(self, quad: Quad) -> None:
        if isinstance(quad.object, Literal) and (subject := _iri(quad.subject)):
            self._add("day", (subject, quad.predicate.value, quad.object.value))
            self._told(subject, 2)

    def _fact(self, quad: Quad) -> None:
        subject = _iri(quad.subject)
        if not subject:
            return
        if isinstance(quad.object, NamedNode):
            self._add("edge", (subject, quad.object.value))
        self._told(subject, 2)

    def _evidence(self, quad: Quad) -> None:
        """A sentence that tells an event."""
        self._standing(_iri(quad.object), _iri(quad.subject), 2)

    def _mention(self, quad: Quad) -> None:
        self._standing(_iri(quad.subject), _iri(quad.object), 1)

    def _standing(self, words: str, thing: str, strength: int) -> None:
        """The words lie in a document; where that bears the name of the graph, the graph tells as much."""
        if words and not (self._document and words.startswith(self._of_document)):
            match = _PLACE.fullmatch(words)
            if match:
                self._add("told", (match[1], thing, strength))
            else:
                self._add("stands", (words, thing, strength))

    def _context(self, quad: Quad) -> None:
        words, document = _iri(quad.subject), _iri(quad.object)
        # Words that bear another name than kg gives them.
        if words and document and not words.startswith(document):
            self._add("context", (words, document))

    def _told(self, thing: str, strength: int) -> None:
        if self._document:
            self._add("told", (self._document, thing, strength))

    def _published(self, quad: Quad) -> None:
        if isinstance(quad.object, Literal):
            self._add("published", (_iri(quad.subject), quad.object.value))

    def _publisher(self, quad: Quad) -> None:
        # Others write its name here.
        name = quad.object.value if isinstance(quad.object, Literal) else _iri(quad.object)
        self._add("publisher", (_iri(quad.subject), name))

    def _name(self, quad: Quad) -> None:
        if isinstance(quad.object, Literal):
            self._add("name", (_iri(quad.subject), quad.object.value))


def _iri(term: object) -> str:
    """Empty for what has no name that would be the same tomorrow."""
    return term.value if isinstance(term, NamedNode) else ""
