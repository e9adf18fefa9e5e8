"""What a function of the tree finds at a token, found once: the tree does not change, and many rules ask the same."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from kg.extract.parsed import NOTHING, Token

_T = TypeVar("_T")


def once(function: Callable[[Token], _T]) -> Callable[[Token], _T]:
    """The function with a memory on the token. Who calls it must not change what it returns."""

    @wraps(function)
    def found(token: Token) -> _T:
        known = token.found
        if function in known:
            return known[function]
        value = function(token)
        if token.found is NOTHING:
            token.found = {}
        token.found[function] = value
        return value

    return found
