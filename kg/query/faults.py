"""What is wrong with a query: which word, in which line and column of what the user wrote.

Oxigraph's parser tells a place, too, but one up to nine characters on, as it looks for keywords ahead of where it
stands; with more blanks than that between the words, the place tells the word.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from kg.characters import shown
from kg.errors import UsageError
from kg.query.cells import width
from kg.query.text import FORMS, UPDATES, Token, first_word, form, tokens

Parse = Callable[[str], object]
"""Parses a query. Raises SyntaxError as Oxigraph words it."""

_BLANKS = " " * 12
_BEFORE = 60
"""So many characters of a line are shown before the place, and after it."""
_PLACE = re.compile(r"error at (\d+):(\d+): ", re.ASCII)
_SERVICE = re.compile("service", re.ASCII | re.IGNORECASE)
_REASONS = {
    "The SELECT contains a variable that is unbound": "SELECT names a variable that is neither in GROUP BY nor in an "
    "aggregate such as COUNT()",
    "The SELECT contains an expression with a variable that is unbound": "an expression in SELECT names a variable "
    "that is neither in GROUP BY nor in an aggregate such as COUNT()",
    "The SELECT overrides an existing variable": "SELECT (… AS ?name) names a variable that the pattern has already",
    "BIND is overriding an existing variable": "BIND (… AS ?name) names a variable that the pattern has already",
    "Duplicated variable": "SELECT names a variable twice",
    "The VALUES clause rows": "a row of VALUES has more or fewer values than there are variables",
    "Repeated variables are not allowed in VALUES": "VALUES names a variable twice",
    "Unexpected aggregate": "an aggregate such as COUNT() cannot stand here",
    "Aggregate": "an aggregate cannot stand in an aggregate",
    "Already used blank node id": "a blank node's name stands in two groups: use a variable",
    "exceed the maximum number of nested": "too many brackets in one another",
}
"""What Oxigraph says of queries that are well written and mean nothing, in the user's words."""
_WHOLE = ("SELECT", "Duplicated", "VALUES", "Repeated", "Aggregate")


class QueryError(UsageError):
    """A query that cannot be asked. `line` and `column` count from 1, in code points; 0 where no place is known."""

    def __init__(self, message: str, text: str = "", offset: int | None = None) -> None:
        self.reason = message
        self.line = self.column = 0
        self.excerpt = ""
        """The line of the query."""
        if offset is not None:
            before = text[:offset]
            self.line, self.column = before.count("\n") + 1, offset - before.rfind("\n")
            self.excerpt = text.split("\n")[self.line - 1].rstrip("\r")
            message = f"line {self.line}, column {self.column} of the query: {message}"
        super().__init__(message)


def pointed(error: QueryError) -> tuple[str, ...]:
    """The line of the query and a caret under the place, to be shown under the message; nothing where none is known."""
    if not error.line:
        return ()
    begin = max(0, error.column - 1 - _BEFORE)
    before = error.excerpt[begin : error.column - 1]
    after = error.excerpt[error.column - 1 : error.column - 1 + _BEFORE]
    line = shown(("…" if begin else "") + before + after)
    return f"  {line}", "  " + " " * width(shown(("…" if begin else "") + before)) + "^"


def refuse(text: str) -> None:
    """Raises QueryError for what is no query at all, without asking the parser."""
    if form(text):
        return
    word = first_word(text)
    if word is None:
        raise QueryError(f"the query is empty: write {', '.join(FORMS[:-1])} or {FORMS[-1]}")
    if word.kind == "word" and word.text.upper() in UPDATES:
        raise QueryError(f"{word.text.upper()} changes a graph, and here graphs are only read", text, word.begin)
    raise QueryError(
        f"a query begins with {', '.join(FORMS[:-1])} or {FORMS[-1]}, not with {_told(word)}", text, word.begin
    )


def refuse_service(text: str, parse: Parse) -> None:
    """Raises QueryError where the query calls another server.

    The parser itself is asked, not a pattern that could be deceived: with the keyword misspelt, a query that has it is
    no query any more; one that has the word in a name, a string or a comment still is.
    """
    if not _SERVICE.search(text):
        return
    misspelt = _SERVICE.sub("sorvice", text)
    try:
        parse(misspelt)
    except SyntaxError as error:
        keyword = next((token for token in tokens(text) if token.says("SERVICE")), None)
        if keyword is None:
            raise located(misspelt, error, parse) from None
        raise QueryError(
            "SERVICE asks another server, and nothing here uses the network", text, keyword.begin
        ) from None


def located(text: str, error: SyntaxError, parse: Parse) -> QueryError:
    """The parser's error, at the word that it stands for."""
    spaced, begins = "", []
    found = list(tokens(text))
    for token in found:
        begins.append(len(spaced))
        spaced += token.text + _BLANKS
    try:
        parse(spaced)
    except SyntaxError as other:
        offset = _offset(spaced, other)
        reason = _reason(str(other))
        if reason and reason[1]:
            word = first_word(text)
            return QueryError(reason[0], text, word.begin if word else 0)
        broken = next((token for token in found if token.text in ('"', "'") and token.begin), None)
        if broken and offset >= begins[found.index(broken)]:
            return QueryError("a string begins here that does not end", text, broken.begin)
        if offset >= len(spaced):
            # What was opened first and is still open is most often what is missing its end.
            return QueryError(f"the query ends too early{_open(found)}", text, len(text.rstrip()))
        at = max((number for number, begin in enumerate(begins) if begin <= offset), default=0)
        return QueryError(reason[0] if reason else _unexpected(found[at], str(other)), text, found[at].begin)
    # Blanks made a query of it: they stand where none may.
    return QueryError("this cannot stand here", text, min(_offset(text, error), len(text)))


def _offset(text: str, error: SyntaxError) -> int:
    """Code points before the place that the parser tells."""
    match = _PLACE.match(str(error))
    if not match:
        return 0
    lines = text.split("\n")
    line = min(int(match[1]), len(lines))
    return sum(len(one) + 1 for one in lines[: line - 1]) + int(match[2]) - 1


def _reason(message: str) -> tuple[str, bool] | None:
    """In the user's words, and whether the query as a whole is meant; None where a word is out of its place."""
    for said, reason in _REASONS.items():
        if said in message:
            return reason, any(word in said for word in _WHOLE)
    return None


def _unexpected(token: Token, message: str) -> str:
    if token.kind == "name" and "Prefix not found" in message:
        prefix = token.text.partition(":")[0]
        return f"the prefix {prefix}: is not known: write PREFIX {prefix}: <…> before the query"
    if token.kind == "iri" and "IRI parsing failed" in message:
        return f"{token.text} is no whole IRI, or none at all"
    return f"{_told(token)} cannot stand here"


def _told(token: Token) -> str:
    return f"“{token.text if len(token.text) <= 40 else token.text[:39] + '…'}”"


def _open(found: list[Token]) -> str:
    waiting: list[str] = []
    for token in found:
        if token.text in ("{", "(", "["):
            waiting.append({"{": "}", "(": ")", "[": "]"}[token.text])
        elif waiting and token.text == waiting[-1]:
            waiting.pop()
    return f": “{waiting[-1]}” is missing" if waiting else ""
