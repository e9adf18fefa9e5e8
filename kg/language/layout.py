"""The pieces of a text, each parsed by itself, put together into one `Doc` whose offsets are the text's own.

A parser trained on sentences takes line breaks for words and is led astray by them, so it never sees one. What is
no sentence (the mark of a list's item, a page's share links) is kept from it as well: such a piece's tokens are in
the Doc, without tags or heads.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from spacy.tokens import Doc, Span
from spacy.util import filter_spans
from threadpoolctl import ThreadpoolController

from kg.language import starts
from kg.language.pieces import Kind, Piece, pieces
from kg.language.plain import plain
from kg.model import Document
from kg.ontology import Ontology

if TYPE_CHECKING:
    from spacy.language import Language

# What is parsed at once: more makes it no faster, and memory grows with it.
_AT_ONCE = 64
_CHARACTERS_AT_ONCE = 40_000
_COLUMNS = ("tags", "pos", "morphs", "lemmas", "deps")


def parse(nlp: Language, document: Document, ontology: Ontology) -> Doc:
    """The document's Doc: `token.idx` is an offset into `document.text`; unread pieces have tokens without `dep`.

    Its text is the document's, but that a single line end or other white space between two words is a blank.
    What stands beside the sentences, the ontology says (`ontology/lexicon/layout.ttl`, `leavings.ttl`).
    """
    text = document.text
    titles = frozenset(w for w in ontology.words.get("Honorific", ()) if w.endswith("."))
    found: list[tuple[Piece, Sequence[int]]] = []
    unparsed: list[Doc] = []
    for piece in pieces(text, ontology):
        shown, where = plain(text[piece.begin : piece.end])
        found.append((piece, where))
        unparsed.append(nlp.make_doc(shown))
        if piece.kind.parsed:
            starts.forbid(unparsed[-1], titles, whole=piece.kind is not Kind.TEXT)
    parsed = iter(_parsed(nlp, [doc for (p, _), doc in zip(found, unparsed, strict=True) if p.kind.parsed]))
    joined = _Joined(text)
    for (piece, where), doc in zip(found, unparsed, strict=True):
        joined.add(piece, next(parsed) if piece.kind.parsed else doc, where)
    return joined.doc(nlp)


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


class _Joined:
    """The columns of a Doc, filled piece by piece."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._end = 0
        """Up to here the text is in the tokens."""
        self._words: list[str] = []
        self._spaces: list[bool] = []
        self._heads: list[int] = []
        self._columns: dict[str, list[str]] = {name: [] for name in _COLUMNS}
        self._ents: list[tuple[int, int, str]] = []

    def add(self, piece: Piece, part: Doc, where: Sequence[int]) -> None:
        """`where`: for each character of the part, where in the piece it stands."""
        read = piece.kind.parsed
        self._blank(piece.begin, within=False)
        places: list[int] = []
        for token in part:
            if places:
                self._blank(piece.begin + where[token.idx], within=read)
            places.append(len(self._words))
            values = (token.tag_, token.pos_, str(token.morph), token.lemma_, (token.dep_ or "dep") if read else "")
            self._token(piece.begin + where[token.idx + len(token) - 1] + 1, values)
        if read:
            for token in part:
                self._heads[places[token.i]] = places[token.head.i]
        self._ents.extend((places[ent.start], places[ent.end - 1] + 1, ent.label_) for ent in _ents(piece, part, where))

    def _token(self, end: int, values: tuple[str, ...]) -> None:
        """A token up to an offset; its own head, until another is known."""
        self._heads.append(len(self._words))
        self._words.append(self._text[self._end : end])
        self._spaces.append(False)
        for name, value in zip(_COLUMNS, values, strict=True):
            self._columns[name].append(value)
        self._end = end

    def _blank(self, begin: int, *, within: bool) -> None:
        """White space up to an offset: within a piece one character goes with the word before it, more are a token.

        Rules on words side by side are not to stumble over the line ends of wrapped text.
        """
        if within and self._end < begin and self._text[self._end].isspace():
            self._spaces[-1] = True
            self._end += 1
        if self._end < begin:
            before = len(self._words) - 1
            self._token(begin, ("_SP", "SPACE", "", "", "dep" if within else ""))
            if within:
                self._heads[-1] = before

    def doc(self, nlp: Language) -> Doc:
        """All pieces as one Doc, with the white space after the last."""
        self._blank(len(self._text), within=False)
        heads = self._heads or None
        tags, pos, morphs, lemmas, deps = (self._columns[name] for name in _COLUMNS)
        doc = Doc(
            nlp.vocab,
            words=self._words,
            spaces=self._spaces,
            tags=tags,
            pos=pos,
            morphs=morphs,
            lemmas=lemmas,
            heads=heads,
            deps=deps,
        )
        if len(doc) and not doc.has_annotation("SENT_START"):
            for token in doc:  # nothing was read: no tree tells where sentences start
                token.is_sent_start = True
        doc.set_ents([Span(doc, start, stop, label=label) for start, stop, label in self._ents])
        return doc


def _ents(piece: Piece, part: Doc, where: Sequence[int]) -> list[Span]:
    """The names in a piece. Out of context nothing tells a place from a person, but a dateline names places."""
    bounds = [[bisect_left(where, offset - piece.begin) for offset in place] for place in piece.places]
    spans = [part.char_span(begin, end, "GPE", alignment_mode="expand") for begin, end in bounds]
    return filter_spans([*(span for span in spans if span is not None), *part.ents])
