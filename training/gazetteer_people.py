"""Rows of persons to things: spellings, surnames, offices with their terms."""

from __future__ import annotations

import re

from gazetteer_things import PLAIN, Row, Table, Tenure, Thing, confirmed, exception, fold, straight


def persons(rows: list[Row], table: Table, holders: dict[str, Thing]) -> list[Thing]:
    """The hand-picked persons, those of the lower tier who led a government, and the hand-made ones."""
    things: dict[str, Thing] = {}
    for row in rows:
        if row["label"] not in table["drop"] and (thing := person(row, table, holders)):
            things.setdefault(fold(thing.label), thing)
    for row in table["person"]:
        thing = made(row, table, holders)
        things.setdefault(fold(thing.label), thing)
    return list(things.values())


def person(row: Row, table: Table, holders: dict[str, Thing]) -> Thing | None:
    """One person, or None where none of the offices counts."""
    offices = [office for office in row["offices"] if row["tier"] == 1 or counts(office, table)]
    if row["tier"] > 1 and not offices:
        return None
    label = table["label"].get(row["label"], row["label"]).translate(PLAIN)
    spellings = aliases(row, table, label)
    thing = Thing("person", label, same_as=confirmed(row))
    thing.alt = [name for name in spellings if not is_short(name, label, table)]
    states = [office["of"] for office in offices]
    thing.short = short_names(row["label"], label, spellings, states[0] if states else "", table)
    if row["gender"]:
        thing.facts.append(("lex:gender", f'"{row["gender"]}"'))
    dropped = table["drop_tenure"].get(row["label"], ())
    offices = [office for office in offices if office["office"] not in dropped and office["of"] in holders]
    thing.tenures = merge([tenure(office, holders) for office in offices])
    return thing


def made(row: Row, table: Table, holders: dict[str, Thing]) -> Thing:
    """A hand-made person."""
    thing = Thing("person", row["label"], list(row.get("alt", ())))
    state = row["tenures"][0][1] if row.get("tenures") else ""
    thing.short = row.get("short") or [surname(row["label"], state, table)]
    thing.facts.append(("lex:gender", f'"{row["gender"]}"'))
    for office, of, begin, end in row.get("tenures", ()):
        thing.tenures.append(Tenure(office, holders[of], begin, end, False))
    return thing


def counts(office: Row, table: Table) -> bool:
    """Whether an office of the lower tier is a national top office, recent enough."""
    since = table["since_news"] if office["of"] in table["news"] else table["since"]
    name = office_name(office)
    no_minister = table["no_minister"] if office["of"] in table["news"] else table["no_minister_elsewhere"]
    minister = re.match("|".join(table["minister"]), name) and not re.search(no_minister, name)
    if not minister and name not in table["offices"]:
        return False
    return (office["to"] or "9999") >= since and office["of"] not in table["de_facto"]


def office_name(office: Row) -> str:
    """The office without the state that holds it: "President of Greece" is Greece's "President"."""
    state = re.escape(str(office["of"])).removeprefix("The\\ ")
    return straight(re.sub(rf"^Federal (?=Minister)| of (the )?{state}$", "", office["office"], flags=re.I))


def tenure(office: Row, holders: dict[str, Thing]) -> Tenure:
    """One term; a year alone is read from its January to its December."""
    begin, end = office["from"] or "", office["to"] or ""
    begin, end = begin + "-01" * (len(begin) == 4), end + "-12" * (len(end) == 4)
    unknown = not end and not office["open"]
    return Tenure(office_name(office), holders[office["of"]], begin, end, unknown)


def merge(tenures: list[Tenure]) -> list[Tenure]:
    """Terms in the order of time; overlapping ones of one office are one, which ends with the later."""
    merged: list[Tenure] = []
    for term in sorted(tenures, key=lambda term: (term.begin, term.office)):
        first = next((other for other in merged if same_term(other, term)), None)
        if first is None:
            merged.append(term)
        elif not first.end or term.end > first.end:
            first.end, first.end_unknown = term.end, first.end_unknown and term.end_unknown
    return merged


def same_term(first: Tenure, other: Tenure) -> bool:
    """Whether two terms, the first of which began first, are of one office and overlap."""
    one_office = first.office.casefold() == other.office.casefold() and first.of is other.of
    return one_office and (not first.end or first.end >= other.begin)


def aliases(row: Row, table: Table, label: str) -> list[str]:
    """Other spellings, without titles; of the lower tier only those that look like a name in running text."""
    listed = [row["label"], *row["aliases"]]
    if row["tier"] > 1:
        listed = [name for name in listed if name == row["label"] or looks_spelt(name, label)]
    dropped = table["drop_alt"].get(row["label"], ())
    names = [untitled(straight(name), table["titles"]) for name in listed if name not in dropped]
    names += exception(table["alt"], row["label"])
    return [name for name in dict.fromkeys(names) if not name.isupper() or name in table["keep_alt"]["names"]]


def looks_spelt(name: str, label: str) -> bool:
    """Whether an alias is a person's name as a text would write it, and shares enough with the label."""
    shouted = any(part.isupper() and len(part) > 2 for part in name.split())
    shared = set(fold(name).replace("-", " ").split()) & set(fold(label).replace("-", " ").split())
    return not shouted and len(shared) > 1 and name[0].isupper() and "." not in name


def untitled(name: str, titles: list[str]) -> str:
    """The name without the titles before it."""
    for title in titles:
        if name.startswith(title + " "):
            return untitled(name[len(title) + 1 :], titles)
    return name


def is_short(name: str, label: str, table: Table) -> bool:
    """Whether a name is only the end of the full name, or one word."""
    if name in table["keep_alt"]["names"] or name in exception(table["alt"], label):
        return False
    words = name.split()
    return len(words) == 1 or name[0].islower() or (fold(label).endswith(" " + fold(name)) and label != name)


def short_names(row_label: str, label: str, spellings: list[str], state: str, table: Table) -> list[str]:
    """The surname in its spellings; by hand where the rule would be wrong."""
    if row_label in table["short"]:
        return list(table["short"][row_label])
    found = [name for name in spellings if is_short(name, label, table)]
    if found or state in table["whole"]:
        return found
    full = [name for name in spellings if name.count(" ") == label.count(" ")]
    return list(dict.fromkeys(surname(name, state, table) for name in [label, *full]))


def surname(name: str, state: str, table: Table) -> str:
    """The part of a full name by which a text calls the person again."""
    words = [word for word in name.split() if word not in ("Jr.", "Jr", "Sr.", "II", "III")]
    if state in table["family_first"] + table["given_first"]:
        return words[0]
    start = len(words) - 1
    while start > 1 and fold(words[start - 1]) in table["particles"]:
        start -= 1
    return " ".join(words[start:])
