"""Whether a graph, from wherever it came, conforms to the shapes."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import pyoxigraph
import rdflib
from rdflib.namespace import RDF

from kg import store, validate
from kg.errors import InputError, UsageError
from kg.model import Literal, Violation
from kg.ontology.terms import SH, XSD
from kg.quads import plain, rdflib_term
from kg.statements import DocumentGraph, Term

_BLANK = "_:"
_STRING = XSD + "string"
REPORTS = ("text", "turtle", "json")


@dataclass(frozen=True, slots=True)
class Finding:
    """A violation and the named graph that it is in; empty for the default graph."""

    graph: str
    violation: Violation


def check(path: str, shapes: Sequence[str | Path] = ()) -> tuple[Finding, ...]:
    """What violates the shapes, graph by graph: two articles may well disagree. Raises KgError.

    The format is told by the suffix of `path`; "-" is Turtle on standard input.
    """
    graphs = _load(path)
    validator = validate.Validator([Path(file) for file in shapes])
    return tuple(Finding(name, one) for name in sorted(graphs) for one in _violations(graphs[name], validator))


def _violations(graph: DocumentGraph, validator: validate.Validator) -> tuple[Violation, ...]:
    blank = any(term.startswith(_BLANK) for triple in graph for term in triple if isinstance(term, str))
    if not blank and validator.certainly_conforms(graph):
        return ()
    whole = rdflib.Graph(bind_namespaces="none")
    for subject, predicate, object_ in graph:
        whole.add((_term(subject), _term(predicate), _term(object_)))
    return validator.violations(whole)


def rendered(findings: Sequence[Finding], report: str) -> str:
    """The findings as `text` (a line each), as SHACL's own validation report in `turtle`, or as `json`."""
    if report not in REPORTS:
        raise UsageError(f"unknown report format {report!r}: choose one of {', '.join(REPORTS)}")
    if report == "text":
        return "".join(f"{line}\n" for line in _lines(findings))
    if report == "json":
        results = [{"graph": finding.graph, **asdict(finding.violation)} for finding in findings]
        return json.dumps({"conforms": not findings, "results": results}, ensure_ascii=False, indent=2) + "\n"
    return _shacl_report(findings).serialize(format="turtle")


def _load(path: str) -> dict[str, DocumentGraph]:
    """Named graphs, the default one under an empty name; blank nodes as IRIs of a scheme that there is not."""
    triples: dict[str, list[tuple[str, str, Term]]] = defaultdict(list)
    # Not `store.load`: a shape may ask for a datatype that a store does not keep.
    for quad in store.quads(path):
        name = "" if isinstance(quad.graph_name, pyoxigraph.DefaultGraph) else quad.graph_name.value
        try:
            triples[name].append((str(_of(quad.subject)), quad.predicate.value, _of(quad.object)))
        except ValueError as error:
            raise InputError(f"{path} cannot be validated: {error}") from None
    return {name: DocumentGraph.of(name, triples.pop(name), {}) for name in list(triples)}


def _of(term: object) -> Term:
    if isinstance(term, pyoxigraph.NamedNode):
        return term.value
    if isinstance(term, pyoxigraph.BlankNode):
        return _BLANK + term.value
    if not isinstance(term, pyoxigraph.Literal):
        raise ValueError("it holds a triple inside a triple, which SHACL cannot check")
    return plain(term)


def _term(term: Term) -> rdflib.term.Node:
    if isinstance(term, Literal):
        # Violations tell of a string's datatype.
        return rdflib_term(term if term.language else replace(term, datatype=term.datatype or _STRING))
    return rdflib.BNode(term.removeprefix(_BLANK)) if term.startswith(_BLANK) else rdflib.URIRef(term)


def _lines(findings: Sequence[Finding]) -> Iterator[str]:
    for finding in findings:
        violation = finding.violation
        value = violation.value.value if isinstance(violation.value, Literal) else violation.value
        place = " ".join(part for part in (violation.focus, violation.path, value) if part)
        yield f"{place}: {violation.message}" + (f" (in {finding.graph})" if finding.graph else "")
    count = len(findings)
    yield f"{count:,} {'violation' if count == 1 else 'violations'}" if count else "conforms"


def _shacl_report(findings: Sequence[Finding]) -> rdflib.Graph:
    sh = rdflib.Namespace(SH)
    graph = rdflib.Graph(bind_namespaces="none")
    graph.bind("sh", sh)
    report = rdflib.BNode("report")
    graph.add((report, RDF.type, sh.ValidationReport))
    graph.add((report, sh.conforms, rdflib.Literal(not findings)))
    for number, finding in enumerate(findings):
        violation = finding.violation
        # Numbered, so that the same findings give the same file.
        result = rdflib.BNode(f"result{number:09}")
        graph.add((report, sh.result, result))
        graph.add((result, RDF.type, sh.ValidationResult))
        graph.add((result, sh.resultSeverity, sh.Violation))
        graph.add((result, sh.focusNode, rdflib.URIRef(violation.focus)))
        graph.add((result, sh.resultMessage, rdflib.Literal(violation.message)))
        graph.add((result, sh.sourceShape, rdflib.URIRef(violation.shape)))
        graph.add((result, sh.sourceConstraintComponent, rdflib.URIRef(violation.constraint)))
        if violation.path:
            graph.add((result, sh.resultPath, rdflib.URIRef(violation.path)))
        if violation.value is not None:
            graph.add((result, sh.value, _node(violation.value)))
    return graph


def _node(value: str | Literal) -> rdflib.term.Node:
    if isinstance(value, str):
        return rdflib.URIRef(value)
    if value.language:
        return rdflib.Literal(value.value, lang=value.language)
    datatype = rdflib.URIRef(value.datatype) if value.datatype else None
    return rdflib.Literal(value.value, datatype=datatype, normalize=False)
