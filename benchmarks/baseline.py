"""What plain named entities and subject-verb-object triples give: the baseline of `quality.md`.

    python benchmarks/baseline.py DOCUMENTS [DOCUMENTS ...] -o baseline.nq [--pipeline accurate]

An extractor as one writes it in an afternoon, on the same pipeline and the same list of names as kg:

- Names are those of the pipeline. A GPE is a state if the gazetteer has a state of that name, else a place; of
  nationalities, for which the shipped pipelines have no label, a word that is a state's adjective. A name that the
  gazetteer has gets its label; a name that ends a longer one told before (a surname) is the same person.
- A verb or noun of a short list a class (`PATTERNS`), with subject, objects and prepositions that hold a name, is
  an event; a noun that is a verb's object (*held talks*) takes the verb's subject and prepositions too. What has the
  same class, fillers and date is one event. One with no filler is none.
- Everything is kg:Actual. A day written out in the sentence (*July 3*, *3 July 2025*) or *today* is the date.
- No coreference, no negation, no modality, no attribution, no offices, no relative dates.
"""

from __future__ import annotations

import argparse
import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import rdflib
from threadpoolctl import threadpool_limits

from kg import builder, graph, language, read, write
from kg import ontology as ontologies
from kg.iri import slug
from kg.model import Claim, Document, Entity, Event, Facts, Literal, Mention, Span
from kg.ontology import Ontology
from kg.ontology.terms import KG, XSD

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

AGENTS = ("Person", "State", "Organization")
RANGES = {"place": ("Place", "State"), "target": (*AGENTS, "Place"), "weapon": ("WeaponSystem",)}
RANGES["item"] = RANGES["weapon"]
CLASSES = {
    "PERSON": "Person", "ORG": "Organization", "GPE": "Place", "LOC": "Place", "FAC": "Place", "NORP": "State",
    "WEAPON": "WeaponSystem", "PRODUCT": "WeaponSystem",
}  # fmt: skip
FOLDERS = {"WeaponSystem": "weapon-system"}


@dataclass(frozen=True)
class Pattern:
    """Words that tell a class of events, and the role that each slot fills: the first whose range fits."""

    verbs: frozenset[str]
    nouns: frozenset[str]
    slots: Mapping[str, tuple[str, ...]]


def _pattern(verbs: str, nouns: str, **slots: str) -> Pattern:
    """Slots: `subject`, `object`, `modifier` (of a noun), or a preposition, with `_` after Python's own words."""
    named = {slot.rstrip("_"): tuple(roles.split()) for slot, roles in slots.items()}
    return Pattern(frozenset(verbs.split()), frozenset(nouns.split()), named)


_SIDES = dict.fromkeys(("subject", "object", "modifier", "with_", "to", "between", "of", "by"), "participant")
_THERE = {"in_": "place", "at": "place"}
PATTERNS = {
    "Call": _pattern("call phone telephone speak", "call conversation", **_SIDES),
    "Meeting": _pattern("meet visit host receive welcome", "meeting summit visit", **_SIDES, **_THERE),
    "Negotiation": _pattern("negotiate mediate", "talk negotiation dialogue consultation", **_SIDES, **_THERE),
    "Strike": _pattern(
        "attack strike bomb shell hit invade destroy",
        "attack strike airstrike bombing shelling invasion",
        subject="attacker weapon", modifier="attacker weapon", by="attacker", object="target", on="target",
        against="target", of="target", with_="weapon", **_THERE,
    ),
    "Transfer": _pattern(
        "supply deliver provide send give transfer donate",
        "delivery supply shipment transfer",
        subject="supplier", modifier="item supplier", by="supplier", from_="supplier", object="item recipient",
        of="item", with_="item", to="recipient", for_="recipient",
    ),
    "Sanction": _pattern(
        "sanction ban embargo blacklist", "sanction embargo tariff ban",
        subject="imposer", modifier="imposer", by="imposer", object="sanctioned", on="sanctioned",
        against="sanctioned",
    ),
    "Agreement": _pattern("agree sign", "agreement deal ceasefire treaty truce memorandum", **_SIDES),
}  # fmt: skip

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip
_MONTH = "|".join(_MONTHS)
_DAY = re.compile(rf"\b(?:({_MONTH}) (\d{{1,2}})|(\d{{1,2}}) ({_MONTH}))\b(?:,? (\d{{4}})\b)?")
_TODAY = re.compile(r"\btoday\b", re.IGNORECASE)


