"""Texts and what they tell, with the shipped pipeline and ontology. The tables are in files of their own."""

from __future__ import annotations

import certainty_table
import extract_table
import pytest
import statements_table
import told

TABLES = (extract_table, certainty_table, statements_table)
TABLE = {subject: rows for table in TABLES for subject, rows in table.TABLE.items()}
_REASONS = {text: cause for table in TABLES for cause, texts in table.GAPS.items() for text in texts}
ROWS = [
    pytest.param(
        subject,
        text,
        events,
        id=f"{subject}: {text}",
        marks=[pytest.mark.xfail(strict=True, reason=_REASONS[text])] if text in _REASONS else [],
    )
    for subject, rows in TABLE.items()
    for text, events in rows
]


@pytest.mark.parametrize(("subject", "text", "events"), ROWS)
def test_text_tells(subject: str, text: str, events: list[str]) -> None:
    found = told.events(text)
    if subject not in statements_table.TABLE:
        found = [event for event in found if not event.startswith("Statement")]
    assert found == events


def test_every_class_of_events_has_eight_rows() -> None:
    """A class that is added to the ontology is added to the table."""
    told_of = [event.split(" ", 1)[0] for rows in TABLE.values() for _, events in rows for event in events]
    classes = {iri.rsplit("#", 1)[1] for iri in told.lexicon().events}
    assert {cls for cls in classes if told_of.count(cls) < 8} == set()


def test_every_factuality_is_told() -> None:
    values = {event.split(" ")[1].rstrip(":") for rows in TABLE.values() for _, events in rows for event in events}
    assert values == {"Actual", "Planned", "Possible", "Negated", "Halted"}


def test_a_text_without_a_date_tells_no_relative_one() -> None:
    assert told.events("Israel attacked Iran on Thursday.", None) == ["Strike Actual: attacker Israel; target Iran"]
    assert told.events("Israel attacked Iran on June 13, 2025.", None) == [
        "Strike Actual 2025-06-13: attacker Israel; target Iran"
    ]


@pytest.mark.parametrize(
    ("date", "president"),
    [
        ("2022-03-01", "Joe Biden"),
        ("2025-07-01", "Donald Trump"),
    ],
)
def test_of_those_named_the_holder_of_the_office_at_the_documents_date_is_meant(date: str, president: str) -> None:
    text = "Joe Biden and Donald Trump are rivals. The U.S. president phoned Volodymyr Zelensky."
    people = ", ".join(sorted((president, "Volodymyr Zelensky")))
    assert told.events(text, date) == [f"Call Actual: participant {people}"]


@pytest.mark.parametrize(
    "text",
    [
        "Chad's economy grew by two percent in 2024.",
        "The heart attack killed the singer.",
        "Workers in Argentina went on hunger strike.",
        "A shark attacked a surfer.",
        "The committee will meet the target.",
        "The company called on investors for patience.",
        "Barcelona met expectations and signed a striker.",
        "Rain is expected across Norway.",
    ],
)
def test_a_text_that_tells_of_nothing(text: str) -> None:
    assert told.events(text) == []
