"""Training data for tags, morphology and trees: the UD treebanks, and what the teacher is sure of."""

from __future__ import annotations

import random
from collections import Counter, defaultdict

from corpus import normalised
from spacy.pipeline._parser_internals.nonproj import is_nonproj_tree
from spacy.tokens import Doc
from spacy.vocab import Vocab


class Features:
    """The morphology that goes with a word and its tag in the treebanks, where that is all but certain.

    The teacher gives no morphology; without this, the machine-labelled tokens would teach that there is none.
    """

    def __init__(self, docs: list[Doc], *, least: int = 5, share: float = 0.97) -> None:
        counts: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
        for doc in docs:
            for token in doc:
                counts[token.lower_, token.tag_, token.pos_][str(token.morph)] += 1
                counts[token.tag_, token.pos_][str(token.morph)] += 1
        self.known = {}
        for key, values in counts.items():
            morph, count = values.most_common(1)[0]
            if count >= least and count / sum(values.values()) >= share:
                self.known[key] = morph

    def of(self, word: str, tag: str, pos: str) -> str | None:
        found = self.known.get((word.lower(), tag, pos))
        return self.known.get((tag, pos)) if found is None else found


def relabelled(vocab: Vocab, doc: Doc, features: Features) -> Doc:
    """A copy with tags and tree; coarse tag and morphology only where the treebanks settle the latter."""
    copy = Doc(
        vocab,
        words=[t.text for t in doc],
        spaces=[bool(t.whitespace_) for t in doc],
        tags=[t.tag_ for t in doc],
        heads=[t.head.i for t in doc],
        deps=[t.dep_ for t in doc],
        sent_starts=[bool(t.is_sent_start) for t in doc],
    )
    for token, old in zip(copy, doc, strict=True):
        morph = features.of(old.text, old.tag_, old.pos_)
        if morph is not None:
            token.pos_ = old.pos_
            token.set_morph(morph)
    return copy


def sure(docs: list[Doc], *, confidence: float, tokens: int, rng: random.Random) -> list[Doc]:
    """Pieces whose every sentence has that mean arc probability, each once, projective, up to `tokens`."""
    seen: set[str] = set()
    out, size = [], 0
    docs = list(docs)
    rng.shuffle(docs)
    for doc in docs:
        if size >= tokens:
            break
        key = normalised(doc.text)
        if len(doc) < 6 or key in seen or min(doc.user_data["conf"]) < confidence:
            continue
        if is_nonproj_tree([t.head.i for t in doc]):
            continue
        seen.add(key)
        out.append(doc)
        size += len(doc)
    return out