class Baseline:
    """The extractor, ready to read documents."""

    def __init__(self, nlp: Language, ontology: Ontology, base: str = builder.BASE) -> None:
        self._nlp = nlp
        self._base = base
        self._known: dict[tuple[str, str], set[str]] = {}
        for thing in ontology.things.values():
            for name in (*thing.names, *thing.adjectives):
                key = (thing.type.removeprefix(KG), name.lower() if thing.generic else name)
                self._known.setdefault(key, set()).add(thing.label)

    def graph(self, document: Document) -> rdflib.Graph:
        return graph.of(self.facts(document), base=self._base)

    def facts(self, document: Document) -> Facts:
        iri = graph.document_iri(self._base, document.id)
        reading = _Reading(document, iri)
        offset = 0
        lines = document.text.split("\n")
        with threadpool_limits(1, user_api="blas"):  # several threads' sums may differ by machine
            for line, doc in zip(lines, self._nlp.pipe(lines), strict=True):
                self._line(doc, offset, reading)
                offset += len(line) + 1
        return reading.facts()

    def _line(self, doc: Doc, offset: int, reading: _Reading) -> None:
        """The entities and events of one line, which begins at `offset` of the text."""
        named: dict[int, Entity] = {}
        for begin, end, kind in self._names(doc):
            words = doc[begin:end]
            entity = self._entity(kind, words.text, words.root.lemma_, reading)
            reading.name(entity, Span(offset + words.start_char, offset + words.end_char))
            named.update(dict.fromkeys(range(begin, end), entity))
        for token in doc:
            for kind, pattern in PATTERNS.items():
                if token.lemma_.lower() in (pattern.verbs if token.pos_ == "VERB" else pattern.nouns):
                    fillers = frozenset(_fillers(token, kind, pattern, named))
                    reading.tell(kind, token, fillers, offset)

    def _names(self, doc: Doc) -> Iterator[tuple[int, int, str]]:
        """(first token, token after the last, class)."""
        for ent in doc.ents:
            if ent.label_ in CLASSES:
                state = ent.label_ in ("GPE", "NORP") and ("State", _bare(ent.text)) in self._known
                yield ent.start, ent.end, "State" if state else CLASSES[ent.label_]
        for token in doc:
            if not token.ent_type_ and ("State", token.text) in self._known:
                yield token.i, token.i + 1, "State"

    def _entity(self, kind: str, words: str, lemma: str, reading: _Reading) -> Entity:
        name = _bare(words)
        if kind == "WeaponSystem" and name.islower():
            before = name.rpartition(" ")[0]
            name = f"{before} {lemma.lower()}".strip()
        labels = self._known.get((kind, name), set())
        label = next(iter(labels)) if len(labels) == 1 else name
        if kind == "Person":
            label = reading.full(label)
        return Entity(f"{self._base}{FOLDERS.get(kind, kind.lower())}/{slug(label)}", KG + kind, label)


