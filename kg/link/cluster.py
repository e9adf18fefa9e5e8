"""Which events are linked: the best fit first, and none where two fit equally well or a document tells them as two."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from kg.link.fit import Fit
from kg.link.groups import Fits, Group, grouped
from kg.link.occurrence import Occurrence, World


@dataclass(frozen=True, slots=True)
class Link:
    """Two events of different documents that are the same one, `one` the first by IRI."""

    one: Occurrence
    other: Occurrence
    fit: Fit


@dataclass(frozen=True, slots=True)
class Left:
    """An event that is not linked with any of `candidates`, though they fit."""

    event: str
    candidates: tuple[str, ...]
    chain: bool
    """There is one candidate, but what either is linked with already contradicts; otherwise the candidates do."""


@dataclass(frozen=True, slots=True)
class Outcome:
    links: tuple[Link, ...]
    left: tuple[Left, ...]


def link(occurrences: Sequence[Occurrence], world: World) -> Outcome:
    """Links that make a forest: n events that are one get n - 1 of them. The same in any order of `occurrences`."""
    groups = grouped(occurrences, world)
    linking = _Linking(groups, Fits(groups, world))
    return linking.run()


class _Linking:
    """Groups that are joined to clusters; each cluster is one event, and bears the number of one of its groups."""

    def __init__(self, groups: Sequence[Group], fits: Fits) -> None:
        self.groups = groups
        self.fits = fits
        self.cluster = list(range(len(groups)))
        self.within = {n: [n] for n in range(len(groups))}
        self.documents = {n: set(group.documents) for n, group in enumerate(groups)}
        # Documents in which several fit a cluster equally well: no weaker fit there will do.
        self.settled: dict[int, set[str]] = defaultdict(set)
        self.links: list[Link] = []
        self.torn: dict[int, set[int]] = defaultdict(set)
        self.left: list[Left] = []

    def run(self) -> Outcome:
        for n, group in enumerate(self.groups):
            for member in group.members[1:] if not group.twins else ():
                self._link(group.members[0], member, self.fits.of(n, n))
        pairs = sorted((found.rank, a, b) for found, a, b in self.fits.all())
        for _, tier in groupby(pairs, key=lambda pair: pair[0]):
            self._join([(a, b) for _, a, b in tier])
        for n, others in self.torn.items():
            self.left.append(Left(self._name(n), tuple(sorted(i for c in others for i in self._names(c))), chain=False))
        return Outcome(
            tuple(sorted(self.links, key=lambda link: (link.one.iri, link.other.iri))),
            tuple(sorted(self.left, key=lambda left: (left.event, left.candidates))),
        )

    def _join(self, tier: Sequence[tuple[int, int]]) -> None:
        """All pairs that fit equally well: first those between which nothing decides are put aside."""
        tier = [pair for pair in tier if self._open(*pair)]
        neighbours: dict[int, dict[int, list[tuple[int, int]]]] = defaultdict(lambda: defaultdict(list))
        for a, b in tier:
            c, d = self.cluster[a], self.cluster[b]
            neighbours[c][d].append((a, b))
            neighbours[d][c].append((a, b))
        aside: set[tuple[int, int]] = set()
        for cluster, found in sorted(neighbours.items()):
            twins = self.groups[cluster].twins
            torn = {
                c for c in found
                if twins or self.groups[c].twins or any(c != d and not self._compatible(c, d) for d in found)
            }  # fmt: skip
            for other in torn:
                aside.update(found[other])
                self.settled[cluster] |= self.documents[other]
                self.settled[other] |= self.documents[cluster]
            # With twins it is the other that cannot choose, and that tells it.
            if named := {self._first(c) for c in torn if self.groups[c].twins or not twins}:
                self.torn[self._first(cluster)] |= named
        for pair in tier:
            if pair not in aside:
                self._unite(*pair)

    def _open(self, a: int, b: int) -> bool:
        """Whether the two may still become one: better pairs are joined by now."""
        c, d = self.cluster[a], self.cluster[b]
        if c == d or self.settled[c] & self.documents[d] or self.settled[d] & self.documents[c]:
            return False
        if self._compatible(c, d):
            return True
        one, other = sorted((self._name(a), self._name(b)))
        self.left.append(Left(one, (other,), chain=True))
        return False

    def _compatible(self, c: int, d: int) -> bool:
        """Whether no document tells both as two, and each event of the one fits each of the other."""
        if self.documents[c] & self.documents[d]:
            return False
        return all(self.fits.of(a, b) is not None for a in self.within[c] for b in self.within[d])

    def _unite(self, a: int, b: int) -> None:
        if not self._open(a, b):
            return
        c, d = self.cluster[a], self.cluster[b]
        for n in self.within[d]:
            self.cluster[n] = c
        self.within[c] += self.within.pop(d)
        self.documents[c] |= self.documents.pop(d)
        self.settled[c] |= self.settled.pop(d, set())
        self._link(self.groups[a].members[0], self.groups[b].members[0], self.fits.of(a, b))

    def _link(self, a: Occurrence, b: Occurrence, found: Fit | None) -> None:
        if found:
            one, other = sorted((a, b), key=lambda one: one.iri)
            self.links.append(Link(one, other, found))

    def _first(self, cluster: int) -> int:
        return min(self.within[cluster])

    def _name(self, n: int) -> str:
        return self.groups[n].members[0].iri

    def _names(self, n: int) -> list[str]:
        group = self.groups[n]
        return [member.iri for member in (group.members if group.twins else group.members[:1])]
