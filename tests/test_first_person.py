"""Whose *I* and *we* are, in statements, transcripts and quotations."""

from __future__ import annotations

import pytest
import told

from kg import extract, language, resolve
from kg.iri import document_iri
from kg.model import Document

_DATE = "2023-03-01"


def _events(text: str, title: str | None) -> list[str]:
    document, words = Document(text, "d", _DATE, title), told.lexicon()
    iri = document_iri(told.BASE, "d")
    doc = language.parse(told.pipeline(), document, words)
    names = extract.mentions(doc, words)
    entities = resolve.entities(names, words, document, base=told.BASE, iri=iri)
    read = extract.read(doc, document, words, names, entities)
    facts = resolve.facts(document, read.tellings, read.claims, entities, words, base=told.BASE, iri=iri)
    return [event for event in told.lines(facts) if not event.startswith("Statement")]


@pytest.mark.parametrize("title", ["Statement from President Joe Biden on Sudan", "President Biden’s Remarks on Sudan"])
def test_we_is_the_state_of_the_speaker_in_the_title(title: str) -> None:
    text = "The United States stands with its allies. We imposed sanctions on Sudan."
    assert _events(text, title) == ["Sanction Actual: imposer United States; sanctioned Sudan"]


def test_a_joint_title_names_no_one_speaker() -> None:
    text = "The United States and Poland agree. We imposed sanctions on Sudan."
    title = "Joint Statement by President Biden and Prime Minister Morawiecki"
    assert "Sanction Actual: sanctioned Sudan" in _events(text, title)


def test_without_a_speaker_we_is_nobody() -> None:
    text = "The United States stands with its allies. We imposed sanctions on Sudan."
    assert _events(text, "Sanctions on Sudan") == ["Sanction Actual: sanctioned Sudan"]


def test_a_byline_says_who_i_am() -> None:
    text = "Antony Blinken, Secretary of State\n\nI met Sergey Lavrov in Geneva."
    assert _events(text, None) == ["Meeting Actual: participant Antony Blinken, Sergei Lavrov; place Geneva"]


def test_a_line_of_attribution_says_who_we_are() -> None:
    text = (
        "The following is attributable to Spokesperson Ned Price:\n\n"
        "The United States is concerned. We imposed sanctions on Sudan."
    )
    assert _events(text, None) == ["Sanction Actual: imposer United States; sanctioned Sudan"]


def test_in_a_quotation_its_speaker_is_the_first_person() -> None:
    text = '"I met Vladimir Putin in Geneva on Monday," Joe Biden said.'
    assert _events(text, None) == ["Meeting Actual 2023-02-27: participant Joe Biden, Vladimir Putin; place Geneva"]


def test_a_quotation_in_a_statement_is_not_the_statements() -> None:
    text = 'The United States thanks France. "We imposed sanctions on Sudan," Emmanuel Macron said.'
    found = _events(text, "Statement by President Biden")
    assert found == ["Sanction Actual: attributedTo Emmanuel Macron; imposer France; sanctioned Sudan"]
