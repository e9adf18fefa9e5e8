"""News paragraphs with the trees of another pipeline, for a smaller one to learn from."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path

import spacy
from corpus import Heldout, NewsTest
from spacy.pipeline._parser_internals.nonproj import is_nonproj_tree
from spacy.tokens import Doc

NEWS = ("kremlin", "whitehouse", "state")
SHORTEST, LONGEST = 6, 250  # tokens of a paragraph that is taken
SPARE = 1.2  # so many more tokens are labelled than wanted, since some are held out


def paragraphs(corpora: Path, rng: random.Random) -> list[tuple[str, str]]:
    """(text, id of its document), each once, in random order."""
    found: dict[str, str] = {}
    for name in NEWS:
        with gzip.open(corpora / "text" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for record in map(json.loads, lines):
                for line in record["text"].split("\n"):
                    text = " ".join(line.split())
                    if len(text) > 30:
                        found.setdefault(text, record["id"])
    shuffled = list(found.items())
    rng.shuffle(shuffled)
    return shuffled


def trees(corpora: Path, gold: Path, test: Path, labeller: Path, *, tokens: int, rng: random.Random) -> list[Doc]:
    """Paragraphs of news, whole, with tags, trees and sentence starts, but neither names nor morphology.

    Whole, so that sentence ends are learned from text as it comes. None shares a sentence with the dev or seed
    documents or the news test.
    """
    nlp = spacy.load(labeller, exclude=["lemmatizer"])
    docs: list[Doc] = []
    size = 0
    for doc, source in nlp.pipe(paragraphs(corpora, rng), as_tuples=True, batch_size=128):
        if size >= SPARE * tokens:
            break
        if not SHORTEST <= len(doc) <= LONGEST or is_nonproj_tree([t.head.i for t in doc]):
            continue
        bare = Doc(
            nlp.vocab,
            words=[t.text for t in doc],
            spaces=[bool(t.whitespace_) for t in doc],
            tags=[t.tag_ for t in doc],
            pos=[t.pos_ for t in doc],
            heads=[t.head.i for t in doc],
            deps=[t.dep_ for t in doc],
            sent_starts=[bool(t.is_sent_start) for t in doc],
        )
        bare.user_data["id"] = source
        docs.append(bare)
        size += len(bare)
    docs, dropped = Heldout(gold).without(docs)
    kept = NewsTest(test).without(docs)
    print(
        f"labelled: {len(kept)} paragraphs; {dropped} met the dev or seed documents, "
        f"{len(docs) - len(kept)} the news test"
    )
    chosen: list[Doc] = []
    size = 0
    for doc in kept:
        if size >= tokens:
            break
        chosen.append(doc)
        size += len(doc)
    return chosen
