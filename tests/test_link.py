"""Which events are linked, and which are not: on articles made by hand."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from linking import BASE, CALL, DAY, NEXT, Told, article, entity, linked, run, save

from kg.link import groups, link
from kg.link.occurrence import ACTUAL, Occurrence, Signature, World
from kg.model import Claim, Facts, Mention, Span
from kg.ontology.terms import KG

# Two articles, each of a publisher of its own, and whether their events are linked.
PAIRS: dict[str, tuple[Told, Told, bool]] = {
    "same people, same day": (CALL, CALL, True),
    "a state for the person who represents it": (CALL, Told("biden ukraine", DAY), True),
    "states for all persons: nobody is in both": (CALL, Told("united-states ukraine", DAY), False),
    "two who represent one state": (CALL, Told("harris zelensky", DAY), False),
    "two who represent one state, which is there, too": (
        Told("biden united-states zelensky", DAY),
        Told("harris united-states zelensky", DAY),
        False,
    ),
    "one more": (CALL, Told("biden zelensky poland", DAY), False),
    "the state besides the person": (CALL, Told("biden zelensky ukraine", DAY), False),
    "one side only": (Told("biden", DAY), Told("biden", DAY), False),
    "one side only, twice named": (Told("biden united-states", DAY), Told("biden united-states", DAY), False),
    "another class": (CALL, Told("biden zelensky", DAY, KG + "Meeting"), False),
    "another day": (CALL, Told("biden zelensky", "2022-01-29"), False),
    "the day after": (CALL, Told("biden zelensky", NEXT), True),
    "the day after, and a stand-in": (CALL, Told("biden ukraine", NEXT), False),
    "the day after, states only": (Told("russia ukraine", DAY), Told("russia ukraine", NEXT), False),
    "states only, same day": (Told("russia ukraine", DAY), Told("russia ukraine", DAY), True),
    "same few days": (Told("biden zelensky", f"{DAY} {NEXT}"), Told("biden zelensky", f"{DAY} {NEXT}"), True),
    "same month": (
        Told("biden zelensky", "2022-01-01 2022-01-31"),
        Told("biden zelensky", "2022-01-01 2022-01-31"),
        False,
    ),
    "no day, published the day after": (CALL, Told("biden zelensky"), True),
    "no days, published the same day": (Told("biden zelensky"), Told("biden zelensky"), True),
    "no day, states only": (Told("russia ukraine"), Told("russia ukraine"), False),
    "no day, and a stand-in": (CALL, Told("biden ukraine"), False),
    "both planned": (
        Told("biden zelensky", DAY, factuality="Planned"),
        Told("biden zelensky", DAY, factuality="Planned"),
        True,
    ),
    "planned and held": (Told("biden zelensky", DAY, factuality="Planned"), CALL, True),
    "planned for days of which one is it": (
        Told("biden zelensky", "2022-01-25 2022-01-27", factuality="Planned"),
        CALL,
        True,
    ),
    "planned for the day before": (Told("biden zelensky", "2022-01-26", factuality="Planned"), CALL, False),
    "planned, and told without a day": (
        Told("biden zelensky", NEXT, factuality="Planned"),
        Told("biden zelensky"),
        False,
    ),
    "only possible": (CALL, Told("biden zelensky", DAY, factuality="Possible"), False),
    "denied": (CALL, Told("biden zelensky", DAY, factuality="Negated"), False),
    "denied by both": (
        Told("biden zelensky", DAY, factuality="Negated"),
        Told("biden zelensky", DAY, factuality="Negated"),
        False,
    ),
    "at the same place": (
        Told("biden zelensky", DAY, more={KG + "place": "geneva"}),
        Told("biden zelensky", DAY, more={KG + "place": "geneva"}),
        True,
    ),
    "at another place": (
        Told("biden zelensky", DAY, more={KG + "place": "geneva"}),
        Told("biden zelensky", DAY, more={KG + "place": "rome"}),
        False,
    ),
    "in a city, in a state": (
        Told("biden zelensky", DAY, more={KG + "place": "warsaw"}),
        Told("biden zelensky", DAY, more={KG + "place": "poland"}),
        True,
    ),
    "about something else": (
        Told("biden zelensky", DAY, more={KG + "topic": "russia"}),
        Told("biden zelensky", DAY, more={KG + "topic": "poland"}),
        True,
    ),
    "a strike by the same on the same": (
        Told("russia", DAY, KG + "Strike", role=KG + "attacker", more={KG + "target": "kharkiv"}),
        Told("russia", DAY, KG + "Strike", role=KG + "attacker", more={KG + "target": "kharkiv"}),
        True,
    ),
    "a strike on another": (
        Told("russia", DAY, KG + "Strike", role=KG + "attacker", more={KG + "target": "kharkiv"}),
        Told("russia", DAY, KG + "Strike", role=KG + "attacker", more={KG + "target": "odesa"}),
        False,
    ),
    "a strike by nobody known": (
        Told("kharkiv", DAY, KG + "Strike", role=KG + "target"),
        Told("kharkiv", DAY, KG + "Strike", role=KG + "target"),
        False,
    ),
}


@pytest.mark.parametrize("case", PAIRS)
def test_two_articles(tmp_path: Path, case: str) -> None:
    one, other, expected = PAIRS[case]
    found = linked(tmp_path, article("a", one, source="One"), article("b", other, source="Other"))
    assert found == ({"a0=b0"} if expected else set())


@pytest.mark.parametrize("source", ["One", ""])
def test_the_day_after_is_the_same_day_only_for_another_publisher(tmp_path: Path, source: str) -> None:
    other = Told("biden zelensky", NEXT)
    assert linked(tmp_path, article("a", CALL, source="One"), article("b", other, source=source)) == set()


def test_one_publisher_tells_one_call_with_the_same_people(tmp_path: Path) -> None:
    other = Told("biden ukraine", DAY)
    assert linked(tmp_path, article("a", CALL, source="One"), article("b", other, source="One")) == set()
    assert linked(tmp_path, article("a", CALL), article("b", other)) == {"a0=b0"}


def test_an_event_without_a_day_must_be_what_the_article_tells_first(tmp_path: Path) -> None:
    late = article("b", Told("harris kuleba"), Told("biden zelensky"), date=DAY)
    assert linked(tmp_path, article("a", CALL, date=DAY), late) == set()


@pytest.mark.parametrize("date", ["2022-01-25", "2022-01-30", "2022-01"])
def test_an_event_without_a_day_is_not_what_was_long_before(tmp_path: Path, date: str) -> None:
    other = article("b", Told("biden zelensky"), date=date, source="Other")
    assert linked(tmp_path, article("a", CALL, source="One"), other) == set()


def test_two_events_of_one_article_are_not_linked(tmp_path: Path) -> None:
    assert linked(tmp_path, article("a", CALL, CALL)) == set()


def test_many_articles_of_one_event_are_linked_as_a_tree(tmp_path: Path) -> None:
    assert linked(tmp_path, *(article(name, CALL) for name in "cab")) == {"a0=b0", "a0=c0"}


def test_who_is_misread_once_does_not_stand_for_that_state(tmp_path: Path) -> None:
    misread = article("x", Told("zelensky", DAY, KG + "Meeting"), stands=False)
    wrong = Claim(f"{BASE}person/zelensky", KG + "represents", f"{BASE}state/poland", Span(0, 5), "test")
    poland = Mention(Span(0, 5), f"{BASE}state/poland")
    misread = Facts(
        misread.document,
        misread.iri,
        (*misread.entities, entity("poland")),
        misread.events,
        (*misread.mentions, poland),
        (*misread.claims, wrong),
    )
    others = [article(f"y{n}", Told("zelensky", DAY, KG + "Meeting")) for n in range(4)]
    pair = [article("a", CALL, stands=False), article("b", Told("biden poland", DAY))]
    assert linked(tmp_path, *pair, misread) == {"a0=b0"}
    assert linked(tmp_path, *pair, misread, *others) == set()


# What cannot be decided


def undecided(tmp_path: Path, *articles: Facts) -> list[dict[str, object]]:
    source, report = save(tmp_path / "graph.nq", *articles), tmp_path / "left.jsonl"
    assert run(source, "-o", tmp_path / "linked.nq", "--report", report).exit_code == 0
    return [json.loads(line) for line in report.read_text().splitlines()]


def test_where_two_of_an_article_fit_alike_neither_is_linked_and_both_are_listed(tmp_path: Path) -> None:
    articles = article("a", CALL, CALL), article("b", CALL)
    assert linked(tmp_path, *articles) == set()
    (left,) = undecided(tmp_path, *articles)
    assert left["event"] == f"{BASE}doc/b#event=0,5"
    assert len(left["fits"]) == 2
    assert left["why"] == "ambiguous"


def test_where_two_that_contradict_fit_alike_neither_is_linked(tmp_path: Path) -> None:
    articles = [article(n, Told(who, DAY)) for n, who in (("a", "biden zelensky"), ("b", "biden kuleba"))]
    assert linked(tmp_path, *articles, article("c", Told("biden ukraine", DAY))) == set()
    (left,) = undecided(tmp_path, *articles, article("c", Told("biden ukraine", DAY)))
    assert left["fits"] == [f"{BASE}doc/{name}#event=0,5" for name in "ab"]


def test_the_better_one_is_linked(tmp_path: Path) -> None:
    two = article("a", CALL, Told("biden ukraine", DAY))
    assert linked(tmp_path, two, article("b", CALL)) == {"a0=b0"}


def test_a_chain_does_not_join_two_events_of_one_article(tmp_path: Path) -> None:
    one = article("a", CALL, Told("biden zelensky", NEXT), source="One")
    other = article("b", Told("biden zelensky"), date=NEXT, source="Other")
    third = article("c", CALL, source="Third")
    # b tells no day: it fits the call of its day of publication best, hence not the one before.
    assert linked(tmp_path, one, other, third) == {"a0=c0", "a1=b0"}
    (left,) = undecided(tmp_path, one, other, third)
    assert left == {"event": f"{BASE}doc/a#event=0,5", "fits": [f"{BASE}doc/b#event=0,5"], "why": "chain"}


# Many


def many(events: int, states: int, days: int) -> list[Occurrence]:
    """Calls of one president, each told by an article of its own."""
    occurrences = []
    for n in range(events):
        identity = (frozenset({"president", f"state-{n % states}"}),)
        signature = Signature(KG + "Call", identity, (), ACTUAL, 738_000 + n % days, 738_000 + n % days, n % 3 > 0)
        place = f"doc/{n:06}"
        occurrences.append(
            Occurrence(f"{place}#event=0,5", signature, frozenset({place}), frozenset(), f"{place}#char=0,5")
        )
    return occurrences


def test_the_order_of_the_events_does_not_matter() -> None:
    world = World(persons=frozenset({"president"}))
    occurrences = many(500, 7, 11)
    expected = link(occurrences, world)
    assert expected.links
    for seed in range(5):
        random.Random(seed).shuffle(occurrences)
        assert link(occurrences, world) == expected


def test_comparisons_grow_with_the_events_not_with_their_square(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = []
    fit = groups.fit
    monkeypatch.setattr(groups, "fit", lambda *arguments: compared.append(1) or fit(*arguments))
    world = World(persons=frozenset({"president"}))
    # All with the same president, a month's worth of them a day: what tells them apart is whom else they name.
    link(many(20_000, 100, 365), world)
    assert len(compared) < 20 * 20_000
