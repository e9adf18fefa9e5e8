"""From a noun phrase to the entities that it means, checked against a role's range."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from kg.extract import tree
from kg.extract.coreference import Coreference
from kg.extract.reading import PERSON, PLACE, STATE, WEAPON, Reading, Reference, token_span, trimmed
from kg.model import Filler, Literal, Span
from kg.ontology import Role
from kg.ontology.terms import KG, XSD

_DEPTH = 6
_STANDING = ("Proxy", "AgentPlural", "Office", "PersonNoun", "Counterpart", "Transparent")
_PLACE = KG + "place"


@dataclass(frozen=True, slots=True)
class Found:
    entity: str
    span: Span


class Fillers:
    def __init__(self, reading: Reading, coreference: Coreference) -> None:
        self._r = reading
        self._coreference = coreference

    def of(self, token: Token, role: Role, rule: str) -> list[Filler]:
        """Values of a role that the phrase headed by a token gives; none where nothing in it fits the range."""
        if role.datatype:
            return self._words(token, role, rule)
        found: dict[str, Found] = {}
        for part in tree.conjuncts(token):
            if role.iri == _PLACE and not self._is_place(part):
                continue
            for f in self._entities(part, role.range, 0):
                found.setdefault(f.entity, f)
        if role.iri == _PLACE:
            for f in [*found.values()]:
                for larger in self._larger_places(f, role.range):
                    found.setdefault(larger.entity, larger)
        for f in [*found.values()]:
            for other in (*self._listed_after(f, role.range), *self._listed_before(f, role.range)):
                found.setdefault(other.entity, other)
        if role.range == frozenset({WEAPON}):
            for other in self._weapons_after(token, [*found.values()]):
                found.setdefault(other.entity, other)
        return [Filler(role.iri, f.entity, f.span, rule) for f in found.values()]

    def _is_place(self, token: Token) -> bool:
        """A name, or a noun for a kind of place: *in Ukrainian cities*, not *in the framework of the pact*."""
        if token.i in self._r.at:
            return True
        words = {token.lemma_.lower(), token.lower_}
        kinds = self._r.words("PlaceNoun") | self._r.words("SiteNoun") | self._r.words("Transparent")
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
            if ref.entity.type == STATE and PERSON in classes:
                person = self._titled_after(ref)
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
        named = self._listed(token, classes, depth)
        if named:
            return named
        described = self._checked(self._coreference.description(token), classes, token)
        if described:
            return described
        if token.pos_ not in ("NOUN", "PROPN", "ADJ", "NUM", "DET", "X"):
            return []
        if token.lemma_.lower() in r.words("Transparent") or token.lower_ in r.words("Transparent"):
            inner = self._complement(token, classes, depth)
            if inner:
                return inner
        # "Ukraine's needs" is not Ukraine; its forces, officials and leaders are. What is attacked is its owner's.
        if PLACE not in classes and not self._stands_for_owner(token):
            return []
        return self._modifiers(token, classes, depth) or self._owners(token, classes, depth)

    def _stands_for_owner(self, token: Token) -> bool:
        words = {token.lemma_.lower(), token.lower_}
        return any(words & self._r.words(kind) for kind in _STANDING)

    def _titled_after(self, state: Reference) -> Reference | None:
        """*Republic of Chile Foreign Minister Muñoz*, where the tree makes the state the head: the person is meant."""
        r = self._r
        i = r.end_of(state)
        start = i
        while i < len(r.doc) and i - start < 8 and i not in r.at and self._in_title(r.doc[i]):
            i += 1
        ref = r.at.get(i)
        return ref if i > start and ref is not None and ref.entity.type == PERSON else None

    def _listed_after(self, found: Found, classes: frozenset[str]) -> list[Found]:
        """Names of the same class joined to a name by commas and *and*, titles between: where the tree lost them."""
        r = self._r
        out: list[Found] = []
        pending: list[Found] = []
        tokens = r.doc.char_span(found.span.begin, found.span.end, alignment_mode="expand")
        if tokens is None or tokens[0].i not in r.at:
            return []
        kind = r.at[tokens[0].i].entity.type
        i, joined, comma = tokens.end, False, False
        while i < tokens.sent.end:
            token = r.doc[i]
            ref = r.at.get(i)
            if ref is not None and ref.span.begin == token.idx and (joined or comma):
                after = r.end_of(ref)
                if ref.entity.type != kind:
                    # "French Foreign Minister Le Drian": the state of an office on the way to the next person.
                    if kind == PERSON and ref.entity.type == STATE:
                        i = after
                        continue
                    break
                follows = r.doc[after].tag_ if after < len(r.doc) else ""
                if follows in ("VBD", "VBZ", "VBP", "MD") or (
                    after < len(r.doc) and r.doc[after].lower_ in ("'s", "\u2019s")
                ):
                    break
                pending.append(Found(ref.entity.iri, ref.span))
                if joined:
                    out += pending
                    pending = []
                i, joined, comma = after, False, False
            elif kind == PERSON and not joined and not comma and token.lower_ == "of" and self._state_at(i + 1):
                # "Emmanuel Macron of France, Olaf Scholz of Germany"
                i = self._state_at(i + 1)
            elif token.lower_ in ("and", "&"):
                joined, i = True, i + 1
            elif token.text == "," and not comma and kind not in (PLACE, STATE):
                comma, i = True, i + 1
            elif (joined or comma) and (
                self._in_title(token) or (kind == PERSON and token.pos_ in ("NOUN", "ADJ") and i - tokens.end < 40)
            ):
                i += 1
            else:
                break
        return [f for f in out if r.entities[f.entity].type in classes]

    def _listed_before(self, found: Found, classes: frozenset[str]) -> list[Found]:
        """The same to the left: of a subject's list the tree may keep the last name alone."""
        r = self._r
        out: list[Found] = []
        tokens = r.doc.char_span(found.span.begin, found.span.end, alignment_mode="expand")
        if tokens is None or tokens[0].i not in r.at:
            return []
        kind = r.at[tokens[0].i].entity.type
        start, sentence, joined = tokens.start, tokens.sent.start, False
        while True:
            i, steps = start - 1, 0
            while (
                kind == PERSON
                and i >= sentence
                and steps < 6
                and r.doc[i].pos_ in ("NOUN", "ADJ", "PROPN")
                and i not in r.at
            ):
                i, steps = i - 1, steps + 1
            if kind == PERSON and i >= sentence and i in r.at and r.at[i].entity.type == STATE:
                i = r.at[i].token.left_edge.i - 1 if r.at[i].token.left_edge.i < i else i - 1
            separators = 0
            while i >= sentence and (r.doc[i].text == "," or r.doc[i].lower_ == "and") and separators < 2:
                joined = joined or r.doc[i].lower_ == "and"
                i, separators = i - 1, separators + 1
            if not separators or not joined or i < sentence or i not in r.at or r.at[i].entity.type != kind:
                return [f for f in out if r.entities[f.entity].type in classes]
            ref = r.at[i]
            out.append(Found(ref.entity.iri, ref.span))
            before = r.doc.char_span(ref.span.begin, ref.span.end, alignment_mode="expand")
            if before is None or before.start >= start:
                return out
            start = before.start

    def _weapons_after(self, token: Token, found: list[Found]) -> list[Found]:
        """*Hundreds of interceptors, dozens of howitzers, additional artillery*: a list of weapons."""
        r, doc = self._r, token.doc
        out: list[Found] = []
        i = token.i
        if found:
            last = doc.char_span(found[-1].span.begin, found[-1].span.end, alignment_mode="expand")
            i = last.end - 1 if last is not None else i
        elif not any(
            t.lower_ in ("including", "include", "includes", "like", "such", "of")
            for t in doc[i + 1 : min(i + 8, token.sent.end)]
        ):
            return []
        for t in doc[i + 1 : token.sent.end]:
            if t.i in r.at:
                if r.at[t.i].entity.type == WEAPON:
                    out.append(Found(r.at[t.i].entity.iri, r.at[t.i].span))
                continue
            plain = t.pos_ in (
                "NOUN",
                "PROPN",
                "ADJ",
                "NUM",
                "DET",
                "CCONJ",
                "ADV",
                "SYM",
                "X",
            ) and t.tag_ not in ("WDT", "WP", "WRB")
            if (
                not plain
                and t.text not in (",", "-", "(", ")")
                and t.lower_
                not in (
                    "of",
                    "for",
                    "including",
                    "such",
                    "as",
                    "like",
                    "that",
                    "includes",
                    "include",
                    "additional",
                    "guided",
                )
            ):
                break
        return out

    def _state_at(self, i: int) -> int:
        """The token after the state's name that begins at a token, past its article; 0 where none does."""
        doc = self._r.doc
        while i < len(doc) and doc[i].lower_ == "the":
            i += 1
        ref = self._r.at.get(i)
        if ref is None or ref.entity.type != STATE:
            return 0
        tokens = doc.char_span(ref.span.begin, ref.span.end, alignment_mode="expand")
        return tokens.end if tokens is not None else 0

    def _in_title(self, token: Token) -> bool:
        r, word = self._r, token.lower_
        office_words = {w for o in r.words("Office") for w in o.split()}
        return (
            word in office_words
            or word in r.words("OfficePrefix")
            or word in ("the", "of", "'s", "\u2019s")
            or token.text in r.words("Honorific")
        )

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

    def _listed(self, token: Token, classes: frozenset[str], depth: int) -> list[Found]:
        """*Three states: Russia, Iran and Syria*, *allies including Poland*, *its leader, Hassan Nasrallah*."""
        found = []
        for child in token.children:
            if (tree.label(child) in ("appos", "flat", "nmod:desc") and child.i > token.i) or tree.preposition(
                child
            ) in ("including", "such as", "like"):
                for part in tree.conjuncts(child):
                    ref = self._r.heads.get(part.i)
                    if ref is not None and ref.entity.type in classes:
                        found.append(Found(ref.entity.iri, ref.span))
        return found

    def _modifiers(self, token: Token, classes: frozenset[str], depth: int) -> list[Found]:
        """*Russian forces*, *Ukraine's cities*, *Houthi positions*: whose they are."""
        found = []
        for child in token.children:
            if child.i > token.i or tree.label(child) not in (
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
                elif ref is None and tree.label(child) == "nmod:poss":
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

    def _larger_places(self, found: Found, classes: frozenset[str]) -> list[Found]:
        """*Erbil, Iraq*; *the port of Hudaydah in Yemen*: larger places that follow a place."""
        r, end = self._r, found.span.end
        out: list[Found] = []
        for _ in range(3):
            tokens = r.doc.char_span(found.span.begin, end, alignment_mode="expand")
            if tokens is None or tokens.end + 1 >= len(r.doc) or r.doc[tokens.end].lower_ not in (",", "in"):
                break
            i = tokens.end + 1
            while i < len(r.doc) and r.doc[i].lower_ in (
                "the",
                "northern",
                "southern",
                "eastern",
                "western",
                "central",
            ):
                i += 1
            ref = r.at.get(i)
            if ref is None or ref.entity.type not in (PLACE, STATE) or ref.entity.type not in classes:
                break
            after = r.doc.char_span(ref.span.begin, ref.span.end, alignment_mode="expand")
            follows = {t.lower_ for t in r.doc[after.end : after.end + 2]} if after is not None else set()
            if r.doc[tokens.end].text == "," and follows & {"and", "or", "'s", "\u2019s"}:
                break
            out.append(Found(ref.entity.iri, ref.span))
            end = ref.span.end
        return out

    # Words

    def _words(self, token: Token, role: Role, rule: str) -> list[Filler]:
        """The phrase's own words, for a role of strings whose nouns the ontology names."""
        found = []
        for part in tree.conjuncts(token):
            head = part
            if part.lemma_.lower() in self._r.words("Transparent"):
                head = next((n for c, n in tree.prepositional(part) if c == "of"), part)
            names_one = (
                head.lemma_.lower() in role.heads
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
            relation = tree.label(child)
            if relation in ("amod", "compound", "nummod", "flat", "advmod") and child.i < token.i:
                kept.extend(t for t in child.subtree)
            elif tree.preposition(child) in ("of", "in") and child.i > token.i and relation in ("nmod", "obl"):
                kept.extend(t for t in child.subtree if t.i - token.i < 12)
            elif child.is_currency:
                kept.append(child)
        first, last = min(t.i for t in kept), max(t.i for t in kept)
        while first < token.i and (token.doc[first].is_punct or token.doc[first].pos_ == "CCONJ"):
            first += 1
        span = token.doc[first : last + 1]
        return trimmed(self._r.text, span.start_char, span.end_char)
