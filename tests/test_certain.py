"""What is passed without pySHACL would pass; all else is reported exactly as plain pySHACL reports it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pyshacl
import pytest
import rdflib
from hand_made import BASE, CALL, KG, PUTIN, TRUMP, first, second
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib.namespace import RDF, RDFS, SH

from kg import graph
from kg.model import Literal
from kg.ontology.terms import ITSRDF, NIF, OWL, PROV, SCHEMA, SKOS, XSD
from kg.ontology.terms import RDF as RDF_
from kg.quads import to_graph
from kg.resources import ontology_files, shape_files
from kg.statements import DocumentGraph, Term
from kg.validate import Validator

Triple = tuple[str, str, Term]
Found = set[tuple[str, str, str, str]]
"""Focus, path, value and constraint; pySHACL says the same more than once where two values are at fault alike."""

ARTICLES = [graph.statements(facts, base=BASE) for facts in (first(), second())]
HEAD = f"""@prefix sh: <{SH}> . @prefix kg: <{KG}> . @prefix my: <https://my.example/> . @prefix rdfs: <{RDFS}> .
@prefix xsd: <{XSD}> . @prefix owl: <{OWL}> . @prefix rdf: <{RDF}> . @prefix nif: <{NIF}> .
@prefix skos: <{SKOS}> .
"""


@pytest.fixture(scope="module")
def validator() -> Validator:
    return Validator()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One number for each time that pySHACL is asked."""
    calls: list[int] = []
    real = pyshacl.validate

    def counting(*args: object, **options: object) -> object:
        calls.append(1)
        return real(*args, **options)

    monkeypatch.setattr(pyshacl, "validate", counting)
    return calls


def changed(article: DocumentGraph, out: list[Triple], into: list[Triple]) -> DocumentGraph:
    kept = [triple for triple in article if triple not in out]
    return DocumentGraph.of(article.identifier, [*kept, *into], article.prefixes)


@cache
def shipped_shapes() -> rdflib.Graph:
    found = rdflib.Graph()
    for path in shape_files():
        if path.name != "ontology.ttl":
            found.parse(path)
    return found


@cache
def vocabulary() -> rdflib.Graph:
    (path,) = (path for path in ontology_files() if path.name == "kg.ttl")
    return rdflib.Graph().parse(path)


def plain(article: DocumentGraph, *extra: Path) -> Found:
    """What plain pySHACL says, with all shapes that hold for a document, and the classes' parents in the data."""
    data = to_graph(article)
    shapes = rdflib.Graph() + shipped_shapes()
    for path in extra:
        shapes.parse(path)
    for triple in (shapes + vocabulary()).triples((None, RDFS.subClassOf, None)):
        data.add(triple)
    _, results, _ = pyshacl.validate(data, shacl_graph=shapes)
    return {
        (
            str(results.value(one, SH.focusNode)),
            str(results.value(one, SH.resultPath) or "") if not _is_blank(results.value(one, SH.resultPath)) else "",
            str(results.value(one, SH.value)),
            str(results.value(one, SH.sourceConstraintComponent)),
        )
        for one in results.objects(None, SH.result)
    }


def _is_blank(node: object) -> bool:
    return isinstance(node, rdflib.BNode)


def told(validator: Validator, article: DocumentGraph) -> Found:
    return {
        (
            one.focus,
            one.path,
            one.value.value if isinstance(one.value, Literal) else str(one.value),
            one.constraint,
        )
        for one in validator.violations(article)
    }


# What may be planted anywhere: terms that are right somewhere, nearly right, and wrong.
VALUES: list[Term] = [
    *(Literal(value, XSD + "date") for value in ("2025-07-03", "2025-02-30", "2025-07-03Z", "0000-01-01", "x")),
    *(Literal(value, XSD + "nonNegativeInteger") for value in ("0", "5", "05", "-1", "+5", "9" * 30, "")),
    *(Literal(value, XSD + "integer") for value in ("3", "0", "-7", "1.0", "abc")),
    *(Literal(value, XSD + "duration") for value in ("PT48H", "P2D", "P", "PT", "-P1D", "two days")),
    *(Literal(value, XSD + "gYearMonth") for value in ("2025-07", "2025-13", "0000-07")),
    *(Literal(value, XSD + "gYear") for value in ("2025", "25")),
    *(Literal(value, XSD + "dateTime") for value in ("2025-07-03T00:00:00", "noon")),
    Literal(""), Literal("words"), Literal("words", language="en"), Literal("", language="en"),
    Literal("true", XSD + "boolean"), Literal("x", "https://my.example/datatype"),
    KG + "Actual", KG + "Maybe", KG + "Person", KG + "State", KG + "Call", KG + "Strike", KG + "Event", KG + "Claim",
    NIF + "Context", NIF + "Phrase", NIF + "Sentence", SCHEMA + "Organization", CALL, TRUMP.iri, PUTIN.iri,
    first().iri, BASE + "nobody", OWL + "sameAs",
]  # fmt: skip
PROPERTIES = [
    RDF_ + "type", str(RDFS.label), SKOS + "altLabel", OWL + "sameAs", str(RDFS.subClassOf), PROV + "wasDerivedFrom",
    ITSRDF + "taIdentRef", RDF_ + "subject", RDF_ + "predicate", RDF_ + "object", KG + "rule", KG + "evidence",
    *(NIF + name for name in ("beginIndex", "endIndex", "anchorOf", "referenceContext", "isString")),
    *(SCHEMA + name for name in ("headline", "datePublished", "publisher", "name", "url")),
    *(KG + name for name in (
        "factuality", "earliest", "latest", "date", "duration", "rounds", "attributedTo", "place", "topic", "goods",
        "participant", "attacker", "target", "weapon", "represents", "office", "quote", "about", "speaker",
    )),
]  # fmt: skip


