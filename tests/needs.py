"""Programs that some tests need beside Python. Without one they are skipped, with the reason, or fail where all must
be there.

Set KG_REQUIRE_SERVERS=1 where every program has to be there.
"""

from __future__ import annotations

import os
import shutil
from typing import NoReturn

import pytest


def program(name: str, package: str = "") -> str:
    """The path of a program on PATH; `package`: the Debian package that has it, if it is called otherwise."""
    path = shutil.which(name)
    if path is None:
        missing(f"{name} is not installed (Debian package {package or name})")
    return path


def missing(reason: str) -> NoReturn:
    """Leaves the test: what it needs is not here."""
    if os.environ.get("KG_REQUIRE_SERVERS") == "1":
        pytest.fail(reason)
    pytest.skip(reason)
