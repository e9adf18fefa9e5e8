"""The text of a query, as far as it is told without evaluating it: its tokens, its form, its last modifiers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH")
_PROLOGUE = {"BASE": 1, "PREFIX": 2, "VERSION": 1}
"""How many tokens follow each word that may stand before the query."""

_BAGS = ("COUNT", "SUM", "AVG", "GROUP_CONCAT", "SAMPLE")
"""Aggregates that change when a value comes twice."""

_ESCAPE = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%]"
_TOKEN = re.compile(
    rf"""
      (?P<blank>\s+|\#[^\r\n]*)
    | (?P<string>\"\"\"(?:\"{{0,2}}(?:[^"\\]|\\.))*\"\"\" | '''(?:'{{0,2}}(?:[^'\\]|\\.))*'''
               | \"(?:[^"\\\r\n]|\\.)*\" | '(?:[^'\\\r\n]|\\.)*')
    | (?P<iri><[^<>"{{}}|^`\\\x00-\x20]*>)
    | (?P<variable>[?$]\w+)
    | (?P<name>(?:\w(?:[\w.\-]*[\w\-])?)?:(?:(?:[\w:]|{_ESCAPE})(?:[\w:.\-]|{_ESCAPE})*(?<!\.))?)
    | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    | (?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)
    | (?P<word>\w+)
    | (?P<sign>\^\^|&&|\|\||!=|<=|>=|.)
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Token:
    kind: str
    text: str
    begin: int
    """Code points before it."""

    def says(self, word: str) -> bool:
        """Whether it is this keyword."""
        return self.kind == "word" and self.text.upper() == word


def tokens(text: str) -> Iterator[Token]:
    """All but blanks and comments. What no query may hold is a token, too, of one character."""
    for match in _TOKEN.finditer(text):
        if match.lastgroup and match.lastgroup != "blank":
            yield Token(match.lastgroup, match[0], match.start())


def first_word(text: str) -> Token | None:
    """The token that tells what kind of query, or of update, this is; None where there is none."""
    rest = tokens(text)
    for token in rest:
        if token.kind != "word" or token.text.upper() not in _PROLOGUE:
            return token
        for _ in range(_PROLOGUE[token.text.upper()]):
            next(rest, None)
    return None


def form(text: str) -> str:
    """One of FORMS; empty where the text is no query."""
    word = first_word(text)
    return word.text.upper() if word and word.kind == "word" and word.text.upper() in FORMS else ""


def is_ordered(text: str) -> bool:
    """Whether the query itself says how its rows are ordered: not merely a query within it."""
    return any(token.says("ORDER") for token in _outermost(text))


def names_graphs(text: str) -> bool:
    """Whether the query says which graphs it asks, by FROM or FROM NAMED."""
    return any(token.says("FROM") for token in _outermost(text))


def asks_graphs(text: str) -> bool:
    """Whether the query asks graphs by name, with GRAPH."""
    return any(token.says("GRAPH") for token in tokens(text))


def counts_rows(text: str) -> bool:
    """Whether it matters how often a row is found.

    It does in SELECTs and aggregates but those that say DISTINCT, and where a CONSTRUCT makes blank nodes.
    """
    found = list(tokens(text))
    # Each row makes blank nodes of its own.
    if form(text) == "CONSTRUCT" and any(one.text == "[" or one.text.startswith("_:") for one in found):
        return True
    for number, token in enumerate(found):
        if token.kind != "word":
            continue
        after = [one.text.upper() for one in found[number + 1 : number + 3]]
        if token.says("SELECT") and after[:1] not in (["DISTINCT"], ["REDUCED"]):
            return True
        if token.text.upper() in _BAGS and after[:1] == ["("] and after[1:] != ["DISTINCT"]:
            return True
    return False


def _outermost(text: str) -> Iterator[Token]:
    depth = 0
    for token in tokens(text):
        depth += {"{": 1, "(": 1, "}": -1, ")": -1}.get(token.text, 0)
        if not depth:
            yield token
