"""Rows of states to things: names, adjectives, demonyms, seats of government."""

from __future__ import annotations

from gazetteer_things import Row, Table, Thing, confirmed, exception, straight


def states(rows: list[Row], table: Table) -> list[Thing]:
    """Every row is a State, the de facto ones too."""
    return [state(row, table) for row in rows]


def state(row: Row, table: Table) -> Thing:
    """One State; its capital is linked when the places are known."""
    label = table["label"].get(row["label"], row["label"])
    both = (row["label"], label)
    alt = [name for name in map(straight, [row["label"], *row["aliases"]]) if is_english(name, table)]
    short = exception(table["short"], *both)
    alt = [name for name in alt + exception(table["alt"], *both) if name not in short]
    thing = Thing("state", label, alt, short, confirmed(row))
    thing.say("lex:adjective", *choose(table["adjective"], both, row["demonyms"]["adjective"]))
    demonyms = row["demonyms"]["noun"] + row["demonyms"]["plural"]
    thing.say("lex:demonym", *choose(table["demonym"], both, demonyms))
    thing.say("lex:seat", *choose(table["seat"], both, row["government_metonyms"]))
    return thing


def choose(table: Table, labels: tuple[str, ...], otherwise: list[str]) -> list[str]:
    """The exception's list, which may be empty, or the reference's."""
    return next((table[label] for label in labels if label in table), otherwise)


def is_english(name: str, table: Table) -> bool:
    """Whether an alias is a name in running English text, and not an endonym or a catalogue's form."""
    if name in table["drop"] or any(mark in name for mark in ",()"):
        return False
    return name in table["keep"] or (name.isascii() and any(word in table["formal"] for word in name.split()))
