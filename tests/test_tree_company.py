"""Who acts with whom, for whom work is done, and names that a parse hangs wrongly: out of trees written by hand."""

from __future__ import annotations

import pytest
import spacy
from spacy import tokens

from kg.extract import tree
from kg.extract.parsed import Doc, Token

_VOCAB = spacy.blank("en").vocab

# One token a word: form/tag/part of speech/head/relation in UD; heads are counted from 1, the root's is 0.
TOGETHER = (
    "Chad/NNP/PROPN/7/nsubj ,/,/PUNCT/5/punct together/RB/ADV/5/advmod with/IN/ADP/5/case Mali/NNP/PROPN/1/nmod"
    " ,/,/PUNCT/5/punct bombed/VBD/VERB/0/root Niger/NNP/PROPN/7/obj"
)
TOGETHER_ASIDE = (
    "Chad/NNP/PROPN/7/nsubj ,/,/PUNCT/5/punct together/RB/ADV/7/advmod with/IN/ADP/5/case Mali/NNP/PROPN/3/obl"
    " ,/,/PUNCT/5/punct bombed/VBD/VERB/0/root Niger/NNP/PROPN/7/obj"
)
JOINED = (
    "Lee/NNP/PROPN/6/nsubj joined/VBN/VERB/1/acl by/IN/ADP/4/case Kim/NNP/PROPN/2/obl:agent ,/,/PUNCT/6/punct"
    " called/VBD/VERB/0/root Ann/NNP/PROPN/6/obj"
)
PLAIN = "Lee/NNP/PROPN/2/nsubj spoke/VBD/VERB/0/root with/IN/ADP/4/case Kim/NNP/PROPN/2/obl"
WORK = (
    "They/PRP/PRON/2/nsubj discussed/VBD/VERB/0/root the/DT/DET/4/det work/NN/NOUN/2/obj by/IN/ADP/6/case"
    " Norway/NNP/PROPN/4/nmod to/TO/PART/8/mark deliver/VB/VERB/2/advcl aid/NN/NOUN/8/obj"
)
INVITED = (
    "Lee/NNP/PROPN/2/nsubj extended/VBD/VERB/0/root an/DT/DET/4/det invitation/NN/NOUN/2/obj to/IN/ADP/6/case"
    " Kim/NNP/PROPN/4/nmod to/TO/PART/8/mark visit/VB/VERB/2/advcl Chad/NNP/PROPN/8/obj"
)
CALLED = "Lee/NNP/PROPN/2/nsubj called/VBD/VERB/0/root Kim/NNP/PROPN/2/xcomp"
CALLED_NAMES = "Lee/NNP/PROPN/2/nsubj called/VBD/VERB/0/root Kim/NNP/PROPN/2/obj Judas/NNP/PROPN/2/xcomp"
FLAT = (
    "between/IN/ADP/2/case Ann/NNP/PROPN/0/root Marie/NNP/PROPN/2/flat Lee/NNP/PROPN/2/flat and/CC/CCONJ/6/cc"
    " Kim/NNP/PROPN/3/conj"
)
PURSUANT = "sanctions/NNS/NOUN/0/root pursuant/JJ/ADJ/1/amod to/IN/ADP/5/case the/DT/DET/5/det act/NN/NOUN/1/nmod"


def parsed(rows: str) -> Doc:
    words, tags, pos, heads, relations = zip(*(row.rsplit("/", 4) for row in rows.split()), strict=True)
    lemmas = [
        w if p == "PROPN" else {"called": "call", "joined": "join"}.get(w, w) for w, p in zip(words, pos, strict=True)
    ]
    above = [int(h) - 1 if int(h) else i for i, h in enumerate(heads)]
    labels = ["ROOT" if r == "root" else r for r in relations]
    doc = tokens.Doc(_VOCAB, words=words, tags=tags, pos=pos, heads=above, deps=labels, lemmas=lemmas)
    return Doc(doc)


def word(doc: Doc, form: str) -> Token:
    return next(t for t in doc if t.text == form)


def texts(tokens: list[Token]) -> list[str]:
    return [t.text for t in tokens]


@pytest.mark.parametrize(
    ("rows", "form", "expected"),
    [
        (TOGETHER, "Chad", ["Mali"]),
        (TOGETHER_ASIDE, "bombed", ["Mali"]),
        (JOINED, "Lee", ["Kim"]),
        (PLAIN, "spoke", []),
    ],
)
def test_who_acts_with_somebody(rows: str, form: str, expected: list[str]) -> None:
    assert texts(tree.company(word(parsed(rows), form), frozenset(("joined", "accompanied")))) == expected


@pytest.mark.parametrize(
    ("rows", "form", "noun", "doers"),
    [
        (WORK, "deliver", "work", ["Norway"]),
        (INVITED, "visit", "invitation", ["Kim"]),
    ],
)
def test_who_does_what_a_noun_is_for(rows: str, form: str, noun: str, doers: list[str]) -> None:
    verb = word(parsed(rows), form)
    found = tree.worked_on(verb)
    assert found is not None and found.text == noun
    assert texts(tree.subjects(verb)) == doers


def test_a_name_misread_as_a_predicate_is_the_object() -> None:
    assert texts(tree.objects(word(parsed(CALLED), "called"))) == ["Kim"]
    assert texts(tree.objects(word(parsed(CALLED_NAMES), "called"))) == ["Kim"]


def test_what_hangs_on_a_word_of_a_name_hangs_on_the_name() -> None:
    assert texts(tree.conjuncts(word(parsed(FLAT), "Ann"))) == ["Ann", "Kim"]


def test_two_words_may_make_another_preposition() -> None:
    assert [case for case, _ in tree.prepositional(parsed(PURSUANT)[0])] == ["pursuant to"]
