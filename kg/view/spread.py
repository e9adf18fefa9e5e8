"""Where things stand in a still picture: near what they join, and so far apart that their names can be read."""

from __future__ import annotations

import math
from collections.abc import Sequence

from kg.view.layout import joins
from kg.view.records import Thing

_SPRING_LIMIT = 200
"""In larger parts a force-directed layout takes long, and no name could be read."""
_WIDE, _HIGH = 132.0, 46.0
"""Pixels that a thing takes with its name beside it."""
_ROUNDS = 150
_GAP = 60

Place = tuple[float, float]


def spread(things: Sequence[Thing]) -> list[Place]:
    """Pixels, y downwards, by number; the same for the same things."""
    import networkx as nx

    network = nx.Graph()
    network.add_nodes_from(range(len(things)))
    for number, thing in enumerate(things):
        network.add_edges_from((number, other) for other in joins(number, thing))
    parts = sorted((sorted(part) for part in nx.connected_components(network)), key=lambda part: (-len(part), part))
    blocks = [(part, _part(network, part, things)) for part in parts if len(part) > 1]
    singles = [part[0] for part in parts if len(part) == 1]
    found = _in_rows([_cornered(part, places) for part, places in blocks], singles)
    return [found[number] for number in range(len(things))]


def _part(network: object, part: list[int], things: Sequence[Thing]) -> list[Place]:
    import networkx as nx

    if len(part) > _SPRING_LIMIT:
        places = [(float(things[number].x), float(things[number].y)) for number in part]
    else:
        scale = 0.45 * math.sqrt(len(part) * _WIDE * _WIDE)
        # In order: the layout depends on it.
        plain = nx.Graph()
        plain.add_nodes_from(part)
        plain.add_edges_from(sorted(tuple(sorted(edge)) for edge in network.subgraph(part).edges))  # type: ignore[attr-defined]
        laid = nx.spring_layout(plain, seed=1, iterations=200, scale=scale)
        places = [(float(laid[number][0]) * 1.25, float(laid[number][1]) * 0.8) for number in part]
    return _apart([(round(x), round(y)) for x, y in places])


def _apart(places: Sequence[Place]) -> list[Place]:
    """Pushes what stands too near to one another apart, along the shorter way."""
    xs, ys = [x for x, _ in places], [y for _, y in places]
    for _ in range(_ROUNDS if len(places) <= _SPRING_LIMIT else 0):
        moved = False
        for one in range(len(xs)):
            for other in range(one + 1, len(xs)):
                wide, high = _WIDE - abs(xs[one] - xs[other]), _HIGH - abs(ys[one] - ys[other])
                if wide <= 0 or high <= 0:
                    continue
                moved = True
                if high < wide:
                    push = high / 2 + 0.5 if ys[one] >= ys[other] else -high / 2 - 0.5
                    ys[one], ys[other] = ys[one] + push, ys[other] - push
                else:
                    push = wide / 2 + 0.5 if xs[one] >= xs[other] else -wide / 2 - 0.5
                    xs[one], xs[other] = xs[one] + push, xs[other] - push
        if not moved:
            break
    return [(float(round(x)), float(round(y))) for x, y in zip(xs, ys, strict=True)]


def _cornered(part: list[int], places: Sequence[Place]) -> tuple[dict[int, Place], float, float]:
    """The part with its upper left corner at 0, its width and its height."""
    left, top = min(x for x, _ in places), min(y for _, y in places)
    moved = {number: (x - left, y - top) for number, (x, y) in zip(part, places, strict=True)}
    return moved, max(x for x, _ in moved.values()), max(y for _, y in moved.values())


def _in_rows(blocks: Sequence[tuple[dict[int, Place], float, float]], singles: Sequence[int]) -> dict[int, Place]:
    """Parts from left to right, then below; last, in columns, what is joined with nothing."""
    found: dict[int, Place] = {}
    area = sum((wide + _WIDE) * (high + _HIGH) for _, wide, high in blocks) + len(singles) * _WIDE * _HIGH
    most = max([1.3 * math.sqrt(area), *(wide for _, wide, _ in blocks)], default=0)
    left = top = row = 0.0
    for places, wide, high in blocks:
        if left and left + wide > most:
            left, top, row = 0.0, top + row + _GAP, 0.0
        found.update({number: (left + x, top + y) for number, (x, y) in places.items()})
        left, row = left + wide + _WIDE, max(row, high)
    top += row + _GAP if blocks else 0
    columns = max(int(most // _WIDE), 1)
    for at, number in enumerate(singles):
        found[number] = (_WIDE * (at % columns), top + _HIGH * (at // columns))
    return found
