"""The spaCy component: tags, morphology, trees, sentence starts and names, all from one run of the network.

A document goes through in windows: a paragraph, or as much of a long one as the network was trained on, cut where a
sentence starts. Windows run together if they are of one length, and each is decoded by itself, so that what it is
batched with does not matter to the result.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, MORPH, POS, TAG
from spacy.language import Language
from spacy.scorer import Scorer
from spacy.tokens import Doc
from spacy.training import Example
from spacy.util import ensure_path

from kg.language.transformer.decode import Names
from kg.language.transformer.network import Network, Parse, Sentence
from kg.language.transformer.words import Word, size

if TYPE_CHECKING:
    from spacy.vocab import Vocab

WINDOW = 160  # word pieces of a window, its two marks counted
_CONTEXT = 8  # words that should follow a sentence start for it to be trusted where a window ends
_KEPT = 6_000  # words with their tags, whose features are remembered


@Language.factory(
    "kg_transformer",
    assigns=["token.tag", "token.pos", "token.morph", "token.dep", "token.head", "token.is_sent_start", "doc.ents"],
    default_config={"pieces": 1600},
    default_score_weights={"tag_acc": 0.2, "dep_las": 0.5, "ents_f": 0.3},
)
def create(nlp: Language, name: str, pieces: int) -> Transformer:
    """`pieces`: word pieces that one run of the network takes."""
    return Transformer(nlp.vocab, name, pieces=pieces)


class Transformer:
    def __init__(self, vocab: Vocab, name: str = "kg_transformer", *, pieces: int = 1600) -> None:
        self.vocab, self.name, self.pieces = vocab, name, pieces
        self.network: Network | None = None

    def load(self, network: Network) -> None:
        """Take `network` for what follows, and its labels into the vocabulary."""
        self.network = network
        labels = self._labels = network.labels
        self._morphs: dict[tuple[int, str], int] = {}
        strings = self.vocab.strings
        self._relations = np.array([strings.add(label) for label in labels.relations], np.uint64)
        self._tags, self._pos = (
            np.array([strings.add(pair.split(" ")[part]) for pair in labels.pairs], np.uint64) for part in (0, 1)
        )
        self._morphology = {key: self.vocab.morphology.add(morph) for key, morph in labels.morphology.items()}
        self._space = {a: strings.add(s) for a, s in ((TAG, "_SP"), (POS, "SPACE"), (DEP, "dep"))}
        self._names = Names(labels.names)
        self._types = {label[2:]: strings.add(label[2:]) for label in labels.names if label != "O"}

    def __call__(self, doc: Doc) -> Doc:
        return next(iter(self.pipe([doc])))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 128) -> Iterator[Doc]:
        docs = iter(stream)
        while batch := list(islice(docs, batch_size)):
            self._annotate(batch)
            yield from batch

    def _annotate(self, docs: Sequence[Doc]) -> None:
        if self.network is None:
            raise ValueError(f"the component '{self.name}' has no network: load a folder that has one")
        known = self.network.vocabulary.word
        texts = [[_Text([known(word) for word in words], places) for words, places in _paragraphs(doc)] for doc in docs]
        waiting = [text for each in texts for text in each]
        while waiting:
            parses = self._parsed([text.window() for text in waiting])
            for text, parse in zip(waiting, parses, strict=True):
                text.take(parse)
            waiting = [text for text in waiting if not text.done]
        for doc, each in zip(docs, texts, strict=True):
            self._write(doc, each)

    def _parsed(self, windows: Sequence[Sequence[Word]]) -> list[Parse]:
        """Of each window; windows of one length run together, up to `pieces`."""
        assert self.network is not None
        groups: dict[int, list[int]] = {}
        for i, window in enumerate(windows):
            groups.setdefault(size(window), []).append(i)
        found: dict[int, Parse] = {}
        for length, members in sorted(groups.items()):
            together = max(1, self.pieces // length)
            for begin in range(0, len(members), together):
                chosen = members[begin : begin + together]
                parses = self.network.parse([windows[i] for i in chosen])
                found.update(zip(chosen, parses, strict=True))
        return [found[i] for i in range(len(windows))]

    def _write(self, doc: Doc, texts: Sequence[_Text]) -> None:
        many = len(doc)
        columns = {a: np.zeros(many, np.uint64) for a in (TAG, POS, MORPH, DEP, ENT_IOB, ENT_TYPE)}
        heads = np.zeros(many, np.int64)
        columns[ENT_IOB][:] = 2
        written = np.zeros(many, bool)
        for text in texts:
            for begin, sentence in text.sentences:
                places = np.array(text.places[begin : begin + len(sentence.heads)], np.int64)
                columns[TAG][places] = self._tags[sentence.pairs]
                columns[POS][places] = self._pos[sentence.pairs]
                columns[DEP][places] = self._relations[sentence.relations]
                heads[places] = places[sentence.heads] - places
                written[places] = True
                words = text.words[begin : begin + len(places)]
                columns[MORPH][places] = [
                    self._morph(word.lower, pair) for word, pair in zip(words, sentence.pairs.tolist(), strict=True)
                ]
                for first, last, label in self._names.spans(sentence.names):
                    inside = slice(places[first], places[last - 1] + 1)
                    columns[ENT_IOB][inside] = 1
                    columns[ENT_IOB][places[first]] = 3
                    columns[ENT_TYPE][inside] = self._types[label]
        for i in np.flatnonzero(~written).tolist():  # white space hangs on the word before it
            for attribute, value in self._space.items():
                columns[attribute][i] = value
            heads[i] = -1 if i else (1 if many > 1 else 0)
            if not i and many == 1:
                columns[DEP][i] = self.vocab.strings.add("ROOT")
        if many:
            attributes = [TAG, POS, MORPH, DEP, ENT_IOB, ENT_TYPE, HEAD]
            stacked = [columns[a] for a in attributes[:-1]] + [heads.astype(np.uint64)]
            doc.from_array(attributes, np.stack(stacked, 1))  # type: ignore[arg-type]

    def _morph(self, word: str, pair: int) -> int:
        """Features of a word by its pair of tags."""
        known = self._morphs.get((pair, word))
        if known is None:
            name = self._labels.pairs[pair]
            known = self._morphology.get(f"{name} {word}", self._morphology.get(name, 0))
            if len(self._morphs) > _KEPT:
                self._morphs.clear()
            self._morphs[pair, word] = known
        return known

    def score(self, examples: Iterable[Example], **kwargs: Any) -> dict[str, Any]:
        """spaCy's own measures of tags, morphology, trees, sentences and names: what `nlp.evaluate` shows."""
        examples = list(examples)
        found: dict[str, Any] = {}
        for attribute in ("tag", "pos"):
            found |= Scorer.score_token_attr(examples, attribute)
        found |= Scorer.score_token_attr(examples, "morph", getter=lambda token, _: str(token.morph))
        ignored = ("p", "punct")
        found |= Scorer.score_deps(
            examples, "dep", getter=lambda token, _: token.dep_, ignore_labels=ignored, head_attr="head"
        )
        found |= Scorer.score_spans(examples, "sents")
        if any(example.reference.has_annotation("ENT_IOB") for example in examples):
            found |= Scorer.score_spans(examples, "ents")
        return found

    # spaCy's protocol of components that keep something on disk

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        assert self.network is not None
        self.network.to_disk(ensure_path(path))

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> Transformer:
        self.load(Network.from_disk(ensure_path(path)))
        return self

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        assert self.network is not None
        return self.network.to_bytes()

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> Transformer:
        self.load(Network.from_bytes(data))
        return self


