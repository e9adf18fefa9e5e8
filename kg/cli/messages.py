"""What is said on standard error, and the exit codes."""

from __future__ import annotations

import os
import re
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from kg.errors import KgError, OntologyError, PipelineError, UsageError
from kg.model import Literal, Problem, Quarantined, Report

ALL_WELL, NOT_ALL_WELL, USAGE, INTERRUPTED = 0, 1, 2, 130

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")


def say(message: str) -> None:
    """One line, whatever a file name or a text brings along."""
    print(f"kg: {_CONTROL.sub(' ', message)}", file=sys.stderr)


def problem(one: Problem) -> str:
    return f"{one.where}: {'' if one.refused else 'warning: '}{one.message}"


def quarantined(one: Quarantined) -> str:
    value = one.object.value if isinstance(one.object, Literal) else one.object
    return f"quarantined: {one.subject} {one.predicate} {value}: {one.violation.message}: {one.sentence!r}"


def summary(report: Report) -> str:
    counts = {
        "document": report.documents,
        "entity": report.entities,
        "event": report.events,
        "triple": report.triples,
    }
    told = [f"{count:,} {_plural(noun) if count != 1 else noun}" for noun, count in counts.items()]
    return ", ".join([*told, f"{report.quarantined:,} quarantined", f"{report.unreadable:,} unreadable"])


def _plural(noun: str) -> str:
    return noun[:-1] + "ies" if noun.endswith("y") else noun + "s"


@contextmanager
def told() -> Iterator[None]:
    """Every error that a user can cause as one line and an exit code, a warning as one line; never a traceback."""
    try:
        with warnings.catch_warnings():
            warnings.showwarning = lambda message, *_, **__: say(f"warning: {message}")
            yield
    except KgError as error:
        say(str(error))
        refused = isinstance(error, UsageError | OntologyError | PipelineError)
        raise typer.Exit(USAGE if refused else NOT_ALL_WELL) from None
    except BrokenPipeError:
        # Whoever reads has read enough (`| head`); without this Python complains on its way out.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(ALL_WELL) from None
    except OSError as error:
        say(f"{error.filename or 'output'}: {error.strerror or error}")
        raise typer.Exit(NOT_ALL_WELL) from None
    except KeyboardInterrupt:
        say("interrupted")
        raise typer.Exit(INTERRUPTED) from None
