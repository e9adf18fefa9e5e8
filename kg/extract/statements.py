"""Who says what, to whom: acts of saying, with the words that are quoted and what they are about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from kg.extract import tree
from kg.extract.events import Events
from kg.extract.factuality import ACTUAL, NEGATED, POSSIBLE, Judgement
from kg.extract.quotations import Quotation, Quotations
from kg.extract.quoting import Quoting
from kg.extract.reading import Reading, token_span, trimmed
from kg.extract.said import Said, is_passive, subject_of
from kg.extract.triggers import Trigger, triggers
from kg.extract.turns import Turn, Turns
from kg.extract.voices import Voices
from kg.model import Filler, Literal, Span, Telling
from kg.ontology import Frame
from kg.ontology.terms import KG

_STATEMENT = KG + "Statement"
_SPEAKER, _QUOTE, _ADDRESSEE, _ABOUT = KG + "speaker", KG + "quote", KG + "addressee", KG + "about"


class Statements:
    def __init__(self, reading: Reading, events: Events, tellings: Sequence[Telling]) -> None:
        self._r = reading
        self._factuality = events.factuality
        self._quotations = Quotations(reading.text)
        self._quoting = Quoting(reading, self._quotations)
        self._said = Said(reading, self._quoting)
        self._voices = Voices(reading, events.fillers, tellings)
        self._turns = Turns(reading)
        self._roles = reading.ontology.events[_STATEMENT].roles
        self._words = {
            c[0].token.i for c in triggers(reading) if any(t.frame.event == _STATEMENT for t in c)
        } | self._quoting.verbs  # fmt: skip

    def all(self) -> list[Telling]:
        found = [told for turn in self._turns.all if (told := self._turn(turn)) is not None]
        for choices in triggers(self._r):
            tellings = [self._told(t) for t in choices if t.frame.event == _STATEMENT]
            if best := max((t for t in tellings if t is not None), key=lambda t: len(t.fillers), default=None):
                found.append(best)
        found.extend(told for i in sorted(self._quoting.verbs) if (told := self._beside(self._r.doc[i])) is not None)
        found.extend(self._according_to())
        return found

    # A word of saying

    def _told(self, trigger: Trigger) -> Telling | None:
        word, frame = trigger.token, trigger.frame
        quotes = self._quoting.of.get(word.i, [])
        if self._is_aside(word, frame, quotes):
            return None
        clause, as_so = self._said.clause(word, frame)
        phrases = list(self._said.phrases(word, frame))
        if frame.pos == "noun" and not (word.dep_ == "obj" and self._utters(word.head)):
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
        speakers = self._speakers(word, frame, rule)
        if not speakers and (not quotes or is_passive(word) or frame.pos == "noun"):
            return None
        known = {f.value for f in speakers}
        addressees = [f for f in self._addressees(word, frame, rule) if f.value not in known]
        contents = [q.span for q in quotes] + ([clause] if clause is not None and as_so else [])
        regards = [span for _, span in phrases] + ([clause] if clause is not None and not as_so else [])
        return Telling(
            _STATEMENT, trigger.span, self._r.sentence_span(word),
            self._r.text[trigger.span.begin : trigger.span.end],
            tuple(dict.fromkeys((*speakers, *addressees, *self._quoted(quotes, rule)))),
            judgement.value, judgement.span, rule, contents=tuple(contents), regards=tuple(regards),
        )  # fmt: skip

    def _judgement(self, word: Token, frame: Frame) -> Judgement:
        """Whether it was said; that nothing was answered is so, whatever was asked."""
        negation = next((c for c in word.children if c.lower_ in self._r.words("Negation")), None)
        if negation is not None and self._is_unanswered(word):
            return Judgement(NEGATED, token_span(negation))
        if frame.pos == "noun" and word.dep_ == "obl":
            return Judgement(ACTUAL, token_span(word))
        return self._factuality.of(word, frame)

    def _is_unanswered(self, word: Token) -> bool:
        return bool({word.lower_, word.lemma_.lower()} & self._r.words("Unanswered"))

    def _quoted(self, quotes: Sequence[Quotation], rule: str) -> list[Filler]:
        return [Filler(_QUOTE, self._literal(q.span), q.span, rule) for q in quotes]

    def _literal(self, span: Span) -> Literal:
        return Literal(self._r.text[span.begin : span.end])

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
        if word.dep_ == "amod" or (word.dep_ in ("acl", "advcl") and is_passive(word)):
            return not quotes
        if word.tag_ == "VBN" and word.dep_ in ("advcl", "acl"):
            return True
        return self._is_own_voice(word)

    def _is_own_voice(self, word: Token) -> bool:
        """*"I say to you …"*: within a quotation or turn, its speaker's own saying is no other statement."""
        quoted = self._quotations.outermost(word.idx) is not None or self._turns.at(word.idx) is not None
        if not quoted or word.tag_ == "VBD" or any(c.lower_ in ("had", "did") for c in tree.children(word, "aux")):
            return False
        first = self._r.words("FirstSingular") | self._r.words("FirstPlural")
        subjects = tree.subjects(word)
        return any(s.lower_ in first for s in subjects)

    # Who

    def _speakers(self, word: Token, frame: Frame, rule: str) -> list[Filler]:
        nouns = self._uttered_by(word) if frame.pos == "noun" else self._sayers(word)
        found: list[Filler] = []
        for noun in nouns:
            found += self._voices.of(noun, self._roles[_SPEAKER], rule) or self._author(noun, rule)
        return found

    def _sayers(self, verb: Token) -> list[Token]:
        if is_passive(verb):
            return [n for c, n in tree.prepositional(verb) if c == "by"]
        head = verb.head
        quoting = head.lemma_.lower() in self._r.words("Quoting") and verb.tag_ == "VBG"
        if quoting and any(c.lower_ == "as" for c in verb.children):
            if is_passive(head):
                return tree.subjects(head)
            return tree.objects(head)
        own = subject_of(verb)
        return [own] if own in tree.subjects(verb)[1:] else tree.subjects(verb)[:1] or self._crossed(verb)

    def _crossed(self, verb: Token) -> list[Token]:
        """A subject that a misread tree has hung on the verb of what is said: *Bo, the mayor, said that they met*."""
        before = self._r.doc[verb.sent.start : verb.i]
        return [t for t in before if t.dep_ == "nsubj" and t.head.i > verb.i and verb in t.head.ancestors][-1:]

    def _uttered_by(self, noun: Token) -> list[Token]:
        """*Chad's reply*, *a warning from Chad*, *Chad issued a warning*, *a warning was issued by Chad*."""
        found = [*tree.children(noun, "nmod:poss"), *(n for c, n in tree.prepositional(noun) if c in ("by", "from"))]
        # "The claim that … was made by Chad", which a tree may hang on the noun
        for clause in tree.children(noun, "acl"):
            if self._utters(clause) and is_passive(clause):
                found += [n for c, n in tree.prepositional(clause) if c == "by"]
        head = noun.head
        if not found and tree.is_verb(head):
            if noun.dep_ == "obj" and self._utters(head):
                found = tree.subjects(head)
            elif noun.dep_ == "nsubj:pass" and self._utters(head):
                found = [n for c, n in tree.prepositional(head) if c == "by"]
            elif tree.preposition(noun) == "with" and any(c.lower_ in ("these", "those") for c in noun.children):
                found = tree.subjects(head)
        return found

    def _utters(self, verb: Token) -> bool:
        return verb.lemma_.lower() in self._r.words("Uttering")

    def _author(self, noun: Token, rule: str) -> list[Filler]:
        """*A letter by Ann Smith says*: a text speaks for whoever wrote it."""
        if not {noun.lower_, noun.lemma_.lower()} & self._r.words("Writing"):
            return []
        phrases = (n for c, n in tree.prepositional(noun) if c in ("by", "from", "of"))
        hosts = [*tree.children(noun, "nmod:poss"), *phrases]
        return [f for host in hosts for f in self._voices.of(host, self._roles[_SPEAKER], rule)]

    def _addressees(self, word: Token, frame: Frame, rule: str) -> list[Filler]:
        role = self._roles[_ADDRESSEE]
        slots = {s for s, roles in frame.slots.items() if _ADDRESSEE in roles}
        sites: list[Token] = []
        if frame.pos == "verb" and "object" in slots:
            sites += tree.subjects(word) if is_passive(word) else tree.children(word, "obj")
            rest = set(frame.words[1:])
            sites += [n for c, n in tree.prepositional(word) if c in rest]
        if "indirectObject" in slots:
            sites += tree.children(word, "iobj")
        if "to" in slots:
            # "Offered condolences to Chad", of a wording that names its objects
            hosts = (word, *tree.objects(word)) if frame.near else (word,)
            sites += [n for host in hosts for c, n in tree.prepositional(host) if c == "to"]
        found = [f for site in sites for f in self._voices.of(site, role, rule)]
        return found or [f for site in self._exchanges(word) for f in self._voices.of(site, role, rule)]

    def _exchanges(self, word: Token) -> Iterator[Token]:
        """*In an interview with the BBC*, *in a letter to Chad*: with whom the exchange is."""
        for case, noun in tree.prepositional(word):
            if case in ("in", "during", "at") and noun.lemma_.lower() in self._r.words("Exchange"):
                yield from (n for c, n in tree.prepositional(noun) if c in ("with", "to"))

    # Other ways

    def _beside(self, verb: Token) -> Telling | None:
        """*"…," she laughed*: a verb that its place beside a quotation makes one of saying."""
        quotes, rule = self._quoting.of.get(verb.i, []), "beside-quotation"
        # "…," laughed Ann
        nouns = self._sayers(verb) or [t for t in tree.objects(verb) if t.i > verb.i]
        speakers = [f for s in nouns for f in self._voices.of(s, self._roles[_SPEAKER], rule)]
        if not quotes or not speakers or is_passive(verb) or self._is_own_voice(verb):
            return None
        span = Span(verb.idx, verb.idx + len(verb))
        return Telling(
            _STATEMENT, span, self._r.sentence_span(verb), verb.text,
            tuple(dict.fromkeys((*speakers, *self._quoted(quotes, rule)))),
            ACTUAL, span, rule, contents=tuple(q.span for q in quotes),
        )  # fmt: skip

    def _turn(self, turn: Turn) -> Telling | None:
        if turn.speaker is None or not turn.words:
            return None
        rule, token = "labelled-turn", turn.speaker.token
        speaker = Filler(_SPEAKER, turn.speaker.entity.iri, turn.speaker.span, rule)
        quotes = [Filler(_QUOTE, self._literal(span), span, rule) for span in turn.words]
        label = self._r.text[turn.label.begin : turn.label.end]
        return Telling(
            _STATEMENT, turn.label, self._r.sentence_span(token), label, (speaker, *quotes),
            ACTUAL, turn.label, rule, regards=(turn.span,),
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
            speakers = self._voices.of(noun, self._roles[_SPEAKER], rule) or self._author(noun, rule)
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
            free = [q for q in self._quoting.period(token).quotes if q not in self._attached]
            quotes = [q for q in free if content.begin <= q.marks.begin < content.end]
            trigger = Span(token.idx, token.idx + len(token))
            yield Telling(
                _STATEMENT, trigger, sentence, "according to", (*speakers, *self._quoted(quotes, rule)),
                ACTUAL, trigger, rule, contents=(content,),
            )  # fmt: skip

    @property
    def _attached(self) -> set[Quotation]:
        return {q for quotes in self._quoting.of.values() for q in quotes}
