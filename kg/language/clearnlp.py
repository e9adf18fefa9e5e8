"""Trees in ClearNLP's scheme (`en_core_web_*`) turned into those of Universal Dependencies.

In ClearNLP a preposition or a form of *be* is the head of what follows it; in Universal Dependencies it hangs there.
So a phrase is told by its core: of *in Kyiv* and of *is in Kyiv* that is *Kyiv*, which takes the phrase's place in
the tree, and what hung on the other words of the phrase hangs on it. The scheme is that of Choi and Palmer's
"Guidelines for the CLEAR Style Constituent to Dependency Conversion" (2012).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from spacy.tokens import Doc, Token

from kg.language.labels import universal

_BE = frozenset(
    ("be", "am", "is", "are", "was", "were", "been", "being", "'s", "\u2019s", "'re", "\u2019re", "'m", "\u2019m")
)
_NOMINAL = frozenset(("NOUN", "PROPN", "PRON", "NUM", "SYM", "DET", "X"))
# Verbs whose complement is a noun and what it does, without "to": "helped Ukraine fight", "saw troops crossing".
_BARE = frozenset(
    ("feel", "find", "get", "have", "hear", "help", "keep", "leave", "let", "make", "need", "see", "watch")
)
# Words that are one preposition, conjunction or adverb: the first is its head.
_FIXED = {
    tuple(words.split())
    for words in (
        "according to", "as for", "as of", "as to", "as well as", "because of", "depending on", "due to", "instead of",
        "less than", "more than", "prior to", "rather than", "such as", "up to",
    )
}  # fmt: skip
_LONGEST = max(map(len, _FIXED))


def turn(doc: Doc) -> Doc:
    """The Doc with its heads and labels in Universal Dependencies; no word is changed, no sentence split or joined.

    What ClearNLP's label does not tell is told by tags: whether `prep` is `nmod` or `obl`, by the head's.
    """
    cores = [-1] * len(doc)
    for token in doc:
        _find_core(token, cores)
    places = [_place(token, cores) for token in doc]
    heads, labels = [head for head, _ in places], [label for _, label in places]
    _join_fixed(doc, heads, labels)
    relative = np.array([head - i for i, head in enumerate(heads)], dtype=np.int64)
    named = np.array([doc.vocab.strings.add(label) for label in labels], dtype=np.uint64)
    both: Any = np.stack([relative.astype(np.uint64), named], axis=1)
    # All at once: head by head, a tree on its way to another has circles.
    return doc.from_array(["HEAD", "DEP"], both)


def _find_core(token: Token, cores: list[int]) -> int:
    """Writes down the core of the phrase that a token heads, and of those within it on the way."""
    if cores[token.i] < 0:
        inner = _complement(token) or _predicate(token)
        cores[token.i] = token.i if inner is None else _find_core(inner, cores)
    return cores[token.i]


def _complement(token: Token) -> Token | None:
    """What follows a preposition: a noun, a clause (*after meeting him*), another preposition (*out of Kyiv*)."""
    for child in token.children:
        if child.dep_ == "pobj":
            return child
    for child in token.children:
        if child.dep_ == "pcomp" and child.pos_ != "ADP":
            return child
    if token.dep_ == "prep":
        for child in token.children:
            if child.dep_ == "prep" and child.i == token.i + 1:
                return child
    return None


def _predicate(token: Token) -> Token | None:
    """What a form of *be* says of its subject, unless it says that something is there."""
    children = list(token.children)
    if token.lower_ not in _BE or token.dep_ in ("aux", "auxpass") or any(c.tag_ == "EX" for c in children):
        return None
    said = [c for c in children if c.dep_ in ("attr", "acomp")]
    if said:
        return next((c for c in said if c.i > token.i), said[0])
    for child in children:
        if child.i > token.i and (
            child.dep_ in ("ccomp", "xcomp")
            or (child.dep_ == "prep" and _complement(child) is not None)
            # "The hostages are home", "was there on Monday"
            or (child.dep_ == "advmod" and child.i == token.i + 1 and child.pos_ == "ADV")
        ):
            return child
    return None


def _place(token: Token, cores: Sequence[int]) -> tuple[int, str]:
    """A token's head and label."""
    core = cores[token.i]
    if core != token.i:
        return core, _function(token, token.doc[core])
    # The phrase that the token is the core of stands where its topmost word stood.
    top = token
    while top.head != top and cores[top.head.i] == core:
        top = top.head
    if top.head == top:
        return core, "ROOT"
    upper = _raising(top)
    if upper is not None:
        return cores[upper.i], "obj"
    head = top.head
    if top.dep_ == "conj":
        # Conjuncts hang on the one before in ClearNLP, on the first in UD.
        while head.dep_ == "conj":
            head = head.head
        return cores[head.i], "conj"
    if top.dep_ in ("cc", "punct") and top.i > head.i:
        following = next((c for c in head.children if c.dep_ == "conj" and c.i > top.i), None)
        if following is not None:
            head = following
    return cores[head.i], _relation(top, token, head, cores)


def _function(token: Token, core: Token) -> str:
    """The label of a word that ClearNLP has as the head of its phrase."""
    if token.lower_ in _BE:
        return "aux" if _is_to_do(token) else "cop"
    return "mark" if _holds_clause(token, core) else "case"


