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
    layout = _Layout(document, ontology)
    return layout.doc(nlp, _parsed(nlp, layout.unparsed(nlp)))


def parse_all(nlp: Language, documents: Iterable[Document], ontology: Ontology) -> Iterator[Doc | Exception]:
    """What `parse` makes of each document, in their order; of one that it fails on, the exception.

    Some documents are parsed together, so it reads ahead: a fast pipeline takes half the time that it takes for one
    document after the other. What else is parsed with it does not change a document's Doc.
    """
    waiting: list[_Layout | Exception] = []
    size = 0
    for document in documents:
        try:
            waiting.append(_Layout(document, ontology))
        except Exception as error:  # noqa: BLE001 - whatever it is, the caller is told
            waiting.append(error)
        size += len(document.text)
        if size >= _CHARACTERS_AT_ONCE or len(waiting) == _AT_ONCE:
            yield from _together(nlp, waiting)
            waiting, size = [], 0
    yield from _together(nlp, waiting)


def _together(nlp: Language, layouts: Sequence[_Layout | Exception]) -> Iterator[Doc | Exception]:
    """The Docs of documents that are parsed together until one of them fails: from there on each by itself."""
    whole = [layout for layout in layouts if isinstance(layout, _Layout)]
    parsed: Iterator[Doc] | None = _parsed(nlp, (doc for layout in whole for doc in layout.unparsed(nlp)))
    for layout in layouts:
        if isinstance(layout, Exception):
            yield layout
            continue
        if parsed is not None:
            try:
                doc = layout.doc(nlp, parsed)
            except Exception:  # noqa: BLE001 - it, or one that was parsed with it
                parsed = None
            else:
                yield doc
                continue
        try:
            yield layout.doc(nlp, _parsed(nlp, layout.unparsed(nlp)))
        except Exception as error:  # noqa: BLE001 - whatever it is, the caller is told
            yield error


class _Layout:
    """A document in pieces, on its way to a Doc."""

    def __init__(self, document: Document, ontology: Ontology) -> None:
        self._text = document.text
        self._titles = frozenset(w for w in ontology.words.get("Honorific", ()) if w.endswith("."))
        self._pieces: list[tuple[Piece, str, Sequence[int]]] = []
        for piece in pieces(self._text, ontology):
            self._pieces.append((piece, *plain(self._text[piece.begin : piece.end])))

    def unparsed(self, nlp: Language) -> Iterator[Doc]:
        """The pieces that a parser is to see, each as it is asked for: a long document has thousands."""
        for piece, shown, _ in self._pieces:
            if piece.kind.parsed:
                doc = nlp.make_doc(shown)
                starts.forbid(doc, self._titles, whole=piece.kind is not Kind.TEXT)
                yield doc

    def doc(self, nlp: Language, parsed: Iterator[Doc]) -> Doc:
        """All pieces as one Doc, which takes as many from `parsed` as are unparsed."""
        joined = Joined(self._text, nlp.vocab)
        for piece, shown, where in self._pieces:
            joined.add(piece, next(parsed) if piece.kind.parsed else nlp.make_doc(shown), where)
        return joined.doc()


def _parsed(nlp: Language, docs: Iterable[Doc]) -> Iterator[Doc]:
    for batch in _batches(docs):
        # One thread: threads of small matrices cost more than they give, and their sums may differ by machine.
        with _threads().limit(limits=1, user_api="blas"):
            parsed = list(nlp.pipe(batch, batch_size=_AT_ONCE))
        yield from parsed


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
