"""How well kg finds who said what, against the statements annotated beside this file.

    python tests/statements/score.py dev|test [--errors] [--pipeline NAME]

What the figures mean stands in README.md, under Measures.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg import builder
from kg.errors import KgError
from kg.model import Claim, Document, Entity, Facts, Literal, Span
from kg.ontology.terms import KG
from kg.spelling import folded

FOLDER = Path(__file__).resolve().parent
HALVES = ("dev", "test")
MEASURES = ("statements", "speakers", "quotes, exact", "quotes, overlap", "addressees", "about")
ROLES = {"speakers": "speaker", "addressees": "addressee", "about": "about"}
HALF_SHARED = 0.5

Annotated = dict[str, Any]


@dataclass(slots=True)
class Count:
    """Right, wrong and missed: how often something was found that is there, that is not there, and not found."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, right: int, found: int, there: int) -> None:
        self.right += right
        self.wrong += found - right
        self.missed += there - right

    @property
    def precision(self) -> float:
        return 100 * self.right / ((self.right + self.wrong) or 1)

    @property
    def recall(self) -> float:
        return 100 * self.right / ((self.right + self.missed) or 1)

    @property
    def f(self) -> float:
        return 200 * self.right / ((2 * self.right + self.wrong + self.missed) or 1)


@dataclass(slots=True)
class Score:
    counts: dict[str, Count] = field(default_factory=lambda: {measure: Count() for measure in MEASURES})
    factuality: Count = field(default_factory=Count)
    """Over the statements found: right or missed."""
    kinds: dict[str, Count] = field(default_factory=dict)
    """By how a statement is told: found or missed."""
    unquoted: int = 0
    """Quotes given to statements found that have none: indirect speech taken for the speaker's words."""
    errors: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Found:
    """A statement of the graph: its trigger's words, its sentences, and the claims of its roles."""

    iri: str
    triggers: tuple[Span, ...]
    sentences: tuple[Span, ...]
    claims: tuple[Claim, ...]

    def of(self, role: str) -> list[Claim]:
        """One claim a value, the first in the text."""
        claims = {claim.object: claim for claim in reversed(self.claims) if claim.predicate == KG + role}
        return sorted(claims.values(), key=lambda claim: (claim.span.begin, claim.span.end, str(claim.object)))


class Reading:
    """What kg found in one text, as far as statements go."""

    def __init__(self, facts: Facts) -> None:
        self.text = facts.document.text
        self.entities: dict[str, Entity] = {entity.iri: entity for entity in facts.entities}
        self.classes = {event.iri: event.type.removeprefix(KG) for event in facts.events}
        self.spans: dict[str, list[Span]] = {}
        for mention in facts.mentions:
            self.spans.setdefault(mention.thing, []).append(mention.span)
        claims: dict[str, list[Claim]] = {}
        for claim in facts.claims:
            claims.setdefault(claim.subject, []).append(claim)
        self.statements = [
            Found(event.iri, tuple(self.spans.get(event.iri, ())), event.sentences, tuple(claims.get(event.iri, ())))
            for event in facts.events
            if event.type == KG + "Statement"
        ]

    def is_agent(self, claim: Claim, wanted: Annotated) -> bool:
        """The right class, and one of its names, or a mention within the words annotated.

        A pronoun is no mention of whom it was taken for: that would make every reading of it right.
        """
        entity = self.entities.get(str(claim.object))
        if entity is None or entity.type != KG + wanted["class"]:
            return False
        names = {_name(name) for name in (wanted["name"], *wanted.get("also", ()))}
        if names & {_name(name) for name in (entity.label, *entity.alt_labels)}:
            return True
        begin, end = wanted["at"]
        return any(begin <= span.begin and span.end <= end for span in self.spans.get(entity.iri, ()))

    def is_event(self, claim: Claim, wanted: Annotated) -> bool:
        iri = str(claim.object)
        if self.classes.get(iri) != wanted["class"]:
            return False
        return any(_shared(span, wanted) for span in self.spans.get(iri, ()))

    def is_exact(self, claim: Claim, wanted: Annotated) -> bool:
        value = claim.object.value if isinstance(claim.object, Literal) else claim.object
        return _shared(claim.span, wanted) > 0 and _quote(value) == _quote(wanted["words"])

    def overlaps(self, claim: Claim, wanted: Annotated) -> bool:
        begin, end = wanted["at"]
        shared = _shared(claim.span, wanted)
        return shared >= HALF_SHARED * (end - begin + claim.span.end - claim.span.begin - shared)


