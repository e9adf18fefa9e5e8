"""What linking compares: an event as a graph tells it, and what the graph knows of who stands for whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kg.ontology.terms import KG

ACTUAL, PLANNED = KG + "Actual", KG + "Planned"
# A stretch of more days (a month, a war) does not tell one event from another.
LONGEST = 3


@dataclass(frozen=True, slots=True)
class Signature:
    """All that two events are compared by; events of equal signatures are told alike."""

    type: str
    """The class, an IRI."""
    identity: tuple[frozenset[str], ...]
    """The fillers of each role that identifies the class, in the ontology's order."""
    others: tuple[tuple[str, frozenset[str]], ...]
    """Its other roles that can tell it from another event, and their fillers; only those that are filled."""
    factuality: str
    """`ACTUAL` or `PLANNED`: what else an event may be, nobody can be sure that two articles mean the same one."""
    first: int
    """Its first day, as `date.toordinal()`."""
    last: int
    stated: bool
    """Whether the text tells the days; otherwise they are the article's day of publication."""
    rounds: str = ""

    @property
    def fillers(self) -> frozenset[str]:
        return frozenset().union(*self.identity)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One event of a graph."""

    iri: str
    signature: Signature
    documents: frozenset[str]
    """All that tell it: several, where its IRI is one that articles share."""
    publishers: frozenset[str]
    """Theirs; an empty one for an article that does not tell."""
    span: str
    """The IRI of the words that tell it, the first ones of the first document."""


@dataclass(frozen=True, slots=True)
class World:
    """What the graph as a whole says of the fillers, whichever article says it."""

    represents: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Person or organization to all that it stands for, also by way of an organization."""
    persons: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    """What is a place and no state."""

    def stand_for_one_another(self, one: str, other: str) -> bool:
        return other in self.represents.get(one, ()) or one in self.represents.get(other, ())

    def parties(self, filler: str) -> frozenset[str]:
        """The filler and all that it stands for: whoever may fill its place has one of these, too."""
        return self.represents.get(filler, frozenset()) | {filler}
