"""The pages that a server shows: the viewer with a query editor beside the drawing, and the editor alone."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html import escape
from importlib.resources import files

import pyoxigraph

from kg import view
from kg.ontology.terms import PREFIXES

__all__ = ["editor", "viewer"]

_HOLE = re.compile(r"\{\{(\w+)\}\}")
_EXAMPLES: tuple[tuple[str, str], ...] = (
    (
        "How many of each kind are there?",
        "SELECT ?class (COUNT(DISTINCT ?thing) AS ?things)\nWHERE {\n  ?thing a ?class ; rdfs:label ?label .\n"
        "  FILTER(STRSTARTS(STR(?class), STR(kg:)))\n}\nGROUP BY ?class\nORDER BY DESC(?things)",
    ),
)


def viewer(store: pyoxigraph.Store, title: str) -> str:
    """The graph drawn, with a pane to ask it. Raises KgError."""
    extra = view.Extra("Ask", _pane(), style=_asset("query.css"), script=_asset("query.js"), connect="'self'")
    return view.page(store, title=title, extra=extra)


def editor(title: str, statements: int) -> str:
    """The editor and its answers: what is left where a graph is too large to draw."""
    style = _asset("alone.css") + _asset("query.css")
    script = _asset("query.js")
    policy = (
        f"default-src 'none'; script-src {_hash(script)}; style-src {_hash(style)}; img-src data:; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'"
    )
    filled = {
        "policy": policy,
        "title": escape(title),
        "counts": f"{statements:,} statements",
        "style": style,
        "script": script,
        "pane": _pane(),
    }
    return _filled("alone.html", filled)


def _pane() -> str:
    options = (f'<option data-query="{escape(query)}">{escape(question)}</option>' for question, query in _EXAMPLES)
    # A data block of a page ends at the first `</`.
    prefixes = json.dumps(PREFIXES).replace("</", "<\\/")
    filled = {"examples": "".join(options), "query": escape(_EXAMPLES[0][1]), "prefixes": prefixes}
    return _filled("query.html", filled)


def _filled(name: str, values: dict[str, str]) -> str:
    return _HOLE.sub(lambda match: values[match[1]], _asset(name))


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _asset(name: str) -> str:
    return files("kg.serve").joinpath("assets", name).read_text(encoding="utf-8")
