"""The annotated statements are sound."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).resolve().parent / "statements"
HALVES = ("dev", "test")
AGENTS = {"Person", "State", "Organization"}
EVENTS = {"Call", "Meeting", "Negotiation", "Strike", "Transfer", "Sanction", "Agreement"}
FACTUALITIES = {"Actual", "Planned", "Possible", "Negated", "Halted"}
ROLES = ("speakers", "addressees", "about")


@cache
def texts(half: str) -> list[dict[str, Any]]:
    lines = (FOLDER / f"{half}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def annotated(half: str) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    for text in texts(half):
        for statement in text["statements"]:
            yield text, statement


@pytest.mark.parametrize("half", HALVES)
def test_offsets_point_at_what_they_say(half: str) -> None:
    for text, statement in annotated(half):
        for one in (statement["trigger"], *statement["quotes"], *(one for role in ROLES for one in statement[role])):
            begin, end = one["at"]
            assert text["text"][begin:end] == one["words"] == one["words"].strip() != "", (text["id"], one)


@pytest.mark.parametrize("half", HALVES)
def test_words_are_whole(half: str) -> None:
    for text, statement in annotated(half):
        for one in (statement["trigger"], *(one for role in ROLES for one in statement[role])):
            begin, end = one["at"]
            around = text["text"][begin - 1 : begin] if begin else "", text["text"][end : end + 1]
            assert not any(character.isalnum() for character in around), (text["id"], one)


@pytest.mark.parametrize("half", HALVES)
def test_quotes_stand_between_marks_or_after_a_label(half: str) -> None:
    for text, statement in annotated(half):
        turn = text["text"][statement["trigger"]["at"][1] :].startswith((":", " (")) and statement["quotes"]
        for quote in statement["quotes"]:
            before, after = text["text"][: quote["at"][0]], text["text"][quote["at"][1] :]
            marked = before.endswith(("“", "‘", '"', "'")) and after.startswith(("”", "’", '"', "'", "\n\n“"))
            assert marked or (turn and before.endswith((": ", ") ", "\n\n"))), (text["id"], quote)


@pytest.mark.parametrize("half", HALVES)
def test_classes_and_keys_are_known(half: str) -> None:
    keys = {"trigger", "speakers", "quotes", "addressees", "about", "factuality"}
    for text, statement in annotated(half):
        assert keys <= set(statement) <= keys | {"optional"}, text["id"]
        assert statement["factuality"] in FACTUALITIES
        assert {one["class"] for role in ROLES[:2] for one in statement[role]} <= AGENTS
        assert {one["class"] for one in statement["about"]} <= EVENTS
        required = not statement.get("optional")
        assert not required or statement["speakers"] or statement["quotes"] or statement["addressees"], text["id"]


@pytest.mark.parametrize("half", HALVES)
def test_statements_stand_in_the_order_of_the_text_and_none_twice(half: str) -> None:
    for text in texts(half):
        triggers = [statement["trigger"]["at"] for statement in text["statements"]]
        assert triggers == sorted(triggers), text["id"]
        assert len({tuple(trigger) for trigger in triggers}) == len(triggers), text["id"]


def test_no_text_stands_twice() -> None:
    everything = [text for half in HALVES for text in texts(half)]
    assert len({text["id"] for text in everything}) == len({text["text"] for text in everything}) == len(everything)


def test_no_text_is_one_of_the_gold_or_of_the_annotated_names(shared: Path) -> None:
    names = (FOLDER.parent / "news_names" / "names.jsonl").read_text("utf-8").splitlines()
    ids = {json.loads(line)["id"] for line in names}
    gold = [json.loads(line)["text"] for file in sorted((shared / "gold").glob("*.docs.jsonl"))
            for line in file.read_text("utf-8").splitlines()]  # fmt: skip
    for half in HALVES:
        for text in texts(half):
            assert text["id"] not in ids
            assert not any(text["text"] in one for one in gold), text["id"]


@pytest.mark.parametrize("half", HALVES)
def test_the_counts_of_the_readme_hold(half: str) -> None:
    required = [statement for _, statement in annotated(half) if not statement.get("optional")]
    counts = [len(texts(half)), len(required), sum(1 for one in required if one["quotes"])]
    counts += [sum(1 for one in required for part in one[role] if not part.get("optional")) for role in ROLES]
    counts.append(sum(1 for _, statement in annotated(half) if statement.get("optional")))
    assert f"| {half} | {' | '.join(map(str, counts))} |" in (FOLDER / "README.md").read_text("utf-8")
