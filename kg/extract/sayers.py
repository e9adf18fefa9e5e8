"""Whose the words of a word of saying are, and to whom they go: by verbs, nouns, and what stands around them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kg.extract import tree
from kg.extract.parsed import Token
from kg.extract.reading import Reading
from kg.extract.said import is_passive, said_by
from kg.extract.voices import Voices
from kg.model import Filler
from kg.ontology import Frame, Role
from kg.ontology.terms import KG

_SPEAKER, _ADDRESSEE = KG + "speaker", KG + "addressee"


class Sayers:
    def __init__(self, reading: Reading, voices: Voices, roles: Mapping[str, Role]) -> None:
        self._r = reading
        self._voices = voices
        self._speaker, self._addressee = roles[_SPEAKER], roles[_ADDRESSEE]

    def speakers(self, word: Token, pos: str, rule: str) -> list[Filler]:
        """Who says it; `pos`: whether the word of saying is a `verb` or a `noun`."""
        nouns = self._uttered_by(word) if pos == "noun" else said_by(word, self._r.words("Quoting"))
        found: list[Filler] = []
        for noun in nouns:
            found += self._voices.of(noun, self._speaker, rule) or self.author(noun, rule)
        if not found and pos == "verb" and not is_passive(word):
            found = self._voices.beside(word, self._speaker, rule)
        return found

    def _uttered_by(self, noun: Token) -> list[Token]:
        """*Chad's reply*, *a warning from Chad*, *Chad issued a warning*, *a warning was issued by Chad*."""
        found = [*tree.children(noun, "nmod:poss"), *(n for c, n in tree.prepositional(noun) if c in ("by", "from"))]
        # "The claim that … was made by Chad", which a tree may hang on the noun
        for clause in tree.children(noun, "acl"):
            if self.utters(clause) and is_passive(clause):
                found += [n for c, n in tree.prepositional(clause) if c == "by"]
        head = noun.head
        if not found and tree.is_verb(head):
            if noun.dep_ == "obj" and self.utters(head):
                found = [*tree.subjects(head)]
            elif noun.dep_ == "nsubj:pass" and self.utters(head):
                found = [n for c, n in tree.prepositional(head) if c == "by"]
            elif tree.preposition(noun) == "for" and noun.lemma in self._r.words("Unanswered"):
                # "Could not be reached for comment"
                found = [*tree.subjects(head)]
            elif tree.preposition(noun) == "with" and any(c.lower_ in ("these", "those") for c in noun.children):
                found = [*tree.subjects(head)]
        return found

    def is_uttered(self, noun: Token) -> bool:
        """Whether a noun is told as said: *issued a warning of*, *a call by Chad for*."""
        by = any(case in ("by", "from") for case, _ in tree.prepositional(noun))
        return by or (noun.dep_ == "obj" and self.utters(noun.head))

    def utters(self, verb: Token) -> bool:
        return verb.lemma in self._r.words("Uttering")

    def author(self, noun: Token, rule: str) -> list[Filler]:
        """*A letter by Ann Smith says*: a text speaks for whoever wrote it."""
        if not {noun.lower_, noun.lemma} & self._r.words("Writing"):
            return []
        phrases = (n for c, n in tree.prepositional(noun) if c in ("by", "from", "of"))
        hosts = [*tree.children(noun, "nmod:poss"), *phrases]
        if not hosts and noun.dep_ == "obj" and self.utters(noun.head):
            # "Chad issued a statement saying"
            hosts = [*tree.subjects(noun.head)]
        return [f for host in hosts for f in self._voices.of(host, self._speaker, rule)]

    def addressees(self, word: Token, frame: Frame, rule: str) -> list[Filler]:
        role = self._addressee
        slots = {s for s, roles in frame.slots.items() if _ADDRESSEE in roles}
        sites: list[Token] = []
        if frame.pos == "verb" and "object" in slots:
            sites += tree.subjects(word) if is_passive(word) else tree.children(word, "obj")
            # A second subject, past the verb, is its object misread.
            sites += [t for t in tree.children(word, "nsubj")[1:] if t.i > word.i]
            rest = set(frame.words[1:])
            sites += [n for c, n in tree.prepositional(word) if c in rest]
        if "indirectObject" in slots:
            sites += tree.children(word, "iobj")
            sites += [t for thing in tree.children(word, "obj") for t in self._misread_receivers(thing)]
        if "to" in slots:
            # "Offered condolences to Chad", of a wording that names its objects
            hosts = (word, *tree.objects(word)) if frame.near else (word,)
            sites += [n for host in hosts for c, n in tree.prepositional(host) if c == "to"]
        found = [f for site in sites for f in self._voices.of(site, role, rule)]
        return found or [f for site in self._exchanges(word) for f in self._voices.of(site, role, rule)]

    @staticmethod
    def _misread_receivers(thing: Token) -> list[Token]:
        """*Promised Chad two tanks*, *promised her two*: no owner, where a number or article follows."""
        counted = tree.children(thing, "nummod", "det")
        owners = [c for c in tree.children(thing, "nmod:poss") if counted and not tree.children(c, "case")]
        before = [c for c in tree.children(thing, "compound") if any(c.i < n.i < thing.i for n in counted)]
        return owners + before

    def _exchanges(self, word: Token) -> Iterator[Token]:
        """*In an interview with the BBC*, *in a letter to Chad*: with whom the exchange is."""
        for case, noun in tree.prepositional(word):
            if case in ("in", "during", "at") and noun.lemma in self._r.words("Exchange"):
                yield from (n for c, n in tree.prepositional(noun) if c in ("with", "to"))
