"""A parsed text as plain Python objects: what spaCy's `Doc` says, read out once and then looked at many times.

Names are spaCy's (`token.dep_`, `doc.char_span`), and so is what they mean. But a spaCy token is made anew each time
that one looks at it, its labels are looked up, and its dependents searched for: rules do all this thousands of times
a sentence.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, wraps
from itertools import count, repeat
from typing import Any, TypeVar, overload

from numpy import flatnonzero
from numpy.typing import NDArray
from spacy import tokens as spacy_tokens
from spacy.parts_of_speech import NAMES

_STRINGS = ("ORTH", "TAG", "LEMMA", "DEP")
_KEPT = 100_000
"""How many strings are kept from one text to the next."""
_FLAGS = ("SENT_START", "IS_PUNCT", "IS_CURRENCY", "LIKE_NUM")
_COLUMNS = (*_STRINGS, "POS", "IDX", "SPACY", "HEAD", *_FLAGS)

_T = TypeVar("_T")
_NOTHING: dict[Any, Any] = {}


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
        self.found: dict[Callable[[Token], Any], Any] = _NOTHING
        """What functions have found at it, see `once`."""

    def __len__(self) -> int:
        return len(self.text)

    def __repr__(self) -> str:
        return self.text

    @property
    def ent_type_(self) -> str:
        """The label of the recognised name that it is in; empty outside of one."""
        return next((e.label_ for e in self.doc.ents if e.start <= self.i < e.end), "")

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


def once(function: Callable[[Token], _T]) -> Callable[[Token], _T]:
    """Has a function of the tree asked but once a token: the tree does not change, and many rules ask the same."""

    @wraps(function)
    def found(token: Token) -> _T:
        known = token.found
        if function in known:
            return known[function]
        value = function(token)
        if known is _NOTHING:
            known = token.found = {}
        known[function] = value
        return value

    return found


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
        columns = dict(zip(_COLUMNS, table, strict=True))
        # Of those that few tokens have, the tokens that do.
        self.flagged = {name: frozenset(flatnonzero(columns[name] == 1).tolist()) for name in _FLAGS}
        texts, lowers = _KNOWN.of(doc, columns["ORTH"])
        lemmas_, lemmas = _KNOWN.of(doc, columns["LEMMA"])
        spaces = columns["SPACY"].tolist()
        self.text = "".join([text + " " if space else text for text, space in zip(texts, spaces, strict=True)])
        begins = columns["IDX"].tolist()
        self._begins = [*begins, len(self.text)]
        """Where each token begins, and where the last one ends."""
        self.tokens = list(
            map(
                Token, repeat(self), count(), begins, texts, lowers, _KNOWN.of(doc, columns["TAG"])[0],
                map(NAMES.__getitem__, columns["POS"].tolist()), lemmas_, lemmas, _KNOWN.of(doc, columns["DEP"])[0],
            )
        )  # fmt: skip
        self.ents = [Tokens(self, ent.start, ent.end, ent.label_) for ent in doc.ents]
        self.sents: list[Tokens] = []
        # Heads are told by the way to them, which may go to the left.
        self._connect(columns["HEAD"].astype("int64").tolist())
        self._divide()

    def _connect(self, ways: Sequence[int]) -> None:
        """Heads and dependents."""
        tokens = self.tokens
        for token, way in zip(tokens, ways, strict=True):
            if way:
                token.head = head = tokens[token.i + way]
                if head.children:
                    head.children.append(token)
                else:
                    head.children = [token]

    def _divide(self) -> None:
        """Into sentences."""
        starts = sorted(self.flagged["SENT_START"] | {0}) if self.tokens else []
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
            token.children, token.found = (), _NOTHING
            token.head = token.sent = None  # type: ignore[assignment]
        self.tokens, self.sents, self.ents = [], [], []


class _Strings:
    """Words and labels by spaCy's numbers for them, which are the same in all its vocabularies; kept within bounds."""

    def __init__(self) -> None:
        self._as_written: dict[int, str] = {}
        self._lower: dict[int, str] = {}

    def of(self, doc: spacy_tokens.Doc, column: NDArray[Any]) -> tuple[list[str], list[str]]:
        """Those of all tokens, and the same in lower case."""
        numbers, strings = column.tolist(), doc.vocab.strings
        if len(self._as_written) > _KEPT:
            self._as_written, self._lower = {}, {}
        known, lower = self._as_written, self._lower
        for number in set(numbers).difference(known):
            known[number] = strings[number]
            lower[number] = known[number].lower()
        return [known[number] for number in numbers], [lower[number] for number in numbers]


_KNOWN = _Strings()


def release(doc: spacy_tokens.Doc) -> None:
    """Forget what was read of a `Doc`."""
    of(doc).release()
    of.cache_clear()


@lru_cache(maxsize=1)
def of(doc: spacy_tokens.Doc) -> Doc:
    """What a pipeline has read. Kept for the last `Doc`: names are looked for first, then all else."""
    return Doc(doc)
