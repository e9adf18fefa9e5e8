"""The shapes: each class has one, each fault is found, in words that name the property."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import rdflib
from hand_made import BASE, CALL, KG, PUTIN, RUSSIA, TRUMP, UKRAINE, first, graphs
from rdflib.namespace import OWL, RDF, RDFS, SH, SKOS

from kg import graph
from kg.ontology.terms import ITSRDF, LEX, NIF, PREFIXES, PROV, SCHEMA
from kg.resources import ontology_files, shape_files
from kg.validate import Validator, ontology_violations

Triple = tuple[rdflib.term.Node, rdflib.term.Node, rdflib.term.Node | None]
K, N, S, P = (rdflib.Namespace(iri) for iri in (KG, NIF, SCHEMA, PROV))
CALL_, TRUMP_, PUTIN_, RUSSIA_, UKRAINE_ = (
    rdflib.URIRef(iri) for iri in (CALL, TRUMP.iri, PUTIN.iri, RUSSIA.iri, UKRAINE.iri)
)
DOC = rdflib.URIRef(first().iri)
STRIKE = rdflib.URIRef(f"{DOC}#event=89,95")
SPAN = rdflib.URIRef(f"{DOC}#char=0,5")
CLAIM = rdflib.URIRef(graph.claim_iri(first().iri, first().claims[0]))
WEAPON, TALKS, SAID = (rdflib.URIRef(BASE + name) for name in ("weapon-system/patriot", "talks", "said"))


def text(value: str, datatype: str = "") -> rdflib.Literal:
    return rdflib.Literal(value, datatype=rdflib.XSD[datatype] if datatype else None, normalize=False)


def english(value: str) -> rdflib.Literal:
    return rdflib.Literal(value, lang="en")


@pytest.fixture(scope="module")
def validator() -> Validator:
    return Validator()


@pytest.fixture(scope="module")
def shapes() -> rdflib.Graph:
    together = rdflib.Graph()
    for path in shape_files():
        if path.name != "ontology.ttl":
            together.parse(path)
    return together


@pytest.fixture(scope="module")
def vocabulary() -> rdflib.Graph:
    (path,) = (path for path in ontology_files() if path.name == "kg.ttl")
    return rdflib.Graph().parse(path)


def richer() -> rdflib.Graph:
    """The first article's graph with one event more of each class, so that there is something to break."""
    one = graph.of(first(), base=BASE)
    sentence = next(one.objects(CALL_, K.evidence))

    def thing(iri: rdflib.URIRef, type_: str, *said: tuple[str, rdflib.term.Node]) -> None:
        one.add((iri, RDF.type, K[type_]))
        one.add((iri, RDFS.label, english(type_)))
        one.add((SPAN, rdflib.URIRef(ITSRDF + "taIdentRef"), iri))
        for role, value in said:
            one.add((iri, K[role], value))

    def event(iri: rdflib.URIRef, type_: str, *said: tuple[str, rdflib.term.Node]) -> None:
        thing(iri, type_, ("factuality", K.Actual), ("evidence", sentence), *said)

    thing(WEAPON, "WeaponSystem")
    thing(rdflib.URIRef(BASE + "place/kursk"), "Place")
    thing(rdflib.URIRef(BASE + "organization/nato"), "Organization", ("represents", RUSSIA_))
    for type_ in ("Meeting", "Agreement"):
        event(rdflib.URIRef(BASE + type_), type_, ("participant", TRUMP_), ("participant", RUSSIA_))
    event(TALKS, "Negotiation", ("participant", RUSSIA_), ("mediator", TRUMP_), ("rounds", text("2", "integer")))
    event(
        rdflib.URIRef(BASE + "Transfer"),
        "Transfer",
        ("supplier", TRUMP_),
        ("item", WEAPON),
        ("goods", text("x")),
    )
    event(rdflib.URIRef(BASE + "Sanction"), "Sanction", ("imposer", TRUMP_), ("sanctioned", RUSSIA_))
    event(
        SAID,
        "Statement",
        ("speaker", TRUMP_),
        ("quote", text("“No.”")),
        ("about", CALL_),
        ("addressee", PUTIN_),
    )
    one.add((CALL_, K.duration, text("PT1H", "duration")))
    one.add((STRIKE, K.weapon, WEAPON))
    return one


def test_what_kg_builds_conforms(validator: Validator) -> None:
    for one in (*graphs(), richer()):
        assert validator.violations(one) == ()


