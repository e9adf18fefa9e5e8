"""Documents parsed together: each gets the Doc that it gets alone, and one that fails fails alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import spacy
import told
from spacy.lang.en.lemmatizer import EnglishLemmatizer
from spacy.language import Language
from spacy.tokens import Doc

from kg import language, resources
from kg.language import lemmas
from kg.language.lemmas import Lemmatizer
from kg.model import Document

TEXTS = (
    "TARTU (AP) — Envoys of Chad met the Prime Minister on Monday.\n\nThey did not sign the agreement, he said.",
    "",
    "• Read more: Bo",
    'Gen. Ann Lee told reporters that "the ships have left Odesa." Ukraine\'s president denied it.\nBo Roe left.',
    " \n ",
    "A Russian drone struck Kharkiv overnight, killing two people; Donald Trump called Vladimir Putin on July 3.",
    "Headline without a mark\n- an item of a list\n- another one that says that troops crossed the border",
)
DOCUMENTS = [Document(text, f"d{n}") for n, text in enumerate(TEXTS * 6)]


def rows(doc: Doc) -> list[tuple[object, ...]]:
    return [
        (t.text, t.idx, t.tag_, str(t.morph), t.lemma_, t.dep_, t.head.i, t.is_sent_start, t.ent_iob_, t.ent_type_)
        for t in doc
    ]


@pytest.fixture(scope="module", params=resources.pipelines())
def nlp(request: pytest.FixtureRequest) -> Language:
    return language.load(request.param)


def test_together_each_document_is_parsed_as_it_is_alone(nlp: Language) -> None:
    together = list(language.parse_all(nlp, DOCUMENTS, told.lexicon()))
    assert len(together) == len(DOCUMENTS)
    for document, doc in zip(DOCUMENTS, together, strict=True):
        assert isinstance(doc, Doc)
        assert rows(doc) == rows(language.parse(nlp, document, told.lexicon()))


def test_documents_are_read_as_they_are_needed(nlp: Language) -> None:
    read = 0

    def stream() -> Iterator[Document]:
        nonlocal read
        for n in range(10_000):
            read += 1
            yield Document(TEXTS[3] * 20, f"d{n}")

    assert isinstance(next(language.parse_all(nlp, stream(), told.lexicon())), Doc)
    assert read < 100


def test_a_document_that_fails_costs_no_other() -> None:
    nlp = spacy.blank("en")

    def fails(doc: Doc) -> Doc:
        if "Odesa" in doc.text:
            raise RuntimeError("on Odesa")
        for token in doc:
            token.lemma_ = token.text
        return doc

    Language.component("fails_on_odesa", func=fails)
    nlp.add_pipe("fails_on_odesa")
    for document, doc in zip(DOCUMENTS, language.parse_all(nlp, DOCUMENTS, told.lexicon()), strict=True):
        if "Odesa" in document.text:
            assert isinstance(doc, RuntimeError)
        else:
            assert isinstance(doc, Doc)
            assert all(t.lemma_ for t in doc if t.dep_ and not t.is_space)


def test_no_documents_are_no_docs() -> None:
    assert list(language.parse_all(spacy.blank("en"), [], told.lexicon())) == []


@pytest.mark.parametrize("name", resources.pipelines())
def test_lemmas_are_those_of_spacy(name: str) -> None:
    folder = resources.pipeline_folder(name)
    assert folder is not None
    plain, quick = spacy.load(folder), language.load(name)
    assert type(plain.get_pipe("lemmatizer")) is EnglishLemmatizer
    assert type(quick.get_pipe("lemmatizer")) is Lemmatizer
    for text in TEXTS * 2:
        assert [t.lemma_ for t in quick(text)] == [t.lemma_ for t in plain(text)]


def test_lemmas_that_are_remembered_outlive_words_that_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lemmas, "_MOST", 3)
    nlp = language.load(resources.pipelines()[0])
    for _ in range(2):
        with nlp.memory_zone():
            assert [t.lemma_ for t in nlp("Envoys quarrelled about Zabulistan.")][:2] == ["envoy", "quarrel"]
