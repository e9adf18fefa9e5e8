"""The shipped folder: tokenizer, the network in ONNX, morphology by tag and word, the lemmatizer's tables."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path

import export
import lemmas
import numpy as np
import onnx
import spacy
from corpus import read
from model import load
from prepare import SILVER
from spacy.language import Language
from spacy.tokens import Doc

import kg.language.transformer.component  # noqa: F401  (makes the component known to spaCy)
from kg.language.transformer.network import Labels, Network


def morphology(docs: list[Doc], *, least: int = 3) -> dict[str, str]:
    """Features that most tokens of a "TAG POS" have, and of a "TAG POS word" where these are others."""
    kinds: dict[str, list[str]] = defaultdict(list)
    words: dict[str, list[str]] = defaultdict(list)
    for doc in docs:
        for token in doc:
            kinds[f"{token.tag_} {token.pos_}"].append(str(token.morph))
            words[f"{token.tag_} {token.pos_} {token.lower_}"].append(str(token.morph))
    found = {kind: shared(values) for kind, values in kinds.items()}
    for key, values in words.items():
        kind = " ".join(key.split(" ")[:2])
        if len(values) >= least and shared(values) != found[kind]:
            found[key] = shared(values)
    return dict(sorted(found.items()))


def pairs(docs: list[Doc], *, least: int = 3) -> tuple[str, ...]:
    """Each "TAG POS" that the treebanks have more than by mistake."""
    counts = Counter(f"{token.tag_} {token.pos_}" for doc in docs for token in doc)
    return tuple(sorted(pair for pair, count in counts.items() if count >= least))


def shared(values: list[str]) -> str:
    """Each feature that more than half have."""
    counts = Counter(feature for morph in values for feature in morph.split("|") if feature)
    return "|".join(sorted(feature for feature, count in counts.items() if 2 * count > len(values)))


def assemble(trained: Path, corpora: Path, base: Path) -> Language:
    """`base`: a pipeline whose lemmatizer is taken."""
    network, pieces = load(trained)
    network.eval()
    graphs = [export.export(network), export.letters(network)]
    for graph in graphs:
        onnx.checker.check_model(graph, full_check=False)
    nlp = spacy.blank("en")
    treebank = read(corpora / "syntax" / "ud_train.spacy", spacy.blank("en").vocab)
    kinds = (tuple(kind) for kind in network.labels)
    labels = Labels(*kinds, pairs=pairs(treebank), morphology=morphology(treebank))
    weights = np.ascontiguousarray(export.relations(network))
    nlp.add_pipe("kg_transformer").load(
        Network(*(graph.SerializeToString() for graph in graphs), weights, labels, pieces)
    )
    nlp.add_pipe("lemmatizer", source=spacy.load(base))
    silver = [doc for name in SILVER for doc in read(corpora / "silver" / f"{name}.spacy", nlp.vocab)]
    print(f"{lemmas.settle(nlp.get_pipe('lemmatizer'), [*treebank, *silver])} words left the lemmatizer's list")
    return nlp
