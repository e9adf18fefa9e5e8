"""What people and programs see of the numbers of a graph."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from counted import article, run, turtle, written
from hand_made import BASE

from kg import stats, write
from kg.graph import of
from kg.ontology.terms import KG
from kg.stats import Stats


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    return written(tmp_path / "graph.nq")


def test_the_tables(articles: Path) -> None:
    shown = run("stats", articles)
    assert shown.exit_code == 0
    assert (
        shown.stdout
        == """\
  365  statements
    2  articles
    4  entities
    3  events

Articles that tell little
  articles
         0    0.0%  without a date
         1   50.0%  without a source
         0    0.0%  that name nobody and nothing
         0    0.0%  that tell no event
         0    0.0%  that tell no fact, only names

Entities by class
  entities  class
         2  Person
         2  State

Events by class and factuality
  events  Actual  Planned  Possible  Negated  Halted  disputed  class
       2       0        0         1        1       0         0  Strike
       1       1        0         0        0       0         0  Call

By month
  articles  events  when
         0       1  2025-06
         2       1  2025-07
         0       1  not told

Sources
  articles  events  source
         1       2  The News

Entities with most links
  links  events  others in them  articles  entity
      3       2               2         2  Russia (State)
      3       3               3         2  Ukraine (State)
      2       2               3         2  Donald Trump (Person)
      2       1               2         2  Vladimir Putin (Person)
"""
    )


def test_many_months_are_shown_as_years(tmp_path: Path) -> None:
    dates = [f"{year}-{month:02}-01" for year in (2021, 2022, 2023, 2024) for month in range(1, 13)]
    told = "".join(f':d{n} a nif:Context ; schema:datePublished "{date}" .\n' for n, date in enumerate(dates))
    graph = turtle(tmp_path / "graph.ttl", told)
    shown = run("stats", graph).stdout
    assert "By year\n  articles  events  when\n        12       0  2021\n        12       0  2022\n" in shown
    assert len(json.loads(run("stats", graph, "--json").stdout)["periods"]) == 48


def test_most_limits_the_lists_and_says_what_is_left(tmp_path: Path, articles: Path) -> None:
    with articles.open("ab") as file:
        write.write([of(article("x", "3", source=f"Paper {n}"), base=BASE) for n in range(3)], file, "nquads")
    shown = run("stats", articles, "--most", 1).stdout
    assert "and 1 more" in shown
    assert "Russia" in shown
    assert "Ukraine" not in shown
    none = run("stats", articles, "--most", 0)
    assert none.exit_code == 0
    assert "Entities with most links" not in none.stdout


def test_json_holds_the_same_numbers(articles: Path) -> None:
    told = json.loads(run("stats", articles, "--json").stdout)
    counted = stats.of(str(articles))
    assert list(told) == list(Stats.__dataclass_fields__)
    assert told["event_classes"][0] == {
        "iri": KG + "Strike",
        "count": 2,
        "factuality": {KG + "Negated": 1, KG + "Possible": 1},
        "disputed": 0,
    }
    assert told["coverage"]["no_source"] == counted.coverage.no_source == 1
    assert told["periods"][0] == {"name": "2025-06", "articles": 0, "events": 1}


def test_names_out_of_a_graph_cannot_command_a_terminal(tmp_path: Path) -> None:
    evil = "x\\u001b[2J\\u202ey\\nz"
    graph = turtle(
        tmp_path / "graph.ttl",
        f':d a nif:Context ; schema:publisher :p . :p schema:name "{evil}" . :a a kg:Person ; rdfs:label "{evil}" ; '
        "kg:represents :b . :b a kg:State .",
    )
    for options in ((), ("--json",)):
        shown = run("stats", graph, *options).stdout
        assert "\x1b" not in shown
        assert "\u202e" not in shown
    assert "x\ufffd[2J\ufffdy z" in run("stats", graph).stdout


def test_standard_input_is_turtle() -> None:
    shown = run("stats", "-", stdin=f"<{BASE}person/a> a <{KG}Person> .".encode())
    assert "1  entities" in shown.stdout


@pytest.mark.parametrize(
    ("name", "code", "message"), [("missing.nq", 2, "no such file"), ("graph.graphml", 2, "holds no RDF")]
)
def test_what_is_no_graph_is_told_in_one_line(tmp_path: Path, name: str, code: int, message: str) -> None:
    if "missing" not in name:
        (tmp_path / name).write_text("<graphml/>")
    result = run("stats", tmp_path / name)
    assert (result.exit_code, result.stderr.count("\n")) == (code, 1)
    assert message in result.stderr


def test_a_damaged_file_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "graph.nq").write_text("<a> nonsense\n")
    result = run("stats", tmp_path / "graph.nq")
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
