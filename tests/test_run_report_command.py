"""`kg build --report`: what the report says of a real run."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import conftest
import pytest
from reported import VALIDATOR, written
from typer.testing import CliRunner, Result

from kg import builder
from kg.cli import app
from kg.model import Document, Facts
from kg.ontology.terms import KG


def build(*arguments: object, code: int = 0) -> Result:
    result = CliRunner().invoke(app, ["build", *map(str, arguments)], prog_name="kg")
    assert result.exit_code == code, result.output
    return result


ANN = {"text": "Ann called Bob.", "id": "1", "date": "2025-07-05"}
CID = {"text": "Cid called Bob. Cid called Dan!", "id": "2", "date": "2025-07-05"}


@pytest.mark.usefixtures("calls")
def test_a_build_reports_what_it_did(tmp_path: Path, jsonl: Callable[..., Path]) -> None:
    articles, file, graph = jsonl(ANN, "nonsense", CID), tmp_path / "report.json", tmp_path / "graph.nq"
    shown = build(articles, "missing.txt", "-o", graph, "--report", file, "--evidence", "mentions", code=1)
    report = written(file)
    assert (report["outcome"], report["error"]) == ("done", None)
    assert report["inputs"] == [str(articles), "missing.txt"]
    assert report["options"]["output"] == str(graph)
    assert report["options"]["evidence"] == "mentions"
    assert report["built"] == {"documents": 2, "words": 9}
    triples = len(graph.read_bytes().splitlines())
    held_back = Path(f"{graph}.quarantine.jsonl").read_text().splitlines()
    assert report["graph"] == {
        "documents": 2,
        "entities": 4,
        "events": 2,
        "triples": triples,
        "quarantined": len(held_back),
    }
    assert report["told"]["by_class"] == {"kg:Call": 2, "kg:Person": 5}
    assert report["told"]["by_factuality"] == {"kg:Actual": 2}
    assert report["quarantine"]["file"] == f"{graph}.quarantine.jsonl"
    assert sum(report["quarantine"]["by_rule"].values()) == len(held_back)
    assert report["problems"]["refused"] == 2
    assert [one["where"] for one in report["problems"]["list"]] == [f"{articles}:2", "missing.txt"]
    for one in report["problems"]["list"]:
        assert f"{one['where']}: {one['message']}" in shown.stderr
    assert report["timing"]["seconds"] > 0
    assert set(report["versions"]) == {"kg", "program", "libraries", "ontology", "shapes", "pipeline"}


@pytest.mark.usefixtures("calls")
def test_the_same_build_reports_the_same_but_for_its_times(tmp_path: Path, jsonl: Callable[..., Path]) -> None:
    articles, file, graph = jsonl(ANN, "nonsense", CID), tmp_path / "report.json", tmp_path / "graph.nq"
    reports, graphs = [], []
    for report in (file, None, file):
        build(articles, "-o", graph, *(("--report", report) if report else ()), code=1)
        graphs.append(graph.read_bytes())
        if report:
            reports.append(written(file))
            reports[-1].pop("timing")
    assert reports[0] == reports[1]
    assert graphs[0] == graphs[1] == graphs[2], "a report changes nothing of the graph"


@pytest.mark.usefixtures("calls")
def test_a_folder_reports_what_was_rebuilt(tmp_path: Path, jsonl: Callable[..., Path]) -> None:
    file, folder = tmp_path / "report.json", tmp_path / "corpus"
    build(jsonl(ANN, CID), "-o", f"{folder}/", "--report", file)
    first = written(file)
    assert first["rebuilt"]["added"] == 2
    assert first["graph"]["events"] == 2
    build(jsonl(ANN, CID | {"text": "Cid called Dan."}), "-o", f"{folder}/", "--report", file)
    second = written(file)
    assert {name: second["rebuilt"][name] for name in ("added", "changed", "removed", "unchanged")} == {
        "added": 0,
        "changed": 1,
        "removed": 0,
        "unchanged": 1,
    }
    assert second["rebuilt"]["reasons"] == []
    assert second["built"] == {"documents": 1, "words": 3}
    assert second["told"]["by_class"] == {"kg:Call": 2, "kg:Person": 4}
    build(jsonl(ANN, CID | {"text": "Cid called Dan."}), "-o", f"{folder}/", "--report", file, "--no-text")
    third = written(file)
    assert third["rebuilt"]["built_again"] == third["built"]["documents"] == 2
    assert third["rebuilt"]["reasons"] == ["--no-text is another"]


@pytest.mark.usefixtures("calls")
def test_a_build_that_fails_reports_why(tmp_path: Path, jsonl: Callable[..., Path]) -> None:
    file = tmp_path / "report.json"
    shown = build(jsonl("nonsense"), "-o", tmp_path / "graph.nq", "--report", file, code=1)
    report = written(file)
    assert report["outcome"] == "failed"
    assert f"kg: {report['error']}" in shown.stderr
    assert report["problems"]["refused"] == 1


@pytest.mark.usefixtures("calls")
@pytest.mark.parametrize("taken", ["documents.jsonl", "graph.nq", "failed.jsonl"])
def test_a_report_is_written_over_nothing_else(tmp_path: Path, jsonl: Callable[..., Path], taken: str) -> None:
    articles = jsonl(ANN)
    before = articles.read_bytes()
    arguments = (articles, "-o", tmp_path / "graph.nq", "--quarantine", tmp_path / "failed.jsonl")
    build(*arguments, "--report", tmp_path / taken, code=2)
    assert articles.read_bytes() == before
    assert not (tmp_path / "graph.nq").exists()


@pytest.mark.usefixtures("calls")
def test_a_report_may_go_where_the_graph_does_not(tmp_path: Path, jsonl: Callable[..., Path]) -> None:
    shown = build(jsonl(ANN), "-o", tmp_path / "graph.nq", "--report", "-")
    VALIDATOR.validate(json.loads(shown.stdout))
    refused = build(jsonl(ANN), "--report", "-", code=2)
    assert refused.stdout == ""
    assert "standard output" in refused.stderr


INTERRUPTED = """
import sys
sys.path.insert(0, sys.argv.pop(1))
import conftest
from kg import builder
from kg.cli import main
builder._facts = conftest.told_calls
builder.language.load = lambda name: conftest.NoPipeline()
builder.language.parse_all = lambda nlp, documents, ontology: (None for _ in documents)
main()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs signals")
def test_an_interrupted_build_leaves_its_report(tmp_path: Path) -> None:
    file, graph = tmp_path / "report.json", tmp_path / "graph.nq"
    command = [sys.executable, "-c", INTERRUPTED, str(Path(__file__).parent), "build", "-", "-o", str(graph)]
    with subprocess.Popen([*command, "--report", str(file)], stdin=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdin
        assert process.stderr
        process.stdin.write(b'{"text": "Ann called Bob."}\n')
        process.stdin.flush()
        # What it says of the first article tells that it is at work.
        assert b"no publication date" in process.stderr.readline()
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 130
        process.stdin.close()
    report = written(file)
    assert (report["outcome"], report["problems"]["warnings"]) == ("interrupted", 1)
    assert not graph.exists()


@pytest.mark.usefixtures("calls")
def test_an_event_that_several_words_tell_of_has_one_factuality(
    tmp_path: Path, jsonl: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def told_twice(*given: Any) -> Facts:
        facts = conftest.told_calls(*given)
        again = (replace(claim, rule="another") for claim in facts.claims if claim.predicate == KG + "factuality")
        return replace(facts, claims=(*facts.claims, *again))

    monkeypatch.setattr(builder, "_facts", told_twice)
    file = tmp_path / "report.json"
    build(jsonl(ANN), "-o", tmp_path / "graph.nq", "--report", file)
    assert written(file)["told"]["by_factuality"] == {"kg:Actual": 1}


@pytest.mark.usefixtures("calls")
@pytest.mark.parametrize("output", ["graph.nq", "corpus/"])
def test_a_document_that_cannot_be_written_costs_no_other(
    tmp_path: Path, jsonl: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, output: str
) -> None:
    def told_oddly(doc: object, document: Document, *rest: Any) -> Facts:
        facts = conftest.told_calls(doc, document, *rest)
        if document.id != "2":
            return facts
        return replace(facts, entities=tuple(replace(one, same_as=("no IRI",)) for one in facts.entities))

    monkeypatch.setattr(builder, "_facts", told_oddly)
    shown = build(jsonl(ANN, CID), "-o", f"{tmp_path}/{output}", code=1)
    assert "document 2: kg failed on it (ValueError" in shown.stderr
    assert "1 document," in shown.stderr
