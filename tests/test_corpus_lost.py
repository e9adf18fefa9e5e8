"""Folders of shards whose inputs cannot be read this time, or whose own files are damaged."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from sharded import CALLS, COUNT, call, run, tree

from kg.corpus import cut
from kg.corpus.unread import Unread
from kg.model import Problem

pytestmark = pytest.mark.usefixtures("calls", "one_program")


# Inputs that cannot be read


@pytest.mark.parametrize("content", [b"", b"\n\n"])
def test_inputs_that_are_empty_this_time_do_not_empty_the_folder(corpus: Path, tmp_path: Path, content: bytes) -> None:
    before, empty = tree(corpus), tmp_path / "empty.jsonl"
    empty.write_bytes(content)
    result = run("build", empty, "-o", corpus)
    said = f"kg: nothing could be built: {corpus} is left as it was; if it is to hold no documents, remove it\n"
    assert (result.exit_code, result.stderr.endswith(said)) == (1, True), result.stderr
    assert tree(corpus) == before
    assert run("build", empty, "-o", f"{tmp_path}/new/").exit_code == 0


def test_what_an_input_held_that_cannot_be_read_is_not_taken_out(
    tmp_path: Path, jsonl: Callable[..., Path], built: list[str]
) -> None:
    one, other = jsonl(*CALLS[:100], name="one.jsonl"), jsonl(*CALLS[100:], name="other.jsonl")
    corpus = tmp_path / "c"
    run("build", one, other, "-o", f"{corpus}/")
    before, kept = tree(corpus), other.read_bytes()
    jsonl(*CALLS[:99], call(1000), name="one.jsonl")
    other.unlink()
    result = run("build", one, other, "-o", corpus)
    assert result.exit_code == 1
    assert result.stderr.splitlines()[-1] == (
        f"kg: {other} could not be read, and 101 documents of {corpus} would be taken out: nothing is changed; make it "
        "readable, or leave it out of the command"
    )
    assert before.items() <= tree(corpus).items()
    other.write_bytes(kept)
    del built[:]
    assert run("build", one, other, "-o", corpus).exit_code == 0
    assert "document 1000" not in built
    run("build", one, other, "-o", f"{tmp_path}/anew/")
    assert tree(corpus) == tree(tmp_path / "anew")
    other.unlink()
    assert run("build", one, "-o", corpus).exit_code == 0


def test_an_input_that_never_was_in_the_folder_may_be_unreadable(corpus: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.txt"
    broken.write_bytes(b"\0" * 100)
    before = tree(corpus)
    result = run("build", tmp_path / "corpus.jsonl", tmp_path / "none.txt", broken, "-o", corpus)
    assert (result.exit_code, "nothing to do" in result.stderr) == (1, True), result.stderr
    assert tree(corpus) == before


def test_a_record_that_is_refused_is_no_lost_input(corpus: Path, jsonl: Callable[..., Path]) -> None:
    result = run("build", jsonl(*CALLS[1:], "no JSON"), "-o", corpus)
    assert "kg: 1 removed, 199 as they were; " in result.stderr


@pytest.mark.parametrize(
    ("where", "kind", "whole"),
    [
        ("a.jsonl.gz", "damaged", True),
        ("a", "file", True),
        ("a.zip:b.txt", "size", True),
        ("a.jsonl:3", "size", False),
        ("a.warc:record 2, offset 300", "damaged", False),
        ("a.parquet:row 7", "damaged", False),
        ("a.txt", "text", False),
    ],
)
def test_a_whole_input_is_told_from_a_record_of_it(where: str, kind: str, whole: bool) -> None:
    unread = Unread()
    unread.tell(Problem(where, "no", kind=kind))
    assert (unread.refused, bool(unread.whole)) == (True, whole)


# Manifests and journals


DAMAGES = {
    "documents are cut": lambda line: line[: line.index(b'"documents"') + 17] + b"\n",
    "the shard is a number": lambda line: b'{"shard":1}\n',
    "the shard is no text": lambda line: b'{"shard":"\xff\xfe","bytes":1}\n',
    "the shard lies elsewhere": lambda line: line.replace(b"shards/", b"../"),
    "documents are no list": lambda line: line[: line.index(b'"documents"')] + b'"documents":5}\n',
    "a document has no name": lambda line: line.replace(b'"id":"', b'"id":5,"x":"'),
    "a length is a word": lambda line: line.replace(b'"bytes":', b'"bytes":"many","b":'),
    "the versions are a number": lambda line: b'{"versions":5}\n',
    "brackets": lambda line: b"[" * 100_000 + b"\n",
    "the end is gone": lambda line: line[:-1],
}
"""What may become of a line."""


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_manifest_with_a_damaged_line_is_told_in_one_line(
    corpus: Path, tmp_path: Path, jsonl: Callable[..., Path], damage: str
) -> None:
    manifest = corpus / "manifest.jsonl"
    lines = manifest.read_bytes().splitlines(keepends=True)
    manifest.write_bytes(b"".join(lines[:-1]) + DAMAGES[damage](lines[-1]))
    before = tree(corpus)
    for articles in (tmp_path / "corpus.jsonl", jsonl(*CALLS[1:], name="fewer.jsonl")):
        result = run("build", articles, "-o", corpus, "--quiet")
        assert result.exit_code == 1
        assert result.stderr.startswith(f"kg: {manifest} is damaged (")
        assert result.stderr.endswith("): remove it, and all is built anew\n")
        assert result.stderr.count("\n") == 1
    assert before.items() <= tree(corpus).items()
    manifest.unlink()
    assert run("build", tmp_path / "corpus.jsonl", "-o", corpus).exit_code == 0
    run("build", tmp_path / "corpus.jsonl", "-o", f"{tmp_path}/anew/")
    assert tree(corpus) == tree(tmp_path / "anew")


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_journal_ends_at_a_damaged_line(corpus: Path, tmp_path: Path, built: list[str], damage: str) -> None:
    before = tree(corpus)
    lines = before["manifest.jsonl"].splitlines(keepends=True)
    assert len(lines) > 3
    (corpus / "manifest.jsonl").unlink()
    (corpus / "journal.jsonl").write_bytes(b"".join([*lines[:2], DAMAGES[damage](lines[2]), *lines[3:]]))
    assert run("build", tmp_path / "corpus.jsonl", "-o", corpus).exit_code == 0
    assert "document 0" not in built
    assert f"document {COUNT - 1}" in built
    assert tree(corpus) == before


# Files that are not a run's own


@pytest.mark.parametrize(
    ("file", "own"),
    [
        (f"{'0a' * 12}.nq", True),
        (f"{'0a' * 12}.parquet", True),
        (f"{'0a' * 12}.jsonl", True),
        (f"{'0a' * 12}.line", True),
        (f"{'0a' * 12}.new", True),
        (f"{'0a' * 32}.ttl", True),
        (f".{'0a' * 12}.nq.4711-0123abcd", True),
        (f".{'0a' * 32}.ttl.4711-0123abcd", True),
        (f"{'0a' * 12}", False),
        (f"{'0a' * 12}.txt", False),
        (f"{'0a' * 12}.nq.bak", False),
        (f"{'0a' * 12}.nq\n", False),
        (f"{'0a' * 16}.txt", False),
        (f"{'0a' * 16}.nq", False),
        (f"{'0a' * 32}.txt", False),
        (f"{'0A' * 12}.nq", False),
        (f".{'0a' * 12}.nq", False),
        (f".{'0a' * 12}.nq.swp", False),
    ],
)
def test_only_files_that_a_run_writes_are_its_own(file: str, own: bool) -> None:
    assert cut.is_named(file) == own


def test_a_file_with_a_name_like_a_shards_stays(corpus: Path, jsonl: Callable[..., Path]) -> None:
    mine = corpus / "shards" / f"{'0123456789abcdef' * 2}.txt"
    mine.write_text("mine")
    assert run("build", jsonl(*CALLS[1:]), "-o", corpus).exit_code == 0
    assert mine.read_text() == "mine"


@pytest.mark.parametrize("name", [".kg-4711-0123abcd", ".manifest.jsonl.4711-0123abcd"])
@pytest.mark.parametrize("built_before", [True, False])
def test_what_a_killed_run_has_left_is_nobodys_file(
    tmp_path: Path, jsonl: Callable[..., Path], name: str, built_before: bool
) -> None:
    articles, corpus = jsonl(*CALLS[:5]), tmp_path / "c"
    corpus.mkdir()
    if built_before:
        run("build", articles, "-o", corpus)
    (corpus / name).write_text("half")
    assert run("build", articles, "-o", corpus).exit_code == 0
    (corpus / f"{name}.txt").write_text("mine")
    assert f"holds other files ({name}.txt)" in run("build", articles, "-o", corpus).stderr


@pytest.mark.parametrize("mine", ["", "shards", "quarantine"])
def test_a_build_that_fails_leaves_the_users_folders(tmp_path: Path, mine: str) -> None:
    folder = tmp_path / "mine"
    (folder / mine).mkdir(parents=True)
    assert run("build", tmp_path / "none.jsonl", "-o", folder).exit_code == 1
    assert list(folder.rglob("*")) == ([folder / mine] if mine else [])
    assert run("build", tmp_path / "none.jsonl", "-o", f"{tmp_path}/one/of/mine/").exit_code == 1
    assert list(tmp_path.iterdir()) == [folder]


# Manifests that are read


@pytest.mark.parametrize("shard", [5, None, ["a"], "../mine.nq", "/mine.nq", "shards/../mine.nq", "mine.nq", ""])
def test_a_manifest_that_names_no_shard_is_damaged_to_who_reads(corpus: Path, tmp_path: Path, shard: object) -> None:
    for file in (tmp_path / "mine.nq", corpus / "mine.nq"):
        file.write_text("")
    manifest = corpus / "manifest.jsonl"
    head = manifest.read_bytes().splitlines(keepends=True)[0]
    manifest.write_bytes(head + json.dumps({"shard": shard}).encode() + b"\n")
    result = run("validate", corpus)
    assert result.exit_code == 1
    assert result.stderr.startswith(f"kg: {manifest}:2 is damaged ({json.dumps(shard)} is no shard): ")
