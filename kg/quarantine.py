"""What fails a shape is taken out of the facts, with its reason; all the rest stays."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from kg.iri import span_iri
from kg.model import Claim, Entity, Event, Facts, Literal, Quarantined, Span, Violation
from kg.ontology.terms import KG, OWL, RDF, RDFS, SKOS

_ALT_LABEL, _SAME_AS = SKOS + "altLabel", OWL + "sameAs"
_NODE_PATHS = {RDF + "type", RDFS + "label"}
# One end of a stretch of time says nothing without the other: they go together.
_BOUNDS = (KG + "earliest", KG + "latest")
_SENTENCE_END = re.compile(r"[.!?][\"'”’)]*\s|\n")

MintClaim = Callable[[str, Claim], str]


def split(
    facts: Facts, violations: Iterable[Violation], claim_iri: MintClaim
) -> tuple[Facts | None, tuple[Quarantined, ...]]:
    """The facts without those that the violations are about, and these with the reason for each.

    What is left may fail a shape that it did not fail before (a date's other half, a role that must be
    there): call again until nothing is violated. Each call takes something away; None is left where the
    document itself is at fault.
    """
    cut = _Cut.of(facts, claim_iri)
    for violation in violations:
        if not cut.take(violation):
            return None, tuple(_whole(facts, violation))
    return cut.rest(), cut.held_back()


@dataclass(slots=True)
class _Cut:
    """What is to go, and why: the first reason found for each claim, thing and name."""

    facts: Facts
    claims: dict[Claim, Violation]
    things: dict[str, Violation]
    names: dict[tuple[str, str, str], Violation]
    spans: set[Span]
    by_iri: dict[str, tuple[Claim, ...]]
    known: dict[str, Entity | Event]

    @classmethod
    def of(cls, facts: Facts, claim_iri: MintClaim) -> _Cut:
        by_iri: dict[str, tuple[Claim, ...]] = {}
        for claim in facts.claims:
            iri = claim_iri(facts.iri, claim)
            by_iri[iri] = (*by_iri.get(iri, ()), claim)
        known: dict[str, Entity | Event] = {entity.iri: entity for entity in facts.entities}
        known |= {event.iri: event for event in facts.events}
        return cls(facts, {}, {}, {}, set(), by_iri, known)

    def take(self, violation: Violation) -> bool:
        """Mark what the violation is about; False where it is about nothing that can be taken out alone."""
        focus, path, value = violation.focus, violation.path, violation.value
        if focus in self.by_iri:
            self._drop_claims(self.by_iri[focus], violation)
            return True
        if focus in self.known:
            self._take_from_thing(focus, path, value, violation)
            return True
        return self._take_span(violation)

    def _take_from_thing(self, focus: str, path: str, value: object, violation: Violation) -> None:
        if path in (_ALT_LABEL, _SAME_AS) and value is not None:
            text = value if isinstance(value, str) else getattr(value, "value", "")
            self.names.setdefault((focus, path, text), violation)
            return
        paths = _BOUNDS if path in _BOUNDS else (path,)
        told = [claim for claim in self.facts.claims if claim.subject == focus and claim.predicate in paths]
        # Too many values: none of them is the one to keep. Too few: the thing itself is at fault.
        wrong = told if value is None or path in _BOUNDS else [one for one in told if one.object == value]
        if wrong and path not in _NODE_PATHS:
            self._drop_claims(wrong, violation)
        else:
            self._drop_thing(focus, violation)

    def _take_span(self, violation: Violation) -> bool:
        facts = self.facts
        spans = {mention.span for mention in facts.mentions} | {claim.span for claim in facts.claims}
        spans |= {sentence for event in facts.events for sentence in event.sentences}
        hit = {span for span in spans if span_iri(facts.iri, span) == violation.focus}
        self.spans |= hit
        self._drop_claims([claim for claim in facts.claims if claim.span in hit], violation)
        for event in facts.events:
            if event.sentences and set(event.sentences) <= self.spans:
                self._drop_thing(event.iri, violation)
        return bool(hit)

    def _drop_claims(self, claims: Iterable[Claim], violation: Violation) -> None:
        for claim in claims:
            self.claims.setdefault(claim, violation)

    def _drop_thing(self, iri: str, violation: Violation) -> None:
        self.things.setdefault(iri, violation)
        self._drop_claims([claim for claim in self.facts.claims if iri in (claim.subject, claim.object)], violation)

    def rest(self) -> Facts:
        facts = self.facts
        return replace(
            facts,
            entities=tuple(self._without_names(one) for one in facts.entities if one.iri not in self.things),
            events=tuple(self._without_spans(one) for one in facts.events if one.iri not in self.things),
            mentions=tuple(
                one for one in facts.mentions if one.thing not in self.things and one.span not in self.spans
            ),
            claims=tuple(claim for claim in facts.claims if claim not in self.claims),
        )

    def _without_names(self, entity: Entity) -> Entity:
        def kept(path: str, values: tuple[str, ...]) -> tuple[str, ...]:
            return tuple(value for value in values if (entity.iri, path, value) not in self.names)

        return replace(entity, alt_labels=kept(_ALT_LABEL, entity.alt_labels), same_as=kept(_SAME_AS, entity.same_as))

    def _without_spans(self, event: Event) -> Event:
        return replace(event, sentences=tuple(span for span in event.sentences if span not in self.spans))

    def held_back(self) -> tuple[Quarantined, ...]:
        facts = self.facts
        return (
            *(_thing(facts, self.known[iri], violation) for iri, violation in self.things.items()),
            *(_claim(facts, claim, violation) for claim, violation in self.claims.items()),
            *(
                Quarantined(facts.iri, subject, path, value, violation, "")
                for (subject, path, value), violation in self.names.items()
            ),
        )


def _whole(facts: Facts, violation: Violation) -> Iterator[Quarantined]:
    """The document, and with it all that it says."""
    yield Quarantined(facts.iri, facts.iri, violation.path, violation.value, violation, "")
    yield from (_thing(facts, entity, violation) for entity in facts.entities)
    yield from (_thing(facts, event, violation) for event in facts.events)
    yield from (_claim(facts, claim, violation) for claim in facts.claims)


def _claim(facts: Facts, claim: Claim, violation: Violation) -> Quarantined:
    sentence = _sentence(facts, claim.subject, claim.span)
    return Quarantined(facts.iri, claim.subject, claim.predicate, claim.object, violation, sentence, claim.span)


def _thing(facts: Facts, thing: Entity | Event, violation: Violation) -> Quarantined:
    spans = [mention.span for mention in facts.mentions if mention.thing == thing.iri]
    span = min(spans, default=None)
    sentence = _sentence(facts, thing.iri, span) if span else ""
    return Quarantined(facts.iri, thing.iri, RDF + "type", thing.type, violation, sentence, span)


def _sentence(facts: Facts, subject: str, span: Span) -> str:
    """The sentence around `span`: the event's own if it has one, else cut at a full stop or a line end."""
    text = facts.document.text
    for event in facts.events:
        for sentence in event.sentences:
            if event.iri == subject and sentence.begin <= span.begin and span.end <= sentence.end:
                return text[sentence.begin : sentence.end]
    before = [match.end() for match in _SENTENCE_END.finditer(text, max(0, span.begin - 1000), span.begin)]
    after = _SENTENCE_END.search(text, span.end)
    begin = before[-1] if before else max(0, span.begin - 1000)
    return text[begin : after.end() if after else len(text)].strip()


def as_json(fact: Quarantined) -> dict[str, object]:
    """One line of a quarantine file: the fact, the rule that it fails, the words at fault."""
    violation = fact.violation
    return {
        "document": fact.document,
        "fact": {"subject": fact.subject, "predicate": fact.predicate, "object": _json_value(fact.object)},
        "rule": violation.shape,
        "constraint": violation.constraint,
        "message": violation.message,
        "sentence": fact.sentence,
        "begin": fact.span.begin if fact.span else None,
        "end": fact.span.end if fact.span else None,
    }


def _json_value(value: str | Literal | None) -> object:
    """An IRI as a string, a literal as an object, as JSON-LD tells them apart."""
    if not isinstance(value, Literal):
        return value
    given = {"@value": value.value, "@type": value.datatype, "@language": value.language}
    return {key: text for key, text in given.items() if text or key == "@value"}
