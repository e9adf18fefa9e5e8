"""What a build is asked for. It knows no tools: who only hands options on need not load any."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

import pyoxigraph

from kg.errors import UsageError
from kg.iri import document_iri, span_iri
from kg.model import Span
from kg.read.record import iso_date

__all__ = ["BASE", "DEFAULTS", "EVIDENCE", "Options", "checked"]

BASE = "https://example.org/kg/"
EVIDENCE = ("claims", "mentions", "none")

# `https:///x` and `c:\\x` are IRIs by the letter, but not what anybody means.
_ABSOLUTE = re.compile(r"https?://[^/?#]|(?!https?:)[A-Za-z][A-Za-z0-9+.-]+:.")


@dataclass(frozen=True, slots=True)
class Options:
    """What decides, beside the documents, which graph comes out. It can be sent to other processes and machines."""

    base: str = BASE
    date: str | None = None
    """For documents that bear none; ISO 8601."""
    ontology: tuple[Path, ...] = ()
    shapes: tuple[Path, ...] = ()
    pipeline: str | None = None
    """A shipped one's name, a package or a folder; None is the default."""
    evidence: str = "claims"
    text: bool = True


DEFAULTS = Options()


def checked(options: Options) -> Options:
    """The options, the date in its one form, where what can be seen without opening a file is right.

    Raises UsageError.
    """
    date = options.date
    if not _can_begin_iris(options.base):
        raise UsageError(
            f"the base {options.base!r} is no absolute IRI that others can begin with: give one like {BASE}"
        )
    if date is not None and (date := iso_date(date)) is None:
        raise UsageError("the date given for documents without one is no date: write it as 2025-07-05")
    if options.evidence not in EVIDENCE:
        raise UsageError(f"unknown evidence {options.evidence!r}: choose one of {', '.join(EVIDENCE)}")
    return replace(options, date=date)


def _can_begin_iris(base: str) -> bool:
    """Whether even the longest IRIs made from it, those of spans, are IRIs."""
    try:
        pyoxigraph.NamedNode(span_iri(document_iri(base, "id"), Span(0, 1)))
    except ValueError:
        return False
    return _ABSOLUTE.match(base) is not None
