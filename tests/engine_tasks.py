"""What the processes of an engine are asked to do in tests: they import no more than this."""

from __future__ import annotations

from kg.errors import InputError


def square(number: int) -> int:
    return number * number


def gone(number: int) -> int:
    raise InputError("a file is gone")


def never(number: int) -> int:
    raise OSError("no connection")
