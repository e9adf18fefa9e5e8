"""Whom pronouns and descriptions mean: *he*, *its*, *the two leaders*, *the U.S. president*, *his counterpart*.

Rules of salience, after Lappin and Leass (1994) in spirit: subjects before others, the same sentence before the last,
agreement of gender and class. What stays ambiguous refers to nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg.extract import tree
from kg.extract.parsed import Token
from kg.extract.reading import ORGANIZATION, PERSON, STATE, Reading, Reference
from kg.extract.speakers import Speakers
from kg.extract.speech import Speech
from kg.spelling import office as spelt_office

_BACK = 3
"""How many sentences a pronoun looks back."""
_NUMBERS = {"two": 2, "both": 2, "three": 3, "four": 4, "2": 2, "3": 3, "4": 4}


class Coreference:
    def __init__(self, reading: Reading, speech: Speech) -> None:
        self._r = reading
        self._speakers = Speakers(reading, speech)
        self._known_officials: dict[tuple[str, str, bool], list[tuple[str, bool]]] = {}
        self._groups: list[tuple[int, tuple[str, ...]]] = []
        """Participants told together: (token index, entities), in the order of the text."""

    def remember(self, token: Token, entities: Sequence[str]) -> None:
        """A group that took part in something: *the two leaders* may take it up."""
        if len(set(entities)) > 1:
            self._groups.append((token.i, tuple(dict.fromkeys(entities))))

    def pronoun(self, token: Token) -> list[str]:
        """Entities (IRIs) that a pronoun means; none where it is unclear."""
        r, word = self._r, token.lower_
        if word in r.words("FirstSingular") or word in r.words("FirstPlural"):
            return self._speakers.of(token)
        if word in r.words("He") or word in r.words("She"):
            gender = "male" if word in r.words("He") else "female"
            return self._one(token, (PERSON,), gender)
        if word in r.words("It"):
            return self._one(token, (STATE, ORGANIZATION))
        if word in r.words("They"):
            several = self._acting_before(token) or self._several(token)
            # Who speaks of "them" is none of them.
            if several and self._speakers.quoted(token) in several:
                return []
            if several or self._plural_before(token):
                return several
            alone = self._one(token, (STATE, ORGANIZATION), acting=True)
            return [] if set(alone) & set(self._speakers.side(token)) else alone
        return []

    def description(self, token: Token) -> list[str]:
        """Entities that a common noun means: *the two leaders*, *the U.S. president*, *the Secretary*."""
        lemma = token.lemma
        plural = token.tag_ == "NNS"
        if plural and lemma in self._r.words("AgentPlural"):
            return self._group(token)
        if not plural and (token.lower_ in self._r.words("Office") or lemma in self._r.words("Counterpart")):
            return self._office_holder(token)
        return []

    # One

    def _one(self, token: Token, types: Sequence[str], gender: str = "", *, acting: bool = False) -> list[str]:
        """`acting`: none in which something was, *in Chad*."""
        r = self._r
        here = r.sentence_of.get(token.i, 0)
        clause = tree.clause_of(token)
        own = self._own_subject(token, clause, types, gender)
        if own:
            return own
        for sentence in range(here, max(-1, here - _BACK - 1), -1):
            candidates = [
                ref for ref in self._in_sentence(sentence)
                if ref.token.i < token.i and ref.entity.type in types and self._agrees(ref, gender)
                and not self._same_clause_argument(ref, token, clause) and not (acting and self._is_within(ref.token))
            ]  # fmt: skip
            subjects = [c for c in candidates if r.is_subject(c.token)]
            # A subject of the same or the last sentence is what is spoken of; else the nearest one.
            if subjects:
                return [subjects[-1 if sentence == here else 0].entity.iri]
            if candidates:
                distinct = {c.entity.iri for c in candidates}
                if len(distinct) == 1 or sentence == here:
                    return [candidates[-1].entity.iri]
                return [candidates[0].entity.iri]
        return []

    def _own_subject(self, token: Token, clause: Token, types: Sequence[str], gender: str) -> list[str]:
        """*To help Chad protect its people*: of a possessive, whoever does what its clause tells."""
        if token.dep_ != "nmod:poss" or clause.dep_ != "xcomp":
            return []
        doers = [self._r.heads[s.i] for s in tree.subjects(clause) if s.i in self._r.heads and s.i < token.i]
        return [d.entity.iri for d in doers if d.entity.type in types and self._agrees(d, gender)][:1]

    def _agrees(self, ref: Reference, gender: str) -> bool:
        thing = self._r.things.get(ref.entity.iri)
        return not (gender and thing and thing.gender and thing.gender != gender)

    @staticmethod
    def _same_clause_argument(ref: Reference, token: Token, clause: Token) -> bool:
        """*Biden told him*: a plain pronoun is not the other argument of its own verb."""
        if token.dep_ == "nmod:poss" or token.lower_.endswith(("self", "selves")):
            return False
        return tree.governor(ref.token).head == tree.governor(token).head and clause == tree.clause_of(ref.token)

    def _in_sentence(self, n: int) -> Iterable[Reference]:
        sentence = self._r.sentences[n]
        return [self._r.heads[t.i] for t in sentence if t.i in self._r.heads]

    # Several

    def _several(self, token: Token) -> list[str]:
        """The last group told together, or the last agents coordinated."""
        r = self._r
        here = r.sentence_of.get(token.i, 0)
        people = self._people_before(token)
        if people:
            return people
        for sentence in range(here, max(-1, here - _BACK - 1), -1):
            for ref in reversed(list(self._in_sentence(sentence))):
                if ref.token.i >= token.i or ref.token.dep_ == "conj" or self._is_within(ref.token):
                    continue
                joined = [t for t in tree.conjuncts(ref.token) if t.i in r.heads or self._stands_for_owner(t)]
                agents = [a.entity for a in map(self._agent, joined) if a is not None]
                if len({a.iri for a in agents}) > 1 and all(a.type in (PERSON, STATE, ORGANIZATION) for a in agents):
                    return list(dict.fromkeys(a.iri for a in agents))
        last = [g for i, g in self._groups[-50:] if i < token.i and r.sentence_of.get(i, 0) >= here - _BACK]
        return list(last[-1]) if last else []

    def _is_within(self, noun: Token) -> bool:
        noun = tree.governor(noun)
        while noun.dep_ in ("conj", "nmod:unmarked", "appos") and noun.head != noun:  # "in Aleppo, Syria"
            noun = noun.head
        return tree.preposition(noun) in self._r.words("Within")

    def _stands_for_owner(self, noun: Token) -> bool:
        return bool({noun.lower_, noun.lemma} & self._r.words("Proxy"))

    def _agent(self, noun: Token) -> Reference | None:
        """Who is named by a noun, or before it: *the Israeli government*."""
        r = self._r
        if noun.i in r.heads:
            return r.heads[noun.i]
        owners = (c for c in noun.children if c.dep_ in ("amod", "compound", "nmod:poss"))
        return next((r.at[o.i] for o in owners if o.i in r.at), None)

    def _acting_before(self, token: Token) -> list[str]:
        """*The Chadian authorities deny it. They say …*: the last to act, if several do in one name."""
        r = self._r
        here = r.sentence_of.get(token.i, 0)
        first = r.sentences[max(0, here - 1)][0].i
        for before in reversed(token.doc[first : token.i]):
            joined = before.i in r.heads and (before.dep_ == "conj" or tree.children(before, "conj"))
            if joined and not self._is_within(before):
                return []
            if before.tag_ == "NNS" and before.dep_ in ("nsubj", "nsubj:pass") and self._stands_for_owner(before):
                agent = self._agent(before)
                grouped = any(before.i < i < token.i for i, _ in self._groups[-50:])
                return [agent.entity.iri] if agent is not None and not grouped else []
        return []

    def _plural_before(self, token: Token) -> bool:
        """*Some firms in Chad and their needs*: whether a plural that is nobody's name stands between it and a name."""
        r = self._r
        standing = r.words("Proxy") | r.words("AgentPlural") | r.words("Office")
        for before in reversed(token.doc[token.sent.start : token.i]):
            if before.i in r.at:
                return False
            if before.tag_ == "NNS" and not {before.lower_, before.lemma} & standing and self._agent(before) is None:
                return True
        return False

    def _people_before(self, token: Token) -> list[str]:
        """*The people of Chad, as they face …*: whose people they are, where nobody else is named between."""
        r = self._r
        clause = tree.clause_of(token)
        if clause.dep_ not in ("advcl", "acl:relcl"):
            return []
        for before in reversed(token.doc[token.sent.start : token.i]):
            if before.pos_ == "VERB" and before != clause:
                return []
            if before.tag_ in ("NNS", "NN") and self._stands_for_owner(before):
                owners = [c for c in before.children if c.dep_ in ("amod", "compound", "nmod:poss")]
                owners += [n for case, n in tree.prepositional(before) if case == "of"]
                return [r.at[o.i].entity.iri for o in owners if o.i in r.at]
        return []

    def _group(self, token: Token) -> list[str]:
        """*The two leaders*, *both sides*, *the leaders*: a definite plural takes up a group."""
        r = self._r
        marks = {c.lower_ for c in token.children}
        definite = marks & {"the", "both", "these", "those", "two", "three"} or any(
            c.dep_ == "nmod:poss" for c in token.children
        )
        if not definite or any(c.dep_ in ("amod", "compound", "nmod") and c.i in r.at for c in token.children):
            return []
        owned = any(c.dep_ == "nmod:poss" for c in token.children)
        if owned and token.lemma in r.words("OtherParty"):
            # "Its allies" are others than those who talk.
            return []
        number = next((_NUMBERS[m] for m in marks if m in _NUMBERS), 0)
        people = token.lemma in r.words("Office") | r.words("PersonNoun")
        states = token.lemma in r.words("StateNoun")
        kinds = (PERSON,) if people else (STATE,) if states else (STATE, ORGANIZATION, PERSON)
        for i, group in reversed(self._groups[-50:]):
            if i < token.i and all(r.entities[e].type in kinds for e in group) and (not number or len(group) == number):
                return list(group)
        if not number:
            return []
        before: list[str] = []
        for ref in reversed(r.before(token)[-200:]):
            if ref.entity.type in kinds[:2] and ref.entity.iri not in before:
                before.append(ref.entity.iri)
        return before[:number][::-1] if len(before) == number else []

    # Descriptions by office

    def _office_holder(self, token: Token) -> list[str]:
        r = self._r
        definite = any(c.lower_ in ("the", "this", "that") or c.dep_ == "nmod:poss" for c in token.children)
        state = self._state_of(token)
        if not definite and not state:
            return []
        office = self._office_words(token)
        counterpart = token.lemma in r.words("Counterpart")
        if (counterpart or office == "leader") and not state:
            return []
        candidates = []
        for iri, held in self._officials(office, state, everyone=counterpart or office == "leader"):
            first = r.by_entity[iri][0]
            if first.token.i >= token.i and not state:
                continue
            if counterpart and self._is_owner(token, iri):
                continue
            candidates.append((held, len(r.named_between(iri, 0, token.idx)), -first.token.i, iri))
        if not candidates:
            return []
        return [max(candidates)[3]]

    def _officials(self, office: str, state: str, everyone: bool) -> list[tuple[str, bool]]:
        """Who has or had an office, or who acts for a state at all, and whether he or she has it now."""
        wanted = office, state, everyone
        if wanted not in self._known_officials:
            self._known_officials[wanted] = found = []
            for iri, refs in self._r.by_entity.items():
                if refs[0].entity.type != PERSON or (state and state not in self._r.states_of(iri)):
                    continue
                now, before = self._r.offices_of(iri)
                held = any(_matches(office, o) for o in now)
                if everyone or held or any(_matches(office, o) for o in before):
                    found.append((iri, held))
        return self._known_officials[wanted]

    def _is_owner(self, token: Token, iri: str) -> bool:
        owners = [c for c in token.children if c.dep_ == "nmod:poss"]
        named = {self._r.at[o.i].entity.iri for o in owners if o.i in self._r.at}
        return iri in named or any(iri in self.pronoun(o) for o in owners)

    def _state_of(self, token: Token) -> str:
        """The gazetteer's IRI of the state that stands with the office: *U.S. president*, *president of Ukraine*."""
        r = self._r
        for child in token.children:
            holders = [child]
            if child.i > token.i and tree.preposition(child) not in ("of",):
                continue
            for t in holders:
                ref = r.at.get(t.i)
                if ref and ref.entity.type in (STATE, ORGANIZATION) and ref.entity.iri in r.things:
                    return r.things[ref.entity.iri].iri
        return ""

    def _office_words(self, token: Token) -> str:
        """The office's own words: *foreign minister*, *secretary of state*."""
        left = [
            c.lower_
            for c in sorted(token.children, key=lambda c: c.i)
            if c.i < token.i and c.dep_ in ("amod", "compound") and c.i not in self._r.at
        ]
        words = " ".join([*left, token.lower_])
        offices = self._r.words("Office")
        while words and words not in offices and " " in words:
            words = words.split(" ", 1)[1]
        for case, noun in tree.prepositional(token):
            longer = f"{token.lower_} {case} {noun.lower_}"
            if longer in offices:
                return longer
        return words


def _matches(wanted: str, office: str) -> bool:
    wanted, office = spelt_office(wanted), spelt_office(office)
    return (
        office == wanted
        or office.endswith(" " + wanted)
        or office.startswith(wanted + " of ")
        or wanted.endswith(" " + office)
    )
