"""Which subjects of a store are entities and events."""

from __future__ import annotations

from pyoxigraph import NamedNode, Store

from kg.ontology.terms import KG, LEX, NIF, OWL, RDF, RDFS, SCHEMA, SH

TYPE, FACTUALITY = NamedNode(RDF + "type"), NamedNode(KG + "factuality")

# Of these are the articles and their publishers; one may be an entity beside, if it is said to be one.
_BESIDE = {NIF + "Context", SCHEMA + "NewsArticle", SCHEMA + "Organization"}
_NEVER = tuple(NamedNode(iri) for iri in (NIF + "Phrase", NIF + "Sentence", KG + "Claim"))
# What a vocabulary says of its own terms, where somebody put both into one store.
_OF_TERMS = (RDF, RDFS, OWL, SH, LEX)


def things(store: Store) -> set[str]:
    """IRIs of all that has a class or a factuality and is no article, publisher, span or claim.

    A blank node is none: it has no name that would be the same tomorrow.
    """
    found: set[str] = set()
    for class_ in _classes(store):
        found.update(_named(store, TYPE, class_))
    found.update(_named(store, FACTUALITY, None))
    # Spans and claims are the most of a store: they are looked at only where something is said to be more than that.
    return {iri for iri in found if not any(_is(store, iri, class_) for class_ in _NEVER)}


def _classes(store: Store) -> list[NamedNode]:
    rows = store.query("SELECT DISTINCT ?class { ?thing a ?class }", use_default_graph_as_union=True)
    classes = {row["class"] for row in rows}  # type: ignore[union-attr]
    never = {class_.value for class_ in _NEVER}
    return [
        class_
        for class_ in classes
        if isinstance(class_, NamedNode)
        and class_.value not in _BESIDE | never
        and not class_.value.startswith(_OF_TERMS)
    ]


def _named(store: Store, predicate: NamedNode, object_: NamedNode | None) -> set[str]:
    quads = store.quads_for_pattern(None, predicate, object_)
    return {quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)}


def _is(store: Store, iri: str, class_: NamedNode) -> bool:
    return next(iter(store.quads_for_pattern(NamedNode(iri), TYPE, class_)), None) is not None