# What is taken away, what is put in its place, and the property that the message must name.
FAULTS: dict[str, tuple[Triple | None, Triple | None, str]] = {
    "no factuality": ((CALL_, K.factuality, None), None, "kg:factuality"),
    "two factualities": (None, (CALL_, K.factuality, K.Planned), "kg:factuality"),
    "a factuality of one's own": (
        (CALL_, K.factuality, None),
        (CALL_, K.factuality, K.Maybe),
        "kg:factuality",
    ),
    "an event without a label": ((CALL_, RDFS.label, None), None, "rdfs:label"),
    "two labels of an entity": (None, (TRUMP_, RDFS.label, english("The Donald")), "rdfs:label"),
    "a label without a language": ((TRUMP_, RDFS.label, None), (TRUMP_, RDFS.label, text("x")), "rdfs:label"),
    "an empty label": ((TRUMP_, RDFS.label, None), (TRUMP_, RDFS.label, english("")), "rdfs:label"),
    "an alias without a language": (None, (TRUMP_, SKOS.altLabel, text("DJT")), "skos:altLabel"),
    "the same as a string": (None, (TRUMP_, OWL.sameAs, text("Q22686")), "owl:sameAs"),
    "no latest day": ((CALL_, K.latest, None), None, "kg:latest"),
    "no earliest day": ((CALL_, K.earliest, None), None, "kg:earliest"),
    "two latest days": (None, (CALL_, K.latest, text("2025-07-09", "date")), "kg:latest"),
    "earliest after latest": (
        (CALL_, K.earliest, None),
        (CALL_, K.earliest, text("2025-07-04", "date")),
        "kg:earliest",
    ),
    "a day that is none": (
        (CALL_, K.earliest, None),
        (CALL_, K.earliest, text("2025-02-30", "date")),
        "kg:earliest",
    ),
    "a day as a string": ((CALL_, K.latest, None), (CALL_, K.latest, text("2025-07-03")), "kg:latest"),
    "a date as a string": ((CALL_, K.date, None), (CALL_, K.date, text("July 3")), "kg:date"),
    "a month that is none": (
        (CALL_, K.date, None),
        (CALL_, K.date, text("2025-13", "gYearMonth")),
        "kg:date",
    ),
    "a duration in words": (None, (CALL_, K.duration, text("an hour")), "kg:duration"),
    "no round": ((TALKS, K.rounds, None), (TALKS, K.rounds, text("0", "integer")), "kg:rounds"),
    "word of a weapon": (None, (CALL_, K.attributedTo, WEAPON), "kg:attributedTo"),
    "a person as place": (None, (CALL_, K.place, TRUMP_), "kg:place"),
    "a topic that is nowhere": (None, (CALL_, K.topic, rdflib.URIRef(BASE + "x")), "kg:topic"),
    "a weapon takes part": (None, (CALL_, K.participant, WEAPON), "kg:participant"),
    "a string takes part": (None, (CALL_, K.participant, text("Trump")), "kg:participant"),
    "an event mediates": (None, (TALKS, K.mediator, CALL_), "kg:mediator"),
    "a weapon attacks": (None, (STRIKE, K.attacker, WEAPON), "kg:attacker"),
    "a weapon is the target": (None, (STRIKE, K.target, WEAPON), "kg:target"),
    "a state is the weapon": (None, (STRIKE, K.weapon, RUSSIA_), "kg:weapon"),
    "a weapon supplies": (None, (rdflib.URIRef(BASE + "Transfer"), K.supplier, WEAPON), "kg:supplier"),
    "a weapon receives": (None, (rdflib.URIRef(BASE + "Transfer"), K.recipient, WEAPON), "kg:recipient"),
    "a state is the item": (None, (rdflib.URIRef(BASE + "Transfer"), K.item, RUSSIA_), "kg:item"),
    "goods with a language": (None, (rdflib.URIRef(BASE + "Transfer"), K.goods, english("x")), "kg:goods"),
    "a weapon imposes": (None, (rdflib.URIRef(BASE + "Sanction"), K.imposer, WEAPON), "kg:imposer"),
    "a weapon is sanctioned": (
        None,
        (rdflib.URIRef(BASE + "Sanction"), K.sanctioned, WEAPON),
        "kg:sanctioned",
    ),
    "a quote without words": (None, (SAID, K.quote, text("")), "kg:quote"),
    "a quote with a language": (None, (SAID, K.quote, english("No.")), "kg:quote"),
    "a weapon speaks": (None, (SAID, K.speaker, WEAPON), "kg:speaker"),
    "said to a weapon": (None, (SAID, K.addressee, WEAPON), "kg:addressee"),
    "about a person": (None, (SAID, K.about, TRUMP_), "kg:about"),
    "a person represents a person": (None, (TRUMP_, K.represents, PUTIN_), "kg:represents"),
    "a state represents": (None, (RUSSIA_, K.represents, UKRAINE_), "kg:represents"),
    "an office with a language": (None, (TRUMP_, K.office, english("President")), "kg:office"),
    "a state in office": (None, (RUSSIA_, K.office, text("President")), "kg:office"),
    "an event that nothing tells": ((CALL_, K.evidence, None), None, "kg:evidence"),
    "evidence that is a word": (None, (CALL_, K.evidence, SPAN), "kg:evidence"),
    "a thing that nothing names": (
        (None, rdflib.URIRef(ITSRDF + "taIdentRef"), UKRAINE_),
        None,
        "itsrdf:taIdentRef",
    ),
    "a span without words": ((SPAN, N.anchorOf, None), None, "nif:anchorOf"),
    "a span without a begin": ((SPAN, N.beginIndex, None), None, "nif:beginIndex"),
    "a span without an end": ((SPAN, N.endIndex, None), None, "nif:endIndex"),
    "an end at the begin": (
        (SPAN, N.endIndex, None),
        (SPAN, N.endIndex, text("0", "nonNegativeInteger")),
        "nif:beginIndex",
    ),
    "a begin before the text": (
        (SPAN, N.beginIndex, None),
        (SPAN, N.beginIndex, text("-1", "nonNegativeInteger")),
        "nif:beginIndex",
    ),
    "a span of nothing": ((SPAN, N.referenceContext, None), None, "nif:referenceContext"),
    "a span of two documents": (
        None,
        (SPAN, N.referenceContext, rdflib.URIRef(BASE + "doc/x")),
        "nif:referenceContext",
    ),
    "a claim without words": ((CLAIM, P.wasDerivedFrom, None), None, "prov:wasDerivedFrom"),
    "a claim without a rule": ((CLAIM, K.rule, None), None, "kg:rule"),
    "a claim without a subject": ((CLAIM, RDF.subject, None), None, "rdf:subject"),
    "a claim without a predicate": ((CLAIM, RDF.predicate, None), None, "rdf:predicate"),
    "a claim without an object": ((CLAIM, RDF.object, None), None, "rdf:object"),
    "a document of two dates": (None, (DOC, S.datePublished, text("2025", "gYear")), "schema:datePublished"),
    "a document dated in words": (
        (DOC, S.datePublished, None),
        (DOC, S.datePublished, text("Saturday")),
        "schema:datePublished",
    ),
    "a document that is no article": ((DOC, RDF.type, S.NewsArticle), None, "schema:NewsArticle"),
    "two texts": (None, (DOC, N.isString, text("x")), "nif:isString"),
    "two headlines": (None, (DOC, S.headline, text("x")), "schema:headline"),
    "a publisher in words": (None, (DOC, S.publisher, text("The News")), "schema:publisher"),
    "a publisher without a name": (
        (rdflib.URIRef(BASE + "publisher/the-news"), S.name, None),
        None,
        "schema:name",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_found_and_its_message_names_the_property(validator: Validator, fault: str) -> None:
    taken, put, named = FAULTS[fault]
    one = richer()
    if taken:
        assert taken in one
        one.remove(taken)
    if put:
        one.add(put)
    violations = validator.violations(one)
    assert violations
    assert any(named in violation.message for violation in violations), violations


def test_each_class_has_a_shape(shapes: rdflib.Graph, vocabulary: rdflib.Graph) -> None:
    targets = set(shapes.objects(None, SH.targetClass))
    classes = {class_ for class_ in vocabulary.subjects(RDF.type, OWL.Class) if str(class_).startswith(KG)}
    # kg:Agent has nothing to itself, and kg:Factuality's individuals are no part of a graph.
    assert classes - targets == {K.Agent, K.Factuality}


def test_each_property_has_a_shape(shapes: rdflib.Graph, vocabulary: rdflib.Graph) -> None:
    properties = {s for kind in (OWL.ObjectProperty, OWL.DatatypeProperty) for s in vocabulary.subjects(RDF.type, kind)}
    assert properties <= set(shapes.objects(None, SH.path))


def test_each_property_shape_with_a_constraint_has_a_fault_above(shapes: rdflib.Graph) -> None:
    named = {SKOS.prefLabel} | {
        rdflib.URIRef(PREFIXES[prefix] + name)
        for prefix, name in (property_.split(":") for _, _, property_ in FAULTS.values())
    }
    paths = {path for path in shapes.objects(None, SH.path) if isinstance(path, rdflib.URIRef)}
    assert paths - named == set()


def test_each_shape_with_a_constraint_has_a_message_for_people(shapes: rdflib.Graph) -> None:
    for shape in shapes.subjects(RDF.type, SH.PropertyShape):
        (message,) = shapes.objects(shape, SH.message)
        assert str(message).endswith(".")
        assert message.language == "en"


def test_no_shape_runs_sparql(shapes: rdflib.Graph) -> None:
    assert not list(shapes.subject_objects(SH.sparql))


def test_nothing_but_the_shipped_ontology_is_wanted_of_it() -> None:
    assert ontology_violations(ontology_files()) == ()


ONTOLOGY_HEAD = f"""
@prefix kg: <{KG}> . @prefix lex: <{LEX}> . @prefix my: <https://my.example/> . @prefix schema: <{SCHEMA}> .
@prefix owl: <{OWL}> . @prefix rdfs: <{RDFS}> . @prefix xsd: <{rdflib.XSD}> .
"""
ONTOLOGY_FAULTS = {
    "a class without a parent": ('my:Vote a owl:Class ; rdfs:label "vote"@en .', "rdfs:subClassOf"),
    "a class without a label": ("my:Vote a owl:Class ; rdfs:subClassOf kg:Event .", "rdfs:label"),
    "wording of an entity": (
        'my:Ship a owl:Class ; rdfs:label "ship"@en ; rdfs:subClassOf kg:Entity ; lex:evokedBy [ lex:noun "ship" ] .',
        "kg:Event",
    ),
    "identified by what is no property": (
        'my:Vote a owl:Class ; rdfs:label "vote"@en ; rdfs:subClassOf kg:Event ; kg:identifiedBy my:voter .',
        "kg:identifiedBy",
    ),
    "a role without a domain": (
        'my:voter a owl:ObjectProperty ; rdfs:label "voter"@en ; schema:rangeIncludes kg:Agent .',
        "schema:domainIncludes",
    ),
    "a role without a range": (
        'my:voter a owl:ObjectProperty ; rdfs:label "voter"@en ; schema:domainIncludes kg:Event .',
        "schema:rangeIncludes",
    ),
    "a role without a label": (
        "my:voter a owl:ObjectProperty ; schema:domainIncludes kg:Event ; schema:rangeIncludes kg:Agent .",
        "rdfs:label",
    ),
    "a person with two labels": ('my:x a kg:Person ; rdfs:label "X"@en , "Y"@en .', "rdfs:label"),
    "a person of no Wikidata": ('my:x a kg:Person ; rdfs:label "X"@en ; owl:sameAs my:y .', "owl:sameAs"),
    "an office without a name": (
        'my:x a kg:Person ; rdfs:label "X"@en ; lex:holds [ a lex:Tenure ; lex:of my:s ; lex:from "2020" ] .',
        "lex:office",
    ),
    "an office of nothing": (
        'my:x a kg:Person ; rdfs:label "X"@en ; lex:holds [ a lex:Tenure ; lex:office "President" ] .',
        "lex:of",
    ),
    "an office since some time": (
        'my:x a kg:Person ; rdfs:label "X"@en ; '
        'lex:holds [ a lex:Tenure ; lex:office "President" ; lex:of my:s ; lex:from "May" ] .',
        "lex:from",
    ),
}


@pytest.fixture
def own(tmp_path: Path) -> Callable[[str], list[Path]]:
    """The shipped vocabulary and a file of the user's own."""

    def write(turtle: str) -> list[Path]:
        path = tmp_path / "own.ttl"
        path.write_text(ONTOLOGY_HEAD + turtle)
        return [*(file for file in ontology_files() if file.name in ("kg.ttl", "lexicon.ttl")), path]

    return write


@pytest.mark.parametrize("fault", ONTOLOGY_FAULTS)
def test_a_fault_of_an_ontology_is_found(fault: str, own: Callable[[str], list[Path]]) -> None:
    turtle, named = ONTOLOGY_FAULTS[fault]
    violations = ontology_violations(own(turtle))
    assert violations
    assert any(named in violation.message for violation in violations), violations


def test_a_users_class_of_events_is_accepted(own: Callable[[str], list[Path]]) -> None:
    turtle = """
    my:Vote a owl:Class ; rdfs:label "vote"@en ; rdfs:subClassOf kg:Event ; kg:identifiedBy my:voter ;
        lex:evokedBy [ lex:verb "vote" ; lex:subject my:voter ] .
    my:voter a owl:ObjectProperty ; rdfs:label "voter"@en ;
        schema:domainIncludes my:Vote ; schema:rangeIncludes kg:Agent .
    """
    assert ontology_violations(own(turtle)) == ()
