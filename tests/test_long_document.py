"""A document of any length is read in pieces, and each fact keeps its place."""

from __future__ import annotations

import weakref
from collections.abc import Iterator

import pytest
import spacy
import told
from spacy.language import Language
from spacy.tokens import Doc

from kg import Document, builder, language

DAY = "2022-01-27"
NEWS = (
    "WASHINGTON – President Joe Biden spoke by phone on Thursday with President Volodymyr Zelensky of Ukraine.\n\n"
    'The Secretary of State said that "{n} ships" had left Odesa. Germany will supply 12 howitzers to Ukraine, he said.'
    "\n\nBoeing, Airbus, Lockheed Martin, Saab, and Acme Federal signed a letter 👍 to the Ministry of Defence.\n\n"
)


@pytest.fixture(scope="module")
def plan() -> builder.Plan:
    return builder.prepare(builder.Options(pipeline="fast"))


def facts(text: str, plan: builder.Plan) -> builder.Facts:
    (built,) = builder.documents([Document(text, "long", DAY)], plan)
    assert isinstance(built, builder.Built)
    assert built.facts is not None
    return built.facts


@pytest.mark.parametrize("between", ["\n\n", " "])
def test_a_long_document_tells_in_each_place_what_a_short_one_tells(plan: builder.Plan, between: str) -> None:
    passage = between.join(NEWS.format(n=7).split("\n\n")).strip() + between
    count = 60
    short, long = facts(passage * 2, plan), facts(passage * count, plan)
    # What its own beginning tells may differ; the last passage stands as far from it as the second.
    offset = (count - 2) * len(passage)
    named = {(m.span.begin, m.span.end) for m in short.mentions if m.span.begin >= len(passage)}
    again = {
        (m.span.begin - offset, m.span.end - offset) for m in long.mentions if m.span.begin >= offset + len(passage)
    }
    assert len(named) > 8
    assert again == named
    text = passage * count
    (zelensky,) = [entity.iri for entity in long.entities if "Zelensky" in entity.label]
    told_of = [text[m.span.begin : m.span.end] for m in long.mentions if m.thing == zelensky]
    assert told_of.count("Volodymyr Zelensky") == count


def test_of_a_long_document_some_pieces_at_a_time_are_in_memory() -> None:
    nlp = spacy.blank("en")
    alive: weakref.WeakSet[Doc] = weakref.WeakSet()
    most = 0

    def watch(doc: Doc) -> Doc:
        nonlocal most
        alive.add(doc)
        most = max(most, len(alive))
        return doc

    Language.component("watch_pieces", func=watch)
    nlp.add_pipe("watch_pieces")
    text = "".join(f"The ship number {n} has left the port of Odesa today.\n\n" for n in range(3000))
    doc = language.parse(nlp, Document(text, "long"), told.lexicon())
    assert doc.text_with_ws == text
    assert 0 < most < 1000


def lines(number: int) -> Iterator[str]:
    return (f"Line {n} of the text." for n in range(number))


def test_offsets_are_those_of_the_text_whatever_stands_between_the_pieces() -> None:
    text = "👍 " + "\n \t\n".join(lines(2000)) + "\n\n"
    doc = language.parse(spacy.blank("en"), Document(text, "long"), told.lexicon())
    assert all(text[t.idx : t.idx + len(t)] == t.text for t in doc if not t.is_space)
    assert sum(t.text == "Line" for t in doc) == 2000
