"""What a loader is asked, and what it answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

Tell: TypeAlias = Callable[[str], None]
"""Takes one line for the user: progress, or what is worth knowing while the work goes on."""


@dataclass(frozen=True, slots=True)
class Options:
    """How to load. None and empty leave it to the loader; one that a loader does not know is refused by name."""

    protocol: str | None = None
    """Of a SPARQL server: `graph-store` or `update`."""
    query: str | None = None
    """Of a SPARQL server: where it answers queries."""
    graph: str | None = None
    """Of a SPARQL server: the named graph for what stands in none."""
    batch: int | None = None
    """How many triples, nodes or relationships go in one request."""
    resume: Path | None = None
    """The journal of what is loaded already; without it the loader keeps one while it works."""
    timeout: float | None = None
    """Seconds to wait for an answer."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What is in the database now."""

    counts: Mapping[str, int] = field(default_factory=dict)
    """Singular noun to number, in the order to tell it: `{"document": 37, "triple": 22840}`."""
    kept: int = 0
    """How many of the first noun were there already, from a load that was interrupted."""
    problems: tuple[str, ...] = ()
    """One line for each thing that the database refused or changed; any makes the exit code 1."""
