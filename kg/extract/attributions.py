"""Whose words they are, told without a word of saying: labels of turns and quotations, and *according to*."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kg.extract import tree
from kg.extract.factuality import ACTUAL
from kg.extract.reading import PERSON, Reading, trimmed
from kg.extract.sayers import Sayers
from kg.extract.speech import STATEMENT, Speech
from kg.extract.turns import Turn
from kg.extract.voices import Voices
from kg.model import Filler, Literal, Span, Telling
from kg.ontology import Role
from kg.ontology.terms import KG

_SPEAKER, _QUOTE = KG + "speaker", KG + "quote"
_LABEL = 14
"""How many words a line has that only says whose quotation follows."""


def quoted(text: str, spans: Sequence[Span], rule: str) -> list[Filler]:
    """The words of each stretch, exactly as they stand."""
    return [Filler(_QUOTE, Literal(text[span.begin : span.end]), span, rule) for span in spans]


class Attributions:
    def __init__(
        self, reading: Reading, speech: Speech, voices: Voices, sayers: Sayers, roles: Mapping[str, Role]
    ) -> None:
        self._r = reading
        self._speech = speech
        self._quoting = speech.quoting
        self._voices = voices
        self._sayers = sayers
        self._speaker = roles[_SPEAKER]

    def all(self) -> list[Telling]:
        told = [t for turn in self._speech.turns.all if (t := self._turn(turn)) is not None]
        return [*told, *self._according_to(), *self._labelled()]

    def _turn(self, turn: Turn) -> Telling | None:
        if turn.speaker is None or not turn.words:
            return None
        rule, token = "labelled-turn", turn.speaker.token
        speaker = Filler(_SPEAKER, turn.speaker.entity.iri, turn.speaker.span, rule)
        quotes = quoted(self._r.text, turn.words, rule)
        label = self._r.text[turn.label.begin : turn.label.end]
        return Telling(
            STATEMENT, turn.label, self._r.sentence_span(token), label, (speaker, *quotes),
            ACTUAL, turn.label, rule, regards=(turn.span,),
        )  # fmt: skip

    def _labelled(self) -> Iterator[Telling]:
        """*Ann Lee, mayor of Oslo: "…"*: a line that is a name, an office, a colon, and a quotation."""
        r, rule, attached = self._r, "labelled-quotation", self._quoting.attached
        for quote in self._speech.quotations.top:
            line = r.text.rfind("\n", 0, quote.marks.begin) + 1
            before = r.text[line : quote.marks.begin].rstrip()
            label = trimmed(r.text, line, line + len(before) - 1)
            if quote in attached or not before.endswith(":") or not 0 < len(before.split()) <= _LABEL:
                continue
            # Past the label of a turn, it is that speaker's already; without a full stop, it may be a title.
            if self._speech.turns.at(quote.marks.begin) is not None or r.text[quote.span.end - 1] not in ".?!\u2026":
                continue
            tokens = r.doc.char_span(label.begin, label.end)
            people = [ref for ref in r.begun_between(label.begin, label.end) if ref.entity.type == PERSON]
            if tokens is None or not len(tokens) or len(people) != 1 or any(tree.is_verb(t) for t in tokens):
                continue
            ref = people[0]
            speaker = Filler(_SPEAKER, ref.entity.iri, ref.span, rule)
            yield Telling(
                STATEMENT, label, r.sentence_span(ref.token), r.text[label.begin : label.end],
                (speaker, *quoted(r.text, [quote.span], rule)), ACTUAL, label, rule, contents=(quote.span,),
            )  # fmt: skip

    def _according_to(self) -> Iterator[Telling]:
        """*…, according to the Syrian Observatory*: the rest of the sentence is its word."""
        r, rule = self._r, "according-to"
        for token in r.doc:
            if token.lower_ not in r.words("AccordingTo") or token.i + 1 >= len(r.doc) or not token.dep_:
                continue
            noun = token.head if token.dep_ == "case" else next((n for _, n in tree.prepositional(token)), None)
            if noun is None or token.sent.start == noun.i:
                continue
            speakers = self._voices.of(noun, self._speaker, rule) or self._sayers.author(noun, rule)
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
            free = [q for q in self._quoting.period(token).quotes if q not in self._quoting.attached]
            quotes = [q for q in free if content.begin <= q.marks.begin < content.end]
            trigger = Span(token.idx, token.idx + len(token))
            fillers = (*speakers, *quoted(r.text, [q.span for q in quotes], rule))
            yield Telling(
                STATEMENT, trigger, sentence, "according to", fillers,
                ACTUAL, trigger, rule, contents=(content,),
            )  # fmt: skip
