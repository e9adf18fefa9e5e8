"""One event told by a verb and a noun together is told once: *strikes hit the port*, *provided aid*."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from kg.extract import tree
from kg.extract.parsed import Token
from kg.extract.triggers import Trigger
from kg.model import Telling

_Told = tuple[Trigger, Telling]


def without_doubles(found: Sequence[_Told]) -> list[_Told]:
    """The tellings, a verb and the noun that is its complement joined in one that has the roles of both."""
    nouns: dict[tuple[int, str], list[_Told]] = defaultdict(list)
    for trigger, telling in found:
        if trigger.frame.pos == "noun":
            nouns[_top(trigger.token).head.i, telling.type].append((trigger, telling))
    joined: dict[int, Telling] = {}
    dropped: set[int] = set()
    for trigger, telling in found:
        if trigger.frame.pos != "verb":
            continue
        above = trigger.token.head
        if trigger.token.dep_ == "acl" and trigger.token.tag_ == "VBG":
            # "Attacks targeting civilian sites"
            for noun, other in found:
                if noun.token == above and other.type == telling.type and noun.frame.pos == "noun":
                    joined[above.i] = _with(joined.get(above.i, other), telling)
                    dropped.add(trigger.token.i)
        for noun, other in nouns.get((trigger.token.i, telling.type), ()):
            top = _top(noun.token)
            relation = top.dep_
            if relation in ("obj", "nsubj:pass"):
                # "provided aid": the verb has the roles, the noun may know more of them.
                joined[trigger.token.i] = _with(joined.get(trigger.token.i, telling), other)
                dropped.add(noun.token.i)
            elif relation == "nsubj" or (relation == "obl" and tree.preposition(top) in ("in", "by", "during", "with")):
                joined[noun.token.i] = _with(joined.get(noun.token.i, other), telling)
                dropped.add(trigger.token.i)
                break
    for number, (trigger, telling) in enumerate(found):
        main = _given(number, found) if trigger.token.i not in dropped else None
        if main is not None:
            whole = joined.get(main[0].token.i, main[1])
            more = tuple(f for f in telling.fillers if all(f.value != o.value for o in whole.fillers))
            joined[main[0].token.i] = replace(whole, fillers=whole.fillers + more)
            dropped.add(trigger.token.i)
    return [
        (trigger, _participle(trigger, joined.get(trigger.token.i, telling), found, nouns))
        for trigger, telling in found
        if trigger.token.i not in dropped
    ]


def _given(number: int, found: Sequence[_Told]) -> _Told | None:
    """*We are sending batteries donated by Chad*: the event before, of the same thing, of which the participle tells
    what it leaves open."""
    trigger, telling = found[number]
    if trigger.frame.pos != "verb" or trigger.token.dep_ != "acl" or trigger.token.tag_ != "VBN":
        return None
    values = {f.value for f in telling.fillers}
    for main, other in reversed(found[:number]):
        if other.sentence != telling.sentence or other.type != telling.type or main.token.dep_ == "acl":
            continue
        shared = {f.role for f in other.fillers if f.value in values}
        open_ = {f.role for f in telling.fillers if f.value not in {o.value for o in other.fillers}}
        if shared and not open_ - shared & {f.role for f in other.fillers}:
            return main, other
    return None


def _top(noun: Token) -> Token:
    """The noun, or the one above it that only counts or carries it: *provided $1 billion in assistance*."""
    top = tree.governor(noun)
    for _ in range(3):
        if (
            top.dep_ != "nmod"
            or top.head.pos_ not in ("NOUN", "NUM", "SYM")
            or tree.preposition(top) not in ("of", "in")
        ):
            break
        top = tree.governor(top.head)
    return top


def _with(main: Telling, other: Telling) -> Telling:
    """The main telling, and the other's fillers for roles that it does not fill."""
    roles, values = {f.role for f in main.fillers}, {f.value for f in main.fillers}
    more = tuple(f for f in other.fillers if f.role not in roles and f.value not in values)
    return replace(main, fillers=main.fillers + more)


def _participle(
    trigger: Trigger, telling: Telling, found: Sequence[_Told], nouns: dict[tuple[int, str], list[_Told]]
) -> Telling:
    """*Directed strikes against Iran, targeting three sites*: the participle goes on about the same event."""
    verb = trigger.token
    if trigger.frame.pos != "verb" or verb.dep_ != "advcl" or verb.tag_ not in ("VBG", "VB"):
        return telling
    above = verb.head
    main = [noun.token.i for noun, o in nouns.get((above.i, telling.type), ()) if o.factuality == telling.factuality]
    main += [
        t.token.i
        for t, o in found
        if t.token.i == above.i and o.type == telling.type and o.factuality == telling.factuality
    ]
    return replace(telling, anaphoric=True) if any(i < verb.i for i in main) else telling
