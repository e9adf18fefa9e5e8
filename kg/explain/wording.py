"""How facts, things and places in a text are called, on a terminal as on a page."""

from __future__ import annotations

from collections.abc import Sequence

from kg.excerpts import within
from kg.explain.records import Document, Explanation, Fact, Passage, Term
from kg.iri import local_name
from kg.ontology.terms import KG

NO_WORDS = "the graph does not tell on which words this stands"
NO_CLAIM = "no claim stands on this: links to Wikidata come with the names of the gazetteer"
NO_SENTENCE = "(its sentence is not in the graph)"


def title(explanation: Explanation) -> str:
    return " | ".join(explanation.labels) or explanation.short


def classes(explanation: Explanation) -> str:
    return ", ".join(map(local_name, explanation.types))


def predicate(fact: Fact, inverse: bool) -> str:
    return f"{local_name(fact.predicate)} of" if inverse else local_name(fact.predicate)


def value(fact: Fact, inverse: bool, explanation: Explanation) -> str:
    """What the fact says of the thing: its value, or who has the thing as its value."""
    return term(fact.subject if inverse else fact.object, explanation)


def term(one: Term, explanation: Explanation) -> str:
    """`Joe Biden (Person, person/joe-biden)`; the vocabulary's own things by their names."""
    if not one.is_iri:
        return one.value
    if one.value.startswith(KG):
        return local_name(one.value)
    short = explanation.shortened(one.value)
    if not one.label:
        return short
    return f"{one.label} ({', '.join(part for part in (local_name(one.type), short) if part)})"


def rules(names: tuple[str, ...]) -> str:
    return f"{'rule' if len(names) == 1 else 'rules'} {', '.join(names)}" if names else "no rule is named"


def times(count: int, documents: int) -> str:
    told = "once" if count == 1 else f"{count:,} times"
    return told if documents == 1 else f"{told}, in {counted(documents, 'article')}"


def counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def words(explanation: Explanation) -> list[tuple[str, tuple[tuple[str, int, int], ...]]]:
    """Lists of words with their titles: those that name the thing, and those that stand for it in a role."""
    named = "Told by these words" if explanation.is_event else "Named by these words"
    lists = [(named, explanation.words), ("Meant by other words, too", explanation.other_words)]
    return [(title, counted) for title, counted in lists if counted]


def sentences_title(explanation: Explanation) -> str:
    return "The sentences that tell it" if explanation.is_event else "Where it is named"


def article(document: Document) -> str:
    """How a document is cited: title, publisher and date, as far as they are known."""
    return ", ".join(part for part in (document.title, document.publisher, document.date) if part) or document.id


def grouped(facts: tuple[Fact, ...]) -> list[list[Fact]]:
    """Neighbours that stand on the same words by the same rules together: the days of one date."""
    groups: list[list[Fact]] = []
    for fact in facts:
        if groups and fact.claims and _grounds(groups[-1][0]) == _grounds(fact):
            groups[-1].append(fact)
        else:
            groups.append([fact])
    return groups


def _grounds(fact: Fact) -> tuple[object, ...]:
    return fact.subject, *((claim.rules, claim.passages) for claim in fact.claims)


def marks(passages: Sequence[Passage]) -> tuple[tuple[int, int], ...]:
    """Of passages in one sentence, what to mark there."""
    spans = [span for passage in passages for span in passage.marks]
    return within(spans, 0, len(passages[0].excerpt))


def parts(passages: Sequence[Passage]) -> list[tuple[str, bool]]:
    """Their sentence in pieces, each with whether it is marked; the bare words where there is no sentence."""
    first = passages[0]
    if not first.excerpt:
        return [(first.words, True), (f" {NO_SENTENCE}", False)]
    pieces, done = [], 0
    for begin, end in marks(passages):
        pieces += [(first.excerpt[done:begin], False), (first.excerpt[begin:end], True)]
        done = end
    return [*pieces, (first.excerpt[done:], False)]


def places(passages: Sequence[Passage]) -> str:
    """`characters 10–30, 45–50`; a sentence that holds others is not told apart from them."""
    known = [p for p in passages if p.begin >= 0]
    whole = [p for p in known if (p.words == p.excerpt and len(known) > 1)]
    told = [f"{p.begin:,}–{p.end:,}" for p in known if p not in whole]
    return f"characters {', '.join(dict.fromkeys(told))}" if told else "place unknown"
