"""Trees in ClearNLP's scheme become those of Universal Dependencies, and no word is touched."""

from __future__ import annotations

import json

import pytest
import trees
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from kg import resources
from kg.language import clearnlp, labels

# The labels of the parser of en_core_web_sm, _md, _lg and _trf.
CLEARNLP = (
    "ROOT", "acl", "acomp", "advcl", "advmod", "agent", "amod", "appos", "attr", "aux", "auxpass", "case", "cc",
    "ccomp", "compound", "conj", "csubj", "csubjpass", "dative", "dep", "det", "dobj", "expl", "intj", "mark",
    "meta", "neg", "nmod", "npadvmod", "nsubj", "nsubjpass", "nummod", "oprd", "parataxis", "pcomp", "pobj",
    "poss", "preconj", "predet", "prep", "prt", "punct", "quantmod", "relcl", "xcomp",
)  # fmt: skip


def drawn(doc: Doc) -> list[tuple[str, str, str]]:
    """Each word with its relation and its head; where punctuation hangs, nothing reads."""
    return [(t.text, t.dep_, f"{t.head.i} {t.head}") for t in doc if t.dep_ != "punct"]


@pytest.mark.parametrize("sentence", trees.ALL)
def test_a_tree_of_clearnlp_becomes_the_one_of_universal_dependencies(sentence: str) -> None:
    assert drawn(clearnlp.turn(trees.written(sentence, "clearnlp"))) == drawn(trees.written(sentence, "ud"))


def test_sentences_begin_where_the_parser_began_them() -> None:
    parts = [
        trees.written(s, "clearnlp") for s in ("Chad was in talks with Niger on Monday", "Mali , Chad and Niger met")
    ]
    doc = clearnlp.turn(Doc.from_docs(parts))
    assert [t.text for s in doc.sents for t in s if t.dep_ == "ROOT"] == ["talks", "met"]
    assert [s.text for s in doc.sents] == ["Chad was in talks with Niger on Monday", "Mali , Chad and Niger met"]


@st.composite
def any_tree(draw: st.DrawFn) -> Doc:
    """A sentence with any tree and any labels: parsers err, and what they give need not make sense."""
    words = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=12))
    order = draw(st.permutations(range(len(words))))
    heads = [0] * len(words)
    for place, i in enumerate(order):
        heads[i] = order[draw(st.integers(0, place - 1))] if place else i
    deps = ["ROOT" if heads[i] == i else draw(st.sampled_from(CLEARNLP[1:])) for i in range(len(words))]
    return Doc(
        trees.written("Chad shot down drones", "ud").vocab,
        words=[word for word, _, _ in words],
        tags=[tag for _, tag, _ in words],
        pos=[pos for _, _, pos in words],
        heads=heads,
        deps=deps,
    )


WORDS = [
    ("is", "VBZ", "AUX"), ("in", "IN", "ADP"), ("of", "IN", "ADP"), ("because", "IN", "SCONJ"), ("to", "TO", "PART"),
    ("as", "IN", "ADP"), ("well", "RB", "ADV"), ("there", "EX", "PRON"), ("it", "PRP", "PRON"), ("and", "CC", "CCONJ"),
    ("helped", "VBD", "VERB"), ("bomb", "VB", "VERB"), ("bombing", "VBG", "VERB"), ("Chad", "NNP", "PROPN"),
    ("open", "JJ", "ADJ"), (",", ",", "PUNCT"),
]  # fmt: skip


@given(any_tree())
def test_whatever_the_tree_one_comes_out(doc: Doc) -> None:
    before = [t.is_sent_start for t in doc]
    turned = clearnlp.turn(doc)
    assert [t.is_sent_start for t in turned] == before
    assert [t.dep_ for t in turned].count("ROOT") == 1
    assert {t.dep_ for t in turned} <= READ
    for token in turned:
        steps = 0
        while token.head != token:
            token, steps = token.head, steps + 1
            assert steps <= len(turned)
        assert token.dep_ == "ROOT"


def _read() -> set[str]:
    """The labels of the parser that extraction was made with."""
    folder = resources.pipeline_folder("fast")
    assert folder
    meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    return {*meta["labels"]["parser"], "punct", "csubj:pass", "csubj:outer"}


READ = _read()


@pytest.mark.parametrize("label", CLEARNLP)
def test_every_label_of_clearnlp_is_read_as_one_that_extraction_knows(label: str) -> None:
    assert labels.universal(label) in READ


@pytest.mark.parametrize(("label", "universal"), [
    ("obj", "obj"), ("dobj", "obj"), ("nsubjpass", "nsubj:pass"), ("nsubj:pass", "nsubj:pass"), ("root", "ROOT"),
    ("obl:tmod", "obl:unmarked"), ("nmod:npmod", "nmod:unmarked"), ("obl:arg", "obl"), ("flat:name", "flat"),
    ("name", "flat"), ("mwe", "fixed"), ("neg", "advmod"), ("advmod:emph", "advmod"), ("acl:relcl", "acl:relcl"),
])  # fmt: skip
def test_labels_of_treebanks_that_differ(label: str, universal: str) -> None:
    assert labels.universal(label) == universal


@pytest.mark.parametrize(("found", "scheme"), [
    (CLEARNLP, labels.CLEARNLP),
    (READ, labels.UNIVERSAL),
    (("root", "nsubj", "dobj", "case", "nmod"), labels.UNIVERSAL),
    (("SB", "OA", "MO", "NK"), None),
    ((), None),
])  # fmt: skip
def test_the_scheme_is_told_by_the_labels(found: list[str], scheme: str | None) -> None:
    assert labels.scheme(found) == scheme
