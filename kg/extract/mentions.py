"""Names in a text: the gazetteer and the pipeline's entity recogniser together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import replace

from kg.extract.arms import Arms
from kg.extract.bodies import Bodies
from kg.extract.buildings import Buildings, whole
from kg.extract.found import ORGANIZATION, PERSON, PLACE, STATE, WEAPON, Found, Near, trimmed, without_overlaps
from kg.extract.gazetteer import Gazetteer, Hit
from kg.extract.lists import organizations
from kg.extract.parsed import Doc, Tokens
from kg.extract.people import People
from kg.extract.places import is_location
from kg.extract.recognised import CLASSES, Recognised
from kg.extract.titles import Titles
from kg.model import Name, Span
from kg.ontology import Ontology, Thing
from kg.spelling import folded

_PART = re.compile(r"\b([A-Z][a-z]+) \Z")


class Mentions:
    """Finds names; made once for an ontology."""

    def __init__(self, ontology: Ontology) -> None:
        self._ontology = ontology
        self._gazetteer = Gazetteer(ontology)
        self._titles = Titles(ontology)
        self._arms = Arms(ontology, self._gazetteer)
        self._bodies = Bodies(ontology)
        self._buildings = Buildings(ontology)
        self._people = People(ontology, self._titles)
        self._rule = re.compile(
            r"(?:-[A-Z]\w+)?\s(?:" + "|".join(sorted(map(re.escape, ontology.words["Rule"]))) + r")\b"
        )
        self._words = ontology.words
        self._recognised = Recognised(ontology, self._titles, self._bodies)
        suffixes = sorted(map(re.escape, ontology.words["NameSuffix"]), key=lambda s: (-len(s), s))
        self._suffix = re.compile(r",?\s(?:" + "|".join(suffixes) + r")(?!\w)")
        times = ontology.time_words
        self._calendar = {w.form.lower() for kind in ("Month", "Weekday", "Season") for w in times.of(kind)}
        self._named: set[str] = set()
        self._persons: dict[int, int] = {}
        """Where persons begin and end whom their titles show."""
        self._text = ""

    def __call__(self, doc: Doc) -> tuple[Name, ...]:
        """All names in the order of the text; none overlaps another, but an adjective inside an organization's name."""
        scan = copy(self)
        scan._text = doc.text
        return scan._names(doc)

    def _names(self, doc: Doc) -> tuple[Name, ...]:
        text = self._text
        unread = _unread(doc)
        recognised = [e for e in doc.ents if e.label_ in CLASSES]
        labels = {i: e for e in recognised for i in range(e.start_char, e.end_char)}
        found: list[Found] = []
        taken: dict[int, Found] = {}
        self._persons = {b: e for b, e in (*self._people.speakers(text), *self._people.listed(text)) if b not in unread}
        abbreviations = self._bodies.abbreviations(text)
        hits = [
            h
            for h in self._gazetteer.find(text)
            if h.begin not in unread and text[h.begin : h.end] not in abbreviations
        ]
        self._named = {t.iri for h in hits for t, k in h.entries if k == "name"}
        for hit in hits:
            chosen = self._choose(doc, hit, labels)
            if chosen:
                chosen = self._whole_person(chosen, labels)
                found.append(chosen)
                taken.update(dict.fromkeys(range(chosen.begin, chosen.end), chosen))
                found.extend(self._state_within(chosen))
        others = (self._recognised.found(text, ent, taken, abbreviations) for ent in recognised)
        found.extend(f for f in others if f is not None)
        found = self._with_shapes(
            found, [Found(b, e, PERSON, self._speaker(b, e), "") for b, e in self._persons.items()]
        )
        near = Near([f for f in found if f.type == ORGANIZATION and f.hit is not None])
        bodies = [self._known(b, near) for b in self._by_shape(doc, unread, hits, recognised)]
        found = self._with_shapes(found, bodies)
        found = self._with_shapes(found, list(self._titled(found, unread)))
        found = self._with_shapes(found, list(self._buildings.find(text, doc, found)))
        found = self._with_shapes(whole(text, found), organizations(text, without_overlaps(found)))
        found.extend(Found(*ship, WEAPON, None, "") for ship in self._arms.ships(text) if ship[0] not in unread)
        found = without_overlaps(found)
        found = self._arms.whole(text, found)
        found.extend(self._arms.halves(text, found))
        found.extend(self._smaller_places(doc, found))
        names = [self._name(doc, f) for f in sorted(found, key=lambda f: (f.begin, f.end))]
        return tuple(n for n in names if n)

    def _smaller_places(self, doc: Doc, found: Sequence[Found]) -> Iterator[Found]:
        """*In Abha, Saudi Arabia*: a name that nobody knows, before the state that it is in."""
        taken = {i for f in found for i in range(f.begin, f.end)}
        for larger in found:
            if larger.type not in (STATE, PLACE):
                continue
            tokens = doc.char_span(larger.begin, larger.end)
            if tokens is None or tokens.start < 3 or doc[tokens.start - 1].text != ",":
                continue
            last = first = tokens.start - 2
            while (
                first >= 0
                and doc[first].pos_ == "PROPN"
                and doc[first].text[:1].isupper()
                and doc[first].idx not in taken
            ):
                first -= 1
            name = doc[first + 1 : last + 1]
            where = first >= 0 and doc[first].lower_ in ("in", "at", "near", "of", "from", "outside", "around")
            if where and 0 < len(name) <= 3 and not any(t.lower_ in self._calendar for t in name):
                yield Found(name.start_char, name.end_char, PLACE, None, "")

    # Shapes

    def _by_shape(
        self, doc: Doc, unread: set[int], hits: Sequence[Hit], recognised: Sequence[Tokens]
    ) -> Iterator[Found]:
        units = {
            h.begin: h.end
            for h in hits
            if all(t.type != ORGANIZATION and k not in ("adjective", "demonym") for t, k in h.entries)
        }
        people = {h.begin: h.end for h in hits if any(t.type == PERSON and k == "name" for t, k in h.entries)}
        for ent in recognised:
            if CLASSES[ent.label_] == PERSON and not any(w in self._words["BodyNoun"] for w in ent.text.split()):
                people[ent.start_char] = ent.end_char
        for begin, end in self._bodies.find(doc, self._text, units, people | self._persons):
            if begin not in unread and self._text[begin:end].lower() not in self._words["NoName"]:
                yield Found(begin, end, ORGANIZATION, None, "")

    def _known(self, body: Found, organizations: Near) -> Found:
        """The gazetteer's body where its state alone is added: *Iraqi* Parliament, Parliament *of Iraq*."""
        for f in organizations.over(body.begin, body.end):
            if f.hit is not None and body.begin <= f.begin and f.end <= body.end:
                rest = (
                    self._text[body.begin : f.begin]
                    + " "
                    + re.sub(r"^ of (?:the )?", " ", self._text[f.end : body.end])
                )
                of = tuple((t, k) for t, k in f.hit.entries if t.of and folded(rest) in self._adjectives(t.of))
                if of:
                    return replace(body, hit=Hit(body.begin, body.end, of))
        return body

    @staticmethod
    def _with_shapes(found: Sequence[Found], shaped: Sequence[Found]) -> list[Found]:
        """Names together with those that only their shape shows; what vouches for the same characters stays."""
        known = {(f.begin, f.end, f.type) for f in found if f.hit is not None}
        whole = [f for f in shaped if (f.begin, f.end, f.type) not in known]
        spans = {(f.begin, f.end) for f in whole}
        return [f for f in found if (f.begin, f.end) not in spans] + whole

    def _titled(self, found: Sequence[Found], unread: set[int]) -> Iterator[Found]:
        """*Foreign Minister Lima Okafor*: a name after an office, which nobody knows, or as another place's alone."""
        for begin, end in self._people.titled(self._text):
            here = [f for f in found if f.begin < end and f.end > begin]
            cities = (f.type == PLACE or (f.hit and {k for _, k in f.hit.entries} == {"seat"}) for f in here)
            if begin not in unread and all(cities) and all(f.begin == begin and f.end < end for f in here):
                yield Found(begin, end, PERSON, None, "")

    def _speaker(self, begin: int, end: int) -> Hit | None:
        """The person of the gazetteer whose name is written in capitals."""
        text = self._text[begin:end]
        if not text.isupper():
            return None
        for hit in self._gazetteer.find(text.title()):
            entries = tuple((t, k) for t, k in hit.entries if t.type == PERSON)
            if entries and hit.end - hit.begin == end - begin:
                return Hit(begin, end, entries)
        return None

    # The gazetteer

    def _choose(self, doc: Doc, hit: Hit, labels: dict[int, Tokens]) -> Found | None:
        """What a gazetteer's hit is taken for where it stands; None where it is taken for nothing."""
        tokens = doc.char_span(hit.begin, hit.end)
        if tokens is None or not tokens[0].dep_:
            return None
        rest = self._text[hit.end : tokens.end_char]
        if rest and rest[0] != "-" and rest not in ("'s", "\u2019s", "'", "\u2019", "."):
            return None
        ent = labels.get(hit.begin)
        label = CLASSES.get(ent.label_, "") if ent is not None else ""
        if ent is not None and self._inside_another(hit, ent, label):
            return None
        if any(t.type == WEAPON for t, _ in hit.entries) and self._arms.harmless(self._text, hit.begin, hit.end):
            return None
        # "Weapons", "aircraft": too vague to be a kind of weapon.
        entries = tuple((t, k) for t, k in hit.entries if not t.vague)
        if not entries:
            return None
        hit = Hit(hit.begin, hit.end, entries)
        kinds = {k for _, k in entries}
        if (
            kinds <= {"short"}
            and not self._person_by_words(hit)
            and (self._goes_on(tokens) or not self._supported(tokens, hit, label))
        ):
            return None
        types = {t.type for t, _ in entries}
        if STATE in types:
            wanted = self._state_or_place(tokens, entries)
        elif label in types:
            wanted = label
        else:
            wanted = min(entries, key=lambda e: (e[1] == "short", _ORDER.get(e[0].type, len(_ORDER))))[0].type
        # "Assistant Secretary for African Affairs": what an office is for.
        if wanted == PLACE and self._bodies.is_for_office(self._text, hit.end):
            return None
        part = (
            _PART.search(self._text, max(0, hit.begin - 20), hit.begin)
            if wanted == PLACE and kinds == {"name"}
            else None
        )
        if part and part[1].lower() in self._words["Direction"] and not tokens[0].is_sent_start:
            # "South Florida" is a place of its own.
            return Found(part.start(1), hit.end, PLACE, None, label)
        kept = tuple((t, k) for t, k in entries if t.type == wanted)
        name, _, noun = self._text[hit.begin : hit.end].rpartition(" ")
        if wanted == PLACE and name and noun in self._words["PlaceNoun"]:
            # "Indo-Pacific region": no part of the name where it is in lower case.
            hit = replace(hit, end=hit.begin + len(name))
        if not kept:
            return Found(hit.begin, hit.end, wanted, None, label)
        return Found(hit.begin, hit.end, wanted, Hit(hit.begin, hit.end, kept), label)

    def _before_office(self, end: int) -> bool:
        """*White House* Counsel, *White House* Press Secretary."""
        after = re.match(r"(?:\s[A-Z][\w-]+)+", self._text[end : end + 80])
        return after is not None and any(map(self._bodies.is_office, after.group().split()))

    def _person_by_words(self, hit: Hit) -> bool:
        """Whether a title in the plural or what is said to be his (*the Smith Administration*) makes it a person."""
        person = any(t.type == PERSON for t, _ in hit.entries)
        return person and (hit.begin in self._persons or bool(self._rule.match(self._text, hit.end)))

    def _whole_person(self, found: Found, labels: dict[int, Tokens]) -> Found:
        """*Samia Suluhu Hassan*, of whom the gazetteer has the first two names."""
        ent = labels.get(found.begin)
        if found.type != PERSON or ent is None or CLASSES[ent.label_] != PERSON or found.hit is None:
            return found
        _, end = trimmed(self._text, ent.start_char, ent.end_char, self._words["Direction"])
        more = self._text[found.end : end]
        return replace(found, end=end) if re.fullmatch(r"\s[A-Z][\w'\u2019-]+", more) else found

    def _state_within(self, found: Found) -> Iterator[Found]:
        """The *French* of *French Foreign Ministry*: the state is named as well."""
        if found.type != ORGANIZATION or found.hit is None:
            return
        states = {t.of for t, _ in found.hit.entries}
        words = self._text[found.begin : found.end].split(" ")
        # The whole is the organization's own name, the longest; so its words are looked through from the left.
        for n in range(len(words) - 1, 0, -1) if len(states) == 1 else ():
            for hit in self._gazetteer.find(" ".join(words[:n])):
                entries = tuple((t, k) for t, k in hit.entries if t.type == STATE and t.iri in states and k != "seat")
                if entries:
                    begin, end = found.begin + hit.begin, found.begin + hit.end
                    yield Found(begin, end, STATE, Hit(begin, end, entries), "")
                    return

    def _inside_another(self, hit: Hit, ent: Tokens, label: str) -> bool:
        """Whether the recogniser sees a longer name, of which the gazetteer's is but a part (*Bank of America*)."""
        if ent.start_char >= hit.begin and ent.end_char <= hit.end:
            return False
        before = ent.text[: hit.begin - ent.start_char].lower().split()
        if label == ORGANIZATION and (self._bodies.is_office(ent.text) or set(before) & {"government", "governments"}):
            return False
        things = [t for t, _ in hit.entries]
        if label == ORGANIZATION and self._recognised.begins_office(self._text, ent.end_char):
            # "White House Press Secretary"
            return ent.end_char - hit.end > 1 + len(ent.text.split()[-1])
        if label == PERSON:
            # A recogniser may take a title into the name; a person of the gazetteer stays what it is.
            inner = ent.text.split()
            before = ent.text[: hit.begin - ent.start_char].split()
            titles = all(w.lower() in self._titles.single for w in before)
            if any(t.type == PERSON and k == "name" for t, k in hit.entries):
                return False
            if any(t.type == PERSON for t in things):
                # "Ali al-Razayneh" is no "Ali"; "President Biden" is Biden.
                return not (titles and hit.end >= ent.end_char)
            return not (titles and hit.end < ent.end_char and before != inner)
        if label == ORGANIZATION:
            first = hit.begin == ent.start_char or ent.text[: hit.begin - ent.start_char].strip().lower() in (
                "the",
                "of",
                "of the",
            )
            nation = any(k in ("adjective", "name") and t.type == STATE for t, k in hit.entries)
            longer = len(ent.text.split()) > len(hit.entries[0][0].label.split()) and ent.end_char - hit.end > 1
            if any(t.type == ORGANIZATION for t in things):
                return longer and all(k == "short" for _, k in hit.entries)
            return longer and not (
                nation and (first or ent.text[: hit.begin - ent.start_char].rstrip().endswith((" of", " of the")))
            )
        if label == WEAPON:
            return False
        return False

    @staticmethod
    def _goes_on(tokens: Tokens) -> bool:
        """Whether a longer name goes on after it: the *Air Force* of *Air Force One*."""
        after = tokens.doc[tokens.end] if tokens.end < len(tokens.doc) else None
        return (
            after is not None
            and after.text[:1].isupper()
            and after.pos_ in ("PROPN", "NUM")
            and not after.is_sent_start
        )

    def _supported(self, tokens: Tokens, hit: Hit, label: str) -> bool:
        """Whether the text around a short name speaks for it."""
        types = {t.type for t, _ in hit.entries}
        if WEAPON in types and types == {WEAPON}:
            return label == WEAPON or any(
                t.lower_ in self._words["WeaponContext"] for t in tokens.doc[tokens.end : tokens.end + 3]
            )
        if PERSON in types:
            # A weapon it cannot be, by the gazetteer: the recogniser saw a name, and took a rare one for a weapon's.
            return (
                label in (PERSON, WEAPON)
                or bool(self._titles.before(tokens)[0])
                or any(t.iri in self._named for t, _ in hit.entries)
            )
        if any(t.iri in self._named for t, _ in hit.entries):
            return True
        if label in types and len(tokens) > 1:
            return True
        # "The Ukrainian Defence Ministry": the state before it tells which.
        before = tokens.doc[max(0, tokens.start - 3) : tokens.start].text
        states = {t.of for t, _ in hit.entries if t.of}
        return any(folded(before).endswith(a) for s in states for a in self._adjectives(s)) or (
            ORGANIZATION in types and len(hit.entries) == 1 and len(tokens) > 1 and tokens[0].text[:1].isupper()
        )

    def _adjectives(self, state: str) -> list[str]:
        """Forms of a state's name that may stand before that of its organ, folded as the text before is."""
        thing = self._ontology.things.get(state)
        if thing is None:
            return []
        return [folded(a) for a in (*thing.adjectives, *thing.names, *(n + "'s" for n in thing.names))]

    def _state_or_place(self, tokens: Tokens, entries: Sequence[tuple[Thing, str]]) -> str:
        """A capital's or seat's name: the government, or the city (vocabulary.md, conventions of the gold)."""
        state_kinds = {k for t, k in entries if t.type == STATE}
        others = [t.type for t, k in entries if t.type != STATE and k in ("name", "short")]
        if state_kinds - {"seat"}:
            return STATE
        if PERSON in others or (not others and self._before_office(tokens.end_char)):
            return STATE
        place = others[0] if others else PLACE
        return place if is_location(tokens, self._words) else STATE

    def _name(self, doc: Doc, found: Found) -> Name | None:
        if found.type == PERSON:
            found = replace(found, begin=self._titles.without(self._text, found.begin, found.end))
            suffix = self._suffix.match(self._text, found.end)
            if suffix:
                found = replace(found, end=suffix.end())
        text = self._text[found.begin : found.end]
        tokens = doc.char_span(found.begin, found.end)
        if tokens is None:
            return None
        entries = found.hit.entries if found.hit else ()
        full = bool(entries) and any(k != "short" for _, k in entries)
        if not entries:
            full = found.type != PERSON or len(folded(text).split()) > 1
        title, state = self._titles.before(tokens) if found.type == PERSON else ("", "")
        things = tuple(sorted({t.iri for t, k in entries if not full or k != "short"}))
        return Name(Span(found.begin, found.end), text, found.type, things, full, title, state)


_ORDER = {STATE: 0, ORGANIZATION: 1, PERSON: 2, PLACE: 3, WEAPON: 4}


def _unread(doc: Doc) -> set[int]:
    """Offsets of text that the pipeline did not read (web leavings)."""
    return {i for t in doc if not t.dep_ for i in range(t.idx, t.idx + len(t))}
