"""The order in which statements are written: the same for the same statements, and one for people to read."""

from __future__ import annotations

import marshal
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from itertools import chain, groupby, islice
from operator import itemgetter
from typing import TypeAlias

import rdflib
from rdflib.namespace import RDF, RDFS, XSD
from rdflib.term import Node

from kg.model import Literal
from kg.ontology.terms import KG, NIF, SCHEMA
from kg.statements import DocumentGraph, Term

IN_MEMORY = 500_000
"""So many statements take some 500 MB."""

_GREATEST = 2**63 - 1
"""SQLite's greatest number."""

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
_TYPE = str(RDF.type)
_FIRST = {_TYPE: 0, str(RDFS.label): 1}
_STRING = str(XSD.string)
_OFFSETS = re.compile(r"(.*#[a-z]+=)(\d+),(\d+)(.*)", re.DOTALL)


def by_subject(graphs: Iterable[rdflib.Graph], in_memory: int = IN_MEMORY) -> Iterator[Subject]:
    """The union of the graphs: articles, entities, events, spans and claims, each statement once.

    What are more statements than `in_memory` is sorted on disk, and memory does not grow further.
    """
    triples = (triple for graph in graphs for triple in graph)
    statements: dict[Node, set[tuple[Node, Node]]] = {}
    for subject, predicate, object_ in islice(triples, in_memory):
        statements.setdefault(subject, set()).add((predicate, object_))
    more = next(triples, None)
    if more is not None:
        held = ((s, p, o) for s, po in statements.items() for p, o in po)
        yield from _sorted_on_disk(chain(held, (more,), triples))
        return
    for _, subject in sorted((_subject_key(s, po), s) for s, po in statements.items()):
        yield subject, sorted(statements[subject], key=_statement_key)


def of_document(graph: DocumentGraph) -> Iterator[tuple[str, str, Term]]:
    """The statements of one document, in the order of `by_subject`."""
    subjects = graph.subjects
    for _, subject in sorted((_key_in_document(subject, subjects[subject]), subject) for subject in subjects):
        properties = subjects[subject]
        for predicate in sorted(properties, key=lambda each: (_FIRST.get(each, 2), each)):
            objects = properties[predicate]
            for object_ in sorted(objects, key=_term_key) if len(objects) > 1 else objects:
                yield subject, predicate, object_


def _key_in_document(subject: str, properties: Mapping[str, tuple[Term, ...]]) -> tuple[object, ...]:
    section = max((_SECTIONS.get(str(each), _ENTITY) for each in properties.get(_TYPE, ())), default=-1)
    if _FACTUALITY in properties:
        section = max(section, _EVENT)
    return section if section >= 0 else _CLAIM + 1, *_iri_key(subject)


def _term_key(term: Term) -> tuple[object, ...]:
    if isinstance(term, Literal):
        return 1, term.value, 0, 0, term.datatype or _STRING, term.language
    return 0, *_iri_key(term), "", "", ""


def _sorted_on_disk(triples: Iterable[tuple[Node, Node, Node]]) -> Iterator[Subject]:
    # A database without a name is a temporary file of SQLite's, gone with the connection.
    with closing(sqlite3.connect("", isolation_level=None)) as disk:
        for setting in ("journal_mode = OFF", "synchronous = OFF", "temp_store = FILE", "cache_size = -100000"):
            disk.execute(f"PRAGMA {setting}")
        disk.execute("CREATE TABLE said (subject TEXT, blank INTEGER, statement BLOB)")
        rows = ((str(s), isinstance(s, rdflib.BNode), _packed(p, o)) for s, p, o in triples)
        disk.execute("BEGIN")
        disk.executemany("INSERT INTO said VALUES (?, ?, ?)", rows)
        disk.execute("COMMIT")
        disk.execute("CREATE INDEX by_subject ON said (subject, blank)")
        # SQLite compares texts by their bytes in UTF-8, which is Python's order of strings.
        disk.execute("CREATE TABLE subjects (section INTEGER, before TEXT, a INTEGER, b INTEGER, after TEXT, "
                     "blank INTEGER, subject TEXT)")  # fmt: skip
        disk.execute("BEGIN")
        disk.executemany("INSERT INTO subjects VALUES (?, ?, ?, ?, ?, ?, ?)", _subjects(disk))
        disk.execute("COMMIT")
        for subject, blank in disk.execute(
            "SELECT subject, blank FROM subjects ORDER BY section, before, a, b, after, blank"
        ):
            some = disk.execute("SELECT statement FROM said WHERE subject = ? AND blank = ?", (subject, blank))
            statements = {_unpacked(packed) for (packed,) in some}
            yield _node(subject, blank), sorted(statements, key=_statement_key)


def _subjects(disk: sqlite3.Connection) -> Iterator[tuple[object, ...]]:
    rows = disk.execute("SELECT subject, blank, statement FROM said ORDER BY subject, blank")
    for (subject, blank), some in groupby(rows, key=itemgetter(0, 1)):
        statements = [_unpacked(packed) for _, _, packed in some]
        section, before, a, b, after, _ = _subject_key(_node(subject, blank), statements)
        yield section, before, min(a, _GREATEST), min(b, _GREATEST), after, blank, subject


def _node(text: str, blank: int) -> Node:
    return rdflib.BNode(text) if blank else rdflib.URIRef(text)


def _packed(predicate: Node, object_: Node) -> bytes:
    if not isinstance(object_, rdflib.Literal):
        return marshal.dumps((str(predicate), str(object_), isinstance(object_, rdflib.BNode)))
    datatype = str(object_.datatype) if object_.datatype is not None else None
    return marshal.dumps((str(predicate), str(object_), datatype, object_.language))


def _unpacked(packed: bytes) -> tuple[Node, Node]:
    predicate, text, *rest = marshal.loads(packed)
    if len(rest) == 1:
        return rdflib.URIRef(predicate), _node(text, rest[0])
    datatype, language = rest
    iri = rdflib.URIRef(datatype) if datatype is not None else None
    return rdflib.URIRef(predicate), rdflib.Literal(text, lang=language, datatype=iri, normalize=False)


def _section(statements: Iterable[tuple[Node, Node]]) -> int:
    section = -1
    for predicate, object_ in statements:
        if predicate == RDF.type:
            section = max(section, _SECTIONS.get(str(object_), _ENTITY))
        elif str(predicate) == _FACTUALITY:
            section = max(section, _EVENT)
    return section if section >= 0 else _CLAIM + 1


def _subject_key(subject: Node, statements: Iterable[tuple[Node, Node]]) -> tuple[int, str, int, int, str, bool]:
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
    if "#" not in iri:
        return iri, 0, 0, ""
    match = _OFFSETS.fullmatch(iri)
    return (match[1], int(match[2]), int(match[3]), match[4]) if match else (iri, 0, 0, "")
