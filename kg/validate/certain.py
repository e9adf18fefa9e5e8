"""A graph that certainly conforms: what pySHACL would pass, found in a fraction of its time.

Shapes are compiled into tests of single nodes. A test answers True only where SHACL leaves no doubt and pySHACL has
none; whatever the tests do not know (a constraint, a path, a datatype) or do not pass is left to pySHACL, whose verdict
and report count. So a graph that is passed here has nothing that pySHACL would report.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import TypeAlias

import rdflib
from rdflib.collection import Collection
from rdflib.namespace import OWL, RDF, RDFS, SH, XSD
from rdflib.term import Node

from kg.model import Literal
from kg.statements import DocumentGraph, Term

__all__ = ["Shapes"]

_Test: TypeAlias = Callable[["_Graph", Term], bool]
_Values: TypeAlias = tuple[Term, ...]
_Test_of_values: TypeAlias = Callable[["_Graph", Term, _Values], bool]
_Targets: TypeAlias = Callable[["_Graph"], Iterable[Term]]
_Triple: TypeAlias = tuple[Node, Node, Node]

_TYPE = str(RDF.type)
_SUBCLASS = str(RDFS.subClassOf)
_SILENT = {
    RDF.type, RDFS.label, RDFS.comment, RDFS.isDefinedBy, RDFS.seeAlso, SH.message, SH.name, SH.description, SH.order,
    SH.group, SH.severity, SH.path, SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf,
}  # fmt: skip
"""What stands on a shape and constrains nothing, or is read apart."""
_TARGETS = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)


class _UnknownError(Exception):
    """A shape says something that the tests do not know."""


class Shapes:
    """The shapes that have targets."""

    def __init__(self, shapes: rdflib.Graph, hierarchy: Iterable[_Triple]) -> None:
        """`hierarchy`: triples of `rdfs:subClassOf` that are known beside every graph."""
        reader = _Reader(shapes, hierarchy)
        targeted = {node for each in _TARGETS for node in shapes.subjects(each, None)}
        # A class that is a shape targets its instances; SHACL-AF finds targets by other means.
        others = {
            node
            for kind in (SH.NodeShape, SH.PropertyShape)
            for node in shapes.subjects(RDF.type, kind)
            if set(shapes.objects(node, RDF.type)) & {RDFS.Class, OWL.Class} or (node, SH.target, None) in shapes
        }
        self._tests: list[tuple[list[_Targets], _Test | None]] = []
        self._hopeless = bool(others)
        for node in sorted(targeted - others, key=str):
            try:
                targets = reader.targets(node)
            except _UnknownError:
                self._hopeless = True
                continue
            try:
                self._tests.append((targets, reader.shape(node)))
            except _UnknownError:
                self._tests.append((targets, None))

    def certainly_hold(self, graph: DocumentGraph) -> bool:
        if self._hopeless:
            return False
        index = _Graph(graph)
        if index.has_hierarchy:
            return False
        for targets, test in self._tests:
            for target in targets:
                for node in target(index):
                    if test is None or not test(index, node):
                        return False
        return True


class _Graph:
    """A document's statements, the other ways round."""

    def __init__(self, graph: DocumentGraph) -> None:
        self.subjects = graph.subjects
        self.instances: dict[str, list[str]] = {}
        self.has_hierarchy = False
        self._inverse: dict[str, dict[Term, tuple[Term, ...]]] = {}
        for subject, properties in graph.subjects.items():
            for class_ in properties.get(_TYPE, ()):
                self.instances.setdefault(str(class_), []).append(subject)
            if _SUBCLASS in properties:
                self.has_hierarchy = True

    def inverse(self, property: str) -> Mapping[Term, tuple[Term, ...]]:
        """Who has each value of a property."""
        found = self._inverse.get(property)
        if found is None:
            found = self._inverse[property] = {}
            for subject, properties in self.subjects.items():
                for value in properties.get(property, ()):
                    found[value] = (*found.get(value, ()), subject)
        return found


