"""A view as the page's script reads it: lists instead of objects, and marks counted as JavaScript counts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from kg.characters import shown
from kg.view.records import Fact, Thing, View, Words

_WEB = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_BLANK = re.compile(r"[\s\x1c-\x1f\x85]")
# What would end the script element, or a line of script in an old browser.
_ESCAPED = {ord(one): f"\\u{ord(one):04x}" for one in "<>&\u2028\u2029"}


def rendered(view: View, title: str) -> str:
    """JSON that can stand in a `<script>` element. The order of each list is told in `assets/data.js`."""
    predicates = _numbered(fact.predicate for thing in view.things for fact in thing.facts)
    rules = _numbered(words.rule for thing in view.things for words in _all_words(thing))
    told = {
        "title": title,
        "cut": view.cut,
        "totals": {"entities": view.entities, "events": view.events, "articles": view.articles},
        "classes": [[one.iri, shown(one.name), one.colour, one.is_event] for one in view.classes],
        "predicates": [[iri, shown(re.split(r"[#/]", iri)[-1] or iri)] for iri in predicates],
        "rules": [shown(rule) for rule in rules],
        "documents": [
            [one.iri, shown(one.id), shown(one.title), shown(one.date), shown(one.url), shown(one.publisher)]
            for one in view.documents
        ],
        "sentences": [[one.document, one.begin, _in_place(one.text)] for one in view.sentences],
        "things": [_thing(thing, view, predicates, rules) for thing in view.things],
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPED)


def _thing(thing: Thing, view: View, predicates: dict[str, int], rules: dict[str, int]) -> list[Any]:
    return [
        thing.iri,
        shown(thing.label),
        thing.class_,
        list(thing.factuality),
        [thing.earliest, thing.latest],
        list(thing.documents),
        [shown(one) for one in thing.other_labels],
        [one for one in thing.same_as if _WEB.fullmatch(one)],
        [_fact(fact, view, predicates, rules) for fact in thing.facts],
        [_words(words, view, rules) for words in thing.mentions],
        [thing.claims_left, thing.mentions_left, thing.roles_left],
        [thing.x, thing.y],
    ]


def _fact(fact: Fact, view: View, predicates: dict[str, int], rules: dict[str, int]) -> list[Any]:
    value = fact.thing if fact.thing >= 0 else shown(fact.value)
    return [predicates[fact.predicate], value, list(fact.documents), [_words(one, view, rules) for one in fact.words]]


def _words(words: Words, view: View, rules: dict[str, int]) -> list[int]:
    text = view.sentences[words.sentence].text
    return [words.sentence, _units(text[: words.begin]), _units(text[: words.end]), rules[words.rule]]


def _units(text: str) -> int:
    """How long JavaScript finds it: code units of UTF-16."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _in_place(text: str) -> str:
    """Safe to show, and as long as before, so that marks stay where they are."""
    return shown(_BLANK.sub(" ", text))


def _all_words(thing: Thing) -> Iterable[Words]:
    yield from thing.mentions
    for fact in thing.facts:
        yield from fact.words


def _numbered(values: Iterable[str]) -> dict[str, int]:
    return {value: number for number, value in enumerate(sorted(set(values)))}
