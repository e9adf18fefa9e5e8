"""A parsed text as plain Python objects: what spaCy's `Doc` says, read out once and then looked at many times.

Names are spaCy's (`token.dep_`, `doc.char_span`), and so is what they mean. But a spaCy token is made anew each time
that one looks at it, its labels are looked up, and its dependents searched for: rules do all this thousands of times
a sentence.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import compress, count, pairwise
from typing import Any, overload

from spacy import tokens as spacy_tokens
from spacy.parts_of_speech import NAMES

from kg.extract.strings import Strings

_STRINGS = ("ORTH", "TAG", "LEMMA", "DEP")
_SEEN = Strings()
_FLAGS = ("SENT_START", "IS_PUNCT", "IS_CURRENCY", "LIKE_NUM")
_COLUMNS = (*_STRINGS, "POS", "IDX", "SPACY", "HEAD", *_FLAGS)

NOTHING: dict[Any, Any] = {}
"""Of a token at which nothing was found yet; never written to."""


class Token:
    """A word or mark; `i` counts tokens, `idx` code points of the text."""

    __slots__ = (
        "children", "dep_", "doc", "found", "head", "i", "idx", "lemma", "lemma_", "lower_", "pos_", "sent", "tag_",
        "text",
    )  # fmt: skip

    sent: Tokens

    def __init__(
        self, doc: Doc, i: int, idx: int, text: str, lower: str, tag: str, pos: str, lemma_: str, lemma: str, dep: str
    ) -> None:
        self.doc = doc
        self.i = i
        self.idx = idx
        self.text = text
        self.lower_ = lower
        self.tag_ = tag
        self.pos_ = pos
        self.lemma_ = lemma_
        self.lemma = lemma
        """The lemma in lower case."""
        self.dep_ = dep
        self.head = self
        self.children: list[Token] | tuple[()] = ()
        """Its dependents, from left to right."""
        self.found: dict[Callable[[Token], Any], Any] = NOTHING
        """What functions have found at it, see `once`."""

    def __len__(self) -> int:
        return len(self.text)

    def __repr__(self) -> str:
        return self.text

    @property
    def ent_type_(self) -> str:
        """The label of the recognised name that it is in; empty outside of one."""
        before = bisect_right(self.doc.ents, self.i, key=lambda name: name.start)
        last = self.doc.ents[before - 1] if before else None
        return last.label_ if last is not None and self.i < last.end else ""

    @property
    def is_sent_start(self) -> bool:
        return self.i in self.doc.flagged["SENT_START"]

    @property
    def is_punct(self) -> bool:
        return self.i in self.doc.flagged["IS_PUNCT"]

    @property
    def is_currency(self) -> bool:
        return self.i in self.doc.flagged["IS_CURRENCY"]

    @property
    def like_num(self) -> bool:
        """A number in digits or words."""
        return self.i in self.doc.flagged["LIKE_NUM"]

    @property
    def is_alpha(self) -> bool:
        return self.text.isalpha()

    @property
    def is_space(self) -> bool:
        return self.text.isspace()

    @property
    def ancestors(self) -> Iterator[Token]:
        """Its head, the head's head and so on."""
        token = self
        while token.head is not token:
            token = token.head
            yield token

    @property
    def subtree(self) -> Iterator[Token]:
        """The token and all below it: of a tree whose branches do not cross, in the order of the text."""
        own = self.i
        before = True
        for child in self.children:
            if before and child.i > own:
                yield self
                before = False
            yield from child.subtree
        if before:
            yield self

    @property
    def left_edge(self) -> Token:
        """The first token of its subtree."""
        return min(self.subtree, key=_index) if self.children else self

    @property
    def right_edge(self) -> Token:
        """The last token of its subtree."""
        return max(self.subtree, key=_index) if self.children else self


def _index(token: Token) -> int:
    return token.i


class Tokens:
    """Tokens side by side, from `start` to before `end`; of a name that was recognised, with its label."""

    __slots__ = ("doc", "end", "label_", "start")

    def __init__(self, doc: Doc, start: int, end: int, label: str = "") -> None:
        self.doc = doc
        self.start = start
        self.end = end
        self.label_ = label

    def __len__(self) -> int:
        return self.end - self.start

    def __iter__(self) -> Iterator[Token]:
        return iter(self.doc.tokens[self.start : self.end])

    @overload
    def __getitem__(self, i: int) -> Token: ...
    @overload
    def __getitem__(self, i: slice) -> Tokens: ...
    def __getitem__(self, i: int | slice) -> Token | Tokens:
        if isinstance(i, slice):
            start, end, _ = i.indices(len(self))
            return Tokens(self.doc, self.start + start, self.start + max(start, end))
        at = i + (self.start if i >= 0 else self.end)
        if not self.start <= at < self.end:
            raise IndexError(i)
        return self.doc.tokens[at]

    def __repr__(self) -> str:
        return self.text

    @property
    def start_char(self) -> int:
        """Where it begins in the text, in code points."""
        tokens = self.doc.tokens
        return tokens[self.start].idx if self.start < len(tokens) else len(self.doc.text)

    @property
    def end_char(self) -> int:
        """Where it ends, without the blank after its last token."""
        if self.end == self.start:
            return self.start_char
        last = self.doc.tokens[self.end - 1]
        return last.idx + len(last.text)

    @property
    def text(self) -> str:
        return self.doc.text[self.start_char : self.end_char]

    @property
    def sent(self) -> Tokens:
        """The sentence that it begins in."""
        return self.doc.tokens[self.start].sent

    @property
    def root(self) -> Token:
        """The token that is highest in the tree; the first one of several."""
        start, end = self.start, self.end
        tokens = self.doc.tokens[start:end]
        if len(tokens) == 1:
            return tokens[0]
        best: Token | None = None
        fewest = len(self.doc.tokens)
        for token in tokens:
            head = token.head
            if head is token:
                return token
            if start <= head.i < end:
                continue
            steps = _height(token, len(self.doc.tokens))
            if steps < fewest:
                best, fewest = token, steps
        return best if best is not None else tokens[0]


