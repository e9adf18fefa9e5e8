"""The component that runs the network: decoding against brute force, windows, batches, bytes, odd text."""

from __future__ import annotations

import itertools
import subprocess
import sys

import numpy as np
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from kg import resources
from kg.language import pipeline
from kg.language.transformer.component import WINDOW
from kg.language.transformer.decode import Names, tree
from kg.language.transformer.letters import Letters
from kg.language.transformer.network import _session
from kg.language.transformer.words import CHARACTERS, SHAPES, Vocabulary, characters, shape

NEWS = (
    "President Biden spoke by phone with Chancellor Scholz on Friday, the White House said.",
    "The drones hit a power station near Odesa. Nobody was hurt, officials said; repairs take “two or three days”.",
    "He left the room, and nobody knew why he had done so.",
    "Talks resume on Monday",
)


@pytest.fixture(scope="module")
def nlp():
    return pipeline.load("accurate")


def annotations(doc: Doc) -> list[tuple]:
    return [
        (t.text, t.tag_, t.pos_, str(t.morph), t.lemma_, t.head.i, t.dep_, t.is_sent_start, t.ent_type_, t.ent_iob_)
        for t in doc
    ]


# --- trees


def leads_to_root(heads: tuple[int, ...]) -> bool:
    for word in range(1, len(heads) + 1):
        for _ in heads:
            word = heads[word - 1] if word else 0
        if word:
            return False
    return True


def best_tree(scores: np.ndarray) -> float:
    many = len(scores) - 1
    totals = [
        sum(scores[i + 1, h] for i, h in enumerate(heads))
        for heads in itertools.product(range(many + 1), repeat=many)
        if heads.count(0) == 1 and all(h != i + 1 for i, h in enumerate(heads)) and leads_to_root(heads)
    ]
    return max(totals)


@settings(max_examples=150, deadline=None)
@given(st.integers(1, 4), st.integers(0, 2**32 - 1))
def test_the_tree_is_the_best_one_with_one_root(many: int, seed: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(many + 1, many + 1)) * 2
    heads = tree(scores.copy())
    assert heads.count(0) == 1 and leads_to_root(tuple(heads))
    assert sum(scores[i + 1, h] for i, h in enumerate(heads)) == pytest.approx(best_tree(scores))


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 40), st.integers(0, 2**32 - 1))
def test_any_scores_give_a_tree(many: int, seed: int) -> None:
    scores = np.random.default_rng(seed).integers(-2, 3, size=(many + 1, many + 1)).astype(np.float32)  # many ties
    heads = tree(scores)
    assert heads.count(0) == 1 and leads_to_root(tuple(heads))
    assert heads == tree(scores)


# --- names

BILOU = ("O", "B-X", "I-X", "L-X", "U-X", "B-Y", "I-Y", "L-Y", "U-Y")


def well_formed(tags: tuple[str, ...]) -> bool:
    inside = ""
    for tag in tags:
        place, kind = tag[0], tag[2:]
        if (inside and (place not in "IL" or kind != inside)) or (not inside and place in "IL"):
            return False
        inside = kind if place in "BI" else ""
    return not inside


@settings(max_examples=80, deadline=None)
@given(st.integers(1, 4), st.integers(0, 2**32 - 1))
def test_names_are_those_of_the_best_well_formed_tags(many: int, seed: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(many, len(BILOU)))
    choices = (c for c in itertools.product(range(len(BILOU)), repeat=many) if well_formed(tuple(BILOU[i] for i in c)))
    best = max(choices, key=lambda c: sum(scores[i, k] for i, k in enumerate(c)))
    spans = []
    for i, k in enumerate(best):
        if BILOU[k][0] in "UB":
            begin = i
        if BILOU[k][0] in "UL":
            spans.append((begin, i + 1, BILOU[k][2:]))
    assert Names(BILOU).spans(scores) == spans


# --- words


def test_words_are_cut_into_the_longest_pieces_known() -> None:
    vocabulary = Vocabulary(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "war", "##head", "##s", "-", "f", "16", "cafe"])

    def pieces(text: str) -> list[str]:
        return [vocabulary.pieces[i] for i in vocabulary.word(text).pieces]

    assert pieces("Warheads") == ["war", "##head", "##s"]
    assert pieces("F-16") == ["f", "-", "16"]
    assert pieces("Café") == ["cafe"]
    assert pieces("tank") == ["[UNK]"]
    assert pieces("\u200b") == ["[UNK]"]
    assert vocabulary.word("war") is vocabulary.word("war")


@given(st.text(min_size=1, max_size=50))
def test_shape_and_characters_stay_within_their_tables(text: str) -> None:
    assert 1 <= shape(text) < SHAPES
    assert len(characters(text)) == CHARACTERS