def _name(name: str) -> str:
    return folded(name).casefold()


def _quote(words: str) -> str:
    return " ".join(words.split()).removesuffix(",")


def _shared(span: Span, annotated: Annotated) -> int:
    """How many characters both have."""
    begin, end = annotated["at"]
    return max(0, min(span.end, end) - max(span.begin, begin))


def texts(half: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FOLDER / f"{half}.jsonl").read_text("utf-8").splitlines()]


def score(half: str, pipeline: str | None = None) -> Score:
    """Read a half's texts and measure. Raises KgError where the pipeline cannot be used."""
    annotated = texts(half)
    plan = builder.prepare(builder.Options(pipeline=pipeline))
    documents = [Document(text["text"], text["id"], text["date"]) for text in annotated]
    result = Score()
    for text, item in zip(annotated, builder.documents(documents, plan), strict=True):
        if not isinstance(item, builder.Built) or item.facts is None:
            raise RuntimeError(f"{text['id']} could not be read: {item}")
        measure(Reading(item.facts), text, result)
    return result


def measure(reading: Reading, text: dict[str, Any], result: Score) -> None:
    """Add one text's figures and errors to `result`."""
    annotated: list[Annotated] = text["statements"]
    pairs = _pairs(reading, annotated)
    matched = {id(found) for _, found in pairs}
    of = {id(wanted): found for wanted, found in pairs}
    listed = _Errors(text["id"], reading, result.errors)
    for wanted in annotated:
        if wanted.get("optional"):
            continue
        found = of.get(id(wanted))
        result.counts["statements"].add(int(found is not None), int(found is not None), 1)
        result.kinds.setdefault(_kind(text["text"], wanted), Count()).add(int(found is not None), 0, 1)
        if found is None:
            listed.missed(wanted)
        else:
            factuality = str(found.of("factuality")[0].object).removeprefix(KG)
            result.factuality.add(int(factuality == wanted["factuality"]), 0, 1)
            if factuality != wanted["factuality"]:
                listed.tell("factuality", wanted, factuality, wanted["factuality"])
            if not wanted["quotes"]:
                result.unquoted += len(found.of("quote"))
        _roles(reading, wanted, found, result, listed)
    for found in reading.statements:
        if id(found) not in matched:
            result.counts["statements"].add(0, 1, 0)
            for role, predicate in ROLES.items():
                result.counts[role].add(0, len(found.of(predicate)), 0)
            for how in MEASURES[2:4]:
                result.counts[how].add(0, len(found.of("quote")), 0)
            listed.wrong(found)


def _pairs(reading: Reading, annotated: list[Annotated]) -> list[tuple[Annotated, Found]]:
    """Which statement found is which annotated, each once; those that count go before optional ones."""
    rest, pairs = list(reading.statements), []
    # Not sorted by anything but their order in the text, which `sorted` keeps.
    open_ = sorted(annotated, key=lambda wanted: bool(wanted.get("optional")))
    for same in (_same_trigger, _same_sentence):
        for wanted in tuple(open_):
            found = next((one for one in rest if same(reading, one, wanted)), None)
            if found is not None:
                pairs.append((wanted, found))
                rest.remove(found)
                open_.remove(wanted)
    return pairs


def _same_trigger(reading: Reading, found: Found, wanted: Annotated) -> bool:
    return any(_shared(span, wanted["trigger"]) for span in found.triggers)


def _same_sentence(reading: Reading, found: Found, wanted: Annotated) -> bool:
    if not any(_shared(sentence, wanted["trigger"]) for sentence in found.sentences):
        return False
    speakers, quotes = found.of("speaker"), found.of("quote")
    return any(reading.is_agent(claim, one) for claim in speakers for one in wanted["speakers"]) or any(
        reading.overlaps(claim, one) for claim in quotes for one in wanted["quotes"]
    )


