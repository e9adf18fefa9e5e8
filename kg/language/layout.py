"""Paragraphs of a text, each parsed by itself, put together into one `Doc` whose offsets are the text's own.

A parser trained on sentences takes line breaks for words and is led astray by them, so it never sees one; and
what a web page leaves behind in plain text (share links, comment forms) is kept from it as well: such a line's
tokens are in the Doc, without tags or heads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from spacy.tokens import Doc, Span
from threadpoolctl import ThreadpoolController

from kg.model import Document
from kg.ontology import Ontology

if TYPE_CHECKING:
    from spacy.language import Language

# A paragraph longer than this is cut at a sentence end or a blank: parse time and memory stay linear.
_WINDOW = 8_000
_PARAGRAPH = re.compile(r"[^\n\u2028\u2029\x0b\x0c]+")


def parse(nlp: Language, document: Document, ontology: Ontology) -> Doc:
    """The document's Doc: `token.idx` is an offset into `document.text`; unread lines have tokens without `dep`.

    Which lines are no text, the ontology says (`ontology/lexicon/leavings.ttl`).
    """
    text = document.text
    blocks = list(_blocks(text, ontology.patterns.get("Leavings", ())))
    read = [text[begin:end] for begin, end, readable in blocks if readable]
    # One thread: threads of small matrices cost more than they give, and their sums may differ by machine.
    with _threads().limit(limits=1, user_api="blas"):
        parsed = iter(list(nlp.pipe(read, batch_size=64)))
    docs = [
        (begin, end, next(parsed) if readable else nlp.make_doc(text[begin:end])) for begin, end, readable in blocks
    ]
    return _joined(nlp, text, docs)


@lru_cache(maxsize=1)
def _threads() -> ThreadpoolController:
    return ThreadpoolController()


def _blocks(text: str, leavings: Sequence[re.Pattern[str]]) -> Iterator[tuple[int, int, bool]]:
    for match in _PARAGRAPH.finditer(text):
        raw = match.group()
        begin = match.start() + len(raw) - len(raw.lstrip())
        end = match.start() + len(raw.rstrip())
        if begin >= end:
            continue
        line = text[begin:end]
        readable = not (len(line) < 300 and any(pattern.search(line) for pattern in leavings))
        for first, last in _windows(text, begin, end):
            yield first, last, readable


def _windows(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    while end - begin > _WINDOW:
        limit = begin + _WINDOW
        cut = max(text.rfind(mark, begin + _WINDOW // 2, limit) for mark in (". ", "! ", "? ", ".\u201d ", '." '))
        if cut < 0:
            cut = text.rfind(" ", begin + 1, limit)
        # No blank in thousands of characters is no language: cut anywhere.
        stop = limit if cut < 0 else text.find(" ", cut)
        yield begin, stop
        begin = stop
        while begin < end and text[begin].isspace():
            begin += 1
    if begin < end:
        yield begin, end


def _joined(nlp: Language, text: str, docs: Sequence[tuple[int, int, Doc]]) -> Doc:
    words: list[str] = []
    spaces: list[bool] = []
    heads: list[int] = []
    columns: dict[str, list[str]] = {name: [] for name in ("tags", "pos", "morphs", "lemmas", "deps")}
    starts: list[bool | int | None] = []
    ents: list[tuple[int, int, str]] = []

    def blank(begin: int, end: int) -> None:
        """White space between paragraphs: one token that belongs to no sentence's tree."""
        if begin < end:
            words.append(text[begin:end])
            spaces.append(False)
            heads.append(len(words) - 1)
            starts.append(True)
            for name, column in columns.items():
                column.append("SPACE" if name == "pos" else "_SP" if name == "tags" else "")

    position = 0
    for begin, end, part in docs:
        blank(position, begin)
        offset = len(words)
        read = part.has_annotation("DEP")
        for token in part:
            words.append(token.text)
            spaces.append(bool(token.whitespace_))
            heads.append(offset + (token.head.i if read else token.i))
            starts.append(bool(token.is_sent_start) or token.i == 0)
            columns["tags"].append(token.tag_)
            columns["pos"].append(token.pos_)
            columns["morphs"].append(str(token.morph))
            columns["lemmas"].append(token.lemma_)
            columns["deps"].append((token.dep_ or "dep") if read else "")
        ents.extend((offset + ent.start, offset + ent.end, ent.label_) for ent in part.ents)
        position = end
    blank(position, len(text))
    doc = Doc(
        nlp.vocab,
        words=words,
        spaces=spaces,
        tags=columns["tags"],
        pos=columns["pos"],
        morphs=columns["morphs"],
        lemmas=columns["lemmas"],
        heads=heads or None,
        deps=columns["deps"],
        sent_starts=starts or None,
    )
    doc.set_ents([Span(doc, start, stop, label=label) for start, stop, label in ents])
    return doc
