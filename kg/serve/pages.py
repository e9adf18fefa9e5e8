"""The pages that a server shows: the viewer with a query editor beside the drawing, and the editor alone."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import asdict
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
    extra = view.Extra("Ask", _pane(store), style=_asset("query.css"), script=_asset("query.js"), connect="'self'")
    return view.page(store, title=title, extra=extra)


def editor(store: pyoxigraph.Store, title: str) -> str:
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
        "pane": _pane(store),
    }
    return _filled("alone.html", filled)


def _pane(store: pyoxigraph.Store) -> str:
    first = f'<option value="" data-query="{escape(_FIRST)}" data-fields="[]">What is in this graph</option>'
    options = [first, *(_option(question) for question in query.questions())]
    # A data block of a page ends at the first `</`.
    base = query.base(store)
    prefixes = json.dumps(PREFIXES | ({"": base} if base else {})).replace("</", "<\\/")
    return _filled("query.html", {"examples": "".join(options), "query": escape(_FIRST), "prefixes": prefixes})


def _option(question: query.Question) -> str:
    fields = [asdict(parameter) for parameter in question.parameters]
    text = f"# {question.title}\n{question.text.strip()}"
    data = {"query": text, "fields": json.dumps(fields, ensure_ascii=False)}
    attributes = "".join(f' data-{name}="{escape(value)}"' for name, value in data.items())
    return f'<option value="{escape(question.name)}"{attributes}>{escape(question.title)}</option>'


def _filled(name: str, values: dict[str, str]) -> str:
    return _HOLE.sub(lambda match: values[match[1]], _asset(name))


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _asset(name: str) -> str:
    return files("kg.serve").joinpath("assets", name).read_text(encoding="utf-8")
