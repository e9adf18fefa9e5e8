"""Rows to train on, from the treebanks, the machine-labelled text, the names corpora and the annotated news.

Names and weapons are mended as for the fast pipeline (`training/common/prepare.py`); machine-labelled pieces keep both
their trees and their names, so that one pass over them teaches both.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import names as naming
import prepare
import spacy
import torch
import trees
from corpus import Heldout, read
from model import Labels
from pyoxigraph import NamedNode, RdfFormat, Store
from spacy.tokens import Doc

from kg.language.transformer.words import Batch, Vocabulary, batch

OPEN = -100  # what no loss is taken of
LONGEST = 140  # words of a row


@dataclass(slots=True)
class Row:
    """Words and numbers of labels; `heads` are words of the row, from 1, 0 for a root; OPEN where nothing is known."""

    words: list[str]
    tags: list[int] | None = None
    pos: list[int] | None = None
    heads: list[int] | None = None
    relations: list[int] | None = None
    starts: list[int] | None = None
    names: list[int] | None = None


class Reader:
    def __init__(self, labels: Labels) -> None:
        self.tags, self.pos, self.relations, self.names = (
            {label: i for i, label in enumerate(kind)} for kind in labels
        )

    def row(self, doc: Doc, *, tree: bool, starts: bool = False, names: Doc | None = None) -> Row:
        row = Row([t.text for t in doc])
        if tree:
            row.tags = [self.tags.get(t.tag_, OPEN) for t in doc]
            row.pos = [self.pos.get(t.pos_, OPEN) for t in doc]
            row.heads = [0 if t.head.i == t.i else t.head.i + 1 for t in doc]
            row.relations = [self.relations.get(t.dep_, OPEN) for t in doc]
        if starts:
            row.starts = [int(bool(t.is_sent_start)) for t in doc]
        if names is not None:
            row.names = [OPEN if t.ent_iob == 0 else 0 for t in names]
            for ent in names.ents:
                last = ent.end - 1
                for i in range(ent.start, ent.end):
                    place = "U" if len(ent) == 1 else "B" if i == ent.start else "L" if i == last else "I"
                    row.names[i] = self.names[f"{place}-{ent.label_}"]
        return row


def cut(row: Row, begin: int, end: int) -> Row:
    part = Row(row.words[begin:end])
    for name in ("tags", "pos", "relations", "starts", "names"):
        values = getattr(row, name)
        setattr(part, name, values[begin:end] if values is not None else None)
    if row.heads is not None:
        part.heads = [h - begin if h else 0 for h in row.heads[begin:end]]
    return part


def grouped(row: Row, rng: random.Random) -> Iterator[Row]:
    """A treebank document in pieces of whole sentences: often one, else as many as a paragraph might have."""
    begins = [i for i, start in enumerate(row.starts) if start or i == 0] + [len(row.words)]
    sentence = 0
    while sentence < len(begins) - 1:
        most = 1 if rng.random() < 0.25 else rng.randint(2, 8)
        end = sentence + 1
        while end < len(begins) - 1 and end - sentence < most and begins[end + 1] - begins[sentence] <= 110:
            end += 1
        if begins[end] - begins[sentence] <= LONGEST:
            yield cut(row, begins[sentence], begins[end])
        sentence = end


def shorter(row: Row) -> Iterator[Row]:
    """A row of names in pieces that cut no name."""
    begin = 0
    while len(row.words) - begin > LONGEST:
        end = begin + LONGEST
        while end > begin + 1 and row.names[end] != 0:
            end -= 1
        yield cut(row, begin, end)
        begin = end
    yield cut(row, begin, len(row.words))


def headline(row: Row, rng: random.Random) -> Row:
    """Now and then the last full stop is left out, as a headline does."""
    last = len(row.words)
    if row.words[-1] != "." or row.heads is None or last < 4 or last in row.heads or rng.random() > 0.06:
        return row
    return cut(row, 0, last - 1)


def collect(
    corpora: Path, gold: Path, test: Path, labels: Labels, *, silver_tokens: int, seed: int
) -> dict[str, list[Row]]:
    """Rows by kind: `treebank`, `silver` (trees and names), `names`, `news`; and `dev`, `dev_names`."""
    rng = random.Random(seed)
    nlp = spacy.blank("en")
    read_row = Reader(labels).row
    heldout = Heldout(gold)
    treebank, _ = heldout.without(read(corpora / "syntax" / "ud_train.spacy", nlp.vocab))
    merged = prepare.gold_names(corpora, nlp, heldout)
    news, _ = heldout.without(naming.annotated(nlp, gold))
    machine = prepare.silver_docs(corpora, gold, nlp.vocab, test)
    agreed = naming.dictionary([*merged, *news, *machine])
    merged = [prepare.doubted(nlp, doc, agreed) for doc in merged]
    chosen = trees.sure(machine, confidence=0.90, tokens=silver_tokens, rng=rng)
    armoury = naming.Armoury(nlp, naming.weapon_names(gold))
    named = naming.silver(nlp, chosen, agreed, armoury)
    rows = {
        "treebank": [read_row(doc, tree=True, starts=True) for doc in treebank],
        "silver": [
            row
            for doc, names in zip(chosen, named, strict=True)
            for row in shorter_trees(read_row(doc, tree=True, starts=True, names=names))
        ],
        "names": [row for doc in merged if len(doc) for row in shorter(read_row(doc, tree=False, names=doc))],
        "news": [row for doc in news for row in shorter(read_row(doc, tree=False, names=doc))],
        "dev": [read_row(doc, tree=True, starts=True) for doc in read(corpora / "syntax" / "ud_dev.spacy", nlp.vocab)],
        "dev_names": [
            row
            for doc in read(corpora / "ner" / "nerH_dev.spacy", nlp.vocab)
            if len(doc)
            for row in shorter(read_row(doc, tree=False, names=doc))
        ],
    }
    for row in rows["silver"]:
        row.starts = None  # its sentence ends are a weaker pipeline's
    for name, kind in rows.items():
        print(f"{name}: {len(kind)} rows, {sum(len(r.words) for r in kind)} words")
    return rows


def shorter_trees(row: Row) -> Iterator[Row]:
    """A machine-labelled piece as rows of whole sentences."""
    begins = [i for i, start in enumerate(row.starts) if start or i == 0] + [len(row.words)]
    first = 0
    for place in range(1, len(begins)):
        if place == len(begins) - 1 or begins[place + 1] - begins[first] > 110:
            if begins[place] - begins[first] <= LONGEST:
                yield cut(row, begins[first], begins[place])
            first = place


class People:
    """Names of people, to stand in for others: what a name is shows in its sentence, not in the name alone."""

    def __init__(self, rows: Iterable[Row], labels: Labels, gazetteer: Path) -> None:
        self._begin, self._inside, self._end, self._single = (labels.names.index(f"{p}-PERSON") for p in "BILU")
        known = {tuple(row.words[a:z]) for row in rows for a, z in self._spans(row)}
        store = Store()
        store.bulk_load(path=str(gazetteer), format=RdfFormat.TURTLE)
        for predicate in ("http://www.w3.org/2000/01/rdf-schema#label", "http://www.w3.org/2004/02/skos/core#altLabel"):
            for quad in store.quads_for_pattern(None, NamedNode(predicate), None):
                known.add(tuple(quad.object.value.split()))
        plain = {words for words in known if all(w[:1].isupper() and w.isalpha() for w in words)}
        self._by_length: dict[int, list[tuple[str, ...]]] = {}
        for words in sorted(plain):
            if len(words) > 1:
                self._by_length.setdefault(len(words), []).append(words)
        self._by_length[1] = sorted({(words[-1],) for words in plain if len(words[-1]) > 2})

    def _spans(self, row: Row) -> Iterator[tuple[int, int]]:
        begin = 0
        for i, label in enumerate(row.names or ()):
            if label in (self._begin, self._single):
                begin = i
            if label in (self._end, self._single):
                yield begin, i + 1

    def renamed(self, row: Row, rng: random.Random) -> Row:
        """Every other name of a person replaced by another of as many words; the tree stays."""
        spans = [span for span in self._spans(row) if rng.random() < 0.5]
        if not spans:
            return row
        words = list(row.words)
        for a, z in spans:
            if z - a in self._by_length:
                words[a:z] = rng.choice(self._by_length[z - a])
        return replace(row, words=words)


def batches(rows: Iterable[Row], vocabulary: Vocabulary, pieces: int, rng: random.Random) -> list[list[Row]]:
    """Rows of about one length together, at most `pieces` word pieces a batch, padding counted; in random order."""
    sized = [(2 + sum(len(vocabulary.word(w).pieces) for w in row.words), row) for row in rows]
    sized.sort(key=lambda pair: pair[0] + rng.random() * 6)
    found: list[list[Row]] = [[]]
    for size, row in sized:
        if found[-1] and size * (len(found[-1]) + 1) > pieces:
            found.append([])
        found[-1].append(row)
    rng.shuffle(found)
    return found


def batched(rows: Sequence[Row], vocabulary: Vocabulary) -> Batch:
    words = [[vocabulary.word(w) for w in row.words] for row in rows]
    return batch(vocabulary, words, 2 + max(sum(len(w.pieces) for w in row) for row in words))


def column(rows: Sequence[Row], name: str) -> torch.Tensor:
    """One value for each word of each row, roots OPEN."""
    values: list[int] = []
    for row in rows:
        found = getattr(row, name)
        values += [OPEN, *(found if found is not None else [OPEN] * len(row.words))]
    return torch.tensor(values)
