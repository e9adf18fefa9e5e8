"""The annotated news sentences are sound, and the shipped pipelines find the names in them."""

from __future__ import annotations

import importlib.util
import json
import sys
from functools import cache
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from conftest import ROOT

from kg import language, resources

DATA = Path(__file__).resolve().parent / "news_names" / "names.jsonl"
TYPES = {"PERSON", "GPE", "LOC", "ORG", "WEAPON"}
SOURCES = {"kremlin": "Kremlin", "state": "U.S. Department of State", "whitehouse": "White House"}

# F of kg with its gazetteer: two points under what was measured. A default without floors of its own must be as
# good as the fast pipeline.
FLOORS = {
    "kg_news_fast": {"PERSON": 93.4, "GPE": 93.8, "ORG": 85.1, "WEAPON": 91.1},
}


@cache
def sentences() -> list[dict[str, Any]]:
    return [json.loads(line) for line in DATA.read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def news_names() -> ModuleType:
    file = ROOT / "training" / "news_names.py"
    if not file.is_file():
        pytest.skip("no training folder in this copy")
    spec = importlib.util.spec_from_file_location("training_news_names", file)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # its dataclasses look themselves up there
    spec.loader.exec_module(module)
    return module


def test_sentences_are_as_many_as_promised_and_none_twice() -> None:
    assert len(sentences()) == 305
    assert len({" ".join(s["text"].split()) for s in sentences()}) == 305
    assert len({s["id"] for s in sentences()}) == 305


def test_sources_are_those_of_the_ids() -> None:
    for sentence in sentences():
        assert set(sentence) == {"id", "source", "text", "entities"}
        assert SOURCES[sentence["id"].partition("-")[0]] == sentence["source"]


def test_annotations_are_whole_words_of_known_types_in_order() -> None:
    for sentence in sentences():
        text = sentence["text"]
        for begin, end, type_ in sentence["entities"]:
            where = (sentence["id"], text[begin:end])
            assert 0 <= begin < end <= len(text), where
            assert type_ in TYPES, where
            assert text[begin:end] == text[begin:end].strip(), where
            assert not (begin and text[begin - 1].isalnum()), where
            assert not text[end : end + 1].isalnum(), where
        for (_, end, _), (begin, *_) in pairwise(sentence["entities"]):
            assert end <= begin, sentence["id"]


def test_articles_and_possessives_are_outside() -> None:
    names = [s["text"][begin:end] for s in sentences() for begin, end, _ in s["entities"]]
    assert [n for n in names if n.lower().startswith("the ") or n.endswith(("'s", "’s", "'", "’"))] == []


def test_a_name_has_one_type() -> None:
    types: dict[str, set[str]] = {}
    for sentence in sentences():
        for begin, end, type_ in sentence["entities"]:
            types.setdefault(sentence["text"][begin:end], set()).add(type_)
    assert {name: kinds for name, kinds in types.items() if len(kinds) > 1} == {}


def test_the_counts_of_the_readme_hold() -> None:
    readme = DATA.with_name("README.md").read_text("utf-8")
    for source in (*SOURCES.values(), "all"):
        of_source = [s for s in sentences() if source in (s["source"], "all")]
        kinds = [type_ for s in of_source for *_, type_ in s["entities"]]
        counts = [len(of_source), *(kinds.count(t) for t in ("PERSON", "GPE", "LOC", "ORG", "WEAPON")), len(kinds)]
        assert f"| {source} | {' | '.join(map(str, counts))} |" in readme


def _sentence(text: str, *entities: tuple[int, int, str]) -> dict[str, Any]:
    return {"id": "state-0", "source": "U.S. Department of State", "text": text, "entities": [*map(list, entities)]}


def test_a_measure_tells_right_wrong_and_missed(news_names: ModuleType) -> None:
    nlp = language.load("kg_news_fast")
    text = "President Joe Biden met the Russian delegation in Germany on Tuesday."
    right = _sentence(text, (10, 19, "PERSON"), (50, 57, "GPE"))
    assert news_names.measure(nlp, [right])["with the gazetteer"]["all"] == {"P": 100, "R": 100, "F": 100, "count": 2}
    # A title within, a wrong type, and a name that is none.
    for other in [(0, 19, "PERSON"), (10, 19, "ORG"), (28, 35, "GPE")]:
        figures = news_names.measure(nlp, [_sentence(text, other, (50, 57, "GPE"))])
        assert figures["with the gazetteer"]["all"] == {"P": 50, "R": 50, "F": 50, "count": 2}
    place = news_names.measure(nlp, [_sentence(text, (10, 19, "PERSON"))])["with the gazetteer"]
    assert (place["GPE"]["P"], place["PERSON"]["F"]) == (0, 100)


def test_errors_are_listed_with_what_is_annotated(news_names: ModuleType) -> None:
    nlp = language.load("kg_news_fast")
    wanted = _sentence("President Joe Biden left.", (0, 19, "PERSON"))
    wrong, missed = news_names.errors(nlp, [wanted])["with the gazetteer"]
    assert (wrong.wrong, wrong.begin, wrong.end) == (True, 10, 19)
    assert (missed.wrong, missed.begin, missed.end) == (False, 0, 19)


@pytest.mark.parametrize("name", sorted({resources.pipelines()[0], "kg_news_fast"}))
def test_shipped_pipelines_reach_their_floors(news_names: ModuleType, name: str) -> None:
    figures = news_names.measure(language.load(name), sentences())["with the gazetteer"]
    floors = FLOORS.get(name, FLOORS["kg_news_fast"])
    assert {t: figures[t]["F"] for t, floor in floors.items() if figures[t]["F"] < floor} == {}
