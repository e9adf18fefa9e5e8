"""A parsed text as plain objects says what spaCy's `Doc` says, of each token and of each stretch."""

from __future__ import annotations

import random

import pytest
import spacy
import trees
from spacy import tokens
from spacy.tokens import Doc

from kg.extract import parsed
from kg.extract.once import once
from kg.extract.parsed import Token
from kg.extract.strings import Strings

_VOCAB = spacy.blank("en").vocab
_PLAIN = (
    "i", "idx", "text", "lower_", "tag_", "pos_", "lemma_", "dep_", "ent_type_", "is_sent_start", "is_punct",
    "is_currency", "is_alpha", "is_space", "like_num",
)  # fmt: skip


def written(seed: int, length: int = 40) -> Doc:
    """Sentences, white space and names at random, with branches that cross, and tokens that were not read."""
    chance = random.Random(seed)
    words, heads, deps, starts = [], [], [], []
    while len(words) < length:
        first, size = len(words), chance.randint(1, 12)
        root = first + chance.randrange(size)
        unread = chance.random() < 0.2
        for i in range(first, first + size):
            words.append(chance.choice(["Chad", "bombed", "$", ",", "5", "two", "n't", "Müller", "\n\n", "  ", "the"]))
            # Each hangs on one nearer to the root, so that all is a tree.
            nearer = [j for j in range(first, first + size) if abs(j - root) < abs(i - root)]
            heads.append(i if unread or i == root else chance.choice(nearer))
            deps.append("" if unread else "ROOT" if i == root else chance.choice(["nsubj", "obj", "case", "punct"]))
            starts.append(i == first)
    spaces = [chance.random() < 0.7 for _ in words]
    tags = [chance.choice(["NN", "VBD", "IN", "$"]) for _ in words]
    pos = [chance.choice(["NOUN", "VERB", "ADP", "SYM"]) for _ in words]
    lemmas = [chance.choice([word, "Be", "chad"]) for word in words]
    doc = Doc(_VOCAB, words=words, spaces=spaces, tags=tags, pos=pos, lemmas=lemmas, heads=heads, deps=deps)
    at = 0
    ents = []
    while at < len(words) - 3:
        start = at + chance.randint(0, 6)
        at = min(start + chance.randint(1, 3), len(words))
        ents += [tokens.Span(doc, start, at, label=chance.choice(["PERSON", "ORG"]))] if start < at else []
    doc.set_ents(ents)
    return doc


def docs() -> list[Doc]:
    by_hand = [trees.doc(sentence, "ud") for sentence in trees.SENTENCES]
    return [*(written(seed) for seed in range(12)), *by_hand]


@pytest.mark.parametrize("doc", docs())
def test_tokens_say_what_spacy_says(doc: Doc) -> None:
    plain = parsed.Doc(doc)
    assert plain.text == doc.text
    assert len(plain) == len(doc)
    for token, wanted in zip(plain, doc, strict=True):
        assert [getattr(token, name) or False for name in _PLAIN] == [getattr(wanted, name) or False for name in _PLAIN]
        assert (token.lemma, len(token)) == (wanted.lemma_.lower(), len(wanted))
        assert token.head.i == wanted.head.i
        assert [t.i for t in token.children] == [t.i for t in wanted.children]
        assert [t.i for t in token.ancestors] == [t.i for t in wanted.ancestors]
        assert [t.i for t in token.subtree] == [t.i for t in wanted.subtree]
        below = [t.i for t in wanted.subtree]
        assert (token.left_edge.i, token.right_edge.i) == (min(below), max(below))
        if below == list(range(below[0], below[-1] + 1)):
            # Where branches cross, spaCy's edges may be short of the last token.
            assert (token.left_edge.i, token.right_edge.i) == (wanted.left_edge.i, wanted.right_edge.i)
        assert (token.sent.start, token.sent.end) == (wanted.sent.start, wanted.sent.end)
    assert [(s.start, s.end) for s in plain.sents] == [(s.start, s.end) for s in doc.sents]
    assert [(e.start, e.end, e.label_) for e in plain.ents] == [(e.start, e.end, e.label_) for e in doc.ents]


@pytest.mark.parametrize("doc", docs())
def test_stretches_say_what_spacy_says(doc: Doc) -> None:
    plain = parsed.Doc(doc)
    for start in range(len(doc)):
        for end in range(start + 1, min(start + 9, len(doc) + 1)):
            here, wanted = plain[start:end], doc[start:end]
            assert (here.text, len(here)) == (wanted.text, len(wanted))
            assert (here.start_char, here.end_char) == (wanted.start_char, wanted.end_char)
            assert here.root.i == wanted.root.i
            assert (here.sent.start, here.sent.end) == (wanted.sent.start, wanted.sent.end)
            assert [t.i for t in here] == [t.i for t in wanted]
            assert (here[0].i, here[-1].i, here[1:].text) == (wanted[0].i, wanted[-1].i, wanted[1:].text)
    for bounds in (slice(-3, None), slice(5, 2), slice(2, 10_000), slice(len(doc), None), slice(None, -2)):
        assert (plain[bounds].start, plain[bounds].end) == (doc[bounds].start, doc[bounds].end)


@pytest.mark.parametrize("doc", docs())
@pytest.mark.parametrize("exact", [False, True])
def test_characters_are_in_the_tokens_that_spacy_tells(doc: Doc, exact: bool) -> None:
    plain, mode = parsed.Doc(doc), "strict" if exact else "expand"
    for begin in range(-1, len(doc.text) + 2):
        for end in range(begin, min(begin + 12, len(doc.text) + 3)):
            here, wanted = plain.char_span(begin, end, exact=exact), doc.char_span(begin, end, alignment_mode=mode)
            assert (here is None) == (wanted is None), (begin, end)
            if here is not None and wanted is not None:
                assert (here.start, here.end) == (wanted.start, wanted.end), (begin, end)


def test_a_text_without_a_word_has_no_tokens() -> None:
    plain = parsed.Doc(Doc(_VOCAB))
    assert (plain.text, list(plain), plain.sents, plain.char_span(0, 1)) == ("", [], [], None)


def test_past_the_end_stands_a_token_without_a_word() -> None:
    plain = parsed.Doc(written(1))
    assert (plain[len(plain)].text, plain[len(plain) + 1].tag_, plain[-1].i) == ("", "", len(plain) - 1)


def test_a_doc_is_read_once_until_it_is_released() -> None:
    doc = written(2)
    first = parsed.of(doc)
    assert parsed.of(doc) is first
    token = first[0]
    parsed.release(doc)
    assert (len(first), token.children) == (0, ())
    assert len(parsed.of(doc)) == len(doc)


def test_what_a_function_finds_at_a_token_is_found_once() -> None:
    asked: list[int] = []

    @once
    def place(token: Token) -> int:
        asked.append(token.i)
        return token.i

    @once
    def doubled(token: Token) -> int:
        return 2 * place(token)

    plain = parsed.Doc(written(3))
    assert [doubled(plain[i]) for i in (4, 4, 5)] == [8, 8, 10]
    assert [place(plain[i]) for i in (4, 5)] == [4, 5]
    assert asked == [4, 5]


def test_strings_are_kept_within_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.extract.strings._KEPT", 3)
    strings, doc = Strings(), written(4)
    numbers = [token.orth for token in doc]
    for _ in range(3):
        as_written, lower = strings.of(doc, numbers)
        assert as_written == [token.text for token in doc]
        assert list(lower) == [token.lower_ for token in doc]
    assert strings.of(doc, numbers[:1])[0] == [doc[0].text]
    assert len(strings._written) == 1