def _paragraphs(doc: Doc) -> list[tuple[list[str], list[int]]]:
    """Words of the tokens that are no white space, and their numbers, for each run without a line break."""
    found: list[tuple[list[str], list[int]]] = []
    words: list[str] = []
    places: list[int] = []
    for place, word in enumerate([token.text for token in doc]):
        if not word.isspace():
            words.append(word)
            places.append(place)
        elif "\n" in word and words:
            found.append((words, places))
            words, places = [], []
    return [*found, (words, places)] if words else found


class _Text:
    """A paragraph on its way through the network."""

    def __init__(self, words: list[Word], places: list[int]) -> None:
        self.words, self.places = words, places
        self.sentences: list[tuple[int, Sentence]] = []
        self._begin = self._end = 0

    @property
    def done(self) -> bool:
        return self._begin >= len(self.words)

    def window(self) -> list[Word]:
        """The next words to parse, as many as fit."""
        many = 2
        self._end = self._begin
        while self._end < len(self.words) and many + len(self.words[self._end].pieces) <= WINDOW:
            many += len(self.words[self._end].pieces)
            self._end += 1
        return self.words[self._begin : self._end]

    def take(self, parse: Parse) -> None:
        """Keep the window's sentences; where the text goes on after it, all but the last, which is parsed again."""
        starts = [0, *(i for i in range(1, parse.size) if parse.starts[i] > 0)]
        end = parse.size
        if self._end < len(self.words):
            end = _last_start(parse, starts)
        bounds = [s for s in starts if s < end] + [end]
        begins = [self._begin + bound for bound in bounds[:-1]]
        self.sentences += zip(begins, parse.sentences(bounds), strict=True)
        self._begin += end


def _last_start(parse: Parse, starts: Sequence[int]) -> int:
    """Where to begin again: the last sentence start with some words behind it, else the likeliest place."""
    trusted = [s for s in starts if 0 < s <= parse.size - _CONTEXT] or [s for s in starts if s > 0]
    if trusted:
        return trusted[-1]
    half = max(1, parse.size // 2)
    return half + int(parse.starts[half:].argmax()) if half < parse.size else parse.size
