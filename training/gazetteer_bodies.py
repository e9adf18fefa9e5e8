"""Rows of organizations, templates of ministries and forces, and the hand-made list to things."""

from __future__ import annotations

from collections.abc import Iterator

from gazetteer_things import Row, Table, Thing, belonging, confirmed, exception


def organizations(rows: list[Row], tables: dict[str, Table], states: dict[str, Thing]) -> list[Thing]:
    """Every body; one that comes from two sources is merged under its label."""
    table = tables["organizations"]
    known: dict[str, Thing] = {}
    for body in all_bodies(rows, table, tables["organizations_more"], states):
        first = known.setdefault(body.label, body)
        if first is not body:
            first.alt += body.alt
            first.short += body.short
    return list(known.values())


def all_bodies(rows: list[Row], table: Table, more: Table, states: dict[str, Thing]) -> Iterator[Thing]:
    """Bodies by source, the reference's first."""
    for row in rows:
        if row["label"] not in table["drop"]:
            yield of_row(row, table, states)
    for label, kind, state, alt, short in more["rows"]:
        yield belonging("organization", label, kind, states.get(state), alt, short)
    for template in table["template"].values():
        for name in template["states"]:
            yield of_template(template, table, states[name])


def of_row(row: Row, table: Table, states: dict[str, Thing]) -> Thing:
    """A row of the reference, without the names that stand for the State."""
    label = table["label"].get(row["label"], row["label"])
    both = (row["label"], label)
    own = [row["label"]] if label != row["label"] and "(" not in row["label"] else []
    short = exception(table["short"], *both)
    alt = [*own, *(name for name in row["aliases"] if names_it(name, table)), *exception(table["alt"], *both)]
    state = table["of"].get(label, row["represents"])
    alt = [name for name in alt if name not in short]
    return belonging("organization", label, row["kind"], states.get(state or ""), alt, short, confirmed(row))


def names_it(name: str, table: Table) -> bool:
    """Whether an alias names the body, and not the State whose soldiers it speaks of."""
    return name not in table["drop_names"] and name.split()[-1].lower() not in table["drop_alt"]


def of_template(template: Table, table: Table, state: Thing) -> Thing:
    """A ministry, force or parliament of a state, in the forms that English has for it."""
    adjectives = [value.split('"')[1] for predicate, value in state.facts if predicate == "lex:adjective"]
    article = "the " if state.label in table["article"]["names"] else ""
    names = [article + state.label, *exception(table["official"], state.label)]

    def spell(form: str) -> list[str]:
        return list(dict.fromkeys(form.format(adj=adjectives[0], name=name) for name in names))

    label = spell(template["label"])[0]
    alt = [name for form in template["alt"] for name in spell(form)] + exception(table["ministry"], label)
    return belonging("organization", label, template["kind"], state, alt, template["short"])
