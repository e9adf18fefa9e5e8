"""Constraints of SHACL as tests of one value, or of all values of a property: True only where pySHACL has no doubt."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import TypeAlias

import rdflib
from rdflib.namespace import RDF, SH, XSD
from rdflib.term import Node

from kg.model import Literal
from kg.statements import Term
from kg.validate.index import TYPE, Index

Test: TypeAlias = Callable[[Index, Term], bool]
Values: TypeAlias = tuple[Term, ...]
TestOfValues: TypeAlias = Callable[[Index, Term, Values], bool]
Path: TypeAlias = Callable[[Index, Term], Values]


class UnknownError(Exception):
    """A shape says something that the tests do not know."""


# Paths


def forward(property: str) -> Path:
    def values(graph: Index, node: Term) -> Values:
        properties = graph.subjects.get(node) if isinstance(node, str) else None
        return properties.get(property, ()) if properties else ()

    return values


def backward(property: str) -> Path:
    return lambda graph, node: graph.inverse(property).get(node, ())


def on_path(path: Path, each: list[Test], together: list[TestOfValues]) -> Test:
    def test(graph: Index, node: Term) -> bool:
        values = path(graph, node)
        for one in together:
            if not one(graph, node, values):
                return False
        for value in values:
            for test in each:
                if not test(graph, value):
                    return False
        return True

    return test


# Constraints


def all_of(tests: list[Test]) -> Test:
    return lambda graph, value: all(test(graph, value) for test in tests)


def any_of(tests: list[Test]) -> Test:
    return lambda graph, value: any(test(graph, value) for test in tests)


def doubt(graph: Index, value: Term) -> bool:
    return False


def of_class(classes: frozenset[str]) -> Test:
    def test(graph: Index, value: Term) -> bool:
        properties = graph.subjects.get(value) if isinstance(value, str) else None
        if properties is None:
            return False
        return any(class_ in classes for class_ in properties.get(TYPE, ()))

    return test


def among(terms: frozenset[Term]) -> Test:
    return lambda graph, value: value in terms


def holds(term: Term) -> TestOfValues:
    return lambda graph, node, values: term in values


def matching(pattern: re.Pattern[str]) -> Test:
    return lambda graph, value: pattern.search(value if isinstance(value, str) else value.value) is not None


def before(property: str, *, or_equal: bool) -> TestOfValues:
    others = forward(property)

    def test(graph: Index, node: Term, values: Values) -> bool:
        for value in values:
            for other in others(graph, node):
                one, two = _comparable(value), _comparable(other)
                if one is None or two is None or type(one) is not type(two):
                    return False
                if not (one < two or (or_equal and one == two)):  # type: ignore[operator]
                    return False
        return True

    return test


def number(parameter: Node, value: Node) -> tuple[Test | None, TestOfValues | None]:
    if not isinstance(value, rdflib.Literal) or type(value.value) is not int:
        raise UnknownError
    limit = value.value
    if parameter == SH.minCount:
        return None, lambda graph, node, values: len(values) >= limit
    if parameter == SH.maxCount:
        return None, lambda graph, node, values: len(values) <= limit
    if parameter == SH.minLength:
        return lambda graph, value: len(_text(value)) >= limit, None
    if parameter == SH.maxLength:
        return lambda graph, value: len(_text(value)) <= limit, None
    if parameter not in _COMPARISONS:
        raise UnknownError
    compare = _COMPARISONS[parameter]

    def test(graph: Index, value: Term) -> bool:
        found = _comparable(value)
        return isinstance(found, int) and compare(found, limit)

    return test, None


_COMPARISONS: dict[Node, Callable[[int, int], bool]] = {
    SH.minInclusive: lambda value, limit: value >= limit,
    SH.maxInclusive: lambda value, limit: value <= limit,
    SH.minExclusive: lambda value, limit: value > limit,
    SH.maxExclusive: lambda value, limit: value < limit,
}
NODE_KINDS: dict[Node, Test] = {
    SH.IRI: lambda graph, value: isinstance(value, str),
    SH.Literal: lambda graph, value: isinstance(value, Literal),
    SH.IRIOrLiteral: lambda graph, value: True,
    SH.BlankNodeOrIRI: lambda graph, value: isinstance(value, str),
    SH.BlankNodeOrLiteral: lambda graph, value: isinstance(value, Literal),
}


def _text(value: Term) -> str:
    return value if isinstance(value, str) else value.value


# Datatypes: only forms that no reader of XML Schema doubts; all others are pySHACL's to judge.

_FORMS = {
    str(XSD.gYear): re.compile(r"(?!0000)[0-9]{4}"),
    str(XSD.gYearMonth): re.compile(r"(?!0000)[0-9]{4}-(0[1-9]|1[0-2])"),
    str(XSD.integer): re.compile(r"(0|-?[1-9][0-9]{0,17})"),
    str(XSD.nonNegativeInteger): re.compile(r"(0|[1-9][0-9]{0,17})"),
    str(XSD.duration): re.compile(
        r"P(?=.)([0-9]{1,4}Y)?([0-9]{1,4}M)?([0-9]{1,4}D)?(T(?=.)([0-9]{1,4}H)?([0-9]{1,4}M)?([0-9]{1,4}S)?)?"
    ),
}
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBERS = (str(XSD.integer), str(XSD.nonNegativeInteger))


def _well_formed(datatype: str) -> Test:
    form = _FORMS[datatype]
    return lambda graph, value: (
        isinstance(value, Literal)
        and value.datatype == datatype
        and not value.language
        and form.fullmatch(value.value) is not None
    )


def _plain(graph: Index, value: Term) -> bool:
    return isinstance(value, Literal) and not value.datatype and not value.language


def _tagged(graph: Index, value: Term) -> bool:
    return isinstance(value, Literal) and bool(value.language)


def _dated(graph: Index, value: Term) -> bool:
    return isinstance(value, Literal) and value.datatype == str(XSD.date) and _day(value.value) is not None


@lru_cache(maxsize=4096)
def _day(text: str) -> date | None:
    if not _DATE.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _comparable(value: Term) -> int | date | None:
    if not isinstance(value, Literal):
        return None
    if value.datatype in _NUMBERS:
        return int(value.value) if _FORMS[value.datatype].fullmatch(value.value) else None
    return _day(value.value) if value.datatype == str(XSD.date) else None


DATATYPES: dict[str, Test] = {
    str(XSD.string): _plain,
    str(RDF.langString): _tagged,
    str(XSD.date): _dated,
    **{datatype: _well_formed(datatype) for datatype in _FORMS},
}
