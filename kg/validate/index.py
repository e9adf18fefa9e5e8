"""A document's statements, the other ways round: what shapes are held against."""

from __future__ import annotations

from collections.abc import Mapping

from rdflib.namespace import RDF, RDFS

from kg.statements import DocumentGraph, Term

__all__ = ["SUBCLASS", "TYPE", "Index"]

TYPE, SUBCLASS = str(RDF.type), str(RDFS.subClassOf)


class Index:
    def __init__(self, graph: DocumentGraph) -> None:
        self.subjects = graph.subjects
        self.instances: dict[str, list[str]] = {}
        self.has_hierarchy = False
        self._inverse: dict[str, dict[Term, tuple[Term, ...]]] = {}
        for subject, properties in graph.subjects.items():
            for class_ in properties.get(TYPE, ()):
                self.instances.setdefault(str(class_), []).append(subject)
            if SUBCLASS in properties:
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
