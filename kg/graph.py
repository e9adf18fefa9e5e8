"""Facts to RDF: one document's named graph. The only module that decides which triples say what."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias
from urllib.parse import quote

import rdflib

from kg.iri import digest, document_iri, slug, span_iri, with_separator
from kg.model import Claim, Document, Facts, Literal, Span
from kg.ontology.terms import ITSRDF, KG, NIF, OWL, PREFIXES, PROV, RDF, RDFS, SCHEMA, SKOS, XSD
from kg.quads import is_iri, to_graph
from kg.statements import DocumentGraph, Term

__all__ = ["claim_iri", "document_iri", "of", "span_iri", "statements"]

_Triple: TypeAlias = tuple[str, str, Term]

_TYPE, _LABEL, _ALT_LABEL, _SAME_AS = RDF + "type", RDFS + "label", SKOS + "altLabel", OWL + "sameAs"
_PHRASE, _SENTENCE, _BEGIN, _END = NIF + "Phrase", NIF + "Sentence", NIF + "beginIndex", NIF + "endIndex"
_ANCHOR, _CONTEXT, _EVIDENCE = NIF + "anchorOf", NIF + "referenceContext", KG + "evidence"
_NAMES = ITSRDF + "taIdentRef"
_CLAIM, _RULE, _DERIVED = KG + "Claim", KG + "rule", PROV + "wasDerivedFrom"
_SUBJECT, _PREDICATE, _OBJECT = RDF + "subject", RDF + "predicate", RDF + "object"
_COUNT = XSD + "nonNegativeInteger"

_PRECISION = {4: XSD + "gYear", 7: XSD + "gYearMonth", 10: XSD + "date"}
_PREFIX = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
_HOST = re.compile(r"([^:]*:(?://[^/?#]*)?)(.*)", re.DOTALL)
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_KEPT = "%!$&'()*+,;=:@/?"
_NOT_IN_IRIS = re.compile(r'[\x00-\x20<>"{}|^`\\\x7f]')


def of(facts: Facts, *, base: str, evidence: str = "claims", text: bool = True) -> rdflib.Graph:
    """What `statements` gives, as a graph of rdflib."""
    return to_graph(statements(facts, base=base, evidence=evidence, text=text))


def statements(facts: Facts, *, base: str, evidence: str = "claims", text: bool = True) -> DocumentGraph:
    """The document's graph, its identifier the document's IRI; the same facts in any order give the same.

    `evidence`: `claims` for everything; `mentions` leaves out the claims' nodes and spans; `none` all spans.
    `text`: whether the document's own text stands in the graph.
    """
    prefixes = {**_folders(facts, with_separator(base)), **PREFIXES}
    return DocumentGraph.of(facts.iri, _triples(facts, base, evidence, text), prefixes)


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
    yield from _document(facts.document, facts.iri, base, text)
    yield from _things(facts)
    if evidence != "none":
        yield from _mentions(facts)
    if evidence == "claims":
        yield from _claims(facts)


def _document(document: Document, iri: str, base: str, text: bool) -> Iterator[_Triple]:
    yield iri, _TYPE, NIF + "Context"
    yield iri, _TYPE, SCHEMA + "NewsArticle"
    if text:
        yield iri, NIF + "isString", Literal(document.text)
    if document.title:
        yield iri, SCHEMA + "headline", Literal(document.title)
    if document.date:
        yield iri, SCHEMA + "datePublished", Literal(document.date, _PRECISION.get(len(document.date), ""))
    if document.url:
        yield iri, SCHEMA + "url", _url(document.url)
    if document.source:
        publisher = f"{with_separator(base)}publisher/{slug(document.source)}"
        yield iri, SCHEMA + "publisher", publisher
        yield publisher, _TYPE, SCHEMA + "Organization"
        yield publisher, SCHEMA + "name", Literal(document.source)


def _things(facts: Facts) -> Iterator[_Triple]:
    for entity in facts.entities:
        yield entity.iri, _TYPE, entity.type
        yield entity.iri, _LABEL, Literal(entity.label, language="en")
        for label in entity.alt_labels:
            if label != entity.label:
                yield entity.iri, _ALT_LABEL, Literal(label, language="en")
        for same in entity.same_as:
            yield entity.iri, _SAME_AS, same
    for event in facts.events:
        yield event.iri, _TYPE, event.type
        yield event.iri, _LABEL, Literal(event.label, language="en")
    for claim in facts.claims:
        yield claim.subject, claim.predicate, _object(claim)


def _mentions(facts: Facts) -> Iterator[_Triple]:
    for mention in facts.mentions:
        yield from _span(facts, mention.span, _PHRASE)
        yield span_iri(facts.iri, mention.span), _NAMES, mention.thing
    for event in facts.events:
        for sentence in event.sentences:
            yield from _span(facts, sentence, _SENTENCE)
            yield event.iri, _EVIDENCE, span_iri(facts.iri, sentence)


def _claims(facts: Facts) -> Iterator[_Triple]:
    sentences = {sentence for event in facts.events for sentence in event.sentences}
    for claim in facts.claims:
        yield from _span(facts, claim.span, _SENTENCE if claim.span in sentences else _PHRASE)
        node = claim_iri(facts.iri, claim)
        yield node, _TYPE, _CLAIM
        yield node, _SUBJECT, claim.subject
        yield node, _PREDICATE, claim.predicate
        yield node, _OBJECT, _object(claim)
        yield node, _DERIVED, span_iri(facts.iri, claim.span)
        yield node, _RULE, Literal(claim.rule)


def _span(facts: Facts, span: Span, type_: str) -> Iterator[_Triple]:
    iri = span_iri(facts.iri, span)
    yield iri, _TYPE, type_
    yield iri, _BEGIN, Literal(str(span.begin), _COUNT)
    yield iri, _END, Literal(str(span.end), _COUNT)
    yield iri, _ANCHOR, Literal(facts.document.text[span.begin : span.end])
    yield iri, _CONTEXT, facts.iri


def _object(claim: Claim) -> Term:
    value = claim.object
    # A plain string and an xsd:string are one literal in RDF 1.1; a language's datatype goes without saying.
    if isinstance(value, Literal) and value.datatype and (value.language or value.datatype == XSD + "string"):
        return Literal(value.value, language=value.language)
    return value


def _parts(value: str | Literal) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else (value.value, value.datatype, value.language)


def _url(url: str) -> Term:
    """As an IRI, what may not stand in one percent-encoded; as it is where it is no address."""
    # Feeds hold addresses with spaces, quotes, brackets and stray signs in them, and now and then no address at all.
    if _ABSOLUTE.match(url):
        plain = _NOT_IN_IRIS.sub(lambda match: f"%{ord(match[0]):02X}", url)
        for one in (plain, _encoded(plain)):
            if is_iri(one):
                return one
    return Literal(url)


def _encoded(url: str) -> str:
    """With all that a path, a query or a fragment may not hold percent-encoded, and stray percent signs, too."""
    host, rest = _HOST.fullmatch(url).groups()  # type: ignore[union-attr]
    before, mark, fragment = _STRAY_PERCENT.sub("%25", rest).partition("#")
    return host + quote(before, _KEPT, errors="replace") + mark + quote(fragment, _KEPT, errors="replace")
