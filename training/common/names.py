"""Training data for the names: gold corpora, annotated news, and machine-labelled text, made consistent.

A token is O, part of an entity, or *missing* (nothing is taught about it); `Labels` holds that state while
rules work on it. The conventions are those of the corpora: the name alone (no title, no article),
nationalities are O, a state's name or capital is GPE, *Kremlin*, *White House* and *Pentagon* are ORG.
"""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

import weapons
from corpus import records
from spacy.language import Language
from spacy.tokens import Doc, Span

TITLES = set(
    "President Vice Prime Minister Secretary General Chancellor Senator Ambassador King Queen Prince "
    "Princess Crown Emir Sheikh Sultan Pope Governor Congressman Congresswoman Representative Speaker "
    "Chairman Spokesperson Spokesman Admiral Colonel Captain Major Lieutenant Sergeant Gen. Lt. Col. Maj. "
    "Capt. Adm. Brig. Sgt. Sen. Rep. Gov. Mr Mr. Mrs Mrs. Ms Ms. Miss Dr Dr. MR MS MRS Deputy Assistant "
    "Under Special Envoy Foreign Defense Defence First Lady Premier Director Commissioner Commander Judge "
    "Justice Professor Prof. Sir Lord Counselor Advisor Administrator SECRETARY PRESIDENT AMBASSADOR "
    "Taoiseach Chief Navy".split()
)
SEATS = {"Kremlin", "White House", "Pentagon"}
CALENDAR = set(
    "January February March April May June July August September October November December Monday Tuesday "
    "Wednesday Thursday Friday Saturday Sunday".split()
)
SETTLED = {  # where the teacher wavers, or errs for good
    "PRC": "GPE", "DPRK": "GPE", "ROK": "GPE", "DRC": "GPE", "Russian Federation": "GPE", "Asia": "LOC",
    "United States of America": "GPE", "US": "GPE", "U.S.": "GPE", "UK": "GPE", "U.K.": "GPE", "UAE": "GPE",
    "Europe": "LOC", "Africa": "LOC", "Middle East": "LOC", "Indo-Pacific": "LOC", "Central Asia": "LOC",
    "Latin America": "LOC", "South China Sea": "LOC", "Black Sea": "LOC", "Red Sea": "LOC", "Houthis": "ORG",
    "Gaza Strip": "GPE", "West Bank": "LOC", "Western Hemisphere": "LOC", "Donbas": "GPE", "Kremlin": "ORG",
    "North Korea": "GPE", "South Korea": "GPE", "Taiwan Strait": "LOC", "Korean Peninsula": "LOC",
}  # fmt: skip
LANDSCAPE = re.compile(
    r"\b(Sea|River|river|Strait|Gulf|Ocean|Peninsula|Mount|Mountains?|Island|Islands|Line|Church|Mosque|"
    r"Cathedral|Airport|Base|Plant|Facility|Hospital|Forest|Caucasus|East|Europe|Africa|Asia|West|Siberia|Hall|"
    r"Bridge|Dam|Canal|Corridor|Pacific|Atlantic|Mediterranean|Balkans|Arctic|Room)\b"
)
DEMONYM = re.compile(
    r"^(the )?(\w+(ian|ians|ish|ese|ean|eans)|American|Americans|French|German|Germans|Iraqis?|Saudi|"
    r"Yemenis?|Afghans?|Israelis?|Turks|Pakistani|Malagasy|Azerbaijani|Bangladeshis|Dutch|Greek|Thai|Qatari|"
    r"Emirati|Kuwaiti|Uzbek|"
    r"South Korean|South Sudanese|North Korean|Western|East African|European|Swiss|Norwegian|Czech|"
    r"British|Houthi)$"
)


class Labels:
    """The labels of one Doc: (start, end) -> label, and the tokens that nothing is known about."""

    def __init__(self, doc: Doc, *, missing: bool = False) -> None:
        self.doc = doc
        self.words = [t.text for t in doc]
        self.spans: dict[tuple[int, int], str] = {}
        self.missing = {t.i for t in doc} if missing else {t.i for t in doc if t.ent_iob == 0}
        if not missing:
            self.spans = {(e.start, e.end): e.label_ for e in doc.ents}

    def taken(self, start: int, end: int) -> bool:
        return any(s < end and start < e for s, e in self.spans)

    def put(self, start: int, end: int, label: str) -> None:
        self.spans[start, end] = label
        self.missing.difference_update(range(start, end))

    def drop(self, start: int, end: int) -> None:
        del self.spans[start, end]
        self.missing.update(range(start, end))

    def store(self) -> Doc:
        ents = [Span(self.doc, s, e, label=label) for (s, e), label in sorted(self.spans.items())]
        missing = [self.doc[i : i + 1] for i in sorted(self.missing)]
        self.doc.set_ents(ents, missing=missing, default="outside")
        return self.doc