def _roles(reading: Reading, wanted: Annotated, found: Found | None, result: Score, listed: _Errors) -> None:
    """Values of one statement, right, wrong and missed."""
    kinds = [
        ("speakers", "speakers", "speaker", reading.is_agent),
        ("quotes, exact", "quotes", "quote", reading.is_exact),
        ("quotes, overlap", "quotes", "quote", reading.overlaps),
        ("addressees", "addressees", "addressee", reading.is_agent),
        ("about", "about", "about", reading.is_event),
    ]
    for name, key, predicate, same in kinds:
        claims = found.of(predicate) if found else []
        there = sorted(wanted[key], key=lambda one: bool(one.get("optional")))
        right, neither, missed = 0, 0, []
        for one in there:
            claim = next((claim for claim in claims if same(claim, one)), None)
            if claim is not None:
                claims.remove(claim)
                right += not one.get("optional")
                neither += bool(one.get("optional"))
            elif not one.get("optional"):
                missed.append(one)
        result.counts[name].add(right, right + len(claims), right + len(missed))
        if found and name != "quotes, overlap":
            for claim in claims:
                listed.tell(name, wanted, listed.value(claim), "—")
            for one in missed:
                listed.tell(name, wanted, "—", one.get("name") or repr(one["words"]))


def _kind(text: str, wanted: Annotated) -> str:
    if not wanted["quotes"]:
        return "indirect"
    # What stands between marks has one right before it.
    return "quoted" if text[wanted["quotes"][0]["at"][0] - 1] in "“‘\"'" else "turn"


class _Errors:
    """Lines for people: what was expected, what was found, in which sentence."""

    def __init__(self, id: str, reading: Reading, lines: list[str]) -> None:
        self._id, self._reading, self._lines = id, reading, lines

    def missed(self, wanted: Annotated) -> None:
        who = ", ".join(one["name"] for one in wanted["speakers"]) or "nobody named"
        self._lines.append(f"{self._id} missed: {who}: {self._around(*wanted['trigger']['at'])}")

    def wrong(self, found: Found) -> None:
        who = ", ".join(map(self.value, found.of("speaker"))) or "nobody"
        span = found.triggers[0] if found.triggers else found.sentences[0]
        self._lines.append(f"{self._id} wrong: {who}: {self._around(span.begin, span.end)}")

    def tell(self, what: str, wanted: Annotated, found: str, expected: str) -> None:
        where = self._around(*wanted["trigger"]["at"])
        self._lines.append(f"{self._id} {what}: {found}, expected {expected}: {where}")

    def value(self, claim: Claim) -> str:
        if isinstance(claim.object, Literal):
            return repr(claim.object.value)
        entity = self._reading.entities.get(claim.object)
        if entity:
            return f"{entity.label} ({entity.type.removeprefix(KG)})"
        return f"{self._reading.classes.get(claim.object)} {claim.object.rpartition('/')[2]}"

    def _around(self, begin: int, end: int, width: int = 60) -> str:
        text = self._reading.text
        words = f"{text[max(0, begin - width) : begin]}[{text[begin:end]}]{text[end : end + width]}"
        return " ".join(words.split())


def table(result: Score) -> Iterator[str]:
    """The figures, line by line."""
    yield f"{'':<16}     P     R     F  right  wrong missed"
    for name, count in result.counts.items():
        figures = f"{count.precision:6.1f}{count.recall:6.1f}{count.f:6.1f}"
        yield f"{name:<16}{figures}{count.right:7}{count.wrong:7}{count.missed:7}"
    yield f"factuality of those found: {result.factuality.recall:.1f}"
    kinds: Iterable[tuple[str, Count]] = sorted(result.kinds.items())
    yield "found, by kind: " + ", ".join(f"{kind} {c.right} of {c.right + c.missed}" for kind, c in kinds)
    yield f"quotes given to statements found that have none: {result.unquoted}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("half", choices=HALVES)
    parser.add_argument("--errors", action="store_true", help="list what is wrong and what is missed")
    parser.add_argument("--pipeline", help="a shipped pipeline's name, or a path; default: kg's own default")
    options = parser.parse_args()
    try:
        result = score(options.half, options.pipeline)
    except KgError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    print("\n".join([*table(result), *(result.errors if options.errors else ())]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
