"""SHACL: what in a graph is not as the shapes say. The only module that knows pySHACL."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

import pyoxigraph
import rdflib
from pyoxigraph import RdfFormat
from rdflib.namespace import RDF, RDFS, SH
from rdflib.term import Node

from kg.errors import OntologyError
from kg.model import Literal, Violation
from kg.ontology.terms import KG, NIF, PROV
from kg.quads import to_graph
from kg.resources import ontology_files, shape_files
from kg.statements import DocumentGraph
from kg.validate import certain

# rdflib logs each literal that is not of its datatype, with a traceback; here that is told as a violation.
logging.getLogger("rdflib.term").addHandler(logging.NullHandler())

_Triple: TypeAlias = tuple[Node, Node, Node]
_VOCABULARY, _ONTOLOGY_SHAPES, _EVIDENCE_SHAPES, _LINK_SHAPES = "kg.ttl", "ontology.ttl", "evidence.ttl", "links.ttl"
_SPANS = tuple(rdflib.URIRef(iri) for iri in (NIF + "Phrase", NIF + "Sentence", KG + "Claim"))
_SPAN_CLASSES = frozenset(map(str, _SPANS))
_TYPE = str(RDF.type)
_DERIVED = rdflib.URIRef(PROV + "wasDerivedFrom")
_DOCUMENT = rdflib.URIRef(NIF + "Context")
_EARLIEST, _LATEST = KG + "earliest", KG + "latest"
_ONE_A_DOCUMENT = {str(RDFS.label), KG + "factuality", _EARLIEST, _LATEST, KG + "date"}


class Validator:
    """The shapes, read once; then any number of graphs."""

    def __init__(self, extra: Sequence[Path] = (), subclasses: Iterable[tuple[str, str]] = ()) -> None:
        """`extra`: more files of shapes. `subclasses`: (class, parent), beyond the shipped vocabulary's.

        `rdfs:subClassOf` in the extra files counts, too. Raises OntologyError for a file that cannot be used.
        """
        apart = {_ONTOLOGY_SHAPES, _EVIDENCE_SHAPES, _LINK_SHAPES}
        for path in extra:
            _check_shapes(path)
        files = [*(path for path in shape_files() if path.name not in apart), *extra]
        evidence = [path for path in shape_files() if path.name == _EVIDENCE_SHAPES]
        links = [path for path in shape_files() if path.name == _LINK_SHAPES]
        vocabulary = [path for path in ontology_files() if path.name == _VOCABULARY]
        read = {path: list(_read(path, n)) for n, path in enumerate([*files, *evidence, *links, *vocabulary])}
        self._without_spans = _graph(read[path] for path in files)
        self._with_links = _graph(read[path] for path in (*files, *evidence, *links))
        # Made when it is needed: most graphs certainly conform.
        self._with_spans = lru_cache(1)(lambda: _graph(read[path] for path in (*files, *evidence)))
        known = (one for path in (*vocabulary, *extra) for one in read[path] if one[1] == RDFS.subClassOf)
        told = [(rdflib.URIRef(one), RDFS.subClassOf, rdflib.URIRef(parent)) for one, parent in subclasses]
        self._hierarchy = {*known, *told}
        # A superset of what a document's graph is held against: nothing in it is a doubt, or pySHACL is asked.
        self._certain = {
            with_spans: certain.Shapes(self._with_links if with_spans else self._without_spans, self._hierarchy)
            for with_spans in (True, False)
        }

    def violations(self, graph: rdflib.Graph | DocumentGraph) -> tuple[Violation, ...]:
        """What is wrong with the graph, sorted; nothing, where it conforms.

        In a graph of several documents, these may differ about what each says once (a label, a factuality).
        """
        if isinstance(graph, DocumentGraph):
            if self.certainly_conforms(graph):
                return ()
            graph = to_graph(graph)
        shapes = self._needed(graph)
        with _knowing(graph, self._hierarchy):
            results = _results(graph, shapes)
        if results and sum(1 for _ in graph.subjects(RDF.type, _DOCUMENT)) > 1:
            results = {violation for violation in results if not _may_differ(violation, graph)}
        return tuple(sorted(results, key=_order))

    def certainly_conforms(self, graph: DocumentGraph) -> bool:
        """Whether there is nothing that `violations` would find, told in a fraction of its time; False is a doubt."""
        spans = any(class_ in _SPAN_CLASSES for one in graph.subjects.values() for class_ in one.get(_TYPE, ()))
        return self._certain[spans].certainly_hold(graph)

    def _needed(self, graph: rdflib.Graph) -> rdflib.Graph:
        """The shapes that can say anything of a graph: those of links hold where no claim has a second span."""
        if not any((None, RDF.type, class_) in graph for class_ in _SPANS):
            return self._without_spans
        spans = Counter(claim for claim, _ in graph.subject_objects(_DERIVED))
        return self._with_links if any(count > 1 for count in spans.values()) else self._with_spans()


def ontology_violations(files: Sequence[Path]) -> tuple[Violation, ...]:
    """What is wrong with ontology files, of which one is the shipped vocabulary; sorted."""
    shapes = _read_all(path for path in shape_files() if path.name == _ONTOLOGY_SHAPES)
    return tuple(sorted(_results(_read_all(files), shapes), key=_order))


def _results(graph: rdflib.Graph, shapes: rdflib.Graph) -> set[Violation]:
    # Here, since most builds never ask it, and with it rdflib's SPARQL is imported: a tenth of their start.
    import pyshacl
    from pyshacl.errors import ReportableRuntimeError

    try:
        conforms, found, _ = pyshacl.validate(graph, shacl_graph=shapes, inplace=True)
    except ReportableRuntimeError as error:
        raise OntologyError(f"the shapes cannot be used: {_one_line(error)}") from error
    if conforms or not isinstance(found, rdflib.Graph):
        return set()
    return {_violation(found, node, shapes) for node in found.objects(None, SH.result)}


def _may_differ(violation: Violation, graph: rdflib.Graph) -> bool:
    """Whether it only says that documents disagree."""
    if violation.constraint == str(SH.MaxCountConstraintComponent):
        return violation.path in _ONE_A_DOCUMENT
    if violation.constraint == str(SH.LessThanOrEqualsConstraintComponent) and violation.path == _EARLIEST:
        event = rdflib.URIRef(violation.focus)
        return any(len(set(graph.objects(event, rdflib.URIRef(day)))) > 1 for day in (_EARLIEST, _LATEST))
    return False


# Reading


def _read_all(paths: Iterable[Path]) -> rdflib.Graph:
    return _graph(_read(path, number) for number, path in enumerate(paths))


def _graph(read: Iterable[Iterable[_Triple]]) -> rdflib.Graph:
    graph = rdflib.Graph(bind_namespaces="none")
    for triples in read:
        for triple in triples:
            graph.add(triple)
    return graph


def _read(path: Path, number: int = 0) -> Iterator[_Triple]:
    try:
        data = path.read_bytes()
        for quad in pyoxigraph.parse(data, format=RdfFormat.TURTLE, base_iri=path.resolve().as_uri()):
            yield _node(quad.subject, number), _node(quad.predicate), _node(quad.object, number)
    except SyntaxError as error:
        line = f":{error.lineno}" if error.lineno else ""
        raise OntologyError(f"{path}{line}: no valid Turtle ({error.msg}); correct that line") from error
    except OSError as error:
        remedy = "give a Turtle file of shapes"
        raise OntologyError(f"{path}: cannot be read ({error.strerror}); {remedy}") from error


def _check_shapes(path: Path) -> None:
    """SHACL has shapes for shapes: what they find in a user's file is told before any document is read."""
    from pyshacl.entrypoints import meta_validate

    shapes = _read_all([path])
    conforms, found, _ = meta_validate(shapes, inference="none")
    if not conforms and isinstance(found, rdflib.Graph):
        faults = [(node, _violation(found, node, shapes)) for node in found.objects(None, SH.result)]
        # A fault of a property tells more than that the node as a whole is no shape.
        node, fault = min(faults, key=lambda each: (not each[1].path, _order(each[1])))
        where = _named(shapes, found.value(node, SH.focusNode))
        what = f"{fault.path} of {where} ({fault.message})"
        raise OntologyError(f"{path}: no valid SHACL: {what}; correct that shape")