def test_capitals_make_different_shapes() -> None:
    assert (
        len({shape(w) for w in ("us", "US", "Us", "UNICEF", "McCain", "iPhone", "U.S.", "F-16", "1945", "1,5", "!")})
        == 11
    )


# --- the component


def test_the_shipped_folder_loads_where_only_spacy_is_imported() -> None:
    code = "import spacy, sys; nlp = spacy.load(sys.argv[1]); print([t.dep_ for t in nlp('Officials met.')][1])"
    folder = str(resources.pipeline_folder("kg_news"))
    found = subprocess.run([sys.executable, "-c", code, folder], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "ROOT"


def test_a_plain_sentence_is_understood(nlp) -> None:
    doc = nlp(NEWS[0])
    word = {t.text: t for t in doc}
    assert (word["Biden"].dep_, word["Biden"].head.text, word["Biden"].ent_type_) == ("nsubj", "spoke", "PERSON")
    assert (word["Scholz"].dep_, word["Scholz"].head.text) == ("obl", "spoke")
    assert (word["spoke"].tag_, word["spoke"].lemma_, word["spoke"].morph.get("Tense")) == ("VBD", "speak", ["Past"])


def test_what_a_text_is_batched_with_does_not_matter(nlp) -> None:
    alone = [annotations(nlp(text)) for text in NEWS]
    together = [annotations(doc) for doc in nlp.pipe([*NEWS, *reversed(NEWS)] * 9, batch_size=64)]
    assert together == (alone + alone[::-1]) * 9


def test_numbers_are_the_same_to_the_last_bit_whatever_is_beside(nlp) -> None:
    network = nlp.get_pipe("kg_transformer").network
    known = ([network.vocabulary.word(w) for w in text.split()] for text in NEWS[:2])
    first, second = ([word for word in words if len(word.pieces) == 1][:8] for words in known)
    alone = network.parse([first])[0].sentences([0, len(first)])[0].names
    for parse in network.parse([second, first] * 20)[1::2]:
        assert np.array_equal(parse.sentences([0, len(first)])[0].names, alone)


def test_a_word_alone_has_the_letters_that_it_has_among_others(nlp, monkeypatch) -> None:
    network = nlp.get_pipe("kg_transformer").network
    words = [network.vocabulary.word(w) for w in sorted({w for text in NEWS for w in text.split()})]

    def letters() -> Letters:
        return Letters(_session(network.letters))

    together = letters().of(words)
    alone = letters()
    monkeypatch.setattr("kg.language.rows._MOST", 5)  # so that words are forgotten on the way
    for place, word in enumerate(words, 1):
        found = alone.of([word])
        for name, rows in together.items():
            assert np.array_equal(found[name], rows[[0, place]])
    assert not any(rows[0].any() for rows in together.values())


def test_a_long_paragraph_goes_through_in_windows(nlp) -> None:
    text = " ".join(NEWS[i % 3] for i in range(60))
    doc = nlp(text)
    assert len(doc) > 4 * WINDOW
    assert doc.text == text
    starts = [s.start_char for s in doc.sents]
    wanted = [
        i
        for i in range(len(text))
        if any(text.startswith(head, i) for head in ("President", "The drones", "Nobody was", "He left"))
    ]
    assert len(set(starts) & set(wanted)) >= 0.9 * len(wanted)
    assert all(token.head.sent == token.sent for token in doc)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n",
        "\n\n Yes",
        "a",
        "!!!",
        "x" * 3000,
        "word " * 900,
        "one\n\ntwo\n",
        "\u200b\u200b",
        "🙂 🙂",
        "á" * 80,
    ],
)
def test_odd_text_gets_whole_trees(nlp, text: str) -> None:
    doc = nlp(text)
    assert doc.text == text
    for sentence in doc.sents:
        assert sum(t.head.i == t.i for t in sentence) == 1
    assert all(t.dep_ and t.tag_ for t in doc)


def test_a_line_break_ends_a_sentence(nlp) -> None:
    doc = nlp("Talks resume on Monday\nOfficials met in Geneva.")
    assert [s.text.strip() for s in doc.sents] == ["Talks resume on Monday", "Officials met in Geneva."]


def test_bytes_and_folders_give_the_same_component(nlp, tmp_path) -> None:
    text = NEWS[0]
    again = spacy.blank("en")
    again.add_pipe("kg_transformer").from_bytes(nlp.get_pipe("kg_transformer").to_bytes())
    third = spacy.blank("en")
    nlp.get_pipe("kg_transformer").to_disk(tmp_path / "network")
    third.add_pipe("kg_transformer").from_disk(tmp_path / "network")
    assert again(text).to_json() == third(text).to_json()
    assert [t.head.i for t in again(text)] == [t.head.i for t in nlp(text)]


def test_a_component_without_a_network_says_so() -> None:
    blank = spacy.blank("en")
    blank.add_pipe("kg_transformer")
    with pytest.raises(ValueError, match="no network"):
        blank("Officials met.")
