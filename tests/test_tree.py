"""Who does what to whom, out of trees written by hand in the labels of both kinds of pipelines."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
import told
import trees
import trees_both

from kg import extract, resolve
from kg.extract import tree
from kg.extract.parsed import Token
from kg.model import Document

pytestmark = pytest.mark.parametrize("scheme", trees.SCHEMES)


def texts(tokens: Iterable[Token]) -> list[str]:
    return [t.text for t in tokens]


# sentence, verb, its subjects (of a passive: who suffers it), its objects, whether it is passive
CLAUSES = [
    ("Norway gave Chad tanks in May", "gave", ["Norway"], ["tanks"], False),
    ("Norway sent tanks to Chad", "sent", ["Norway"], ["tanks"], False),
    ("Chad was bombed by Niger with drones", "bombed", ["Chad"], [], True),
    ("Niger , which bombed Chad , apologised", "bombed", ["Niger"], ["Chad"], False),
    ("Niger , which bombed Chad , apologised", "apologised", ["Niger"], [], False),
    ("the drones Iran sent arrived", "sent", ["Iran"], ["drones"], False),
    ("the drones Iran sent arrived", "arrived", ["drones"], [], False),
    ("Chad bombed Mali and invaded Niger", "bombed", ["Chad"], ["Mali"], False),
    ("Chad bombed Mali and invaded Niger", "invaded", ["Chad"], ["Niger"], False),
    ("Chad bombed and invaded Niger", "bombed", ["Chad"], ["Niger"], False),
    ("Chad plans to bomb Niger", "bomb", ["Chad"], ["Niger"], False),
    ("Mali urged Chad to bomb Niger", "bomb", ["Chad"], ["Niger"], False),
    ("Mali urged Chad to bomb Niger", "urged", ["Mali"], ["Chad"], False),
    ("Chad was asked to bomb Niger", "bomb", ["Chad"], ["Niger"], False),
    ("Chad was asked to bomb Niger", "asked", ["Chad"], [], True),
    ("drones launched by Chad hit Niger", "launched", ["drones"], [], True),
    ("drones launched by Chad hit Niger", "hit", ["drones"], ["Niger"], False),
    ("Chad advanced , bombing Niger", "bombing", ["Chad"], ["Niger"], False),
    ("Chad shot down drones", "shot", ["Chad"], ["drones"], False),
    ("Chad did not bomb Niger", "bomb", ["Chad"], ["Niger"], False),
    ("Mali said Chad bombed Niger", "said", ["Mali"], [], False),
    ("Mali said Chad bombed Niger", "bombed", ["Chad"], ["Niger"], False),
    ("Chad held talks with Niger", "held", ["Chad"], ["talks"], False),
    ("Chad sold over 40 tanks", "sold", ["Chad"], ["tanks"], False),
    ("Chad is an ally of Mali and has bombed Niger", "bombed", ["Chad"], ["Niger"], False),
    ("Mali , which Chad bombed in May , apologised", "bombed", ["Chad"], ["Mali"], False),
    ("Mali helped Chad bomb Niger", "bomb", ["Chad"], ["Niger"], False),
    ("Mali stopped Chad from bombing Niger", "bombing", ["Chad"], ["Niger"], False),
    ("Chad is accused of bombing Niger", "bombing", ["Chad"], ["Niger"], False),
    ("after meeting Niger , Chad bombed Mali", "meeting", ["Chad"], ["Niger"], False),
]


@pytest.mark.parametrize(("sentence", "verb", "subjects", "objects", "passive"), CLAUSES)
def test_clause(
    scheme: str, sentence: str, verb: str, subjects: list[str], objects: list[str] | None, passive: bool
) -> None:
    token = trees.token(sentence, scheme, verb)
    assert texts(tree.subjects(token)) == subjects
    assert texts(tree.objects(token)) == objects
    assert tree.is_passive(token) is passive


PHRASES = [
    ("Norway gave Chad tanks in May", "gave", [("in", "May")]),
    ("Chad was bombed by Niger with drones", "bombed", [("by", "Niger"), ("with", "drones")]),
    ("drones launched by Chad hit Niger", "launched", [("by", "Chad")]),
    ("Chad 's attack on Niger failed", "attack", [("on", "Niger")]),
    ("Chad held talks with Niger", "talks", [("with", "Niger")]),
    ("two rounds of talks between Chad and Niger took place", "rounds", [("of", "talks")]),
    ("two rounds of talks between Chad and Niger took place", "talks", [("between", "Chad")]),
    ("Chad paused deliveries of tanks to Niger", "deliveries", [("of", "tanks"), ("to", "Niger")]),
    ("Chad plans to bomb Niger", "plans", []),
    ("Norway sent tanks to Chad", "sent", [("to", "Chad")]),
    ("Norway gave tanks to Chad", "gave", [("to", "Chad")]),
    ("because of attacks by Chad , talks with Niger were cancelled", "cancelled", [("because of", "attacks")]),
    ("states such as Norway and Mali sent tanks to Chad", "states", [("such as", "Norway")]),
    ("Chad was in talks with Niger on Monday", "talks", [("with", "Niger"), ("on", "Monday")]),
]


@pytest.mark.parametrize(("sentence", "word", "phrases"), PHRASES)
def test_prepositional_phrases(scheme: str, sentence: str, word: str, phrases: list[tuple[str, str]]) -> None:
    found = [(case, noun.text) for case, noun in tree.prepositional(trees.token(sentence, scheme, word))]
    assert found == phrases


@pytest.mark.parametrize(("sentence", "word", "preposition"), [
    ("Norway gave Chad tanks in May", "May", "in"),
    ("Chad was bombed by Niger with drones", "Niger", "by"),
    ("Chad 's attack on Niger failed", "Niger", "on"),
    ("Chad 's attack on Niger failed", "Chad", ""),
    ("Chad plans to bomb Niger", "Niger", ""),
])  # fmt: skip
def test_preposition_of_a_noun(scheme: str, sentence: str, word: str, preposition: str) -> None:
    assert tree.preposition(trees.token(sentence, scheme, word)) == preposition


def test_coordinated_nouns_are_found_in_a_chain_and_at_the_first(scheme: str) -> None:
    first = trees.token("Mali , Chad and Niger met", scheme, "Mali")
    assert texts(tree.conjuncts(first)) == ["Mali", "Chad", "Niger"]
    assert tree.governor(trees.token("Mali , Chad and Niger met", scheme, "Niger")).text == "Mali"
    assert texts(tree.subjects(first.head)) == ["Mali"]


def test_particle(scheme: str) -> None:
    assert tree.particle(trees.token("Chad shot down drones", scheme, "shot")) == "down"
    assert tree.particle(trees.token("Norway sent tanks to Chad", scheme, "sent")) == ""


@pytest.mark.parametrize(("sentence", "word", "verb"), [
    ("Mali said Chad bombed Niger", "Niger", "bombed"),
    ("Mali said Chad bombed Niger", "Mali", "said"),
    ("Niger , which bombed Chad , apologised", "Chad", "bombed"),
    ("Niger , which bombed Chad , apologised", "Niger", "apologised"),
    ("Chad bombed Mali and invaded Niger", "Niger", "invaded"),
    ("Chad was in talks with Niger on Monday", "Niger", "talks"),
    ("Chad held talks with Niger", "Niger", "held"),
])  # fmt: skip
def test_clause_that_a_word_stands_in(scheme: str, sentence: str, word: str, verb: str) -> None:
    assert tree.clause_of(trees.token(sentence, scheme, word)).text == verb


def test_phrases_that_follow_wherever_they_hang(scheme: str) -> None:
    held = trees.token("Chad held talks with Niger", scheme, "held")
    assert [(case, t.text) for case, t in tree.phrases_after(held, frozenset())] == [("with", "Niger")]
    assert list(tree.phrases_after(held, frozenset({3}))) == []


# What the whole of extraction makes of the trees: the same in both schemes.
FACTS = {
    "Norway gave Chad tanks in May": [
        "Transfer Actual 2025-05-01..2025-05-31: item tank; recipient Chad; supplier Norway"
    ],
    "Norway sent tanks to Chad": ["Transfer Actual: item tank; recipient Chad; supplier Norway"],
    "Chad was bombed by Niger with drones": ["Strike Actual: attacker Niger; target Chad; weapon drone"],
    "Niger , which bombed Chad , apologised": ["Strike Actual: attacker Niger; target Chad"],
    "Mali , Chad and Niger met": ["Meeting Actual: participant Chad, Mali, Niger"],
    "Chad bombed Mali and invaded Niger": [
        "Strike Actual: attacker Chad; target Mali",
        "Strike Actual: attacker Chad; target Niger",
    ],
    "Chad plans to bomb Niger": ["Strike Planned: attacker Chad; target Niger"],
    "Mali urged Chad to bomb Niger": [
        "Statement Actual: about Strike; addressee Chad; speaker Mali",
        "Strike Possible: attacker Chad; target Niger",
    ],
    "Chad 's attack on Niger failed": ["Strike Actual: attacker Chad; target Niger"],
    "Chad shot down drones": ["Strike Actual: attacker Chad; weapon drone"],
    "Chad did not bomb Niger": ["Strike Negated: attacker Chad; target Niger"],
    "Chad will bomb Niger": ["Strike Planned: attacker Chad; target Niger"],
    "Mali said Chad bombed Niger": [
        "Statement Actual: about Strike; speaker Mali",
        "Strike Actual: attacker Chad; attributedTo Mali; target Niger",
    ],
    "Chad held talks with Niger": ["Negotiation Actual: participant Chad, Niger"],
    "two rounds of talks between Chad and Niger took place": ["Negotiation Actual: participant Chad, Niger; rounds 2"],
    "Chad paused deliveries of tanks to Niger": ["Transfer Halted: item tank; recipient Niger; supplier Chad"],
    "Mali warned of attacks by Chad": [
        "Statement Actual: about Strike; speaker Mali",
        "Strike Possible: attacker Chad",
    ],
    "Chadian drones attacked Niger": ["Strike Actual: attacker Chad; target Niger; weapon drone"],
} | trees_both.FACTS


@pytest.mark.parametrize("sentence", FACTS)
def test_facts(scheme: str, sentence: str) -> None:
    doc, document, words = trees.doc(sentence, scheme), Document(sentence, "d", told.DATE), told.lexicon()
    iri = f"{told.BASE}doc/d"
    names = extract.mentions(doc, words)
    entities = resolve.entities(names, words, document, base=told.BASE, iri=iri)
    read = extract.read(doc, document, words, names, entities)
    facts = resolve.facts(document, read.tellings, read.claims, entities, words, base=told.BASE, iri=iri)
    assert list(told.lines(facts)) == FACTS[sentence]