def _node(term: object, file_number: int = 0) -> Node:
    if isinstance(term, pyoxigraph.Literal):
        if term.language:
            return rdflib.Literal(term.value, lang=term.language)
        datatype = rdflib.URIRef(term.datatype.value)
        plain = datatype == rdflib.XSD.string
        return rdflib.Literal(term.value, datatype=None if plain else datatype, normalize=False)
    if isinstance(term, pyoxigraph.BlankNode):
        return rdflib.BNode(f"f{file_number}-{term.value}")
    return rdflib.URIRef(getattr(term, "value", str(term)))


# Results


@contextmanager
def _knowing(graph: rdflib.Graph, hierarchy: Iterable[tuple[Node, Node, Node]]) -> Iterator[None]:
    """The graph with the classes' parents in it: some 20 triples, far cheaper than inference or a copy."""
    new = [triple for triple in hierarchy if triple not in graph]
    for triple in new:
        graph.add(triple)
    try:
        yield
    finally:
        for triple in new:
            graph.remove(triple)


def _violation(found: rdflib.Graph, node: Node, shapes: rdflib.Graph) -> Violation:
    path = found.value(node, SH.resultPath)
    value = found.value(node, SH.value)
    return Violation(
        focus=str(found.value(node, SH.focusNode)),
        path=str(path) if isinstance(path, rdflib.URIRef) else "",
        value=None if value is None else _plain(value),
        shape=_named(shapes, found.value(node, SH.sourceShape)),
        constraint=str(found.value(node, SH.sourceConstraintComponent)),
        message=_one_line(min((str(m) for m in found.objects(node, SH.resultMessage)), default="")),
    )


def _named(shapes: rdflib.Graph, shape: Node | None) -> str:
    """The shape's IRI, or that of the nearest one that it is a part of."""
    seen = set()
    while isinstance(shape, rdflib.BNode) and shape not in seen:
        seen.add(shape)
        shape = min(shapes.subjects(None, shape), default=shape, key=str)
    return str(shape or "")


def _plain(node: Node) -> str | Literal:
    if isinstance(node, rdflib.Literal):
        return Literal(str(node), str(node.datatype or ""), node.language or "")
    return str(node)


def _order(violation: Violation) -> tuple[str, ...]:
    return tuple(str(getattr(violation, name)) for name in Violation.__dataclass_fields__)


def _one_line(text: object) -> str:
    return " ".join(str(text).split())
