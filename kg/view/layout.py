"""Where things are drawn at first: whole numbers, the same for the same graph; the page then lets forces act."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from kg.view.records import Thing

_GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))
_APART, _NEAR = 100, 30
"""Between entities, and between events that join the same ones."""


def placed(things: Sequence[Thing]) -> tuple[Thing, ...]:
    """Entities on a spiral, the most joined innermost; events in the midst of what they join."""
    degree: Counter[int] = Counter()
    for number, thing in enumerate(things):
        joined = joins(number, thing)
        degree.update(joined)
        degree[number] += len(joined)
    ranked = sorted((n for n, thing in enumerate(things) if not thing.is_event), key=lambda n: (-degree[n], n))
    places = {number: _on_spiral(rank, _APART) for rank, number in enumerate(ranked)}
    alone = len(ranked)
    crowds: Counter[tuple[float, float]] = Counter()
    for number, thing in enumerate(things):
        if not thing.is_event:
            continue
        around = [places[other] for other in joins(number, thing) if not things[other].is_event]
        if not around:
            places[number] = _on_spiral(alone, _APART)
            alone += 1
            continue
        midst = sum(x for x, _ in around) / len(around), sum(y for _, y in around) / len(around)
        crowds[midst] += 1
        x, y = _on_spiral(crowds[midst], _NEAR)
        places[number] = midst[0] + x, midst[1] + y
    return tuple(replace(t, x=round(places[n][0]), y=round(places[n][1])) for n, t in enumerate(things))


def joins(number: int, thing: Thing) -> list[int]:
    """The other drawn things that are values of its facts, each once."""
    return sorted({fact.thing for fact in thing.facts if fact.thing >= 0} - {number})


def _on_spiral(rank: int, apart: int) -> tuple[float, float]:
    radius, angle = apart * math.sqrt(rank), rank * _GOLDEN_ANGLE
    return radius * math.cos(angle), radius * math.sin(angle)
