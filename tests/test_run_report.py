"""The report that `kg build --report` leaves: it is as its schema says, complete, and the same but for its times."""

from __future__ import annotations

import io
import json
import re
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import typer
from reported import SCHEMA, VALIDATOR, written

from kg import run_report
from kg.cli.report import reporting
from kg.errors import InputError, UsageError
from kg.model import PROBLEMS, Problem, Quarantined, Violation
from kg.run_report import Figures, Rebuilt, Run


@dataclass(frozen=True)
class Record:
    words: int = 0
    types: dict[str, int] = field(default_factory=dict)
    factuality: dict[str, int] = field(default_factory=dict)


class Clock:
    """A second passes with each look at it."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        self.seconds += 1
        return self.seconds


def run(**given: Any) -> Run:
    given = {"inputs": ["a.jsonl"], "options": {"base": "https://e.org/", "workers": 2, "ontology": []}} | given
    made = Run(clock=Clock(), now=lambda: datetime(2025, 7, 5, 12, 30, tzinfo=UTC), **given)
    made.versions["kg"] = "1.0"
    return made


def told(run: Run) -> dict[str, Any]:
    """What the report of the run says, which its schema allows."""
    stream = io.BytesIO()
    run.write(stream)
    report = json.loads(stream.getvalue())
    VALIDATOR.validate(report)
    assert isinstance(report, dict)
    return report


def test_the_schema_is_one_and_bears_the_name_that_reports_give() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$id"] == run_report.SCHEMA == told(run())["schema"]


def test_the_schema_knows_every_kind_of_problem() -> None:
    kinds = {one["const"]: one.get("description") for one in SCHEMA["$defs"]["kind"]["oneOf"]}
    assert kinds == PROBLEMS | {"other": None}
    (pattern,) = SCHEMA["properties"]["problems"]["properties"]["by_kind"]["patternProperties"]
    assert all(re.fullmatch(pattern, kind) for kind in kinds)


def test_the_schema_explains_every_field() -> None:
    def unexplained(schema: dict[str, Any], path: str) -> list[str]:
        found = []
        for name, one in schema.get("properties", {}).items():
            plain = one in ({"$ref": "#/$defs/count"}, {"type": "boolean"}, {"$ref": "#/$defs/kind"})
            if "description" not in one and not plain and one.get("type") != "object":
                found.append(path + name)
            for inner in (one, *one.get("oneOf", ()), one.get("items", {})):
                found += unexplained(inner, f"{path}{name}.")
        return found

    assert unexplained(SCHEMA, "") == []


def test_a_run_that_was_cut_off_tells_of_no_graph() -> None:
    made = run()
    made.document(Record(100, {"kg:Call": 1}))
    made.ended(KeyboardInterrupt())
    report = told(made)
    assert (report["outcome"], report["graph"]) == ("interrupted", None)
    assert report["built"] == {"documents": 1, "words": 100}


def test_documents_are_counted_and_summed() -> None:
    made = run()
    made.document(Record(100, {"kg:Call": 1, "kg:Person": 2}, {"kg:Actual": 1}))
    made.document(Record(50, {"kg:Person": 1}))
    made.unchanged(Record(1000, {"kg:Call": 2}, {"kg:Actual": 1, "kg:Possible": 1}))
    made.figures = Figures(documents=3, entities=2, events=3, triples=900, quarantined=0)
    report = told(made)
    assert report["built"] == {"documents": 2, "words": 150}
    assert report["told"] == {
        "by_class": {"kg:Call": 3, "kg:Person": 3},
        "by_factuality": {"kg:Actual": 2, "kg:Possible": 1},
    }
    assert report["graph"] == {"documents": 3, "entities": 2, "events": 3, "triples": 900, "quarantined": 0}


def test_problems_are_listed_with_their_places_and_counted_by_kind() -> None:
    made = run()
    made.problem(Problem("a.jsonl:3", "is no JSON: write …", kind="record"))
    made.problem(Problem("a.jsonl:4", "is no JSON: write …", kind="record"))
    made.problem(Problem("b.txt", "is Latin-1", refused=False, kind="encoding"))
    made.problem(Problem("c.txt", "something else"))
    problems = told(made)["problems"]
    assert (problems["refused"], problems["warnings"]) == (3, 1)
    assert problems["by_kind"] == {
        "encoding": {"refused": 0, "warnings": 1},
        "other": {"refused": 1, "warnings": 0},
        "record": {"refused": 2, "warnings": 0},
    }
    assert problems["list"] == [
        {"where": "a.jsonl:3", "kind": "record", "refused": True, "message": "is no JSON: write …"},
        {"where": "a.jsonl:4", "kind": "record", "refused": True, "message": "is no JSON: write …"},
        {"where": "b.txt", "kind": "encoding", "refused": False, "message": "is Latin-1"},
        {"where": "c.txt", "kind": "other", "refused": True, "message": "something else"},
    ]


def test_a_report_without_problems_has_an_empty_list() -> None:
    assert told(run())["problems"] == {"refused": 0, "warnings": 0, "by_kind": {}, "list": []}


def test_names_and_messages_of_any_characters_are_kept_and_harmless() -> None:
    odd = 'x\x1b[2J\u202e"\udce4", "list": []\n'
    made = run(inputs=[odd], options={odd: odd})
    made.problem(Problem(odd, odd))
    stream = io.BytesIO()
    made.write(stream)
    data = stream.getvalue()
    assert b"\x1b" not in data
    assert "\u202e" not in data.decode()
    report = json.loads(data)
    assert report["inputs"] == [odd]
    assert report["problems"]["list"][0]["where"] == odd


def test_very_many_problems_need_no_memory() -> None:
    import tracemalloc

    made = run()
    tracemalloc.start()
    for number in range(40_000):
        made.problem(Problem(f"a.jsonl:{number}", "is no JSON: " + "x" * 100, kind="record"))
    stream = io.FileIO(Path("/dev/null"), "wb") if sys.platform != "win32" else io.BytesIO()
    made.write(stream)  # type: ignore[arg-type]
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 4_000_000, "the problems themselves are 7 MB"


def test_quarantined_facts_are_counted_by_the_rule_that_they_fail() -> None:
    made = run()
    for shape in ("kg:CallShape", "kg:CallShape", "kg:EventShape"):
        violation = Violation("e", "p", None, shape, "c", "m")
        made.quarantined(Quarantined("d", "s", "p", "o", violation, ""))
    made.failed_rule("kg:EventShape", 3)
    made.quarantine_file = "graph.nq.quarantine.jsonl"
    assert told(made)["quarantine"] == {
        "file": "graph.nq.quarantine.jsonl",
        "by_rule": {"kg:CallShape": 2, "kg:EventShape": 4},
    }


def test_what_was_rebuilt_is_told() -> None:
    made = run()
    made.rebuilt = Rebuilt(added=1, unchanged=9, shards_written=1, reasons=("1 document was added",))
    rebuilt = told(made)["rebuilt"]
    assert (rebuilt["added"], rebuilt["unchanged"], rebuilt["reasons"]) == (1, 9, ["1 document was added"])


def test_times_stand_in_one_place_only() -> None:
    made = run()
    made.document(Record(100))
    made.document(Record(100))
    report = told(made)
    assert report["timing"] == {
        "started": "2025-07-05T12:30:00+00:00",
        "seconds": 2.0,
        "seconds_to_first_document": 1.0,
        "documents_per_second": 1.0,
        "words_per_second": 100.0,
    }
    later = Run(inputs=["a.jsonl"], options={"base": "https://e.org/", "workers": 2, "ontology": []})
    later.versions["kg"] = "1.0"
    later.document(Record(100))
    later.document(Record(100))
    again = told(later)
    assert again.pop("timing") != report.pop("timing")
    assert again == report


# The file


def test_a_report_is_written_at_the_end(tmp_path: Path) -> None:
    file = tmp_path / "report.json"
    with reporting(file, inputs=["a"], options={}) as made:
        made.document(Record(10))
        assert not file.exists()
    report = written(file)
    assert (report["outcome"], report["error"], report["built"]["documents"]) == ("done", None, 1)


def test_an_exit_code_is_no_failure(tmp_path: Path) -> None:
    file = tmp_path / "report.json"
    with pytest.raises(typer.Exit), reporting(file, inputs=["a"], options={}) as made:
        made.problem(Problem("a", "no such file", kind="file"))
        raise typer.Exit(1)
    assert written(file)["outcome"] == "done"


@pytest.mark.parametrize(
    ("error", "outcome", "message"),
    [
        (InputError("nothing could be\nbuilt"), "failed", "nothing could be built"),
        (OSError(28, "No space left on device"), "failed", "[Errno 28] No space left on device"),
        (RuntimeError("x"), "failed", "RuntimeError: x"),
        (KeyboardInterrupt(), "interrupted", None),
    ],
)
def test_a_run_that_fails_leaves_its_report(
    tmp_path: Path, error: BaseException, outcome: str, message: str | None
) -> None:
    file = tmp_path / "report.json"
    with pytest.raises(type(error)), reporting(file, inputs=["a"], options={}) as made:
        made.document(Record(10))
        raise error
    report = written(file)
    assert (report["outcome"], report["error"], report["built"]["documents"]) == (outcome, message, 1)


def test_a_report_that_cannot_be_written_is_told_before_the_run(tmp_path: Path) -> None:
    file = tmp_path / "missing" / "report.json"
    with pytest.raises(UsageError, match="cannot be written"), reporting(file, inputs=["a"], options={}):
        raise AssertionError("the run began")


def test_without_a_file_nothing_is_kept_to_be_told() -> None:
    with reporting(None, inputs=["a"], options={}) as made:
        made.problem(Problem("a", "no such file", kind="file"))
    assert made._listed is None
