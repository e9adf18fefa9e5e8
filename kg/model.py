"""The records that pass between the floors. Frozen, small, and free of RDF and of spaCy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Document:
    """A text to read. Offsets everywhere are code points of `text`, end exclusive.

    `date` is ISO 8601 with the precision that is known: `2025-07-05`, `2025-07`, `2025` or None.
    `id` becomes the last part of the document's IRI; an empty one is replaced by a hash of the text.
    """

    text: str
    id: str = ""
    date: str | None = None
    title: str | None = None
    url: str | None = None
    source: str | None = None


PROBLEMS = {
    "file": "a file or folder that is missing, may not be read, or holds nothing that can be read",
    "damaged": "bytes that are not what the file's name says: broken compression, binary data",
    "record": "a line, row or record that is not written as its format wants it",
    "text": "no text where one must be",
    "id": "an id that cannot be one, or that another text bears",
    "date": "a date that is none, or none at all",
    "encoding": "characters that had to be guessed, replaced or dropped",
    "field": "something beside the text that was ignored",
    "size": "more than can be read at once",
    "failed": "a text that the program itself failed on",
}
"""The kinds of problems, and what each means."""


@dataclass(frozen=True, slots=True)
class Problem:
    """An input that could not be used, or (`refused` False) was used with a change the user should know of."""

    where: str
    """The file as the user named it, with `:line` where there is one."""
    message: str
    """What is wrong and what to do about it, on one line."""
    refused: bool = True
    kind: str = field(default="", compare=False)
    """What sort of problem it is, to be counted by: one of `PROBLEMS`, or empty."""


@dataclass(frozen=True, slots=True, order=True)
class Literal:
    """An RDF literal: lexical form, datatype IRI (empty: a plain string), language tag (empty: none)."""

    value: str
    datatype: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters of the document's text."""

    begin: int
    end: int


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """Words of the text that name a thing: `thing` is the IRI of an entity or an event."""

    span: Span
    thing: str


@dataclass(frozen=True, slots=True)
class Name:
    """Words that name a thing, before it is known which: what `extract` hands to `resolve`."""

    span: Span
    text: str
    """The name as it stands, without title or possessive ending."""
    type: str
    """The class, an IRI."""
    things: tuple[str, ...] = ()
    """Entries of the gazetteer that bear the name."""
    full: bool = True
    """Whether the name suffices by itself; a bare surname or *the Defence Ministry* does not."""
    title: str = ""
    """The office or form of address before it, lower case."""
    state: str = ""
    """The gazetteer's state that stands before it as an adjective or owner."""


@dataclass(frozen=True, slots=True)
class Filler:
    """Who or what fills a role: an entity's IRI, or words (a Literal), and where that stands."""

    role: str
    value: str | Literal
    span: Span
    rule: str


@dataclass(frozen=True, slots=True)
class Telling:
    """One passage that tells an event; several may tell the same one, which `resolve` finds."""

    type: str
    trigger: Span
    sentence: Span
    label: str
    fillers: tuple[Filler, ...]
    factuality: str
    factuality_span: Span
    rule: str
    anaphoric: bool = False
    """It has little of its own and takes up an event told before (*the strikes*)."""
    fresh: bool = False
    """It is told as a new one (*an attack*, *another strike*)."""
    facts: tuple[Filler, ...] = ()
    """Dates, duration, rounds: values of properties that are no roles."""
    contents: tuple[Span, ...] = ()
    """Of a statement: the characters of what is said; events told there are the speaker's word."""
    regards: tuple[Span, ...] = ()
    """Of a statement: where the events stand that it is about, but that are not told on its word (*condemned it*)."""


@dataclass(frozen=True, slots=True)
class Entity:
    iri: str
    type: str
    """The class, an IRI."""
    label: str
    alt_labels: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entities:
    """A document's entities, sorted by IRI, and where each is named: what `resolve` hands back to `extract`."""

    entities: tuple[Entity, ...]
    mentions: tuple[Mention, ...]
    things: Mapping[str, str] = field(default_factory=dict)
    """Entity to the gazetteer's entry, where there is one (IRIs)."""


@dataclass(frozen=True, slots=True)
class Event:
    iri: str
    type: str
    """The class, an IRI."""
    label: str
    """What a person reads on a node: the words of the trigger."""
    sentences: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement of the graph and the words it stands on; `object` is an IRI (str) or a Literal."""

    subject: str
    predicate: str
    object: str | Literal
    span: Span
    rule: str
    """Which construction found it, e.g. `verb-frame:phone`."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What one document says: the input of `graph`, in a fixed order."""

    document: Document
    iri: str
    """The document's IRI, which is also the name of its graph."""
    entities: tuple[Entity, ...] = ()
    events: tuple[Event, ...] = ()
    mentions: tuple[Mention, ...] = ()
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True)
class Violation:
    """A node, or one value of it, that fails a shape."""

    focus: str
    path: str
    """The predicate's IRI; empty where the rule is about the node as a whole."""
    value: str | Literal | None
    shape: str
    constraint: str
    message: str


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A fact kept out of the output: the rule that it fails, and the sentence at fault."""

    document: str
    subject: str
    predicate: str
    object: str | Literal | None
    violation: Violation
    sentence: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did, in numbers and in what could not be used."""

    documents: int = 0
    entities: int = 0
    events: int = 0
    triples: int = 0
    quarantined: int = 0
    problems: tuple[Problem, ...] = field(default=())

    @property
    def unreadable(self) -> int:
        """How many inputs were refused."""
        return sum(1 for p in self.problems if p.refused)
