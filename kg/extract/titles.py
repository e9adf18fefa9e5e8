"""Offices and forms of address before a person's name: *U.S. President*, *Chancellor of Germany*, *Lt. Gen.*"""

from __future__ import annotations

import re

from kg.extract.parsed import Doc, Tokens
from kg.ontology import Ontology
from kg.ontology.terms import KG
from kg.spelling import WORD, fold, folded

_STATE = KG + "State"


class Titles:
    def __init__(self, ontology: Ontology) -> None:
        self._offices = {tuple(o.split()) for o in ontology.words["Office"]}
        self._longest = max((len(o) for o in self._offices), default=1)
        self._honorifics = {h.lower() for h in ontology.words["Honorific"]}
        self.single = self._honorifics | ontology.words["OfficePrefix"] | ontology.words["Office"]
        """Words that are a title, or stand before one, by themselves; lower case."""
        self.plurals = {_plural(o) for o in ontology.words["Office"] if " of " not in o and not o.endswith("s")}
        """*senators*, *foreign ministers*: a list of persons follows."""
        self._prefixes = ontology.words["OfficePrefix"]
        self._states: dict[str, str] = {}
        for thing in ontology.things.values():
            if thing.type == _STATE:
                for name in (*thing.names, *thing.adjectives):
                    self._states.setdefault(folded(name), thing.iri)
        self._last_words = {name.rpartition(" ")[2] for name in self._states}

    def office_ending_at(self, words: list[str]) -> int:
        """How many of the last words (lower case) are an office; 0 where they are none."""
        for n in range(min(self._longest, len(words)), 0, -1):
            if tuple(words[-n:]) in self._offices:
                return n
        return 0

    def without(self, text: str, begin: int, end: int) -> int:
        """Where a person's name begins once the titles before it are left out; its last word is no title."""
        words = list(re.finditer(r"\S+", text[begin:end]))
        for word in words[:-1]:
            lower = word.group().lower()
            if not {lower, lower.rstrip(".")} & self.single and lower not in self.plurals:
                return begin + word.start()
        return begin + words[-1].start() if words else begin

    def before(self, tokens: Tokens) -> tuple[str, str]:
        """The office or form of address (lower case) before a name and the state (an IRI of the gazetteer) it is of."""
        doc, start = tokens.doc, tokens.start
        sent_start = tokens[0].sent.start
        left = max(sent_start, start - 14)
        words = [t.lower_ for t in doc[left:start]]
        state = ""
        # "President of the French Republic Emmanuel Macron": the state stands between office and name.
        for n in range(min(7, len(words)), 0, -1) if self._may_end_state(doc, start) else ():
            found = self._states.get(folded(doc[start - n : start].text))
            if found:
                rest = words[:-n]
                while rest and rest[-1] in ("the", "federal", "of"):
                    rest = rest[:-1]
                if len(rest) < len(words) - n and self.office_ending_at(rest):
                    k = self.office_ending_at(rest)
                    return " ".join(rest[len(rest) - k :]), found
        k = self.office_ending_at(words)
        title = " ".join(words[len(words) - k :]) if k else ""
        position = start - k
        if not k and words and words[-1] in self._honorifics:
            title, position = words[-1], start - 1
        if not title:
            return "", ""
        while position > left and doc[position - 1].lower_ in self._prefixes | {"-"}:
            position -= 1
        if position > left and doc[position - 1].lower_ in ("'s", "\u2019s", "'", "\u2019"):
            position -= 1
        for n in range(min(6, position - left), 0, -1) if self._may_end_state(doc, position) else ():
            found = self._states.get(folded(doc[position - n : position].text))
            if found:
                state = found
                break
        return title, state

    def _may_end_state(self, doc: Doc, end: int) -> bool:
        """Whether the last word before a token is the last one of a state's name."""
        token, before = doc[end - 1], doc[end - 2]
        last = WORD.findall(token.text)
        # Of a word that is cut in two tokens, this is but a part.
        cut = before.idx + len(before) == token.idx
        return not last or cut or fold(last[-1]) in self._last_words


def _plural(office: str) -> str:
    return office[:-1] + "ies" if office.endswith("y") else office + "s"