class _Reader:
    """Shapes of RDF into tests."""

    def __init__(self, shapes: rdflib.Graph, hierarchy: Iterable[_Triple]) -> None:
        self._shapes = shapes
        self._below: dict[str, set[str]] = {}
        for child, _, parent in hierarchy:
            self._below.setdefault(str(parent), set()).add(str(child))
        self._open: set[Node] = set()

    def targets(self, shape: Node) -> list[_Targets]:
        found: list[_Targets] = []
        for class_ in self._iris(shape, SH.targetClass):
            found.append(_instances(self._classes(class_)))
        for property in self._iris(shape, SH.targetSubjectsOf):
            found.append(_having(_known(property)))
        for property in self._iris(shape, SH.targetObjectsOf):
            found.append(_values_of(_known(property)))
        for node in self._iris(shape, SH.targetNode):
            found.append(_node(node))
        return found

    def shape(self, shape: Node) -> _Test:
        """The test of one node against a node shape or a property shape."""
        if shape in self._open:
            raise _UnknownError  # a shape that refers to itself
        self._open.add(shape)
        try:
            return self._shape(shape)
        finally:
            self._open.discard(shape)

    def _shape(self, shape: Node) -> _Test:
        each: list[_Test] = []
        together: list[_Test_of_values] = []
        for parameter, value in sorted(self._shapes.predicate_objects(shape), key=str):
            if parameter in _SILENT:
                continue
            if parameter in (SH.deactivated, SH.flags) or not isinstance(parameter, rdflib.URIRef):
                raise _UnknownError
            one, all_ = self._constraint(parameter, value)
            each += [one] if one else []
            together += [all_] if all_ else []
        path = self._path(shape)
        if path is None:
            if together:
                raise _UnknownError  # counts and comparisons are of properties only
            return _all(each)
        return _on_path(path, each, together)

    def _path(self, shape: Node) -> Callable[[_Graph, Term], _Values] | None:
        paths = list(self._shapes.objects(shape, SH.path))
        if not paths:
            return None
        (path,) = paths
        if isinstance(path, rdflib.URIRef):
            return _forward(_known(str(path)))
        steps = list(self._shapes.predicate_objects(path))
        if len(steps) == 1 and steps[0][0] == SH.inversePath and isinstance(steps[0][1], rdflib.URIRef):
            return _backward(_known(str(steps[0][1])))
        raise _UnknownError

    def _constraint(self, parameter: Node, value: Node) -> tuple[_Test | None, _Test_of_values | None]:
        """The test that a constraint is, of each value or of all of them."""
        if parameter in (SH.property, SH.node):
            return self.shape(value), None
        if parameter in (SH["or"], SH["and"]):
            tests = [self.shape(one) for one in Collection(self._shapes, value)]
            return (_any(tests) if parameter == SH["or"] else _all(tests)), None
        if parameter == SH["class"] and isinstance(value, rdflib.URIRef):
            return _of_class(self._classes(str(value))), None
        if parameter == SH["in"]:
            return _among(frozenset(_term(one) for one in Collection(self._shapes, value))), None
        if parameter == SH.hasValue:
            return None, _holds(_term(value))
        if parameter in (SH.lessThan, SH.lessThanOrEquals) and isinstance(value, rdflib.URIRef):
            return None, _before(_known(str(value)), or_equal=parameter == SH.lessThanOrEquals)
        if parameter == SH.nodeKind:
            return _NODE_KINDS.get(value, _doubt), None
        if parameter == SH.datatype:
            return _DATATYPES.get(str(value), _doubt), None
        if parameter == SH.pattern:
            return _matching(re.compile(str(value))), None
        return _number(parameter, value)

    def _classes(self, class_: str) -> frozenset[str]:
        """The class and all below it."""
        found: set[str] = set()
        waiting = [class_]
        while waiting:
            one = waiting.pop()
            if one not in found:
                found.add(one)
                waiting += self._below.get(one, ())
        return frozenset(found)

    def _iris(self, shape: Node, property: Node) -> list[str]:
        values = list(self._shapes.objects(shape, property))
        if not all(isinstance(value, rdflib.URIRef) for value in values):
            raise _UnknownError
        return sorted(map(str, values))


def _known(property: str) -> str:
    # The hierarchy of classes stands beside the graph, not in it.
    if property == _SUBCLASS:
        raise _UnknownError
    return property


def _term(node: Node) -> Term:
    if isinstance(node, rdflib.URIRef):
        return str(node)
    if not isinstance(node, rdflib.Literal) or (node.datatype not in (None, XSD.string) and node.language is None):
        raise _UnknownError  # literals of other datatypes may be equal and look different
    return Literal(str(node), language=node.language or "")


# Targets


def _instances(classes: frozenset[str]) -> _Targets:
    return lambda graph: [node for class_ in classes for node in graph.instances.get(class_, ())]


