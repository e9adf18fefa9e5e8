"""The questions that ship: each finds what a graph written by hand holds, and values given to them stay values."""

from __future__ import annotations

import itertools
import json

import pytest
from asked import ARTICLES, asked, graph, ready
from explained import of

from kg import query
from kg.errors import UsageError
from kg.query.values import KINDS

STRIKE = {"date": "2025-06-01/2025-06-30", "factuality": "Actual, Negated", "articles": "2", "document": "doc/one"}
CALL = {"date": "2025-07-03", "factuality": "Actual", "articles": "2", "document": "doc/one", "event": "call/one"}
# What the hand-written graph answers; each row is given as far as it matters.
EXPECTED: dict[str, tuple[dict[str, str], list[dict[str, str]]]] = {
    "calls": ({}, [{**CALL, "participants": "Ann Ash, Bob", "topics": "Borland"}]),
    "disputed": ({}, [{**STRIKE, "kinds": "Strike", "words": "struck, attack", "agents": "Arland, Borland"}]),
    "evidence": (
        {"event": "doc/two#event=2"},
        [
            {
                "date": "2025-06-01/2025-06-30",
                "factuality": "Actual",
                "sentence": "B. struck",
                "attributed_to": "Ann Ash",
            }
            | {"publisher": "Herald", "published": "2025-07-04", "headline": "One", "document": "doc/one"},
            {"date": "2025-06-15", "factuality": "Negated", "sentence": "No attack", "document": "doc/two"},
        ],
    ),
    "meetings": ({}, [{"date": "", "factuality": "Halted", "participants": "Arland, Bob", "places": "Port"}]),
    "negotiations": (
        {},
        [
            {
                "date": "2025-08-01/2025-08-02",
                "participants": "Arland, Borland",
                "mediators": "Corland",
                "topics": "Port",
            }
            | {"outcome": "truce (Planned, 2025-08-09)", "outcome_document": "doc/three", "factuality": "Actual"}
        ],
    ),
    "pairs": (
        {"agent": "Arland"},
        [
            {"one": "Arland", "other": "Borland", "events": "3", "kinds": "Agreement, Negotiation, Strike"},
            {"one": "Arland", "other": "Corland", "events": "2", "first_day": "2025-08-01", "last_day": "2025-08-02"},
            # Ann, who represents Arland, called Bob once, though two articles tell it.
            {"one": "Ann Ash", "other": "Bob", "events": "1", "kinds": "Call", "first_day": "2025-07-03"},
            {"one": "Ann Ash", "other": "Borland", "events": "1", "kinds": "Agreement", "factuality": "Planned"},
            {"one": "Bob", "other": "Arland", "events": "1", "kinds": "Meeting", "document": "doc/three"},
        ],
    ),
    "sanctions": ({}, [{"imposers": "Corland", "targets": "Borland", "document": "doc/three", "factuality": "Actual"}]),
    "single-source": (
        {"kind": "Strike"},
        # Two publishers tell it, one of them on somebody's word.
        [{**STRIKE, "kinds": "Strike", "said_by": "Ann Ash"}],
    ),
    "statements": (
        {},
        [
            {
                "speakers": "Ann Ash",
                "quotes": 'They hit "us"',
                "about": "Strike (Actual)",
                "about_events": "…doc/one#event=2",
            }
        ],
    ),
    "strikes": ({}, [{**STRIKE, "attackers": "Borland", "targets": "Arland", "weapons": "drone", "places": "Port"}]),
    "supplies": (
        {},
        [{"suppliers": "Corland", "items": "drone, tents", "recipients": "Arland", "factuality": "Possible"}],
    ),
    "timeline": (
        {"agent": "Bob"},
        [
            {**CALL, "kinds": "Call", "words": "spoke", "agents": "Ann Ash, Bob"},
            # What has no day comes last.
            {"date": "", "kinds": "Meeting", "words": "met", "factuality": "Halted", "document": "doc/three"},
        ],
    ),
    "uncertain": (
        {"factuality": "planned"},
        [
            {
                "date": "2025-08-09",
                "factuality": "Planned",
                "kinds": "Agreement",
                "words": "truce",
                "document": "doc/three",
            }
        ],
    ),
}


