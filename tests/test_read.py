"""What comes out of well-formed and other files: characters and JSON lines."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading import DAY, one, refusal, run

from kg import Document, read
from kg.read import characters

RUSSIAN = "Президент России Владимир Путин провёл телефонный разговор с президентом США, сообщили в Кремле."


# Characters


@pytest.mark.parametrize(
    ("data", "text", "warning"),
    [
        (b"He said \x93no\x94 to Pe\xf1a Nieto.", "He said “no” to Peña Nieto.", "windows-1252"),
        (RUSSIAN.encode("cp1251"), RUSSIAN, "cp1251"),
        (b"\xef\xbb\xbfKyiv", "Kyiv", "byte-order mark"),
        ("Kyiv – Київ".encode("utf-16"), "Kyiv – Київ", "utf-16"),
        (b"one\r\ntwo\rthree\n", "one\ntwo\nthree\n", "line ends"),
        (b"a\0b and some more\x07 words", "a\ufffdb and some more\ufffd words", "2 control characters"),
        ("a\x85b\tc".encode(), "a\ufffdb\tc", "1 control character "),
        (b"", "", "empty"),
        (b" \n\n", " \n\n", "empty"),
    ],
)
def test_text_is_read_with_a_warning(tmp_path: Path, data: bytes, text: str, warning: str) -> None:
    path = tmp_path / "article.txt"
    path.write_bytes(data)
    read_text, (message,) = one(path)
    assert read_text == text
    assert warning in message


@pytest.mark.parametrize(
    "text", ["👩‍👩‍👧 Zelensky 🇺🇦 said", "e\u0301lan", "\u200fقال\u200e Putin", "Zażółć", "a\u2028b"]
)
def test_text_that_needs_no_change_gets_no_warning(tmp_path: Path, text: str) -> None:
    path = tmp_path / "article.md"
    path.write_text(text, encoding="utf-8")
    assert one(path) == (text, [])


def test_ten_megabytes_on_one_line_are_read(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text("Putin spoke. " * 800_000)
    text, (message,) = one(path)
    assert len(text) == 10_400_000
    assert "one line has 10,400,000 characters" in message


@given(st.text())
def test_normalised_text_holds_nothing_that_xml_forbids(text: str) -> None:
    normal, _ = characters.normalised(text)
    assert "\r" not in normal
    assert normal == characters.normalised(normal)[0]
    assert all(c in "\t\n" or c.isprintable() or ord(c) > 0x9F for c in normal)
    normal.encode("utf-8")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1", "binary"),
        (bytes(range(256)) * 40, "binary"),
        (b"\0" * 100, "binary"),
        (b"%PDF-1.7\nhello", "a PDF"),
        (b"PK\x03\x04word/document.xml", "Office"),
        (gzip.compress(b"hello"), "gzipped"),
    ],
)
@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a.jsonl", "a"])
def test_binary_bytes_are_refused(tmp_path: Path, data: bytes, kind: str, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    message = refusal(path)
    assert str(path) in message
    assert kind in message


# JSON lines


def test_fields_of_a_line_are_the_document(jsonl: Callable[..., Path]) -> None:
    path = jsonl(
        {
            "id": "a/b",
            "text": "Hi",
            "date": "2025-07-05T10:00:00Z",
            "title": "T\n x",
            "url": "https://x.example/",
            "source": "S",
            "other": [1],
        },
        "",
        {"text": "Ho", "date": None, "id": 7},
    )
    documents, refused, warnings = run(path)
    assert (refused, warnings) == ([], [])
    assert documents == [
        Document("Hi", "a/b", "2025-07-05", "T x", "https://x.example/", "S"),
        Document("Ho", "7", DAY),
    ]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{bad", "is no JSON at column 2"),
        ("[1]x", "is no JSON"),
        ('"text"', "is no JSON object"),
        ("[" * 100_000, "is no JSON"),
        ('{"id": "x"}', "has no text"),
        ('{"text": 3}', "is no string"),
        ('{"text": null}', "has no text"),
        ('{"text": "x", "date": "July 5"}', "'July 5' is no date"),
        ('{"text": "x", "date": "2025-02-30"}', "is no date"),
        ('{"text": "x", "date": 2025}', "is no date"),
        ('{"text": "x", "id": ["a"]}', "the id (a list)"),
        ('{"text": "other", "id": "first"}', "the id 'first' was seen in"),
    ],
)
def test_a_bad_line_is_refused_and_the_rest_is_read(jsonl: Callable[..., Path], line: str, message: str) -> None:
    path = jsonl({"text": "one", "id": "first"}, line, {"text": "three"})
    documents, (problem,), _ = run(path)
    assert [document.text for document in documents] == ["one", "three"]
    assert problem.where == f"{path}:2"
    assert message in problem.message


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"text": "x", "date": "2025-07"}', "month only"),
        ('{"text": "x", "date": "2025"}', "year only"),
        ('{"text": "x"}', "no publication date"),
        ('{"text": "x", "date": ""}', "no publication date"),
        ('{"text": "x", "date": "2025-07-05", "title": {"a": 1}}', "the title (an object) is no string"),
        ('{"text": "\\ud800", "date": "2025-07-05"}', "replaced by U+FFFD"),
    ],
)
def test_a_doubtful_line_is_read_with_a_warning(jsonl: Callable[..., Path], line: str, message: str) -> None:
    path = jsonl(line)
    documents, refused, (warning,) = run(path, date=None)
    assert len(documents) == 1
    assert refused == []
    assert warning.where == f"{path}:1"
    assert message in warning.message


def test_the_same_text_twice_is_one_document(jsonl: Callable[..., Path]) -> None:
    path = jsonl({"text": "x", "id": "1"}, {"text": "x", "id": "1"}, {"text": "x"}, {"text": "x"})
    documents, refused, _ = run(path, path)
    assert [document.id for document in documents] == ["1", documents[1].id]
    assert refused == []


@pytest.mark.parametrize(
    "written",
    ["2025/07/05", "2025/07/05 10:00", "Sat, 05 Jul 2025 10:00:00 GMT", "5 Jul 2025 23:30:00 -0700", "20250705"],
)
def test_dates_that_mean_one_day_are_read(jsonl: Callable[..., Path], written: str) -> None:
    (document,), refused, _ = run(jsonl({"text": "Hi", "date": written}))
    assert (document.date, refused) == ("2025-07-05", [])


@pytest.mark.parametrize(
    "written",
    ["05/07/2025", "July 5, 2025", "2025/13/05", "2025/07/051", "Sat, 35 Jul 2025 10:00:00 GMT", "5 Xyz 2025 10:00"],
)
def test_dates_that_may_mean_another_day_are_refused(jsonl: Callable[..., Path], written: str) -> None:
    assert "is no date" in refusal(jsonl({"text": "Hi", "date": written}))


@pytest.mark.parametrize("ident", [{}, {"id": "7"}])
@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"date": "2025-07-04"}, "date"),
        ({"title": "U", "url": None}, "title, url"),
        ({"source": "R"}, "source"),
        ({"title": " T\n"}, ""),
    ],
)
def test_the_same_text_beside_other_fields_is_told(
    jsonl: Callable[..., Path], ident: dict[str, str], fields: dict[str, str], told: str
) -> None:
    first = {"text": "x", "date": DAY, "title": "T", "url": "https://x.example/", **ident}
    path = jsonl(first, first | fields)
    (document,), refused, warnings = run(path)
    assert (document.title, document.date) == ("T", DAY)
    assert refused == []
    assert [(warning.where, warning.kind) for warning in warnings] == [(f"{path}:2", "id")] * bool(told)
    assert all(f"has the text of {path}:1" in one.message and f"in {told}:" in one.message for one in warnings)


def test_ids_made_from_the_text_do_not_depend_on_the_file(tmp_path: Path, jsonl: Callable[..., Path]) -> None:
    (tmp_path / "a.txt").write_text("Putin spoke.")
    (from_text,), _, _ = run(tmp_path / "a.txt")
    (from_line,), _, _ = run(jsonl({"text": "Putin spoke."}))
    assert from_text == from_line


def test_gzipped_lines_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"text": "one"}\n{"text": "two"}'))
    documents, _, _ = run(path)
    assert [document.text for document in documents] == ["one", "two"]


def test_a_damaged_gzip_is_one_problem_and_what_came_before_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    data = gzip.compress(b"".join(b'{"text": "%d"}\n' % n for n in range(5000)))
    path.write_bytes(data[: len(data) // 2])
    documents, (problem,), _ = run(path)
    assert documents
    assert problem.where == str(path)
    assert "damaged" in problem.message


def test_plain_bytes_named_gz_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(b'{"text": "one"}\n')
    assert "damaged" in refusal(path)


def test_lines_in_another_encoding_are_read_with_one_warning(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"text": "Pe\xf1a"}\n{"text": "Peru"}\n{"text": "Ca\xf1ete"}\n')
    documents, _, (warning,) = run(path)
    assert [document.text for document in documents] == ["Peña", "Peru", "Cañete"]
    assert warning.where == f"{path}:1"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_lines_after_a_byte_order_mark_are_read(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "Peña"}\n{"text": "Ω"}\n', encoding=encoding)
    documents, refused, (warning,) = run(path)
    assert [document.text for document in documents] == ["Peña", "Ω"]
    assert refused == []
    assert "byte-order mark" in warning.message


def test_a_json_array_is_refused_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('[\n {"text": "x"},\n {"text": "y"}\n]\n')
    assert "JSON array" in refusal(path)


def test_a_file_without_lines_gets_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("\n")
    _, refused, (warning,) = run(path)
    assert refused == []
    assert "no documents" in warning.message


def test_lines_are_read_one_at_a_time(jsonl: Callable[..., Path]) -> None:
    path = jsonl({"text": "one"}, *[{"text": str(n)} for n in range(100_000)])
    stream = read.documents([path], date=DAY)
    assert isinstance(next(stream), Document)
    with path.open("r+") as file:
        file.truncate(40_000_000 // 100)
    stream.close()
