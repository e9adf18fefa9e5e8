"""What is said on standard error, and the exit codes."""

from __future__ import annotations

import os
import re
import signal
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import typer

from kg.errors import KgError, OntologyError, PipelineError, UsageError
from kg.model import Problem

ALL_WELL, NOT_ALL_WELL, USAGE, INTERRUPTED = 0, 1, 2, 130

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")


def say(message: str) -> None:
    """One line, whatever a file name or a text brings along."""
    print(f"kg: {_CONTROL.sub(' ', message)}", file=sys.stderr)


def problem(one: Problem) -> str:
    return f"{one.where}: {'' if one.refused else 'warning: '}{one.message}"


def quarantined(line: dict[str, Any]) -> str:
    """Of a line of a quarantine file."""
    fact = line["fact"]
    object_ = fact["object"]
    value = object_["@value"] if isinstance(object_, dict) else object_
    where = f"quarantined: {fact['subject']} {fact['predicate']} {value}"
    return f"{where}: {line['message']}: {line['sentence']!r}"


def summary(counts: dict[str, int], quarantined: int, unreadable: int) -> str:
    """`counts`: by noun."""
    told = [counted(count, noun) for noun, count in counts.items()]
    return ", ".join([*told, f"{quarantined:,} quarantined", f"{unreadable:,} unreadable"])


def counted(count: int, noun: str) -> str:
    return f"{count:,} {_plural(noun) if count != 1 else noun}"


def _plural(noun: str) -> str:
    return noun[:-1] + "ies" if noun.endswith("y") else noun + "s"


class _Interruptions:
    """Whether the user interrupted: code in C may turn that into an error of its own, such as a failed import."""

    def __init__(self) -> None:
        self.came = False

    def __call__(self, number: int, frame: FrameType | None) -> None:
        self.came = True
        signal.default_int_handler(number, frame)


@contextmanager
def told() -> Iterator[None]:
    """Every error that a user can cause as one line and an exit code, a warning as one line; never a traceback."""
    interruptions = _Interruptions()
    before = signal.getsignal(signal.SIGINT)
    if before is signal.default_int_handler:  # else they are ignored (nohup), or another program's to handle
        signal.signal(signal.SIGINT, interruptions)
    try:
        with warnings.catch_warnings():
            warnings.showwarning = lambda message, *_, **__: say(f"warning: {message}")
            yield
    except KeyboardInterrupt:
        raise _interrupted() from None
    except (KgError, OSError, ImportError) as error:
        if interruptions.came:
            raise _interrupted() from None
        raise typer.Exit(_told_of(error)) from None
    finally:
        if signal.getsignal(signal.SIGINT) is interruptions:
            signal.signal(signal.SIGINT, before)


def _interrupted() -> typer.Exit:
    say("interrupted")
    return typer.Exit(INTERRUPTED)


def _told_of(error: KgError | OSError | ImportError) -> int:
    """Says what is wrong and gives the exit code. Raises again what no user can have caused."""
    if isinstance(error, KgError):
        say(str(error))
        return USAGE if isinstance(error, UsageError | OntologyError | PipelineError) else NOT_ALL_WELL
    if isinstance(error, BrokenPipeError):
        # Whoever reads has read enough (`| head`); without this Python complains on its way out.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ALL_WELL
    if isinstance(error, OSError):
        say(f"{error.filename or 'output'}: {error.strerror or error}")
        return NOT_ALL_WELL
    raise error
