"""A graph to look at: one page that needs no network, and still pictures.

>>> html = kg.view.page(store, title="Calls")
>>> html = kg.view.page(store, extra=kg.view.Extra("Query", "<form>…</form>", script="…", connect="'self'"))
"""

from __future__ import annotations

import pyoxigraph

from kg.errors import UsageError
from kg.view.gather import gathered
from kg.view.page import Extra, rendered
from kg.view.records import View

__all__ = ["MOST", "TITLE", "Extra", "View", "page", "rendered", "view"]

TITLE = "Knowledge graph"
MOST = 3000
"""So many things are drawn unless told otherwise: what a browser lays out in seconds, and moves without a stutter."""


def page(store: pyoxigraph.Store, *, title: str = "", most: int = MOST, extra: Extra | None = None) -> str:
    """The page, HTML; the same for the same store. `most`: so many things are drawn; what is left out is told on it.

    `extra` adds a pane of one's own. Raises UsageError.
    """
    return rendered(view(store, most), title or TITLE, extra)


def view(store: pyoxigraph.Store, most: int = MOST) -> View:
    """What a page shows; `View.cut` tells what is left out. Raises UsageError."""
    if most < 1:
        raise UsageError(f"{most} things cannot be drawn: give 1 or more")
    return gathered(store, most)
