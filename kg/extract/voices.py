"""Who speaks, and to whom: names, pronouns, offices, and those who speak for a body (*a NATO spokeswoman*)."""

from __future__ import annotations

from collections.abc import Sequence

from kg.extract import tree
from kg.extract.fillers import Fillers
from kg.extract.parsed import Token
from kg.extract.reading import ORGANIZATION, PERSON, STATE, Reading, token_span
from kg.model import Filler, Telling
from kg.ontology import Role
from kg.ontology.terms import KG

_PARTICIPANT = KG + "participant"
_BACK = 4
"""How many sentences a noun for a body (*the alliance*) looks back."""


class Voices:
    def __init__(self, reading: Reading, fillers: Fillers, tellings: Sequence[Telling]) -> None:
        self._r = reading
        self._fillers = fillers
        self._pairs = [(t.trigger.begin, pair) for t in tellings if len(pair := self._people(t)) == 2]

    def _people(self, telling: Telling) -> list[str]:
        values = [f.value for f in telling.fillers if f.role == _PARTICIPANT]
        return list(dict.fromkeys(v for v in values if self._r.is_a(v, frozenset({PERSON}))))  # type: ignore[misc]

    def of(self, token: Token, role: Role, rule: str) -> list[Filler]:
        """Agents that a noun phrase names; of officials, residents, sources without a name, none."""
        parts = tree.conjuncts(token)
        own = {p.i: {t.i for t in p.subtree} - {t.i for q in parts if q.i > p.i for t in q.subtree} for p in parts}
        kinds = {p.i: self._kind(p) for p in parts}
        found: dict[object, Filler] = {}
        fillers = self._fillers.of(token, role, rule)
        for filler in fillers:
            part = next((p for p in parts if self._begins_in(filler, own[p.i])), None)
            fits = (
                self._fits(filler, part, kinds[part.i], len(fillers) > 1)
                if part is not None
                else self._is_listed(filler, token)
            )
            if fits:
                found.setdefault(filler.value, filler)
        for part in parts:
            if kinds[part.i] == "body" and not any(self._begins_in(f, own[part.i]) for f in found.values()):
                for filler in self._spoken_for(part, role, rule):
                    found.setdefault(filler.value, filler)
            elif not found and (pair := self._two(part)):
                found = {iri: Filler(role.iri, iri, token_span(part), rule) for iri in pair}
            elif kinds[part.i] == "other" and (body := self._again(part)):
                found.setdefault(body, Filler(role.iri, body, token_span(part), rule))
        return list(found.values())

    def beside(self, verb: Token, role: Role, rule: str) -> list[Filler]:
        """The person whose name ends right before a verb (*Envoy for Trade Ann Lee said*), whatever the tree says."""
        i = verb.i - 1
        while i > verb.sent.start and self._r.doc[i].pos_ in ("ADV", "AUX"):
            i -= 1
        ref = self._r.at.get(i)
        if ref is None or i < verb.sent.start or ref.entity.type != PERSON:
            return []
        return [Filler(role.iri, ref.entity.iri, ref.span, rule)]

    def _begins_in(self, filler: Filler, tokens: set[int]) -> bool:
        span = self._r.doc.char_span(filler.span.begin, filler.span.end)
        return span is not None and span[0].i in tokens

    def _is_listed(self, filler: Filler, token: Token) -> bool:
        """*Ann, Bo and Cy*, but not *Ann, joined by Bo*: no verb stands between."""
        begin, end = sorted((filler.span.begin, token.idx))
        between = self._r.doc.char_span(begin, end)
        return between is None or not any(t.pos_ == "VERB" for t in between)

    def _kind(self, token: Token) -> str:
        r, words = self._r, {token.lower_, token.lemma}
        ref = r.heads.get(token.i) or r.at.get(token.i)
        if ref is not None:
            return "name"
        if token.pos_ == "PRON" or token.tag_ in ("PRP", "PRP$", "WP", "WDT"):
            return "pronoun"
        if words & r.words("Voice"):
            return "body"
        return "other"

    def _fits(self, filler: Filler, part: Token, kind: str, several: bool) -> bool:
        """A name, what a description stands for, or who stands beside it; *a Chadian diplomat* is not Chad."""
        r = self._r
        if kind == "pronoun":
            # "They" is seldom one state.
            return part.lower_ not in r.words("They") or not r.is_a(filler.value, frozenset({STATE})) or several
        if kind == "name":
            ref = r.heads.get(part.i) or r.at[part.i]
            same = r.is_a(filler.value, frozenset({ref.entity.type}))
            listed = same and self._is_listed(filler, part) and not self._is_complement(filler, part)
            return filler.value == ref.entity.iri or listed
        apposed = filler.span.begin > part.idx and not self._is_complement(filler, part)
        person = r.is_a(filler.value, frozenset({PERSON}))
        if filler.span == token_span(part) or (apposed and person):
            return True
        if kind == "body":
            # "Her party" is not she.
            return not person
        named = r.heads.get(next((c.i for c in tree.children(part, "appos") if c.i in r.heads), -1))
        return named is not None and named.entity.iri == filler.value

    def _is_complement(self, filler: Filler, part: Token) -> bool:
        """*The spokesman of the ministry*: it hangs by a preposition."""
        span = self._r.doc.char_span(filler.span.begin, filler.span.end)
        current = span.root if span is not None else part
        while current not in (part, current.head):
            if tree.preposition(current):
                return True
            current = current.head
        return False

    def _spoken_for(self, noun: Token, role: Role, rule: str) -> list[Filler]:
        """*A spokesperson for the United Nations*, *the mission to NATO*: whose voice it is."""
        return [
            Filler(role.iri, ref.entity.iri, ref.span, rule)
            for case, complement in tree.prepositional(noun) if case in ("for", "of", "from")
            for part in tree.conjuncts(complement)
            for ref in [self._r.heads.get(part.i)]
            if ref is not None and ref.entity.type in role.range and ref.entity.type != PERSON
        ]  # fmt: skip

    def _again(self, token: Token) -> str:
        """*The alliance*, *the agency*: the body named last that is one, by its name or kind."""
        r, word = self._r, token.lemma
        marks = {c.lower_ for c in token.children if c.dep_ == "det"}
        bare = not any(c.dep_ in ("amod", "compound", "nmod", "nmod:poss", "acl", "acl:relcl") for c in token.children)
        if word not in r.words("BodyAgain") or not marks & {"the", "this"} or not bare or token.tag_ != "NN":
            return ""
        here = r.sentence_of.get(token.i, 0)
        for ref in reversed(r.before(token)):
            if r.sentence_of.get(ref.token.i, 0) < here - _BACK:
                return ""
            if ref.entity.type == ORGANIZATION and word in self._nouns(ref.entity.iri):
                return ref.entity.iri
        return ""

    def _two(self, token: Token) -> list[str]:
        """*The two*: the two people who took part in what was told last."""
        if token.tag_ != "CD" or token.lower_ != "two" or not any(c.lower_ == "the" for c in token.children):
            return []
        return next((pair for begin, pair in reversed(self._pairs) if begin < token.idx), [])

    def _nouns(self, body: str) -> set[str]:
        """The words that an organization's names and kind are made of, lower case."""
        thing, entity = self._r.things.get(body), self._r.entities[body]
        names = (entity.label, *(thing.names if thing else ()), thing.kind if thing else "")
        return {w.strip(",.()").lower() for name in names for w in name.split()}
