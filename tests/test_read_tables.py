"""What comes out of tables of comma-separated values, and what columns are called."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading import DAY, run, texts

from kg import Document, read
from kg.read import columns, files, streams
from kg.read.record import Located

pa = pytest.importorskip("pyarrow", reason="pyarrow is not installed")
pq = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "articles.csv"


# What columns are called


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (
            ("id", "text", "date", "title", "url", "source"),
            {n: n for n in ("id", "text", "date", "title", "url", "source")},
        ),
        (("Text", "publishedAt", "Headline"), {"text": "Text", "date": "publishedAt", "title": "Headline"}),
        (("content", "Publication Date", "doc-id"), {"text": "content", "date": "Publication Date", "id": "doc-id"}),
        (("body", "text"), {"text": "text"}),
        (("body", "content"), {"text": "content"}),
        (("TEXT", "text"), {"text": "text"}),
        (("context", "texts"), {}),
    ],
)
def test_columns_are_known_by_their_names(names: tuple[str, ...], found: dict[str, str]) -> None:
    assert columns.named(names) == found


def test_keys_of_json_are_known_as_columns_are(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"maintext": "Putin spoke.", "date_publish": "2025-07-05", "headline": "H"}\n')
    (tmp_path / "a.csv").write_text("maintext,date_publish,headline\nPutin spoke.,2025-07-05,H\n")
    assert run(tmp_path / "a.jsonl") == run(tmp_path / "a.csv")


@pytest.mark.parametrize("name", ["a.csv", "a.parquet"])
def test_a_table_without_texts_is_one_problem_that_names_its_columns(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if name == "a.csv":
        path.write_text("id,summary\n1,a\n2,b\n")
    else:
        pq.write_table(pa.table({"id": [1, 2], "summary": ["a", "b"]}), path)
    documents, (problem,), _ = run(path)
    assert documents == []
    assert problem.where == str(path)
    assert 'no column "text"; its columns are id, summary' in problem.message


# Comma-separated values


def test_a_row_is_a_document(path: Path) -> None:
    path.write_bytes(
        b'id,title,text,date,url,source,section\r\n7,"Call, again","He said ""no"",\nand left.",2025-07-04,'
        b"https://x.example/,S,World\r\n\r\n,,Ho,,,,\r\n"
    )
    documents, refused, _ = run(path)
    assert refused == []
    assert documents == [
        Document('He said "no",\nand left.', "7", "2025-07-04", "Call, again", "https://x.example/", "S"),
        Document("Ho", documents[1].id, DAY),
    ]


@pytest.mark.parametrize(
    "data",
    ["id;text\n1;a, b\n", "id\ttext\n1\ta, b\n", "id|text\n1|a, b\n", 'id,text\n1,"a, b"\n', "\n\nid;text\n1;a, b\n"],
)
@pytest.mark.parametrize("name", ["a.csv", "a.tsv"])
def test_what_parts_the_cells_is_told_from_the_names(tmp_path: Path, name: str, data: str) -> None:
    (tmp_path / name).write_text(data)
    (document,), refused, _ = run(tmp_path / name)
    assert (document.text, document.id) == ("a, b", "1")
    assert refused == []


def test_a_lone_carriage_return_ends_a_row(path: Path) -> None:
    path.write_bytes(b'id,text\r1,Putin called Trump.\r2,"Putin\rspoke."\r3\r4,Trump spoke.\r')
    documents, (problem,), _ = run(path)
    assert texts(documents) == ["Putin called Trump.", "Putin\nspoke.", "Trump spoke."]
    assert problem.where == f"{path}:5"
    assert read.estimate([str(path)]) == 4


def test_lines_are_counted_on_after_a_lone_carriage_return(path: Path) -> None:
    path.write_bytes(b"id,text\r1,one\n2\n3,three\r4\r\n")
    documents, refused, _ = run(path)
    assert texts(documents) == ["one", "three"]
    assert [problem.where for problem in refused] == [f"{path}:3", f"{path}:5"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "windows-1252"])
def test_a_table_in_another_encoding_is_read_with_a_warning(path: Path, encoding: str) -> None:
    path.write_bytes("id,text\r\n1,Peña spoke.\r\n".encode(encoding))
    (document,), refused, warnings = run(path)
    assert document.text == "Peña spoke."
    assert refused == []
    assert warnings


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("2,two,three", "has 3 cells, but there are 2 columns"),
        ("2", "has 1 cell, but there are 2 columns"),
        ('2,"two "and" three"', "is no row of this table"),
        ('2,"two" ', "is no row of this table"),
    ],
)
def test_a_bad_row_is_told_with_its_line_and_the_rest_is_read(path: Path, row: str, message: str) -> None:
    path.write_text(f'id,text\n1,"one\nline"\n{row}\n3,three\n')
    documents, (problem,), _ = run(path)
    assert texts(documents) == ["one\nline", "three"]
    assert problem.where == f"{path}:4"
    assert message in problem.message


def test_the_rest_of_a_broken_row_never_passes_for_a_row(path: Path) -> None:
    path.write_text('id,text\n1,"He said "no"\nThen he left, and "called" Putin\nHe spoke, at length\n2,two\n3,three\n')
    documents, refused, _ = run(path)
    assert texts(documents) == ["two", "three"]
    assert [problem.where for problem in refused] == [f"{path}:{line}" for line in (2, 3)]
    assert "all up to line 4" in refused[1].message


def test_a_quote_that_is_never_closed_costs_what_is_told(path: Path) -> None:
    path.write_text('id,text\n1,one\n2,"two\n3,three\n')
    documents, (problem,), _ = run(path)
    assert texts(documents) == ["one"]
    assert problem.where == f"{path}:3"
    assert "up to line 4" in problem.message


def test_no_cell_is_larger_than_memory_takes(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    previous = csv.field_size_limit(1000)
    monkeypatch.setattr(streams, "LARGEST", 1000)
    try:
        path.write_text('id,text\n1,"' + "word\n" * 300 + '"\n2,two\n')
        _, (problem, *_), _ = run(path)
    finally:
        csv.field_size_limit(previous)
    assert problem.where == f"{path}:2"
    assert "a cell that is larger than" in problem.message


def test_no_row_is_larger_than_memory_takes(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "LARGEST", 1000)
    path.write_text("\n" * 2000 + 'text,id\nzero,0\none,"' + '","\n' * 300 + '"\ntwo,2\n' + "three,3\n" * 200)
    documents, refused, _ = run(path)
    assert texts(documents)[0] == "zero"
    assert texts(documents)[-1] == "three"
    assert (refused[0].where, refused[0].kind) == (f"{path}:2003", "size")
    assert "all up to line 22" in refused[0].message


def test_names_without_bound_are_neither_kept_nor_all_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    columns._kept.cache_clear()
    looked_at: list[str] = []
    plain = columns._plain
    monkeypatch.setattr(columns, "_plain", lambda name: looked_at.append(name) or plain(name))
    assert columns.named(("Text", *map(str, range(100_000)), "id")) == {"text": "Text", "id": "id"}
    assert len(looked_at) < 2000
    assert columns.named(("x" * 100_000, "Text")) == {"text": "Text"}
    assert columns._kept.cache_info().currsize == 0


@pytest.mark.parametrize("data", ["", "\n", "id,text\n", "id,text\n\n"])
def test_a_table_without_rows_gets_a_warning(path: Path, data: str) -> None:
    path.write_text(data)
    documents, refused, (warning,) = run(path)
    assert (documents, refused) == ([], [])
    assert "no documents" in warning.message


_CELL = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]) | st.sampled_from('\n",;\t '), min_size=1)


@given(st.lists(_CELL.filter(lambda text: not text.isspace()), min_size=1, max_size=5), st.sampled_from(",;\t"))
def test_what_was_written_as_a_table_is_read(written: list[str], delimiter: str) -> None:
    data = io.StringIO(newline="")
    writer = csv.writer(data, delimiter=delimiter, lineterminator="\n")
    writer.writerows([["text", "n"], *([text, n] for n, text in enumerate(written))])
    found = files.of_stream(io.BufferedReader(io.BytesIO(data.getvalue().encode())), "a.csv")
    documents = [item.document.text for item in found if isinstance(item, Located)]
    assert documents == [
        text.replace("\ufeff", "", 1) if text.startswith("\ufeff") else text for text in map(fit, written)
    ]


def fit(text: str) -> str:
    return text.replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")