def _relation(top: Token, core: Token, head: Token, cores: Sequence[int]) -> str:
    """The label of a phrase by its topmost word's in ClearNLP, its core and what it hangs on."""
    dep = top.dep_
    nominal = _is_nominal(head, cores)
    if dep in ("prep", "agent", "dative", "pcomp"):
        if dep == "pcomp" and top.pos_ == "ADP":
            return "case"
        if dep == "dative" and top == core:
            return "iobj"
        if _holds_clause(top, core):
            return "acl" if nominal else "advcl"
        if nominal:
            return "nmod"
        return "obl:agent" if dep == "agent" else "obl"
    if dep == "npadvmod" and nominal:
        return "nmod:unmarked"
    if dep == "nmod":
        return "compound"
    if dep == "relcl" and not nominal:
        return "advcl:relcl"
    if dep == "aux" and top.tag_ == "TO":
        return "mark"
    if dep in ("attr", "acomp") and any(c.tag_ == "EX" for c in head.children):
        return "nsubj"
    if dep == "oprd" and top.pos_ in ("PROPN", "PRON") and not any(
        c.dep_ in ("dobj", "nsubjpass", "auxpass") for c in head.children
    ):  # fmt: skip
        # "Trump called Zelenskyy": nobody is there to be called so.
        return "obj"
    if dep in ("nsubj", "csubj") and head.lower_ in _BE and not _is_to_do(head):
        inner = _predicate(head)
        if inner is not None and inner.dep_ in ("ccomp", "xcomp"):
            return f"{dep}:outer"
    if dep == "ccomp" and _lower_subject(top) is not None:
        return "xcomp"
    if top in _awaited(head):
        # "It is unclear whether …": the clause is what is unclear.
        return "csubj"
    if dep == "nsubj" and top.lower_ == "it" and _awaited(head):
        return "expl"
    return universal(dep)


def _is_nominal(head: Token, cores: Sequence[int]) -> bool:
    """Whether what hangs there modifies a noun; what hangs on *be* modifies the clause, whatever its predicate."""
    if head.lower_ not in _BE:
        head = head.doc[cores[head.i]]
    return head.pos_ in _NOMINAL


def _holds_clause(top: Token, core: Token) -> bool:
    """Whether the phrase is a preposition and a clause: *after meeting him*, *with troops ready*; not *until now*."""
    token = core
    while token != top:
        if token.dep_ == "pcomp" and (
            token.pos_ in ("VERB", "AUX") or any(c.dep_ in ("nsubj", "nsubjpass") for c in token.children)
        ):
            return True
        token = token.head
    return False


def _is_to_do(be: Token) -> bool:
    """*Putin is to meet Trump*, where *be* is an auxiliary; not *the goal is to meet*."""
    inner = _predicate(be)
    if inner is None or inner.dep_ != "xcomp" or not any(c.tag_ == "TO" for c in inner.children):
        return False
    return any(c.dep_ == "nsubj" and c.tag_ in ("NNP", "NNPS", "NNS", "PRP", "WP", "WDT") for c in be.children)


def _awaited(be: Token) -> list[Token]:
    """Clauses that *it* stands for: *it is unclear whether …*, *it is time to …*."""
    children = list(be.children)
    if be.lower_ not in _BE or not any(c.dep_ == "nsubj" and c.lower_ == "it" for c in children):
        return []
    said = [c.i for c in children if c.dep_ in ("attr", "acomp") and c.i > be.i]
    return [c for c in children if said and c.dep_ in ("ccomp", "xcomp") and c.i > said[0]]


def _lower_subject(verb: Token) -> Token | None:
    """The noun that ClearNLP takes for the lower verb's subject, and UD for the upper one's object.

    *Wants Ukraine to surrender*, *helped Ukraine fight*; not *demanded that Russia withdraw*.
    """
    upper = verb.head
    if verb.dep_ != "ccomp" or upper.pos_ != "VERB" or verb.i < upper.i:
        return None
    own = {c.dep_ for c in verb.children if c.tag_ != "TO"}
    infinitive = any(c.tag_ == "TO" and c.i < verb.i for c in verb.children)
    if "mark" in own or (not infinitive and ("aux" in own or upper.lemma_.lower() not in _BARE)):
        return None
    if not infinitive and verb.tag_ not in ("VB", "VBG", "VBN"):
        return None
    subjects = [c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass") and upper.i < c.i < verb.i]
    return subjects[0] if subjects else None


def _raising(token: Token) -> Token | None:
    """The upper verb, where the token is its object: who shall do, or is seen doing, what the lower verb says."""
    verb = token.head
    return verb.head if token.dep_ in ("nsubj", "nsubjpass") and _lower_subject(verb) == token else None


def _join_fixed(doc: Doc, heads: list[int], labels: list[str]) -> None:
    """Words that are one preposition: the first takes the place, the others hang on it."""
    i = 0
    while i < len(doc):
        for length in range(_LONGEST, 1, -1):
            words = range(i, min(i + length, len(doc)))
            if tuple(doc[j].lower_ for j in words) not in _FIXED:
                continue
            outside = {heads[j] for j in words} - set(words)
            function = next((labels[j] for j in reversed(words) if labels[j] in ("case", "mark", "cc", "advmod")), "")
            if len(outside) == 1 and function and all(heads[j] != j for j in words):
                heads[i], labels[i] = outside.pop(), function
                for j in words[1:]:
                    heads[j], labels[j] = i, "fixed"
                i += length - 1
                break
        i += 1
