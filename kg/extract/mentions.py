"""Names in a text: the gazetteer and the pipeline's entity recogniser together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import replace

from spacy.tokens import Doc
from spacy.tokens import Span as Tokens

from kg.extract.arms import Arms
from kg.extract.found import ORGANIZATION, PERSON, PLACE, STATE, WEAPON, Found, trimmed, without_overlaps
from kg.extract.gazetteer import Gazetteer, Hit
from kg.extract.places import is_location
from kg.extract.titles import Titles
from kg.model import Name, Span
from kg.ontology import Ontology, Thing
from kg.spelling import folded

# The labels of the shipped pipelines, and those of OntoNotes-trained ones.
_CLASSES = {
    "PERSON": PERSON, "PER": PERSON, "ORG": ORGANIZATION, "GPE": PLACE, "LOC": PLACE, "FAC": PLACE,
    "WEAPON": WEAPON, "NORP": STATE,
}  # fmt: skip


class Mentions:
    """Finds names; made once for an ontology."""

    def __init__(self, ontology: Ontology) -> None:
        self._ontology = ontology
        self._gazetteer = Gazetteer(ontology)
        self._titles = Titles(ontology)
        self._arms = Arms(ontology)
        self._words = ontology.words
        self._honorifics = {w.lower() for w in ontology.words["Honorific"]} | ontology.words["OfficePrefix"]
        self._offices = ontology.words["Office"]
        self._sites = ontology.words["SiteNoun"]
        self._suffixes = ontology.words["NameSuffix"]
        self._suffix = re.compile(
            r",?\s(?:" + "|".join(sorted(map(re.escape, self._suffixes), key=len, reverse=True)) + r")(?!\w)"
        )
        times = ontology.time_words
        self._calendar = {w.form.lower() for kind in ("Month", "Weekday", "Season") for w in times.of(kind)}
        self._named: set[str] = set()
        self._text = ""

    def __call__(self, doc: Doc) -> tuple[Name, ...]:
        """All names in the order of the text; none overlaps another, but an adjective inside an organization's name."""
        scan = copy(self)
        # spaCy puts a Doc's text together anew each time it is asked for.
        scan._text = doc.text
        return scan._names(doc)

    def _names(self, doc: Doc) -> tuple[Name, ...]:
        text = self._text
        unread = _unread(doc)
        recognised = [e for e in doc.ents if e.label_ in _CLASSES]
        labels = {i: e for e in recognised for i in range(e.start_char, e.end_char)}
        found: list[Found] = []
        taken: dict[int, Found] = {}
        hits = [h for h in self._gazetteer.find(text) if h.begin not in unread]
        self._named = {t.iri for h in hits for t, k in h.entries if k == "name"}
        for hit in hits:
            chosen = self._choose(doc, hit, labels)
            if chosen:
                chosen = self._whole_person(chosen, labels)
                found.append(chosen)
                taken.update(dict.fromkeys(range(chosen.begin, chosen.end), chosen))
                found.extend(self._state_within(chosen))
        for ent in recognised:
            found.extend(self._from_recogniser(doc, ent, taken))
        found.extend(Found(*ship, WEAPON, None, "") for ship in self._arms.ships(text) if ship[0] not in unread)
        found = without_overlaps(found)
        found = self._whole_weapons(found)
        found.extend(self._smaller_places(doc, found))
        names = [self._name(doc, f) for f in sorted(found, key=lambda f: (f.begin, f.end))]
        return tuple(n for n in names if n)

    def _smaller_places(self, doc: Doc, found: Sequence[Found]) -> Iterator[Found]:
        """*In Abha, Saudi Arabia*: a name that nobody knows, before the state that it is in."""
        taken = {i for f in found for i in range(f.begin, f.end)}
        for larger in found:
            if larger.type not in (STATE, PLACE):
                continue
            tokens = doc.char_span(larger.begin, larger.end, alignment_mode="expand")
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

    def _whole_weapons(self, found: Sequence[Found]) -> list[Found]:
        """*Long-range missile*, *S-400 air defense system*: a weapon's name and its kind are one."""
        whole: list[Found] = []
        for f in sorted(found, key=lambda f: (f.begin, f.end)):
            if f.type == WEAPON:
                f = replace(f, begin=self._arms.begin(self._text, f.begin))
                if whole and whole[-1].type == WEAPON and self._text[whole[-1].end : f.begin] == " ":
                    before = whole.pop()
                    # "Patriot missile system" is a Patriot, "air defense radar" a radar.
                    kind = before.hit is not None and before.hit.entries[0][0].generic
                    f = replace(f if kind else before, begin=before.begin, end=f.end)
            whole.append(f)
        return whole

    # The gazetteer

    def _choose(self, doc: Doc, hit: Hit, labels: dict[int, Tokens]) -> Found | None:
        """What a gazetteer's hit is taken for where it stands; None where it is taken for nothing."""
        tokens = doc.char_span(hit.begin, hit.end, alignment_mode="expand")
        if tokens is None or not tokens[0].dep_:
            return None
        rest = self._text[hit.end : tokens.end_char]
        if rest and rest[0] != "-" and rest not in ("'s", "\u2019s", "'", "\u2019", "."):
            return None
        ent = labels.get(hit.begin)
        label = _CLASSES.get(ent.label_, "") if ent is not None else ""
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
        if kinds <= {"short"} and (self._goes_on(tokens) or not self._supported(tokens, hit, label)):
            return None
        types = {t.type for t, _ in entries}
        if STATE in types:
            wanted = self._state_or_place(tokens, entries)
        elif label in types:
            wanted = label
        else:
            wanted = min(entries, key=lambda e: (e[1] == "short", _ORDER.get(e[0].type, len(_ORDER))))[0].type
        kept = tuple((t, k) for t, k in entries if t.type == wanted)
        if not kept:
            return Found(hit.begin, hit.end, wanted, None, label)
        return Found(hit.begin, hit.end, wanted, Hit(hit.begin, hit.end, kept), label)

    def _whole_person(self, found: Found, labels: dict[int, Tokens]) -> Found:
        """*Samia Suluhu Hassan*, of whom the gazetteer has the first two names."""
        ent = labels.get(found.begin)
        if found.type != PERSON or ent is None or _CLASSES[ent.label_] != PERSON or found.hit is None:
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
        things = [t for t, _ in hit.entries]
        if label == PERSON:
            # A recogniser may take a title into the name; a person of the gazetteer stays what it is.
            inner = ent.text.split()
            before = ent.text[: hit.begin - ent.start_char].split()
            titles = all(w.lower() in self._honorifics or w.lower() in self._offices for w in before)
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
            return (
                label == PERSON
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
        if PERSON in others:
            return STATE
        place = others[0] if others else PLACE
        return place if is_location(tokens, self._words) else STATE

    # The recogniser

    def _from_recogniser(self, doc: Doc, ent: Tokens, taken: dict[int, Found]) -> Iterator[Found]:
        inside = {id(taken[i]): taken[i] for i in range(ent.start_char, ent.end_char) if i in taken}
        kind = _CLASSES[ent.label_]
        begin, end = trimmed(self._text, ent.start_char, ent.end_char, self._words["Direction"])
        if begin >= end or kind == STATE:
            return
        if kind == PERSON:
            begin = self._without_titles(begin, end)
        covering = [f for f in inside.values() if f.begin < end and f.end > begin]
        if covering and not all(self._nested(f, kind, begin, end) for f in covering):
            return
        if kind == ORGANIZATION and self._text[begin:end].split()[-1].lower() in self._sites:
            kind = PLACE
        if kind == ORGANIZATION and self._stands_for_state(self._text[begin:end], covering):
            return
        if begin < end and self._plausible(self._text[begin:end], kind, ent):
            yield Found(begin, end, kind, None, kind)

    def _stands_for_state(self, text: str, states: Sequence[Found]) -> bool:
        """*The UK Government*, *Russian forces*: no bodies beside the state."""
        if not any(f.type == STATE for f in states):
            return False
        proxies = self._words["Proxy"] | {"of", "the", "forces", "federal", "national", "armed"}
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

    def _without_titles(self, begin: int, end: int) -> int:
        words = list(re.finditer(r"\S+", self._text[begin:end]))
        for n, word in enumerate(words[:-1]):
            lower = word.group().lower()
            if lower in self._honorifics or lower.rstrip(".") in self._honorifics or lower in self._offices:
                continue
            return begin + words[n].start()
        return begin + words[-1].start() if words else begin

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
            return (
                lower not in self._offices
                and lower not in self._honorifics
                and ent.root.pos_ in ("PROPN", "NOUN", "ADJ", "X")
            )
        last = text.split()[-1]
        if last.islower() and last in ("of", "the", "and", "for", "in", "on", "to", "a", "an", "with", "at", "by"):
            return False
        return lower not in self._words["NoName"] and ent.root.pos_ in ("PROPN", "NOUN", "ADJ", "X", "NUM")

    def _name(self, doc: Doc, found: Found) -> Name | None:
        if found.type == PERSON:
            suffix = self._suffix.match(self._text, found.end)
            if suffix:
                found = replace(found, end=suffix.end())
        text = self._text[found.begin : found.end]
        tokens = doc.char_span(found.begin, found.end, alignment_mode="expand")
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
