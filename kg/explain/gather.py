"""All that a store says of one entity or event, and on which words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote

import pyoxigraph
from pyoxigraph import BlankNode, Literal, NamedNode

from kg import find
from kg.excerpts import Sentence, excerpt, within
from kg.explain.notes import identity, notes
from kg.explain.records import Claim, Document, Explanation, Fact, Passage, Term
from kg.iri import shortened
from kg.ontology.terms import ITSRDF, KG, NIF, OWL, PROV, RDF, RDFS, SCHEMA, SKOS

_CONTEXT, _ANCHOR = NamedNode(NIF + "referenceContext"), NamedNode(NIF + "anchorOf")
_SENTENCE = NamedNode(NIF + "Sentence")
_SUBJECT, _PREDICATE, _OBJECT = (NamedNode(RDF + name) for name in ("subject", "predicate", "object"))
_TYPE, _SAME = NamedNode(RDF + "type"), NamedNode(OWL + "sameAs")
_NAMES = NamedNode(ITSRDF + "taIdentRef")
_EVIDENCE = NamedNode(KG + "evidence")
_LABELS = {RDFS + "label", SKOS + "altLabel"}
_NO_FACTS = _LABELS | {RDF + "type", KG + "evidence", ITSRDF + "taIdentRef", OWL + "sameAs"}
_ABOUT_CLAIMS = {RDF + "subject", RDF + "predicate", RDF + "object"}
_FACTUALITY = KG + "factuality"

_Statement = tuple[NamedNode, NamedNode, Term]
_Key = tuple[str, str, Term]


def gathered(store: pyoxigraph.Store, iri: str) -> Explanation:
    """The explanation of the thing with this IRI."""
    return _Gathering(store, iri).explanation()


class _Gathering:
    def __init__(self, store: pyoxigraph.Store, iri: str) -> None:
        self._store = store
        self._thing = NamedNode(iri)
        self._bases = find.bases(store)
        self._documents: dict[str, Document] = {}
        self._texts: dict[str, str | None] = {}
        self._sentences: dict[str, list[Sentence]] = {}
        self._terms: dict[object, Term] = {}

    def explanation(self) -> Explanation:
        thing = self._term(self._thing)
        mentions = self._passages(_NAMES)
        evidence = self._evidence(mentions)
        said = self._facts(self._thing, None)
        others = self._facts(None, self._thing)
        facts = [fact for fact in said if fact.predicate != _SAME.value]
        types = tuple(find.types(self._store, thing.value))
        labels = self._literals(RDFS + "label")
        is_event = bool(evidence) or any(fact.predicate == _FACTUALITY for fact in facts)
        for fact in (*said, *others):
            for document in fact.documents:
                self._document(document)
        documents = tuple(sorted(self._documents.values(), key=lambda one: (one.id, one.iri)))
        return Explanation(
            thing=thing,
            short=shortened(thing.value, self._bases),
            is_event=is_event,
            types=types,
            labels=labels,
            alt_labels=self._literals(SKOS + "altLabel"),
            links=tuple(fact for fact in (*said, *others) if fact.predicate == _SAME.value),
            facts=tuple(facts),
            roles=tuple(fact for fact in others if fact.predicate != _SAME.value),
            evidence=evidence,
            mentions=mentions,
            documents=documents,
            identity=identity(thing.value, is_event, labels, documents),
            notes=notes(self._store, is_event, facts, others, mentions, documents),
            bases=self._bases,
        )

    # Facts and claims

    def _facts(self, subject: NamedNode | None, object_: NamedNode | None) -> tuple[Fact, ...]:
        """Those with this subject, or with this value, in the order of the words that they stand on."""
        stated: dict[_Key, tuple[_Statement, set[str]]] = {}
        for quad in self._store.quads_for_pattern(subject, None, object_, None):
            if quad.predicate.value in _NO_FACTS - {OWL + "sameAs"} | _ABOUT_CLAIMS:
                continue
            if not isinstance(quad.subject, NamedNode):
                continue
            statement = (quad.subject, quad.predicate, self._term(quad.object))
            _, graphs = stated.setdefault(_key(statement), (statement, set()))
            if isinstance(quad.graph_name, NamedNode):
                graphs.add(quad.graph_name.value)
        claims = self._claims(subject, object_)
        facts = []
        for key, ((node, predicate, value), graphs) in stated.items():
            on = sorted(claims.get(key, ()), key=self._claim_order)
            documents = graphs | {passage.document for claim in on for passage in claim.passages if passage.document}
            # A graph's name is that of its document; another name tells nothing of where a fact comes from.
            known = sorted((d for d in documents if self._is_document(d)), key=self._document_order)
            facts.append(Fact(self._term(node), predicate.value, value, tuple(on), tuple(known)))
        return tuple(sorted(facts, key=self._fact_order))

    def _claims(self, subject: NamedNode | None, object_: NamedNode | None) -> dict[_Key, list[Claim]]:
        role, node = (_SUBJECT, subject) if subject else (_OBJECT, object_)
        found: dict[_Key, list[Claim]] = {}
        for claim in sorted({q.subject for q in self._store.quads_for_pattern(None, role, node, None)}, key=str):
            rules = tuple(sorted(term.value for term in self._values(claim, NamedNode(KG + "rule"))))
            spans = [self._passage(span) for span in self._values(claim, NamedNode(PROV + "wasDerivedFrom"))]
            name = claim.value if isinstance(claim, NamedNode) else ""
            reason = " ".join(term.value for term in self._values(claim, NamedNode(RDFS + "comment")))
            told = Claim(name, rules, tuple(sorted(spans, key=self._order)), reason)
            for statement in self._statements(claim):
                found.setdefault(_key(statement), []).append(told)
        return found

    def _statements(self, claim: object) -> Iterable[_Statement]:
        for subject in self._values(claim, _SUBJECT):
            for predicate in self._values(claim, _PREDICATE):
                for value in self._values(claim, _OBJECT):
                    yield subject, predicate, self._term(value)

    # Words

    def _passages(self, predicate: NamedNode) -> tuple[Passage, ...]:
        spans = {quad.subject for quad in self._store.quads_for_pattern(None, predicate, self._thing, None)}
        return tuple(sorted((self._passage(span) for span in spans), key=self._order))

    def _evidence(self, mentions: tuple[Passage, ...]) -> tuple[Passage, ...]:
        """The sentences that tell an event, with its mentions marked in them."""
        told = []
        for sentence in sorted((self._passage(span) for span in self._values(self._thing, _EVIDENCE)), key=self._order):
            inside = [
                (mention.begin, mention.end)
                for mention in mentions
                if mention.document == sentence.document and sentence.begin <= mention.begin < sentence.end
            ]
            marks = within(inside, sentence.begin, len(sentence.words))
            told.append(
                Passage(
                    sentence.document,
                    sentence.begin,
                    sentence.end,
                    sentence.words,
                    sentence.words,
                    sentence.begin,
                    marks,
                )
            )
        return tuple(told)

    def _passage(self, span: object) -> Passage:
        document = next((term.value for term in self._values(span, _CONTEXT) if isinstance(term, NamedNode)), "")
        if document:
            self._document(document)
        begin, end = (self._offset(span, name) for name in ("beginIndex", "endIndex"))
        words = next((term.value for term in self._values(span, _ANCHOR)), "")
        if not document or begin < 0 or end < begin:
            return Passage(document, -1, -1, words)
        text = self._text(document)
        if text is not None and text[begin:end] != words:
            # Offsets of another text would mark the wrong words.
            text = None
        first, sentence = excerpt(text, self._sentences_of(document), begin, end)
        if sentence and sentence[begin - first : end - first] != words:
            first, sentence = -1, ""
        marks = within([(begin, end)], first, len(sentence)) if sentence else ()
        return Passage(document, begin, end, words, sentence, first, marks)

    def _offset(self, span: object, name: str) -> int:
        told = [term.value for term in self._values(span, NamedNode(NIF + name))]
        return int(told[0]) if told and told[0].isascii() and told[0].isdigit() and len(told[0]) < 16 else -1

    def _sentences_of(self, document: str) -> list[Sentence]:
        if document not in self._sentences:
            spans = {
                quad.subject
                for quad in self._store.quads_for_pattern(None, _CONTEXT, NamedNode(document), None)
                if any(self._store.quads_for_pattern(quad.subject, _TYPE, _SENTENCE, None))
            }
            self._sentences[document] = sorted(
                (self._offset(span, "beginIndex"), self._offset(span, "endIndex"), words.value)
                for span in spans
                for words in self._values(span, _ANCHOR)
            )
        return self._sentences[document]

    # Documents and terms

    def _text(self, document: str) -> str | None:
        if document not in self._texts:
            self._texts[document] = self._told(document, NIF + "isString") or None
        return self._texts[document]

    def _document(self, iri: str) -> Document:
        if iri not in self._documents:
            publisher = self._told(iri, SCHEMA + "publisher")
            id = shortened(iri, self._bases)
            self._documents[iri] = Document(
                iri,
                unquote(id.removeprefix("doc/")) if id.startswith("doc/") else id,
                title=self._told(iri, SCHEMA + "headline"),
                date=self._told(iri, SCHEMA + "datePublished"),
                url=self._told(iri, SCHEMA + "url"),
                publisher=self._told(publisher, SCHEMA + "name") or publisher if publisher else "",
                has_text=self._text(iri) is not None,
            )
        return self._documents[iri]

    def _is_document(self, iri: str) -> bool:
        return any(self._store.quads_for_pattern(NamedNode(iri), _TYPE, NamedNode(NIF + "Context"), None))

    def _told(self, subject: str, predicate: str) -> str:
        try:
            node = NamedNode(subject)
        except ValueError:
            return ""
        return next((term.value for term in self._values(node, NamedNode(predicate))), "")

    def _literals(self, predicate: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(term.value for term in self._values(self._thing, NamedNode(predicate))))

    def _values(self, subject: object, predicate: NamedNode) -> list[Any]:
        """Each value once, sorted; a triple inside a triple is left out."""
        if not isinstance(subject, NamedNode | BlankNode):
            return []
        found = {quad.object for quad in self._store.quads_for_pattern(subject, predicate, None, None)}
        terms: list[Any] = [term for term in found if isinstance(term, NamedNode | BlankNode | Literal)]
        return sorted(terms, key=str)

    def _term(self, node: object) -> Term:
        if node not in self._terms:
            self._terms[node] = self._made(node)
        return self._terms[node]

    def _made(self, node: object) -> Term:
        if isinstance(node, NamedNode):
            types = find.types(self._store, node.value)
            return Term(node.value, True, find.label(self._store, node.value), types[0] if types else "")
        if isinstance(node, Literal):
            plain = node.language or node.datatype.value == "http://www.w3.org/2001/XMLSchema#string"
            return Term(node.value, False, datatype="" if plain else node.datatype.value, language=node.language or "")
        return Term(str(node), False)

    # Orders

    def _document_order(self, iri: str) -> tuple[str, str]:
        return self._document(iri).id if iri else "", iri

    def _order(self, passage: Passage) -> tuple[object, ...]:
        return *self._document_order(passage.document), passage.begin, passage.end, passage.words

    def _claim_order(self, claim: Claim) -> tuple[object, ...]:
        first = (0, self._order(claim.passages[0])) if claim.passages else (1, ())
        return *first, claim.rules, claim.iri

    def _fact_order(self, fact: Fact) -> tuple[object, ...]:
        """What it is and whether it happened, then what stands first in the documents."""
        grounds = self._claim_order(fact.claims[0])[:2] if fact.claims else (2, ())
        value = fact.object
        rest = (fact.predicate, fact.subject.value, value.is_iri, value.value, value.datatype, value.language)
        return fact.predicate != _FACTUALITY, *grounds, *rest


def _key(statement: _Statement) -> _Key:
    subject, predicate, value = statement
    return subject.value, predicate.value, value
