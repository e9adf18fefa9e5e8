"""The spaCy component that stands for all those of a CNN pipeline: tags, morphology, trees and names.

What ONNX Runtime computes for a word does not hang on what it is batched with, to the last bit; the products of a
BLAS do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

import numpy as np
from spacy.attrs import MORPH, POS, TAG
from spacy.language import Language
from spacy.pipeline import DependencyParser, EntityRecognizer, Morphologizer, Tagger, Tok2Vec
from spacy.tokens import Doc

from kg.language.cnn import weights
from kg.language.cnn.moves import Parser
from kg.language.cnn.names import Names
from kg.language.cnn.onnx import Graph
from kg.language.cnn.words import Words

FACTORY = "kg_cnn"
_REPLACED = {
    "tok2vec": Tok2Vec,
    "tagger": Tagger,
    "morphologizer": Morphologizer,
    "parser": DependencyParser,
    "ner": EntityRecognizer,
}
# Words at once: each step of the parser costs less the more Docs take it, a network's numbers should stay in the cache.
_PARSED, _COMPUTED = 4_000, 500


@Language.factory(
    FACTORY,
    assigns=["token.tag", "token.pos", "token.morph", "token.dep", "token.head", "token.is_sent_start", "doc.ents"],
)
def create(nlp: Language, name: str) -> Cnn:
    return Cnn(name)


def replace(nlp: Language) -> None:
    """Put one component in the place of spaCy's own, if the pipeline is made of them, in the form known here."""
    pipes = dict(nlp.pipeline)
    if [name for name in nlp.pipe_names if name != "lemmatizer"] != list(_REPLACED):
        return
    if any(type(pipes[name]) is not kind for name, kind in _REPLACED.items()):
        return
    made: Any = nlp.add_pipe(FACTORY, first=True)
    try:
        made.take(pipes)
    except weights.UnknownModelError:
        nlp.remove_pipe(FACTORY)
        return
    for name in _REPLACED:
        nlp.remove_pipe(name)


class Cnn:
    """`take` the components of a pipeline before Docs, which have no annotations yet."""

    def __init__(self, name: str) -> None:
        self.name = name

    def take(self, pipes: Mapping[str, Any]) -> None:
        """Read the weights of spaCy's components; raises UnknownModelError where they are of another form."""
        tagger, morphologizer = pipes["tagger"], pipes["morphologizer"]
        if pipes["parser"].cfg["beam_width"] != 1 or pipes["ner"].cfg["beam_width"] != 1:
            raise weights.UnknownModelError("beams")
        if morphologizer.cfg["extend"]:
            raise weights.UnknownModelError("morphology on top of other morphology")
        syntax = weights.encoder(pipes["tok2vec"].model)
        steps, listener = weights.steps(pipes["parser"].model)
        naming, source = weights.steps(pipes["ner"].model)
        if not listener.name.startswith("tok2vec-listener"):
            raise weights.UnknownModelError("a parser with words of its own")
        names = weights.encoder(source)
        strings, morphology = tagger.vocab.strings, tagger.vocab.morphology
        self._tags = np.array([strings.add(label) for label in tagger.labels], np.uint64)
        feats, pos = (morphologizer.cfg[key] for key in ("labels_morph", "labels_pos"))
        self._morphs = np.array([morphology.add(feats[label]) for label in morphologizer.labels], np.uint64)
        self._pos = np.array([pos.get(label, 0) for label in morphologizer.labels], np.uint64)
        g = Graph()
        words = syntax.words(g, "words")
        best = [
            g.node("ArgMax", [weights.linear(g, words, *weights.softmax(pipe.model))], axis=1, keepdims=0)[0]
            for pipe in (tagger, morphologizer)
        ]
        outputs = {"tags": best[0], "morphs": best[1], "parts": steps.parts(g, words)}
        h = Graph()
        self._networks = (
            (Words(syntax), g.session({"words": syntax.width}, outputs), syntax.gap),
            (
                Words(names),
                h.session({"words": names.width}, {"parts": naming.parts(h, names.words(h, "words"))}),
                names.gap,
            ),
        )
        self._parser, self._names = Parser(pipes["parser"], steps), Names(pipes["ner"], naming)

    def __call__(self, doc: Doc) -> Doc:
        self._annotate([doc])
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 256) -> Iterator[Doc]:
        docs = iter(stream)
        while batch := list(islice(docs, batch_size)):
            self._annotate(batch)
            yield from batch

    def _annotate(self, docs: Sequence[Doc]) -> None:
        # Docs of one length are parsed in as many steps.
        for chosen in _runs(sorted((doc for doc in docs if len(doc)), key=len), _PARSED):
            self._together(chosen)

    def _together(self, docs: Sequence[Doc]) -> None:
        begins, (tags, morphs, parts) = self._computed(0, docs)
        columns: Any = np.stack([self._tags[tags], self._pos[morphs], self._morphs[morphs]], 1)
        for doc, begin in zip(docs, begins, strict=True):
            doc.from_array([TAG, POS, MORPH], columns[begin : begin + len(doc)])
        self._parser.annotate(docs, parts, begins)
        begins, (parts,) = self._computed(1, docs)
        self._names.annotate(docs, parts, begins)

    def _computed(self, which: int, docs: Sequence[Doc]) -> tuple[list[int], list[np.ndarray]]:
        """The row of each Doc's first word, and a network's outputs."""
        words, network, gap = self._networks[which]
        found, begins, row = [], [], 0
        for some in _runs(docs, _COMPUTED):
            vectors = words.vectors(some)
            found.append(network.run(None, {"words": vectors}))
            end = row + gap
            for doc in some:
                begins.append(end)
                end += len(doc) + gap
            row += len(vectors)
        return begins, [np.concatenate(parts) for parts in zip(*found, strict=True)]


def _runs(docs: Iterable[Doc], most: int) -> Iterator[list[Doc]]:
    """Docs in a row, of no more words than `most` if they are several."""
    chosen: list[Doc] = []
    size = 0
    for doc in docs:
        if chosen and size + len(doc) > most:
            yield chosen
            chosen, size = [], 0
        chosen.append(doc)
        size += len(doc)
    if chosen:
        yield chosen
