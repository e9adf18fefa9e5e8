"""Builds of a folder of shards that were cut off, or that cannot be done."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sharded import CALLS, COUNT, run, tree

from kg import builder
from kg.corpus import folder, versions
from kg.model import Document, Facts
from kg.options import Options

pytestmark = pytest.mark.usefixtures("calls", "one_program")


# What was cut off


class _Stop(BaseException):
    """Ends a run as no error does."""


@pytest.fixture
def cut_off(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[Path, str], None]:
    """A build of a folder that ends before the document of that id is built."""

    def build(articles: Path, id: str) -> None:
        read = builder._facts

        def facts(doc: object, document: Document, *rest: Any) -> Facts:
            if document.id == id:
                raise _Stop
            return read(doc, document, *rest)

        with monkeypatch.context() as patched:
            patched.setattr(builder, "_facts", facts)
            with pytest.raises(_Stop):
                run("build", articles, "-o", f"{tmp_path}/c/")

    return build


def test_a_run_that_was_cut_off_is_gone_on_with(
    tmp_path: Path, jsonl: Callable[..., Path], cut_off: Callable[[Path, str], None], built: list[str]
) -> None:
    articles = jsonl(*CALLS)
    cut_off(articles, "document 150")
    journal = tmp_path / "c" / "journal.jsonl"
    assert journal.is_file()
    with journal.open("ab") as stream:
        stream.write(b'{"shard":"shards/half of a li')
    del built[:]
    result = run("build", articles, "-o", f"{tmp_path}/c/")
    assert "kg: a run was interrupted: this one goes on where " in result.stderr
    assert f"{len(built)} added, {COUNT - len(built)} built before the interruption; " in result.stderr
    assert "document 0" not in built
    assert "document 150" in built
    run("build", articles, "-o", f"{tmp_path}/anew/")
    assert tree(tmp_path / "c") == tree(tmp_path / "anew")


def test_what_a_run_that_was_cut_off_has_built_serves_another_corpus_too(
    tmp_path: Path, jsonl: Callable[..., Path], cut_off: Callable[[Path, str], None], built: list[str]
) -> None:
    run("build", jsonl(*CALLS), "-o", f"{tmp_path}/c/")
    changed = [{**one, "title": "T"} if number % 3 else one for number, one in enumerate(CALLS)]
    cut_off(jsonl(*changed, name="changed.jsonl"), "document 151")
    last = jsonl(*changed[3:], name="last.jsonl")
    del built[:]
    run("build", last, "-o", f"{tmp_path}/c/")
    assert "document 10" not in built
    run("build", last, "-o", f"{tmp_path}/anew/")
    assert tree(tmp_path / "c") == tree(tmp_path / "anew")


def test_shards_of_other_versions_in_a_journal_do_not_count(
    tmp_path: Path, jsonl: Callable[..., Path], cut_off: Callable[[Path, str], None], built: list[str]
) -> None:
    articles = jsonl(*CALLS)
    cut_off(articles, "document 150")
    del built[:]
    run("build", articles, "-o", f"{tmp_path}/c/", "--evidence", "none")
    assert len(built) == COUNT
    run("build", articles, "-o", f"{tmp_path}/anew/", "--evidence", "none")
    assert tree(tmp_path / "c") == tree(tmp_path / "anew")


def test_a_full_disk_is_one_line_and_the_run_goes_on_later(
    tmp_path: Path, jsonl: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    articles, calls = jsonl(*CALLS), []
    with monkeypatch.context() as patched:

        def full(descriptor: int) -> None:
            calls.append(descriptor)
            if len(calls) > 4:
                raise OSError(errno.ENOSPC, "No space left on device")

        patched.setattr(os, "fsync", full)
        result = run("build", articles, "-o", f"{tmp_path}/c/", "--quiet")
    assert result.exit_code == 1
    assert result.stderr == (
        f"kg: {tmp_path}/c cannot be written (No space left on device): what is built so far stays; run the same "
        "command again to go on\n"
    )
    assert run("build", articles, "-o", f"{tmp_path}/c/").exit_code == 0
    run("build", articles, "-o", f"{tmp_path}/anew/")
    assert tree(tmp_path / "c") == tree(tmp_path / "anew")


# What is refused


@pytest.mark.parametrize("kind", ["shards", "quarantine"])
def test_files_of_others_are_never_taken_for_shards(tmp_path: Path, jsonl: Callable[..., Path], kind: str) -> None:
    mine = tmp_path / "data" / kind / "part-00001.nq"
    mine.parent.mkdir(parents=True)
    mine.write_text("mine")
    refused = run("build", jsonl(*CALLS), "-o", tmp_path / "data")
    assert refused.exit_code == 2
    assert f"holds other files ({kind})" in refused.stderr
    assert tree(tmp_path / "data") == {f"{kind}/part-00001.nq": b"mine"}


def test_a_file_that_is_no_shard_stays_among_them(corpus: Path, jsonl: Callable[..., Path]) -> None:
    mine, old = corpus / "shards" / "notes.txt", corpus / "shards" / f"{'0' * 24}.nq"
    for file in (mine, old):
        file.write_text("mine")
    assert run("build", jsonl(*CALLS[1:]), "-o", corpus).exit_code == 0
    assert mine.read_text() == "mine"
    assert not old.exists()


def test_a_second_run_on_a_folder_says_so_and_stops(corpus: Path, tmp_path: Path) -> None:
    before = tree(corpus)
    with folder.opened(corpus, versions.of(Options())):
        result = run("build", tmp_path / "corpus.jsonl", "-o", corpus)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"kg: another run is building {corpus}: ")
    assert tree(corpus) == before
    assert run("build", tmp_path / "corpus.jsonl", "-o", corpus).exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-o", "new/", "-f", "turtle"], "N-Quads"),
        (["-o", "new/", "--store", "news.store"], "leave one of them out"),
        (["-o", "file.txt/"], "is a file"),
        (["-o", "other"], "holds other files (mine.txt)"),
        (["-o", "articles/new/"], "lies in articles"),
        (["-o", "new/", "--base", "x"], "no absolute IRI"),
        (["-o", "new/", "--pipeline", "none_such"], "there is no language pipeline"),
        (["-o", "new/", "--ontology", "none.ttl"], "none.ttl"),
    ],
)
def test_what_cannot_be_done_is_told_and_no_folder_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], message: str
) -> None:
    monkeypatch.undo()
    monkeypatch.chdir(tmp_path)
    for name in ("articles/a.txt", "other/mine.txt", "file.txt"):
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_text("Ann called Bob.")
    result = run("build", "articles", *arguments)
    assert (result.exit_code, message in result.stderr) == (2, True), result.stderr
    assert not (tmp_path / "new").exists()
    assert not (tmp_path / "articles" / "new").exists()


def test_where_nothing_can_be_read_the_folder_stays_as_it_was(corpus: Path, tmp_path: Path) -> None:
    before = tree(corpus)
    result = run("build", tmp_path / "mistyped.jsonl", "-o", corpus)
    assert result.exit_code == 1
    assert f"nothing could be built: {corpus} is left as it was" in result.stderr
    assert tree(corpus) == before
    assert run("build", tmp_path / "mistyped.jsonl", "-o", f"{tmp_path}/new/").exit_code == 1
    assert not (tmp_path / "new").exists()


def test_a_damaged_manifest_is_told(corpus: Path, tmp_path: Path) -> None:
    manifest = corpus / "manifest.jsonl"
    manifest.write_bytes(b"{}\n" + manifest.read_bytes())
    assert run("build", tmp_path / "corpus.jsonl", "-o", corpus).stderr.startswith(f"kg: {manifest} is damaged ")
    manifest.write_bytes(b"nothing\n")
    assert run("validate", corpus).stderr.startswith(f"kg: {manifest}:1 is damaged ")


def test_a_folder_that_is_not_built_to_its_end_is_not_read(
    tmp_path: Path, jsonl: Callable[..., Path], cut_off: Callable[[Path, str], None]
) -> None:
    cut_off(jsonl(*CALLS), "document 150")
    result = run("validate", tmp_path / "c")
    assert (result.exit_code, "is not built to its end" in result.stderr) == (2, True)


def test_a_shard_that_is_gone_is_told_by_who_reads(corpus: Path) -> None:
    gone = min((corpus / "shards").iterdir())
    gone.unlink()
    result = run("validate", corpus)
    assert (result.exit_code, f"{gone} is gone" in result.stderr) == (1, True)


def test_shards_in_another_format_are_not_read(corpus: Path) -> None:
    manifest = corpus / "manifest.jsonl"
    manifest.write_bytes(manifest.read_bytes().replace(b".nq", b".parquet"))
    result = run("validate", corpus)
    assert (result.exit_code, "written for other programs" in result.stderr) == (2, True)