def _height(token: Token, most: int) -> int:
    """How many heads are above it; `most` of white space and marks, which head a name only where nothing else can."""
    if not token.children and (token.is_punct or token.text.isspace()):
        return most - 1
    return sum(1 for _ in token.ancestors)


class Doc:
    """The tokens of a text, its sentences and its names."""

    __slots__ = ("_begins", "ents", "flagged", "sents", "text", "tokens")

    def __init__(self, doc: spacy_tokens.Doc) -> None:
        table = doc.to_array(list(_COLUMNS)).reshape(-1, len(_COLUMNS)).T
        rows: list[list[int]] = table.tolist() if len(doc) else [[] for _ in _COLUMNS]  # type: ignore[assignment]
        columns = dict(zip(_COLUMNS, rows, strict=True))
        # Of what few tokens have, the tokens that do.
        self.flagged = {name: frozenset(compress(count(), map((1).__eq__, columns[name]))) for name in _FLAGS}
        (texts, lowers), (tags, _), (lemmas_, lemmas), (labels, _) = (_SEEN.of(doc, columns[n]) for n in _STRINGS)
        self.text = "".join([text + " " * space for text, space in zip(texts, columns["SPACY"], strict=True)])
        self._begins = [*columns["IDX"], len(self.text)]
        """Where each token begins, and where the last one ends."""
        pos = map(NAMES.__getitem__, columns["POS"])
        told = zip(columns["IDX"], texts, lowers, tags, pos, lemmas_, lemmas, labels, strict=True)
        self.tokens = [Token(self, i, *row) for i, row in enumerate(told)]
        self.ents = [Tokens(self, ent.start, ent.end, ent.label_) for ent in doc.ents]
        self.sents: list[Tokens] = []
        self._connect(columns["HEAD"])
        self._divide()

    def _connect(self, ways: Sequence[int]) -> None:
        """Heads and dependents; `ways`: how many tokens to the right each head is, of 64 bits without a sign."""
        tokens = self.tokens
        for token, way in zip(tokens, ways, strict=True):
            if way:
                token.head = head = tokens[token.i + (way if way < 1 << 63 else way - (1 << 64))]
                if head.children:
                    head.children.append(token)
                else:
                    head.children = [token]

    def _divide(self) -> None:
        """Into sentences."""
        starts = sorted(self.flagged["SENT_START"] | {0}) if self.tokens else []
        for start, end in pairwise([*starts, len(self.tokens)]):
            sentence = Tokens(self, start, end)
            self.sents.append(sentence)
            for token in self.tokens[start:end]:
                token.sent = sentence

    def __len__(self) -> int:
        return len(self.tokens)

    def __iter__(self) -> Iterator[Token]:
        return iter(self.tokens)

    @overload
    def __getitem__(self, i: int) -> Token: ...
    @overload
    def __getitem__(self, i: slice) -> Tokens: ...
    def __getitem__(self, i: int | slice) -> Token | Tokens:
        """A token, or those of a slice; past the last token stands one without a word."""
        if isinstance(i, slice):
            start, end, _ = i.indices(len(self.tokens))
            return Tokens(self, start, max(start, end))
        try:
            return self.tokens[i]
        except IndexError:
            return Token(self, i, 0, "", "", "", "", "", "", "")

    def char_span(self, begin: int, end: int, *, exact: bool = False) -> Tokens | None:
        """The tokens that some of the characters are in; None where there are none.

        `exact`: None, too, where the characters end within a token.
        """
        begins = self._begins
        if begin < 0 or begin >= begins[-1] or end < 1 or end > begins[-1]:
            return None
        first = bisect_right(begins, begin) - 1
        last = bisect_right(begins, end - 1) - 1
        token = self.tokens[first]
        if exact:
            closing = self.tokens[last]
            if begin != token.idx or end != closing.idx + len(closing.text):
                return None
        elif begin == token.idx + len(token.text):
            # The blank after a token is no part of it.
            first += 1
        return Tokens(self, first, last + 1)

    def release(self) -> None:
        """Frees the tokens. They know one another, so that else only Python's search for garbage would: it goes
        through all objects of a program, of which an ontology has many."""
        for token in self.tokens:
            token.children, token.found = (), NOTHING
            token.head = token.sent = None  # type: ignore[assignment]
        self.tokens, self.sents, self.ents = [], [], []


def release(doc: spacy_tokens.Doc) -> None:
    """Forget what was read of a `Doc`."""
    of(doc).release()
    of.cache_clear()


@lru_cache(maxsize=1)
def of(doc: spacy_tokens.Doc) -> Doc:
    """What a pipeline has read. Kept for the last `Doc`: names are looked for first, then all else."""
    return Doc(doc)
