"""A document as it is being read: the tree, and who stands where in it."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg.extract import tree
from kg.extract.parsed import Doc, Token, Tokens
from kg.model import Document, Entities, Entity, Name, Span
from kg.ontology import Ontology, Thing
from kg.ontology.terms import KG
from kg.ontology.time_words import TimeWords

_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Reference:
    """An entity where it is named: `token` is the head of the name."""

    token: Token
    entity: Entity
    span: Span
    name: Name


class Reading:
    """What the mechanisms of extraction look things up in. Nothing here changes once it is made."""

    def __init__(
        self, doc: Doc, document: Document, ontology: Ontology, names: Sequence[Name], entities: Entities
    ) -> None:
        self.doc = doc
        self.text = document.text
        self.document = document
        self.ontology = ontology
        self._words = ontology.words
        self.entities = {e.iri: e for e in entities.entities}
        self.things: dict[str, Thing] = {e: ontology.things[t] for e, t in entities.things.items()}
        self.by_thing = {t: e for e, t in entities.things.items()}
        of_span: dict[Span, list[str]] = defaultdict(list)
        for mention in entities.mentions:
            of_span[mention.span].append(mention.thing)
        self.references: list[Reference] = []
        self.at: dict[int, Reference] = {}
        """Token index to the name that it is a part of."""
        self.all_at: dict[int, list[Reference]] = defaultdict(list)
        """The same with every name: *U.S.-Russia* may be one token."""
        self.heads: dict[int, Reference] = {}
        """Token index to the name that hangs in the tree by it."""
        for name in names:
            tokens = doc.char_span(name.span.begin, name.span.end)
            if tokens is None:
                continue
            for iri in of_span.get(name.span, ()):
                reference = Reference(tokens.root, self.entities[iri], name.span, name)
                self.references.append(reference)
                for token in tokens:
                    self.all_at[token.i].append(reference)
                    # A state's adjective inside an organization's name leaves the name whole.
                    present = self.at.get(token.i)
                    if present is None or present.span.end - present.span.begin < name.span.end - name.span.begin:
                        self.at[token.i] = reference
                held = self.heads.get(tokens.root.i)
                if held is None or held.span.end - held.span.begin < name.span.end - name.span.begin:
                    self.heads[tokens.root.i] = reference
        self.references.sort(key=lambda r: (r.span.begin, r.span.end))
        self.by_entity: dict[str, list[Reference]] = defaultdict(list)
        for reference in self.references:
            self.by_entity[reference.entity.iri].append(reference)
        self._calendar = _calendar(ontology.time_words)
        self._all_begins = [r.span.begin for r in self.references]
        self._begins = {iri: [r.span.begin for r in refs] for iri, refs in self.by_entity.items()}
        # A sentence ends with the last token that was read: what follows may be a web page's leavings.
        self.sentences = [doc[s.start : last + 1] for s in doc.sents if (last := _last_read(s)) is not None]
        self.sentence_of = {i: n for n, s in enumerate(self.sentences) for i in range(s.start, s.end)}

    def words(self, name: str) -> frozenset[str]:
        """A word list of the ontology."""
        return self._words.get(name, _NONE)

    def sentence_span(self, token: Token) -> Span:
        """The characters of the token's sentence, without white space at its ends."""
        sentence = self.sentences[self.sentence_of[token.i]] if token.i in self.sentence_of else token.sent
        return trimmed(self.text, sentence.start_char, sentence.end_char)

    def is_a(self, value: object, classes: frozenset[str]) -> bool:
        """Whether a filler is an entity of one of the classes."""
        return isinstance(value, str) and value in self.entities and self.entities[value].type in classes

    def is_time(self, token: Token) -> bool:
        """Whether a noun is a day's or month's name, or a number: *on Monday*, *on July 3* say when, not whom."""
        return (
            token.like_num or token.lower_ in self._calendar or any(t.lower_ in self._calendar for t in token.children)
        )

    def before(self, token: Token) -> list[Reference]:
        """All names that begin before a token, in the order of the text."""
        return self.references[: bisect_left(self._all_begins, token.idx)]

    def begun_between(self, begin: int, end: int) -> list[Reference]:
        """All names that begin in a stretch of the text, in its order."""
        return self.references[bisect_left(self._all_begins, begin) : bisect_left(self._all_begins, end)]

    def named_between(self, entity: str, begin: int, end: int) -> list[Reference]:
        """Names of an entity that begin in a stretch of the text."""
        begins = self._begins.get(entity, [])
        return self.by_entity[entity][bisect_left(begins, begin) : bisect_left(begins, end)] if begins else []

    def end_of(self, reference: Reference) -> int:
        """The index of the token after a name."""
        tokens = self.doc.char_span(reference.span.begin, reference.span.end)
        return int(tokens.end) if tokens is not None else reference.token.i + 1

    def states_of(self, person: str) -> list[str]:
        """The states that a person is known to act for: by the text first, else by an office at the document's date."""
        found: list[str] = []
        for reference in self.by_entity.get(person, ()):
            if reference.name.state and reference.name.state not in found:
                found.append(reference.name.state)
        thing = self.things.get(person)
        if not found and thing:
            held = [t.of for t in thing.tenures if t.covers(self.document.date)] or [t.of for t in thing.tenures]
            found.extend(o for o in held if o and o not in found)
        return found

    def offices_of(self, person: str) -> tuple[list[str], list[str]]:
        """Offices (lower case) that a person has by the text or at its date, and those that he or she had before."""
        now = [r.name.title for r in self.by_entity.get(person, ()) if r.name.title]
        thing, date = self.things.get(person), self.document.date
        tenures = thing.tenures if thing else ()
        now += [t.office.lower() for t in tenures if t.covers(date)]
        return now, [t.office.lower() for t in tenures if not t.covers(date) and t.began_by(date)]

    def is_subject(self, token: Token) -> bool:
        return tree.governor(token).dep_ in ("nsubj", "nsubj:pass", "nsubj:outer")


def _last_read(sentence: Tokens) -> int | None:
    return next((i for i in reversed(range(sentence.start, sentence.end)) if sentence.doc[i].dep_), None)


@lru_cache(maxsize=4)
def _calendar(times: TimeWords) -> frozenset[str]:
    """Names of months and weekdays, lower case."""
    return frozenset(w.form.lower() for kind in ("Month", "Weekday") for w in times.of(kind) if len(w.form) > 2)


def trimmed(text: str, begin: int, end: int) -> Span:
    """The span without white space at its ends."""
    while begin < end and text[begin].isspace():
        begin += 1
    while begin < end and text[end - 1].isspace():
        end -= 1
    return Span(begin, end)


def token_span(token: Token) -> Span:
    return Span(token.idx, token.idx + len(token))


PERSON, STATE, ORGANIZATION, PLACE, WEAPON = (
    KG + c for c in ("Person", "State", "Organization", "Place", "WeaponSystem")
)
