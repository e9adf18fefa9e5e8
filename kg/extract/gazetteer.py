"""Names of the gazetteer in a text: a trie over words, the longest name first.

Names are compared word by word, with diacritics and the shapes of apostrophes and dashes folded, and case kept
(*US*, *us*); generic weapons are compared without case, and their plurals are derived from the last word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from kg.ontology import Ontology, Thing
from kg.ontology.terms import KG
from kg.spelling import WORD, fold, folded

_LONGEST = 14
"""Words of a name."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A name found: `kind` is name, short, adjective, demonym or seat."""

    begin: int
    end: int
    entries: tuple[tuple[Thing, str], ...]


@dataclass(slots=True)
class _Node:
    next: dict[str, _Node] = field(default_factory=dict)
    entries: list[tuple[Thing, str]] = field(default_factory=list)


class Gazetteer:
    """All names of an ontology's things, ready to be looked up."""

    def __init__(self, ontology: Ontology) -> None:
        self._directions = ontology.words["Direction"]
        self._exact = _Node()
        self._lower = _Node()
        for thing in ontology.things.values():
            self._add_thing(thing)

    def _add_thing(self, thing: Thing) -> None:
        weapon = thing.type == KG + "WeaponSystem"
        root = self._lower if thing.generic else self._exact
        for name in thing.names:
            kind = "short" if thing.ambiguous and name == thing.label else "name"
            self._add(root, name, thing, kind)
            if weapon:
                for plural in _plurals(name):
                    self._add(root, plural, thing, kind)
        for kind, names in (
            ("short", thing.short_names),
            ("adjective", thing.adjectives),
            ("demonym", thing.demonyms),
            ("seat", thing.seats),
        ):
            for name in names:
                self._add(root, name, thing, kind)
                if weapon and kind == "short":
                    for plural in _plurals(name):
                        self._add(root, plural, thing, kind)

    def _add(self, root: _Node, name: str, thing: Thing, kind: str) -> None:
        words = folded(name).split(" ")
        if len(words) > 1 and words[0] in self._directions:
            # "southern Lebanon" is Lebanon, its south; "South Lebanon" is a name.
            return
        if root is self._lower:
            words = [w.lower() for w in words]
        self._insert(root, words, thing, kind)
        if root is self._exact and words[0][:1].islower():
            # "al-Qaeda", "cholera": as a sentence begins.
            self._insert(root, [words[0][:1].upper() + words[0][1:], *words[1:]], thing, kind)
        # "Islamic State of Iraq and Levant": writers leave the article out.
        if "the" in words[1:-1]:
            self._insert(root, [w for w in words if w != "the"], thing, kind)

    @staticmethod
    def _insert(root: _Node, words: list[str], thing: Thing, kind: str) -> None:
        node = root
        for word in words:
            following = node.next.get(word)
            if following is None:
                following = node.next[word] = _Node()
            node = following
        if (thing, kind) not in node.entries:
            node.entries.append((thing, kind))

    def find(self, text: str) -> Iterator[Hit]:
        """Names in the text, leftmost longest; offsets in code points, end exclusive."""
        matches = list(WORD.finditer(text))
        words = [m.group() for m in matches]
        if not text.isascii():
            words = [word if word.isascii() else fold(word) for word in words]
        lower = [word.lower() for word in words]
        exact, either, after = self._exact.next, self._lower.next, 0
        for i, word in enumerate(words):
            # Few words begin a name.
            if (word not in exact and lower[i] not in either) or i < after:
                continue
            end, entries = self._longest(self._exact, words, i)
            other_end, other = self._longest(self._lower, lower, i)
            if other_end > end:
                end, entries = other_end, other
            if end:
                yield Hit(matches[i].start(), matches[end - 1].end(), tuple(entries))
                after = end

    @staticmethod
    def _longest(root: _Node, words: list[str], first: int) -> tuple[int, list[tuple[Thing, str]]]:
        """The index of the word after the longest name that begins with a word, and what bears it; 0 for none."""
        node, best, entries = root, 0, []
        for n in range(first, min(len(words), first + _LONGEST)):
            following = node.next.get(words[n])
            if following is None:
                break
            node = following
            if node.entries:
                best, entries = n + 1, node.entries
        return best, entries


def _plurals(name: str) -> tuple[str, ...]:
    """The regular plural of a name; none where it ends in a capital or mark that takes no plural."""
    if name.endswith(("s", "x", "ch", "sh")):
        return (name + "es",)
    if re.search(r"[^aeiou]y$", name):
        return (name[:-1] + "ies",)
    return (name + "s", name + "'s") if name[-1:].isdigit() or name[-1:].isupper() else (name + "s",)
