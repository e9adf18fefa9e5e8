"""What is taken out of the facts for each kind of violation, and what is told about it."""

from __future__ import annotations

from conftest import told_calls

from kg.graph import claim_iri
from kg.iri import span_iri
from kg.model import Claim, Document, Facts, Literal, Span, Violation
from kg.ontology.terms import KG, RDFS, XSD
from kg.quarantine import as_json, split

TEXT = "Before. Ann called Bob. After."
CALL = "https://x.example/doc/d#event=8,22"
ANN, BOB = "https://x.example/person/ann", "https://x.example/person/bob"


def facts(*more: Claim) -> Facts:
    told = told_calls(None, Document(TEXT, "d"), None, "https://x.example/")
    return Facts(told.document, told.iri, told.entities, told.events, told.mentions, (*told.claims, *more))


def violation(focus: str, path: str = "", value: str | Literal | None = None) -> Violation:
    return Violation(focus, path, value, "shape:Some", "sh:SomeConstraint", "It must not be so.")


def fillers(left: Facts | None, role: str) -> list[str | Literal]:
    assert left is not None
    return [claim.object for claim in left.claims if claim.predicate == KG + role]


def test_a_wrong_value_takes_its_claim_only() -> None:
    left, (quarantined,) = split(facts(), [violation(CALL, KG + "participant", BOB)], claim_iri)
    assert fillers(left, "participant") == [ANN]
    assert len(left.events) == 1
    assert len(left.entities) == 2
    assert (quarantined.subject, quarantined.predicate, quarantined.object) == (CALL, KG + "participant", BOB)
    assert quarantined.sentence == "Ann called Bob"
    assert quarantined.span == Span(19, 22)


def test_a_violated_claim_node_takes_that_claim() -> None:
    told = facts()
    iri = claim_iri(told.iri, told.claims[1])
    left, _ = split(told, [violation(iri, "http://x.example/rule")], claim_iri)
    assert fillers(left, "participant") == [BOB]


def test_too_many_values_take_all_of_them() -> None:
    second = Claim(CALL, KG + "factuality", KG + "Planned", Span(0, 6), "test")
    left, quarantined = split(facts(second), [violation(CALL, KG + "factuality")], claim_iri)
    assert fillers(left, "factuality") == []
    assert len(quarantined) == 2


def test_a_missing_value_takes_the_event_and_all_that_is_said_of_it() -> None:
    statement = Claim(ANN, KG + "about", CALL, Span(8, 11), "test")
    left, quarantined = split(facts(statement), [violation(CALL, KG + "place")], claim_iri)
    assert (left.events, left.claims) == ((), ())
    assert [mention.thing for mention in left.mentions] == [ANN, BOB]
    assert {fact.object for fact in quarantined} == {KG + "Call", KG + "Actual", ANN, BOB, CALL}


def test_one_bound_of_time_does_not_stay_without_the_other() -> None:
    bounds = [
        Claim(CALL, KG + role, Literal(day, XSD + "date"), Span(8, 11), "test")
        for role, day in [("earliest", "2025-07-05"), ("latest", "2025-07-03")]
    ]
    wrong = violation(CALL, KG + "earliest", bounds[0].object)
    left, quarantined = split(facts(*bounds), [wrong], claim_iri)
    assert len(left.events) == 1
    assert fillers(left, "latest") == []
    assert len(quarantined) == 2
    left, _ = split(facts(bounds[0]), [violation(CALL, KG + "latest")], claim_iri)
    assert len(left.events) == 1
    assert fillers(left, "earliest") == []


def test_a_wrong_entity_goes_with_every_role_that_it_fills() -> None:
    left, quarantined = split(facts(), [violation(BOB, RDFS + "label", Literal("Bob"))], claim_iri)
    assert [entity.iri for entity in left.entities] == [ANN]
    assert fillers(left, "participant") == [ANN]
    assert quarantined[0].subject == BOB
    assert quarantined[0].sentence == "Ann called Bob."


def test_a_wrong_other_name_goes_alone() -> None:
    from dataclasses import replace

    told = facts()
    named = replace(told, entities=(replace(told.entities[0], alt_labels=("Annie", "")), told.entities[1]))
    path = "http://www.w3.org/2004/02/skos/core#altLabel"
    left, (quarantined,) = split(named, [violation(ANN, path, Literal(""))], claim_iri)
    assert left.entities[0].alt_labels == ("Annie",)
    assert quarantined.subject == ANN


def test_a_wrong_span_takes_what_stands_on_it() -> None:
    told = facts()
    left, _ = split(told, [violation(span_iri(told.iri, Span(19, 22)))], claim_iri)
    assert fillers(left, "participant") == [ANN]
    assert [mention.thing for mention in left.mentions] == [CALL, ANN]
    left, _ = split(told, [violation(span_iri(told.iri, Span(8, 22)))], claim_iri)
    assert left.events == ()


def test_a_wrong_document_takes_everything() -> None:
    told = facts()
    left, quarantined = split(told, [violation(told.iri, "https://schema.org/datePublished")], claim_iri)
    assert left is None
    assert len(quarantined) == 1 + len(told.entities) + len(told.events) + len(told.claims)


def test_a_line_of_the_quarantine_file_tells_fact_rule_and_words() -> None:
    _, (quarantined,) = split(facts(), [violation(CALL, KG + "participant", BOB)], claim_iri)
    assert as_json(quarantined) == {
        "document": "https://x.example/doc/d",
        "fact": {"subject": CALL, "predicate": KG + "participant", "object": BOB},
        "rule": "shape:Some",
        "constraint": "sh:SomeConstraint",
        "message": "It must not be so.",
        "sentence": "Ann called Bob",
        "begin": 19,
        "end": 22,
    }
