"""A graph to look at: one page that needs no network, and still pictures.

>>> html = kg.view.page(store, title="Calls")
>>> html = kg.view.page(store, extra=kg.view.Extra("Query", "<form>…</form>", script="…", connect="'self'"))
"""

from __future__ import annotations

from html import escape

import pyoxigraph

from kg.errors import UsageError
from kg.view.gather import gathered
from kg.view.page import Extra
from kg.view.page import rendered as to_page
from kg.view.picture import FORMATS as PICTURES
from kg.view.picture import rendered as to_picture
from kg.view.records import View

__all__ = ["MOST", "PICTURED", "PICTURES", "TITLE", "Extra", "View", "framed", "page", "picture", "view"]

TITLE = "Knowledge graph"
MOST = 3000
"""So many things are drawn unless told otherwise: what a browser lays out in seconds, and moves without a stutter."""
PICTURED = 60
"""So many on a still picture, where every name must be read without coming closer."""


def view(store: pyoxigraph.Store, most: int = MOST) -> View:
    """What a page or picture shows; `View.cut` tells what is left out. Raises UsageError."""
    if most < 1:
        raise UsageError(f"{most} things cannot be drawn: give 1 or more")
    return gathered(store, most)


def page(graph: pyoxigraph.Store | View, *, title: str = "", most: int = MOST, extra: Extra | None = None) -> str:
    """The page, HTML; the same for the same store. `most`: so many things are drawn; what is left out is told on it.

    `extra` adds a pane of one's own. Raises UsageError.
    """
    shown = graph if isinstance(graph, View) else view(graph, most)
    return to_page(shown, title or TITLE, extra)


def framed(html: str, height: int = 640) -> str:
    """A page as an element of another one, which it can neither read nor change. `height`: in CSS pixels."""
    return (
        f'<iframe title="Knowledge graph" sandbox="allow-scripts allow-popups" width="100%" height="{height}" '
        f'style="border: 1px solid #8888" srcdoc="{escape(html)}"></iframe>'
    )


def picture(graph: pyoxigraph.Store | View, format: str, *, title: str = "", most: int = PICTURED) -> bytes:
    """A still picture, `svg` or `png`; the same bytes for the same store. What is left out is told on it.

    Raises UsageError, as where matplotlib is not installed.
    """
    return to_picture(graph if isinstance(graph, View) else view(graph, most), format, title)
