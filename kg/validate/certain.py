"""A graph that certainly conforms: what pySHACL would pass, found in a fraction of its time.

Shapes are compiled into tests of single nodes. A test answers True only where SHACL leaves no doubt and pySHACL has
none; whatever the tests do not know (a constraint, a path, a datatype) or do not pass is left to pySHACL, whose verdict
and report count. So a graph that is passed here has nothing that pySHACL would report.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TypeAlias

import rdflib
from rdflib.collection import Collection
from rdflib.namespace import OWL, RDF, RDFS, SH, XSD
from rdflib.term import Node

from kg.model import Literal
from kg.statements import DocumentGraph, Term
from kg.validate import constraints
from kg.validate.constraints import Path, Test, TestOfValues, UnknownError
from kg.validate.index import SUBCLASS, Index

__all__ = ["Shapes"]

_Targets: TypeAlias = Callable[[Index], Iterable[Term]]
_Triple: TypeAlias = tuple[Node, Node, Node]

_SHACL = str(SH)
_SILENT = {
    RDF.type, RDFS.label, RDFS.comment, RDFS.isDefinedBy, RDFS.seeAlso, SH.message, SH.name, SH.description, SH.order,
    SH.group, SH.severity, SH.path, SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf,
}  # fmt: skip
"""What stands on a shape and constrains nothing, or is read apart."""
_TARGETS = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)


class Shapes:
    """The shapes that have targets."""

    def __init__(self, shapes: rdflib.Graph, hierarchy: Iterable[_Triple]) -> None:
        """`hierarchy`: triples of `rdfs:subClassOf` that are known beside every graph."""
        reader = _Reader(shapes, hierarchy)
        targeted = {node for each in _TARGETS for node in shapes.subjects(each, None)}
        # A class that is a shape targets its instances; SHACL-AF finds targets by other means.
        others = {
            node
            for node, property in shapes.subject_predicates(None)
            if property == SH.target
            or (str(property).startswith(_SHACL) and any(map(_is_class, shapes.objects(node, RDF.type))))
        }
        self._tests: list[tuple[list[_Targets], Test | None]] = []
        self._hopeless = bool(others)
        for node in sorted(targeted - others, key=str):
            try:
                targets = reader.targets(node)
            except UnknownError:
                self._hopeless = True
                continue
            try:
                self._tests.append((targets, reader.shape(node)))
            except UnknownError:
                self._tests.append((targets, None))

    def certainly_hold(self, graph: DocumentGraph) -> bool:
        if self._hopeless:
            return False
        index = Index(graph)
        if index.has_hierarchy:
            return False
        for targets, test in self._tests:
            for target in targets:
                for node in target(index):
                    if test is None or not test(index, node):
                        return False
        return True


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

    def shape(self, shape: Node) -> Test:
        """The test of one node against a node shape or a property shape."""
        if shape in self._open:
            raise UnknownError  # a shape that refers to itself
        self._open.add(shape)
        try:
            return self._shape(shape)
        finally:
            self._open.discard(shape)

    def _shape(self, shape: Node) -> Test:
        each: list[Test] = []
        together: list[TestOfValues] = []
        for parameter, value in sorted(self._shapes.predicate_objects(shape), key=str):
            if parameter in _SILENT:
                continue
            if parameter in (SH.deactivated, SH.flags) or not isinstance(parameter, rdflib.URIRef):
                raise UnknownError
            one, all_ = self._constraint(parameter, value)
            each += [one] if one else []
            together += [all_] if all_ else []
        path = self._path(shape)
        if path is None:
            if together:
                raise UnknownError  # counts and comparisons are of properties only
            return constraints.all_of(each)
        return constraints.on_path(path, each, together)

    def _path(self, shape: Node) -> Path | None:
        paths = list(self._shapes.objects(shape, SH.path))
        if not paths:
            return None
        (path,) = paths
        if isinstance(path, rdflib.URIRef):
            return constraints.forward(_known(str(path)))
        steps = list(self._shapes.predicate_objects(path))
        if len(steps) == 1 and steps[0][0] == SH.inversePath and isinstance(steps[0][1], rdflib.URIRef):
            return constraints.backward(_known(str(steps[0][1])))
        raise UnknownError

    def _constraint(self, parameter: Node, value: Node) -> tuple[Test | None, TestOfValues | None]:
        """The test that a constraint is, of each value or of all of them."""
        if parameter in (SH.property, SH.node):
            return self.shape(value), None
        if parameter in (SH["or"], SH["and"]):
            tests = [self.shape(one) for one in Collection(self._shapes, value)]
            return (constraints.any_of(tests) if parameter == SH["or"] else constraints.all_of(tests)), None
        if parameter == SH["class"] and isinstance(value, rdflib.URIRef):
            return constraints.of_class(self._classes(str(value))), None
        if parameter == SH["in"]:
            return constraints.among(frozenset(_term(one) for one in Collection(self._shapes, value))), None
        if parameter == SH.hasValue:
            return None, constraints.holds(_term(value))
        if parameter in (SH.lessThan, SH.lessThanOrEquals) and isinstance(value, rdflib.URIRef):
            return None, constraints.before(_known(str(value)), or_equal=parameter == SH.lessThanOrEquals)
        if parameter == SH.nodeKind:
            return constraints.NODE_KINDS.get(value, constraints.doubt), None
        if parameter == SH.datatype:
            return constraints.DATATYPES.get(str(value), constraints.doubt), None
        if parameter == SH.pattern:
            return constraints.matching(re.compile(str(value))), None
        return constraints.number(parameter, value)

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
            raise UnknownError
        return sorted(map(str, values))


def _is_class(type_: Node) -> bool:
    """Whether a shape of this type may be a class, too; in doubt it may."""
    return type_ != OWL.Ontology and not str(type_).startswith(_SHACL)


def _known(property: str) -> str:
    # The hierarchy of classes stands beside the graph, not in it.
    if property == SUBCLASS:
        raise UnknownError
    return property


def _term(node: Node) -> Term:
    if isinstance(node, rdflib.URIRef):
        return str(node)
    if not isinstance(node, rdflib.Literal) or (node.datatype not in (None, XSD.string) and node.language is None):
        raise UnknownError  # literals of other datatypes may be equal and look different
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
