"""Lists of names: what most of them are, the others are too (*Boeing, Airbus, Acme, and Amazon*)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.extract.found import ORGANIZATION, PLACE, Found, Near

_WORD = r"[A-Z][\w.&'\u2019-]*\w"
_NAME = rf"(?:the )?{_WORD}(?: {_WORD}){{0,5}}(?:/{_WORD})?"
_LIST = re.compile(rf"\b{_NAME}(?:, {_NAME}){{3,}}(?:,? and {_NAME})?")
_ONE = re.compile(rf"{_WORD}(?: {_WORD})*")


def organizations(text: str, found: Sequence[Found]) -> list[Found]:
    """Names in lists of organizations that nobody knows, or that alone would be places."""
    named: list[Found] = []
    near = Near(found)
    for match in _LIST.finditer(text):
        of_list = near.over(match.start(), match.end())
        bodies = sum(f.type == ORGANIZATION for f in of_list)
        places = sum(f.type == PLACE and f.hit is not None for f in of_list)
        # States and persons among them: a list of something else.
        if bodies < 3 or bodies <= 2 * places or any(f.type not in (ORGANIZATION, PLACE) for f in of_list):
            continue
        for name in _ONE.finditer(text, match.start(), match.end()):
            here = [f for f in of_list if f.begin < name.end() and f.end > name.start()]
            if all(f.type == PLACE and (f.begin, f.end) == name.span() for f in here):
                named.append(Found(*name.span(), ORGANIZATION, None, ""))
    return named
