"""Whose *I* and *we* are: his or hers whom a quotation, a label, a byline or the title of a statement names."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from functools import cached_property

from kg.extract.parsed import Token
from kg.extract.quotations import Quotation
from kg.extract.reading import ORGANIZATION, PERSON, STATE, Reading, Reference
from kg.extract.said import said_by
from kg.extract.speech import Speech

_HEAD_LINES = 5
"""How many lines may say whose the text is."""
_BYLINE = 12
"""How many words a line with a speaker's name and office has at most."""


class Speakers:
    """The first persons of one document. Where it is not certain who speaks, nobody does."""

    def __init__(self, reading: Reading, speech: Speech) -> None:
        self._r = reading
        self._speech = speech

    def of(self, token: Token) -> list[str]:
        """Entities (IRIs) that a pronoun of the first person means: a person, or the state or body spoken for."""
        word = token.lower_
        quote = self._speech.quotations.outermost(token.idx)
        person = self._person(token)
        if word in self._r.words("FirstSingular"):
            return [person] if person else []
        if word not in self._r.words("FirstPlural"):
            return []
        if person:
            return self._side(person)
        return [] if quote or self._labels else self._titled_side

    def side(self, token: Token) -> list[str]:
        """Entities for which whoever says these words speaks: *they* are others."""
        person = self._person(token)
        return [person, *self._side(person)] if person else []

    def _person(self, token: Token) -> str:
        quote = self._speech.quotations.outermost(token.idx)
        return self._quoted(quote) if quote else self._labelled(token.idx)

    def quoted(self, token: Token) -> str:
        """Who says the quotation that a token stands in; empty outside of one, or where that is unclear."""
        quote = self._speech.quotations.outermost(token.idx)
        return self._quoted(quote) if quote else ""

    def _quoted(self, quote: Quotation) -> str:
        """The one person who says the quotation; empty where none or two do."""
        r = self._r
        found = set()
        for i in self._words_of.get(quote, ()):
            refs = [r.heads.get(s.i) for s in said_by(r.doc[i], r.words("Quoting"))]
            found |= {ref.entity.iri for ref in refs if ref is not None and ref.entity.type == PERSON}
        return found.pop() if len(found) == 1 else ""

    @cached_property
    def _words_of(self) -> dict[Quotation, list[int]]:
        """The words of saying (token indices) that each quotation belongs to."""
        found: dict[Quotation, list[int]] = defaultdict(list)
        for i, quotes in self._speech.quoting.of.items():
            for quote in dict.fromkeys(quotes):
                found[quote].append(i)
        return found

    def _labelled(self, at: int) -> str:
        """Whose words stand outside quotations at a character: the last label's, else those of the text as a whole."""
        before = bisect_right(self._labels, at, key=lambda label: label[0])
        if before:
            return self._labels[before - 1][1]
        return "" if self._labels else self._author

    @cached_property
    def _labels(self) -> list[tuple[int, str]]:
        """*SECRETARY SMITH: …*: where the words of each speaker of a transcript begin; of some, nobody knows who."""
        return [(t.label.end, t.speaker.entity.iri if t.speaker else "") for t in self._speech.turns.all]

    @cached_property
    def _author(self) -> str:
        """The one who speaks in a byline, a line of attribution, or the document's title; empty where unsure."""
        text, end = self._r.text, 0
        for _ in range(_HEAD_LINES):
            begin, end = end, text.find("\n", end) + 1 or len(text)
            line = text[begin:end].strip()
            here = {ref.entity.iri: ref for ref in self._persons if begin <= ref.span.begin < end}
            if len(here) == 1 and self._is_byline(line, next(iter(here.values())), begin):
                return next(iter(here))
        spoken = {ref.entity.iri for ref in self._persons if self._in_title(ref)}
        return spoken.pop() if len(spoken) == 1 else ""

    def _is_byline(self, line: str, ref: Reference, begin: int) -> bool:
        if len(line.split()) > _BYLINE:
            return False
        attributed = any(p.search(line) for p in self._r.ontology.patterns["AttributionLine"])
        after = self._r.text[ref.span.end : begin + len(line)].lower()
        office = after.startswith(",") and any(after.endswith(o) for o in self._r.words("Office"))
        return (attributed and line.endswith(":")) or (office and ref.span.begin == begin)

    @cached_property
    def _persons(self) -> list[Reference]:
        return [ref for ref in self._r.references if ref.entity.type == PERSON]

    # The title

    @cached_property
    def _spoken_in_title(self) -> str:
        """The words of the title that name the speaker (*Statement by President Smith on …*); empty where none do."""
        for pattern in self._r.ontology.patterns["StatementTitle"]:
            if match := pattern.search(self._r.document.title or ""):
                return match.group(1)
        return ""

    def _in_title(self, ref: Reference) -> bool:
        thing = self._r.things.get(ref.entity.iri)
        if thing is not None:
            return thing.iri in self._titled
        return _names(self._spoken_in_title, ref.entity.label)

    @cached_property
    def _titled(self) -> frozenset[str]:
        """Entries of the gazetteer that the title may mean: those in office, by full name if it has one."""
        spoken, date = self._spoken_in_title, self._r.document.date
        whole, short = set(), set()
        for thing in self._r.ontology.things.values() if spoken else ():
            if thing.type == PERSON and any(t.covers(date) for t in thing.tenures):
                if any(_names(spoken, n) for n in thing.names):
                    whole.add(thing.iri)
                elif any(_names(spoken, n) for n in thing.short_names):
                    short.add(thing.iri)
        return frozenset(whole or short)

    @cached_property
    def _titled_side(self) -> list[str]:
        """Whom the speaker in the title speaks for, whether the text names him or her or not."""
        things, date = self._r.ontology.things, self._r.document.date
        return self._here([t.of for p in sorted(self._titled) for t in things[p].tenures if t.covers(date)])

    def _side(self, person: str) -> list[str]:
        """The state that a person speaks for, where the text names it, else the body."""
        return self._here(self._r.states_of(person))

    def _here(self, bodies: list[str]) -> list[str]:
        """Of entries of the gazetteer, the one state behind them, if it is named in the text; else the one body."""
        things = self._r.ontology.things
        states = {things[b].of if things[b].type == ORGANIZATION and things[b].of else b for b in bodies if b in things}
        for wanted in (states, set(bodies)):
            named = [self._r.by_thing[b] for b in sorted(wanted) if b in self._r.by_thing]
            if len(wanted) == 1 and named and self._r.entities[named[0]].type in (STATE, ORGANIZATION):
                return named
        return []


def _names(title: str, name: str) -> bool:
    """Whether a name stands in a title as words of its own."""
    # Few of all that the gazetteer knows are in a title at all: a pattern is made of these alone.
    return name in title and re.search(rf"\b{re.escape(name)}\b", title) is not None