def bare(nlp: Language, doc: Doc) -> Doc:
    """A copy with the words and entities only."""
    copy = Doc(nlp.vocab, words=[t.text for t in doc], spaces=[bool(t.whitespace_) for t in doc])
    known = [Span(copy, e.start, e.end, label=e.label_) for e in doc.ents]
    copy.set_ents(known, missing=[copy[t.i : t.i + 1] for t in doc if t.ent_iob == 0], default="outside")
    return copy


# --- a dictionary of names that the data itself agrees on


def dictionary(docs: Iterable[Doc], *, least: int = 6, share: float = 0.9) -> dict[tuple[str, ...], str]:
    counts: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for doc in docs:
        for ent in doc.ents:
            counts[tuple(t.text for t in ent)][ent.label_] += 1
    agreed = {}
    for words, labels in counts.items():
        label, count = labels.most_common(1)[0]
        sure = count >= least and count / sum(labels.values()) >= share and label != "WEAPON"
        if sure and words[0][:1].isupper() and (len(words) > 1 or len(words[0]) > 1):
            agreed[words] = label
    for name, label in SETTLED.items():
        agreed[tuple(name.replace("-", " - ").split())] = label
    return agreed


def runs(numbers: Iterable[int]) -> Iterable[tuple[int, int]]:
    start = last = None
    for i in sorted(numbers):
        if last is not None and i == last + 1:
            last = i
            continue
        if start is not None:
            yield start, last + 1
        start = last = i
    if start is not None:
        yield start, last + 1


def fill(labels: Labels, agreed: dict[tuple[str, ...], str]) -> int:
    """A run of missing tokens that is exactly a known name gets its label; a title before it is O."""
    filled = 0
    for start, end in list(runs(labels.missing)):
        first = start
        while first < end - 1 and labels.words[first] in TITLES:
            first += 1
        label = agreed.get(tuple(labels.words[first:end]))
        if label and (first == start or label == "PERSON"):
            labels.missing.difference_update(range(start, first))
            labels.put(first, end, label)
            filled += 1
    return filled


def doubt(labels: Labels, agreed: dict[tuple[str, ...], str]) -> int:
    """Where a name that is a state elsewhere counts as O (in the name of an election), teach nothing."""
    doubted = 0
    for i in range(len(labels.words)):
        for size in (3, 2, 1):
            words = tuple(labels.words[i : i + size])
            if len(words) == size and agreed.get(words) == "GPE" and not labels.taken(i, i + size):
                labels.missing.update(range(i, i + size))
                doubted += 1
                break
    return doubted


# --- weapons


class Armoury:
    def __init__(self, nlp: Language, extra: Iterable[str]) -> None:
        self.sure = self._entries(nlp, weapons.terms(weapons.NAMES) | weapons.terms(weapons.KINDS) | set(extra))
        self.unsure = self._entries(nlp, weapons.terms(weapons.UNSURE))
        self.longest = max(len(words) for words in self.sure | self.unsure)

    @staticmethod
    def _entries(nlp: Language, names: set[str]) -> set[tuple[str, ...]]:
        entries = set()
        for name in names:
            for variant in {name, name[:1].upper() + name[1:]} if name else ():
                entries.add(tuple(t.text for t in nlp.make_doc(variant)))
        return entries

    def mark(self, labels: Labels) -> int:
        """WEAPON wherever the lists say so; a WEAPON that they do not know is doubted."""
        for span, label in list(labels.spans.items()):
            if label == "WEAPON":
                labels.drop(*span)
        marked, i = 0, 0
        while i < len(labels.words):
            for size in range(min(self.longest, len(labels.words) - i), 0, -1):
                words = tuple(labels.words[i : i + size])
                if labels.taken(i, i + size) or (i and labels.words[i - 1].lower() == "think"):
                    continue
                if words in self.sure:
                    labels.put(i, i + size, "WEAPON")
                    marked += 1
                elif words in self.unsure:
                    labels.missing.update(range(i, i + size))
                else:
                    continue
                i += size - 1
                break
            i += 1
        return marked


# --- the machine-labelled text


def strip_titles(labels: Labels) -> None:
    for (start, end), label in list(labels.spans.items()):
        if label != "PERSON":
            continue
        first = start
        while first < end and labels.words[first] in TITLES:
            first += 1
        if first > start:
            labels.drop(start, end)
            if first < end:
                labels.missing.difference_update(range(start, first))
                labels.put(first, end, "PERSON")


def silver(nlp: Language, docs: list[Doc], agreed: dict, armoury: Armoury) -> list[Doc]:
    out, filled, marked = [], 0, 0
    for doc in docs:
        labels = Labels(bare(nlp, doc))
        for span, label in list(labels.spans.items()):
            words = tuple(labels.words[span[0] : span[1]])
            if len(words) == 1 and DEMONYM.match(words[0]):
                labels.drop(*span)
            elif agreed.get(words, label) != label:
                labels.spans[span] = agreed[words]
            elif label == "LOC" and words not in agreed:
                labels.drop(*span)
        strip_titles(labels)
        filled += fill(labels, agreed)
        marked += armoury.mark(labels)
        out.append(labels.store())
    print(f"silver: {len(out)} pieces, {filled} missing names filled, {marked} weapons marked")
    return out


