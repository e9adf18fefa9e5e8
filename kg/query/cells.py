"""A term as the cell of a table: short, on one line, and harmless to a terminal."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

import pyoxigraph

from kg.characters import shown
from kg.iri import shortened
from kg.ontology.terms import PREFIXES, XSD

_LOCAL = re.compile(r"[\w\-]+", re.ASCII)
# Shown as they are: their values tell what they are.
_PLAIN = {XSD + name for name in ("string", "integer", "decimal", "boolean", "date", "dateTime", "gYear", "gYearMonth")}
_CUT = "…"


def cell(term: object, bases: tuple[str, ...] = ()) -> str:
    """Its text: `kg:Call`, `person/joe-biden`, `Kyiv`; nothing for none."""
    if term is None:
        return ""
    if isinstance(term, pyoxigraph.NamedNode):
        return shown(_iri(term.value, bases))
    if isinstance(term, pyoxigraph.Literal):
        datatype = "" if term.language or term.datatype.value in _PLAIN else f"^^{_iri(term.datatype.value, bases)}"
        return shown(term.value + datatype)
    return shown(str(term))


def width(text: str) -> int:
    """How many columns of a terminal it takes, at most."""
    if text.isascii():
        return len(text)
    return sum(map(_columns, text))


def fitted(text: str, room: int, *, from_left: bool = False) -> str:
    """Cut, with an ellipsis, to so many columns, and filled with blanks to as many."""
    taken = width(text)
    if taken > room:
        text, taken = _cut(text, room, from_left)
    return text + " " * (room - taken)


def is_iri(term: object) -> bool:
    """Whether its end tells more than its beginning."""
    return isinstance(term, pyoxigraph.NamedNode)


def _iri(iri: str, bases: tuple[str, ...]) -> str:
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and _LOCAL.fullmatch(iri, len(namespace)):
            return f"{prefix}:{iri[len(namespace) :]}"
    return shortened(iri, bases)


def _columns(character: str) -> int:
    if character == "\ufe0f":
        # It makes a sign an emoji, which takes two columns.
        return 1
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _cut(text: str, room: int, from_left: bool) -> tuple[str, int]:
    if room <= 0:
        return "", 0
    kept, taken = [], 1
    for character in _in_order(text, from_left):
        taken += _columns(character)
        if taken > room:
            taken -= _columns(character)
            break
        kept.append(character)
    if from_left:
        return _CUT + "".join(reversed(kept)), taken
    return "".join(kept) + _CUT, taken


def _in_order(text: str, from_left: bool) -> Iterable[str]:
    return reversed(text) if from_left else text
