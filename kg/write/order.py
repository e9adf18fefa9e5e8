"""The order in which statements are written: the same for the same statements, and one for people to read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TypeAlias

import rdflib
from rdflib.namespace import RDF, RDFS, XSD
from rdflib.term import Node

from kg.ontology.terms import KG, NIF, SCHEMA

Subject: TypeAlias = tuple[Node, list[tuple[Node, Node]]]
"""A subject with its predicates and objects."""

_ARTICLE, _PUBLISHER, _ENTITY, _EVENT, _SPAN, _CLAIM = range(6)
_SECTIONS = {
    NIF + "Context": _ARTICLE,
    SCHEMA + "NewsArticle": _ARTICLE,
    SCHEMA + "Organization": _PUBLISHER,
    NIF + "Phrase": _SPAN,
    NIF + "Sentence": _SPAN,
    KG + "Claim": _CLAIM,
}
_FACTUALITY = KG + "factuality"
_FIRST = {str(RDF.type): 0, str(RDFS.label): 1}
_OFFSETS = re.compile(r"(.*#[a-z]+=)(\d+),(\d+)(.*)", re.DOTALL)


def by_subject(graphs: Iterable[rdflib.Graph]) -> Iterator[Subject]:
    """The union of the graphs: articles, entities, events, spans and claims, each statement once."""
    statements: dict[Node, set[tuple[Node, Node]]] = {}
    for graph in graphs:
        for subject, predicate, object_ in graph:
            statements.setdefault(subject, set()).add((predicate, object_))
    for _, subject in sorted((_subject_key(s, po), s) for s, po in statements.items()):
        yield subject, sorted(statements[subject], key=_statement_key)


def is_thing(statements: Iterable[tuple[Node, Node]]) -> bool:
    """Whether what is said here is said of an entity or event, not of an article, span or claim."""
    return _section(statements) in (_ENTITY, _EVENT)


def _section(statements: Iterable[tuple[Node, Node]]) -> int:
    section = -1
    for predicate, object_ in statements:
        if predicate == RDF.type:
            section = max(section, _SECTIONS.get(str(object_), _ENTITY))
        elif str(predicate) == _FACTUALITY:
            section = max(section, _EVENT)
    return section if section >= 0 else _CLAIM + 1


def _subject_key(subject: Node, statements: Iterable[tuple[Node, Node]]) -> tuple[object, ...]:
    return _section(statements), *_iri_key(str(subject)), isinstance(subject, rdflib.BNode)


def _statement_key(statement: tuple[Node, Node]) -> tuple[object, ...]:
    predicate, object_ = str(statement[0]), statement[1]
    return _FIRST.get(predicate, 2), predicate, *_object_key(object_)


def _object_key(object_: Node) -> tuple[object, ...]:
    if isinstance(object_, rdflib.Literal):
        return 1, str(object_), 0, 0, str(object_.datatype or XSD.string), object_.language or ""
    return 0, *_iri_key(str(object_)), "", "", ""


def _iri_key(iri: str) -> tuple[str, int, int, str]:
    # Offsets are compared as numbers: character 9 stands before character 10.
    match = _OFFSETS.fullmatch(iri)
    return (match[1], int(match[2]), int(match[3]), match[4]) if match else (iri, 0, 0, "")
