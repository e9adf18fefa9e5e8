"""Whether a graph, from wherever it came, conforms to the shapes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import pyoxigraph
import rdflib
from rdflib.namespace import RDF

from kg import store, validate
from kg.errors import InputError, UsageError
from kg.model import Literal, Violation
from kg.ontology.terms import SH

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
    dataset = _load(path)
    validator = validate.Validator([Path(file) for file in shapes])
    names = sorted(dataset)
    return tuple(Finding(name, one) for name in names for one in validator.violations(dataset[name]))


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


def _load(path: str) -> dict[str, rdflib.Graph]:
    graphs: dict[str, rdflib.Graph] = {}
    # Not `store.load`: a shape may ask for a datatype that a store does not keep.
    for quad in store.quads(path):
        name = "" if isinstance(quad.graph_name, pyoxigraph.DefaultGraph) else quad.graph_name.value
        graph = graphs.setdefault(name, rdflib.Graph(bind_namespaces="none"))
        try:
            graph.add((_term(quad.subject), _term(quad.predicate), _term(quad.object)))
        except ValueError as error:
            raise InputError(f"{path} cannot be validated: {error}") from None
    return graphs


def _term(term: object) -> rdflib.term.Node:
    if isinstance(term, pyoxigraph.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, pyoxigraph.BlankNode):
        return rdflib.BNode(term.value)
    if not isinstance(term, pyoxigraph.Literal):
        raise ValueError("it holds a triple inside a triple, which SHACL cannot check")
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value), normalize=False)


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
