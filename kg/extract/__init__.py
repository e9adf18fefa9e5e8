"""Text to claims. The only package, beside `language`, that knows spaCy's parse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import kg.spacy_alone  # noqa: F401  before any module of this package imports spaCy
from kg.extract import parsed
from kg.extract.events import Events
from kg.extract.mentions import Mentions
from kg.extract.offices import offices
from kg.extract.reading import Reading
from kg.extract.statements import Statements
from kg.extract.when import When
from kg.model import Claim, Document, Entities, Name, Telling
from kg.ontology import Ontology

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["Extract", "mentions", "prepare", "read"]


@dataclass(frozen=True, slots=True)
class Extract:
    """What a text tells, event by event, and what it says of people's offices."""

    tellings: tuple[Telling, ...]
    claims: tuple[Claim, ...]


@lru_cache(maxsize=4)
def _finder(ontology: Ontology) -> Mentions:
    return Mentions(ontology)


def prepare(ontology: Ontology) -> None:
    """What is made once for an ontology; otherwise that is done for the first document."""
    _finder(ontology)


def mentions(doc: Doc, ontology: Ontology) -> tuple[Name, ...]:
    """All names in the text, in its order."""
    return _finder(ontology)(parsed.of(doc))


def read(doc: Doc, document: Document, ontology: Ontology, names: Sequence[Name], entities: Entities) -> Extract:
    """Events, statements and offices, each with the characters that it stands on."""
    text = parsed.of(doc)
    reading = Reading(text, document, ontology, names, entities)
    events = Events(reading, When(reading, ontology.time_words))
    tellings = events.tellings()
    statements = Statements(reading, events, tellings).all()
    ordered = sorted((*tellings, *statements), key=lambda t: (t.trigger, t.type))
    claims = tuple(offices(reading))
    parsed.release(doc)
    return Extract(tuple(ordered), claims)