# --- the annotated news


def plain_names(label: str, aliases: list[str]) -> list[str]:
    """The names alone out of the aliases of a person: no title before, nothing after."""
    names = []
    known = [label, *aliases]
    for name in known:
        words = name.split()
        inner = [k for k in known if k != name and f" {k} " in f" {name} "]
        extra = set(words) - set(" ".join(inner).split())
        if inner and any(w in TITLES or w.islower() or "’s" in w or DEMONYM.match(w) for w in extra):
            continue
        while len(words) > 1 and (words[0] in TITLES or words[0].islower()):
            words.pop(0)
        names.append(" ".join(words).removesuffix(", Jr."))
    return names


def forms(entity: dict) -> Iterable[tuple[str, str | None]]:
    """(surface form, label or None for missing) of one gold entity."""
    kind, sure = entity["type"], not entity.get("optional")
    names = [entity["label"], *entity.get("aliases", [])]
    if kind == "Person":
        for name in plain_names(entity["label"], entity.get("aliases", [])):
            yield name, "PERSON"
        return
    for name in names:
        plain = re.sub(r"^the (?=[A-Z])", "", name)
        if plain in SEATS:
            yield plain, "ORG"
        elif kind == "WeaponSystem":
            yield name, "WEAPON" if sure else None
        elif DEMONYM.match(plain) or plain in {
            "North",
            "South",
            "the north",
            "West",
            "Gulf",
            "Council",
            "House",
        }:
            yield plain, None if kind == "Organization" or plain in {"North", "South", "West"} else "O"
        elif not plain[:1].isupper() and not plain.startswith("al-"):
            yield plain, None
        elif kind == "State":
            if not any(w.islower() and w not in {"of", "the", "and"} for w in plain.split()):
                yield plain, "GPE" if "overnment" not in plain else "ORG"
        elif kind == "Organization":
            yield plain, "ORG" if sure and not plain.split()[-1].islower() else None
        elif kind == "Place" and not any(part in name for part in (" of ", ", ", "'s ")):
            yield plain, ("LOC" if LANDSCAPE.search(plain) else "GPE") if sure else None


def annotated(nlp: Language, gold: Path, name: str = "train") -> list[Doc]:
    """The annotated news, a Doc a paragraph: every occurrence of a name or alias, longest first."""
    entities = {rec["id"]: rec["entities"] for rec in records(gold / f"{name}.gold.jsonl")}
    docs = []
    for rec in records(gold / f"{name}.docs.jsonl"):
        table: dict[str, str | None] = {}
        for entity in entities.get(rec["id"], []):
            for form, label in forms(entity):
                table.setdefault(form, label)
        for paragraph in (rec.get("title") or "", *rec["text"].split("\n")):
            if paragraph.strip():
                docs.append(mark(nlp.make_doc(paragraph.strip()), table))
    return docs


def mark(doc: Doc, table: dict[str, str | None]) -> Doc:
    labels = Labels(doc, missing=True)
    labels.missing = set()
    seen: set[int] = set()
    for form in sorted(table, key=lambda f: (-len(f), f)):
        for match in re.finditer(rf"(?<!\w){re.escape(form)}(?!\w)", doc.text):
            span = doc.char_span(*match.span())
            if span is None or seen.intersection(range(span.start, span.end)):
                continue
            seen.update(range(span.start, span.end))
            label = table[form]
            if label is None:
                labels.missing.update(range(span.start, span.end))
            elif label != "O":
                labels.put(span.start, span.end, label)
    for token in doc:  # a capital nobody annotated: a name that the annotator passed over, or none
        known = token.text in TITLES | CALENDAR or DEMONYM.match(token.text) or token.is_stop
        if token.i and token.i not in seen and token.text[0].isupper() and token.is_alpha and not known:
            labels.missing.add(token.i)
    return labels.store()


def weapon_names(gold: Path) -> set[str]:
    """What the annotated news calls a weapon beyond doubt."""
    found = set()
    for rec in records(gold / "train.gold.jsonl"):
        for entity in rec["entities"]:
            if entity["type"] == "WeaponSystem" and not entity.get("optional"):
                found.update([entity["label"], *entity.get("aliases", [])])
    return {name for name in found if not name.startswith(("short range", "longer range", "rounds of"))} - {
        "Avenger",
        "HAWK",
        "radar",
        "radars",
        "bomb",
        "Abrams",
        "precision weapon",
    }


def sample(docs: list[Doc], tokens: int, rng: random.Random) -> list[Doc]:
    """Pieces that name something first, then others at one in four, up to `tokens` tokens."""
    docs = [d for d in docs if d.ents or rng.random() < 0.25]
    rng.shuffle(docs)
    out, size = [], 0
    for doc in docs:
        if size >= tokens:
            break
        if sum(t.ent_iob == 0 for t in doc) <= len(doc) / 2:
            out.append(doc)
            size += len(doc)
    return out
