"""Rows of persons to things: spellings, surnames, offices with their terms."""

from __future__ import annotations

import re

from gazetteer_things import Row, Table, Tenure, Thing, exception, fold, plain_label, straight

# With what a surname may begin; "von der Leyen", "al-Assad", "Le Drian", "Abu Qasra".
PARTICLES = {"al", "el", "bin", "ibn", "von", "van", "der", "den", "de", "del", "della", "di", "da", "dos", "du", "le", "la", "ben", "abu",
             "bint", "ould", "ter", "zu", "aboul", "mc", "mac", "st.", "san", "santa"}  # fmt: skip
# Where the family name comes first, as English texts write names of these states.
FAMILY_FIRST = {"China", "Taiwan", "North Korea", "South Korea", "Vietnam", "Cambodia"}
# Where the given name is the one to call a person by.
GIVEN_FIRST = {"Ethiopia", "Eritrea", "Iceland", "Thailand", "Mongolia", "Laos"}
# No part of the name is used alone.
WHOLE = {"Myanmar", "Indonesia", "Bhutan"}


def persons(rows: list[Row], table: Table, holders: dict[str, Thing]) -> list[Thing]:
    """The hand-picked persons, those of the lower tier who led a state's government, and the hand-made ones."""
    things: dict[str, Thing] = {}
    for row in rows:
        if row["label"] not in table["drop"] and (thing := person(row, table, holders)):
            things.setdefault(fold(thing.label), thing)
    for row in table["person"]:
        thing = made(row, holders)
        things.setdefault(fold(thing.label), thing)
    return list(things.values())


def person(row: Row, table: Table, holders: dict[str, Thing]) -> Thing | None:
    """One person, or None where none of the offices counts."""
    offices = row["offices"] if row["tier"] == 1 else [office for office in row["offices"] if counts(office, table)]
    if row["tier"] > 1 and not offices:
        return None
    label = plain_label(table["label"].get(row["label"], row["label"]))
    spellings = aliases(row, table, label)
    thing = Thing("person", label, same_as=row["wikidata"] if row["confirmed"] else "")
    thing.alt = [name for name in spellings if not is_short(name, label, table)]
    states = [office["of"] for office in offices]
    thing.short = short_names(row["label"], label, spellings, states[0] if states else "", table)
    if row["gender"]:
        thing.facts.append(("lex:gender", f'"{row["gender"]}"'))
    dropped = table["drop_tenure"].get(row["label"], ())
    thing.tenures = merge([tenure(o, holders) for o in offices if o["office"] not in dropped and o["of"] in holders])
    return thing


def made(row: Row, holders: dict[str, Thing]) -> Thing:
    """A hand-made person."""
    thing = Thing("person", row["label"], list(row.get("alt", ())))
    state = row["tenures"][0][1] if row.get("tenures") else ""
    thing.short = row.get("short") or [surname(row["label"], state)]
    thing.facts.append(("lex:gender", f'"{row["gender"]}"'))
    thing.tenures = [Tenure(office, holders[of], begin, end, False) for office, of, begin, end in row.get("tenures", ())]
    return thing


def counts(office: Row, table: Table) -> bool:
    """Whether an office of the lower tier is a national top office, recent enough."""
    since = table["since_news"] if office["of"] in table["news"] else table["since"]
    name = office_name(office)
    if not re.fullmatch(table["office"], name) or re.search(table["no_office"], name):
        return False
    return (office["to"] or "9999") >= since and office["of"] not in DE_FACTO


DE_FACTO = {"Abkhazia", "South Ossetia", "Transnistria", "Northern Cyprus", "Somaliland", "Republic of Artsakh",
            "Donetsk People's Republic", "Luhansk People's Republic", "Sahrawi Arab Democratic Republic"}  # fmt: skip


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
    """Terms in the order of time; of overlapping ones of one office, one that spans both and has an end if any has."""
    merged: list[Tenure] = []
    for term in sorted(tenures, key=lambda term: (term.begin, term.office)):
        same = [
            t for t in merged if (t.office.casefold(), t.of) == (term.office.casefold(), term.of) and (t.end or "9999") >= term.begin
        ]
        if not same:
            merged.append(term)
        elif same[0].end_unknown or not same[0].end and term.end:
            same[0].end, same[0].end_unknown = term.end, term.end_unknown
        elif term.end > same[0].end > "":
            same[0].end = term.end
    return merged


def aliases(row: Row, table: Table, label: str) -> list[str]:
    """Other spellings, without titles; of the lower tier only those that look like a name in running text."""
    listed = [row["label"], *row["aliases"]]
    if row["tier"] > 1:
        words = set(fold(label).replace("-", " ").split())
        listed = [row["label"]] + [
            name for name in row["aliases"]
            if not any(part.isupper() and len(part) > 2 for part in name.split())
            and len(words & set(fold(name).replace("-", " ").split())) > 1 and name[0].isupper() and "." not in name
        ]  # fmt: skip
    dropped = table["drop_alt"].get(row["label"], ())
    names = [untitled(straight(name), table["titles"]) for name in listed if name not in dropped]
    names += exception(table["alt"], row["label"])
    return [name for name in dict.fromkeys(names) if not name.isupper() or name in table["keep_alt"]["names"]]


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
    if found or state in WHOLE:
        return found
    return list(dict.fromkeys([surname(label, state)] + [surname(n, state) for n in spellings if n.count(" ") == label.count(" ")]))


def surname(name: str, state: str) -> str:
    """The part of a full name by which a text calls the person again."""
    words = [word for word in name.split() if word not in {"Jr.", "Jr", "Sr.", "II", "III"}]
    if state in FAMILY_FIRST | GIVEN_FIRST:
        return words[0]
    start = len(words) - 1
    while start > 1 and fold(words[start - 1]) in PARTICLES:
        start -= 1
    return " ".join(words[start:])
