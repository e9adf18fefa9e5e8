"""Facts to RDF: one document's named graph. The only module that decides which triples say what."""

from __future__ import annotations

import re
from collections.abc import Iterator

import rdflib
from rdflib.namespace import OWL, RDF, RDFS, SKOS, XSD

from kg.iri import digest, document_iri, slug, span_iri, with_separator
from kg.model import Claim, Document, Facts, Literal, Span
from kg.ontology.terms import ITSRDF, KG, NIF, PREFIXES, PROV, SCHEMA

__all__ = ["claim_iri", "document_iri", "of", "span_iri"]

_Triple = tuple[rdflib.URIRef, rdflib.URIRef, rdflib.term.Node]

_PHRASE = rdflib.URIRef(NIF + "Phrase")
_SENTENCE = rdflib.URIRef(NIF + "Sentence")
_BEGIN = rdflib.URIRef(NIF + "beginIndex")
_END = rdflib.URIRef(NIF + "endIndex")
_ANCHOR = rdflib.URIRef(NIF + "anchorOf")
_CONTEXT = rdflib.URIRef(NIF + "referenceContext")
_NAMES = rdflib.URIRef(ITSRDF + "taIdentRef")
_EVIDENCE = rdflib.URIRef(KG + "evidence")
_CLAIM = rdflib.URIRef(KG + "Claim")
_RULE = rdflib.URIRef(KG + "rule")
_DERIVED = rdflib.URIRef(PROV + "wasDerivedFrom")

_PRECISION = {4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}
_PREFIX = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
_NOT_IN_IRIS = re.compile(r'[\x00-\x20<>"{}|^`\\\x7f]')


def of(facts: Facts, *, base: str, evidence: str = "claims", text: bool = True) -> rdflib.Graph:
    """The document's graph, its identifier the document's IRI; the same facts in any order give the same.

    `evidence`: `claims` for everything; `mentions` leaves out the claims' nodes and spans; `none` all spans.
    `text`: whether the document's own text stands in the graph.
    """
    graph = rdflib.Graph(identifier=rdflib.URIRef(facts.iri), bind_namespaces="none")
    for prefix, namespace in {**_folders(facts, with_separator(base)), **PREFIXES}.items():
        graph.bind(prefix, namespace)
    for triple in _triples(facts, base, evidence, text):
        graph.add(triple)
    return graph


def claim_iri(document: str, claim: Claim) -> str:
    """Made from the words and the fact, but not from the rule: two rules that agree make one claim."""
    fact = (claim.subject, claim.predicate, *_parts(claim.object))
    role = re.split(r"[#/]", claim.predicate)[-1]
    return f"{document}#claim={claim.span.begin},{claim.span.end},{slug(role)},{digest(*fact)}"


def _folders(facts: Facts, base: str) -> dict[str, str]:
    """`person` for `<base>person/`, and so on, so that people read `person:donald-trump`."""
    # Without doc/: `doc:a\#char\=0\,5` is harder to read than the whole IRI.
    things = [entity.iri for entity in facts.entities] + [event.iri for event in facts.events]
    folders = {iri.rpartition("/")[0] for iri in things}
    return {
        folder.removeprefix(base): folder + "/"
        for folder in sorted(folders)
        if folder.startswith(base) and folder != base + "doc" and _PREFIX.fullmatch(folder, len(base))
    }


def _triples(facts: Facts, base: str, evidence: str, text: bool) -> Iterator[_Triple]:
    yield from _document(facts.document, rdflib.URIRef(facts.iri), base, text)
    yield from _things(facts)
    if evidence != "none":
        yield from _mentions(facts)
    if evidence == "claims":
        yield from _claims(facts)


def _document(document: Document, iri: rdflib.URIRef, base: str, text: bool) -> Iterator[_Triple]:
    yield iri, RDF.type, rdflib.URIRef(NIF + "Context")
    yield iri, RDF.type, rdflib.URIRef(SCHEMA + "NewsArticle")
    if text:
        yield iri, rdflib.URIRef(NIF + "isString"), rdflib.Literal(document.text)
    if document.title:
        yield iri, rdflib.URIRef(SCHEMA + "headline"), rdflib.Literal(document.title)
    if document.date:
        yield iri, rdflib.URIRef(SCHEMA + "datePublished"), _date(document.date)
    if document.url:
        yield iri, rdflib.URIRef(SCHEMA + "url"), _url(document.url)
    if document.source:
        publisher = rdflib.URIRef(f"{with_separator(base)}publisher/{slug(document.source)}")
        yield iri, rdflib.URIRef(SCHEMA + "publisher"), publisher
        yield publisher, RDF.type, rdflib.URIRef(SCHEMA + "Organization")
        yield publisher, rdflib.URIRef(SCHEMA + "name"), rdflib.Literal(document.source)


