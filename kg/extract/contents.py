"""What a package holds, told in sentences of its own: *The package includes howitzers*, and lists by bullet."""

from __future__ import annotations

import re

from kg.extract import tree
from kg.extract.enumeration import Enumeration, Found
from kg.extract.fillers import Fillers
from kg.extract.parsed import Token, Tokens
from kg.extract.reading import Reading
from kg.extract.triggers import Trigger
from kg.model import Filler, Telling
from kg.ontology import Role

_NEAR = 3
"""How many sentences after the event's own may still say what it holds."""
_BULLET = re.compile("[-\\*\u2022\u00b7\u25aa\u25cf\u2013\u2014\u25e6o]\\s*\\Z")
_LONGEST = 60
"""Bullets of one list."""


class Contents:
    def __init__(self, reading: Reading, fillers: Fillers) -> None:
        self._r = reading
        self._fillers = fillers
        self._lists = Enumeration(reading)

    def of(self, trigger: Trigger, telling: Telling, others: frozenset[int]) -> list[Filler]:
        """Further values of the class's `lex:contents` role; `others`: sentences that tell of another such event."""
        kind = self._r.ontology.events[telling.type]
        role = kind.roles.get(kind.contents)
        first = self._r.sentence_of.get(trigger.token.i)
        if role is None or first is None:
            return []
        rule = f"contents:{trigger.frame.name}"
        known = {f.value for f in telling.fillers}
        found: dict[object, Filler] = {}
        last = len(self._r.sentences)
        for n in range(first, min(first + _NEAR + 1, last)):
            if n > first and n in others:
                break
            sentence = self._r.sentences[n]
            for verb in sentence:
                if n > first and self._contains(verb):
                    for thing in tree.objects(verb):
                        self._take(found, self._fillers.of(thing, role, rule))
            if n + 1 < last and sentence.text.rstrip().endswith(":") and self._opens(sentence):
                for item in self._bullets(n + 1):
                    self._take(found, self._listed(item, role, rule))
                break
        return [f for value, f in found.items() if value not in known]

    @staticmethod
    def _take(found: dict[object, Filler], more: list[Filler]) -> None:
        for filler in more:
            found.setdefault(filler.value, filler)

    def _contains(self, verb: Token) -> bool:
        """*The package includes*, *it will contain*: of something told before."""
        if verb.lemma not in self._r.words("Containing"):
            return False
        return any(self._told_before(s) for s in tree.children(verb, "nsubj"))

    def _told_before(self, subject: Token) -> bool:
        r = self._r
        if subject.lower_ in r.words("It") or subject.lower_ in ("this", "these"):
            return True
        marks = {c.lower_ for c in subject.children if c.dep_ in ("det", "nmod:poss")}
        definite = marks & {"the", "this", "these", "its", "their", "our"}
        return bool(definite) and bool({subject.lemma, subject.lower_} & r.words("Container"))

    def _opens(self, sentence: Tokens) -> bool:
        """Whether a sentence announces a list: *Capabilities in this package include:*."""
        words = {t.lemma for t in sentence} | {t.lower_ for t in sentence}
        opening = self._r.words("Containing") | self._r.words("Opening")
        return bool(words & opening) and bool(words & self._r.words("Container"))

    def _bullets(self, begin: int) -> list[Tokens]:
        """The sentences of the list that starts with this one."""
        found: list[Tokens] = []
        for n in range(begin, min(begin + _LONGEST, len(self._r.sentences))):
            sentence = self._r.sentences[n]
            line = self._r.text.rfind("\n", 0, sentence.start_char) + 1
            if not _BULLET.match(self._r.text[line : sentence.start_char] or sentence.text[:2].rstrip() or " "):
                break
            found.append(sentence)
        return found

    def _listed(self, item: Tokens, role: Role, rule: str) -> list[Filler]:
        refs = [self._r.heads[t.i] for t in item if t.i in self._r.heads]
        first = next((r for r in refs if r.entity.type in role.range), None)
        if first is None:
            return []
        # "Ammunition for howitzers": what a thing is for is not handed over with it.
        before = {t.lower_ for t in item if t.idx < first.span.begin}
        if before & {"for", "to", "against"}:
            return []
        head = Found(first.entity.iri, first.span)
        more = self._lists.weapons_after(first.token, [head])
        return [Filler(role.iri, f.entity, f.span, rule) for f in (head, *more)]
