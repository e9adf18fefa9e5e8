"""A folder of shards: what it holds, what is built again, and what is said of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from sharded import CALLS, COUNT, call, run, shards, tree

from kg import builder, store

pytestmark = pytest.mark.usefixtures("calls", "one_program")


# What it holds


def test_shards_hold_the_bytes_of_a_file_in_order_of_the_manifest(corpus: Path, tmp_path: Path) -> None:
    run("build", tmp_path / "corpus.jsonl", "-o", tmp_path / "graph.nq")
    lines = [json.loads(line) for line in (corpus / "manifest.jsonl").read_text().splitlines()[1:]]
    assert len(lines) > 2
    assert b"".join((corpus / line["shard"]).read_bytes() for line in lines) == (tmp_path / "graph.nq").read_bytes()
    assert [one["id"] for line in lines for one in line["documents"]] == [one["id"] for one in CALLS]
    assert {line["shard"].removeprefix("shards/") for line in lines} == shards(corpus)


def test_a_manifest_tells_where_each_documents_statements_are(corpus: Path) -> None:
    line = json.loads((corpus / "manifest.jsonl").read_text().splitlines()[1])
    data = (corpus / line["shard"]).read_bytes()
    begin = 0
    for one in line["documents"]:
        statements = data[begin : begin + one["length"]].decode().splitlines()
        graph = f" <{builder.BASE}doc/{one['id'].replace(' ', '%20')}> ."
        assert len(statements) == one["triples"]
        assert all(statement.endswith(graph) for statement in statements)
        begin += one["length"]
    assert begin == len(data) == line["bytes"]


def test_what_failed_a_shape_lies_beside_the_shards(corpus: Path, tmp_path: Path) -> None:
    result = run("build", tmp_path / "corpus.jsonl", "-o", corpus, "--quarantine", tmp_path / "all.jsonl", "--strict")
    assert result.exit_code == 1
    assert "what failed a shape is in " in result.stderr
    run("build", tmp_path / "corpus.jsonl", "-o", tmp_path / "graph.nq", "--quarantine", tmp_path / "q.jsonl")
    assert (tmp_path / "all.jsonl").read_bytes() == (tmp_path / "q.jsonl").read_bytes() != b""
    lines = b"".join(path.read_bytes() for path in (corpus / "quarantine").iterdir())
    assert sorted(lines.splitlines()) == sorted((tmp_path / "q.jsonl").read_bytes().splitlines())


def test_a_folder_is_read_as_the_file_of_the_same_documents(corpus: Path, tmp_path: Path) -> None:
    run("build", tmp_path / "corpus.jsonl", "-o", tmp_path / "graph.nq")
    assert list(store.quads(str(corpus))) == list(store.quads(str(tmp_path / "graph.nq")))
    assert set(store.load(str(corpus))) == set(store.load(str(tmp_path / "graph.nq")))
    assert run("validate", corpus).exit_code == 0


# What is built again


def _changes() -> dict[str, list[dict[str, object]]]:
    return {
        "a document more in the middle": [*CALLS[:77], call(1001), *CALLS[77:]],
        "many more at the end": [*CALLS, *(call(number) for number in range(300, 380))],
        "another text": [*CALLS[:9], call(9, text="Ida called Jon."), *CALLS[10:]],
        "another title alone": [*CALLS[:9], call(9, title="A call"), *CALLS[10:]],
        "another date alone": [*CALLS[:9], call(9, date="2025-07-06"), *CALLS[10:]],
        "one less": [*CALLS[:100], *CALLS[101:]],
        "one that failed a shape less": [*CALLS[:7], *CALLS[8:]],
        "all but one gone": CALLS[120:121],
        "another order": CALLS[::-1],
        "the same": CALLS,
    }


@pytest.mark.parametrize("change", _changes())
def test_a_folder_that_is_built_again_is_as_one_built_anew(
    corpus: Path, tmp_path: Path, jsonl: Callable[..., Path], built: list[str], change: str
) -> None:
    now = _changes()[change]
    before = {json.dumps(one) for one in CALLS}
    new = jsonl(*now, name="new.jsonl")
    assert run("build", new, "-o", corpus).exit_code == 0
    assert sorted(built) == sorted(one["id"] for one in now if json.dumps(one) not in before)
    run("build", new, "-o", f"{tmp_path}/anew/")
    assert tree(corpus) == tree(tmp_path / "anew")


def test_a_change_touches_one_shard(corpus: Path, jsonl: Callable[..., Path]) -> None:
    before, manifest = shards(corpus), (corpus / "manifest.jsonl").stat().st_mtime_ns
    run("build", jsonl(*CALLS[:9], call(9, text="Ida called Jon."), *CALLS[10:]), "-o", corpus)
    assert len(before - shards(corpus)) == len(shards(corpus) - before) == 1
    assert (corpus / "manifest.jsonl").stat().st_mtime_ns > manifest


def test_what_was_done_is_said(corpus: Path, jsonl: Callable[..., Path]) -> None:
    changed = [call(1000), *CALLS[:9], call(9, text="Ida called Jon."), *CALLS[11:]]
    result = run("build", jsonl(*changed), "-o", corpus)
    written = len(shards(corpus)), "shards written"
    assert "kg: 1 added, 1 changed, 1 removed, 198 as they were; " in result.stderr
    assert f"of {written[0]} {written[1]}" in result.stderr
    assert result.stderr.splitlines()[-1].startswith("200 documents, ")


def test_nothing_is_loaded_or_touched_where_there_is_nothing_to_do(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(builder.language, "load", lambda name: pytest.fail("the pipeline is not needed"))
    before = {path: path.stat().st_mtime_ns for path in corpus.rglob("*") if path.is_file()}
    result = run("build", tmp_path / "corpus.jsonl", "-o", corpus)
    assert (result.exit_code, result.stdout) == (0, "")
    assert f"kg: nothing to do: all documents of {corpus} are as they were" in result.stderr
    assert {path: path.stat().st_mtime_ns for path in corpus.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    ("option", "reason"),
    [
        (["--ontology", "mine.ttl"], "the ontology has changed"),
        (["--shapes", "mine.ttl"], "the shapes have changed"),
        (["--evidence", "none"], "--evidence is another"),
        (["--no-text"], "--no-text is another"),
        (["--base", "https://e.org/"], "--base is another"),
        (["--pipeline", "fast"], "the language pipeline is another"),
    ],
)
def test_another_version_builds_everything_again_and_says_why(
    corpus: Path, tmp_path: Path, built: list[str], monkeypatch: pytest.MonkeyPatch, option: list[str], reason: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("mine.ttl").write_text("")
    result = run("build", "corpus.jsonl", "-o", corpus, *option)
    assert result.stderr.startswith(f"kg: {reason}: every document is built again\n")
    assert "kg: 200 built again; " in result.stderr
    assert len(built) == COUNT
    run("build", "corpus.jsonl", "-o", "anew/", *option)
    assert tree(corpus) == tree(tmp_path / "anew")


def test_a_file_of_the_same_bytes_elsewhere_is_no_new_version(corpus: Path, tmp_path: Path, built: list[str]) -> None:
    for name in ("a.ttl", "b.ttl"):
        (tmp_path / name).write_text("# mine\n")
    run("build", tmp_path / "corpus.jsonl", "-o", corpus, "--ontology", tmp_path / "a.ttl")
    del built[:]
    result = run("build", tmp_path / "corpus.jsonl", "-o", corpus, "--ontology", tmp_path / "b.ttl")
    assert "nothing to do" in result.stderr
    assert built == []


def test_the_date_for_documents_without_one_concerns_these_alone(
    tmp_path: Path, jsonl: Callable[..., Path], built: list[str]
) -> None:
    articles = jsonl(call(1, date=None), call(2))
    run("build", articles, "-o", f"{tmp_path}/c/", "--date", "2025-07-05")
    del built[:]
    run("build", articles, "-o", f"{tmp_path}/c/", "--date", "2025-07-06")
    assert built == ["document 1"]


def test_a_document_that_failed_is_tried_and_told_again(
    tmp_path: Path, jsonl: Callable[..., Path], built: list[str]
) -> None:
    articles = jsonl(*CALLS[:5], call(5, text="CRASH"))
    first = run("build", articles, "-o", f"{tmp_path}/c/")
    del built[:]
    again = run("build", articles, "-o", f"{tmp_path}/c/")
    assert first.exit_code == again.exit_code == 1
    assert "document 5: kg failed on it" in first.stderr
    assert "document 5: kg failed on it" in again.stderr
    assert "kg: 1 tried again, 5 as they were; " in again.stderr
    assert built == ["document 5"]


@pytest.mark.parametrize("harm", [Path.unlink, lambda file: file.write_bytes(file.read_bytes()[:-1])])
def test_a_shard_that_is_gone_or_cut_is_built_again(
    corpus: Path, tmp_path: Path, built: list[str], harm: Callable[[Path], object]
) -> None:
    before = tree(corpus)
    harm(min((corpus / "shards").iterdir()))
    result = run("build", tmp_path / "corpus.jsonl", "-o", corpus)
    assert 0 < len(built) < COUNT
    assert f"kg: {len(built)} built again, " in result.stderr
    assert tree(corpus) == before


def test_the_report_tells_what_was_rebuilt(corpus: Path, tmp_path: Path, jsonl: Callable[..., Path]) -> None:
    report = tmp_path / "report.json"
    run("build", jsonl(*CALLS[1:], call(1000)), "-o", corpus, "--report", report)
    told = json.loads(report.read_text())
    rebuilt = {key: told["rebuilt"][key] for key in ("added", "changed", "removed", "unchanged", "reasons")}
    assert rebuilt == {"added": 1, "changed": 0, "removed": 1, "unchanged": 199, "reasons": []}
    assert told["built"]["documents"] == 1
    assert told["graph"]["documents"] == 200
    assert told["graph"]["entities"] is None
    assert told["told"]["by_class"]["kg:Call"] == 198
    assert told["versions"]["program"].endswith("+hash")
