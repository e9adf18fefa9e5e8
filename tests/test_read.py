"""What comes out of files, directories and streams, well-formed or not."""

from __future__ import annotations

import gzip
import io
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import Document, Problem, read
from kg.read import characters, streams

DAY = "2025-07-05"
RUSSIAN = "Президент России Владимир Путин провёл телефонный разговор с президентом США, сообщили в Кремле."


def run(*inputs: object, date: str | None = DAY) -> tuple[list[Document], list[Problem], list[Problem]]:
    """Documents, refusals, warnings."""
    found = list(read.documents(inputs, date=date))
    problems = [item for item in found if isinstance(item, Problem)]
    documents = [item for item in found if isinstance(item, Document)]
    return documents, [p for p in problems if p.refused], [p for p in problems if not p.refused]


def one(path: Path, date: str | None = DAY) -> tuple[str, list[str]]:
    """The text of the one document in a file, and the warnings about it."""
    documents, refused, warnings = run(path, date=date)
    assert not refused
    assert all(warning.where.startswith(str(path)) for warning in warnings)
    assert all("\n" not in warning.message for warning in warnings)
    return documents[0].text, [warning.message for warning in warnings]


def refusal(path: object) -> str:
    documents, refused, _ = run(path)
    assert documents == []
    (problem,) = refused
    return f"{problem.where}: {problem.message}"


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


# JSON that is no lines


def places(problems: list[Problem], path: Path) -> list[str]:
    return [problem.where.removeprefix(str(path)) for problem in problems]


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    return tmp_path / "articles.json"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1252"])
def test_an_array_of_articles_is_read(whole: Path, encoding: str) -> None:
    whole.write_text('[\n {"text": "Peña", "id": 7},\n {"body": "two", "date": "2025"}\n]\n', encoding=encoding)
    documents, refused, _ = run(whole)
    assert [(document.text, document.date) for document in documents] == [("Peña", DAY), ("two", "2025")]
    assert refused == []


def test_a_bad_element_is_told_with_its_place_and_the_rest_is_read(whole: Path) -> None:
    whole.write_text('[{"text": "one"}, 7, {"id": "x"}, {"text": "four", "date": "soon"}, {"text": "five"}]')
    documents, refused, _ = run(whole)
    assert [document.text for document in documents] == ["one", "five"]
    assert places(refused, whole) == [":item 2", ":item 3", ":item 4"]
    assert "is no JSON object" in refused[0].message


@pytest.mark.parametrize(
    "data", ['[{"text": "one"}, {"text": ', '[{"text": "one"} {"text": "two"}]', '[{"text": "one"},]']
)
def test_a_spoilt_array_is_read_up_to_where_it_is_spoilt(whole: Path, data: str) -> None:
    whole.write_text(data)
    documents, (problem,), _ = run(whole)
    assert [document.text for document in documents] == ["one"]
    assert "is no JSON at line 1" in problem.message
    assert "what stands before was read" in problem.message


@pytest.mark.parametrize("data", ['{"text": "one"}', ' {\n "text":\n "one"}\n'])
def test_one_object_is_one_article(whole: Path, data: str) -> None:
    whole.write_text(data)
    assert one(whole) == ("one", [])


@pytest.mark.parametrize("first", ['{"text": "one"}', "{bad"])
def test_json_lines_may_be_named_json(whole: Path, first: str) -> None:
    whole.write_text(f'{first}\n\n{{"text": "two"}}\n{{"text": 3}}\n')
    documents, refused, _ = run(whole)
    assert documents[-1].text == "two"
    assert places(refused, whole)[-1] == ":4"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ('{"name": "left-pad", "version": "1.3.0"}', "has no text"),
        ('{\n "name": "left-pad",\n "files": [\n "a"\n ]\n}\n', "has no text"),
        ('"text"', "is no JSON object"),
        ("Putin spoke.", "is no JSON at line 1, column 1"),
        ("[" * 100_000, "is no JSON"),
        ('[{"text": "one"}]'[:-1].replace("one", "") + "1" * 5000, "is no JSON"),
        ("1" * 5000, "is no JSON"),
        ('{\n"text": "one"\n}\n{\n"text": "two"\n}', "is no JSON at line 4"),
    ],
)
def test_json_that_is_no_article_is_one_problem(whole: Path, data: str, message: str) -> None:
    whole.write_text(data)
    _, (problem,), _ = run(whole)
    assert message in problem.message
    assert "\n" not in problem.message


@pytest.mark.parametrize("data", ["", " \n", "[]", "[\n]\n"])
def test_json_without_articles_gets_a_warning(whole: Path, data: str) -> None:
    whole.write_text(data)
    documents, refused, (warning,) = run(whole)
    assert (documents, refused) == ([], [])
    assert "no documents" in warning.message


def test_json_that_is_too_large_for_one_text_is_read_where_it_is_lines(
    whole: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "LARGEST", 1000)
    written = [f'{{"text": "Putin spoke {n} times."}}' for n in range(100)]
    whole.write_text("\n".join(written))
    assert len(run(whole)[0]) == 100
    whole.write_text(f"[{', '.join(written)}]")
    assert "is larger than" in refusal(whole)


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


# Places


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
