"""Pipelines of a user's own: what can be used is, what cannot is told in one line. Each is made here, untrained."""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest
import spacy
import told
from spacy.training import Example
from typer.testing import CliRunner

from kg import language, resources
from kg.cli import app
from kg.errors import PipelineError
from kg.model import Document

UNIVERSAL = ("nsubj", "obj", "obl", "case")
CLEARNLP = ("nsubj", "dobj", "prep", "pobj")
PENN = ("NN", "NNP", "VBD", "IN")
ALL = ("tags", "parser", "rest", "names")
SMALL = {
    "@architectures": "spacy.HashEmbedCNN.v2", "pretrained_vectors": None, "width": 8, "depth": 1,
    "embed_size": 50, "window_size": 1, "maxout_pieces": 2, "subword_features": False,
}  # fmt: skip

Made = Callable[..., Path]


@pytest.fixture
def made(tmp_path: Path) -> Made:
    """Writes a pipeline of random weights, and gives its folder."""

    def make(
        lang: str = "en",
        parts: tuple[str, ...] = ALL,
        parse: tuple[str, ...] = UNIVERSAL,
        tags: tuple[str, ...] = PENN,
        rest: tuple[str, ...] = ("POS", "LEMMA"),
        trained: bool = True,
        **meta: str,
    ) -> Path:
        nlp = spacy.blank(lang)
        for part, component, labels in (("tags", "tagger", tags), ("parser", "parser", parse)):
            if part in parts:
                made = nlp.add_pipe(component, config={"model": {"tok2vec": SMALL}})
                for label in labels:
                    made.add_label(label)
        if trained:
            gold = {"tags": [tags[0]] * 2, "heads": [1, 1], "deps": [parse[0], "ROOT"]}
            nlp.initialize(lambda: [Example.from_dict(nlp.make_doc("Chad attacked"), gold)])
        if "rest" in parts:
            nlp.add_pipe("attribute_ruler").add([[{}]], dict.fromkeys(rest, "NOUN"))
        if "names" in parts:
            # First, for it reads its patterns with what stands before it.
            nlp.add_pipe("entity_ruler", first=True).add_patterns([{"label": "GPE", "pattern": "Kyiv"}])
        folder = tmp_path / "pipeline"
        nlp.to_disk(folder)
        told_of = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        (folder / "meta.json").write_text(json.dumps(told_of | meta), encoding="utf-8")
        return folder

    return make


def refusal(name: str | Path) -> str:
    with pytest.raises(PipelineError) as error, warnings.catch_warnings():
        warnings.simplefilter("error")
        language.load(str(name))
    message = str(error.value)
    assert str(name) in message
    assert "\n" not in message
    return message


@pytest.mark.parametrize("labels", [UNIVERSAL, CLEARNLP])
def test_a_pipeline_of_either_scheme_gives_trees_of_universal_dependencies(made: Made, labels: tuple[str, ...]) -> None:
    nlp = language.load(str(made(parse=labels)))
    text = (
        "Russian forces attacked Kyiv on Monday, and Moscow said so in a statement of its ministry.\n\nKyiv denied it."
    )
    doc = language.parse(nlp, Document(text, "d"), told.lexicon())
    assert doc.text == text
    assert not {t.dep_ for t in doc} & {"dobj", "prep", "pobj"}


@pytest.mark.parametrize(("lacking", "message"), [
    (("tags", "rest", "names"), "gives no parse; kg needs one of: parser"),
    (("parser", "rest", "names"), "gives no fine-grained tags; kg needs one of: tagger"),
    (("tags", "parser", "rest"), "gives no named entities; kg needs one of: ner"),
])  # fmt: skip
def test_what_a_pipeline_lacks_is_told(made: Made, lacking: tuple[str, ...], message: str) -> None:
    assert message in refusal(made(parts=lacking))


@pytest.mark.parametrize(("rest", "message"), [
    (("POS",), "gives no lemmas; kg needs one of: lemmatizer, trainable_lemmatizer"),
    (("LEMMA",), "gives no parts of speech; kg needs one of: morphologizer, attribute_ruler"),
])  # fmt: skip
def test_what_a_pipeline_sets_is_seen_by_trying_it(made: Made, rest: tuple[str, ...], message: str) -> None:
    assert message in refusal(made(rest=rest))


