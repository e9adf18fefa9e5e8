"""Rows of places, capitals, subdivisions and GeoNames' cities to things."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gazetteer_things import Row, Table, Thing, ascii_letters, belonging, confirmed, exception, fold, straight


def places(
    rows: list[Row], state_rows: list[Row], cities: dict[str, Any], table: Table, by_name: dict[str, Thing]
) -> list[Thing]:
    """Every place, the most prominent first; a name that is there already is not added a second time."""
    known: dict[str, Thing] = {}
    for place in all_places(rows, cities, state_rows, table, by_name):
        first = known.setdefault(place.label, place)
        if first is not place:
            first.alt += place.alt
            first.same_as = first.same_as or place.same_as
    for label in known.keys() & set(table["ambiguous"]["names"]):
        known[label].facts.append(("lex:ambiguous", "true"))
    link_capitals(state_rows, by_name, known, table)
    return list(known.values())


def all_places(
    rows: list[Row], cities: dict[str, Any], state_rows: list[Row], table: Table, by_name: dict[str, Thing]
) -> Iterator[Thing]:
    """Places by source; a city of GeoNames that another source names already is left out."""
    known: set[str] = set()
    sources = (
        (of_row(row, table, by_name) for row in rows if row["label"] not in table["drop"]),
        (of_addition(row, by_name) for row in table["more"]["rows"]),
        of_subdivisions(table["subdivision"], by_name),
        capitals(state_rows, by_name, known),
    )
    for source in sources:
        for place in source:
            known |= {fold(name) for name in (place.label, *place.alt, *place.short)}
            yield place
    countries = {row["iso2"]: by_name[row["label"]] for row in state_rows if row["iso2"]}
    yield from of_cities(cities, table["cities"], countries, known)


def of_row(row: Row, table: Table, by_name: dict[str, Thing]) -> Thing:
    """A row of the reference; homonyms (two Tripolis) are told apart by their state."""
    label = table["label"].get(row["label"], row["label"])
    both = (row["label"], label)
    short = exception(table["short"], *both)
    if row["country"] in table["homonym"].get(label, ()):
        label, short = f"{label} ({row['country']})", [label, *short]
    alt = [name for name in row["aliases"] if name not in table["drop_alt"]] + exception(table["alt"], *both)
    country = table["of"].get(row["label"], row["country"])
    return belonging("place", label, row["kind"], by_name.get(country or ""), alt, short, confirmed(row))


def of_addition(row: list[Any], by_name: dict[str, Thing]) -> Thing:
    """A line of the hand-made list."""
    label, kind, country, alt, short = row
    return belonging("place", label, kind, by_name[country] if country else None, alt, short)


def of_subdivisions(table: Table, by_name: dict[str, Thing]) -> Iterator[Thing]:
    """Oblasts, provinces, states: the first form is the label."""
    for state, group in table.items():
        for name in group["names"]:
            first, *others = [form.format(name) for form in group["forms"]]
            short = [name] if group.get("bare") else []
            yield belonging("place", first, "region", by_name[group.get("of", state)], others, short)


def capitals(state_rows: list[Row], by_name: dict[str, Thing], known: set[str]) -> Iterator[Thing]:
    """Capitals that no other source names. Their ids are taken only where two sources agree."""
    for row in state_rows:
        capital = row["capital"] or {}
        label = straight(capital.get("label") or "")
        if label and fold(label) not in known and fold(label) not in {fold(name) for name in by_name}:
            agreed = "dr5hn agrees" in (capital.get("source") or "")
            state = by_name.get(row["label"])
            yield belonging("place", label, "city", state, [], [], capital["wikidata"] if agreed else "")


def of_cities(cities: dict[str, Any], limits: Table, countries: dict[str, Thing], known: set[str]) -> Iterator[Thing]:
    """Large cities of the world, smaller ones of the states at war; of two of one name, the larger."""
    names = limits["names"]
    for city in sorted(cities.values(), key=lambda city: (-city["population"], city["geonameid"])):
        least = limits["least"].get(city["countrycode"], limits["world"])
        if city["population"] < least or straight(city["name"]) in names["skip"]:
            continue
        label = ascii_letters(names["spelling"].get(straight(city["name"]), straight(city["name"])))
        if fold(label) not in known:
            known.add(fold(label))
            state = countries.get(city["countrycode"])
            yield belonging("place", label, "city", state, names["alt"].get(label, []), [])


def link_capitals(state_rows: list[Row], by_name: dict[str, Thing], known: dict[str, Thing], table: Table) -> None:
    """Point each State at its capital; the two may share names."""
    names = {fold(name): place for place in known.values() for name in (*place.alt, place.label)}
    for row in state_rows:
        state = by_name[row["label"]]
        label = table["capital"].get(row["label"]) or (row["capital"] or {}).get("label")
        if not label:
            continue
        capital = names[fold(straight(label))]
        capital.shares_with = state.label
        state.link("lex:capital", capital)
        if capital.same_as == state.same_as:
            capital.same_as = ""
