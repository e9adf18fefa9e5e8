"""A capital or a seat of government: the place, or the state that it stands for?"""

from __future__ import annotations

from collections.abc import Mapping

from kg.extract.parsed import Tokens
from kg.extract.tree import preposition


def is_location(tokens: Tokens, words: Mapping[str, frozenset[str]]) -> bool:
    """Whether a capital's or seat's name means the place where it stands, not the government."""
    root = tokens.root
    doc = tokens.doc
    before = doc[tokens.start - 1].lower_ if tokens.start else ""
    after = doc[tokens.end] if tokens.end < len(doc) else None
    if before == "of" and tokens.start > 1 and doc[tokens.start - 2].lemma in words["PlaceNoun"]:
        return True
    if before in (
        "in",
        "at",
        "near",
        "outside",
        "inside",
        "around",
        "across",
        "over",
        "above",
        "throughout",
    ):
        return True
    if (
        before == "the"
        and tokens.start > 1
        and doc[tokens.start - 2].lower_ in ("in", "at", "near", "outside", "inside")
    ):
        return True
    if after is not None and after.lower_ == "," and tokens.end + 1 < len(doc):
        follower = doc[tokens.end + 1]
        if (
            follower.ent_type_ in ("GPE", "LOC")
            and follower.dep_
            in (
                "appos",
                "nmod",
                "nmod:unmarked",
                "list",
                "conj",
                "flat",
            )
            and not any(t.lower_ in ("and", "or") for t in doc[tokens.end + 1 : tokens.end + 4])
        ):
            return True
    if root.dep_ in ("compound", "amod", "nmod:desc") and root.head.lemma in words["PlaceNoun"]:
        return True
    case = preposition(root)
    verb = root.head
    if case in ("to", "from", "into", "towards", "toward", "for") and verb.lemma in words["Motion"] | words["Journey"]:
        return True
    # "Kabul bombing", "Istanbul talks": the city, where the adjective would mean the state.
    if root.dep_ == "compound" and {verb.lemma, verb.lower_} & (
        words["AttackNoun"] | words["GatheringNoun"] | words["NamedAfter"]
    ):
        return True
    # "Minsk Agreements", "Astana Process": named after the place.
    if (
        root.dep_ in ("compound", "amod")
        and verb.i > root.i
        and verb.text[:1].isupper()
        and verb.pos_ in ("PROPN", "NOUN")
    ):
        return not verb.ent_type_ or verb.ent_type_ in ("ORG", "LOC", "EVENT")
    if case == "on" and verb.lemma in words["AttackNoun"]:
        return True
    if root.dep_ in ("obj", "nsubj:pass") and verb.lemma in words["Attackable"] | words["Motion"]:
        return True
    return (
        root.dep_ == "conj"
        and preposition(root.head) in ("in", "at", "near", "from")
        and root.head.ent_type_ in ("GPE", "LOC")
    )
