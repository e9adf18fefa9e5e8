"""A view as one page of HTML that needs nothing else: scripts, styles and data stand in it, and it fetches nothing."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.resources import files

from kg.characters import shown
from kg.view.as_json import rendered as to_json
from kg.view.records import View

_LIBRARIES = ("graphology.umd.min.js", "forceatlas2.iterate.js", "sigma.min.js")
# In this order, within one function.
_SCRIPTS = ("dom", "data", "marks", "filters", "drawing", "layout", "timeline", "list", "panel", "main")
_MAP = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)
_HOLE = re.compile(r"\{\{(\w+)\}\}")


@dataclass(frozen=True, slots=True)
class Extra:
    """A pane of one's own beside the list, such as a query editor: HTML that is trusted, with its style and script.

    The script runs last and may use `window.kg` (`assets/main.js` tells what is in it), as `kg.show(iris)`, which
    marks those things in the drawing. `connect`: what it may fetch from, as a source of a Content-Security-Policy
    (`'self'`); nothing without it. The HTML has no inline handlers or styles: the page's policy forbids them.
    """

    title: str
    """On the pane's tab."""
    html: str
    style: str = ""
    script: str = ""
    connect: str = "'none'"


def rendered(view: View, title: str, extra: Extra | None = None) -> str:
    """The whole document; the same bytes for the same view."""
    scripts = {"libraries": _libraries(), "script": _script(), "extra_script": extra.script if extra else ""}
    styles = {"style": _asset("page.css"), "extra_style": extra.style if extra else ""}
    filled = {
        "policy": _policy(scripts.values(), styles.values(), extra.connect if extra else "'none'"),
        "title": escape(shown(title)),
        "data": to_json(view, shown(title)),
        "extra_title": escape(extra.title) if extra else "",
        "extra": extra.html if extra else "",
        **scripts,
        **styles,
    }
    return _HOLE.sub(lambda match: filled[match[1]], _asset("page.html"))


def _policy(scripts: Iterable[str], styles: Iterable[str], connect: str) -> str:
    """Nothing but the page's own scripts and styles, told by their hashes; no network."""
    parts = {
        "default-src": "'none'",
        "script-src": _hashes(scripts),
        "style-src": _hashes(styles),
        "img-src": "data:",
        "connect-src": connect,
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    return "; ".join(f"{name} {sources}" for name, sources in parts.items())


def _hashes(texts: Iterable[str]) -> str:
    digests = (base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in texts)
    return " ".join(f"'sha256-{digest}'" for digest in digests)


@cache
def _script() -> str:
    parts = "\n".join(_asset(f"{name}.js") for name in _SCRIPTS)
    return f'(() => {{\n"use strict";\n{parts}\n}})();\n'


@cache
def _libraries() -> str:
    parts = []
    for name in _LIBRARIES:
        text = _MAP.sub("", _asset(f"vendor/{name}"))
        if name.startswith("forceatlas2"):
            # The one module that is needed of that package: a function on two arrays.
            text = f"window.forceatlas2 = (() => {{ const module = {{}};\n{text}\nreturn module.exports; }})();"
        parts.append(text)
    # Called where there is WebGL: without it sigma fails as it loads.
    return "function loadLibraries() {\n" + "\n".join(parts) + "\n}\n"


def _asset(name: str) -> str:
    return files("kg.view").joinpath("assets", name).read_text(encoding="utf-8")
