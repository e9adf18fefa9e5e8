"""Who says what, to whom: acts of saying, with the words that are quoted and what they are about."""

from __future__ import annotations

from collections.abc import Sequence

from kg.extract import tree
from kg.extract.attributions import Attributions, quoted
from kg.extract.events import Events
from kg.extract.factuality import ACTUAL, NEGATED, POSSIBLE, Judgement
from kg.extract.parsed import Token
from kg.extract.quotations import Quotation
from kg.extract.reading import Reading, token_span
from kg.extract.said import Said, is_passive
from kg.extract.sayers import Sayers
from kg.extract.speech import STATEMENT
from kg.extract.triggers import Trigger
from kg.extract.voices import Voices
from kg.model import Span, Telling
from kg.ontology import Frame
from kg.ontology.terms import KG

_QUOTE, _ABOUT, _ADDRESSEE = KG + "quote", KG + "about", KG + "addressee"


class Statements:
    def __init__(self, reading: Reading, events: Events, tellings: Sequence[Telling]) -> None:
        self._r = reading
        self._factuality = events.factuality
        self._speech = events.speech
        self._quoting = self._speech.quoting
        self._said = Said(reading, self._quoting)
        roles = reading.ontology.events[STATEMENT].roles
        voices = Voices(reading, events.fillers, tellings)
        self._sayers = Sayers(reading, voices, roles)
        self._attributions = Attributions(reading, self._speech, voices, self._sayers, roles)
        self._words = {choices[0].token.i for choices in self._speech.words} | self._quoting.verbs

    def all(self) -> list[Telling]:
        """Tellings of statements, by no order."""
        found = self._attributions.all()
        for choices in self._speech.words:
            # Of several wordings of a verb, the one that finds most.
            tellings = [self._told(t) for t in choices]
            if best := max((t for t in tellings if t is not None), key=lambda t: len(t.fillers), default=None):
                found.append(best)
        found.extend(told for i in sorted(self._quoting.verbs) if (told := self._beside(self._r.doc[i])) is not None)
        return found

    # A word of saying

    def _told(self, trigger: Trigger) -> Telling | None:
        word, frame = trigger.token, trigger.frame
        quotes = self._quoting.of.get(word.i, [])
        if self._is_aside(word, frame, quotes):
            return None
        clause, as_so = self._said.clause(word, frame)
        phrases = list(self._said.phrases(word, frame))
        if frame.pos == "noun" and not self._sayers.is_uttered(word):
            phrases = []
        judgement = self._judgement(word, frame)
        if not self._is_said(word, frame, bool(quotes), clause is not None, bool(phrases), judgement.value):
            return None
        if frame.needs_slot and not frame.needs_slot & {slot for slot, _ in phrases}:
            return None
        if judgement.value == POSSIBLE and word.tag_ == "VB" and any(c.lower_ == "to" for c in word.children):
            # "Urged Chad to say": what somebody should say is not said.
            return None
        rule = f"{frame.pos}-frame:{frame.name}"
        speakers = self._sayers.speakers(word, frame.pos, rule)
        infinitive = word.tag_ == "VB" and not tree.children(word, "aux")
        if not speakers and (not quotes or is_passive(word) or frame.pos == "noun" or infinitive):
            return None
        known = {f.value for f in speakers}
        addressees = [f for f in self._sayers.addressees(word, frame, rule) if f.value not in known]
        if not addressees and any(_ADDRESSEE in need for need in frame.needs):
            return None
        contents = [q.span for q in quotes] + ([clause] if clause is not None and as_so else [])
        regards = [span for _, span in phrases] + ([clause] if clause is not None and not as_so else [])
        return Telling(
            STATEMENT, trigger.span, self._r.sentence_span(word),
            self._r.text[trigger.span.begin : trigger.span.end],
            tuple(dict.fromkeys((*speakers, *addressees, *quoted(self._r.text, [q.span for q in quotes], rule)))),
            judgement.value, judgement.span, rule, contents=tuple(contents), regards=tuple(regards),
        )  # fmt: skip

    def _beside(self, verb: Token) -> Telling | None:
        """*"…," she laughed*: a verb that its place beside a quotation makes one of saying."""
        quotes, rule = self._quoting.of.get(verb.i, []), "beside-quotation"
        speakers = self._sayers.speakers(verb, "verb", rule)
        if not quotes or not speakers or is_passive(verb) or self._is_own_voice(verb):
            return None
        span = Span(verb.idx, verb.idx + len(verb))
        return Telling(
            STATEMENT, span, self._r.sentence_span(verb), verb.text,
            tuple(dict.fromkeys((*speakers, *quoted(self._r.text, [q.span for q in quotes], rule)))),
            ACTUAL, span, rule, contents=tuple(q.span for q in quotes),
        )  # fmt: skip

    def _judgement(self, word: Token, frame: Frame) -> Judgement:
        """Whether it was said; that nothing was answered is so, whatever was asked."""
        negation = next((c for c in word.children if c.lower_ in self._r.words("Negation")), None)
        if negation is not None and self._is_unanswered(word):
            return Judgement(NEGATED, token_span(negation))
        sought = frame.pos == "noun" and tree.preposition(word) == "for" and self._is_unanswered(word)
        refused = next((c for c in word.head.children if c.lower_ in self._r.words("Negation")), None)
        if sought and refused is not None:
            # "Did not respond to a request for comment", "could not be reached for comment"
            return Judgement(NEGATED, token_span(refused))
        if frame.pos == "noun" and word.dep_ == "obl":
            return Judgement(ACTUAL, token_span(word))
        return self._factuality.of(word, frame)

    def _is_unanswered(self, word: Token) -> bool:
        return bool({word.lower_, word.lemma} & self._r.words("Unanswered"))

    def _is_said(
        self, word: Token, frame: Frame, quoted: bool, clause: bool, phrase: bool, factuality: str
    ) -> bool:  # fmt: skip
        """Whether what the frame asks for as its content is there."""
        if quoted or clause:
            return True
        if factuality == NEGATED and self._is_unanswered(word):
            return True
        if any(_QUOTE in need for need in frame.needs):
            return False
        return phrase or not any(_ABOUT in need for need in frame.needs)

    def _is_aside(self, word: Token, frame: Frame, quotes: Sequence[Quotation]) -> bool:
        """Words that tell of no act of saying of their own: *asked about it, he …*, *in a statement, he said*."""
        if frame.pos == "noun":
            steps, current = 0, word
            while current.head != current and steps < 4:
                current, steps = current.head, steps + 1
                if current.i in self._words and current.pos_ in ("VERB", "AUX") and not quotes:
                    # "The accusation that … was repeated": that is said of it, not by it.
                    return True
            return False
        if word.dep_ == "amod" or (word.dep_ == "advcl" and is_passive(word)):
            return not quotes
        if word.tag_ == "VBN" and word.dep_ in ("advcl", "acl") and not is_passive(word):
            return True
        return self._is_own_voice(word)

    def _is_own_voice(self, word: Token) -> bool:
        """*"I say to you …"*: within a quotation or turn, its speaker's own saying is no other statement."""
        quoted = self._speech.quotations.outermost(word.idx) is not None or self._speech.turns.at(word.idx) is not None
        subjects = {s.lower_ for s in tree.subjects(word)}
        if quoted and subjects & self._r.words("It"):
            # "It underlines the need": as often as not a thing.
            return True
        if not subjects & (self._r.words("FirstSingular") | self._r.words("FirstPlural")):
            return False
        auxiliaries = {c.lower_ for c in tree.children(word, "aux")}
        if quoted:
            return word.tag_ != "VBD" and not auxiliaries & {"had", "did"}
        # "We condemn it", not "I would say", "let me say"
        return word.tag_ == "VB" and not auxiliaries & {"do", "did"}
