"""Corpora and annotated news -> the files that the two trainings read (`names.spacy`, `syntax.spacy`)."""

from __future__ import annotations

import random
from pathlib import Path

import labelled
import names
import spacy
import trees
from corpus import Heldout, NewsTest, read, write
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

SILVER = ("kremlin", "whitehouse", "state")
TWEETS = ("ner_btc", "ner_wnut17")


def size(docs: list[Doc]) -> int:
    return sum(len(d) for d in docs)


def silver_docs(corpora: Path, gold: Path, vocab: Vocab, test: Path) -> list[Doc]:
    """The machine-labelled pieces without those that meet the gold we measure on or the news test."""
    docs = [doc for name in SILVER for doc in read(corpora / "silver" / f"{name}.spacy", vocab)]
    kept, dropped = Heldout(gold).without(docs)
    print(f"silver: {dropped} of {len(docs)} pieces met the dev or seed documents and are left out")
    apart = NewsTest(test).without(kept)
    print(f"silver: {len(kept) - len(apart)} pieces met the news test and are left out")
    return apart


def gold_names(corpora: Path, nlp: Language, heldout: Heldout) -> list[Doc]:
    """The merged gold names, without tweets."""
    tweets = {d.text[:60] for name in TWEETS for d in read(corpora / "ner" / f"{name}.spacy", nlp.vocab)}
    merged = [d for d in read(corpora / "ner" / "nerH_train.spacy", nlp.vocab) if d.text[:60] not in tweets]
    merged, dropped = heldout.without(merged)
    print(f"gold names: {len(merged)} docs, {size(merged)} tokens; {dropped} met the dev or seed documents")
    return merged


def doubted(nlp: Language, doc: Doc, agreed: dict[tuple[str, ...], str]) -> Doc:
    """A copy with titles out of names, and nothing taught where a known state counts as no name."""
    labels = names.Labels(names.bare(nlp, doc))
    names.strip_titles(labels)
    names.doubt(labels, agreed)
    return labels.store()


def prepare_names(
    corpora: Path, gold: Path, test: Path, out: Path, *, silver_tokens: int, news_weight: int, seed: int
) -> None:
    rng = random.Random(seed)
    nlp = spacy.blank("en")
    heldout = Heldout(gold)
    merged = gold_names(corpora, nlp, heldout)
    news, dropped = heldout.without(names.annotated(nlp, gold))
    print(f"annotated news: {len(news)} paragraphs, {size(news)} tokens; {dropped} met dev or seed documents")
    pieces = silver_docs(corpora, gold, nlp.vocab, test)
    agreed = names.dictionary([*merged, *news, *pieces])
    merged = [doubted(nlp, doc, agreed) for doc in merged]
    print(f"dictionary of {len(agreed)} names")
    armoury = names.Armoury(nlp, names.weapon_names(gold))
    machine = names.sample(names.silver(nlp, pieces, agreed, armoury), silver_tokens, rng)
    print(f"silver names taken: {len(machine)} pieces, {size(machine)} tokens")
    docs = [*merged, *machine, *(news * news_weight)]
    rng.shuffle(docs)
    write(out / "names.spacy", docs)
    write(out / "names_dev.spacy", read(corpora / "ner" / "nerH_dev.spacy", nlp.vocab))


def prepare_syntax(corpora: Path, gold: Path, test: Path, out: Path, labeller: Path, *, tokens: int, seed: int) -> None:
    """`labeller`: the folder of the pipeline whose trees are learned from, beside the treebanks."""
    rng = random.Random(seed)
    vocab = spacy.blank("en").vocab
    treebank, dropped = Heldout(gold).without(read(corpora / "syntax" / "ud_train.spacy", vocab))
    print(f"treebanks: {len(treebank)} docs, {size(treebank)} tokens; {dropped} met the dev or seed documents")
    chosen = labelled.trees(corpora, gold, test, labeller, tokens=tokens, rng=rng)
    features = trees.Features(treebank)
    machine = [trees.relabelled(vocab, doc, features) for doc in chosen]
    settled = sum(bool(t.pos_) for d in machine for t in d)
    print(f"labelled trees: {len(machine)} paragraphs, {size(machine)} tokens, {settled} with morphology")
    docs = [*treebank, *machine]
    rng.shuffle(docs)
    write(out / "syntax.spacy", docs)
    write(out / "syntax_dev.spacy", read(corpora / "syntax" / "ud_dev.spacy", vocab))
