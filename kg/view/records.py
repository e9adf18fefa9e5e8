"""What a picture of a graph shows, before it is a page or an image. Frozen, and in the order in which it is shown."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Class:
    """A class of things, drawn in one colour."""

    iri: str
    name: str
    colour: str
    """`#rrggbb`."""
    is_event: bool


@dataclass(frozen=True, slots=True)
class Document:
    """An article; what the graph does not tell of it is empty."""

    iri: str
    id: str
    title: str = ""
    date: str = ""
    url: str = ""
    publisher: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a document; the bare words where neither it nor the text is in the graph."""

    document: int
    """Its place in `View.documents`; -1 where the graph does not tell."""
    begin: int
    """Code points of the document's text before it; -1 where the graph does not tell."""
    text: str


@dataclass(frozen=True, slots=True)
class Words:
    """Words that something stands on: code points within a sentence, end exclusive."""

    sentence: int
    """Its place in `View.sentences`."""
    begin: int
    end: int
    rule: str = ""
    """What read them; empty for a mention."""


@dataclass(frozen=True, slots=True)
class Fact:
    """What is said of a thing, with the words that it stands on."""

    predicate: str
    """An IRI."""
    value: str
    """To be read: a literal, or the label of a thing."""
    iri: str = ""
    """Of a thing; empty for a literal."""
    thing: int = -1
    """Its place in `View.things`, where it is drawn."""
    documents: tuple[int, ...] = ()
    words: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class Thing:
    """An entity or event that is drawn."""

    iri: str
    label: str
    class_: int
    """Its place in `View.classes`."""
    is_event: bool
    other_labels: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()
    factuality: tuple[str, ...] = ()
    """Local names, sorted; several where documents disagree."""
    earliest: str = ""
    """`xsd:date`s as written: the bounds of an event's time, over all documents; both or none."""
    latest: str = ""
    documents: tuple[int, ...] = ()
    facts: tuple[Fact, ...] = ()
    claims_left: int = 0
    """So many claims of it were not read: those of its facts that very many documents state."""
    mentions: tuple[Words, ...] = ()
    """An event's words in each sentence that tells it (none: begin and end are 0); some places that name an entity."""
    mentions_left: int = 0
    roles_left: int = 0
    """So many things that are not drawn have it as the value of a fact."""
    x: int = 0
    y: int = 0


@dataclass(frozen=True, slots=True)
class View:
    """The things drawn, sorted by IRI, and how many there are in all."""

    classes: tuple[Class, ...]
    documents: tuple[Document, ...]
    sentences: tuple[Sentence, ...]
    things: tuple[Thing, ...]
    entities: int
    """In the whole graph, as the next two."""
    events: int
    articles: int

    @property
    def cut(self) -> str:
        """What is left out, in one sentence; empty where all is drawn."""
        total = self.entities + self.events
        if len(self.things) == total:
            return ""
        events = sum(thing.is_event for thing in self.things)
        return (
            f"{len(self.things):,} of {total:,} things are drawn: {len(self.things) - events:,} of {self.entities:,} "
            f"entities, those that most documents name, and {events:,} of {self.events:,} events, those that most "
            "documents tell and that join them."
        )
