"""A parsed text as plain Python objects: what spaCy's `Doc` says, read out once and then looked at many times.

Names are spaCy's (`token.dep_`, `doc.char_span`), and so is what they mean. But a spaCy token is made anew each time
that one looks at it, its labels are looked up, and its dependents searched for: rules do all this thousands of times
a sentence.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from itertools import count, repeat
from typing import overload

from spacy import tokens as spacy_tokens
from spacy.parts_of_speech import NAMES

_STRINGS = ("ORTH", "TAG", "LEMMA", "DEP", "ENT_TYPE")
_NUMBERS = ("POS", "IDX", "LENGTH", "SPACY", "HEAD", "SENT_START", "IS_PUNCT", "IS_CURRENCY", "LIKE_NUM")


class Token:
    """A word or mark; `i` counts tokens, `idx` code points of the text."""

    __slots__ = (
        "_length", "children", "dep_", "doc", "ent_type_", "head", "i", "idx", "is_currency", "is_punct",
        "is_sent_start", "lemma", "lemma_", "like_num", "lower_", "pos_", "sent", "tag_", "text",
    )  # fmt: skip

    children: list[Token] | tuple[()]
    head: Token
    sent: Tokens

    def __init__(
        self, doc: Doc, i: int, idx: int, text: str, tag: str, pos: str, lemma: str, dep: str, ent_type: str,
        is_sent_start: bool, is_punct: bool, is_currency: bool, like_num: bool,
    ) -> None:  # fmt: skip
        self.doc = doc
        self.i = i
        self.idx = idx
        self.text = text
        self.lower_ = text.lower()
        self.tag_ = tag
        self.pos_ = pos
        self.lemma_ = lemma
        self.lemma = lemma.lower()
        """The lemma in lower case."""
        self.dep_ = dep
        self.ent_type_ = ent_type
        self.is_sent_start = is_sent_start
        self.is_punct = is_punct
        self.is_currency = is_currency
        self.like_num = like_num
        self.head = self
        self.children = ()
        """Its dependents, from left to right."""

    def __len__(self) -> int:
        return len(self.text)

    def __repr__(self) -> str:
        return self.text

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

    __slots__ = ("_begins", "ents", "sents", "text", "tokens")

    def __init__(self, doc: spacy_tokens.Doc) -> None:
        self.text = doc.text
        self.tokens: list[Token] = []
        self.sents: list[Tokens] = []
        self.ents = [Tokens(self, ent.start, ent.end, ent.label_) for ent in doc.ents]
        self._begins: list[int] = []
        """Where each token begins, and where the last one ends."""
        self._read(doc)

    def _read(self, doc: spacy_tokens.Doc) -> None:
        texts, tags, lemmas, labels, ents = (_strings(doc, name) for name in _STRINGS)
        # Heads are told by the way to them, which may go to the left.
        numbers = doc.to_array(list(_NUMBERS)).astype("int64").T.tolist() or [[]] * len(_NUMBERS)
        pos, begins, lengths, spaces, heads, starts, *flags = numbers
        self._begins = [*begins, begins[-1] + lengths[-1] + spaces[-1] if begins else 0]
        columns = (
            texts, tags, map(NAMES.__getitem__, pos), lemmas, labels, ents,
            map((1).__eq__, starts), *(map(bool, flag) for flag in flags),
        )  # fmt: skip
        self.tokens = tokens = list(map(Token, repeat(self), count(), begins, *columns))
        for token, steps in zip(tokens, heads, strict=True):
            if steps:
                above = token.head = tokens[token.i + steps]
                if above.children:
                    above.children.append(token)
                else:
                    above.children = [token]
        self._divide()

    def _divide(self) -> None:
        """Into sentences."""
        starts = [token.i for token in self.tokens if token.is_sent_start or not token.i]
        for start, end in zip(starts, [*starts[1:], len(self.tokens)], strict=True):
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
            return Token(self, i, 0, "", "", "", "", "", "", False, False, False, False)

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
            token.children = ()
            token.head = token.sent = None  # type: ignore[assignment]
        self.tokens, self.sents, self.ents = [], [], []


def _strings(doc: spacy_tokens.Doc, attribute: str) -> Iterator[str]:
    """Words or labels of all tokens."""
    numbers = doc.to_array(attribute).tolist()
    known = {number: doc.vocab.strings[number] for number in set(numbers)}
    return map(known.__getitem__, numbers)


def release(doc: spacy_tokens.Doc) -> None:
    """Forget what was read of a `Doc`."""
    of(doc).release()
    of.cache_clear()


@lru_cache(maxsize=1)
def of(doc: spacy_tokens.Doc) -> Doc:
    """What a pipeline has read. Kept for the last `Doc`: names are looked for first, then all else."""
    return Doc(doc)
