"""Why the graph says what it says of a thing: each fact, the words that it stands on, and the rule that read it."""

from __future__ import annotations

import pyoxigraph

from kg.errors import UsageError
from kg.explain.as_json import rendered as to_json
from kg.explain.gather import gathered
from kg.explain.page import rendered as to_page
from kg.explain.records import Explanation
from kg.explain.text import rendered as to_text
from kg.find import found

__all__ = ["FORMATS", "Explanation", "explain", "rendered"]

FORMATS = ("text", "html", "json")


def explain(store: pyoxigraph.Store, name: str) -> Explanation:
    """All that the graph knows of one entity or event. Raises UsageError where the name means none, or several.

    `name`: the IRI; its last part, as `person/joe-biden`; or a label that nothing else has.
    """
    return gathered(store, found(store, name))


def rendered(explanation: Explanation, format: str, *, width: int = 80, colour: bool = False) -> str:
    """As `text` (lines of at most `width` characters, marked with colours if so wanted), `html` or `json`."""
    if format == "text":
        return to_text(explanation, width=width, colour=colour)
    if format == "html":
        return to_page(explanation)
    if format == "json":
        return to_json(explanation)
    raise UsageError(f"unknown format {format!r}: choose one of {', '.join(FORMATS)}")
