"""Which word of saying a quotation belongs to: by where it stands, since parsers err most around quotation marks."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from kg.extract import tree
from kg.extract.parsed import Token
from kg.extract.quotations import Quotation, Quotations
from kg.extract.reading import Reading

_FINITE = ("VBD", "VBZ", "VBP", "MD")
_NEAR = 14
"""How many tokens a reporting clause after a quotation has before its verb."""


@dataclass(slots=True)
class Period:
    """A sentence as its writer meant it: what stands between quotation marks ends none."""

    begin: int
    end: int
    quotes: list[Quotation] = field(default_factory=list)

    def outside(self, at: int) -> bool:
        return self.begin <= at < self.end and not any(q.marks.begin <= at < q.marks.end for q in self.quotes)


class Quoting:
    """For each word of saying (token index), the quotations that are its content, in the order of the text."""

    def __init__(self, reading: Reading, quotations: Quotations, words: Sequence[Token]) -> None:
        self._r = reading
        self._q = quotations
        self.of: dict[int, list[Quotation]] = defaultdict(list)
        self.verbs: set[int] = set()
        """Verbs that only their place beside a quotation makes words of saying (*she laughed*)."""
        self._words = {t.i: t for t in words}
        self._known: dict[Quotation | None, list[Period]] = {}
        self._read(None)
        for quote in quotations.all:
            if quotations.within(quote):
                self._read(quote)
        self.attached = frozenset(q for quotes in self.of.values() for q in quotes)

    def period(self, token: Token) -> Period:
        """The sentence that a token stands in."""
        inner = self._q.around(token.idx)
        periods = self._periods(inner)
        n = bisect_right(periods, token.idx, key=lambda p: p.begin) - 1
        alone = Period(token.idx, token.idx + len(token))
        return periods[n] if n >= 0 and token.idx < periods[n].end else alone

    def _token(self, at: int) -> Token | None:
        """The token that a character is in."""
        tokens = self._r.doc.char_span(at, at + 1) if 0 <= at < len(self._r.text) else None
        return tokens[0] if tokens is not None and len(tokens) else None

    # Periods

    def _periods(self, outer: Quotation | None) -> list[Period]:
        if outer not in self._known:
            self._known[outer] = self._divided(outer)
        return self._known[outer]

    def _divided(self, outer: Quotation | None) -> list[Period]:
        begin, end = (outer.span.begin, outer.span.end) if outer else (0, len(self._r.text))
        quotes = self._q.within(outer) if outer else self._q.top
        sentences = [s for s in self._r.sentences if s.end_char > begin and s.start_char < end]
        found: list[Period] = []
        starts = [q.marks.begin for q in quotes]
        for sentence in sentences:
            first, last = max(begin, sentence.start_char), min(end, sentence.end_char)
            # A closing mark goes with what it closes.
            while last < end and self._r.text[last] in '\u201d"\u2019':
                last += 1
            n = bisect_left(starts, first)
            inside = n > 0 and first < quotes[n - 1].marks.end
            if found and (inside or self._goes_on(found[-1], first)):
                found[-1].end = max(last, found[-1].end)
            elif last > first:
                found.append(Period(first if not found else max(first, found[-1].end), last))
        for period in found:
            period.quotes = quotes[bisect_left(starts, period.begin) : bisect_left(starts, period.end)]
            if period.quotes:
                period.end = max(period.end, period.quotes[-1].marks.end)
        return found

    def _goes_on(self, before: Period, at: int) -> bool:
        """Whether the parser's sentence that begins at a character belongs to the one before it."""
        text = self._r.text
        gap, rest = text[before.end : at], text[at : at + 1]
        last = text[before.begin : before.end].rstrip()[-2:]
        if last.endswith(":") and rest in ("\u201c", '"'):
            return True
        if "\n\n" in gap:
            return False
        closed = bool(last) and last[-1] in "\u201d\"\u2019'"
        if closed and (last[0] in ",\u2014\u2013" or rest.islower()):
            return True
        return closed and last[0] in "?!" and self._reports(at)

    def _reports(self, at: int) -> bool:
        """Whether what begins at a character says whose the words before it were: *he asked.*"""
        first = self._token(at)
        if first is None:
            return False
        verb = self._verb_after(first.i, first.sent.end)
        return verb is not None and not any(c.dep_ in ("ccomp", "xcomp") and c.i > verb.i for c in verb.children)

    # Attachment

    def _read(self, outer: Quotation | None) -> None:
        spoken: Token | None = None
        """Whose the last quotation was; a sentence that is nothing but a quotation goes on with it."""
        last_end = -1
        for period in self._periods(outer):
            words = [t for t in self._tokens(period) if t.i in self._words and period.outside(t.idx)]
            if not period.quotes:
                # "She defended the plan. "It will work.""
                verbs = [t for t in words if t.pos_ == "VERB" and t.tag_ != "VB"]
                spoken, last_end = (verbs[-1] if verbs else None), period.end
                continue
            found: dict[Quotation, Token] = {}
            for n, quote in enumerate(period.quotes):
                token = self._saying(period, n, words)
                if token is not None:
                    found[quote] = token
            for quote, token in self._joined(period, found):
                found[quote] = token
            alone = not found and self._bare(period)
            follows = "\n\n" not in self._r.text[last_end : period.begin] or period.quotes[0].goes_on
            if alone and spoken is not None and follows:
                found = dict.fromkeys(period.quotes, spoken)
            if alone and spoken is None:
                ahead = self._these_words(period)
                found = dict.fromkeys(period.quotes, ahead) if ahead is not None else {}
            for quote in period.quotes:
                if quote in found:
                    self.of[found[quote].i].append(quote)
            spoken = found.get(period.quotes[-1])
            # After words of somebody, none but a whole quotation at the end of the sentence goes on in the next.
            if spoken is not None and not alone and all(not self._is_whole(q) for q in found):
                spoken = None
            last_end = period.end

    def _tokens(self, period: Period) -> Iterable[Token]:
        return self._r.doc.char_span(period.begin, period.end) or ()

    def _is_whole(self, quote: Quotation) -> bool:
        words = self._r.text[quote.span.begin : quote.span.end]
        return len(words.split()) > 3 and words[:1].isupper()

    def _bare(self, period: Period) -> bool:
        rest, at = "", period.begin
        for quote in period.quotes:
            rest += self._r.text[at : quote.marks.begin]
            at = quote.marks.end
        return not any(c.isalnum() for c in rest + self._r.text[at : period.end])

    def _these_words(self, period: Period) -> Token | None:
        """*"…" With these words she left*: the noun that takes up the quotation before it."""
        last = self._token(period.end - 1)
        if last is None:
            return None
        start = last.i + 1
        while start < len(self._r.doc) and self._r.doc[start].is_space:
            start += 1
        first = self._r.doc[start : start + 3]
        if [t.lower_ for t in first[:2]] in (["with", "these"], ["with", "those"]) and first[-1].lower_ == "words":
            return first[-1]
        return None

    def _saying(self, period: Period, n: int, words: list[Token]) -> Token | None:
        quote = period.quotes[n]
        after = period.quotes[n - 1].marks.end if n else period.begin
        before = [t for t in words if after <= t.idx < quote.marks.begin and self._may_hold(t, quote)]
        if self._is_name(quote, before):
            return None
        if before and self._reaches(before[-1], quote):
            return self._above(before[-1], before)
        if before and before[-1].pos_ not in ("VERB", "AUX"):
            # "Her answer was "no"": what may hold it and is next to it has it.
            return before[-1]
        until = period.quotes[n + 1].marks.begin if n + 1 < len(period.quotes) else period.end
        follows = self._after(quote, until)
        if follows is not None and not before:
            return follows
        # "It may take days," he told them, "but it will end."
        earlier = [t for t in words if t.idx < quote.marks.begin and t.pos_ in ("VERB", "AUX")]
        if n and earlier and not before and self._split(period, n):
            return earlier[-1]
        if not before and earlier and self._reaches(earlier[-1], quote):
            return earlier[-1]
        return None

    def _may_hold(self, word: Token, quote: Quotation) -> bool:
        """Of a noun, whether the quotation is next to it: *its answer was "no"*; not *its words "mean nothing"*."""
        mark = self._token(quote.marks.begin)
        if word.pos_ in ("VERB", "AUX") or mark is None:
            return True
        between = [t for t in self._r.doc[word.i + 1 : mark.i] if t.is_alpha]
        if self._r.doc[mark.i - 1].text == ":":
            return True
        tied = word.dep_ not in ("nsubj", "nsubj:pass") or any(t.lemma_ == "be" for t in between)
        return tied and (len(between) <= 2 or word in mark.ancestors)

    def _above(self, word: Token, before: list[Token]) -> Token:
        """*Said in a statement: "…"*, *urged them to speak "without fear"*: the word that the nearer one hangs on."""
        infinitive = word.tag_ == "VB" and any(c.lower_ == "to" for c in word.children)
        if word.pos_ in ("VERB", "AUX") and not infinitive:
            return word
        return next((t for t in word.ancestors if t in before and t.pos_ == "VERB"), word)

    def _joined(self, period: Period, found: dict[Quotation, Token]) -> Iterator[tuple[Quotation, Token]]:
        """*"Old" and "tired," he called them*: two quotations with nothing but a conjunction between."""
        for one, other in zip(period.quotes, period.quotes[1:], strict=False):
            between = re.sub(r"[^\w]+", "", self._r.text[one.marks.end : other.marks.begin])
            if between in ("and", "or", "but", ""):
                if one in found and other not in found and not self._is_name(other, []):
                    found[other] = found[one]
                    yield other, found[one]
                elif other in found and one not in found and not self._is_name(one, []):
                    yield one, found[other]

    def _split(self, period: Period, n: int) -> bool:
        """Whether a quotation goes on after the reporting clause."""
        before, quote = period.quotes[n - 1], period.quotes[n]
        gap = self._r.text[before.marks.end : quote.marks.begin].rstrip()
        return gap.endswith((",", ";", "\u2014", "\u2013", "-", ":"))

    def _reaches(self, word: Token, quote: Quotation) -> bool:
        """Whether a quotation after a word of saying can be its content: no clause of its own stands between."""
        doc = self._r.doc
        mark = self._token(quote.marks.begin)
        if mark is None:
            return False
        between = doc[word.i + 1 : mark.i]
        if any(t.text == ";" for t in between):
            return False
        inside = doc.char_span(quote.span.begin, quote.span.end)
        if inside is not None and len(inside) and word in inside.root.ancestors:
            # Not past a clause coordinated with the word's own.
            path = [inside.root, *inside.root.ancestors]
            own = [t for t in path[: path.index(word)] if t.idx < quote.marks.begin and t.head == word]
            return not any(t.dep_ in ("conj", "parataxis") and tree.children(t, "nsubj") for t in own)
        # "Part of it, she explained, is …"
        subject = next(iter(tree.children(word, "nsubj")), None)
        aside = subject is not None and doc[subject.left_edge.i - 1].text == "," and between[:1].text == ","
        return aside or not any(t.tag_ in _FINITE and word not in t.ancestors for t in between)

    def _after(self, quote: Quotation, until: int) -> Token | None:
        """The verb of the reporting clause right after a quotation: *"…," said Ann*, *"…," she laughed*."""
        text, doc = self._r.text, self._r.doc
        ends = text[quote.span.end - 1] in ",?!\u2014\u2013\u2026" or text[quote.marks.end : quote.marks.end + 1] == ","
        if not ends:
            return None
        mark = self._token(quote.marks.end - 1)
        if mark is None:
            return None
        last = self._token(len(text[:until].rstrip()) - 1)
        stop = last.i + 1 if last is not None else mark.i + _NEAR
        verb = self._verb_after(mark.i + 1, stop)
        if verb is None:
            noun = next((t for t in doc[mark.i + 1 : stop] if t.i in self._words), None)
            return noun if noun is not None and noun.i - mark.i < _NEAR else None
        # "…," was the reply from Ann
        if verb.lemma_ == "be" or verb.dep_ == "cop":
            return next((t for t in doc[verb.i + 1 : min(stop, verb.i + 5)] if t.i in self._words), None)
        if verb.i not in self._words:
            self.verbs.add(verb.i)
            self._words[verb.i] = verb
        return verb

    def _verb_after(self, start: int, stop: int) -> Token | None:
        """The first verb of a clause that begins at a token: past its subject and what describes it."""
        doc = self._r.doc
        ahead = doc[start : min(stop, start + 2 * _NEAR)]
        first = next((t.i for t in ahead if t.i in self._words and t.pos_ == "VERB"), -1)
        for token in doc[start : min(stop, start + _NEAR)]:
            if token.text == ":" or token.text == ";":
                break
            if token.i == first:
                return token
            if token.tag_ in ("VBD", "VBZ", "VBP") and token.dep_ not in ("aux", "aux:pass", "acl:relcl", "amod"):
                if first > token.i and tree.children(token, "nsubj") and token.dep_ in ("acl:relcl", "acl"):
                    continue
                return token
        return doc[first] if first >= 0 else None

    def _is_term(self, quote: Quotation, mark: Token | None) -> bool:
        """*Their "safe zones" plan*, *quote-unquote "governor"*: one or two words that only name a thing."""
        doc = self._r.doc
        inside = doc.char_span(quote.span.begin, quote.span.end)
        if mark is None or inside is None or not len(inside):
            return False
        if "unquote" in {t.lower_ for t in doc[max(0, mark.i - 3) : mark.i]}:
            return True
        head = inside.root.head
        named = inside.root.dep_ in ("compound", "amod", "nmod", "nmod:desc") and head.i == inside.end + 1
        return named and len([t for t in inside if t.is_alpha]) <= 2

    def _is_name(self, quote: Quotation, before: list[Token]) -> bool:
        """A title, a term, a nickname: *the film "The Last Train"*, *the so-called "referendum"*."""
        r = self._r
        words = r.text[quote.span.begin : quote.span.end]
        mark = self._token(quote.marks.begin)
        previous = r.doc[mark.i - 1].lower_ if mark is not None and mark.i else ""
        if previous in r.words("SoCalled"):
            return True
        if previous == "(" or self._is_term(quote, mark):
            return True
        inside = r.doc.char_span(quote.span.begin, quote.span.end) or ()
        capital = [t for t in inside if t.text[0].isupper()]
        small = {t.pos_ for t in inside if t.text[0].islower()}
        titled = len(capital) > 1 and small <= {"ADP", "DET", "CCONJ", "PART", "SCONJ"} and words[-1] not in ".?!"
        told = bool(before) and mark is not None and (previous in (",", ":") or before[-1].i == mark.i - 1)
        return titled and not told
