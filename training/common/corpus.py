"""Reading and writing the training corpora, and keeping what we measure on out of them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab

LONG = 30  # characters of a normalised sentence that is no mere formula


def read(path: Path, vocab: Vocab) -> list[Doc]:
    return list(DocBin().from_disk(path).get_docs(vocab))


def write(path: Path, docs: Iterable[Doc]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    DocBin(docs=docs).to_disk(path)


def records(path: Path) -> Iterator[dict]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield json.loads(line)


def normalised(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", text.lower()))


class Heldout:
    """The documents of the dev and seed gold, whose sentences must not be trained on."""

    def __init__(self, gold: Path) -> None:
        texts = [rec["text"] for name in ("dev", "seed") for rec in records(gold / f"{name}.docs.jsonl")]
        sentences = {normalised(s) for text in texts for s in re.split(r"(?<=[.!?:])\s+|\n+", text)}
        self.long = sorted(s for s in sentences if len(s) >= LONG)
        self.short = {s for s in sentences if s}
        self.text = "\n".join(f" {normalised(text)} " for text in texts)

    def meets(self, doc: Doc) -> bool:
        """Whether any sentence of `doc` stands in a held-out document, or the other way round."""
        whole = f" {normalised(doc.text)} "
        if any(s in whole for s in self.long):
            return True
        spans = doc.sents if doc.has_annotation("SENT_START") else [doc[:]]
        for span in spans:
            sentence = normalised(span.text)
            if sentence in self.short or (len(sentence) >= LONG and f" {sentence} " in self.text):
                return True
        return False

    def without(self, docs: list[Doc]) -> tuple[list[Doc], int]:
        """`docs` that share nothing; of a source document that shares two pieces or more, no piece stays."""
        met = [self.meets(doc) for doc in docs]
        shared: dict[str, int] = {}
        for doc, hit in zip(docs, met, strict=True):
            if hit and len(normalised(doc.text)) >= LONG:
                source = doc.user_data.get("id", "")
                shared[source] = shared.get(source, 0) + 1
        kept = [
            doc
            for doc, hit in zip(docs, met, strict=True)
            if not hit and (not doc.user_data.get("id") or shared.get(doc.user_data["id"], 0) < 2)
        ]
        return kept, len(docs) - len(kept)


class NewsTest:
    """Sentences of the news test, which nobody trains on."""

    def __init__(self, path: Path) -> None:
        lines = path.read_text(encoding="utf-8").splitlines()
        self.sentences = [normalised(json.loads(line)["text"]) for line in lines if line.strip()]

    def without(self, docs: Sequence[Doc]) -> list[Doc]:
        held = set(self.sentences)
        text = "\n".join(self.sentences)
        kept = []
        for doc in docs:
            whole = normalised(doc.text)
            parts = {normalised(s.text) for s in doc.sents} if doc.has_annotation("SENT_START") else set()
            long = any(len(p) > 30 and p in text for p in (*parts, whole))
            if not long and not held.intersection(parts) and not any(s in whole for s in held):
                kept.append(doc)
        return kept
