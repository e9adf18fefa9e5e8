"""The pieces of a text, each parsed by itself, put together into one `Doc` whose offsets are the text's own.

A parser trained on sentences takes line breaks for words and is led astray by them, so it never sees one. What is
no sentence (the mark of a list's item, a page's share links) is kept from it as well: such a piece's tokens are in
the Doc, without tags or heads.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from spacy.tokens import Doc
from threadpoolctl import ThreadpoolController

from kg.language import starts
from kg.language.joined import Joined
from kg.language.pieces import Kind, Piece, pieces
from kg.language.plain import plain
from kg.model import Document
from kg.ontology import Ontology

if TYPE_CHECKING:
    from spacy.language import Language

# What is parsed at once: more makes it no faster, and memory grows with it.
_AT_ONCE = 256
_CHARACTERS_AT_ONCE = 40_000


def parse(nlp: Language, document: Document, ontology: Ontology) -> Doc:
    """The document's Doc: `token.idx` is an offset into `document.text`; unread pieces have tokens without `dep`.

    Its text is the document's, but that a single line end or other white space between two words is a blank.
    What stands beside the sentences, the ontology says (`ontology/lexicon/layout.ttl`, `leavings.ttl`).
    """
    layout = _Layout(nlp, document, ontology)
    _parse(nlp, [layout])
    return layout.doc(nlp)


def parse_all(nlp: Language, documents: Iterable[Document], ontology: Ontology) -> Iterator[Doc | Exception]:
    """What `parse` makes of each document, in their order; of one that it fails on, the exception.

    Some documents are parsed together, so it reads ahead: a fast pipeline takes half the time that it takes for one
    document after the other. What else is parsed with it does not change a document's Doc.
    """
    waiting: list[_Layout | Exception] = []
    size = 0
    for document in documents:
        try:
            waiting.append(_Layout(nlp, document, ontology))
        except Exception as error:  # noqa: BLE001 - whatever it is, the caller is told
            waiting.append(error)
        size += len(document.text)
        if size >= _CHARACTERS_AT_ONCE or len(waiting) == _AT_ONCE:
            yield from _together(nlp, waiting)
            waiting, size = [], 0
    yield from _together(nlp, waiting)


def _together(nlp: Language, layouts: Sequence[_Layout | Exception]) -> Iterator[Doc | Exception]:
    together = True
    try:
        _parse(nlp, [layout for layout in layouts if isinstance(layout, _Layout)])
    except Exception:  # noqa: BLE001 - one of them did it: each by itself, which parses anew what was parsed
        together = False
    for layout in layouts:
        if isinstance(layout, Exception):
            yield layout
            continue
        try:
            if not together:
                layout.tokenize(nlp)
                _parse(nlp, [layout])
            yield layout.doc(nlp)
        except Exception as error:  # noqa: BLE001 - whatever it is, the caller is told
            yield error


class _Layout:
    """A document in pieces, on its way to a Doc."""

    def __init__(self, nlp: Language, document: Document, ontology: Ontology) -> None:
        self._text = document.text
        self._titles = frozenset(w for w in ontology.words.get("Honorific", ()) if w.endswith("."))
        self._pieces: list[tuple[Piece, str, Sequence[int]]] = []
        for piece in pieces(self._text, ontology):
            self._pieces.append((piece, *plain(self._text[piece.begin : piece.end])))
        self.tokenize(nlp)

    def tokenize(self, nlp: Language) -> None:
        self.docs: list[Doc] = []
        for piece, shown, _ in self._pieces:
            self.docs.append(nlp.make_doc(shown))
            if piece.kind.parsed:
                starts.forbid(self.docs[-1], self._titles, whole=piece.kind is not Kind.TEXT)

    def unparsed(self) -> list[Doc]:
        return [doc for (piece, *_), doc in zip(self._pieces, self.docs, strict=True) if piece.kind.parsed]

    def take(self, parsed: Iterator[Doc]) -> None:
        """Take as many Docs as are unparsed."""
        for n, (piece, *_) in enumerate(self._pieces):
            if piece.kind.parsed:
                self.docs[n] = next(parsed)

    def doc(self, nlp: Language) -> Doc:
        joined = Joined(self._text, nlp.vocab)
        for (piece, _, where), doc in zip(self._pieces, self.docs, strict=True):
            joined.add(piece, doc, where)
        return joined.doc()


def _parse(nlp: Language, layouts: Sequence[_Layout]) -> None:
    parsed = iter(_parsed(nlp, [doc for layout in layouts for doc in layout.unparsed()]))
    for layout in layouts:
        layout.take(parsed)


def _parsed(nlp: Language, docs: Sequence[Doc]) -> list[Doc]:
    # One thread: threads of small matrices cost more than they give, and their sums may differ by machine.
    with _threads().limit(limits=1, user_api="blas"):
        return [doc for batch in _batches(docs) for doc in nlp.pipe(batch, batch_size=_AT_ONCE)]


@lru_cache(maxsize=1)
def _threads() -> ThreadpoolController:
    return ThreadpoolController()


def _batches(docs: Iterable[Doc]) -> Iterator[Sequence[Doc]]:
    batch: list[Doc] = []
    size = 0
    for doc in docs:
        if batch and (len(batch) == _AT_ONCE or size + len(doc.text) > _CHARACTERS_AT_ONCE):
            yield batch
            batch, size = [], 0
        batch.append(doc)
        size += len(doc.text)
    if batch:
        yield batch
