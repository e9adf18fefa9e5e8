"""Words that tell an event: which frames of the ontology fit at a token."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.extract import tree
from kg.extract.parsed import Token
from kg.extract.reading import Reading
from kg.model import Span
from kg.ontology import Frame


@dataclass(frozen=True, slots=True)
class Trigger:
    token: Token
    frame: Frame
    span: Span


def triggers(reading: Reading) -> Iterator[list[Trigger]]:
    """For each token that some frame's words fit, the triggers in the order of preference (longest wording first)."""
    verbs, nouns = reading.ontology.verb_frames, reading.ontology.noun_frames
    for sentence in reading.sentences:
        for token in sentence:
            word, lemma = token.lower_, token.lemma
            # Few words tell anything.
            if not (lemma in verbs or word in verbs or word in nouns or lemma in nouns) or not token.dep_:
                continue
            if token.i in reading.at and reading.at[token.i].token.i != token.i:
                continue
            found = [*_verbs(reading, token), *_nouns(reading, token)]
            if found:
                yield found


def _verbs(reading: Reading, token: Token) -> Iterator[Trigger]:
    if token.pos_ not in ("VERB", "AUX") or token.dep_ in ("aux", "aux:pass", "cop"):
        return
    before = token.doc[token.i - 1] if token.i else token
    if before.text == "-" and before.idx + 1 == token.idx and token.tag_ == "VBN":
        # "So-called" calls nobody.
        return
    table = reading.ontology.verb_frames
    frames = table.get(token.lemma, ()) or table.get(token.lower_, ())
    for frame in sorted(frames, key=lambda f: -len(f.words)):
        span = _verb_span(token, frame)
        if span and _clause_allows(reading, token, frame):
            yield Trigger(token, frame, span)


def _verb_span(token: Token, frame: Frame) -> Span | None:
    rest = frame.words[1:]
    if not rest:
        # A particle makes another verb: "call off" is no "call".
        particle = tree.particle(token)
        return None if particle and particle not in ("out", "up") else Span(token.idx, token.idx + len(token))
    for child in token.children:
        if len(rest) == 1 and child.dep_ == "compound:prt" and child.lower_ == rest[0]:
            return Span(min(token.idx, child.idx), max(token.idx + len(token), child.idx + len(child)))
    following = token.doc[token.i + 1 : token.i + 1 + len(rest)]
    if [t.lower_ for t in following] == list(rest):
        return Span(token.idx, following.end_char)
    return None


def _nouns(reading: Reading, token: Token) -> Iterator[Trigger]:
    if token.pos_ not in ("NOUN", "PROPN") and token.tag_ not in ("NN", "NNS", "NNP", "NNPS", "VBG"):
        return
    if token.tag_ == "VBG" and not tree.children(token, "det", "amod", "nmod:poss"):
        return
    # In "attack drone" the attack is no event of its own.
    if token.dep_ in ("compound", "amod") and token.head.i > token.i:
        return
    table = reading.ontology.noun_frames
    keys = dict.fromkeys((token.lower_, token.lemma))
    for key in keys:
        for frame in table.get(key, ()):
            span = _noun_span(token, frame, key)
            if span and _clause_allows(reading, token, frame) and _complement_allows(reading, token, frame):
                yield Trigger(token, frame, span)


def _noun_span(token: Token, frame: Frame, head: str) -> Span | None:
    words = frame.words
    at = words.index(head)
    doc = token.doc
    # A wording in the plural stands for the plural alone ("talks").
    if words[at] != token.lower_ and words[at] != token.lemma:
        return None
    first, last = token.i - at, token.i + len(words) - at
    if first < 0 or last > len(doc):
        return None
    window = doc[first:last]
    for n, word in enumerate(words):
        if n != at and word not in (window[n].lower_, window[n].lemma):
            return None
    return Span(window.start_char, window.end_char)


def _clause_allows(reading: Reading, token: Token, frame: Frame) -> bool:
    """Words that must, or must not, stand in the clause."""
    if not frame.near and not frame.without:
        return True
    misread = tree.misread_objects(token)
    labels = {c.dep_ for c in token.children if c not in misread}
    plain = {w for w in frame.without if not w.startswith("-")}
    if plain & labels:
        return False
    text = f" {token.sent.text.lower()} "
    if any(
        f" {w} " in text or f" {w}s " in text or f" {w}," in text
        for w in plain
        if " " in w or (w.isalpha() and len(w) > 3)
    ):
        return False
    preps = {case for case, noun in tree.prepositional(token) if not reading.is_time(noun)}
    if {w for w in plain if len(w) <= 3} & preps:
        return False
    return not frame.near or any(w in text for w in frame.near)


def _complement_allows(reading: Reading, token: Token, frame: Frame) -> bool:
    banned = {w[1:] for w in frame.without if w.startswith("-")}
    if not banned:
        return True
    following = list(token.doc[token.i + 1 : token.i + 3])
    direct = following[0].lower_ if following else ""
    if direct in banned and len(following) > 1 and not reading.is_time(following[1]):
        return False
    return not banned & {case for case, noun in tree.prepositional(token) if not reading.is_time(noun)}
