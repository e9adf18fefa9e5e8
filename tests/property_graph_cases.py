"""What every property graph that kg loads has to do: the same answers as SPARQL, the same graph when loaded again."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol

import pytest
from conftest import ROOT
from news_by_hand import CALL, GAZETTE, GAZETTE_CORRECTED, HERALD, POST, QUESTIONS, answers, saved

import kg
from kg.load import Loaded

DRILLS = """\
@prefix my: <https://data.example.org/drills#> .
@prefix kg: <https://w3id.org/kg/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix base: <https://example.org/kg/> .

base:seventh-fleet a kg:Organization ; rdfs:label "Seventh Fleet"@en .
base:exercise a my:Exercise ; rdfs:label "naval exercise"@en ; kg:factuality kg:Actual ;
    my:force base:seventh-fleet ; my:crew-size "5000" , "5,000" ; my:date "soon" .
base:other a my:Strike ; rdfs:label "strike of dockers"@en ; kg:factuality kg:Planned ; my:target base:seventh-fleet .
"""


class Database(Protocol):
    def load(self, path: Path, **options: Any) -> Loaded: ...

    def ask(self, query: str) -> list[tuple[Any, ...]]: ...

    def contents(self) -> Any:
        """All of it, in an order of its own."""

    def empty(self) -> None: ...


@pytest.fixture(scope="session", name="article")
def example_article(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph of the example article."""
    path = tmp_path_factory.mktemp("article") / "article.nq"
    kg.build(ROOT / "kg" / "examples" / "article.jsonl", pipeline="fast").save(path)
    return path


@pytest.fixture(scope="session", name="news")
def three_articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return saved(tmp_path_factory.mktemp("news") / "news.nq", HERALD, GAZETTE, POST)


def as_texts(rows: list[tuple[Any, ...]]) -> list[tuple[str, ...]]:
    return sorted(tuple(str(value) for value in row) for row in rows)


