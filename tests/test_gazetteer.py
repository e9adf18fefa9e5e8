"""What must hold of the gazetteer, whoever edits it."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Namespace, URIRef

KG = Namespace("https://w3id.org/kg/ontology#")
LEX = Namespace("https://w3id.org/kg/lexicon#")
GAZ = "https://w3id.org/kg/gazetteer/"
ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT.parent / "shared" / "reference"

CLASSES = {
    "state": KG.State,
    "organization": KG.Organization,
    "person": KG.Person,
    "place": KG.Place,
    "weapon-system": KG.WeaponSystem,
}
FILES = ("states", "organizations", "persons", "places", "weapons")


@cache
def gazetteer() -> Graph:
    graph = Graph()
    for name in FILES:
        graph.parse(ROOT / "ontology" / "gazetteer" / f"{name}.ttl")
    return graph


def things(kind: URIRef) -> list[URIRef]:
    return sorted(URIRef(str(s)) for s in gazetteer().subjects(RDF.type, kind))


def every_thing() -> list[URIRef]:
    return [thing for kind in CLASSES.values() for thing in things(kind)]


def label(thing: URIRef) -> str:
    return str(gazetteer().value(thing, RDFS.label))


def words(thing: URIRef, predicate: URIRef) -> set[str]:
    return {str(o) for o in gazetteer().objects(thing, predicate)}


def thing(name: str) -> URIRef:
    return URIRef(GAZ + name)


def plain(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()


def slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", plain(text)).strip("-")


@pytest.mark.parametrize(
    ("kind", "least"),
    [("state", 208), ("organization", 900), ("person", 900), ("place", 1500), ("weapon-system", 380)],
)
def test_is_as_large_as_promised(kind: str, least: int) -> None:
    assert len(things(CLASSES[kind])) >= least


def test_holds_enough_named_weapons_and_generic_kinds() -> None:
    generic = set(gazetteer().subjects(LEX.generic))
    named = set(things(KG.WeaponSystem)) - generic
    assert len(generic) >= 130
    assert len(named) >= 250


def test_every_thing_has_one_label() -> None:
    assert [t for t in every_thing() if len(list(gazetteer().objects(t, RDFS.label))) != 1] == []


def test_the_iri_is_class_and_slug_of_the_label() -> None:
    wrong = [t for path, kind in CLASSES.items() for t in things(kind) if str(t) != f"{GAZ}{path}/{slug(label(t))}"]
    assert wrong == []


def test_no_two_labels_of_a_class_make_one_slug() -> None:
    """A second label would make one block of two things, and so a thing with two labels."""
    for kind in CLASSES.values():
        labels = [label(t) for t in things(kind)]
        assert len({slug(name) for name in labels}) == len(labels)


def test_no_two_things_share_a_name_but_a_state_and_its_capital() -> None:
    owners: dict[str, set[URIRef]] = defaultdict(set)
    for t in every_thing():
        for name in {label(t)} | words(t, SKOS.altLabel):
            owners[plain(name).removeprefix("the ")].add(t)
    pairs = [{state, capital} for state, capital in gazetteer().subject_objects(LEX.capital)]
    assert [(name, found) for name, found in owners.items() if len(found) > 1 and found not in pairs] == []


def test_a_name_stands_in_one_role_of_a_thing() -> None:
    for t in every_thing():
        assert label(t) not in words(t, SKOS.altLabel)
        assert not words(t, SKOS.altLabel) & words(t, LEX.shortName), t


def test_no_name_of_one_or_two_letters_stands_alone() -> None:
    allowed = {"US", "UK", "UN", "EU"}
    names = {n for t in every_thing() for n in {label(t)} | words(t, SKOS.altLabel)}
    assert {n for n in names if re.fullmatch(r"[A-Za-z]{1,2}", n)} <= allowed


def test_apostrophes_are_straight() -> None:
    names = {n for t in every_thing() for p in (RDFS.label, SKOS.altLabel, LEX.shortName) for n in words(t, p)}
    assert [n for n in names if re.search("[\u2018\u2019`]", n)] == []


@pytest.mark.parametrize("predicate", [LEX.of, LEX.capital, LEX.holds, SKOS.broader])
def test_every_link_has_its_end_in_the_gazetteer(predicate: URIRef) -> None:
    links = list(gazetteer().subject_objects(predicate))
    assert links
    assert [(s, o) for s, o in links if (o, RDF.type, None) not in gazetteer()] == []


def test_capitals_are_places_and_wider_kinds_are_generic() -> None:
    graph = gazetteer()
    assert [o for o in graph.objects(None, LEX.capital) if (o, RDF.type, KG.Place) not in graph] == []
    assert [o for o in graph.objects(None, SKOS.broader) if (o, LEX.generic, None) not in graph] == []


def test_wider_kinds_make_no_circle() -> None:
    for wider in set(gazetteer().objects(None, SKOS.broader)):
        above = [kind for first in gazetteer().objects(wider, SKOS.broader) for kind in ancestors(first)]
        assert wider not in above


def ancestors(kind: URIRef) -> list[URIRef]:
    return [URIRef(str(found)) for found in gazetteer().transitive_objects(kind, SKOS.broader)]


def test_every_member_of_the_united_nations_has_capital_and_adjective_but_a_few() -> None:
    lacking = [label(s) for s in things(KG.State) if not gazetteer().value(s, LEX.capital)]
    assert lacking == []
    without = {label(s) for s in things(KG.State) if not words(s, LEX.adjective)}
    assert not without & {"United States", "Russia", "Ukraine", "Israel", "Iran", "China", "United Kingdom"}
    assert len(without) <= 12


def test_tenures_name_office_and_body_and_end_after_they_begin() -> None:
    graph = gazetteer()
    terms = list(graph.subjects(RDF.type, LEX.Tenure))
    assert len(terms) >= 1000
    for term in terms:
        begin, end = graph.value(term, LEX["from"]), graph.value(term, LEX.to)
        assert graph.value(term, LEX.office) and graph.value(term, LEX.of), term
        assert all(re.fullmatch(r"\d{4}-\d\d", str(month)) for month in (begin, end) if month), term
        assert not (begin and end) or str(begin) <= str(end), term
        assert not (end and graph.value(term, LEX.endUnknown)), term


def test_no_person_holds_one_office_twice_at_a_time() -> None:
    graph = gazetteer()
    for person in things(KG.Person):
        held: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
        for term in graph.objects(person, LEX.holds):
            key = (str(graph.value(term, LEX.office)), str(graph.value(term, LEX.of)))
            held[key].append((str(graph.value(term, LEX["from"]) or ""), str(graph.value(term, LEX.to) or "9999")))
        for spans in held.values():
            assert all(end < begin for (_, end), (begin, _) in pairwise(sorted(spans))), person


@pytest.mark.parametrize(
    ("name", "words_in"),
    [
        ("state/united-states", ("US", "U.S.", "America", "United States of America")),
        ("state/russia", ("Russian Federation",)),
        ("state/north-korea", ("DPRK", "Democratic People's Republic of Korea")),
        ("person/volodymyr-zelensky", ("Volodymyr Zelenskyy", "Volodymyr Zelenskiy")),
        ("person/sergei-lavrov", ("Sergey Lavrov",)),
        ("organization/u-s-department-of-state", ("State Department", "US State Department")),
        ("organization/islamic-state", ("ISIS", "ISIL", "Daesh", "Da'esh")),
        ("organization/hezbollah", ("Hizballah", "Hizbullah")),
        ("organization/ukrainian-foreign-ministry", ("Ministry of Foreign Affairs of Ukraine",)),
        ("organization/russian-defense-ministry", ("Ministry of Defence of the Russian Federation",)),
        ("weapon-system/patriot", ("MIM-104 Patriot", "Patriot missile")),
        ("weapon-system/himars", ("M142 HIMARS",)),
        ("weapon-system/f-16", ("F-16 Fighting Falcon",)),
        ("weapon-system/shahed-136", ("Geran-2", "Shahed", "Shahed 136")),
        ("weapon-system/drone", ("UAV", "unmanned aerial vehicle", "unmanned aircraft")),
        ("place/kyiv", ("Kiev",)),
        ("place/donetsk-oblast", ("Donetsk region",)),
    ],
)
def test_common_names_are_there(name: str, words_in: tuple[str, ...]) -> None:
    assert set(words_in) <= words(thing(name), SKOS.altLabel)


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("state/united-states", "States"),
        ("state/iceland", "Island"),
        ("state/thailand", "Thai"),
        ("state/ukraine", "Verkhovna Rada"),
        ("organization/islamic-state", "IS"),
        ("organization/ukrainian-armed-forces", "Ukrainian military"),
        ("person/ursula-von-der-leyen", "Viktor Orbán"),
        ("person/donald-trump", "Trump"),
        ("place/gaza-city", "Gaza"),
    ],
)
def test_names_that_mean_other_things_do_not_stand_alone(name: str, word: str) -> None:
    assert (thing(name), RDFS.label, None) in gazetteer()
    assert word not in words(thing(name), SKOS.altLabel)


def test_houses_of_government_are_seats_and_nothing_else() -> None:
    names = {n for t in every_thing() for n in {label(t)} | words(t, SKOS.altLabel)}
    assert {"White House", "Kremlin"} & names == set()
    assert "White House" in words(thing("state/united-states"), LEX.seat)
    assert {"Kremlin", "Moscow"} <= words(thing("state/russia"), LEX.seat)
    assert not {"Pentagon", "State Department"} & words(thing("state/united-states"), LEX.seat)


def test_ordinary_words_are_marked_as_needing_support() -> None:
    for name in ("arrow", "avenger", "spike", "neptune", "apache", "bradley", "taurus"):
        assert (thing(f"weapon-system/{name}"), LEX.ambiguous, None) in gazetteer(), name
    for name in ("weapon", "bomb", "gun", "knife", "aircraft", "vehicle", "explosive", "missile-defense"):
        assert (thing(f"weapon-system/{name}"), LEX.vague, None) in gazetteer(), name


def test_persons_have_a_name_to_be_called_by_again() -> None:
    without = [label(p) for p in things(KG.Person) if not words(p, LEX.shortName)]
    assert len(without) <= 12


@pytest.mark.skipif(not REFERENCE.exists(), reason="the reference facts are not shipped")
def test_wikidata_ids_are_those_that_the_reference_confirms() -> None:
    confirmed = {
        row["wikidata"]
        for name in ("states", "organizations", "persons", "places", "weapons")
        for row in map(json.loads, (REFERENCE / f"{name}.jsonl").read_text("utf-8").splitlines())
        if row["confirmed"] and row["wikidata"]
    }
    # A capital stands in its state's row; two sources that agree confirm it.
    confirmed |= {
        row["capital"]["wikidata"]
        for row in map(json.loads, (REFERENCE / "states.jsonl").read_text("utf-8").splitlines())
        if row["capital"] and "dr5hn agrees" in (row["capital"]["source"] or "")
    }
    ids = [str(o).rpartition("/")[2] for o in gazetteer().objects(None, OWL.sameAs)]
    assert set(ids) <= confirmed
    assert len(ids) == len(set(ids))
