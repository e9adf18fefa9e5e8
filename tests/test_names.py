"""Names in short texts: the table in `names_table.py`, row by row."""

from __future__ import annotations

import names_table
import pytest
from told import lexicon

from kg import extract, language
from kg.model import Document, Name

PIPELINE = language.load(None)
ROWS = [row for kind in sorted(vars(names_table)) if kind.isupper() for row in vars(names_table)[kind]]


def names(text: str) -> tuple[Name, ...]:
    return extract.mentions(language.parse(PIPELINE, Document(text, "d", None), lexicon()), lexicon())


@pytest.mark.parametrize(("text", "wanted"), ROWS, ids=[text[:60] for text, _ in ROWS])
def test_names_are_whole_and_of_their_kind(text: str, wanted: list[str]) -> None:
    found = [f"{name.type.rpartition('#')[2]} {name.text}" for name in names(text)]
    assert found == wanted


def test_a_weapon_with_its_kind_is_still_the_gazetteers() -> None:
    for text, thing in {
        "Spain sent Patriot air defense systems.": "patriot",
        "Brazil bought long-range ballistic missiles.": "ballistic-missile",
        "Egypt asked for air defense radars.": "radar",
    }.items():
        (weapon,) = (n for n in names(text) if n.type.endswith("WeaponSystem"))
        assert [iri.rpartition("/")[2] for iri in weapon.things] == [thing]