class Cases:
    """`database` is empty at the start of each."""

    @pytest.mark.parametrize("question", QUESTIONS)
    def test_cypher_answers_as_sparql_does(self, loaded_news: Database, news: Path, question: str) -> None:
        sparql, cypher = QUESTIONS[question]
        expected = answers(news, sparql)
        assert expected
        assert as_texts(loaded_news.ask(cypher)) == expected

    def test_so_it_does_of_the_example_article(self, database: Database, article: Path) -> None:
        database.load(article)
        found = {name: as_texts(database.ask(cypher)) for name, (_, cypher) in QUESTIONS.items()}
        assert found == {name: answers(article, sparql) for name, (sparql, _) in QUESTIONS.items()}
        assert sum(1 for rows in found.values() if rows) >= 6

    def test_it_tells_what_it_loaded(self, database: Database, news: Path) -> None:
        counts = database.load(news).counts
        things = database.ask("MATCH (n)-[:MENTIONED_IN]->() RETURN count(DISTINCT n.iri)")
        roles = database.ask("MATCH ()-[r]->() WHERE r.documents IS NOT NULL RETURN count(r)")
        assert dict(counts) == {"document": 3, "entity": things[0][0], "event": 9, "relationship": roles[0][0]}

    def test_loading_twice_changes_nothing(self, database: Database, news: Path) -> None:
        database.load(news)
        before = database.contents()
        database.load(news)
        assert database.contents() == before

    def test_batches_do_not_matter(self, database: Database, news: Path) -> None:
        database.load(news)
        before = database.contents()
        database.empty()
        database.load(news, batch=3)
        assert database.contents() == before

    def test_articles_one_by_one_make_what_all_at_once_make(
        self, database: Database, news: Path, tmp_path: Path
    ) -> None:
        database.load(news)
        before = database.contents()
        database.empty()
        for number, one in enumerate((POST, GAZETTE, HERALD)):
            database.load(saved(tmp_path / f"{number}.nq", one))
        assert database.contents() == before

    def test_an_article_loaded_anew_takes_the_place_of_what_it_said(
        self, database: Database, news: Path, tmp_path: Path
    ) -> None:
        database.load(saved(tmp_path / "all.nq", HERALD, GAZETTE_CORRECTED, POST))
        expected = database.contents()
        database.empty()
        database.load(news)
        assert database.ask(f"MATCH (c:Call) WHERE c.iri = '{CALL}' RETURN c.factuality") == [("Actual | Planned",)]
        database.load(saved(tmp_path / "corrected.nq", GAZETTE_CORRECTED))
        assert database.ask(f"MATCH (c:Call) WHERE c.iri = '{CALL}' RETURN c.factuality") == [("Actual",)]
        assert database.contents() == expected

    def test_what_an_article_withdraws_stays_where_others_tell_it(
        self, database: Database, news: Path, tmp_path: Path
    ) -> None:
        database.load(news)
        database.load(saved(tmp_path / "corrected.nq", GAZETTE_CORRECTED))
        assert database.ask("MATCH (s:State) WHERE s.name = 'Germany' RETURN s.iri") == []
        assert len(database.ask("MATCH (s:State) WHERE s.name = 'Ukraine' RETURN s.iri")) == 1
        herald = "https://example.org/kg/doc/herald"
        assert database.ask("MATCH (p:Person)-[r:REPRESENTS]->(s) WHERE s.name = 'Russia' RETURN r.documents") == [
            ([herald],)
        ]

    def test_a_load_that_was_cut_off_is_run_again(self, database: Database, news: Path) -> None:
        database.load(news)
        expected = database.contents()
        database.empty()

        def cut(line: str) -> None:
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            database.load(news, batch=4, tell=cut)
        partly = database.contents()
        database.load(news)
        assert partly != expected
        assert database.contents() == expected

    def test_days_are_days_and_numbers_numbers(self, loaded_news: Database) -> None:
        days = loaded_news.ask("MATCH (s:Strike) WHERE s.factuality = 'Possible' RETURN s.earliest, s.latest")
        assert as_texts(days) == [("2025-06-01", "2025-06-30")]
        assert loaded_news.ask("MATCH (n:Negotiation) RETURN n.rounds + 1, n.duration") == [(3, "PT48H")]

    def test_a_document_bears_its_title_date_and_source(self, loaded_news: Database) -> None:
        said = "d.title, d.url, d.publisher, d.date, d.earliest, d.latest"
        post = loaded_news.ask(f"MATCH (d:Document) WHERE d.iri ENDS WITH 'post' RETURN {said}")
        assert as_texts(post) == [
            ("On post", "https://news.example/post", "The News", "2025-08", "2025-08-01", "2025-08-31")
        ]

    def test_turtle_without_named_graphs_loads_as_well(self, database: Database, tmp_path: Path) -> None:
        database.load(saved(tmp_path / "herald.nq", HERALD))
        expected = database.contents()
        database.empty()
        database.load(saved(tmp_path / "herald.ttl", HERALD))
        assert database.contents() == expected

    def test_classes_and_roles_of_a_users_own_get_names_of_their_own(self, database: Database, tmp_path: Path) -> None:
        path = tmp_path / "drills.ttl"
        path.write_text(DRILLS)
        database.load(path)
        database.load(path)
        assert database.ask(
            "MATCH (e:Exercise)-[:FORCE]->(o:Organization) RETURN e.crew_size, e.drills_date, o.name"
        ) == [(["5,000", "5000"], ["soon"], "Seventh Fleet")]
        assert database.ask("MATCH (e:drills_Strike)-[:drills_TARGET]->() RETURN e.name") == [("strike of dockers",)]
        assert database.ask("MATCH (d:Document)-[:REPORTS]->(e) RETURN DISTINCT d.iri") == [("urn:kg:file:drills.ttl",)]
