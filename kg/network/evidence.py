"""On which words of which documents a fact in a store stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from itertools import accumulate

from pyoxigraph import Literal, NamedNode, Store

from kg.network.things import TYPE
from kg.ontology.terms import ITSRDF, KG, NIF, PROV, RDF, SCHEMA

EVIDENCE = NamedNode(KG + "evidence")
_CONTEXT, _ARTICLE = NamedNode(NIF + "Context"), NamedNode(SCHEMA + "NewsArticle")
_ANCHOR, _OF = NamedNode(NIF + "anchorOf"), NamedNode(NIF + "referenceContext")
_NAMES, _DERIVED = NamedNode(ITSRDF + "taIdentRef"), NamedNode(PROV + "wasDerivedFrom")
_SUBJECT, _PREDICATE, _OBJECT = (NamedNode(RDF + name) for name in ("subject", "predicate", "object"))
_OFFSETS = re.compile(r"(.*)#char=(\d+),(\d+)", re.DOTALL)
_KEPT = 20_000

Spans = dict[str, set[str]]
"""By document, IRIs of spans in it."""


class Evidence:
    """Memory grows with the sentences that tell events (their offsets), not with claims and mentions."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.documents = {
            quad.subject.value
            for class_ in (_CONTEXT, _ARTICLE)
            for quad in store.quads_for_pattern(None, TYPE, class_)
            if isinstance(quad.subject, NamedNode)
        }
        """IRIs; a graph that bears one of them as its name is this document's."""
        self._sentences: dict[str, _Sentences] = {}
        self.words = lru_cache(_KEPT)(self._words)
        """The words of a span; empty where they are not kept."""

    def telling(self, event: str) -> Spans:
        """The sentences that tell an event."""
        return self._by_document(
            quad.object for quad in self._store.quads_for_pattern(NamedNode(event), EVIDENCE, None)
        )

    def mentioning(self, thing: str) -> set[str]:
        """The documents that name or tell it."""
        names = (quad.subject for quad in self._store.quads_for_pattern(None, _NAMES, NamedNode(thing)))
        return set(self._by_document(names)) | set(self.telling(thing))

    def claimed(self, subject: str) -> dict[tuple[str, str], Spans]:
        """For each claimed fact of a subject, (predicate, object), the words that it stands on."""
        found: dict[tuple[str, str], Spans] = {}
        for claim in self._store.quads_for_pattern(None, _SUBJECT, NamedNode(subject)):
            said = defaultdict(list)
            for quad in self._store.quads_for_pattern(claim.subject, None, None, claim.graph_name):
                said[quad.predicate].append(quad.object)
            for predicate in said[_PREDICATE]:
                for object_ in said[_OBJECT]:
                    if isinstance(predicate, NamedNode) and isinstance(object_, NamedNode):
                        spans = found.setdefault((predicate.value, object_.value), {})
                        for document, some in self._by_document(said[_DERIVED]).items():
                            spans.setdefault(document, set()).update(some)
        return found

    def sentences(self, document: str, spans: set[str]) -> set[str]:
        """The words of the sentences that lie around spans of a document; where none is kept, the spans' own."""
        found: set[str] = set()
        for span in spans:
            around = {self.words(sentence) for sentence in self._around(document, span)}
            found |= (around - {""}) or {self.words(span)}
        return found - {""}

    def _around(self, document: str, span: str) -> list[str]:
        match = _OFFSETS.fullmatch(span)
        if not match:
            return []
        if not self._sentences:
            self._sentences = _all_sentences(self._store)
        known = self._sentences.get(document)
        return [f"{document}#char={b},{e}" for b, e in known.around(int(match[2]), int(match[3]))] if known else []

    def _by_document(self, spans: Iterable[object]) -> Spans:
        found: Spans = {}
        for span in spans:
            if isinstance(span, NamedNode):
                for document in self._documents_of(span):
                    found.setdefault(document, set()).add(span.value)
        return found

    def _documents_of(self, span: NamedNode) -> list[str]:
        match = _OFFSETS.fullmatch(span.value)
        if match and match[1] in self.documents:
            return [match[1]]
        contexts = (quad.object for quad in self._store.quads_for_pattern(span, _OF, None))
        return sorted({one.value for one in contexts if isinstance(one, NamedNode)})

    def _words(self, span: str) -> str:
        said = (quad.object for quad in self._store.quads_for_pattern(NamedNode(span), _ANCHOR, None))
        return min((one.value for one in said if isinstance(one, Literal)), default="")


class _Sentences:
    """Of one document, by offsets."""

    def __init__(self, spans: set[tuple[int, int]]) -> None:
        self._spans = sorted(spans)
        self._begins = [begin for begin, _ in self._spans]
        # How far the sentences up to here reach: they may overlap, but seldom do.
        self._reach = list(accumulate((end for _, end in self._spans), max))

    def around(self, begin: int, end: int) -> list[tuple[int, int]]:
        found = []
        for at in range(bisect_right(self._begins, begin) - 1, -1, -1):
            if self._reach[at] < end:
                break
            if self._spans[at][1] >= end:
                found.append(self._spans[at])
        return found


def _all_sentences(store: Store) -> dict[str, _Sentences]:
    found: defaultdict[str, set[tuple[int, int]]] = defaultdict(set)
    for quad in store.quads_for_pattern(None, EVIDENCE, None):
        if isinstance(quad.object, NamedNode) and (match := _OFFSETS.fullmatch(quad.object.value)):
            found[match[1]].add((int(match[2]), int(match[3])))
    return {document: _Sentences(spans) for document, spans in found.items()}
