"""Tools that stay as long as the process: Python's collector need not look at them."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def lasting() -> Iterator[None]:
    """Everything that is in the process at the end of it is taken to stay; only for processes of kg's own.

    The collector would go through all that was made again and again while more is made.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        gc.enable()