@pytest.fixture(scope="module")
def store():
    return graph()


def test_a_dozen_questions_ship_and_each_is_tested() -> None:
    assert [question.name for question in query.questions()] == sorted(EXPECTED)
    assert len(EXPECTED) > 12


@pytest.mark.parametrize("name", EXPECTED)
def test_a_question_finds_what_the_graph_holds(store, name: str) -> None:
    given, expected = EXPECTED[name]
    found = ready(store, name, **given)
    assert len(found) == len(expected), found
    for row, wanted in zip(found, expected, strict=True):
        shown = row | {"about_events": "…" + row.get("about_events", "").removeprefix("https://example.org/kg/")}
        assert {key: shown[key] for key in wanted} == wanted


@pytest.mark.parametrize("name", EXPECTED)
def test_an_answer_shows_factuality_date_and_document(name: str) -> None:
    first = query.named(name).text.split("WHERE")[0]
    assert "?factuality" in first
    assert "?document" in first
    assert "?date" in first or "?first_day ?last_day" in first


@pytest.mark.parametrize("name", EXPECTED)
def test_of_the_things_alone_the_answer_is_the_same(store, name: str) -> None:
    """`--ask` leaves mentions and claims out, which no question asks for."""
    assert ready(query.things(store), name, **EXPECTED[name][0]) == ready(store, name, **EXPECTED[name][0])


def test_without_evidence_the_name_of_the_graph_tells_the_article() -> None:
    bare = graph("\n".join(line.replace("kg:evidence", "kg:unknown") for line in ARTICLES.splitlines()))
    (call,) = ready(bare, "calls")
    assert (call["articles"], call["document"]) == ("2", "doc/one")


def test_of_one_graph_without_names_the_same_is_found(store) -> None:
    merged = of("".join(f"{quad.subject} {quad.predicate} {quad.object} .\n" for quad in store))
    assert ready(merged, "strikes") == ready(store, "strikes")


# Parameters


@pytest.mark.parametrize(
    ("since", "until", "found"),
    [
        ("2025-06-30", None, True),
        ("2025-07-01", None, False),
        (None, "2025-06-01", True),
        (None, "2025-05-31", False),
        ("2025-06-10", "2025-06-12", True),  # within its bounds
        ("2025-06", "2025-06", True),
        ("2025", "2025", True),
        ("2024", "2024", False),
    ],
)
def test_an_event_is_found_whose_bounds_overlap_the_period(store, since, until, found: bool) -> None:
    given = {name: day for name, day in (("since", since), ("until", until)) if day}
    assert [row["document"] for row in ready(store, "strikes", **given)] == ["doc/one"] * found


def test_what_has_no_day_is_in_no_period(store) -> None:
    assert len(ready(store, "meetings")) == 1
    assert ready(store, "meetings", since="1900") == []


@pytest.mark.parametrize(
    ("name", "parameter", "values", "rows"),
    [
        ("calls", "person", ["Ann Ash"], 1),
        ("calls", "person", ["person/ann", "Bob"], 1),  # both take part
        ("calls", "person", ["Arland", "Bob"], 1),  # the state by Ann, who represents it
        ("calls", "person", ["Arland", "Borland"], 0),
        ("calls", "person", ["ash"], 1),
        ("meetings", "place", ["Port"], 1),  # the place, not the organization of that name
        ("strikes", "weapon", ["drone"], 1),
        ("strikes", "target", ["Borland"], 0),
        ("supplies", "recipient", ["https://example.org/kg/state/arland"], 1),
        ("statements", "matter", ["doc/two#event=2"], 1),  # linked to what is spoken of
        ("uncertain", "factuality", ["kg:Possible"], 1),
        ("uncertain", "kind", ["meeting"], 1),
        ("uncertain", "kind", ["Call"], 0),
    ],
)
def test_a_value_narrows_the_answer(store, name: str, parameter: str, values: list[str], rows: int) -> None:
    assert len(ready(store, name, **{parameter: values})) == rows


