"""JSON-LD as a person would write it: plain keys, explained by the context; one named graph an article."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any, BinaryIO

import rdflib
from rdflib.namespace import RDF, XSD
from rdflib.term import Node

from kg.ontology.terms import KG, PREFIXES
from kg.write.order import by_subject

_IRI, _WORD, _ENGLISH = "@id", "@vocab", "@language"
_COUNT, _INTEGER = "xsd:nonNegativeInteger", "xsd:integer"

# How a key's values are to be read where they stand as plain strings or numbers. Keys of the kg vocabulary
# that are not here work, too (`@vocab`): their values then say themselves what they are.
_KG_TERMS: dict[str, str] = {
    **dict.fromkeys(("participant", "mediator", "attacker", "target", "weapon", "supplier"), _IRI),
    **dict.fromkeys(("recipient", "item", "imposer", "sanctioned", "speaker", "addressee"), _IRI),
    **dict.fromkeys(("about", "place", "topic", "attributedTo", "represents", "evidence"), _IRI),
    "factuality": _WORD,
    **dict.fromkeys(("earliest", "latest", "date"), "xsd:date"),
    "duration": "xsd:duration",
    "rounds": _INTEGER,
}
_OTHER_TERMS: dict[str, tuple[str, str]] = {
    "label": ("rdfs:label", _ENGLISH),
    "altLabel": ("skos:altLabel", _ENGLISH),
    "sameAs": ("owl:sameAs", _IRI),
    "isString": ("nif:isString", ""),
    "anchorOf": ("nif:anchorOf", ""),
    "beginIndex": ("nif:beginIndex", _COUNT),
    "endIndex": ("nif:endIndex", _COUNT),
    "referenceContext": ("nif:referenceContext", _IRI),
    "taIdentRef": ("itsrdf:taIdentRef", _IRI),
    "subject": ("rdf:subject", _IRI),
    "predicate": ("rdf:predicate", _WORD),
    "object": ("rdf:object", ""),
    "wasDerivedFrom": ("prov:wasDerivedFrom", _IRI),
    "headline": ("schema:headline", ""),
    "datePublished": ("schema:datePublished", "xsd:date"),
    "url": ("schema:url", _IRI),
    "publisher": ("schema:publisher", _IRI),
    "name": ("schema:name", ""),
    "Context": ("nif:Context", ""),
    "Phrase": ("nif:Phrase", ""),
    "Sentence": ("nif:Sentence", ""),
    "NewsArticle": ("schema:NewsArticle", ""),
}
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")


def _expanded(compact: str) -> str:
    prefix, _, name = compact.partition(":")
    return PREFIXES[prefix] + name


_KEYS: dict[str, str] = {_expanded(iri): term for term, (iri, _) in _OTHER_TERMS.items()}
_KINDS: dict[str, str] = _KG_TERMS | {term: kind for term, (_, kind) in _OTHER_TERMS.items()}


def write(graphs: Iterable[rdflib.Graph], stream: BinaryIO) -> None:
    """Document by document, one node a line: memory holds one document."""
    stream.write(b'{"@context": ' + _dump(_context()) + b',\n"@graph": [')
    for number, graph in enumerate(graphs):
        name = "" if isinstance(graph.identifier, rdflib.BNode) else str(graph.identifier)
        stream.write(b",\n" if number else b"\n")
        nodes = b",\n".join(_dump(_node(subject, statements)) for subject, statements in by_subject([graph]))
        # What stands in no named graph stands beside the others.
        stream.write(b'{"@id": ' + _dump(name) + b', "@graph": [\n' + nodes + b"\n]}" if name else nodes)
    stream.write(b"\n]}\n")


def _dump(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def _context() -> dict[str, Any]:
    context: dict[str, Any] = {"@vocab": KG, **PREFIXES}
    for term, kind in _KG_TERMS.items():
        context[term] = {"@id": "kg:" + term, "@type": kind}
    for term, (iri, kind) in _OTHER_TERMS.items():
        if kind == _ENGLISH:
            context[term] = {"@id": iri, "@language": "en"}
        else:
            context[term] = {"@id": iri, "@type": kind} if kind else iri
    return context


def _node(subject: Node, statements: list[tuple[Node, Node]]) -> dict[str, Any]:
    node: dict[str, Any] = {"@id": _identifier(subject)}
    values: dict[str, list[Any]] = {}
    for predicate, object_ in statements:
        if predicate == RDF.type and isinstance(object_, rdflib.URIRef):
            values.setdefault("@type", []).append(_key(object_))
        else:
            key = _key(predicate)
            values.setdefault(key, []).append(_value(object_, _KINDS.get(key, "")))
    return node | {key: found[0] if len(found) == 1 else found for key, found in values.items()}


def _identifier(node: Node) -> str:
    return f"_:{node}" if isinstance(node, rdflib.BNode) else str(node)


def _key(iri: Node) -> str:
    """A term of the context, the local name of a kg term, or the whole IRI."""
    text = str(iri)
    if text in _KEYS:
        return _KEYS[text]
    name = text.removeprefix(KG)
    return name if name != text and _PLAIN.fullmatch(name) and name not in _OTHER_TERMS else text


def _value(node: Node, kind: str) -> Any:
    """Plain where the context says how to read it, otherwise with its type or language beside it."""
    if not isinstance(node, rdflib.Literal):
        if kind == _WORD:
            return _key(node)
        return _identifier(node) if kind == _IRI else {"@id": _identifier(node)}
    text = str(node)
    datatype = _datatype(node)
    if node.language:
        plain = kind == _ENGLISH and node.language == "en"
        return text if plain else {"@value": text, "@language": node.language}
    if datatype == "xsd:string":
        return {"@value": text} if kind else text
    if datatype != kind:
        return {"@value": text, "@type": datatype}
    return int(text) if datatype in (_COUNT, _INTEGER) and _is_canonical(text) else text


def _datatype(literal: rdflib.Literal) -> str:
    iri = str(literal.datatype or XSD.string)
    return "xsd:" + iri.removeprefix(str(XSD)) if iri.startswith(str(XSD)) else iri


def _is_canonical(text: str) -> bool:
    return text.isascii() and text.isdigit() and (text == "0" or text[0] != "0") and len(text) < 15