def test_a_pipeline_of_another_language_is_refused(made: Made) -> None:
    assert "is for language 'de'; kg reads English (en)" in refusal(made(lang="de"))


def test_a_pipeline_that_was_never_trained_is_refused(made: Made) -> None:
    assert "cannot read a sentence" in refusal(made(trained=False))


def test_labels_of_no_known_scheme_are_refused(made: Made) -> None:
    message = refusal(made(parse=("SB", "OA", "MO", "NK")))
    assert "labels its parse in a scheme that kg does not know" in message
    assert "kg reads Universal Dependencies and ClearNLP (en_core_web_*)" in message


def test_tags_other_than_those_of_the_penn_treebank_are_refused(made: Made) -> None:
    message = refusal(made(tags=("NOUN", "VERB", "ADP")))
    assert "has tags that kg does not know (ADP, NOUN, VERB)" in message


def test_a_pipeline_for_another_version_of_spacy_is_read_with_a_warning(made: Made) -> None:
    folder = made(spacy_version=">=3.2.0,<3.3.0")
    with pytest.warns(UserWarning) as told_of:
        language.load(str(folder))
    (message,) = [str(one.message) for one in told_of]
    assert f"the pipeline '{folder}' was made for spaCy >=3.2.0,<3.3.0" in message
    assert "\n" not in message


@pytest.mark.filterwarnings("default::UserWarning:kg")
def test_on_the_command_line_a_warning_is_one_line(made: Made, tmp_path: Path) -> None:
    article = tmp_path / "article.txt"
    article.write_text("Russia attacked Kyiv.", encoding="utf-8")
    folder = made(spacy_version=">=3.2.0,<3.3.0")
    result = CliRunner().invoke(app, ["build", str(article), "--date", "2025-07-05", "--pipeline", str(folder), "-q"])
    assert result.exit_code == 0, result.stderr
    assert [line for line in result.stderr.splitlines() if not line.startswith("kg: warning: the pipeline ")] == []
    assert result.stderr.count("\n") == 1


def test_a_pipeline_with_a_component_that_is_not_installed_is_refused(made: Made) -> None:
    folder = made(spacy_version=">=2.1.0,<2.2.0")
    config = (folder / "config.cfg").read_text(encoding="utf-8")
    (folder / "config.cfg").write_text(config.replace('"entity_ruler"', '"neuralcoref"'), encoding="utf-8")
    message = refusal(folder)
    assert "cannot be loaded" in message
    assert "was made for another spaCy than" in message


def test_a_name_that_is_no_pipeline_is_told_with_those_that_ship() -> None:
    message = refusal("no_such_pipeline")
    assert "it is not installed" in message
    assert all(name in message for name in resources.pipelines())


def test_a_package_that_is_no_pipeline_is_refused() -> None:
    assert "cannot be loaded" in refusal("rdflib")


@pytest.mark.parametrize("missing", ["meta.json", "config.cfg"])
def test_a_folder_that_is_no_pipeline_is_refused(made: Made, missing: str) -> None:
    folder = made()
    (folder / missing).unlink()
    assert f"is not the folder of a language pipeline: there is no {missing} in it" in refusal(folder)


@pytest.mark.parametrize("spoilt", ["meta.json", "config.cfg", "parser/model", "tagger/cfg"])
def test_a_pipeline_with_a_spoilt_file_is_refused(made: Made, spoilt: str) -> None:
    folder = made()
    (folder / spoilt).write_bytes(b"\x00 {")
    assert "cannot be loaded" in refusal(folder)


def test_what_ships_has_names_that_stay() -> None:
    assert resources.pipeline_folder("fast") == resources.pipeline_folder("kg_news_fast") is not None
    assert resources.pipeline_folder("accurate") == resources.pipeline_folder("kg_news")
    assert language.load("fast").meta["name"] == "kg_news_fast"


def test_a_name_of_what_does_not_ship_yet_is_told_like_any_other(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path)
    assert "there is no language pipeline 'accurate'" in refusal("accurate")
