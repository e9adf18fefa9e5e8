"""Events told alike, taken together: a corpus tells the great ones a thousand times, and all of these fit alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.link.fit import Fit, fit
from kg.link.occurrence import LONGEST, Occurrence, Signature, World


@dataclass(frozen=True, slots=True)
class Group:
    """Events of one signature, each in documents of its own; or `twins`, which one document tells alike."""

    signature: Signature
    members: tuple[Occurrence, ...]
    """Sorted by IRI, one at least."""
    documents: frozenset[str]
    publishers: frozenset[str]
    twins: bool = False
    """Whatever fits one of them fits the others: nothing is linked with them."""


def grouped(occurrences: Iterable[Occurrence], world: World) -> list[Group]:
    """Sorted by the first member; what says too little of itself to be known even by its double is left away."""
    alike: dict[Signature, list[Occurrence]] = defaultdict(list)
    for one in sorted(occurrences, key=lambda one: one.iri):
        alike[one.signature].append(one)
    groups = [
        group for signature, members in alike.items() if fit(signature, signature, world)
        for group in _split(members)
    ]  # fmt: skip
    return sorted(groups, key=lambda group: [member.iri for member in group.members])


def _split(members: Sequence[Occurrence]) -> Iterator[Group]:
    by_document: dict[str, list[Occurrence]] = defaultdict(list)
    for member in members:
        for document in member.documents:
            by_document[document].append(member)
    twins = {tuple(found) for found in by_document.values() if len(found) > 1}
    twinned = {member.iri for found in twins for member in found}
    if single := tuple(member for member in members if member.iri not in twinned):
        yield _group(single)
    for found in twins:
        yield _group(found, twins=True)


def _group(members: tuple[Occurrence, ...], twins: bool = False) -> Group:
    documents: frozenset[str] = frozenset().union(*(member.documents for member in members))
    publishers: frozenset[str] = frozenset().union(*(member.publishers for member in members))
    return Group(members[0].signature, members, documents, publishers, twins)


class Fits:
    """Which groups fit one another."""

    def __init__(self, groups: Sequence[Group], world: World) -> None:
        self.groups = groups
        self.world = world

    def of(self, a: int, b: int) -> Fit | None:
        """Why the two may be one event, whatever documents they stand in."""
        one, other = self.groups[a], self.groups[b]
        found = fit(one.signature, other.signature, self.world)
        publishers = one.publishers | other.publishers
        if found and (found.apart or found.stand_ins) and one.publishers & other.publishers - {""}:
            # One house tells each meeting once, with the same people, and dates all of its news alike.
            return None
        if found and found.apart and "" in publishers:
            # Where it is Sunday in Washington, it is Monday in Tokyo; but whether these are two places is not known.
            return None
        return found

    def all(self) -> Iterator[tuple[Fit, int, int]]:
        """Every pair of groups of different documents that fit, once, the lesser number first."""
        blocks: dict[tuple[str, int, str], list[int]] = defaultdict(list)
        for n, group in enumerate(self.groups):
            for party in {p for filler in group.signature.fillers for p in self.world.parties(filler)}:
                blocks[group.signature.type, group.signature.first, party].append(n)
        for n, group in enumerate(self.groups):
            for other in self._near(group.signature, blocks):
                if other <= n or group.documents & self.groups[other].documents:
                    continue
                if found := self.of(n, other):
                    yield found, n, other

    def _near(self, signature: Signature, blocks: dict[tuple[str, int, str], list[int]]) -> list[int]:
        """Whatever fits shares a party with each filler: so the one of whom least is told finds it all."""
        days = range(signature.first - LONGEST + 1, signature.first + LONGEST)
        candidates = [
            [blocks.get((signature.type, day, party), []) for day in days for party in self.world.parties(filler)]
            for filler in sorted(signature.fillers)
        ]
        return sorted({n for block in min(candidates, key=lambda found: sum(map(len, found))) for n in block})
