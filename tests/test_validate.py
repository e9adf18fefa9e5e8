"""The validator: what it reports, what it leaves as it was, and which files it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest
import rdflib
from hand_made import BASE, CALL, KG, TRUMP, first, graphs
from rdflib.namespace import RDF, RDFS

from kg import graph
from kg.errors import OntologyError
from kg.model import Literal, Violation
from kg.validate import Validator

K = rdflib.Namespace(KG)
CALL_, TRUMP_ = rdflib.URIRef(CALL), rdflib.URIRef(TRUMP.iri)
SHAPES_HEAD = f"@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix kg: <{KG}> . @prefix my: <https://my.example/> .\n"


@pytest.fixture(scope="module")
def validator() -> Validator:
    return Validator()


def file(folder: Path, text: str) -> Path:
    path = folder / "my.ttl"
    path.write_text(SHAPES_HEAD + text)
    return path


def test_a_violation_tells_where_what_and_why(validator: Validator) -> None:
    one = graphs()[0]
    one.add((CALL_, K.place, TRUMP_))
    assert validator.violations(one) == (
        Violation(
            focus=CALL,
            path=KG + "place",
            value=TRUMP.iri,
            shape="https://w3id.org/kg/shapes#place",
            constraint="http://www.w3.org/ns/shacl#OrConstraintComponent",
            message="An event's place (kg:place) must be a place or a state.",
        ),
    )


def test_a_literal_is_told_with_its_datatype(validator: Validator) -> None:
    one = graphs()[0]
    one.add((CALL_, K.duration, rdflib.Literal("an hour", lang="en")))
    one.add((CALL_, K.rounds, rdflib.Literal("x", datatype=rdflib.XSD.integer)))
    values = {violation.value for violation in validator.violations(one)}
    assert Literal("an hour", "", "en") in values
    assert Literal("x", str(rdflib.XSD.integer)) in values


def test_what_is_about_the_node_as_a_whole_has_no_path(validator: Validator) -> None:
    one = graph.of(first(), base=BASE)
    one.remove((None, rdflib.URIRef("http://www.w3.org/2005/11/its/rdf#taIdentRef"), CALL_))
    (violation,) = validator.violations(one)
    assert (violation.focus, violation.path, violation.value) == (CALL, "", None)


def test_violations_are_sorted(validator: Validator) -> None:
    one = graphs()[0]
    for subject in (CALL_, TRUMP_):
        one.remove((subject, RDFS.label, None))
    one.remove((CALL_, K.factuality, None))
    found = [(violation.focus, violation.path) for violation in validator.violations(one)]
    assert found == sorted(found)
    assert len(found) == 3


def test_the_graph_stays_as_it_was(validator: Validator) -> None:
    one = graphs()[0]
    before = set(one)
    validator.violations(one)
    assert set(one) == before


def test_a_graph_that_knows_its_classes_keeps_them(validator: Validator) -> None:
    one = graphs()[0]
    one.add((K.Person, RDFS.subClassOf, K.Agent))
    validator.violations(one)
    assert (K.Person, RDFS.subClassOf, K.Agent) in one


def test_without_spans_no_evidence_is_asked_for(validator: Validator) -> None:
    assert validator.violations(graph.of(first(), base=BASE, evidence="none")) == ()
    assert validator.violations(graph.of(first(), base=BASE, evidence="mentions")) == ()


def test_documents_may_disagree_in_one_graph_but_a_document_may_not(validator: Validator) -> None:
    union, second = graphs()
    for triple in second:
        union.add(triple)
    union.add((CALL_, K.factuality, K.Planned))
    union.add((CALL_, K.earliest, rdflib.Literal("2025-07-09", datatype=rdflib.XSD.date)))
    assert len(set(union.objects(CALL_, RDFS.label))) == 2
    assert validator.violations(union) == ()
    union.add((CALL_, K.factuality, K.Maybe))
    assert [violation.path for violation in validator.violations(union)] == [KG + "factuality"]


OWN_CLASS = "https://my.example/Vote"


def vote() -> rdflib.Graph:
    one = graphs()[0]
    one.remove((CALL_, RDF.type, None))
    one.add((CALL_, RDF.type, rdflib.URIRef(OWN_CLASS)))
    one.remove((CALL_, K.factuality, None))
    return one


def test_a_users_class_is_checked_as_an_event_once_its_parent_is_known(validator: Validator, tmp_path: Path) -> None:
    assert validator.violations(vote()) == ()
    parent = [(OWN_CLASS, KG + "Event")]
    told = Validator(subclasses=parent).violations(vote())
    assert [violation.path for violation in told] == [KG + "factuality"]
    turtle = "my:Vote <http://www.w3.org/2000/01/rdf-schema#subClassOf> kg:Event ."
    assert Validator([file(tmp_path, turtle)]).violations(vote()) == told


def test_a_users_shape_is_checked_too_and_named(tmp_path: Path) -> None:
    turtle = """my:Nobody a sh:NodeShape ; sh:targetClass kg:Call ;
        sh:property [ sh:path kg:participant ; sh:maxCount 1 ; sh:message "A call is a soliloquy." ] ."""
    (violation,) = Validator([file(tmp_path, turtle)]).violations(graphs()[0])
    assert violation.message == "A call is a soliloquy."
    assert violation.shape == "https://my.example/Nobody"


def test_a_users_shape_may_run_sparql(tmp_path: Path) -> None:
    turtle = """my:Loud a sh:NodeShape ; sh:targetClass kg:Person ; sh:sparql [ sh:message "No Trump." ;
        sh:select "SELECT $this WHERE { $this ?label 'Donald Trump'@en }" ] ."""
    (violation,) = Validator([file(tmp_path, turtle)]).violations(graphs()[0])
    assert (violation.focus, violation.message) == (TRUMP.iri, "No Trump.")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("my:x a sh:NodeShape", r"my\.ttl:2: no valid Turtle"),
        ("my:x a sh:NodeShape ; sh:property [ sh:minCount 1 ] .", r"my\.ttl: no valid SHACL.*my\.example/x"),
        (
            'my:x a sh:NodeShape ; sh:property [ sh:path my:p ; sh:maxCount "two" ] .',
            r"my\.ttl: no valid SHACL: .*maxCount of https://my\.example/x",
        ),
    ],
)
def test_a_file_of_shapes_that_cannot_be_used_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, message: str
) -> None:
    with pytest.raises(OntologyError, match=message) as raised:
        Validator([file(tmp_path, text)])
    assert "\n" not in str(raised.value)
    assert capsys.readouterr() == ("", "")


def test_a_missing_file_of_shapes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match=r"none\.ttl: cannot be read"):
        Validator([tmp_path / "none.ttl"])


def test_a_literal_of_the_wrong_datatype_is_told_as_a_violation_alone(
    validator: Validator, capsys: pytest.CaptureFixture[str]
) -> None:
    one = graphs()[0]
    one.add((CALL_, K.rounds, rdflib.Literal("many", datatype=rdflib.XSD.integer)))
    assert validator.violations(one)
    assert capsys.readouterr() == ("", "")
