"""Which time expression dates which event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from kg.extract import dates, tree
from kg.extract.dates import TimeExpression
from kg.extract.factuality import Operators
from kg.extract.parsed import Token
from kg.extract.reading import Reading
from kg.extract.triggers import Trigger
from kg.model import Filler, Literal, Span
from kg.ontology.terms import KG, XSD
from kg.ontology.time_words import TimeWords

EARLIEST, LATEST, DATE, DURATION, ROUNDS = (KG + p for p in ("earliest", "latest", "date", "duration", "rounds"))
_TYPES = {4: XSD + "gYear", 7: XSD + "gYearMonth", 10: XSD + "date"}


class When:
    def __init__(self, reading: Reading, words: TimeWords) -> None:
        self._r = reading
        self._words = words
        self._numbers = {w.form.lower(): w.values[0] for w in words.of("NumberWord")}
        self._operators = Operators(reading)
        day = dates.reference(reading.document.date, reading.text, words)
        self._reference, self._today = day, day if len(day or "") == 10 else None
        self._known: dict[int, tuple[tuple[TimeExpression, Token], ...]] = {}

    def of(self, triggers: Sequence[Trigger]) -> Mapping[int, tuple[Filler, ...]]:
        """Trigger's token index to its date, duration and rounds."""
        by_sentence: dict[int, list[Trigger]] = {}
        for trigger in triggers:
            by_sentence.setdefault(self._r.sentence_of.get(trigger.token.i, -1), []).append(trigger)
        found: dict[int, list[Filler]] = {}
        for number, group in by_sentence.items():
            if number < 0:
                continue
            for expression, token in self._expressions(number):
                if expression.kind == "publication":
                    continue
                if expression.kind == "relative":
                    earlier = [e for e, _ in (*self._times(number - 1), *self._times(number)) if e.end <= token.idx]
                    self._relative(expression, token, group, triggers, found, earlier)
                    continue
                if expression.kind == "duration" and token.head.pos_ in ("NOUN", "PROPN") and token.dep_ == "compound":
                    # "one-month anniversary"
                    continue
                dated = self._nearest(token, expression, group)
                if dated is not None:
                    held = found.setdefault(dated.token.i, [])
                    facts = self._facts(expression)
                    present = {f.role for f in held}
                    held.extend(f for f in facts if f.role not in present)
        for trigger in triggers:
            held = found.setdefault(trigger.token.i, [])
            if (rounds := self._rounds(trigger)) is not None:
                held.append(rounds)
            just = self._just(trigger.token)
            if just is not None and self._today and not any(f.role == EARLIEST for f in held):
                value, span = Literal(self._today, XSD + "date"), Span(just.idx, just.idx + len(just))
                held.extend(Filler(p, value, span, "just-now") for p in (EARLIEST, LATEST, DATE))
        return {i: tuple(fillers) for i, fillers in found.items() if fillers}

    def _relative(
        self, expression: TimeExpression, token: Token, group: Sequence[Trigger], triggers: Sequence[Trigger],
        found: dict[int, list[Filler]], earlier: Sequence[TimeExpression],
    ) -> None:  # fmt: skip
        """*The day after his call with Putin, …*: the day of the event that the words point at, shifted.

        *An attack that day*: where no event is dated, the last of the days told `earlier`.
        """
        if expression.shift is None:
            return
        anchors = [t for t in group if t.token.i > token.i and t.frame.pos == "noun" and t.token.i - token.i < 8]
        anchor = anchors[0] if anchors else None
        dated = [
            t
            for t in triggers
            if t.token.i < token.i and t.token.i in found and (anchor is None or t.frame.event == anchor.frame.event)
        ]
        known = (
            {f.role: f.value.value for f in found[dated[-1].token.i] if isinstance(f.value, Literal)} if dated else {}
        )
        if not known and not anchor and expression.shift == 0:
            days = [e.earliest for e in earlier if e.earliest and e.earliest == e.latest]
            known = {EARLIEST: days[-1], LATEST: days[-1]} if days else {}
        day = known.get(EARLIEST, "")
        others = [t for t in group if anchor is None or t.token.i != anchor.token.i]
        if not day or day != known.get(LATEST) or not others:
            return
        near = self._nearest(token, expression, group)
        own = near if near in others else min(others, key=lambda t: (abs(t.token.i - token.i), t.token.i))
        span = Span(expression.begin, anchor.span.end if anchor else expression.end)
        value = Literal(shifted(day, expression.shift), XSD + "date")
        held = found.setdefault(own.token.i, [])
        if not any(f.role == EARLIEST for f in held):
            held.extend(Filler(p, value, span, "relative-date") for p in (EARLIEST, LATEST, DATE))

    def _expressions(self, number: int) -> list[tuple[TimeExpression, Token]]:
        """The times in a sentence; the first of the next one too, where a parser has cut before it by mistake."""
        own = [*self._times(number)]
        cut = number > 0 and self._cut_after(number - 1)
        if cut and own and own[0][0].begin == self._r.sentences[number].start_char:
            own = own[1:]
        if self._cut_after(number):
            following = self._r.sentences[number + 1].start_char
            own += [t for t in self._times(number + 1)[:1] if t[0].begin == following]
        return own

    def _times(self, number: int) -> tuple[tuple[TimeExpression, Token], ...]:
        if number not in self._known:
            self._known[number] = tuple(self._found(number))
        return self._known[number]

    def _found(self, number: int) -> list[tuple[TimeExpression, Token]]:
        sentence = self._r.sentences[number]
        times = dates.find(sentence.text, self._reference, self._words, offset=sentence.start_char)
        spans = [(e, sentence.doc.char_span(e.begin, e.end)) for e in times]
        return [(e, tokens.root) for e, tokens in spans if tokens is not None]

    def _cut_after(self, number: int) -> bool:
        """Whether a sentence stops within its line, without a mark: *They met on* | *Thursday in Rome.*"""
        if number + 1 >= len(self._r.sentences):
            return False
        end, following = self._r.sentences[number].end_char, self._r.sentences[number + 1].start_char
        gap = self._r.text[max(0, end - 2) : following]
        return len(gap) < 5 and "\n" not in gap and not any(c in '.!?:;"\u201d' for c in gap)

    def _just(self, token: Token) -> Token | None:
        """*Has just spoken*, *we just finished a call*: the word that says so."""
        verb = token
        for _ in range(3):
            if tree.is_verb(verb):
                word = next((c for c in tree.children(verb, "advmod") if c.lower_ in self._r.words("JustNow")), None)
                perfect = any(c.lemma in ("have", "'ve", "\u2019ve") for c in tree.children(verb, "aux"))
                # "They just wanted peace" is another "just".
                own = verb.tag_ == "VBD" and any(
                    t.lower_ in self._r.words("FirstPerson") for t in tree.children(verb, "nsubj")
                )
                if word is not None and (perfect or own):
                    return word
            light = any(not o.factuality for o in self._operators.at(verb.head, ("verb",)))
            if verb.dep_ not in ("obj", "xcomp") or not light:
                return None
            verb = verb.head
        return None

    def _nearest(self, token: Token, expression: TimeExpression, group: Sequence[Trigger]) -> Trigger | None:
        """The event on the expression's way up the tree; else the one below the verb that it hangs on."""
        inside = [t for t in group if expression.begin <= t.span.begin < expression.end]
        if inside:
            return inside[0]
        beside = [t for t in group if 0 <= expression.begin - t.span.end <= 1]
        if beside:
            return beside[0]
        clause = token.head
        own = {t.token.i for t in group}
        if clause.dep_ == "acl" and not own & {clause.i, clause.head.i} and self._counted(clause.head, group) is None:
            # "An agreement on a timeline starting in March"
            return None
        if clause.dep_ == "acl:relcl" and any(c.tag_ in ("WDT", "WP") and c.i > token.i for c in clause.children):
            # "The meeting on November 26, which …": a date before the pronoun is none of its clause.
            return self._before(expression, token, group)
        return self._by_tree(token, group) or self._before(expression, token, group)

    def _before(self, expression: TimeExpression, token: Token, group: Sequence[Trigger]) -> Trigger | None:
        """Where the tree has lost the way: the last event before it in the same clause."""
        earlier = [t for t in group if t.span.end <= expression.begin]
        if not earlier:
            return None
        last = max(earlier, key=lambda t: t.span.end)
        first = token.doc.char_span(expression.begin, expression.end)
        between = token.doc[last.token.i + 1 : first.start] if first is not None else ()
        reach = 40 if last.frame.pos == "verb" else 16
        finite = any(
            t.tag_ in ("VBD", "VBZ", "VBP", "MD", "WDT", "WP", "WRB") or t.dep_ == "mark" or t.text == ";"
            for t in between
        )
        return last if len(between) <= reach and not finite else None

    def _by_tree(self, token: Token, group: Sequence[Trigger]) -> Trigger | None:
        own = {t.token.i: t for t in group}
        current, steps = token, 0
        while steps < 12:
            if current.i in own:
                return own[current.i]
            if tree.is_verb(current) or current.head == current:
                below = [t for t in group if self._governed(t.token, current) and self._carries(t, current)]
                if below:
                    return min(below, key=lambda t: (abs(t.token.i - token.i), t.token.i))
                speaks = any(f.event.endswith("Statement") for f in self._r.ontology.verb_frames.get(current.lemma, ()))
                if speaks and current != token:
                    return None
            if current.head == current:
                break
            if current.dep_ == "acl:relcl" or current.dep_ == "ccomp":
                return None
            counted = self._counted(current.head, group)
            if counted is not None:
                return counted
            if self._of_another_noun(current, token, own):
                return None
            current = current.head
            steps += 1
        return None

    def _counted(self, noun: Token, group: Sequence[Trigger]) -> Trigger | None:
        """*The June 20 round of talks*: a date of a noun that only counts or phases an event is the event's."""
        if noun.pos_ != "NOUN" or not any(not o.factuality for o in self._operators.at(noun, ("noun",))):
            return None
        return next((t for t in group if t.token.head == noun and t.token.dep_ == "nmod"), None)

    @staticmethod
    def _of_another_noun(current: Token, token: Token, own: Mapping[int, Trigger]) -> bool:
        """*In response to its test in January*: two nouns that are no event stand between."""
        first, second = current.head, current.head.head
        return current == token and all(n.pos_ == "NOUN" and n.i not in own and n.head != n for n in (first, second))

    def _carries(self, trigger: Trigger, verb: Token) -> bool:
        """Whether a verb's date is its complement's: *held talks on Friday*, not *condemned it on Friday*."""
        if trigger.frame.pos == "verb" or trigger.token == verb:
            return True
        operators = self._operators.at(verb, ("verb",))
        if not operators:
            return verb.lemma in self._r.words("Occur")
        return any(o.agent or o.factuality or o.outcome or o.undergoer or o.slots for o in operators)

    @staticmethod
    def _governed(trigger: Token, verb: Token) -> bool:
        """Whether the event is the verb's own complement (or that of a verb with it), not that of a clause below."""
        current = trigger
        for _ in range(5):
            if current == verb:
                return True
            if tree.is_verb(current) and current != trigger and current.dep_ not in ("conj", "xcomp", "advcl", "acl"):
                return False
            if current.head == current:
                return False
            current = current.head
        return current == verb

    def _facts(self, expression: TimeExpression) -> list[Filler]:
        span = Span(expression.begin, expression.end)
        out = []
        if expression.earliest and expression.latest:
            out.append(Filler(EARLIEST, Literal(expression.earliest, XSD + "date"), span, "date"))
            out.append(Filler(LATEST, Literal(expression.latest, XSD + "date"), span, "date"))
            if expression.date:
                out.append(Filler(DATE, Literal(expression.date, _TYPES[len(expression.date)]), span, "date"))
        if expression.duration:
            out.append(Filler(DURATION, Literal(expression.duration, XSD + "duration"), span, "date"))
        return out

    def _rounds(self, trigger: Trigger) -> Filler | None:
        """*Two rounds of talks*."""
        token = trigger.token
        head = token if token.lemma == "round" else token.head
        if head.lemma == "round" and (head == token or token.dep_ == "nmod"):
            for child in head.children:
                number = self._numbers.get(
                    child.lower_, int(child.text) if child.text.isdecimal() and len(child.text) < 4 else 0
                )
                if child.dep_ == "nummod" and number:
                    return Filler(
                        ROUNDS,
                        Literal(str(number), XSD + "integer"),
                        Span(child.idx, head.idx + len(head)),
                        "rounds",
                    )
        return None


def shifted(day: str, days: int) -> str:
    """An ISO date so many days later."""
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()
