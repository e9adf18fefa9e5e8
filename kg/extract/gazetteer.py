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
            node = node.next.setdefault(word, _Node())
        if (thing, kind) not in node.entries:
            node.entries.append((thing, kind))

    def find(self, text: str) -> Iterator[Hit]:
        """Names in the text, leftmost longest; offsets in code points, end exclusive."""
        words = [(m.start(), m.end(), fold(m.group())) for m in WORD.finditer(text)]
        lower = [w[2].lower() for w in words]
        i = 0
        while i < len(words):
            end, entries = self._longest(self._exact, [w[2] for w in words[i : i + 14]])
            other_end, other = self._longest(self._lower, lower[i : i + 14])
            if other_end > end:
                end, entries = other_end, other
            if not end:
                i += 1
                continue
            yield Hit(words[i][0], words[i + end - 1][1], tuple(entries))
            i += end

    @staticmethod
    def _longest(root: _Node, words: list[str]) -> tuple[int, list[tuple[Thing, str]]]:
        node, best, entries = root, 0, []
        for n, word in enumerate(words, 1):
            following = node.next.get(word)
            if following is None:
                break
            node = following
            if node.entries:
                best, entries = n, node.entries
        return best, entries


def _plurals(name: str) -> tuple[str, ...]:
    """The regular plural of a name; none where it ends in a capital or mark that takes no plural."""
    if name.endswith(("s", "x", "ch", "sh")):
        return (name + "es",)
    if re.search(r"[^aeiou]y$", name):
        return (name[:-1] + "ies",)
    return (name + "s", name + "'s") if name[-1:].isdigit() or name[-1:].isupper() else (name + "s",)
