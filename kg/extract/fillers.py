"""From a noun phrase to the entities that it means, checked against a role's range."""

from __future__ import annotations

import itertools

from kg.extract import tree
from kg.extract.coreference import Coreference
from kg.extract.enumeration import Enumeration, Found
from kg.extract.parsed import Token
from kg.extract.reading import ORGANIZATION, PERSON, PLACE, STATE, WEAPON, Reading, token_span, trimmed
from kg.model import Filler, Literal, Span
from kg.ontology import Role
from kg.ontology.terms import KG, XSD

_DEPTH = 6
_STANDING = ("Proxy", "AgentPlural", "Office", "PersonNoun", "Counterpart", "Transparent")
_PLACE, _PARTICIPANT = KG + "place", KG + "participant"


class Fillers:
    def __init__(self, reading: Reading, coreference: Coreference) -> None:
        self._r = reading
        self._coreference = coreference
        self._lists = Enumeration(reading)

    def of(self, token: Token, role: Role, rule: str) -> list[Filler]:
        """Values of a role that the phrase headed by a token gives; none where nothing in it fits the range."""
        if role.datatype:
            return self._words(token, role, rule)
        found: dict[str, Found] = {}
        for part in tree.conjuncts(token):
            if role.iri == _PLACE and not self._is_place(part):
                continue
            # "We met": with whom is as likely in it as for whom one speaks.
            if role.iri == _PARTICIPANT and part.lower_ in self._r.words("FirstPlural"):
                continue
            for f in (*self._entities(part, role.range, 0), *self._halves(part, role.range)):
                found.setdefault(f.entity, f)
        if role.iri == _PLACE:
            for f in [*found.values()]:
                for larger in self._lists.larger_places(f, role.range):
                    found.setdefault(larger.entity, larger)
        for f in [*found.values()]:
            for other in (*self._lists.listed_after(f, role.range), *self._lists.listed_before(f, role.range)):
                found.setdefault(other.entity, other)
        if role.range == frozenset({WEAPON}):
            for other in self._lists.weapons_after(token, [*found.values()]):
                found.setdefault(other.entity, other)
        return [Filler(role.iri, f.entity, f.span, rule) for f in found.values()]

    def _is_place(self, token: Token) -> bool:
        """A name, or a noun for a kind of place: *in Ukrainian cities*, not *in the framework of the pact*."""
        if token.i in self._r.at:
            return True
        words = {token.lemma, token.lower_}
        kinds = self._r.words("PlaceNoun") | self._r.words("SiteNoun") | self._r.words("Transparent")
        kinds |= self._r.words("Direction")
        return bool(words & kinds)

    def named(self, token: Token, role: Role, rule: str) -> list[Filler]:
        """Values that the token itself names: before a noun, nothing else is meant."""
        refs = [r for r in self._r.all_at.get(token.i, ()) if r.entity.type in role.range]
        return [Filler(role.iri, r.entity.iri, r.span, rule) for r in refs]

    # Entities

    def _entities(self, token: Token, classes: frozenset[str], depth: int) -> list[Found]:
        if depth > _DEPTH:
            return []
        r = self._r
        ref = r.heads.get(token.i) or r.at.get(token.i)
        if ref is not None:
            if ref.entity.type in (STATE, ORGANIZATION) and PERSON in classes:
                person = self._lists.titled_after(ref)
                if person is not None:
                    return [Found(person.entity.iri, person.span)]
            if ref.entity.type in classes:
                return [Found(ref.entity.iri, ref.span)]
            if ref.entity.type == WEAPON or PLACE not in classes:
                # "Kyiv residents", "Patriot crews": the name does not fit, and its phrase says no more.
                return self._modifiers(token, classes, depth) if ref.token.i == token.i else []
            return []
        if token.pos_ == "PRON" or token.tag_ in ("PRP", "PRP$", "WP", "WDT"):
            return self._checked(self._coreference.pronoun(token), classes, token)
        person = self._lists.person_after(token) if token.lower_ in r.words("Office") and PERSON in classes else None
        if person is not None:
            return [Found(person.entity.iri, person.span)]
        named = self._listed(token, classes)
        if token.lemma in r.words("Transparent") or token.lower_ in r.words("Transparent"):
            named = self._complement(token, classes, depth) + named
        if named:
            return named
        words = {token.lemma, token.lower_}
        if words & r.words("BodyKind") and ORGANIZATION in classes:
            # "The Acme trade union"
            bodies = [f for f in self._modifiers(token, classes, depth) if r.entities[f.entity].type == ORGANIZATION]
            if bodies:
                return bodies
        if token.tag_ in ("NNS", "NNPS") and (words | {token.lower_.removesuffix("s")}) & r.words("Office"):
            # "The G7 foreign ministers of Chad and Mali"
            owners = self._owners(token, classes, depth)
            if owners:
                return owners
        described = self._checked(self._coreference.description(token), classes, token)
        if described:
            return described
        if token.pos_ not in ("NOUN", "PROPN", "ADJ", "NUM", "DET", "X"):
            return []
        # "Ukraine's needs" is not Ukraine; its forces, officials and leaders are. What is attacked is its owner's.
        if PLACE not in classes and not self._stands_for_owner(token):
            return []
        return (
            self._modifiers(token, classes, depth)
            or self._owners(token, classes, depth)
            or self._holders(token, classes, depth)
        )

    def _holders(self, token: Token, classes: frozenset[str], depth: int) -> list[Found]:
        """*Targets used by the Houthis*, *positions held by rebels in Chad*: whose they are."""
        return [
            f
            for clause in tree.children(token, "acl")
            if clause.tag_ == "VBN" and clause.lemma in self._r.words("Holding")
            for case, noun in tree.prepositional(clause) if case == "by"
            for part in tree.conjuncts(noun)
            for f in self._entities(part, classes, depth + 1)
        ]  # fmt: skip

    def _stands_for_owner(self, token: Token) -> bool:
        words = {token.lemma, token.lower_}
        return any(words & self._r.words(kind) for kind in _STANDING)

    def _checked(self, iris: list[str], classes: frozenset[str], token: Token) -> list[Found]:
        return [Found(i, token_span(token)) for i in iris if self._r.entities[i].type in classes]

    def _complement(self, token: Token, classes: frozenset[str], depth: int) -> list[Found]:
        """*Dozens of drones*, *the city of Sumy*: what follows *of*."""
        return [
            f
            for case, noun in tree.prepositional(token) if case in ("of", "from")
            for part in tree.conjuncts(noun)
            for f in self._entities(part, classes, depth + 1)
        ]  # fmt: skip

    def _listed(self, token: Token, classes: frozenset[str]) -> list[Found]:
        """*Three states: Russia, Iran and Syria*, *allies including Poland*, *its leader, Hassan Nasrallah*."""
        found = []
        for child in token.children:
            apposed = child.dep_ in ("appos", "flat", "nmod:desc") and child.i > token.i
            # In "a village in North Kivu, Congo" it is Kivu that Congo stands beside, whatever the tree says.
            apposed = apposed and (
                not any(i in self._r.at for i in range(token.i + 1, child.left_edge.i)) or self._bears(token, child)
            )
            if apposed or tree.preposition(child) in ("including", "such as", "like"):
                for part in tree.conjuncts(child):
                    ref = self._r.heads.get(part.i)
                    if ref is not None and ref.entity.type in classes:
                        found.append(Found(ref.entity.iri, ref.span))
        return found

    def _bears(self, office: Token, name: Token) -> bool:
        """*Under Secretary for Arms Control of the Department Ann Lee*: a name right after the office that it bears."""
        ref = self._r.heads.get(name.i)
        between = office.doc[office.i + 1 : name.left_edge.i]
        person = ref is not None and ref.entity.type == PERSON
        return person and office.lower_ in self._r.words("Office") and all(t.text != "," for t in between)

    def _modifiers(self, token: Token, classes: frozenset[str], depth: int) -> list[Found]:
        """*Russian forces*, *Ukraine's cities*, *Houthi positions*: whose they are."""
        found = []
        for child in token.children:
            if child.i > token.i or child.dep_ not in (
                "amod",
                "compound",
                "nmod:poss",
                "nmod",
                "nmod:desc",
                "flat",
            ):
                continue
            for part in tree.conjuncts(child):
                ref = self._r.at.get(part.i)
                if ref is not None and ref.entity.type in classes:
                    found.append(Found(ref.entity.iri, ref.span))
                elif ref is None and part.tag_ == "PRP$":
                    found += self._checked(self._coreference.pronoun(part), classes, part)
                elif ref is None and child.dep_ == "nmod:poss":
                    found += self._entities(part, classes, depth + 1)
        return found

    def _owners(self, token: Token, classes: frozenset[str], depth: int) -> list[Found]:
        """*Cities of Ukraine*, *the government of Angola*; what is *in* a place does not stand for it."""
        found = []
        for case, noun in tree.prepositional(token):
            if case == "of":
                for part in tree.conjuncts(noun):
                    found += self._entities(part, classes, depth + 1)
                if found:
                    break
        return found

    def _halves(self, token: Token, classes: frozenset[str]) -> list[Found]:
        """*Ballistic and cruise missiles*: the kind that stands before the noun in a word of its own."""
        refs = [self._r.heads[c.i] for c in token.children if c.i in self._r.heads and c.i < token.i]
        return [Found(r.entity.iri, r.span) for r in refs if r.entity.type == WEAPON and WEAPON in classes]

    # Words

    def _words(self, token: Token, role: Role, rule: str) -> list[Filler]:
        """The phrase's own words, for a role of strings whose nouns the ontology names."""
        found = []
        for part in tree.conjuncts(token):
            head = part
            if part.lemma in self._r.words("Transparent"):
                head = next((n for c, n in tree.prepositional(part) if c == "of"), part)
            names_one = (
                head.lemma in role.heads
                or head.lower_ in role.heads
                or any(c.is_currency or c.text in ("$", "\u00a3", "\u20ac") for c in part.subtree)
            )
            if role.heads and not names_one:
                continue
            if part.i in self._r.heads:
                continue
            span = self._phrase(part)
            if not any(c.isalpha() or c.isdigit() for c in self._r.text[span.begin : span.end]):
                continue
            found.append(
                Filler(
                    role.iri,
                    Literal(
                        self._r.text[span.begin : span.end],
                        "" if role.datatype == XSD + "string" else role.datatype,
                    ),
                    span,
                    rule,
                )
            )
        return found

    def _phrase(self, token: Token) -> Span:
        """The noun phrase without its article, clauses, and prepositional phrases other than *of* and *in*."""
        kept = [token]
        for child in token.children:
            relation = child.dep_
            if relation in ("amod", "compound", "nummod", "flat", "advmod") and child.i < token.i:
                kept.extend(t for t in child.subtree)
            elif tree.preposition(child) in ("of", "in") and child.i > token.i and relation in ("nmod", "obl"):
                kept.extend(itertools.takewhile(_goes_on, sorted(child.subtree, key=lambda t: t.i)))
            elif child.is_currency:
                kept.append(child)
        first, last = min(t.i for t in kept), max(t.i for t in kept)
        while first < token.i and (token.doc[first].is_punct or token.doc[first].pos_ == "CCONJ"):
            first += 1
        span = token.doc[first : last + 1]
        return trimmed(self._r.text, span.start_char, span.end_char)


def _goes_on(token: Token) -> bool:
    """Whether a phrase that names goods goes on: not past a comma, or to *including*, *for* or a clause."""
    return token.text not in (",", ";", ":", "(", "\u2014", "-") and token.lower_ not in (
        "including",
        "for",
        "to",
        "that",
    )