@st.composite
def planted(draw: st.DrawFn) -> DocumentGraph:
    """An article's graph with a few statements taken out, exchanged, or put in."""
    article = draw(st.sampled_from(ARTICLES))
    triples = list(article)
    subjects = list(article.subjects)
    out, into = [], []
    for _ in range(draw(st.integers(1, 3))):
        subject, predicate, _ = triple = draw(st.sampled_from(triples))
        how = draw(st.sampled_from(["out", "another value", "one value more", "anything"]))
        if how in ("out", "another value"):
            out.append(triple)
        if how in ("another value", "one value more"):
            values = [o for _, p, o in triples if p == predicate]
            into.append((subject, predicate, draw(st.sampled_from(values) | st.sampled_from(VALUES))))
        if how == "anything":
            any_subject = draw(st.sampled_from(subjects))
            into.append((any_subject, draw(st.sampled_from(PROPERTIES)), draw(st.sampled_from(VALUES))))
    return changed(article, out, into)


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(planted())
def test_what_is_reported_of_planted_faults_is_what_plain_pyshacl_reports(
    validator: Validator, article: DocumentGraph
) -> None:
    assert told(validator, article) == plain(article)


def test_an_article_that_conforms_needs_no_pyshacl(validator: Validator, asked: list[int]) -> None:
    for article in ARTICLES:
        assert validator.violations(article) == ()
    assert not asked


@pytest.mark.parametrize("evidence", ["mentions", "none"])
def test_nor_does_one_without_claims(validator: Validator, asked: list[int], evidence: str) -> None:
    assert validator.violations(graph.statements(first(), base=BASE, evidence=evidence)) == ()
    assert not asked


def faults() -> Iterator[tuple[str, list[Triple], list[Triple]]]:
    """One of each kind of constraint: what goes, what comes."""
    document = ARTICLES[0].identifier
    span = f"{document}#char=0,5"
    claim = graph.claim_iri(document, first().claims[0])
    yield "class", [], [(CALL, KG + "participant", BASE + "nobody")]
    yield "one of classes", [], [(CALL, KG + "place", TRUMP.iri)]
    yield "datatype", [], [(CALL, KG + "duration", Literal("an hour"))]
    yield "ill-typed", [], [(CALL, KG + "duration", Literal("an hour", XSD + "duration"))]
    yield "node kind", [], [(TRUMP.iri, OWL + "sameAs", Literal("Q22686"))]
    yield "not in the list", [], [(CALL, KG + "factuality", KG + "Maybe")]
    yield "no value", [(CALL, KG + "factuality", KG + "Actual")], []
    yield "a value too many", [], [(span, NIF + "anchorOf", Literal("Trumpp"))]
    yield (
        "none allowed",
        [],
        [(document, RDF_ + "type", KG + "State"), (document, KG + "office", Literal("x"))],
    )
    yield "length", [], [(TRUMP.iri, KG + "office", Literal(""))]
    yield "least value", [], [(CALL, KG + "rounds", Literal("0", XSD + "integer"))]
    yield (
        "less than",
        [(span, NIF + "endIndex", Literal("5", XSD + "nonNegativeInteger"))],
        [(span, NIF + "endIndex", Literal("0", XSD + "nonNegativeInteger"))],
    )
    yield (
        "less than or equal",
        [(CALL, KG + "latest", Literal("2025-07-03", XSD + "date"))],
        [(CALL, KG + "latest", Literal("2025-07-02", XSD + "date"))],
    )
    yield "inverse path", [(one, ITSRDF + "taIdentRef", TRUMP.iri) for one in ARTICLES[0].subjects], []
    yield "two spans", [], [(claim, PROV + "wasDerivedFrom", f"{document}#char=18,23")]
    yield "objects of", [], [(document, SCHEMA + "publisher", BASE + "publisher/none")]


