"""The recogniser's names: what each is taken for, with what it lets in or cuts off put right."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from kg.extract.bodies import Bodies
from kg.extract.found import ORGANIZATION, PERSON, PLACE, STATE, WEAPON, Found, trimmed
from kg.extract.parsed import Tokens
from kg.extract.titles import Titles
from kg.ontology import Ontology
from kg.spelling import folded

# The labels of the shipped pipelines, and those of OntoNotes-trained ones.
CLASSES = {
    "PERSON": PERSON, "PER": PERSON, "ORG": ORGANIZATION, "GPE": PLACE, "LOC": PLACE, "FAC": PLACE,
    "WEAPON": WEAPON, "NORP": STATE,
}  # fmt: skip


class Recognised:
    """Made once for an ontology."""

    def __init__(self, ontology: Ontology, titles: Titles, bodies: Bodies) -> None:
        self._titles = titles
        self._bodies = bodies
        self._words = ontology.words
        self._sites = ontology.words["SiteNoun"]
        self._suffixes = ontology.words["NameSuffix"]

    def found(self, text: str, ent: Tokens, taken: Mapping[int, Found], nothing: frozenset[str]) -> Found | None:
        """What it is taken for; None if for nothing. `taken`: the gazetteer's names by their characters.

        `nothing`: abbreviations that the text gives to what is no body.
        """
        inside = {id(taken[i]): taken[i] for i in range(ent.start_char, ent.end_char) if i in taken}
        kind = CLASSES[ent.label_]
        begin, end = trimmed(text, ent.start_char, ent.end_char, self._words["Direction"])
        if begin >= end or kind == STATE:
            return None
        name, _, last = text[begin:end].rpartition(" ")
        if kind == ORGANIZATION and name and {last, last + "."} & self._words["Honorific"]:
            # "Acme Institute Dr. Ann Smith"
            end = begin + len(name)
        if kind == ORGANIZATION and name and self.begins_office(text, end):
            end = begin + len(name)
        if kind == PERSON:
            begin = self._titles.without(text, begin, end)
        elif kind != WEAPON and self._is_none(text, begin, end):
            return None
        if kind == PLACE:
            name, _, noun = text[begin:end].rpartition(" ")
            # "Indo-Pacific region"; "West Bank" has its noun in capitals.
            if self._bodies.is_for_office(text, end):
                return None
            end -= len(noun) + 1 if name and noun in self._words["PlaceNoun"] else 0
        if text[begin:end] in nothing:
            return None
        covering = [f for f in inside.values() if f.begin < end and f.end > begin]
        if covering and not all(self._nested(f, kind, begin, end) for f in covering):
            return None
        words = text[begin:end].lower().split()
        if kind == ORGANIZATION and words[-1] in self._sites:
            # "The European Single Market" is no site.
            kind = PLACE if len(words) < 2 or words[-2] not in self._words["NoBuilding"] else ""
        if not kind:
            return None
        if kind == ORGANIZATION and self._stands_for_state(text[begin:end], covering):
            return None
        if begin < end and self._plausible(text[begin:end], kind, ent):
            return Found(begin, end, kind, None, kind)
        return None

    def begins_office(self, text: str, end: int) -> bool:
        """*White House Press* Secretary: whether the last word of what ends here is an office's with the next one."""
        last, following = text[max(0, end - 30) : end].split()[-1:], text[end : end + 30].split()[:1]
        return " ".join(last + following).lower() in self._words["Office"] and bool(following)

    def _is_none(self, text: str, begin: int, end: int) -> bool:
        """Whether it is no body, but a law, a programme, a gathering, an office or what an office is for."""
        name = text[begin:end]
        after = text[end : end + 60]
        more = re.match(r"(?:\s[A-Z][\w-]+)+", after)
        body = name.split()[-1] in self._words["BodyNoun"]
        return (
            (not body and any(map(self._bodies.is_event, (name, name + (more.group() if more else "")))))
            or self._bodies.is_office(name)
            or self._bodies.is_portfolio(name, text[max(0, begin - 30) : begin], after)
        )

    def _stands_for_state(self, text: str, states: Sequence[Found]) -> bool:
        """*The UK Government*, *Russian forces*: no bodies beside the state."""
        if not any(f.type == STATE for f in states):
            return False
        proxies = self._words["Proxy"] | {"of", "the", "governments", "forces", "federal", "national", "armed"}
        names = {
            w
            for f in states
            for t, _ in (f.hit.entries if f.hit else ())
            for n in (*t.names, *t.adjectives)
            for w in folded(n).lower().split()
        }
        return all(w.lower() in proxies or w.lower() in names or not w[0].isalpha() for w in folded(text).split())

    @staticmethod
    def _nested(inner: Found, kind: str, begin: int, end: int) -> bool:
        """A state's name at an edge of an organization's name stays beside it."""
        return kind == ORGANIZATION and inner.type == STATE and inner.end - inner.begin < end - begin

    def _plausible(self, text: str, kind: str, ent: Tokens) -> bool:
        if not any(c.isalpha() for c in text) or len(text) < 2 or text in self._suffixes or "\n" in text:
            return False
        lower = text.lower()
        if kind == WEAPON:
            return (bool(re.search(r"\d|[A-Z]", text)) and not lower.isalpha()) or (
                text[0].isupper() and not ent[0].is_sent_start
            )
        if not text[0].isupper() and not any(c.isupper() for c in text):
            return False
        if kind == PERSON:
            return lower not in self._titles.single and ent.root.pos_ in ("PROPN", "NOUN", "ADJ", "X")
        last = text.split()[-1]
        if last.islower() and last in ("of", "the", "and", "for", "in", "on", "to", "a", "an", "with", "at", "by"):
            return False
        if lower in self._words["NoName"] or lower in self._titles.single:
            return False
        return ent.root.pos_ in (
            "PROPN",
            "NOUN",
            "ADJ",
            "X",
            "NUM",
        )
