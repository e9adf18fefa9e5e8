"""Links as RDF: the `owl:sameAs` of each and the claim that says why, in a graph of their own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import rdflib
from pyoxigraph import Literal, NamedNode, Store
from rdflib.namespace import OWL, RDF, RDFS

from kg.iri import digest
from kg.link.cluster import Link
from kg.link.occurrence import Signature
from kg.ontology import Ontology
from kg.ontology.terms import KG, PREFIXES, PROV
from kg.ontology.terms import RDFS as LABELS

_CLAIM, _RULE = rdflib.URIRef(KG + "Claim"), rdflib.URIRef(KG + "rule")
_DERIVED = rdflib.URIRef(PROV + "wasDerivedFrom")
_LABEL = NamedNode(LABELS + "label")


def graph_name(documents: Iterable[str]) -> str:
    """`<base>links`, where the documents are `<base>doc/…`; of several bases the first."""
    first = min(documents)
    base, doc, _ = first.rpartition("/doc/")
    return f"{base if doc else first.rpartition('/')[0]}/links"


def as_graph(links: Sequence[Link], name: str, store: Store, ontology: Ontology) -> rdflib.Graph:
    """Nothing of the events themselves is in it: without this graph, all is as it was."""
    graph = rdflib.Graph(identifier=rdflib.URIRef(name), bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    for link in links:
        one, other = rdflib.URIRef(link.one.iri), rdflib.URIRef(link.other.iri)
        # Twice eight digits: a large corpus has as many links as would bring two together under eight.
        claim = rdflib.URIRef(f"{name}#{digest(one, other)}{digest(other, one)}")
        graph.add((one, OWL.sameAs, other))
        graph.add((claim, RDF.type, _CLAIM))
        graph.add((claim, RDF.subject, one))
        graph.add((claim, RDF.predicate, OWL.sameAs))
        graph.add((claim, RDF.object, other))
        graph.add((claim, _RULE, rdflib.Literal(link.fit.rule)))
        graph.add((claim, RDFS.comment, rdflib.Literal(_comment(link, store, ontology), lang="en")))
        for span in (link.one.span, link.other.span):
            graph.add((claim, _DERIVED, rdflib.URIRef(span)))
    return graph


def _comment(link: Link, store: Store, ontology: Ontology) -> str:
    """The reason as a person reads it."""
    one, other = link.one.signature, link.other.signature
    roles = ontology.events[one.type].identified_by
    same = [
        f"{ontology.labels[role]} {_names(store, shared)}"
        for role, a, b in zip(roles, one.identity, other.identity, strict=True) if (shared := a & b)
    ]  # fmt: skip
    kind = ontology.labels[one.type]
    article = "an" if kind[:1].lower() in "aeiou" else "a"
    parts = [f"Both tell of {article} {kind} with the same {' and '.join(same)}"]
    parts += [f"{_name(store, a)} and {_name(store, b)} stand for one another" for a, b in link.fit.stand_ins]
    if one.factuality != other.factuality:
        parts.append("one of them when it was planned")
    return "; ".join([*parts, _days(one, other)]) + "."


def _days(one: Signature, other: Signature) -> str:
    first, second = _day(one), _day(other)
    if one.stated and other.stated:
        return f"both on {first}" if first == second else f"one on {first}, the other on {second}"
    if not one.stated and not other.stated:
        when = f"on {first}" if first == second else f"on {first} and {second}"
        return f"neither gives a day, and it is what articles published {when} tell first"
    stated, published = (first, second) if one.stated else (second, first)
    return f"one on {stated}, the other gives no day, and it is what an article published on {published} tells first"


def _day(signature: Signature) -> str:
    first, last = date.fromordinal(signature.first).isoformat(), date.fromordinal(signature.last).isoformat()
    return first if first == last else f"{first} to {last}"


def _names(store: Store, iris: Iterable[str]) -> str:
    return ", ".join(sorted(_name(store, iri) for iri in iris))


def _name(store: Store, iri: str) -> str:
    objects = (quad.object for quad in store.quads_for_pattern(NamedNode(iri), _LABEL, None, None))
    return min((label.value for label in objects if isinstance(label, Literal)), default=iri)
