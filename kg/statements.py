"""One document's graph in plain Python: what is made, checked and written of every document without filling a graph of
rdflib."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from kg.model import Literal

__all__ = ["DocumentGraph", "Term"]

Term: TypeAlias = str | Literal
"""An IRI, or a literal: there are no blank nodes. A plain string's datatype is empty."""


@dataclass(frozen=True, slots=True, eq=False)
class DocumentGraph:
    """Statements, each once, in a named graph."""

    identifier: str
    """The graph's IRI."""
    prefixes: Mapping[str, str]
    subjects: Mapping[str, Mapping[str, tuple[Term, ...]]]
    """Subject to property to objects, all of them IRIs but the objects that are literals."""

    @classmethod
    def of(
        cls, identifier: str, triples: Iterable[tuple[str, str, Term]], prefixes: Mapping[str, str]
    ) -> DocumentGraph:
        found: dict[str, dict[str, dict[Term, None]]] = {}
        for subject, predicate, object_ in triples:
            properties = found.get(subject)
            if properties is None:
                found[subject] = {predicate: {object_: None}}
            elif predicate in properties:
                properties[predicate][object_] = None
            else:
                properties[predicate] = {object_: None}
        subjects = {
            subject: {predicate: tuple(objects) for predicate, objects in properties.items()}
            for subject, properties in found.items()
        }
        return cls(identifier, prefixes, subjects)

    def __iter__(self) -> Iterator[tuple[str, str, Term]]:
        for subject, properties in self.subjects.items():
            for predicate, objects in properties.items():
                for object_ in objects:
                    yield subject, predicate, object_

    def __len__(self) -> int:
        return sum(len(objects) for properties in self.subjects.values() for objects in properties.values())
