"""What classes, roles and properties are called in a property graph."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import UsageError
from kg.load.names import Names
from kg.load.neo4j import _quoted
from kg.ontology.terms import KG, OWL, RDFS, SKOS

MY = "https://data.example.org/drills#"
NAMES = Names()


@pytest.mark.parametrize(
    ("role", "name"),
    [(KG + "attributedTo", "ATTRIBUTED_TO"), (KG + "participant", "PARTICIPANT"), (OWL + "sameAs", "SAME_AS")],
)
def test_a_role_is_upper_snake(role: str, name: str) -> None:
    assert NAMES.relationship(role) == name


def test_a_role_called_as_a_class_is_told_apart() -> None:
    assert NAMES.relationship(KG + "place") == "HAS_PLACE"


def test_a_class_has_the_labels_of_all_that_it_is_a_kind_of() -> None:
    assert NAMES.classes((KG + "State",), False) == ("Agent", "Entity", "State")
    assert NAMES.classes((KG + "Call", KG + "Meeting"), True) == ("Call", "Event", "Meeting")
    assert NAMES.classes((MY + "Exercise",), True) == ("Event", "Exercise")
    assert NAMES.classes((), True) == ("Event",)


def test_properties_are_local_names() -> None:
    names = [NAMES.property(iri) for iri in (RDFS + "label", SKOS + "altLabel", KG + "earliest", MY + "crew-size")]
    assert names == ["name", "aliases", "earliest", "crew_size"]


@pytest.mark.parametrize("own", ["name", "iri", "documents", "evidence", "classes", "Factuality"])
def test_no_property_of_a_users_takes_the_place_of_one_that_means_something(own: str) -> None:
    assert Names().property(MY + own) == f"drills_{own}"


def test_a_class_of_a_users_called_as_one_of_the_vocabulary_bears_its_namespace() -> None:
    assert Names().classes((MY + "Strike",), True) == ("Event", "drills_Strike")
    assert Names().classes((MY + "Document",), False) == ("Entity", "drills_Document")
    assert Names().relationship(MY + "reports") == "drills_REPORTS"


def test_two_that_cannot_be_told_apart_are_refused_by_name() -> None:
    names = Names()
    names.property("https://a.example/x#crew")
    assert names.property("https://b.example/x#crew") == "x_crew"
    with pytest.raises(UsageError, match="rename one of them"):
        names.property("https://c.example/x#crew")


@settings(max_examples=25, deadline=None)
@given(st.text())
def test_whatever_an_iri_is_its_names_are_words(text: str) -> None:
    names = Names()
    for name in (
        names.relationship(MY + text),
        names.property(MY + text),
        *names.classes((MY + text,), True),
        *names.classes((text,), False),
    ):
        assert re.fullmatch(r"\w+", name)


def test_a_back_quote_would_not_end_a_name() -> None:
    assert _quoted(["a`b", "c"]) == ":`a``b`:`c`"
