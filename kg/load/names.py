"""What classes, roles and properties are called in a property graph: local names instead of IRIs."""

from __future__ import annotations

import re

from kg import resources
from kg.errors import UsageError
from kg.ontology import triples
from kg.ontology.terms import KG, OWL, RDFS, SCHEMA, SKOS

ENTITY, EVENT, DOCUMENT = "Entity", "Event", "Document"
REPORTS, MENTIONED_IN = "REPORTS", "MENTIONED_IN"
_RENAMED = {RDFS + "label": "name", SKOS + "altLabel": "aliases"}
_OWN = ("iri", "classes", "documents", "evidence", "title", "url", "publisher")
"""Properties that mean something else here."""


class Names:
    """IRIs to names, the same in every load: a name of the vocabulary's is never another's.

    Names hold letters, digits and `_` alone, of whatever script, so that none can end a quotation in Cypher or a
    field of a table. A user's own term that is called as one of the vocabulary bears its namespace (`drills_Strike`);
    letters' case tells no two apart, for it does not in LadybugDB.
    """

    def __init__(self) -> None:
        data = triples.read(path for path in resources.ontology_files() if path.name == "kg.ttl")
        self._parents = {
            cls: tuple(sorted(p for p in data.iris(cls, RDFS + "subClassOf") if p.startswith(KG)))
            for cls in data.by_type[OWL + "Class"]
        }
        self._data = data
        self._labels = {_key(name): name for name in (ENTITY, EVENT, DOCUMENT)}
        self._types = {_key(name): name for name in (REPORTS, MENTIONED_IN)}
        self._properties = {_key(name): name for name in _OWN}
        self._given: dict[tuple[int, str], str] = {}
        for cls in self._parents:
            self._labels[_key(_local(cls))] = cls
        for kind in ("ObjectProperty", "DatatypeProperty"):
            for term in data.by_type[OWL + kind]:
                self._types.setdefault(_key(_snake(_local(term))), term)
                self._properties.setdefault(_key(_local(term)), term)
        for term, name in _RENAMED.items():
            self._properties[_key(name)] = term
        # A table of LadybugDB is one of nodes or one of relationships: kg:Place has the name, kg:place is HAS_PLACE.
        self._classes = frozenset(self._labels)

    def classes(self, types: tuple[str, ...], is_event: bool) -> tuple[str, ...]:
        """Labels for classes (IRIs) and all that they are kinds of, sorted."""
        found, todo = {EVENT if is_event else ENTITY}, list(types)
        while todo:
            cls = todo.pop()
            if cls not in (KG + ENTITY, KG + EVENT):
                found.add(self._name(self._labels, cls, _local(cls)))
                todo.extend(self._parents.get(cls, ()))
        return tuple(sorted(found))

    def general(self, label: str) -> bool:
        """Whether other classes of the vocabulary are kinds of it."""
        iri = self._labels.get(_key(label), "")
        return label in (ENTITY, EVENT) or any(iri in parents for parents in self._parents.values())

    def leaves(self) -> dict[str, tuple[str, ...]]:
        """The labels of the vocabulary's classes that have no kinds, each with all properties that such a thing may
        have beside those that all have.
        """
        found = {}
        for cls in sorted(self._parents):
            line = self._line(cls)
            if line & {KG + ENTITY, KG + EVENT} and not self.general(
                label := self._name(self._labels, cls, _local(cls))
            ):
                terms = self._data.by_type[OWL + "DatatypeProperty"]
                own = (self.property(term) for term in terms if line & set(self._domain(term)))
                found[label] = tuple(sorted({*own} | ({"factuality"} if KG + EVENT in line else set())))
        return found

    def roles(self) -> dict[str, list[tuple[str, str]]]:
        """The types of relationships that the vocabulary has, with the labels that each may join."""
        found = {}
        lines = {self._name(self._labels, cls, _local(cls)): self._line(cls) for cls in sorted(self._parents)}
        leaves = self.leaves()
        for role in self._data.by_type[OWL + "ObjectProperty"]:
            ranges = {*self._data.iris(role, SCHEMA + "rangeIncludes"), *self._data.iris(role, RDFS + "range")}
            pairs = [
                (source, target)
                for source in leaves
                if lines[source] & set(self._domain(role))
                for target in leaves
                if lines[target] & ranges
            ]
            if pairs:
                found[self.relationship(role)] = pairs
        return found

    def _domain(self, term: str) -> tuple[str, ...]:
        return self._data.iris(term, SCHEMA + "domainIncludes") + self._data.iris(term, RDFS + "domain")

    def _line(self, cls: str) -> set[str]:
        return {cls}.union(*(self._line(parent) for parent in self._parents.get(cls, ())))

    def relationship(self, role: str) -> str:
        """`ATTRIBUTED_TO` for `kg:attributedTo`."""
        name = self._name(self._types, role, _snake(_local(role)))
        return f"HAS_{name}" if _key(name) in self._classes else name

    def property(self, iri: str) -> str:
        """`earliest` for `kg:earliest`, `name` for `rdfs:label`."""
        return self._name(self._properties, iri, _RENAMED.get(iri) or _local(iri))

    def _name(self, taken: dict[str, str], iri: str, name: str) -> str:
        given = self._given.get((id(taken), iri))
        if given is None:
            if taken.setdefault(_key(name), iri) != iri:
                name = f"{_local(_namespace(iri))}_{name}"
                other = taken.setdefault(_key(name), iri)
                if other != iri:
                    raise UsageError(f"<{iri}> and <{other}> would both be called {name}: rename one of them")
            given = self._given[id(taken), iri] = name
        return given


def _key(name: str) -> str:
    return name.casefold()


def _local(iri: str) -> str:
    return re.sub(r"\W", "_", re.split(r"[#/:]", iri.rstrip("#/"))[-1]) or "_"


def _namespace(iri: str) -> str:
    return iri.rstrip("#/")[: -len(re.split(r"[#/:]", iri.rstrip("#/"))[-1]) or None]


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).upper()
