"""spaCy without its command line. Importing this imports spaCy.

`import spacy` imports `spacy.cli` for the one function `spacy.info`, and with it web clients and templates: a third of
the time, which no build needs.
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import Any

_ASKED = "spacy.cli.info"


def _info(*arguments: Any, **options: Any) -> Any:
    """spaCy's own `info`, whose module is imported when somebody calls it."""
    return importlib.import_module(_ASKED).info(*arguments, **options)


if "spacy" not in sys.modules:
    instead: Any = ModuleType(_ASKED)
    instead.info = _info
    sys.modules[_ASKED] = instead
    try:
        importlib.import_module("spacy")
    finally:
        # Whoever imports the command line later gets it.
        del sys.modules[_ASKED]
