"""What a word of saying is said with: the clause, or the phrases, that are its content."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.extract import tree
from kg.extract.parsed import Token
from kg.extract.quoting import Quoting
from kg.extract.reading import PERSON, Reading, trimmed
from kg.model import Span
from kg.ontology import Frame
from kg.ontology.terms import KG

_ABOUT, _QUOTE, _ADDRESSEE, _TOPIC = KG + "about", KG + "quote", KG + "addressee", KG + "topic"
_NEAR = 60
"""How many tokens before a verb a main clause may begin that it only reports."""
_CLOSING = ("\u201d", '"', "\u2019", "'")
_SUBJECTS = ("nsubj", "nsubj:outer", "nsubj:pass")


class Said:
    def __init__(self, reading: Reading, quoting: Quoting) -> None:
        self._r = reading
        self._quoting = quoting
        frames = reading.ontology.events[KG + "Statement"].frames
        self._verbs = frozenset(f.words[0] for f in frames if f.pos == "verb" and "clause" in f.slots)

    def clause(self, word: Token, frame: Frame) -> tuple[Span | None, bool]:
        """The complement clause, and whether it is told as so: *said that they met*, not *urged them to meet*."""
        if _QUOTE not in frame.slots.get("clause", ()):
            return None, False
        if frame.pos == "noun":
            clauses = [c for c in tree.children(word, "acl", "ccomp", "acl:relcl") if c.i > word.i]
            that = next((c for c in clauses if self._is_that(c)), None)
            return (self._span(that, word), True) if that is not None else (None, False)
        for child in sorted(word.children, key=lambda c: (c.i < word.i, c.i)):
            if not self._is_content(child, word, frame):
                continue
            span = self._span(child, word)
            if span is not None:
                return span, self._is_that(child) or child.dep_ in ("ccomp", "parataxis") or child.tag_ == "VBG"
        after = word.i + len(frame.words)
        following = self._r.doc[after : after + 1]
        if following and following[0].lower_ == "that" and following[0].dep_ == "mark":
            # What the tree makes of it is wrong, but it is a clause.
            end = next((t.idx for t in word.sent if t.i > word.i and t.text == ";"), self._r.sentence_span(word).end)
            span = trimmed(self._r.text, following[0].idx + 4, end)
            return Span(span.begin, span.end - (self._r.text[span.end - 1] == ".")), True
        # "Said in a statement that …", hung on the statement
        for noun in (n for _, n in tree.prepositional(word) if n.i > word.i):
            for child in (c for c in noun.children if c.dep_ in ("acl", "ccomp", "acl:relcl") and self._is_that(c)):
                if (span := self._span(child, word)) is not None:
                    return span, True
        return self._around(word), True

    def phrases(self, word: Token, frame: Frame) -> Iterator[tuple[str, Span]]:
        """(slot, words) for each phrase in a slot of what the statement is about."""
        slots = {s for s, roles in frame.slots.items() if _ABOUT in roles}
        passive = frame.pos == "verb" and is_passive(word)
        objects = tree.subjects(word) if passive else tree.objects(word)
        # "Call for restraint": the preposition is the verb's.
        rest = set(frame.words[1:])
        if "object" in slots:
            if rest:
                phrases = (*tree.prepositional(word), *self._gerunds(word))
                objects = [n for c, n in phrases if c in rest and n.i > word.i] or objects
            for token in objects:
                if self._may_be_said(token, frame):
                    yield "object", self._subtree(token, word)
        for host in (word, *([] if passive else objects)):
            for case, noun in (*tree.prepositional(host), *self._gerunds(host)):
                slot = self._r.ontology.prepositions.get(case, "")
                if slot in slots and noun.i > word.i and not self._r.is_time(noun):
                    yield slot, self._subtree(noun, word)

    def is_parenthetical(self, verb: Token) -> bool:
        """*…, the ministry said*: a reporting clause after, or within, what is said."""
        subject = subject_of(verb)
        if subject is None or tree.children(verb, "mark") or any(c.i < verb.i for c in tree.children(verb, "advcl")):
            return False
        modals = self._r.words("ModalPlanned") | self._r.words("ModalPossible")
        if any(c.lower_ in modals for c in tree.children(verb, "aux")):
            return False
        start = min(subject.left_edge.i, verb.i)
        if start <= verb.sent.start or self._r.doc[start - 1].text not in (",", "\u2014", "\u2013"):
            return False
        after = [c for c in verb.children if c.i > verb.i and c.dep_ in ("ccomp", "xcomp", "obj")]
        return all(c.dep_ == "obj" and self._is_person(c) for c in after)

    # Clauses

    def _is_content(self, child: Token, word: Token, frame: Frame) -> bool:
        if child.dep_ in ("csubj", "csubj:pass"):
            # "Chad was warned that …", misread
            return child.i > word.i and self._is_that(child) and not self._is_quoted(child, word)
        if child.dep_ not in ("ccomp", "xcomp", "parataxis", "advcl") or self._is_quoted(child, word):
            return False
        if child.i > word.i and child.lemma in self._verbs and self.is_parenthetical(child):
            return False
        if child.dep_ == "xcomp":
            return child.tag_ in ("VB", "VBG", "VBN") or any(c.dep_ in ("aux", "cop") for c in child.children)
        to = child.tag_ == "VB" and any(c.lower_ == "to" for c in child.children)
        if child.dep_ == "advcl":
            told = _ADDRESSEE in frame.slots.get("object", ())
            return child.i > word.i and (self._is_that(child) or (to and told))
        if child.dep_ == "ccomp" or -_NEAR <= child.i - word.i <= 1:
            return True
        return child.i > word.i and self._after_colon(child)

    def _after_colon(self, child: Token) -> bool:
        before = child.left_edge.i - 1
        return before >= 0 and self._r.doc[before].text == ":"

    @staticmethod
    def _is_that(clause: Token) -> bool:
        return any(c.dep_ == "mark" and c.lower_ == "that" for c in clause.children)

    def _is_quoted(self, token: Token, word: Token) -> bool:
        """Whether a clause is a quotation's own, not the reporter's."""
        return any(q.marks.begin <= token.idx < q.marks.end for q in self._quoting.period(word).quotes)

    def _is_person(self, token: Token) -> bool:
        ref = self._r.heads.get(token.i)
        return token.pos_ in ("PRON", "PROPN") or (ref is not None) or token.tag_ == "NNS"

    def _span(self, clause: Token, word: Token) -> Span | None:
        tokens = sorted((t for t in clause.subtree if t != word), key=lambda t: t.i)
        tokens = [t for t in tokens if t.i > word.i] if clause.i > word.i else [t for t in tokens if t.i < word.i]
        end = next((n for n, t in enumerate(tokens) if t.text == ";" and t.i > clause.i), len(tokens))
        tokens = tokens[:end]
        while tokens and (tokens[0].is_punct or (tokens[0].lower_ == "that" and tokens[0].dep_ == "mark")):
            tokens = tokens[1:]
        while tokens and tokens[-1].is_punct:
            tokens = tokens[:-1]
        if len(tokens) < 2:
            return None
        return Span(tokens[0].idx, tokens[-1].idx + len(tokens[-1]))

    def _around(self, verb: Token) -> Span | None:
        """What a reporting clause stands after, or within."""
        if not self.is_parenthetical(verb):
            return None
        period, text = self._quoting.period(verb), self._r.text
        subject = subject_of(verb) or verb
        first = min(subject.left_edge.idx, verb.idx)
        after = [t for t in verb.subtree if t.i >= verb.i and not t.is_punct]
        last = max(t.idx + len(t) for t in (*after, subject))
        begin = max(period.begin, text.rfind(";", period.begin, first) + 1)
        within = text[last : last + 1] == "," and last + 2 < period.end
        span = trimmed(text, begin, period.end if within else first)
        end = span.end
        while end > span.begin and text[end - 1] in " ,\u2014\u2013.":
            end -= 1
        return Span(span.begin, end) if end - span.begin > 3 else None

    # Phrases

    def _may_be_said(self, token: Token, frame: Frame) -> bool:
        """Not a person (*dismissed the minister*), where the wording does not say that it may be one."""
        if _TOPIC in frame.slots.get("object", ()):
            return True
        ref = self._r.heads.get(token.i)
        person = (ref is not None and ref.entity.type == PERSON) or token.lower_ in self._r.words("Office")
        return not person and token.lower_ not in self._r.words("He") | self._r.words("She")

    def _gerunds(self, host: Token) -> Iterator[tuple[str, Token]]:
        """*Accused of bombing*, *warned against sending*."""
        for child in host.children:
            if child.tag_ == "VBG" and child.dep_ in ("advcl", "acl", "ccomp", "xcomp", "obl", "nmod"):
                marks = [c.lower_ for c in child.children if c.dep_ in ("mark", "case") and c.i < child.i]
                if marks:
                    yield marks[0], child

    @staticmethod
    def _subtree(token: Token, word: Token) -> Span:
        tokens = [t for t in token.subtree if (t.i > word.i) == (token.i > word.i)]
        return Span(min(t.idx for t in tokens), max(t.idx + len(t) for t in tokens))


def subject_of(verb: Token) -> Token | None:
    """Of two subjects the one right before the verb, past a comma (*The play began, Bo said*); else the first."""
    subjects = tree.children(verb, *_SUBJECTS)
    for token in subjects[1:]:
        if token.right_edge.i == verb.i - 1 and verb.doc[token.left_edge.i - 1].text == ",":
            return token
    return subjects[0] if subjects else None


def is_passive(verb: Token) -> bool:
    """Whether a verb of saying is in the passive; a finite one without its auxiliary is a past tense misread."""
    if not tree.is_passive(verb):
        return False
    first = tree.governor(verb)
    auxiliary = tree.children(verb, "aux:pass") or tree.children(first, "aux:pass")
    return bool(auxiliary) or verb.dep_ in ("acl", "amod", "advcl", "xcomp")


def said_by(verb: Token, quoting: frozenset[str]) -> Sequence[Token]:
    """The noun that says it; `quoting`: verbs of which *as saying* tells another's words (*quoted Ann as saying*)."""
    if is_passive(verb):
        return [n for c, n in tree.prepositional(verb) if c == "by"]
    head = verb.head
    if verb.tag_ == "VBG" and head.lemma in quoting and any(c.lower_ == "as" for c in verb.children):
        return tree.subjects(head) if is_passive(head) else tree.objects(head)
    above = _reporter(verb)
    if above is not None:
        return tree.subjects(above)[:1]
    own = subject_of(verb)
    if own in tree.subjects(verb)[1:]:
        return [own] if own is not None else []
    # Before another subject, a name with 's is its owner ("Ann Lee's party said").
    subjects = tree.subjects(verb)
    found = [t for t in subjects if t == subjects[-1] or not any(c.tag_ == "POS" for c in t.children)][:1]
    found = found or _crossed(verb)
    if not found and verb.i > 0 and verb.doc[verb.i - 1].text in _CLOSING:
        # "...," laughed Ann
        found = [t for t in tree.objects(verb) if t.i > verb.i]
    return found


def _reporter(verb: Token) -> Token | None:
    """*She said that they agree and thanked him*: the verb that a past tense belongs with, past a present one."""
    first = verb.head
    if verb.dep_ != "conj" or verb.tag_ != "VBD" or tree.children(verb, "nsubj") or first.dep_ != "ccomp":
        return None
    tenses = {first.tag_, *(c.tag_ for c in tree.children(first, "aux", "cop"))}
    return first.head if tenses & {"VBZ", "VBP"} and first.head.tag_ == "VBD" else None


def _crossed(verb: Token) -> list[Token]:
    """A subject that a misread tree has hung on the verb of what is said: *Bo, the mayor, said that they met*."""
    before = verb.doc[verb.sent.start : verb.i]
    return [t for t in before if t.dep_ == "nsubj" and t.head.i > verb.i and verb in t.head.ancestors][-1:]
