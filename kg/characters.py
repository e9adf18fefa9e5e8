"""Text that others wrote, made safe to show: a terminal obeys control characters, and readers are misled by some."""

from __future__ import annotations

import re

_BLANKS = re.compile(r"[\t\n\r\v\f\x1c-\x1f\x85\u2028\u2029]+")
# C0, C1, what turns the direction of writing round, and the private characters that `kg.explain.text` marks with.
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ue000\ue001\ufeff\ud800-\udfff]")


def shown(text: str) -> str:
    """On one line; a character that a terminal would obey becomes U+FFFD."""
    return _UNSAFE.sub("\ufffd", _BLANKS.sub(" ", text))


def escaped(json: str) -> str:
    """JSON in which such characters are escapes, as within strings they may be."""
    return _UNSAFE.sub(lambda match: match[0] if match[0] == "\n" else f"\\u{ord(match[0]):04x}", json)
