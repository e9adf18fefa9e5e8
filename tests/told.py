"""What the shipped pipeline and ontology read in a text, one line an event, so that tables of it can be read."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from kg import extract, language, ontology, resolve
from kg.iri import document_iri
from kg.model import Document, Facts, Literal
from kg.ontology import Ontology
from kg.ontology.terms import KG

BASE = "https://example.org/kg/"
DATE = "2025-07-05"
"""A Saturday: the date of every text that a table gives none."""
_DATES = ("earliest", "latest", "date")


@lru_cache(maxsize=1)
def pipeline() -> object:
    """The shipped pipeline, loaded once however many test files read with it."""
    return language.load(None)


@lru_cache(maxsize=8)
def lexicon(extra: tuple[Path, ...] = ()) -> Ontology:
    return ontology.load(extra)


def facts(text: str, date: str | None = DATE, *, id: str = "d", extra: Sequence[Path] = ()) -> Facts:
    """All that a text says."""
    document, words = Document(text, id, date), lexicon(tuple(extra))
    iri = document_iri(BASE, id)
    doc = language.parse(pipeline(), document, words)
    names = extract.mentions(doc, words)
    entities = resolve.entities(names, words, document, base=BASE, iri=iri)
    read = extract.read(doc, document, words, names, entities)
    return resolve.facts(document, read.tellings, read.claims, entities, words, base=BASE, iri=iri)


def events(text: str, date: str | None = DATE, *, extra: Sequence[Path] = ()) -> list[str]:
    """`Call Actual 2025-07-03: participant Ann Lee, Bo Li; place Oslo`, in the order of the text."""
    return list(lines(facts(text, date, extra=extra)))


def lines(told: Facts) -> Iterator[str]:
    """The same of facts already read. Roles and their values are sorted; a date is a day or a range of days."""
    labels = {e.iri: e.label for e in told.entities} | {e.iri: _local(e.type) for e in told.events}
    first = {m.thing: m.span for m in reversed(told.mentions)}
    for event in sorted(told.events, key=lambda e: first[e.iri]):
        values: dict[str, set[str]] = defaultdict(set)
        for claim in told.claims:
            if claim.subject == event.iri:
                value = claim.object
                text = value.value if isinstance(value, Literal) else labels.get(value) or _local(value)
                values[_local(claim.predicate)].add(text)
        bounds = sorted(values["earliest"] | values["latest"])
        when = f" {'..'.join(bounds)}" if bounds else ""
        roles = sorted((r, v) for r, v in values.items() if r not in (*_DATES, "factuality") and v)
        who = "; ".join(f"{role} {', '.join(sorted(v))}" for role, v in roles)
        yield f"{_local(event.type)} {'/'.join(values['factuality'])}{when}: {who}"


def entities(told: Facts) -> list[str]:
    """`Person Donald Trump`, sorted."""
    return sorted(f"{_local(e.type)} {e.label}" for e in told.entities)


def _local(iri: str) -> str:
    return re.split(r"[#/]", iri.removeprefix(KG))[-1]
