"""`kg validate`: what a user sees of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from command import run

from kg import builder

pytestmark = pytest.mark.usefixtures("calls")


@pytest.fixture
def article(jsonl: Callable[..., Path]) -> Path:
    return jsonl({"text": "Ann called Bob.", "id": "1", "date": "2025-07-05"})


@pytest.fixture
def broken(article: Path, tmp_path: Path) -> Path:
    """A graph that was changed by hand."""
    path = tmp_path / "broken.nq"
    run("build", article, "-o", path)
    text = path.read_text()
    path.write_text(text.replace("#Actual>", "#Sure>"))
    return path


@pytest.mark.parametrize("suffix", ["ttl", "nq", "trig", "nt", "jsonld", "rdf"])
def test_what_is_built_conforms(article: Path, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"graph.{suffix}"
    run("build", article, "-o", path)
    result = run("validate", path)
    assert (result.exit_code, result.stdout) == (0, "conforms\n")


def test_what_does_not_conform_is_told(broken: Path) -> None:
    result = run("validate", broken)
    assert result.exit_code == 1
    assert "exactly one factuality" in result.stdout
    assert f"(in {builder.BASE}doc/1)" in result.stdout
    assert result.stdout.endswith("1 violation\n")


def test_the_report_comes_as_json_and_turtle(broken: Path) -> None:
    report = json.loads(run("validate", broken, "-f", "json").stdout)
    assert report["conforms"] is False
    assert report["results"][0]["graph"] == f"{builder.BASE}doc/1"
    turtle = run("validate", broken, "-f", "turtle").stdout
    assert "sh:conforms false" in turtle
    assert turtle == run("validate", broken, "-f", "turtle").stdout


def test_a_graph_on_standard_input_is_validated(article: Path) -> None:
    graph = run("build", article).stdout_bytes
    assert run("validate", "-", stdin=graph).exit_code == 0


@pytest.mark.parametrize(
    ("name", "text", "code", "message"),
    [
        ("missing.ttl", None, 2, "no such file"),
        ("graph.ttl", "<urn:a> b", 1, "is no turtle"),
        ("graph.graphml", "<graphml/>", 2, "holds no RDF"),
        ("graph.docx", "x", 2, "docx"),
        ("graph.jsonld", '{"@context": "https://schema.org/", "name": "x"}', 1, "is no jsonld"),
        ("folder.ttl/", None, 2, "folder.ttl"),
    ],
)
def test_what_cannot_be_validated_is_told(tmp_path: Path, name: str, text: str | None, code: int, message: str) -> None:
    path = tmp_path / name
    if text is not None:
        path.write_text(text)
    result = run("validate", path)
    assert result.exit_code == code
    assert message in result.stderr
    assert result.stderr.count("\n") == 1
