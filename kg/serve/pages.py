"""The pages that a server shows: the viewer with a query editor beside the drawing, and the editor alone."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html import escape
from importlib.resources import files

import pyoxigraph

from kg import query, view
from kg.ontology.terms import PREFIXES

__all__ = ["editor", "viewer"]

_HOLE = re.compile(r"\{\{(\w+)\}\}")
_FIRST = """# What is in this graph
SELECT ?class (COUNT(?thing) AS ?things) {
  ?thing a ?class ; rdfs:label ?label .
}
GROUP BY ?class
ORDER BY DESC(?things)"""


def viewer(store: pyoxigraph.Store, title: str) -> str:
    """The graph drawn, with a pane to ask it. Raises KgError."""
    extra = view.Extra("Ask", _pane(), style=_asset("query.css"), script=_asset("query.js"), connect="'self'")
    return view.page(store, title=title, extra=extra)


def editor(title: str) -> str:
    """The editor and its answers alone."""
    style = _asset("alone.css") + _asset("query.css")
    script = _asset("query.js")
    policy = (
        f"default-src 'none'; script-src {_hash(script)}; style-src {_hash(style)}; img-src data:; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'"
    )
    filled = {
        "policy": policy,
        "title": escape(title),
        "style": style,
        "script": script,
        "pane": _pane(),
    }
    return _filled("alone.html", filled)


def _pane() -> str:
    asked = [("What is in this graph", _FIRST), *((one.title, _text(one)) for one in query.questions())]
    options = (f'<option data-query="{escape(text)}">{escape(title)}</option>' for title, text in asked)
    # A data block of a page ends at the first `</`.
    prefixes = json.dumps(PREFIXES).replace("</", "<\\/")
    return _filled("query.html", {"examples": "".join(options), "query": escape(_FIRST), "prefixes": prefixes})


def _text(question: query.Question) -> str:
    """The question, with a word on what may be filled in."""
    told = [f"# {question.title}"]
    told += [f"# VALUES ?{one.name} {{ … }} may hold {one.kind}s: {one.help}" for one in question.parameters]
    return "\n".join([*told, question.text.strip()])


def _filled(name: str, values: dict[str, str]) -> str:
    return _HOLE.sub(lambda match: values[match[1]], _asset(name))


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _asset(name: str) -> str:
    return files("kg.serve").joinpath("assets", name).read_text(encoding="utf-8")
