"""JSON that is no lines: an array of articles, one article, and what is neither."""

from __future__ import annotations

from pathlib import Path

import pytest
from reading import DAY, one, refusal, run

from kg import Problem
from kg.read import streams


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
