"""The shipped folder: tokenizer, the network in ONNX, morphology by tag and word, the lemmatizer's tables."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path

import export
import numpy as np
import onnx
import spacy
from corpus import read
from model import load
from spacy.language import Language
from spacy.tokens import Doc

from kg.language.transformer.network import Labels, Network


def morphology(docs: list[Doc], *, least: int = 3) -> dict[str, str]:
    """Features that go with "TAG POS" in most cases, and with "TAG POS word" where a word has others."""
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    words: dict[str, Counter[str]] = defaultdict(Counter)
    for doc in docs:
        for token in doc:
            kinds[f"{token.tag_} {token.pos_}"][str(token.morph)] += 1
            words[f"{token.tag_} {token.pos_} {token.lower_}"][str(token.morph)] += 1
    found = {kind: best(counts) for kind, counts in kinds.items()}
    for key, counts in words.items():
        kind = " ".join(key.split(" ")[:2])
        if sum(counts.values()) >= least and best(counts) != found[kind]:
            found[key] = best(counts)
    return dict(sorted(found.items()))


def best(counts: Counter[str]) -> str:
    return min(counts, key=lambda morph: (-counts[morph], morph))


def assemble(trained: Path, corpora: Path, base: Path) -> Language:
    """`base`: a pipeline whose lemmatizer is taken."""
    network, pieces = load(trained)
    network.eval()
    graph = export.export(network)
    onnx.checker.check_model(graph, full_check=False)
    nlp = spacy.blank("en")
    treebank = read(corpora / "syntax" / "ud_train.spacy", spacy.blank("en").vocab)
    labels = Labels(*(tuple(kind) for kind in network.labels), morphology=morphology(treebank))
    weights = np.ascontiguousarray(export.relations(network))
    nlp.add_pipe("kg_transformer").load(Network(graph.SerializeToString(), weights, labels, pieces))
    nlp.add_pipe("lemmatizer", source=spacy.load(base))
    return nlp
