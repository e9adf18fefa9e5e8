"""The fast pipeline as kg runs it: every answer is spaCy's own, whatever it is batched with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example

from kg import language, resources
from kg.language.cnn import component, weights
from kg.language.cnn.component import Cnn
from kg.language.cnn.onnx import Graph

TEXTS = (
    "Russian forces attacked Kyiv on Monday, and President Volodymyr Zelenskyy called Donald J. Trump.",
    "Kyiv",
    "The 3rd Separate Assault Brigade of the Armed Forces of Ukraine",
    "  Odesa \n\n was hit .  ",
    "The White House said that the U.S. had sent HIMARS, Patriot and F-16s. It denied more. Who knows?",
    "\n",
    "Mr. Xi Jinping's visit to Saint Petersburg, which the Kremlin announced, was cancelled; no reason was given.",
    "x y z 12,000 \u2014 \u201cno,\u201d he said (again)",
)


@pytest.fixture(scope="module")
def plain() -> Language:
    folder = resources.pipeline_folder("fast")
    assert folder is not None
    return spacy.load(folder)


@pytest.fixture(scope="module")
def quick() -> Language:
    return language.load("fast")


def rows(doc: Doc) -> list[tuple[object, ...]]:
    return [
        (t.text, t.tag_, t.pos_, str(t.morph), t.lemma_, t.dep_, t.head.i, t.is_sent_start, t.ent_iob_, t.ent_type_)
        for t in doc
    ]


def test_one_component_stands_for_those_of_spacy(plain: Language, quick: Language) -> None:
    assert plain.pipe_names == ["tok2vec", "tagger", "morphologizer", "parser", "lemmatizer", "ner"]
    assert quick.pipe_names == [component.FACTORY, "lemmatizer"]


def test_its_answers_are_those_of_spacy(plain: Language, quick: Language) -> None:
    longer = [*TEXTS, " ".join(TEXTS) * 8, ""]
    for own, other in zip(quick.pipe(longer), plain.pipe(longer), strict=True):
        assert rows(own) == rows(other)
        assert [s.text for s in own.sents] == [s.text for s in other.sents]
    assert any(doc.ents for doc in quick.pipe(TEXTS))


def test_no_sentence_starts_and_no_name_goes_on_where_it_may_not(plain: Language, quick: Language) -> None:
    for start in (True, False):
        docs = [nlp.make_doc(TEXTS[0]) for nlp in (quick, plain)]
        for doc in docs:
            for token in list(doc)[1:]:
                token.is_sent_start = start if token.text in ("Zelenskyy", "and", "called") else None
        own, other = quick(docs[0]), plain(docs[1])
        assert rows(own) == rows(other)


def networks(nlp: Language, docs: list[Doc]) -> Iterator[np.ndarray]:
    made = nlp.get_pipe(component.FACTORY)
    assert isinstance(made, Cnn)
    for which in (0, 1):
        begins, found = made._computed(which, docs)
        for begin, doc in zip(begins, docs, strict=True):
            yield from (part[begin : begin + len(doc)] for part in found)


def test_numbers_are_the_same_to_the_last_bit_whatever_is_beside(
    quick: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    docs = [quick.make_doc(text) for text in TEXTS]
    for first in docs:
        alone = list(networks(quick, [first]))
        for together in (1, 20, 500, 100_000):
            monkeypatch.setattr(component, "_COMPUTED", together)
            beside = list(networks(quick, [first, *docs, *docs]))
            many = 1 + 2 * len(docs)
            for n, part in enumerate(alone):
                which, output = (0, n) if n < 3 else (1, 0)
                place = which * many * 3 + output
                assert np.array_equal(part, beside[place])


def test_more_words_than_are_kept_change_nothing(quick: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = [rows(doc) for doc in quick.pipe(TEXTS)]
    monkeypatch.setattr("kg.language.rows._MOST", 5)
    assert [rows(quick(text)) for text in TEXTS] == expected
    assert [rows(doc) for doc in quick.pipe(TEXTS)] == expected


SMALL = {"@architectures": "spacy.HashEmbedCNN.v2", "pretrained_vectors": None, "width": 8, "embed_size": 50}
SMALL |= {"maxout_pieces": 2, "subword_features": True}


def made(folder: Path, *, depth: int = 2, window: int = 1, beam: int = 1, last: str = "ner") -> Path:
    """A pipeline of random weights whose components are spaCy's own."""
    nlp = spacy.blank("en")
    vectors = {**SMALL, "depth": depth, "window_size": window}
    nlp.add_pipe("tok2vec", config={"model": vectors})
    listener = {"@architectures": "spacy.Tok2VecListener.v1", "width": 8}
    pieces = {"hidden_width": 8, "maxout_pieces": 2, "use_upper": True, "extra_state_tokens": False}
    for name, kind in (("tagger", "Tagger.v2"), ("morphologizer", "Tagger.v2")):
        nlp.add_pipe(name, config={"model": {"@architectures": f"spacy.{kind}", "tok2vec": listener}})
    for name, source in (("parser", listener), ("ner", vectors)):
        steps = {"@architectures": "spacy.TransitionBasedParser.v2", "state_type": name, "tok2vec": source, **pieces}
        config = {"model": steps} | ({"beam_width": beam} if name == "parser" and beam > 1 else {})
        nlp.add_pipe("beam_parser" if "beam_width" in config else name, name=name, config=config)
    if last != "ner":
        nlp.add_pipe(last)
    words = ["Chad", "attacked", "Kyiv", "and", "it", "fell"]
    gold = {
        "words": words, "tags": ["NNP", "VBD", "NNP", "CC", "PRP", "VBD"], "pos": ["PROPN", "VERB"] * 3,
        "morphs": ["Number=Sing", ""] * 3, "heads": [1, 1, 1, 5, 5, 1], "sent_starts": [1, 0, 0, 0, 0, 0],
        "deps": ["nsubj", "ROOT", "obj", "cc", "nsubj", "conj"], "entities": ["U-GPE", "O", "B-ORG", "L-ORG", "O", "O"],
    }  # fmt: skip
    nlp.initialize(lambda: [Example.from_dict(Doc(nlp.vocab, words), gold)])
    rng = np.random.default_rng(3)
    for pipe in (pipe for _, pipe in nlp.pipeline if hasattr(pipe, "model")):
        for node in pipe.model.walk():  # what begins as zeros would tell nothing
            for param in node.param_names:
                if node.has_param(param):
                    value = node.get_param(param)
                    node.set_param(param, rng.normal(size=value.shape).astype("f"))
    nlp.to_disk(folder)
    return folder


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_another_pipeline_of_spacys_own_layers_gets_its_answers(tmp_path: Path, depth: int) -> None:
    folder = made(tmp_path / "pipeline", depth=depth)
    plain, quick = spacy.load(folder), spacy.load(folder)
    component.replace(quick)
    assert quick.pipe_names == [component.FACTORY]
    texts = [*TEXTS, " ".join(TEXTS)]
    seen = set()
    for own, other in zip(quick.pipe(texts), plain.pipe(texts), strict=True):
        assert rows(own) == rows(other)
        seen |= {t.ent_type_ for t in own} | {t.dep_ for t in own}
    assert len(seen) > 2


@pytest.mark.parametrize("other", [{"window": 2}, {"beam": 3}, {"last": "sentencizer"}])
def test_what_is_not_known_is_left_to_spacy(tmp_path: Path, other: dict[str, Any]) -> None:
    nlp = spacy.load(made(tmp_path / "pipeline", **other))
    names = nlp.pipe_names
    component.replace(nlp)
    assert nlp.pipe_names == names


def test_a_model_of_other_layers_is_refused() -> None:
    with pytest.raises(weights.UnknownModelError):
        weights.encoder(spacy.blank("en").add_pipe("textcat").model)


def test_a_graph_computes_what_its_nodes_say() -> None:
    g = Graph()
    weight = np.arange(6, dtype=np.float32).reshape(3, 2)
    made = g.node("Relu", [g.node("MatMul", ["x", g.constant(weight)])[0]])[0]
    best = g.node("ArgMax", [made], axis=1, keepdims=0)[0]
    x = np.array([[1, 0, -1], [0.5, 2, 300]], np.float32)
    found, place = g.session({"x": 3}, {"y": made, "best": best}).run(None, {"x": x})
    assert np.array_equal(found, np.maximum(x @ weight, 0))
    assert place.tolist() == found.argmax(1).tolist()
