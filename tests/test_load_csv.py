"""`kg load GRAPH neo4j-csv:DIR`: what neo4j-admin's own importer makes of the files."""

from __future__ import annotations

import csv
import re
import shlex
import subprocess
from pathlib import Path

import neo4j_server
import pytest
from news_by_hand import QUESTIONS, answers
from property_graph_cases import DRILLS, as_texts, example_article, three_articles  # noqa: F401 - fixtures
from typer.testing import CliRunner

from kg.cli import app
from kg.load import load

TABLES = {
    "nodes_document.csv",
    "nodes_entity.csv",
    "nodes_event.csv",
    "relationships_mentioned_in.csv",
    "relationships_reports.csv",
    "relationships_roles.csv",
}


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_neo4j_admin_imports_the_files_and_a_live_load_finds_nothing_to_change(
    news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, home = tmp_path / "files of news", tmp_path / "home"
    load(str(news), f"neo4j-csv:{folder}")
    (home / "conf").mkdir(parents=True)
    command, environment = neo4j_server.admin(home)
    admin = tmp_path / "neo4j-admin"
    admin.write_text(f'#!/bin/sh\nexec {shlex.join(command)} "$@"\n')
    admin.chmod(0o755)
    environment["NEO4J_ADMIN"] = str(admin)
    done = subprocess.run(
        ["sh", str(folder / "import.sh")], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    assert "IMPORT DONE" in done.stdout
    with neo4j_server.running(tmp_path / "server", home) as server:
        for one in (folder / "constraints.cypher").read_text().split(";\n"):
            if one:
                server.ask(one)
        found = {
            name: as_texts([tuple(row.values()) for row in server.ask(cypher)])
            for name, (_, cypher) in QUESTIONS.items()
        }
        assert found == {name: answers(news, sparql) for name, (sparql, _) in QUESTIONS.items()}
        before = server.contents()
        monkeypatch.setenv("KG_USER", "neo4j")
        monkeypatch.setenv("KG_PASSWORD", server.password)
        load(str(news), server.address)
        assert server.contents() == before
        server.empty()
        load(str(news), server.address)
        assert server.contents() == before


@pytest.fixture
def files(news: Path, tmp_path: Path) -> Path:
    load(str(news), f"neo4j-csv:{tmp_path / 'files'}")
    return tmp_path / "files"


def test_columns_have_types(files: Path) -> None:
    assert {path.name for path in files.glob("*.csv")} == TABLES
    assert list(rows(files / "nodes_event.csv")[0])[:3] == ["iri:ID(Thing)", ":LABEL", "classes:string[]"]
    assert {"earliest:date", "latest:date", "rounds:long", "factuality:string"} <= set(
        rows(files / "nodes_event.csv")[0]
    )
    assert list(rows(files / "relationships_roles.csv")[0]) == [
        ":START_ID(Thing)",
        ":TYPE",
        ":END_ID(Thing)",
        "documents:string[]",
        "evidence:string[]",
        "factuality:string",
    ]


def test_line_ends_and_quotation_marks_stand_within_fields(files: Path) -> None:
    words = {row["evidence:string[]"] for row in rows(files / "relationships_roles.csv")}
    assert 'Russia attacked Kyiv, Ukraine\'s capital,\nwith a drone; "heavily".' in words
    assert 'The "Seventh" Fleet; CVN\\73' in {row["name:string"] for row in rows(files / "nodes_entity.csv")}


def test_the_same_graph_makes_the_same_bytes(files: Path, news: Path, tmp_path: Path) -> None:
    load(str(news), f"neo4j-csv:{tmp_path / 'again'}")
    assert {path.name: path.read_bytes() for path in files.iterdir()} == {
        path.name: path.read_bytes() for path in (tmp_path / "again").iterdir()
    }


def test_every_relationship_ends_at_nodes_that_are_there(files: Path) -> None:
    known = {row["iri:ID(Thing)"] for path in files.glob("nodes_*.csv") for row in rows(path)}
    joins = [row for path in files.glob("relationships_*.csv") for row in rows(path)]
    assert joins
    assert {row[end] for row in joins for end in (":START_ID(Thing)", ":END_ID(Thing)")} <= known


def test_a_users_own_columns_and_a_graph_without_documents(tmp_path: Path) -> None:
    graph, files = tmp_path / "drills.ttl", tmp_path / "files"
    graph.write_text(DRILLS)
    load(str(graph), f"neo4j-csv:{files}")
    (exercise,) = [row for row in rows(files / "nodes_event.csv") if row["name:string"] == "naval exercise"]
    assert exercise["crew_size:string[]"].split("\x1f") == ["5,000", "5000"]
    assert exercise[":LABEL"].split("\x1f") == ["Event", "Exercise"]
    assert [row["iri:ID(Thing)"] for row in rows(files / "nodes_document.csv")] == ["urn:kg:file:drills.ttl"]


def test_the_script_is_one_that_a_shell_reads_and_names_every_file(files: Path) -> None:
    assert subprocess.run(["sh", "-n", str(files / "import.sh")], check=False).returncode == 0
    assert set(re.findall(r"[a-z_]+\.csv", (files / "import.sh").read_text())) == TABLES


def test_the_command_says_how_to_import(news: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["load", str(news), f"neo4j-csv:{tmp_path / 'files'}"])
    assert result.exit_code == 0
    assert f"sh {tmp_path / 'files' / 'import.sh'}" in result.stderr


@pytest.mark.parametrize("target", ["neo4j-csv:", "neo4j-csv:{file}", "neo4j-csv:{file}/files"])
def test_what_can_be_no_folder_is_a_wrong_argument(news: Path, target: str) -> None:
    result = CliRunner().invoke(app, ["load", str(news), target.format(file=news)])
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
