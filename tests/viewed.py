"""A small graph to look at: each class of trouble once, written by hand, as `kg build` would write it."""

from __future__ import annotations

from collections.abc import Sequence

import pyoxigraph

from kg import graph
from kg.iri import document_iri
from kg.model import Claim, Document, Entity, Event, Facts, Literal, Mention, Span
from kg.ontology.terms import KG, XSD
from kg.quads import quads

BASE = "https://example.org/kg/"
ANN, BOB, LAND = BASE + "person/ann-lee", BASE + "person/bob-roy", BASE + "state/land"
ALONE = BASE + "place/alone"
CALL, STRIKE = BASE + "call/2025-07-03-ann-lee-bob-roy", BASE + "doc/2#event=17,23"
TALKS, SAYING = BASE + "doc/2#event=100,105", BASE + "doc/3#event=4,8"
HOSTILE = "</script><img src=x onerror=\"document.title='owned'\">'\"&amp;"
EVIL = BASE + "person/evil"

FIRST = "😀 Ann Lee phoned Bob Roy on July 3. Land was quiet."
SECOND = "Land said a drone strike will follow in August 2025. It called Ann Lee and Bob Roy's call a myth. No talks."
THIRD = "He said: “</script><script>document.title='owned'</script>” in $Land$.\u202e <!-- <script>"


def store() -> pyoxigraph.Store:
    made = pyoxigraph.Store()
    for facts in (_first(), _second(), _third()):
        made.extend(quads(graph.of(facts, base=BASE)))
    return made


def many(events: int) -> pyoxigraph.Store:
    """So many calls, each between two of a tenth as many persons, in one document each."""
    made = pyoxigraph.Store()
    persons = max(events // 10, 2)
    for number in range(events):
        one, other = number % persons, (number * 7 + 1) % persons
        other = other if other != one else (one + 1) % persons
        text = f"P{one} phoned P{other}."
        day = f"20{20 + number % 5}-{1 + number % 12:02d}-{1 + number % 28:02d}"
        facts = _Told(text, f"n{number}", date=day)
        event = facts.event(f"{facts.iri}#event=0,5", "Call", "phoned", "Actual", text)
        for person in (one, other):
            iri = f"{BASE}person/p{person}"
            facts.entity(iri, "Person", f"P{person}", f"P{person}")
            facts.says(event, "participant", iri, f"P{person}")
        facts.day(event, day, "phoned")
        made.extend(quads(graph.of(facts.facts(), base=BASE)))
    return made


def _first() -> Facts:
    told = _Told(FIRST, "1", "2025-07-04", "A call", "https://news.example/1?a=1&b=2", "Morning Post")
    told.entity(ANN, "Person", "Ann Lee", "Ann Lee", others=("Annie",), same=("http://www.wikidata.org/entity/Q1",))
    told.entity(BOB, "Person", "Bob Roy", "Bob Roy")
    told.entity(LAND, "State", "Land", "Land")
    call = told.event(CALL, "Call", "phoned", "Actual", "😀 Ann Lee phoned Bob Roy on July 3.")
    told.says(call, "participant", ANN, "Ann Lee")
    told.says(call, "participant", BOB, "Bob Roy")
    told.day(call, "2025-07-03", "July 3")
    told.says(ANN, "represents", LAND, "Ann Lee")
    told.says(ANN, "office", Literal("Foreign Minister"), "Ann Lee")
    return told.facts()


def _second() -> Facts:
    told = _Told(SECOND, "2", "2025-07-05", "A threat", "javascript:alert(1)", "Evening Post")
    told.entity(ANN, "Person", "Ann Lee", "Ann Lee")
    told.entity(BOB, "Person", "Bob Roy", "Bob Roy")
    told.entity(LAND, "State", "Land", "Land")
    strike = told.event(STRIKE, "Strike", "strike", "Planned", SECOND[:52])
    told.says(strike, "attacker", LAND, "Land")
    told.says(strike, "earliest", Literal("2025-08-01", XSD + "date"), "August 2025")
    told.says(strike, "latest", Literal("2025-08-31", XSD + "date"), "August 2025")
    call = told.event(CALL, "Call", "call", "Negated", SECOND[53:97])
    told.says(call, "participant", ANN, "Ann Lee")
    told.says(call, "participant", BOB, "Bob Roy")
    told.event(TALKS, "Negotiation", "talks", "Negated", "No talks.")
    return told.facts()


def _third() -> Facts:
    told = _Told(THIRD, "3", "2024-01-02", HOSTILE, "https://x.example/\"onmouseover='alert(1)'", HOSTILE)
    told.entity(EVIL, "Person", HOSTILE, "He", same=("javascript:alert(1)",))
    told.entity(ALONE, "Place", "Alone", "$Land$")
    saying = told.event(SAYING, "Statement", "said", "Actual", THIRD)
    told.says(saying, "speaker", EVIL, "He")
    told.says(saying, "quote", Literal(THIRD[10:55]), THIRD[10:55])
    told.day(saying, "1999-12-31", "said")
    return told.facts()


class _Told:
    """Facts of one document; words are found where they first stand in its text."""

    def __init__(self, text: str, id: str, date: str, title: str = "", url: str = "", source: str = "") -> None:
        self.iri = document_iri(BASE, id)
        self._document = Document(text, id, date, title or None, url or None, source or None)
        self._entities: list[Entity] = []
        self._events: list[Event] = []
        self._mentions: list[Mention] = []
        self._claims: list[Claim] = []

    def facts(self) -> Facts:
        parts = (tuple(dict.fromkeys(one)) for one in (self._entities, self._events, self._mentions, self._claims))
        return Facts(self._document, self.iri, *parts)

    def entity(
        self, iri: str, type: str, label: str, words: str, others: Sequence[str] = (), same: Sequence[str] = ()
    ) -> None:
        self._entities.append(Entity(iri, KG + type, label, tuple(others), tuple(same)))
        self._mentions.append(Mention(self._span(words), iri))

    def event(self, iri: str, type: str, words: str, factuality: str, sentence: str) -> str:
        self._events.append(Event(iri, KG + type, words, (self._span(sentence),)))
        self._mentions.append(Mention(self._span(words), iri))
        self.says(iri, "factuality", KG + factuality, words)
        return iri

    def says(self, subject: str, predicate: str, value: str | Literal, words: str) -> None:
        self._claims.append(Claim(subject, KG + predicate, value, self._span(words), "test"))

    def day(self, event: str, day: str, words: str) -> None:
        for name in ("date", "earliest", "latest"):
            self.says(event, name, Literal(day, XSD + "date"), words)

    def _span(self, words: str) -> Span:
        begin = self._document.text.index(words)
        return Span(begin, begin + len(words))
