"""Turtle files to an index of plain triples. Parsed by Oxigraph: the gazetteer alone has some 20,000."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pyoxigraph as ox

from kg.errors import OntologyError
from kg.model import Literal
from kg.ontology.terms import RDF
from kg.quads import plain

Value = str | Literal
_TYPE = RDF + "type"
_NOTHING: dict[str, dict[Value, None]] = {}


class Triples:
    """An index by subject and predicate; values keep the order of the files."""

    def __init__(self) -> None:
        self._by_subject: dict[str, dict[str, dict[Value, None]]] = {}
        self.by_type: dict[str, list[str]] = defaultdict(list)
        self.source: dict[str, Path] = {}

    def add(self, s: str, p: str, o: Value, source: Path) -> None:
        known = self._by_subject.get(s)
        if known is None:
            known = self._by_subject[s] = {}
            self.source[s] = source
        values = known.setdefault(p, {})
        if o not in values:
            values[o] = None
            if p == _TYPE and isinstance(o, str):
                self.by_type[o].append(s)

    def of(self, s: str) -> Mapping[str, Iterable[Value]]:
        """All that is said of a subject, by predicate."""
        return self._by_subject.get(s, {})

    def values(self, s: str, p: str) -> tuple[Value, ...]:
        return tuple(self._by_subject.get(s, _NOTHING).get(p, ()))

    def iris(self, s: str, p: str) -> tuple[str, ...]:
        return tuple(v for v in self.values(s, p) if isinstance(v, str))

    def texts(self, s: str, p: str) -> tuple[str, ...]:
        return tuple(v.value for v in self.values(s, p) if isinstance(v, Literal))

    def text(self, s: str, p: str) -> str:
        return next(iter(self.texts(s, p)), "")

    def iri(self, s: str, p: str) -> str:
        return next(iter(self.iris(s, p)), "")

    def flag(self, s: str, p: str) -> bool:
        return self.text(s, p) in ("true", "1")

    def with_property(self, p: str) -> Iterator[str]:
        return (s for s, properties in self._by_subject.items() if p in properties)


def read(files: Iterable[Path]) -> Triples:
    """All files in one index. Raises OntologyError naming the file, the line and the fault."""
    triples = Triples()
    for number, path in enumerate(files):
        try:
            data = path.read_bytes()
        except OSError as error:
            raise OntologyError(f"{path}: cannot be read ({error.strerror}); give a Turtle file") from error
        try:
            for quad in ox.parse(data, format=ox.RdfFormat.TURTLE, base_iri="https://w3id.org/kg/ontology"):
                triples.add(str(_node(quad.subject, number)), quad.predicate.value, _node(quad.object, number), path)
        except SyntaxError as error:
            line = f":{error.lineno}" if error.lineno else ""
            raise OntologyError(f"{path}{line}: no valid Turtle ({error.msg}); correct that line") from error
        except (ValueError, OSError) as error:
            raise OntologyError(f"{path}: no valid Turtle ({error})") from error
    return triples


def _node(term: object, file_number: int) -> Value:
    if isinstance(term, ox.NamedNode):
        return term.value
    if isinstance(term, ox.Literal):
        return plain(term)
    if isinstance(term, ox.BlankNode):
        return f"_:{file_number}-{term.value}"
    return str(term)
