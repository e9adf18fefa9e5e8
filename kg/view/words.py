"""The sentences of what is drawn, each once, and words in them, as a store holds them."""

from __future__ import annotations

from functools import lru_cache

from pyoxigraph import BlankNode, Literal, NamedNode, Store

from kg.excerpts import Sentence as Bounds
from kg.excerpts import excerpt
from kg.ontology.terms import NIF, SCHEMA
from kg.view.records import Document, Sentence, Words

_ANCHOR, _CONTEXT = NIF + "anchorOf", NIF + "referenceContext"
_BEGIN, _END = NIF + "beginIndex", NIF + "endIndex"
_TEXT = NamedNode(NIF + "isString")
_TEXTS_KEPT = 256

Span = tuple[str, int, int, str]
"""Document (an IRI; empty where not told), begin, end (-1 where not told) and words."""


class Sentences:
    """Collects documents and sentences as they are asked for; asked in the same order, it gives the same numbers."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._documents: dict[str, int] = {}
        self._sentences: dict[Sentence, int] = {}
        self._listed: list[Sentence] = []
        self._bounds: dict[str, list[Bounds]] = {}
        self._text = lru_cache(_TEXTS_KEPT)(self._text_of)

    def documents(self) -> tuple[Document, ...]:
        return tuple(self._described(iri) for iri in self._documents)

    def sentences(self) -> tuple[Sentence, ...]:
        return tuple(self._listed)

    def sentence(self, number: int) -> Sentence:
        return self._listed[number]

    def document(self, iri: str) -> int:
        return self._documents.setdefault(iri, len(self._documents))

    def span(self, node: object) -> Span:
        """What the store says of a span."""
        told: dict[str, list[str]] = {}
        if isinstance(node, NamedNode | BlankNode):
            for quad in self._store.quads_for_pattern(node, None, None, None):
                if isinstance(quad.object, NamedNode | Literal):
                    told.setdefault(quad.predicate.value, []).append(quad.object.value)
        one = {name: min(values) for name, values in told.items()}
        begin, end = _offset(one.get(_BEGIN, "")), _offset(one.get(_END, ""))
        if begin < 0 or end < begin or _CONTEXT not in one:
            begin = end = -1
        return one.get(_CONTEXT, ""), begin, end, one.get(_ANCHOR, "")

    def telling(self, span: Span) -> int:
        """The number of a sentence that the store holds by itself; words near it are shown within it from now on."""
        document, begin, end, words = span
        if begin >= 0:
            bounds = self._bounds.setdefault(document, [])
            if (begin, end, words) not in bounds:
                bounds.append((begin, end, words))
        return self._number(document, begin, words)

    def words(self, span: Span, rule: str = "") -> Words:
        """Words within the sentence around them; by themselves where the store holds neither it nor the text."""
        document, begin, end, words = span
        if begin >= 0:
            text = self._text(document)
            if text is not None and text[begin:end] != words:
                # Offsets of another text would mark the wrong words.
                text = None
            first, sentence = excerpt(text, self._bounds.get(document, ()), begin, end)
            if sentence and sentence[begin - first : end - first] == words:
                return Words(self._number(document, first, sentence), begin - first, end - first, rule)
        return Words(self._number(document, begin, words), 0, len(words), rule)

    def _number(self, document: str, begin: int, text: str) -> int:
        sentence = Sentence(self.document(document) if document else -1, begin, text)
        if sentence not in self._sentences:
            self._sentences[sentence] = len(self._listed)
            self._listed.append(sentence)
        return self._sentences[sentence]

    def _text_of(self, document: str) -> str | None:
        return self._told(document, _TEXT) or None

    def _described(self, iri: str) -> Document:
        publisher = self._told(iri, NamedNode(SCHEMA + "publisher"))
        return Document(
            iri,
            iri.rpartition("/doc/")[2] or iri,
            title=self._told(iri, NamedNode(SCHEMA + "headline")),
            date=self._told(iri, NamedNode(SCHEMA + "datePublished")),
            url=self._told(iri, NamedNode(SCHEMA + "url")),
            publisher=(self._told(publisher, NamedNode(SCHEMA + "name")) or publisher) if publisher else "",
        )

    def _told(self, subject: str, predicate: NamedNode) -> str:
        """The one value; the first by the alphabet where there are more."""
        try:
            node = NamedNode(subject)
        except ValueError:
            return ""
        found = (quad.object for quad in self._store.quads_for_pattern(node, predicate, None, None))
        return min((one.value for one in found if isinstance(one, NamedNode | Literal)), default="")


def _offset(told: str) -> int:
    return int(told) if told.isascii() and told.isdigit() and len(told) < 16 else -1
