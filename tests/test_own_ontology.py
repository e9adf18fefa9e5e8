"""A user's own Turtle file teaches kg a class of events; her mistakes in it are told by file and line."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import own_ontologies
import pytest
import told
from conftest import ROOT

import kg
from kg.errors import OntologyError
from kg.model import Document

ROWS = [(name, text, events) for name, (_, rows) in own_ontologies.TOLD.items() for text, events in rows]
GAPS: dict[str, str] = {
    "China has not spied on Canada.": "parse: a participle after have taken for a passive",
}

QUERY = """
PREFIX mine: <https://example.org/mine#> PREFIX kg: <https://w3id.org/kg/ontology#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> PREFIX state: <https://example.org/kg/state/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
SELECT ?e { ?e a mine:Espionage ; mine:spy state:denmark ; mine:spiedOn state:germany ; kg:factuality kg:Actual ;
    kg:earliest "2020-05-14"^^xsd:date ; kg:evidence ?sentence .
    ?claim a kg:Claim ; rdf:subject ?e ; rdf:predicate mine:spy ; rdf:object state:denmark }
"""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Each ontology in a file of its own."""
    folder = tmp_path_factory.mktemp("ontologies")
    paths = {name: folder / f"{name}.ttl" for name in own_ontologies.TOLD}
    for name, path in paths.items():
        path.write_text(own_ontologies.TOLD[name][0], encoding="utf-8")
    return paths


@pytest.mark.parametrize(("name", "text", "events"), ROWS, ids=[text for _, text, _ in ROWS])
def test_a_class_of_the_users_own_is_read(
    files: dict[str, Path], name: str, text: str, events: list[str], request: pytest.FixtureRequest
) -> None:
    if reason := GAPS.get(text):
        request.applymarker(pytest.mark.xfail(strict=True, reason=reason))
    assert told.events(text, extra=(files[name],)) == events


def test_all_of_them_together_as_from_python(files: dict[str, Path]) -> None:
    """Several files add up; the facts conform, bear claims, and the event's IRI comes from what identifies it."""
    text = "Denmark spied on Germany on May 14, 2020. Russia hacked Estonia. France elected Emmanuel Macron."
    several = [str(files[name]) for name in ("espionage", "cyberattack", "election")]
    result = kg.build(Document(text, "d", "2025-07-05"), ontology=several)
    assert result.quarantine == ()
    assert result.report.problems == ()
    assert result.report.events == 3
    (row,) = result.graph.query(QUERY)
    assert str(row[0]) == "https://example.org/kg/espionage/2020-05-14-denmark-germany"
    nodes = result.to_networkx().nodes(data=True)
    assert "Espionage" in {str(data.get("type")) for _, data in nodes} or any("spied" in str(n) for n in nodes)


@pytest.mark.parametrize("name", own_ontologies.TOLD)
def test_each_of_them_is_accepted(files: dict[str, Path], name: str) -> None:
    """What the loader can read, the ontology's shapes let pass: no labels, rdfs:Class, rdfs:subClassOf alone."""
    text, _ = own_ontologies.TOLD[name][1][0]
    result = kg.build(Document(text, "d", "2025-07-05"), ontology=[files[name]])
    assert (result.quarantine, result.report.problems) == ((), ())
    assert result.report.events == 1


def run(*arguments: str | Path, text: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kg", "build", "-", *map(str, arguments)]
    return subprocess.run(command, input=text, capture_output=True, text=True, cwd=ROOT, check=False)


def test_from_the_command_line(files: dict[str, Path]) -> None:
    done = run("--ontology", files["espionage"], "--date", "2025-07-05", text="Denmark spied on Germany in May.")
    assert done.returncode == 0, done.stderr
    assert "mine#Espionage" in done.stdout or ":Espionage" in done.stdout
    assert "spiedOn" in done.stdout


@pytest.mark.parametrize(("mistake", "turtle", "line", "words"), own_ontologies.MISTAKES, ids=lambda v: str(v)[:40])
def test_a_mistake_is_told_by_file_and_line(
    tmp_path: Path, mistake: str, turtle: str, line: int, words: tuple[str, ...]
) -> None:
    path = tmp_path / "mine.ttl"
    path.write_text(turtle, encoding="utf-8")
    with pytest.raises(OntologyError) as raised:
        kg.build([], ontology=[path])
    message = str(raised.value)
    assert "\n" not in message
    assert re.match(rf"{re.escape(str(path))}:(\d+): ", message), message
    assert message.startswith(f"{path}:{line}: ")
    assert all(word in message for word in words), message


def test_a_mistake_ends_the_command_before_anything_is_built(tmp_path: Path) -> None:
    path = tmp_path / "mine.ttl"
    path.write_text(own_ontologies.MISTAKES[0][1], encoding="utf-8")
    done = run("--ontology", path, text="Denmark spied on Germany.")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"kg: {path}:9: ")
    assert len(done.stderr.splitlines()) == 1


def test_a_file_that_is_not_there_ends_the_command(tmp_path: Path) -> None:
    done = run("--ontology", tmp_path / "none.ttl", text="Denmark spied on Germany.")
    assert (done.returncode, done.stdout) == (2, "")
    assert "none.ttl" in done.stderr
