"""The numbers of a graph, to be read by people and by programs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict

from kg.characters import escaped, shown
from kg.iri import local_name
from kg.ontology.terms import KG, PREFIXES
from kg.stats.records import Class, Period, Stats

_MONTHS = 36
"""So many months are listed; where there are more, their years are."""
_FACTUALITIES = tuple(KG + name for name in ("Actual", "Planned", "Possible", "Negated", "Halted"))
_LONGER, _UNKNOWN = "several years", "not told"


def as_json(stats: Stats) -> str:
    """All numbers, with IRIs, in the order in which they are shown."""
    return escaped(json.dumps(asdict(stats), ensure_ascii=False, indent=2)) + "\n"


def lines(stats: Stats) -> Iterator[str]:
    """Tables, names at the end of each row."""
    yield from _table(
        (),
        [
            (stats.statements, "statements"),
            (stats.articles, "articles"),
            (stats.entities, "entities"),
            (stats.events, "events"),
        ],
    )
    for title, header, rows in (
        ("Articles that tell little", ("articles", ""), _coverage(stats)),
        ("Entities by class", ("entities", "class"), [(one.count, _name(one)) for one in stats.entity_classes]),
        ("Events by class and factuality", *_factualities(stats.event_classes)),
        ("By month" if _by_month(stats) else "By year", ("articles", "events", "when"), _periods(stats)),
        ("Sources", ("articles", "events", "source"), _sources(stats)),
        (
            "Entities with most links",
            ("links", "events", "others in them", "articles", "entity"),
            _connected(stats),
        ),
    ):
        if rows:
            yield ""
            yield title
            yield from _table(header, rows)
    if stats.unplaced:
        yield ""
        yield (
            f"Of {stats.unplaced:,} things the graph does not tell in which article they stand: those articles may "
            "tell more than is counted here. Build it with evidence, or as N-Quads or a store."
        )


def _coverage(stats: Stats) -> list[tuple[object, ...]]:
    told = asdict(stats.coverage)
    words = {
        "no_date": "without a date",
        "no_source": "without a source",
        "no_entity": "that name nobody and nothing",
        "no_event": "that tell no event",
        "no_fact": "that tell no fact, only names",
    }
    if not stats.articles:
        return []
    return [(told[key], f"{_percent(told[key], stats.articles):>6}  {what}") for key, what in words.items()]


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%"


def _factualities(classes: Sequence[Class]) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
    others = sorted({iri for one in classes for iri in one.factuality} - set(_FACTUALITIES))
    columns = (*_FACTUALITIES, *others)
    header = ("events", *(shown(local_name(iri)) for iri in columns), "disputed", "class")
    rows = [(one.count, *(one.factuality.get(iri, 0) for iri in columns), one.disputed, _name(one)) for one in classes]
    return header, rows


def _by_month(stats: Stats) -> bool:
    return len(stats.periods) <= _MONTHS


def _periods(stats: Stats) -> list[tuple[object, ...]]:
    periods = stats.periods if _by_month(stats) else _years(stats.periods)
    if not any(one.name for one in periods):
        return []
    names = {"": _UNKNOWN, "longer": _LONGER}
    return [(one.articles, one.events, shown(names.get(one.name, one.name))) for one in periods]


def _years(periods: Iterable[Period]) -> list[Period]:
    articles, events = Counter[str](), Counter[str]()
    for one in periods:
        year = one.name if one.name == "longer" else one.name[:4]
        articles[year] += one.articles
        events[year] += one.events
    return [Period(year, articles[year], events[year]) for year in articles]


def _sources(stats: Stats) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = [(one.articles, one.events, shown(one.name or one.iri)) for one in stats.sources]
    if stats.other_sources:
        rows.append(("", "", f"and {stats.other_sources:,} more"))
    return rows


def _connected(stats: Stats) -> list[tuple[object, ...]]:
    return [
        (
            one.links,
            one.events,
            one.others,
            one.articles,
            f"{shown(one.label) or shown(one.iri)} ({', '.join(map(_compact, one.types))})",
        )
        for one in stats.connected
    ]


def _name(one: Class) -> str:
    return _compact(one.iri) if one.iri else "no class"


def _compact(iri: str) -> str:
    """`Call` for `kg:Call`; a class of another vocabulary with its prefix, or whole."""
    if iri.startswith(KG):
        return shown(iri.removeprefix(KG))
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return shown(f"{prefix}:{iri.removeprefix(namespace)}")
    return shown(iri)


def _table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> Iterator[str]:
    """Numbers to the right, under their names; the last column is text of any length."""
    cells = [[f"{one:,}" if isinstance(one, int) else str(one) for one in row] for row in rows]
    whole = [list(header), *cells] if header else cells
    widths = [max(len(row[at]) for row in whole) for at in range(len(whole[0]) - 1)]
    for row in whole:
        numbers = "  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=False))
        yield f"  {numbers}  {row[-1]}".rstrip()