def _things(facts: Facts) -> Iterator[_Triple]:
    for entity in facts.entities:
        iri = rdflib.URIRef(entity.iri)
        yield iri, RDF.type, rdflib.URIRef(entity.type)
        yield iri, RDFS.label, rdflib.Literal(entity.label, lang="en")
        for label in entity.alt_labels:
            if label != entity.label:
                yield iri, SKOS.altLabel, rdflib.Literal(label, lang="en")
        for same in entity.same_as:
            yield iri, OWL.sameAs, rdflib.URIRef(same)
    for event in facts.events:
        iri = rdflib.URIRef(event.iri)
        yield iri, RDF.type, rdflib.URIRef(event.type)
        yield iri, RDFS.label, rdflib.Literal(event.label, lang="en")
    for claim in facts.claims:
        yield _fact(claim)


def _mentions(facts: Facts) -> Iterator[_Triple]:
    for mention in facts.mentions:
        yield from _span(facts, mention.span, _PHRASE)
        yield rdflib.URIRef(span_iri(facts.iri, mention.span)), _NAMES, rdflib.URIRef(mention.thing)
    for event in facts.events:
        for sentence in event.sentences:
            yield from _span(facts, sentence, _SENTENCE)
            yield rdflib.URIRef(event.iri), _EVIDENCE, rdflib.URIRef(span_iri(facts.iri, sentence))


def _claims(facts: Facts) -> Iterator[_Triple]:
    sentences = {sentence for event in facts.events for sentence in event.sentences}
    for claim in facts.claims:
        yield from _span(facts, claim.span, _SENTENCE if claim.span in sentences else _PHRASE)
        node = rdflib.URIRef(claim_iri(facts.iri, claim))
        subject, predicate, object_ = _fact(claim)
        yield node, RDF.type, _CLAIM
        yield node, RDF.subject, subject
        yield node, RDF.predicate, predicate
        yield node, RDF.object, object_
        yield node, _DERIVED, rdflib.URIRef(span_iri(facts.iri, claim.span))
        yield node, _RULE, rdflib.Literal(claim.rule)


def _span(facts: Facts, span: Span, type_: rdflib.URIRef) -> Iterator[_Triple]:
    iri = rdflib.URIRef(span_iri(facts.iri, span))
    yield iri, RDF.type, type_
    yield iri, _BEGIN, _index(span.begin)
    yield iri, _END, _index(span.end)
    yield iri, _ANCHOR, rdflib.Literal(facts.document.text[span.begin : span.end])
    yield iri, _CONTEXT, rdflib.URIRef(facts.iri)


def _fact(claim: Claim) -> _Triple:
    return rdflib.URIRef(claim.subject), rdflib.URIRef(claim.predicate), _node(claim.object)


def _node(value: str | Literal) -> rdflib.term.Node:
    if isinstance(value, str):
        return rdflib.URIRef(value)
    if value.language:
        return rdflib.Literal(value.value, lang=value.language)
    if value.datatype and value.datatype != str(XSD.string):
        return rdflib.Literal(value.value, datatype=rdflib.URIRef(value.datatype), normalize=False)
    return rdflib.Literal(value.value)


def _parts(value: str | Literal) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else (value.value, value.datatype, value.language)


def _index(offset: int) -> rdflib.Literal:
    return rdflib.Literal(str(offset), datatype=XSD.nonNegativeInteger, normalize=False)


def _date(date: str) -> rdflib.Literal:
    return rdflib.Literal(date, datatype=_PRECISION.get(len(date)), normalize=False)


def _url(url: str) -> rdflib.term.Node:
    # Feeds hold addresses with spaces and quotes in them, and now and then something that is no address.
    if not _ABSOLUTE.match(url):
        return rdflib.Literal(url)
    return rdflib.URIRef(_NOT_IN_IRIS.sub(lambda match: f"%{ord(match[0]):02X}", url))
