"""Lists of names read by their surface, where the tree loses them: *X of A, Y of B, and Z*; *Erbil, Iraq*."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from kg.extract.parsed import Token
from kg.extract.reading import ORGANIZATION, PERSON, PLACE, STATE, WEAPON, Reading, Reference
from kg.model import Span


@dataclass(frozen=True, slots=True)
class Found:
    entity: str
    span: Span


@lru_cache(maxsize=4)
def _words_of(names: frozenset[str]) -> frozenset[str]:
    """All words of some names."""
    return frozenset(word for name in names for word in name.split())


class Enumeration:
    def __init__(self, reading: Reading) -> None:
        self._r = reading

    def titled_after(self, state: Reference) -> Reference | None:
        """*Republic of Chile Foreign Minister Muñoz*, where the tree makes the state the head: the person is meant."""
        r = self._r
        i = r.end_of(state)
        start = i
        if i + 2 < len(r.doc) and r.doc[i].text == "(" and r.doc[i + 2].text == ")":
            # "Republic of Korea (ROK) Foreign Minister Cho Tae-yul"
            i = start = i + 3
        while i < len(r.doc) and i - start < 8 and i not in r.at and self._in_title(r.doc[i]):
            i += 1
        ref = r.at.get(i)
        return ref if i > start and ref is not None and ref.entity.type == PERSON else None

    def person_after(self, office: Token) -> Reference | None:
        """*President of the Republic of Chad Idriss Déby*: who bears an office, past the state that it is of."""
        r, i = self._r, office.i + 1
        if i < len(r.doc) and r.doc[i].lower_ == "of" and (after := self._state_at(i + 1)):
            i = after
        ref = r.at.get(i)
        begins = ref is not None and ref.span.begin == r.doc[i].idx and i < office.sent.end
        return ref if ref is not None and begins and ref.entity.type == PERSON else None

    def listed_after(self, found: Found, classes: frozenset[str]) -> list[Found]:
        """Names of the same class joined to a name by commas and *and*, titles between: where the tree lost them."""
        r = self._r
        out: list[Found] = []
        pending: list[Found] = []
        tokens = r.doc.char_span(found.span.begin, found.span.end)
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

    def listed_before(self, found: Found, classes: frozenset[str]) -> list[Found]:
        """The same to the left: of a subject's list the tree may keep the last name alone."""
        r = self._r
        out: list[Found] = []
        tokens = r.doc.char_span(found.span.begin, found.span.end)
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
            before = r.doc.char_span(ref.span.begin, ref.span.end)
            if before is None or before.start >= start:
                return out
            start = before.start

    def weapons_after(self, token: Token, found: list[Found]) -> list[Found]:
        """*Hundreds of interceptors, dozens of howitzers, additional artillery*: a list of weapons."""
        r, doc = self._r, token.doc
        out: list[Found] = []
        i = token.i
        if found:
            last = doc.char_span(found[-1].span.begin, found[-1].span.end)
            i = last.end - 1 if last is not None else i
        else:
            opening = ("including", "include", "includes", "like", "such", "of")
            window = doc[i + 1 : min(i + 8, token.sent.end)]
            begin = next((t for t in window if t.lower_ in opening), None)
            if begin is None:
                return []
            # "Supplies to Chad, including drones": what stands between is no part of the list.
            between = any(t.i in r.at and r.at[t.i].entity.type == WEAPON for t in doc[i + 1 : begin.i])
            i = i if between or i in r.at or begin.lower_ == "of" else begin.i
        purpose = False
        for t in doc[i + 1 : token.sent.end]:
            # "Ammunition for the howitzers, and tanks": what a thing is for is no thing of the list.
            purpose = t.lower_ == "for" or (purpose and t.text not in (",", ";"))
            if t.i in r.at:
                if r.at[t.i].entity.type == WEAPON and not purpose:
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
        """The token after a state's or body's name that begins at a token, past its article; 0 where none does."""
        doc = self._r.doc
        while i < len(doc) and doc[i].lower_ == "the":
            i += 1
        ref = self._r.at.get(i)
        if ref is None or ref.entity.type not in (STATE, ORGANIZATION):
            return 0
        tokens = doc.char_span(ref.span.begin, ref.span.end)
        return tokens.end if tokens is not None else 0

    def _in_title(self, token: Token) -> bool:
        r, word = self._r, token.lower_
        return (
            word in _words_of(r.words("Office"))
            or word in r.words("OfficePrefix")
            or word in ("the", "of", "'s", "\u2019s")
            or token.text in r.words("Honorific")
        )

    def larger_places(self, found: Found, classes: frozenset[str]) -> list[Found]:
        """*Erbil, Iraq*; *the port of Hudaydah in Yemen*: larger places that follow a place."""
        r, end = self._r, found.span.end
        out: list[Found] = []
        for _ in range(3):
            tokens = r.doc.char_span(found.span.begin, end)
            if tokens is None or tokens.end + 1 >= len(r.doc) or r.doc[tokens.end].lower_ not in (",", "in"):
                break
            i = tokens.end + 1
            while i < len(r.doc) and r.doc[i].lower_ in r.words("PartOfPlace"):
                i += 1
            owner = r.at.get(i)
            if owner is not None and owner.entity.type == STATE and r.doc[r.end_of(owner)].tag_ == "POS":
                # "In Chad's Lac region"
                i = r.end_of(owner) + 1
            ref = r.at.get(i)
            if ref is None or ref.entity.type not in (PLACE, STATE) or ref.entity.type not in classes:
                break
            after = r.doc.char_span(ref.span.begin, ref.span.end)
            follows = {t.lower_ for t in r.doc[after.end : after.end + 2]} if after is not None else set()
            if r.doc[tokens.end].text == "," and follows & {"and", "or", "'s", "\u2019s"}:
                break
            out.append(Found(ref.entity.iri, ref.span))
            end = ref.span.end
        return out
