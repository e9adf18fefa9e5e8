"""Directories, links, standard input and names that tell nothing."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from reading import one, refusal, run

from kg import Document, read
from kg.read import streams


def test_a_directory_is_read_in_the_order_of_names(tmp_path: Path) -> None:
    for name in [
        "b.txt",
        "a/z.md",
        "a.txt",
        "a/nested/y.txt",
        "notes.pdf",
        ".hidden.txt",
        ".git/x.txt",
        "C.TXT",
    ]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    documents, refused, _ = run(tmp_path)
    assert [d.text for d in documents] == ["C.TXT", "a/nested/y.txt", "a/z.md", "a.txt", "b.txt"]
    assert refused == []


@pytest.mark.parametrize("names", [[], ["a.pdf", "sub/b.png"]])
def test_a_directory_with_nothing_readable_is_refused(tmp_path: Path, names: list[str]) -> None:
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    assert f"{tmp_path}: nothing readable" in refusal(tmp_path)


def test_loops_of_links_and_pipes_in_a_directory_end(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    documents, refused, _ = run(tmp_path)
    assert len(documents) == 1
    assert refused == []


def test_a_link_that_cannot_be_followed_costs_itself_only(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to("x" * 300)
    (tmp_path / "b.txt").symlink_to(tmp_path / "nothing")
    (tmp_path / "c.txt").write_text("Putin spoke.")
    documents, (problem,), (warning,) = run(tmp_path)
    assert [document.text for document in documents] == ["Putin spoke."]
    assert problem.where == str(tmp_path / "a.txt")
    assert warning.where == str(tmp_path / "b.txt")
    assert "leads nowhere" in warning.message
    assert read.estimate([str(tmp_path)]) == 1


def test_files_of_other_kinds_in_a_directory_are_counted_in_one_warning(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    for name in ["a.txt", "b.PDF", "sub/c.pdf", "sub/d.docx", "README", ".hidden", "sub/.git", "e." + "x" * 50]:
        (tmp_path / name).write_text("Putin spoke.")
    (tmp_path / "nothing.png").symlink_to(tmp_path / "nowhere")
    (tmp_path / "folder").symlink_to(tmp_path / "sub")
    documents, refused, (warning,) = run(tmp_path)
    assert len(documents) == 1
    assert refused == []
    assert (warning.where, warning.kind) == (str(tmp_path), "file")
    assert warning.message == (
        "7 files of kinds that kg does not read were skipped "
        "(.pdf 2, .docx 1, .png 1, .xxxxxxxxxxx… 1, link to a directory 1, without suffix 1)"
    )


@pytest.mark.parametrize("name", ["missing.txt", "missing/", "a\0b.txt", "x" * 300])
def test_a_missing_file_is_refused(tmp_path: Path, name: str) -> None:
    assert refusal(f"{tmp_path}/{name}")


def test_a_file_without_a_telling_name_is_read_by_its_content(tmp_path: Path) -> None:
    path = tmp_path / "article"
    path.write_text("Putin spoke.")
    assert one(path) == ("Putin spoke.", [])
    path.write_text('{"text": "Trump spoke."}\n')
    assert one(path) == ("Trump spoke.", [])


@pytest.mark.parametrize(
    ("data", "texts"),
    [
        (b'{"text": "one"}\n{"text": "two"}\n', ["one", "two"]),
        (b'\n{"text": "one"}\n', ["one"]),
        (b"Putin spoke.\nTrump did not.", ["Putin spoke.\nTrump did not."]),
        (b"[Reuters] Putin spoke.\n", ["[Reuters] Putin spoke.\n"]),
        (b"[1]\nPutin spoke.\n", ["[1]\nPutin spoke.\n"]),
        (b"{sic} Putin spoke.\n", ["{sic} Putin spoke.\n"]),
        (b"\n" * 300_000 + b"Putin spoke.", ["\n" * 300_000 + "Putin spoke."]),
        (b'\xef\xbb\xbf\n \n{"text": "one"}\n', ["one"]),
        (b'[{"text": "one"}, {"text": "two"}]', ["one", "two"]),
        (b'\n[\n  {"text": "one"}\n]\n', ["one"]),
        (b'{\n "text": "one"\n}\n', ["one"]),
        ('[\n{"text": "one"}]'.encode("utf-16"), ["one"]),
        (b"\xef\xbb\xbfPutin", ["Putin"]),
    ],
)
def test_standard_input_is_lines_or_text(monkeypatch: pytest.MonkeyPatch, data: bytes, texts: list[str]) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(data))))
    documents, refused, warnings = run("-")
    assert [document.text for document in documents] == texts
    assert refused == []
    assert all(warning.where.startswith("standard input") for warning in warnings)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b'{"title": "one"}\n', "has no text"),
        (b'{ "text": "one"\n', "is no JSON at line 2, column 1"),
        (b'["one", "two"]', "is no JSON object"),
        (b"[\n\n", "is no JSON at line 3"),
        (b'[{"text": "one"', "is no JSON at line 1"),
    ],
)
@pytest.mark.parametrize("name", ["-", "article"])
def test_json_is_never_read_as_prose(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, data: bytes, message: str
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(data))))
    (tmp_path / "article").write_bytes(data)
    documents, refused, _ = run("-" if name == "-" else tmp_path / name)
    assert documents == []
    assert message in refused[0].message


def test_blank_lines_without_end_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "LARGEST", 100_000)
    (tmp_path / "article").write_bytes(b"\n" * 200_000 + b"Putin spoke.")
    assert "is larger than" in refusal(tmp_path / "article")


@pytest.mark.parametrize(("letter", "most"), [("x", 2048), ("é", 1024), ("\0", 682)])
def test_an_id_is_no_longer_than_every_statement_can_hold(jsonl: Callable[..., Path], letter: str, most: int) -> None:
    path = jsonl({"text": "one", "id": letter * most}, {"text": "two", "id": letter * (most + 1)})
    (document,), (problem,), _ = run(path)
    assert len(document.id) == most
    assert (problem.where, problem.kind) == (f"{path}:2", "id")
    assert len(problem.message) < 200
    _, (problem,), _ = run(Document("two", letter * 1_000_000))
    assert (problem.where, problem.kind) == ("document 1", "id")


@pytest.mark.parametrize("name", ["title", "url", "source"])
def test_metadata_is_no_longer_than_metadata_is(jsonl: Callable[..., Path], name: str) -> None:
    path = jsonl({"text": "one", name: "x" * 10_000}, {"text": "two", name: "x" * 10_001})
    documents, refused, (warning,) = run(path)
    assert [len(getattr(document, name) or "") for document in documents] == [10_000, 0]
    assert refused == []
    assert (warning.where, warning.kind) == (f"{path}:2", "field")
    assert f"the {name} has more than 10,000 characters" in warning.message


def test_documents_are_normalised_like_files() -> None:
    documents, (problem,), (warning,) = run(
        Document("a\r\nb", "x"), Document("y", "bad", date="tomorrow"), Document("z", date="2025-07-05 10:00")
    )
    assert [document.text for document in documents] == ["a\nb", "z"]
    assert documents[1].date == "2025-07-05"
    assert problem.where == "document bad"
    assert "line ends" in warning.message


def test_an_estimate_counts_lines_and_files(tmp_path: Path, jsonl: Callable[..., Path]) -> None:
    path = jsonl({"text": "one"}, "", {"text": "two"})
    (tmp_path / "a.txt").write_text("x")
    assert read.estimate([str(tmp_path), str(path)]) == 5
    assert read.estimate([str(path), "-"]) is None
    assert read.estimate([str(tmp_path / "missing")]) is None
