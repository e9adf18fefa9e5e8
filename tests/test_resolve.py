"""Which names are one thing, and what IRIs things and events get."""

from __future__ import annotations

import itertools

import pytest
import told

import kg
from kg.model import Document, Facts

# What names in a text come down to: the text, and its entities.
NAMES = [
    ("Volodymyr Zelenskyy met Macron. Zelensky and President Zelenskiy are one.",
     ["Person Emmanuel Macron", "Person Volodymyr Zelensky"]),
    ("John Smith met Macron. Smith then left.", ["Person Emmanuel Macron", "Person John Smith"]),
    ("Joe Biden phoned Xi Jinping. Joseph R. Biden, Jr. spoke.", ["Person Joe Biden", "Person Xi Jinping"]),
    ("The Syrian Democratic Forces (SDF) attacked Raqqa. The SDF lost.",
     ["Organization Syrian Democratic Forces", "Place Raqqa"]),
    ("The International Atomic Energy Agency said talks failed. IAEA inspectors left Iran.",
     ["Organization International Atomic Energy Agency", "State Iran"]),
    ("The European Union and the EU are one. U.S. and the United States, too.",
     ["Organization European Union", "State United States"]),
    ("Moscow said that Russia would answer. Russian troops left Syria.", ["State Russia", "State Syria"]),
    ("F-16s were sent to Ukraine. An F-16 fighter jet crashed.", ["State Ukraine", "WeaponSystem F-16"]),
    ("The Iranian government met. Tehran and Iran agreed.", ["State Iran"]),
    ("Recep Tayyip Erdogan met Meloni. Erdoğan smiled.", ["Person Giorgia Meloni", "Person Recep Tayyip Erdoğan"]),
    ("President Bush met Tony Blair.", ["Person Bush", "Person Tony Blair"]),
    ("Ann Hansson met Bo Hanssen. President Hanssan spoke.",
     ["Person Ann Hansson", "Person Bo Hanssen", "Person Hanssan"]),
]  # fmt: skip

# IRIs without their base, of the events of a text.
EVENTS = [
    ("Trump phoned Putin on July 3, 2025.", ["call/2025-07-03-donald-trump-vladimir-putin"]),
    ("Putin was phoned by Donald Trump on Thursday.", ["call/2025-07-03-donald-trump-vladimir-putin"]),
    ("Iran and the United States held talks on May 3, 2025.", ["negotiation/2025-05-03-iran-united-states"]),
    ("Israel attacked Iran on June 13, 2025.", ["strike/2025-06-13-israel-iran"]),
    ("Iran attacked Israel on June 13, 2025.", ["strike/2025-06-13-iran-israel"]),
    ("Canada sanctioned Belarus on May 6, 2024.", ["sanction/2024-05-06-canada-belarus"]),
    ("Germany sent tanks to Ukraine on May 6, 2024.", ["transfer/2024-05-06-germany-ukraine-tank"]),
    ("Trump did not phone Putin on July 3, 2025.", ["call/2025-07-03-donald-trump-vladimir-putin"]),
    # No single day, a role that is not known, somebody who may be another: the document's own.
    ("Israel attacked Iran in June 2025.", ["doc/d#event=7,15"]),
    ("Israel attacked Iran.", ["doc/d#event=7,15"]),
    ("Iran was attacked on June 13, 2025.", ["doc/d#event=9,17"]),
    ("Smith phoned Putin on July 3, 2025.", ["doc/d#event=6,12"]),
]

DOCUMENTS = [
    Document("Trump phoned Putin on July 3, 2025. Israel struck Gaza.", "one", "2025-07-05"),
    Document("Vladimir Putin spoke by phone with U.S. President Donald Trump on Thursday.", "two", "2025-07-04"),
    Document("Smith met Macron. Trump did not phone Putin on July 3.", "three", "2025-07-06"),
    Document("The July 3 call between Putin and Trump was confirmed by the Kremlin.", "four", "2025-07-06"),
]


@pytest.mark.parametrize(("text", "entities"), NAMES, ids=[text for text, _ in NAMES])
def test_names_of_one_thing_are_one(text: str, entities: list[str]) -> None:
    assert told.entities(told.facts(text)) == entities


@pytest.mark.parametrize(("text", "iris"), EVENTS, ids=[text for text, _ in EVENTS])
def test_iri_of_an_event(text: str, iris: list[str]) -> None:
    assert [event.iri.removeprefix(told.BASE) for event in told.facts(text).events] == iris