def _having(property: str) -> _Targets:
    return lambda graph: [subject for subject, properties in graph.subjects.items() if property in properties]


def _values_of(property: str) -> _Targets:
    return lambda graph: graph.inverse(property)


def _node(iri: str) -> _Targets:
    return lambda graph: (iri,)


# Paths


def _forward(property: str) -> Callable[[_Graph, Term], _Values]:
    def values(graph: _Graph, node: Term) -> _Values:
        properties = graph.subjects.get(node) if isinstance(node, str) else None
        return properties.get(property, ()) if properties else ()

    return values


def _backward(property: str) -> Callable[[_Graph, Term], _Values]:
    return lambda graph, node: graph.inverse(property).get(node, ())


def _on_path(path: Callable[[_Graph, Term], _Values], each: list[_Test], together: list[_Test_of_values]) -> _Test:
    def test(graph: _Graph, node: Term) -> bool:
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


def _all(tests: list[_Test]) -> _Test:
    return lambda graph, value: all(test(graph, value) for test in tests)


def _any(tests: list[_Test]) -> _Test:
    return lambda graph, value: any(test(graph, value) for test in tests)


def _doubt(graph: _Graph, value: Term) -> bool:
    return False


def _of_class(classes: frozenset[str]) -> _Test:
    def test(graph: _Graph, value: Term) -> bool:
        properties = graph.subjects.get(value) if isinstance(value, str) else None
        if properties is None:
            return False
        return any(class_ in classes for class_ in properties.get(_TYPE, ()))

    return test


def _among(terms: frozenset[Term]) -> _Test:
    return lambda graph, value: value in terms


def _holds(term: Term) -> _Test_of_values:
    return lambda graph, node, values: term in values


def _matching(pattern: re.Pattern[str]) -> _Test:
    return lambda graph, value: pattern.search(value if isinstance(value, str) else value.value) is not None


def _before(property: str, *, or_equal: bool) -> _Test_of_values:
    others = _forward(property)

    def test(graph: _Graph, node: Term, values: _Values) -> bool:
        for value in values:
            for other in others(graph, node):
                one, two = _comparable(value), _comparable(other)
                if one is None or two is None or type(one) is not type(two):
                    return False
                if not (one < two or (or_equal and one == two)):  # type: ignore[operator]
                    return False
        return True

    return test


def _number(parameter: Node, value: Node) -> tuple[_Test | None, _Test_of_values | None]:
    if not isinstance(value, rdflib.Literal) or type(value.value) is not int:
        raise _UnknownError
    number = value.value
    if parameter == SH.minCount:
        return None, lambda graph, node, values: len(values) >= number
    if parameter == SH.maxCount:
        return None, lambda graph, node, values: len(values) <= number
    if parameter == SH.minLength:
        return lambda graph, value: len(_text(value)) >= number, None
    if parameter == SH.maxLength:
        return lambda graph, value: len(_text(value)) <= number, None
    if parameter not in _COMPARISONS:
        raise _UnknownError
    compare = _COMPARISONS[parameter]

    def test(graph: _Graph, value: Term) -> bool:
        found = _comparable(value)
        return isinstance(found, int) and compare(found, number)

    return test, None


_COMPARISONS: dict[Node, Callable[[int, int], bool]] = {
    SH.minInclusive: lambda value, limit: value >= limit,
    SH.maxInclusive: lambda value, limit: value <= limit,
    SH.minExclusive: lambda value, limit: value > limit,
    SH.maxExclusive: lambda value, limit: value < limit,
}
_NODE_KINDS: dict[Node, _Test] = {
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


def _well_formed(datatype: str) -> _Test:
    form = _FORMS[datatype]
    return lambda graph, value: (
        isinstance(value, Literal)
        and value.datatype == datatype
        and not value.language
        and form.fullmatch(value.value) is not None
    )


def _plain(graph: _Graph, value: Term) -> bool:
    return isinstance(value, Literal) and not value.datatype and not value.language


def _tagged(graph: _Graph, value: Term) -> bool:
    return isinstance(value, Literal) and bool(value.language)


def _dated(graph: _Graph, value: Term) -> bool:
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


_DATATYPES: dict[str, _Test] = {
    str(XSD.string): _plain,
    str(RDF.langString): _tagged,
    str(XSD.date): _dated,
    **{datatype: _well_formed(datatype) for datatype in _FORMS},
}
