"""An explanation for the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from kg.characters import shown
from kg.explain import wording
from kg.explain.records import Claim, Document, Explanation, Fact, Passage

# Private characters around marked words while lines are filled; `shown` lets none of them through from a text.
_OPEN, _CLOSE = "\ue000", "\ue001"
_PLAIN = {_OPEN: "[[", _CLOSE: "]]"}
_COLOURED = {_OPEN: "\x1b[1;33m", _CLOSE: "\x1b[0m"}
_HEAD, _DIM, _END = "\x1b[1m", "\x1b[2m", "\x1b[0m"
_NARROWEST = 40

Line = tuple[int, str, str]
"""Indentation, text, and style: `head`, `dim` or nothing."""


def rendered(explanation: Explanation, *, width: int, colour: bool) -> str:
    """Lines of at most `width` characters, but for words and IRIs that are longer by themselves.

    The words that something stands on are bold and yellow, or without colour between `[[` and `]]`.
    """
    marks = _COLOURED if colour else _PLAIN
    filled: list[str] = []
    for indent, text, style in _lines(explanation):
        for line in _filled(text, max(width, _NARROWEST) - indent, 0 if colour else 2) if text else [""]:
            painted = line.replace(_OPEN, marks[_OPEN]).replace(_CLOSE, marks[_CLOSE])
            if colour and style:
                painted = (_HEAD if style == "head" else _DIM) + painted + _END
            filled.append((" " * indent + painted).rstrip())
    return "\n".join(filled) + "\n"


def _lines(explanation: Explanation) -> Iterator[Line]:
    yield 0, shown(wording.title(explanation)), "head"
    yield 0, shown(f"{wording.classes(explanation)} <{explanation.thing.value}>").strip(), ""
    if explanation.identity:
        yield 0, explanation.identity, "dim"
    if explanation.alt_labels:
        yield 0, shown(f"Also called: {', '.join(explanation.alt_labels)}"), ""
    for note in explanation.notes:
        yield 0, shown(f"Note: {note}"), ""
    numbers = {document.iri: number for number, document in enumerate(explanation.documents, start=1)}
    if explanation.links:
        yield from _title("The same as")
        for fact in explanation.links:
            other = fact.object if fact.subject == explanation.thing else fact.subject
            yield 2, shown(wording.term(other, explanation)), ""
            yield from _grounds(fact, numbers) if fact.claims else [(4, wording.NO_CLAIM, "dim")]
    yield from _facts("Facts", explanation.facts, explanation, numbers, inverse=False)
    yield from _facts("Its part in others", explanation.roles, explanation, numbers, inverse=True)
    for title, words in wording.words(explanation):
        yield from _title(title)
        for one, times, documents in words:
            yield 2, shown(f"{one}: {wording.times(times, documents)}"), ""
    if explanation.sentences:
        yield from _title(wording.sentences_title(explanation))
        for passages in explanation.sentences:
            yield from _passages(passages, numbers, "")
    if explanation.documents:
        yield from _title("Articles")
        for document in explanation.documents:
            yield from _document(document, numbers[document.iri])


def _title(text: str) -> Iterator[Line]:
    yield 0, "", ""
    yield 0, text, "head"


def _facts(
    title: str, facts: tuple[Fact, ...], explanation: Explanation, numbers: dict[str, int], inverse: bool
) -> Iterator[Line]:
    if not facts:
        return
    yield from _title(title)
    for group in wording.grouped(facts):
        for fact in group:
            told = f"{wording.predicate(fact, inverse)}: {wording.value(fact, inverse, explanation)}"
            yield 2, shown(told), "head"
        if group[0].claims:
            yield from _grounds(group[0], numbers)
        else:
            where = "".join(f" [{numbers[one]}]" for one in group[0].documents)
            yield 4, wording.NO_WORDS + where, "dim"


def _grounds(fact: Fact, numbers: dict[str, int]) -> Iterator[Line]:
    for claim in fact.claims:
        yield from _claim(claim, numbers)


def _claim(claim: Claim, numbers: dict[str, int]) -> Iterator[Line]:
    rules = shown(wording.rules(claim.rules))
    if claim.reason:
        yield 4, shown(claim.reason), ""
    for passage in claim.passages:
        yield from _passages((passage,), numbers, rules)
    if not claim.passages:
        yield 4, f"{wording.NO_WORDS}; {rules}", "dim"


def _passages(passages: tuple[Passage, ...], numbers: dict[str, int], rules: str) -> Iterator[Line]:
    """Words in one sentence, and where they stand."""
    pieces = wording.parts(passages)
    yield 4, "".join(f"{_OPEN}{shown(words)}{_CLOSE}" if marked else shown(words) for words, marked in pieces), ""
    number = f"[{numbers[passages[0].document]}]" if passages[0].document in numbers else "[?]"
    yield 6, " · ".join(part for part in (f"{number} {wording.places(passages)}", rules) if part), "dim"


def _document(document: Document, number: int) -> Iterator[Line]:
    yield 2, f"[{number}] {shown(wording.article(document))}", ""
    if document.url:
        yield 6, shown(document.url), "dim"
    yield 6, shown(f"<{document.iri}>"), "dim"


def _filled(text: str, width: int, mark: int) -> Iterator[str]:
    """Lines of whole words; what is marked is closed at the end of a line and opened again on the next.

    `mark`: how many characters wide a mark will be.
    """
    line = ""
    marked = False
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if line and _wide(longer + (_CLOSE if marked else ""), mark) > width:
            yield line + (_CLOSE if marked else "")
            longer = (_OPEN if marked else "") + word
        line = longer
        if (last := max(word.rfind(_OPEN), word.rfind(_CLOSE))) >= 0:
            marked = word[last] == _OPEN
    if line:
        yield line


def _wide(text: str, mark: int) -> int:
    marks = text.count(_OPEN) + text.count(_CLOSE)
    return len(text) - marks + marks * mark
