"""What is told of a thing, before it is text, a page or JSON. Frozen, and in the order in which it is shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from kg.iri import local_name, shortened


@dataclass(frozen=True, slots=True)
class Document:
    """An article; what the graph does not tell of it is empty."""

    iri: str
    id: str
    title: str = ""
    date: str = ""
    url: str = ""
    publisher: str = ""
    has_text: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of a document in their sentence.

    `begin` and `end` are code points of the document's text, end exclusive; -1 where the graph does not tell them.
    """

    document: str
    """An IRI; empty where the graph does not tell it."""
    begin: int
    end: int
    words: str
    excerpt: str = ""
    """The sentence around them; empty where the graph holds neither it nor the text."""
    excerpt_begin: int = -1
    marks: tuple[tuple[int, int], ...] = ()
    """What to mark: begin and end within the excerpt, in order, without overlap."""


@dataclass(frozen=True, slots=True)
class Term:
    """A value or a thing: an IRI with its label and class, or a literal with its datatype or language."""

    value: str
    is_iri: bool
    label: str = ""
    type: str = ""
    """The class, an IRI."""
    datatype: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    iri: str
    rules: tuple[str, ...]
    passages: tuple[Passage, ...]
    """None where the graph does not tell the words; of a link between two events, words of both."""
    reason: str = ""
    """The claim's own words, where it has some."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A statement and every claim of it; `documents` are the IRIs of those whose graphs state it."""

    subject: Term
    predicate: str
    object: Term
    claims: tuple[Claim, ...]
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    thing: Term
    short: str
    """The IRI without the base of the graph's IRIs."""
    is_event: bool
    types: tuple[str, ...]
    labels: tuple[str, ...]
    alt_labels: tuple[str, ...]
    links: tuple[Fact, ...]
    """`owl:sameAs`, in both directions."""
    facts: tuple[Fact, ...]
    """What is said of it."""
    roles: tuple[Fact, ...]
    """What is said of others with it as the value: the events it takes part in, who represents it."""
    evidence: tuple[Passage, ...]
    """The sentences that tell it, if it is an event, with the words that name it marked."""
    mentions: tuple[Passage, ...]
    documents: tuple[Document, ...]
    """Those that any of this comes from, by id."""
    identity: str
    """What its IRI is made from, and so who shares it."""
    notes: tuple[str, ...]
    """What the graph does not hold, and where its documents disagree."""
    bases: tuple[str, ...] = ()
    """What the graph's own IRIs begin with."""

    @property
    def words(self) -> tuple[tuple[str, int, int], ...]:
        """The words that name it, how often, and in how many documents; the most frequent first."""
        return _counted(self.mentions)

    @property
    def other_words(self) -> tuple[tuple[str, int, int], ...]:
        """The same of words that stand for it in a role without naming it: *he*, *the two leaders*."""
        named: dict[str, list[Passage]] = {}
        for mention in self.mentions:
            named.setdefault(mention.document, []).append(mention)
        # A title stands for the state that its bearer represents, but does not mean it.
        roles = [fact for fact in self.roles if local_name(fact.predicate) not in ("represents", "attributedTo")]
        inside = [
            passage
            for passage in {p for fact in roles for claim in fact.claims for p in claim.passages}
            if not any(one.begin < passage.end and passage.begin < one.end for one in named.get(passage.document, ()))
        ]
        return _counted(inside)

    @property
    def sentences(self) -> tuple[tuple[Passage, ...], ...]:
        """The sentences that tell or name it, each once: all passages in one sentence together, in order."""
        together: dict[tuple[str, int, str], list[Passage]] = {}
        ranks = {document.iri: rank for rank, document in enumerate(self.documents)}

        def order(one: Passage) -> tuple[object, ...]:
            return ranks.get(one.document, -1), one.begin, one.end, one.words

        for passage in sorted((*self.evidence, *self.mentions), key=order):
            # What has no sentence stands for itself.
            excerpt = passage.excerpt or f"{passage.begin} {passage.words}"
            together.setdefault((passage.document, passage.excerpt_begin, excerpt), []).append(passage)
        return tuple(map(tuple, together.values()))

    def shortened(self, iri: str) -> str:
        """An IRI without the base, where it has it."""
        return shortened(iri, self.bases)


def _counted(passages: Iterable[Passage]) -> tuple[tuple[str, int, int], ...]:
    places = {(passage.words, *_place(passage)) for passage in passages}
    times = Counter(words for words, *_ in places)
    documents = Counter(words for words, _ in {(words, document) for words, document, *_ in places})
    return tuple((words, n, documents[words]) for words, n in sorted(times.items(), key=lambda item: (-item[1], item)))


def _place(passage: Passage) -> tuple[str, int, int]:
    return passage.document, passage.begin, passage.end
