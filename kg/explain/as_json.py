"""An explanation for programs."""

from __future__ import annotations

import json
from typing import Any

from kg.characters import escaped
from kg.explain.records import Claim, Explanation, Fact, Passage, Term


def rendered(explanation: Explanation) -> str:
    """One JSON object; offsets are code points, end exclusive."""
    told = {
        "iri": explanation.thing.value,
        "kind": "event" if explanation.is_event else "entity",
        "types": explanation.types,
        "labels": explanation.labels,
        "altLabels": explanation.alt_labels,
        "sameAs": [_fact(fact) for fact in explanation.links],
        "identity": explanation.identity,
        "facts": [_fact(fact) for fact in explanation.facts],
        "roles": [_fact(fact) for fact in explanation.roles],
        "evidence": [_passage(passage) for passage in explanation.evidence],
        "words": _words(explanation.words),
        "otherWords": _words(explanation.other_words),
        "mentions": [_passage(passage) for passage in explanation.mentions],
        "documents": [
            {
                "iri": one.iri,
                "id": one.id,
                "title": one.title or None,
                "date": one.date or None,
                "url": one.url or None,
                "publisher": one.publisher or None,
                "text": one.has_text,
            }
            for one in explanation.documents
        ],
        "notes": explanation.notes,
    }
    return escaped(json.dumps(told, ensure_ascii=False, indent=2)) + "\n"


def _fact(fact: Fact) -> dict[str, Any]:
    return {
        "subject": fact.subject.value,
        "predicate": fact.predicate,
        "object": _term(fact.object),
        "documents": fact.documents,
        "claims": [_claim(claim) for claim in fact.claims],
    }


def _term(term: Term) -> dict[str, str]:
    if term.is_iri:
        return {"@id": term.value, **({"label": term.label} if term.label else {})}
    kind = {"@type": term.datatype} if term.datatype else {"@language": term.language} if term.language else {}
    return {"@value": term.value, **kind}


def _claim(claim: Claim) -> dict[str, Any]:
    return {
        "claim": claim.iri or None,
        "rules": claim.rules,
        "reason": claim.reason or None,
        "passages": [_passage(passage) for passage in claim.passages],
    }


def _words(counted: tuple[tuple[str, int, int], ...]) -> list[dict[str, Any]]:
    return [{"words": words, "times": times, "documents": documents} for words, times, documents in counted]


def _passage(passage: Passage) -> dict[str, Any]:
    known = passage.begin >= 0
    return {
        "document": passage.document or None,
        "begin": passage.begin if known else None,
        "end": passage.end if known else None,
        "words": passage.words,
        "sentence": passage.excerpt or None,
        "sentenceBegin": passage.excerpt_begin if passage.excerpt else None,
        "marks": passage.marks,
    }
