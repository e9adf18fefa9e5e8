"""Rows of weapon systems and the hand-made kinds to things."""

from __future__ import annotations

import re

from gazetteer_things import PLAIN, Row, Table, Thing, confirmed, exception, straight


def weapons(rows: list[Row], table: Table) -> list[Thing]:
    """Generic kinds first, then the named systems; each named system has its kind as a broader one."""
    kinds = {label: generic(label, alt, label in table["vague"]) for label, _, alt in table["generic"]}
    for label, wider, _ in table["generic"]:
        if wider:
            kinds[label].link("skos:broader", kinds[wider])
    systems: dict[str, Thing] = {}
    for row in rows:
        if not row["generic"] and row["label"] not in table["drop"]["names"]:
            add(systems, of_row(row, table, kinds))
    for row in table["system"]:
        add(systems, system(row["label"], row["kind"], row["alt"], [], table, kinds))
    for label, kind, alt, short in table["more"]["rows"]:
        add(systems, system(label, kind, alt, short, table, kinds))
    return [*kinds.values(), *systems.values()]


def add(systems: dict[str, Thing], thing: Thing) -> None:
    """Keep one thing a label."""
    first = systems.setdefault(thing.label, thing)
    if first is not thing:
        first.alt += thing.alt
        first.short += thing.short


def generic(label: str, alt: list[str], vague: bool) -> Thing:
    """A kind; a vague one is often no weapon at all."""
    thing = Thing("weapon", label, list(alt))
    thing.facts.append(("lex:generic", "true"))
    if vague:
        thing.facts.append(("lex:vague", "true"))
    return thing


def of_row(row: Row, table: Table, kinds: dict[str, Thing]) -> Thing:
    """A row of the reference under its common name."""
    label = table["label"].get(row["label"]) or common_name(row)
    both = (row["label"], label)
    full = [row["label"]] if "(" not in row["label"] and "/" not in row["label"] else []
    alt = [name for name in full + row["aliases"] if name not in table["drop_alt"]["names"]]
    kind = table["kind"].get(row["kind"], row["kind"])
    short = exception(table["short"], *both)
    if "(" in label:
        short = [label.split(" (")[0], *short]
    alt = [name for name in alt + exception(table["alt"], *both) if name not in short]
    return system(label, kind, alt, short, table, kinds, confirmed(row))


def system(
    label: str,
    kind: str,
    alt: list[str],
    short: list[str],
    table: Table,
    kinds: dict[str, Thing],
    same_as: str = "",
) -> Thing:
    """A named system. A bare name that is an ordinary word stands alone only with its kind's noun.

    Regular plurals are left to the matcher.
    """
    ambiguous = (set(table["named"]["ambiguous"]) - set(table["named"]["unambiguous"])) | {label} & set(short)
    alt = [name for name in alt if name.removesuffix("s") not in {*alt, label} - {name}]
    thing = Thing("weapon", label.translate(PLAIN), same_as=same_as)
    thing.alt = [label, *(name for name in alt if name not in ambiguous)]
    thing.short = [*short, *(name for name in alt if name in ambiguous)]
    bare = label.split(" (")[0]
    if bare in ambiguous or bare != label:
        thing.alt += [f"{bare} {noun}" for noun in table["head"].get(kind, ())]
    if label in ambiguous:
        thing.facts.append(("lex:ambiguous", "true"))
    thing.link("skos:broader", kinds[kind])
    return thing


def common_name(row: Row) -> str:
    """The part that is an alias too: *Patriot* of *MIM-104 Patriot*, *F-16* of *F-16 Fighting Falcon*."""
    match = re.fullmatch(r"(\S*\d\S*) (\D.*)", row["label"])
    if not match:
        return straight(row["label"])
    designation, name = match.groups()
    return next((part for part in (name, designation) if part in row["aliases"]), straight(row["label"]))
