"""`kg load GRAPH neo4j://…`, on a real Neo4j."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import neo4j_server
import pytest
from news_by_hand import HERALD, saved
from property_graph_cases import Cases, example_article, three_articles  # noqa: F401 - fixtures
from typer.testing import CliRunner

from kg.cli import app
from kg.errors import DatabaseError
from kg.load import Loaded, Options, load


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[neo4j_server.Server]:
    with neo4j_server.running(tmp_path_factory.mktemp("neo4j") / "server") as server:
        yield server


class Neo4j:
    def __init__(self, server: neo4j_server.Server) -> None:
        self.server = server

    def load(self, path: Path, tell: Any = lambda line: None, **options: Any) -> Loaded:
        return load(str(path), self.server.address, options=Options(**options), tell=tell)

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        return [tuple(row.values()) for row in self.server.ask(query)]

    def contents(self) -> Any:
        return self.server.contents()

    def empty(self) -> None:
        self.server.empty()


@pytest.fixture
def database(server: neo4j_server.Server, monkeypatch: pytest.MonkeyPatch) -> Neo4j:
    monkeypatch.setenv("KG_USER", "neo4j")
    monkeypatch.setenv("KG_PASSWORD", server.password)
    server.empty()
    return Neo4j(server)


@pytest.fixture(scope="class")
def loaded_news(server: neo4j_server.Server, news: Path) -> Iterator[Neo4j]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KG_USER", "neo4j")
        patch.setenv("KG_PASSWORD", server.password)
        loaded = Neo4j(server)
        loaded.empty()
        loaded.load(news)
        yield loaded


class TestNeo4j(Cases):
    def test_iris_are_unique_and_found_by_an_index(self, database: Neo4j, news: Path) -> None:
        database.load(news)
        rows = database.ask(
            "SHOW CONSTRAINTS YIELD type, labelsOrTypes, properties RETURN labelsOrTypes, properties, type"
        )
        assert sorted((labels[0], properties[0], type_) for labels, properties, type_ in rows) == [
            ("Document", "iri", "UNIQUENESS"),
            ("Entity", "iri", "UNIQUENESS"),
            ("Event", "iri", "UNIQUENESS"),
        ]

    def test_labels_are_the_class_and_all_that_it_is_a_kind_of(self, loaded_news: Neo4j) -> None:
        rows = loaded_news.ask("MATCH (n) UNWIND labels(n) AS label RETURN n.name, label")
        assert {label for name, label in rows if name == "Vladimir Putin"} == {"Person", "Agent", "Entity"}
        assert {label for name, label in rows if name == "shelled"} == {"Strike", "Event"}

    def test_what_the_user_has_added_stays(self, database: Neo4j, news: Path, tmp_path: Path) -> None:
        database.load(news)
        database.ask(
            "MATCH (p:Person {name: 'Vladimir Putin'}), (s:State {name: 'Russia'}) SET p:Watched, p.rank = 0.5 "
            "MERGE (p)-[:MINE {since: 2000}]->(s) CREATE (:Event {iri: 'urn:mine'})"
        )
        database.load(saved(tmp_path / "herald.nq", HERALD))
        assert database.ask("MATCH (p:Watched:Person)-[r:MINE]->(s:State) RETURN p.rank, r.since") == [(0.5, 2000)]
        assert len(database.ask("MATCH (e:Event {iri: 'urn:mine'}) RETURN e")) == 1

    def test_a_class_that_is_no_more_is_no_label_any_more(self, database: Neo4j, tmp_path: Path) -> None:
        path = tmp_path / "graph.ttl"
        drills = '<urn:a> a <https://w3id.org/kg/ontology#{}> ; <https://w3id.org/kg/ontology#factuality> "x" .'
        path.write_text(drills.format("Strike"))
        database.load(path)
        path.write_text(drills.format("Transfer"))
        database.load(path)
        assert database.ask("MATCH (n {iri: 'urn:a'}) UNWIND labels(n) AS l WITH l ORDER BY l RETURN collect(l)") == [
            (["Event", "Transfer"],)
        ]


class Line:
    """A connection that can be cut: what comes in is passed on, and counted."""

    def __init__(self, server: str) -> None:
        parts = urlsplit(server)
        self._server = (parts.hostname, parts.port)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self.address = f"bolt://127.0.0.1:{self._listening.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with self._listening:
            while True:
                try:
                    client, _ = self._listening.accept()
                    server = socket.create_connection(self._server)
                except OSError:
                    return
                self._open += [client, server]
                for one, other in ((client, server), (server, client)):
                    threading.Thread(target=self._pass_on, args=(one, other), daemon=True).start()

    def _pass_on(self, one: socket.socket, other: socket.socket) -> None:
        try:
            while data := one.recv(65536):
                other.sendall(data)
        except OSError:
            return

    def cut(self, line: str = "") -> None:
        # Whoever waits in `accept` is woken by `shutdown` alone.
        for one in (self._listening, *self._open):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()


def test_a_server_that_dies_half_way_says_how_to_go_on(database: Neo4j, news: Path) -> None:
    database.load(news)
    expected = database.contents()
    database.empty()
    line = Line(database.server.address)
    with pytest.raises(DatabaseError, match=r"does not answer: .*run the same command again to go on") as told:
        load(str(news), line.address, options=Options(batch=4, timeout=2), tell=line.cut)
    assert "\n" not in str(told.value)
    assert 0 < len(database.contents()[0]) < len(expected[0])
    database.load(news)
    assert database.contents() == expected


def test_a_wrong_password_is_one_line_that_does_not_tell_it(
    database: Neo4j,
    news: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("KG_PASSWORD", "not-the-one")
    result = CliRunner().invoke(app, ["load", str(news), database.server.address])
    assert result.exit_code == 1
    assert (
        result.stderr
        == f"kg: {database.server.address} does not let you in: check KG_USER and KG_PASSWORD, or KG_TOKEN\n"
    )


def test_nobody_is_told_to_say_who_they_are(database: Neo4j, news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KG_USER")
    monkeypatch.delenv("KG_PASSWORD")
    with pytest.raises(DatabaseError, match="set KG_USER and KG_PASSWORD"):
        database.load(news)


def test_the_address_may_name_a_database(database: Neo4j, article: Path) -> None:
    address = database.server.address.rstrip("/")
    load(str(article), f"{address}/neo4j")
    assert database.ask("MATCH (d:Document) RETURN count(d)") == [(1,)]
    with pytest.raises(DatabaseError, match=r"/archive refuses: .*archive"):
        load(str(article), f"{address}/archive")


def test_where_no_server_is_one_line_says_so(article: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"bolt://127.0.0.1:{taken.getsockname()[1]}"
    result = CliRunner().invoke(app, ["load", str(article), address, "--timeout", "2"])
    assert result.exit_code == 1
    assert result.stderr.startswith(f"kg: {address} does not answer: ")
    assert result.stderr.count("\n") == 1


def test_a_server_of_another_kind_is_no_neo4j(article: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:

        def greet() -> None:
            client, _ = other.accept()
            client.recv(100)
            client.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            client.close()

        threading.Thread(target=greet, daemon=True).start()
        result = CliRunner().invoke(
            app, ["load", str(article), f"bolt://127.0.0.1:{other.getsockname()[1]}", "--timeout", "2"]
        )
    assert result.exit_code == 1
    assert result.stderr.startswith("kg: bolt://127.0.0.1:")
    assert result.stderr.count("\n") == 1


def test_an_address_without_a_host_that_exists(article: Path) -> None:
    result = CliRunner().invoke(app, ["load", str(article), "bolt://no-such-host.invalid:7687", "--timeout", "2"])
    assert result.exit_code == 1
    assert result.stderr.startswith("kg: bolt://no-such-host.invalid:7687 ")
    assert result.stderr.count("\n") == 1
