"""Whether two events may be the same one, and how well they fit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kg.link.occurrence import PLANNED, Signature, World

SAME_DAY, NEXT_DAY = "link-same-day", "link-next-day"
PUBLICATION_DAY, PLANNED_DAY = "link-publication-day", "link-planned-day"


@dataclass(frozen=True, slots=True, order=True)
class Fit:
    """Why two events may be one. Of two fits the lesser one is the better."""

    by_publication: bool
    """The day of one or both is only that of the article."""
    apart: int
    """By how many days their dates differ, 0 or 1."""
    stand_ins: tuple[tuple[str, str], ...]
    """Fillers that are not the same but stand for one another."""
    planned_and_held: bool

    @property
    def rule(self) -> str:
        if self.by_publication:
            return PUBLICATION_DAY
        if self.planned_and_held:
            return PLANNED_DAY
        return NEXT_DAY if self.apart else SAME_DAY

    @property
    def rank(self) -> tuple[bool, int, bool, bool]:
        """What makes one fit better than another: who the stand-ins are does not."""
        return self.by_publication, self.apart, bool(self.stand_ins), self.planned_and_held


def fit(one: Signature, other: Signature, world: World) -> Fit | None:
    """Why the two may be the same event; None if they are not, or if that is not sure enough."""
    if one.type != other.type or len({one.rounds, other.rounds} - {""}) > 1:
        return None
    apart = _days_apart(one, other)
    stand_ins = _stand_ins(one, other, world) if apart is not None else None
    if apart is None or stand_ins is None or not _agree(one, other, world):
        return None
    by_publication = not (one.stated and other.stated)
    planned_and_held = one.factuality != other.factuality
    if planned_and_held and by_publication:
        return None
    same_days = one.stated and other.stated and (one.first, one.last) == (other.first, other.last)
    if not same_days and (stand_ins or not one.fillers & other.fillers & world.persons):
        # Without the very day it takes people to know an event: states do many things a day.
        return None
    return Fit(by_publication, apart, stand_ins, planned_and_held)


def _days_apart(one: Signature, other: Signature) -> int | None:
    """0 or 1; None for more. A plan must name the day on which it came to be, or a few of which that is one."""
    if one.factuality != other.factuality:
        planned, held = (one, other) if one.factuality == PLANNED else (other, one)
        kept = held.first == held.last and planned.first <= held.first <= planned.last
        return 0 if kept else None
    apart = max(abs(one.first - other.first), abs(one.last - other.last))
    return apart if apart <= 1 else None


def _stand_ins(one: Signature, other: Signature, world: World) -> tuple[tuple[str, str], ...] | None:
    """The pairs by which the identifying roles match; None where they do not, or where nobody is in both."""
    pairs: set[tuple[str, str]] = set()
    for mine, theirs in zip(one.identity, other.identity, strict=True):
        found = _cover(mine, theirs, world)
        # A role that identifies by itself joins two sides at least: one that is known is not all of them.
        if found is None or (len(one.identity) == 1 and _sides(mine | theirs, world) < 2):
            return None
        pairs.update(found)
    if not one.fillers & other.fillers:
        return None
    return tuple(sorted(pairs))


def _cover(mine: frozenset[str], theirs: frozenset[str], world: World) -> list[tuple[str, str]] | None:
    """Who is on one side only stands for somebody who is on the other side only.

    Who is on both sides stands in for nobody: *Blinken and Lavrov* are not *Blinken, Lavrov and Russia*. And no two are
    left over who might both be there for the same state: the secretary is not the president.
    """
    left, right = mine - theirs, theirs - mine
    pairs = [(a, b) for a in left for b in right if world.stand_for_one_another(a, b)]
    if left != {a for a, _ in pairs} or right != {b for _, b in pairs}:
        return None
    rivals = ((a, b) for a in left for b in right if world.parties(a) & world.parties(b))
    return pairs if all(world.stand_for_one_another(a, b) for a, b in rivals) else None


def _sides(fillers: Iterable[str], world: World) -> int:
    """How many there are, where those who stand for one another are one."""
    sides: list[frozenset[str]] = []
    for filler in fillers:
        parties = world.parties(filler)
        joined = [side for side in sides if side & parties]
        sides = [side for side in sides if not side & parties] + [parties.union(*joined)]
    return len(sides)


def _agree(one: Signature, other: Signature, world: World) -> bool:
    """No other role that both fill has fillers of which none is shared."""
    mine, theirs = dict(one.others), dict(other.others)
    return all(_may_be_alike(mine[role], theirs[role], world) for role in mine.keys() & theirs.keys())


def _may_be_alike(mine: frozenset[str], theirs: frozenset[str], world: World) -> bool:
    if mine & theirs or any(world.stand_for_one_another(a, b) for a in mine for b in theirs):
        return True
    # A city and a state: the one may lie in the other.
    return bool(mine & world.places) != bool(theirs & world.places)
