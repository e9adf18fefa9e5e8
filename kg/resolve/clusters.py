"""Tellings of one event within a document, brought together."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.model import Filler, Literal, Telling
from kg.ontology.terms import KG

EARLIEST, LATEST, PLACE, TOPIC = (KG + p for p in ("earliest", "latest", "place", "topic"))
SITUATING = frozenset({PLACE, TOPIC})
# An anaphor takes up what was told not too long before: so many events of its class.
_REACH = 40


@dataclass
class Cluster:
    """One event and all that tells it; `values` is by role."""

    tellings: list[Telling] = field(default_factory=list)
    iri: str = ""
    values: dict[str, set[str | Literal]] = field(default_factory=lambda: defaultdict(set))
    facts: dict[str, Filler] = field(default_factory=dict)

    def add(self, telling: Telling) -> None:
        self.tellings.append(telling)
        for filler in telling.fillers:
            self.values[filler.role].add(filler.value)
        for fact in telling.facts:
            self.facts.setdefault(fact.role, fact)

    @property
    def type(self) -> str:
        return self.tellings[0].type

    @property
    def factuality(self) -> str:
        return self.tellings[0].factuality

    @property
    def bounds(self) -> tuple[str, str] | None:
        """The first and the last day, as far as the text tells."""
        return _bounds(self.facts)


def of(telling: Telling) -> Cluster:
    cluster = Cluster()
    cluster.add(telling)
    return cluster


def clustered(tellings: Sequence[Telling]) -> list[Cluster]:
    """One cluster an event, in the order in which the text tells them; an anaphor without a referent is none."""
    clusters: list[Cluster] = []
    by_class: dict[str, list[Cluster]] = defaultdict(list)
    by_filler: dict[tuple[str, str, str | Literal], list[int]] = defaultdict(list)
    for telling in tellings:
        if telling.anaphoric:
            recent = by_class[telling.type][-_REACH:]
            found = next((c for c in reversed(recent) if _takes_up(telling, c)), None)
        else:
            keys = [(telling.type, f.role, f.value) for f in telling.fillers if isinstance(f.value, str)]
            sharing = {n for k in keys if k[1] not in SITUATING for n in by_filler[k][-_REACH:]}
            found = next((clusters[n] for n in sorted(sharing, reverse=True) if _same(telling, clusters[n])), None)
        if found is None and telling.anaphoric:
            continue
        if found is None:
            found = Cluster()
            clusters.append(found)
            by_class[telling.type].append(found)
        number = len(clusters) - 1 if found is clusters[-1] else clusters.index(found)
        for filler in telling.fillers:
            numbers = by_filler[telling.type, filler.role, filler.value]
            if number not in numbers[-_REACH:]:
                numbers.append(number)
        found.add(telling)
    return clusters


def _takes_up(telling: Telling, cluster: Cluster) -> bool:
    """*The strikes* after a strike: nothing that it says contradicts; who joins is one more."""
    more = Counter(f.role for f in telling.fillers if f.role not in SITUATING)
    joins = len(more) == 1 and all(cluster.values.get(role) for role in more)
    return (joins or _agree(telling, cluster)) and _dates_agree(telling, cluster)


def _same(telling: Telling, cluster: Cluster) -> bool:
    """Of the two, a filler is shared already; now nothing may differ."""
    if telling.fresh:
        alike = [r for r in {f.role for f in telling.fillers} - SITUATING if cluster.values.get(r)]
        others = [r for r, values in cluster.values.items() if values and r not in SITUATING]
        # "A Russian air attack" after one on Dnipro: only all that is known of both makes them one.
        if len(alike) < len(others):
            return False
    return telling.factuality == cluster.factuality and _agree(telling, cluster) and _dates_agree(telling, cluster)


def _agree(telling: Telling, cluster: Cluster) -> bool:
    """For each role that both fill, one's values are among the other's."""
    for role in {f.role for f in telling.fillers} - {TOPIC}:
        mine = {f.value for f in telling.fillers if f.role == role}
        theirs = cluster.values.get(role, set())
        if theirs and not (mine <= theirs or theirs <= mine):
            return False
    return True


def _dates_agree(telling: Telling, cluster: Cluster) -> bool:
    mine, theirs = _bounds({f.role: f for f in telling.facts}), cluster.bounds
    return not (mine and theirs) or (mine[0] <= theirs[1] and theirs[0] <= mine[1])


def _bounds(facts: dict[str, Filler]) -> tuple[str, str] | None:
    earliest, latest = facts.get(EARLIEST), facts.get(LATEST)
    if earliest and latest and isinstance(earliest.value, Literal) and isinstance(latest.value, Literal):
        return earliest.value.value, latest.value.value
    return None