@pytest.mark.parametrize(
    ("name", "given", "message"),
    [
        ("calls", {"person": "Zoe"}, "no entity or event in the graph is called 'Zoe'"),
        ("calls", {"person": "Port place"}, "no entity or event"),
        ("calls", {"person": "place/port"}, "'place/port' is place/port (Place “Port”), which cannot be meant here"),
        ("calls", {"since": "yesterday"}, "since=yesterday is no day"),
        ("calls", {"since": "2025-13"}, "is no day"),
        ("calls", {"until": "2025-02-30"}, "is no day"),
        ("calls", {"colour": "red"}, "calls has no parameter 'colour': it has person, since, until"),
        ("timeline", {}, "timeline needs --with agent=…"),
        ("uncertain", {"factuality": "perhaps"}, "choose actual, planned, possible, negated, halted"),
        ("uncertain", {"kind": "Picnic"}, "is no class of events here: choose Agreement, Call"),
    ],
)
def test_what_cannot_be_a_value_is_told(store, name: str, given: dict, message: str) -> None:
    with pytest.raises(UsageError, match=r".*") as told:
        ready(store, name, **given)
    assert message in str(told.value)


def test_an_unknown_question_is_told_with_the_nearest() -> None:
    with pytest.raises(UsageError, match="no question is called 'cals': there is calls"):
        query.named("cals")


EVIL = 'x"} FILTER(false) } #\\ <a> {'


def test_a_name_with_quotes_and_syntax_is_found_as_the_name_that_it_is() -> None:
    made = of(
        f"<person/x> a kg:Person ; rdfs:label {json.dumps(EVIL)}@en ."
        "<doc/1> a nif:Context . <call/x> a kg:Call ; kg:participant <person/x> ; kg:factuality kg:Actual ."
    )
    assert [row["participants"] for row in ready(made, "calls", person=EVIL)] == [EVIL]


@pytest.mark.parametrize("parameter", sorted({(p.name, q.name) for q in query.questions() for p in q.parameters}))
def test_syntax_given_as_a_value_is_refused(store, parameter: tuple[str, str]) -> None:
    name, question = parameter
    for value in (EVIL, "} UNION { ?s ?p ?o", '"^^<x>', "https://e.org/> } #", '2025-01-01"^^xsd:date } #'):
        with pytest.raises(UsageError):
            query.named(question).asked(store, {name: [value]})


def test_every_parameter_has_its_place_and_a_kind() -> None:
    for question in query.questions():
        for parameter in question.parameters:
            assert f"VALUES ?{parameter.name} {{ }}" in question.text
            assert parameter.kind in KINDS
        assert question.text.count("VALUES") == len(question.parameters)


def test_a_question_is_sparql_for_others_too(store) -> None:
    for question in query.questions():
        text = query.declared(question.asked(store, {name: [one] for name, one in EXPECTED[question.name][0].items()}))
        assert list(itertools.islice(store.query(text, use_default_graph_as_union=True), 1))


def test_the_example_article_answers(tmp_path) -> None:
    """What kg reads itself, not only what tests write by hand."""
    from explained import EXAMPLE

    import kg
    from kg import store as stores

    kg.build(EXAMPLE, pipeline="fast").save(tmp_path / "graph.nq")
    held = query.things(stores.quads(str(tmp_path / "graph.nq")))
    (call,) = ready(held, "calls", person=["Biden", "state/ukraine"], since="2022", until="2022-01")
    assert call["participants"] == "Joe Biden, Volodymyr Zelensky"
    assert call["document"] == "doc/biden-zelenskyy-call-2022-01-27"
    assert "Joe Biden" in {row["said_by"] for row in ready(held, "single-source", kind="Transfer")}
    assert asked(held, "SELECT (COUNT(*) AS ?calls) { ?c a kg:Call }") == [{"calls": "1"}]