def person(facts: Facts, label: str) -> str:
    """The IRI of the one with that label, without its base."""
    (iri,) = (e.iri for e in facts.entities if e.label == label)
    return iri.removeprefix(told.BASE)


def test_a_surname_that_nothing_resolves_stays_the_documents_own() -> None:
    text = "Macron met Smith in Paris."
    assert person(told.facts(text, id="a"), "Smith") == "doc/a#person-smith"
    assert person(told.facts(text, id="b"), "Smith") == "doc/b#person-smith"


def test_a_full_name_that_the_gazetteer_does_not_know_is_the_same_everywhere() -> None:
    first = told.facts("Macron met Jan Kowalski in Paris.", id="a")
    second = told.facts("Jan Kowalski spoke with Merkel. Kowalski smiled.", id="b")
    assert person(first, "Jan Kowalski") == person(second, "Jan Kowalski") == "person/jan-kowalski"


@pytest.mark.parametrize(
    ("text", "date", "label"),
    [
        ("Prime Minister Sharif met Xi Jinping.", "2015-03-01", "Nawaz Sharif"),
        ("Prime Minister Sharif met Xi Jinping.", "2024-04-01", "Shehbaz Sharif"),
        ("Premier Li met Olaf Scholz.", "2022-11-04", "Li Keqiang"),
        ("Premier Li met Olaf Scholz.", "2024-04-16", "Li Qiang"),
        ("President Castro met Xi Jinping.", "2015-03-01", "Castro"),
    ],
)  # fmt: skip
def test_offices_and_their_dates_decide_between_bearers_of_a_surname(text: str, date: str, label: str) -> None:
    assert label in {e.label for e in told.facts(text, date).entities}


def test_the_canonical_label_is_the_gazetteers_and_names_seen_are_alternatives() -> None:
    facts = told.facts("President Zelenskiy met Macron.")
    zelensky = next(e for e in facts.entities if e.label == "Volodymyr Zelensky")
    assert "Zelenskiy" in zelensky.alt_labels
    assert zelensky.label not in zelensky.alt_labels
    assert zelensky.same_as == ("http://www.wikidata.org/entity/Q3874799",)


def test_mentions_are_the_words_that_name() -> None:
    text = "Trump phoned Putin on Thursday. The call lasted an hour."
    facts = told.facts(text)
    words = {text[m.span.begin : m.span.end]: m.thing.removeprefix(told.BASE) for m in facts.mentions}
    call = "call/2025-07-03-donald-trump-vladimir-putin"
    assert words == {
        "Trump": "person/donald-trump",
        "Putin": "person/vladimir-putin",
        "phoned": call,
        "call": call,
    }


def test_two_tellings_with_other_certainty_or_date_are_two_events() -> None:
    facts = told.facts("Israel attacked Iran on June 13, 2025. Israel attacked Iran on June 20, 2025.")
    assert len(facts.events) == 2
    facts = told.facts("Russia attacked Kyiv. Russia did not attack Odesa.")
    assert len(facts.events) == 2


def test_one_event_told_twice_is_one_with_both_sentences() -> None:
    (event,) = told.facts("Israel attacked Iran on June 13. The attack surprised Iran.").events
    assert len(event.sentences) == 2


def test_a_call_told_by_four_documents_is_one_node_with_the_evidence_of_each() -> None:
    result = kg.build(DOCUMENTS)
    query = """
        PREFIX kg: <https://w3id.org/kg/ontology#>
        PREFIX nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#>
        SELECT ?event (COUNT(DISTINCT ?document) AS ?n)
        { ?event a kg:Call ; kg:evidence/nif:referenceContext ?document } GROUP BY ?event"""
    assert [(str(event).removeprefix(told.BASE), int(n)) for event, n in result.graph.query(query)] == [
        ("call/2025-07-03-donald-trump-vladimir-putin", 4)
    ]


def test_the_order_of_documents_does_not_change_the_merged_graph() -> None:
    orders = list(itertools.permutations(DOCUMENTS))[::7]
    graphs = [{tuple(quad) for quad in kg.build(order).graph.quads()} for order in orders]
    assert len(graphs[0]) > 100
    assert all(graph == graphs[0] for graph in graphs)


def test_documents_may_be_built_apart() -> None:
    """The union of what each document gives alone is what they give together."""
    together = {tuple(quad) for quad in kg.build(DOCUMENTS).graph.quads()}
    apart = {tuple(quad) for one in DOCUMENTS for quad in kg.build(one).graph.quads()}
    assert together == apart