class _Reading:
    """What has been read of a document so far."""

    def __init__(self, document: Document, iri: str) -> None:
        self._document = document
        self._iri = iri
        self._entities: dict[str, Entity] = {}
        self._events: dict[object, Event] = {}
        self._mentions: list[Mention] = []
        self._claims: list[Claim] = []

    def full(self, name: str) -> str:
        """The person told before whose name ends in this one, else the name itself."""
        people = (e.label for e in self._entities.values() if e.type == KG + "Person")
        return next((label for label in people if label.endswith(" " + name)), name)

    def name(self, entity: Entity, span: Span) -> None:
        self._entities.setdefault(entity.iri, entity)
        self._mentions.append(Mention(span, entity.iri))

    def tell(self, kind: str, trigger: Token, fillers: frozenset[tuple[str, str]], offset: int) -> None:
        """An event, if somebody takes part in it; of the same class, fillers and date there is one."""
        if not fillers:
            return
        span = Span(offset + trigger.idx, offset + trigger.idx + len(trigger))
        sentence = Span(offset + trigger.sent.start_char, offset + trigger.sent.end_char)
        day = _day(trigger.sent.text, self._document.date)
        key = (kind, fillers, day)
        if key not in self._events:
            iri = f"{self._iri}#event={span.begin},{span.end}"
            self._events[key] = Event(iri, KG + kind, trigger.text, (sentence,))
            told: list[tuple[str, str | Literal]] = [("factuality", KG + "Actual"), *sorted(fillers)]
            if day:
                told += [(bound, Literal(day, XSD + "date")) for bound in ("earliest", "latest")]
            self._claims += [Claim(iri, KG + role, value, span, "subject-verb-object") for role, value in told]
        self._mentions.append(Mention(span, self._events[key].iri))

    def facts(self) -> Facts:
        entities, events = tuple(self._entities.values()), tuple(self._events.values())
        return Facts(self._document, self._iri, entities, events, tuple(self._mentions), tuple(self._claims))


def _bare(words: str) -> str:
    """A name without article and possessive ending."""
    return re.sub(r"^(?:the|The) |['’]s?$", "", words)


def _fillers(trigger: Token, kind: str, pattern: Pattern, named: Mapping[int, Entity]) -> Iterator[tuple[str, str]]:
    """(role, entity) of each name in a slot of the trigger."""
    for slot, head in _arguments(trigger):
        for part in (head, *head.conjuncts):
            for entity in _named(part, named):
                for role in pattern.slots.get(slot, ()):
                    if entity.type.removeprefix(KG) in RANGES.get(role, AGENTS):
                        yield role, entity.iri
                        break


def _named(head: Token, named: Mapping[int, Entity]) -> list[Entity]:
    """The name that a phrase is, or those that stand before its head (*Russian forces*)."""
    if head.i in named:
        return [named[head.i]]
    return [named[c.i] for c in head.children if c.dep_ in ("amod", "compound", "nmod:poss") and c.i in named]


def _arguments(trigger: Token) -> Iterator[tuple[str, Token]]:
    """(slot, head of its phrase), of a verb, or of a noun and the verb whose object it is."""
    noun = trigger.pos_ != "VERB"
    for child in trigger.children:
        slot = _slot(child, noun)
        if slot:
            yield slot, child
    if noun and trigger.dep_ in ("obj", "nsubj:pass"):
        for child in trigger.head.children:
            slot = _slot(child, False)
            if slot and child != trigger:
                yield slot, child


def _slot(child: Token, noun: bool) -> str:
    if child.dep_ in ("nsubj", "obl:agent"):
        return "subject"
    if child.dep_ in ("obj", "iobj", "nsubj:pass"):
        return "object"
    if noun and child.dep_ in ("amod", "compound", "nmod:poss"):
        return "modifier"
    if child.dep_ in ("obl", "nmod"):
        return next((c.lemma_.lower() for c in child.children if c.dep_ == "case"), "")
    return ""


def _day(sentence: str, published: str | None) -> str:
    """The first day that a sentence writes out, ISO; of one without a year, in the year of publication."""
    found = _DAY.search(sentence)
    if found:
        month, day, year = found[1] or found[4], found[2] or found[3], found[5] or (published or "")[:4]
        try:
            return datetime.date(int(year), _MONTHS.index(month) + 1, int(day)).isoformat()
        except ValueError:  # no year known, or no such day
            return ""
    return published if published and len(published) == 10 and _TODAY.search(sentence) else ""


def build(inputs: Iterable[str | Path], pipeline: str | None = None) -> Iterator[rdflib.Graph]:
    """The baseline's graph of each document."""
    baseline = Baseline(language.load(pipeline), ontologies.load())
    for document in read.documents(inputs):
        if isinstance(document, Document):
            yield baseline.graph(document)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("documents", nargs="+")
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--pipeline")
    args = parser.parse_args()
    with args.output.open("wb") as stream:
        write.write(build(args.documents, args.pipeline), stream, "nquads")


if __name__ == "__main__":
    main()
