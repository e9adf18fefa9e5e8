"""What makes a thing one, and what a graph does not tell of it: in plain sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pyoxigraph
from pyoxigraph import NamedNode

from kg.explain.records import Document, Fact, Passage
from kg.iri import local_name, slug
from kg.ontology.terms import ITSRDF, KG, OWL, RDF

_FACTUALITY = KG + "factuality"


def identity(iri: str, is_event: bool, labels: Sequence[str], documents: Sequence[Document]) -> str:
    """What the IRI is made from, as far as the IRI itself shows it."""
    owner = next((document for document in documents if iri.startswith(document.iri + "#")), None)
    if owner and is_event:
        return "Its IRI is its article's own: a day and sides that other articles could share are not all told."
    if owner:
        return "Nothing in its article tells whose name this is, so it stays apart from the same name elsewhere."
    if is_event:
        return "Its IRI is made from its class, its day and its sides: articles that tell the same ones meet in it."
    if any(slug(label) == local_name(iri) for label in labels):
        return "Its IRI is made from its class and its label: articles that mean the same one meet in it."
    return ""


def notes(
    store: pyoxigraph.Store,
    is_event: bool,
    facts: Iterable[Fact],
    roles: Iterable[Fact],
    mentions: Sequence[Passage],
    documents: Sequence[Document],
) -> tuple[str, ...]:
    """What is missing, and why that may be; where the documents disagree."""
    told = list(_disagreements(facts))
    said = [fact for fact in (*facts, *roles) if fact.predicate != OWL + "sameAs"]
    if any(not fact.claims for fact in said):
        if not _has(store, RDF + "type", KG + "Claim"):
            told.append(
                "The graph holds no claims, so on which words a fact stands is not told; "
                "`kg build` writes them unless --evidence is mentions or none."
            )
        else:
            told.append("No claim stands on some of these facts: they were not made by `kg build`, or were changed.")
    if not mentions:
        if not _has(store, ITSRDF + "taIdentRef"):
            told.append("The graph holds no mentions; `kg build` writes them unless --evidence is none.")
        else:
            told.append(f"No words in the graph name this {'event' if is_event else 'entity'}.")
    textless = [document.id for document in documents if not document.has_text]
    if textless and any(not mention.excerpt for mention in mentions):
        told.append(
            "The text of some articles is not in the graph (--no-text), so sentences that tell no event are missing."
        )
    if any(m.document and not m.excerpt for m in mentions if m.document not in _textless(documents)):
        told.append("Some words do not stand where the graph says: the text or the offsets were changed.")
    return tuple(told)


def _textless(documents: Iterable[Document]) -> set[str]:
    return {document.iri for document in documents if not document.has_text}


def _disagreements(facts: Iterable[Fact]) -> Iterable[str]:
    values = {local_name(fact.object.value): fact.documents for fact in facts if fact.predicate == _FACTUALITY}
    if len(values) > 1:
        yield f"Articles disagree on whether it happened: {', '.join(sorted(values))}."


def _has(store: pyoxigraph.Store, predicate: str, object_: str | None = None) -> bool:
    node = NamedNode(object_) if object_ else None
    return any(True for _ in store.quads_for_pattern(None, NamedNode(predicate), node, None))