@pytest.mark.parametrize("fault", list(faults()), ids=lambda fault: fault[0])
def test_every_kind_of_constraint_is_reported_as_pyshacl_does(
    validator: Validator, fault: tuple[str, list[Triple], list[Triple]]
) -> None:
    _, out, into = fault
    article = changed(ARTICLES[0], out, into)
    expected = plain(article)
    assert expected
    assert told(validator, article) == expected


ENTITY = "my:A a sh:NodeShape ; sh:targetClass kg:Entity ; "
PERSON = "my:A a sh:NodeShape ; sh:targetClass kg:Person ; "
CALLS = "my:A a sh:NodeShape ; sh:targetClass kg:Call ; "
SHAPES = {
    "sparql": PERSON + """sh:sparql [ sh:message "No." ;
        sh:select "SELECT $this WHERE { $this ?label 'Donald Trump'@en }" ] .""",
    "not": PERSON + "sh:not [ sh:class kg:Agent ] .",
    "xone": PERSON + "sh:xone ( [ sh:class kg:Agent ] [ sh:class kg:Person ] ) .",
    "closed": PERSON + "sh:closed true .",
    "target node": f"my:A a sh:NodeShape ; sh:targetNode <{CALL}> ; sh:class kg:Meeting .",
    "target absent": "my:A a sh:NodeShape ; sh:targetNode my:absent ; sh:class kg:Meeting .",
    "class that is a shape": """kg:Person a sh:NodeShape , rdfs:Class ;
        sh:property [ sh:path kg:office ; sh:minCount 1 ] .""",
    "sequence path": CALLS + "sh:property [ sh:path ( kg:participant kg:office ) ; sh:minCount 2 ] .",
    "pattern": ENTITY + 'sh:property [ sh:path rdfs:label ; sh:pattern "^[A-T]" ] .',
    "pattern with flags": ENTITY + 'sh:property [ sh:path rdfs:label ; sh:pattern "^[a-t]" ; sh:flags "i" ] .',
    "longest": ENTITY + "sh:property [ sh:path rdfs:label ; sh:maxLength 7 ] .",
    "has value": "my:A a sh:NodeShape ; sh:targetClass kg:Event ; "
    "sh:property [ sh:path kg:factuality ; sh:hasValue kg:Actual ] .",
    "node": CALLS + """sh:property [ sh:path kg:participant ; sh:node my:B ] .
        my:B a sh:NodeShape ; sh:property [ sh:path kg:office ; sh:minCount 1 ] .""",
    "itself": CALLS + "sh:property [ sh:path kg:topic ; sh:node my:A ] ; sh:class kg:Meeting .",
    "deactivated": CALLS + "sh:class kg:Meeting ; sh:deactivated true .",
    "hierarchy": "my:A a sh:NodeShape ; sh:targetSubjectsOf rdfs:subClassOf ; sh:class kg:Meeting .",
    "and": "my:A a sh:NodeShape ; sh:targetClass kg:Strike ; sh:and ( [ sh:class kg:Event ] [ sh:class kg:Call ] ) .",
    "between": "my:A a sh:PropertyShape ; sh:targetSubjectsOf nif:beginIndex ; sh:path nif:beginIndex ; "
    "sh:maxExclusive 20 ; sh:maxInclusive 30 .",
    "unique languages": ENTITY + "sh:property [ sh:path skos:altLabel ; sh:uniqueLang true ] .",
    "disjoint": CALLS + "sh:property [ sh:path kg:earliest ; sh:disjoint kg:latest ] .",
    "a list of days": CALLS + 'sh:property [ sh:path kg:date ; sh:in ( "2025-07-04"^^xsd:date ) ] .',
    "equals": CALLS + "sh:property [ sh:path kg:earliest ; sh:equals kg:factuality ] .",
    "qualified": CALLS + """sh:property [ sh:path kg:participant ; sh:qualifiedMinCount 3 ;
        sh:qualifiedValueShape [ sh:class kg:Person ] ] .""",
}  # fmt: skip


@pytest.mark.parametrize("name", SHAPES)
def test_a_users_shapes_are_reported_as_pyshacl_does(name: str, tmp_path: Path) -> None:
    path = tmp_path / "my.ttl"
    path.write_text(HEAD + SHAPES[name])
    validator = Validator([path])
    for article in ARTICLES:
        assert told(validator, article) == plain(article, path)


def test_a_users_shapes_find_something(tmp_path: Path) -> None:
    """Otherwise the test above would compare nothing with nothing."""
    silent = []
    for name, shape in SHAPES.items():
        path = tmp_path / "my.ttl"
        path.write_text(HEAD + shape)
        if not any(plain(article, path) for article in ARTICLES):
            silent.append(name)
    assert silent == ["deactivated"]
