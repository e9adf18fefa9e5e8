"""What names a text has: the table that specifies how far a name goes and what it is.

A row is a text and its names, in its order. A state within an organization's name, and a state's adjective, are
names too, but written only where a row is about them.
"""

# ruff: noqa: E501 - a row of the table is one line
# fmt: off
from __future__ import annotations

Row = tuple[str, list[str]]

WEAPONS: list[Row] = [
    ("Brazil bought long-range ballistic missiles.", ["State Brazil", "WeaponSystem long-range ballistic missiles"]),
    ("Peru launched an anti-ship missile.", ["State Peru", "WeaponSystem anti-ship missile"]),
    ("India tested a ground-launched anti-satellite missile.", ["State India", "WeaponSystem ground-launched anti-satellite missile"]),
    ("Chile ordered fifth-generation fighter jets.", ["State Chile", "WeaponSystem fifth-generation fighter jets"]),
    ("Spain sent Patriot air defense systems.", ["State Spain", "WeaponSystem Patriot air defense systems"]),
    ("Egypt has new radars and modern tanks.", ["State Egypt", "WeaponSystem radars", "WeaponSystem tanks"]),
    ("Egypt asked for air defense radars.", ["State Egypt", "WeaponSystem air defense radars"]),
    ("The destroyer USS Ross left Spain.", ["WeaponSystem destroyer USS Ross", "State Spain"]),
    ("HMS Diamond's crew shot down a drone.", ["WeaponSystem HMS Diamond", "WeaponSystem drone"]),
    ("A think tank in Brazil asked for water tanks.", ["State Brazil"]),
    ("Brazil sent tanks.", ["State Brazil", "WeaponSystem tanks"]),
]
