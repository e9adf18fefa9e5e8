"""`kg load GRAPH ladybug:PATH`, on a real LadybugDB."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import ladybug
import pytest
from property_graph_cases import Cases, example_article, three_articles  # noqa: F401 - fixtures
from typer.testing import CliRunner

from kg.cli import app
from kg.load import Loaded, Options, load


class Ladybug:
    def __init__(self, path: Path) -> None:
        self.path = path

    def load(self, path: Path, tell: Any = lambda line: None, **options: Any) -> Loaded:
        return load(str(path), f"ladybug:{self.path}", options=Options(**options), tell=tell)

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        with ladybug.Database(self.path, read_only=True) as database, ladybug.Connection(database) as connection:
            return [tuple(row) for row in connection.execute(query).get_all()]

    def contents(self) -> Any:
        nodes = self.ask("MATCH (n) RETURN n")
        joins = self.ask("MATCH (n)-[r]->(m) RETURN n.iri, m.iri, r")
        return [sorted(str(_plain(row)) for row in rows) for rows in (nodes, joins)]

    def empty(self) -> None:
        self.path.unlink(missing_ok=True)


def _plain(row: tuple[Any, ...]) -> list[Any]:
    """Without the numbers that the database gives its rows, and what has no value."""
    hidden = {"_ID", "_SRC", "_DST"}
    return [
        sorted((k, v) for k, v in one.items() if k not in hidden and v is not None) if isinstance(one, dict) else one
        for one in row
    ]


@pytest.fixture
def database(tmp_path: Path) -> Ladybug:
    return Ladybug(tmp_path / "news.lbug")


@pytest.fixture(scope="class")
def loaded_news(tmp_path_factory: pytest.TempPathFactory, news: Path) -> Iterator[Ladybug]:
    database = Ladybug(tmp_path_factory.mktemp("ladybug") / "news.lbug")
    database.load(news)
    yield database


class TestLadybug(Cases):
    def test_it_tells_which_columns_are_of_which_type(self, loaded_news: Ladybug) -> None:
        types = {row[1]: row[2] for row in loaded_news.ask("CALL table_info('Negotiation') RETURN *")}
        assert types.items() >= {"iri": "STRING", "aliases": "STRING[]", "earliest": "DATE", "rounds": "INT64"}.items()

    def test_every_class_and_role_has_its_table_though_it_is_empty(self, loaded_news: Ladybug) -> None:
        assert loaded_news.ask("MATCH (s:Sanction)-[:SANCTIONED]->(a) RETURN s.earliest, s.date, a.name") == []
        assert loaded_news.ask("MATCH (s:Statement)-[:ADDRESSEE]->(a) RETURN s.quote, a.sameAs") == []

    def test_tables_of_the_users_own_stay(self, database: Ladybug, news: Path) -> None:
        database.load(news)
        with ladybug.Database(database.path) as own, ladybug.Connection(own) as connection:
            connection.execute("CREATE NODE TABLE Mine(iri STRING PRIMARY KEY)")
            connection.execute("CREATE REL TABLE WATCHES(FROM Mine TO Person, since INT64)")
            connection.execute("CREATE (m:Mine {iri: 'urn:mine'})")
            connection.execute("MATCH (m:Mine), (p:Person) CREATE (m)-[:WATCHES {since: 2000}]->(p)")
        database.load(news)
        assert database.ask("MATCH (m:Mine)-[r:WATCHES]->(p:Person) RETURN r.since, count(p)") == [(2000, 3)]


def run(*arguments: object) -> Any:
    result = CliRunner().invoke(app, [str(one) for one in arguments])
    assert "Traceback" not in result.output
    return result


def test_the_suffix_lbug_says_what_it_is(tmp_path: Path, news: Path) -> None:
    result = run("load", news, tmp_path / "news.lbug")
    assert result.exit_code == 0
    assert result.stderr.splitlines()[-1] == "kg: 3 documents, 11 entities, 9 events, 27 relationships loaded"


def test_a_file_of_something_else_is_left_as_it_is(tmp_path: Path, news: Path) -> None:
    other = tmp_path / "other.lbug"
    other.write_text("my diary\n" * 1000)
    result = run("load", news, other)
    assert result.exit_code == 1
    assert result.stderr.startswith(f"kg: {other} cannot be used: ")
    assert result.stderr.count("\n") == 1
    assert other.read_text() == "my diary\n" * 1000


def test_a_database_that_another_program_writes_is_not_touched(tmp_path: Path, news: Path) -> None:
    path = tmp_path / "news.lbug"
    held = (
        "import ladybug, sys\n"
        f"with ladybug.Database({str(path)!r}) as d, ladybug.Connection(d) as c:\n"
        "    c.execute('CREATE NODE TABLE A(iri STRING PRIMARY KEY)')\n"
        "    print('held', flush=True)\n"
        "    sys.stdin.read()\n"
    )
    with subprocess.Popen([sys.executable, "-c", held], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout
        assert other.stdin
        assert other.stdout.readline() == b"held\n"
        result = run("load", news, path)
        other.stdin.close()
    assert result.exit_code == 1
    assert "lock" in result.stderr.lower()
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("target", ["ladybug:", "ladybug:{folder}", "ladybug:{folder}/none/news"])
def test_what_can_be_no_database_is_a_wrong_argument(tmp_path: Path, news: Path, target: str) -> None:
    result = run("load", news, target.format(folder=tmp_path))
    assert result.exit_code == 2
    assert "can be no database" in result.stderr


def test_a_class_and_a_role_of_one_name_are_told_apart_or_refused(tmp_path: Path) -> None:
    graph = tmp_path / "graph.ttl"
    graph.write_text(
        "@prefix my: <https://data.example.org/drills#> .\n@prefix kg: <https://w3id.org/kg/ontology#> .\n"
        "<urn:a> a my:Exercise ; kg:factuality kg:Actual ; my:force <urn:b> .\n<urn:b> a my:Force .\n"
    )
    result = run("load", graph, tmp_path / "graph.lbug")
    assert result.exit_code == 2
    assert "FORCE would be both: rename the class or the role" in result.stderr
