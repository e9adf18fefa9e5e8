"""Who says what: statements with their words, and events that stand on somebody's word alone."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from kg.extract import tree
from kg.extract.events import Events
from kg.extract.reading import Reading, trimmed
from kg.extract.triggers import Trigger, triggers
from kg.model import Filler, Literal, Span, Telling
from kg.ontology.terms import KG

_STATEMENT = KG + "Statement"
_SPEAKER, _QUOTE, _ADDRESSEE = KG + "speaker", KG + "quote", KG + "addressee"
_QUOTED = re.compile(r"\u201c[^\u201c\u201d]{2,1500}\u201d|\"[^\"\n]{2,1500}\"")


class Statements:
    def __init__(self, reading: Reading, events: Events) -> None:
        self._r = reading
        self._events = events
        text = reading.text
        self._quotes = [Span(m.start() + 1, m.end() - 1) for m in _QUOTED.finditer(text)]
        self._begins = [q.begin for q in self._quotes]

    def all(self) -> list[Telling]:
        found = []
        for choices in triggers(self._r):
            for trigger in choices:
                if trigger.frame.event == _STATEMENT:
                    said = self._said(trigger)
                    if said:
                        found.append(said)
                        break
        found.extend(self._according_to())
        return found

    def _said(self, trigger: Trigger) -> Telling | None:
        verb = trigger.token
        roles = self._r.ontology.events[_STATEMENT].roles
        rule = f"verb-frame:{trigger.frame.name}"
        if tree.is_passive(verb):
            return None
        speakers: list[Filler] = []
        for subject in tree.subjects(verb):
            speakers.extend(self._events.fillers.of(subject, roles[_SPEAKER], rule))
        if not speakers:
            return None
        content = self._content(verb)
        if content is None:
            return None
        addressees: list[Filler] = []
        sites = [("indirectObject", t) for t in tree.children(verb, "iobj")]
        sites += [("object", t) for t in tree.children(verb, "obj")]
        sites += [("to", n) for c, n in tree.prepositional(verb) if c == "to"]
        for _, token in sites:
            addressees.extend(
                f for f in self._events.fillers.of(token, roles[_ADDRESSEE], rule)
                if token.i in self._r.heads or token.pos_ == "PRON" if f.value not in {s.value for s in speakers}
            )  # fmt: skip
        judgement = self._events.factuality.of(verb, trigger.frame)
        words = self._r.text[content.begin : content.end]
        label = self._r.text[trigger.span.begin : trigger.span.end]
        fillers = [*speakers, *addressees, Filler(_QUOTE, Literal(words), content, rule)]
        return Telling(
            _STATEMENT, trigger.span, self._r.sentence_span(verb), label,
            tuple(dict.fromkeys(fillers)), judgement.value, judgement.span, rule, content=content,
        )  # fmt: skip

    def _content(self, verb: Token) -> Span | None:
        """The words said: a quotation at the verb, else its complement clause."""
        clauses = [
            c
            for c in verb.children
            if c.dep_ in ("ccomp", "parataxis") and not (c.dep_ == "parataxis" and c.i < verb.i - 60)
        ]
        begin, end = verb.sent.start_char, verb.sent.end_char
        first = bisect_left(self._begins, begin - 2)
        last = bisect_left(self._begins, end + 2)
        beside = [
            q
            for q in self._quotes[first:last]
            if q.end <= end + 2 and q.end - q.begin > 12 and not q.begin <= verb.idx < q.end
        ]
        if beside and not any(c.i > verb.i and c.dep_ == "ccomp" and not _inside(c, beside) for c in clauses):
            return trimmed(self._r.text, min(q.begin for q in beside), max(q.end for q in beside))
        if not clauses:
            return None
        clause = clauses[0]
        tokens = sorted((t for t in clause.subtree if t != verb), key=lambda t: t.i)
        tokens = [t for t in tokens if t.i > verb.i] if clause.i > verb.i else [t for t in tokens if t.i < verb.i]
        while tokens and (tokens[0].is_punct or (tokens[0].lower_ == "that" and tokens[0].dep_ == "mark")):
            tokens = tokens[1:]
        while tokens and tokens[-1].is_punct:
            tokens = tokens[:-1]
        if len(tokens) < 2:
            return None
        return Span(tokens[0].idx, tokens[-1].idx + len(tokens[-1]))

    def _according_to(self) -> Iterator[Telling]:
        """*…, according to the Syrian Observatory*: the rest of the sentence is its word."""
        r = self._r
        roles = r.ontology.events[_STATEMENT].roles
        for token in r.doc:
            if token.lower_ not in r.words("AccordingTo") or token.i + 1 >= len(r.doc) or not token.dep_:
                continue
            noun = token.head if token.dep_ == "case" else next((n for _, n in tree.prepositional(token)), None)
            if noun is None or token.sent.start == noun.i:
                continue
            speakers = self._events.fillers.of(noun, roles[_SPEAKER], "according-to")
            if not speakers:
                continue
            sentence = r.sentence_span(token)
            phrase = sorted(noun.subtree, key=lambda t: t.i)
            first, last = min(token.idx, phrase[0].idx), phrase[-1].idx + len(phrase[-1])
            before, after = trimmed(r.text, sentence.begin, first), trimmed(r.text, last, sentence.end)
            content = before if before.end - before.begin >= after.end - after.begin else after
            words = r.text[content.begin : content.end].strip(" ,.;")
            if len(words) < 3:
                continue
            begin = r.text.index(words, content.begin)
            content = Span(begin, begin + len(words))
            trigger = Span(token.idx, token.idx + len(token))
            quote = Filler(_QUOTE, Literal(words), content, "according-to")
            yield Telling(
                _STATEMENT, trigger, sentence, "according to", (*speakers, quote),
                KG + "Actual", trigger, "according-to", content=content,
            )  # fmt: skip


def _inside(token: Token, quotes: Sequence[Span]) -> bool:
    return any(q.begin <= token.idx < q.end for q in quotes)
