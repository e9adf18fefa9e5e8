"""Libraries that only some tasks need, and the extra of the distribution that brings them."""

from __future__ import annotations

import importlib
from types import ModuleType

from kg.errors import UsageError


def needed(module: str, extra: str, what: str) -> ModuleType:
    """The module; `what` (*kg serve*) cannot do without it. Raises UsageError with the command that installs it."""
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        # A module that is there and misses one of its own parts is another matter.
        if error.name is None or error.name.partition(".")[0] != module.partition(".")[0]:
            raise
        raise UsageError(f"{what} needs {module.partition('.')[0]}: pip install 'kg-builder[{extra}]'") from None
