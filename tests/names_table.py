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
    ("Peru has anti-tank and anti-ship missiles.", ["State Peru", "WeaponSystem anti-tank", "WeaponSystem anti-ship missiles"]),
    ("Egypt has anti-tank ditches.", ["State Egypt"]),
]

SITES: list[Row] = [
    ("A drone hit Baghdad International Airport.", ["WeaponSystem drone", "Place Baghdad International Airport"]),
    ("A shell hit the Al Noor hospital in Peru.", ["Place Al Noor hospital", "State Peru"]),
    ("A shell hit Aleppo airport.", ["Place Aleppo"]),
    ("The minister praised the European Single Market.", []),
    ("The Asia\u2013Pacific Group met in Lima.", ["Organization Asia\u2013Pacific Group", "Place Lima"]),
]

BODIES: list[Row] = [
    ("She teaches at the University of Toronto.", ["Organization University of Toronto"]),
    ("The UN Committee on the Rights of the Child met.", ["Organization UN Committee on the Rights of the Child"]),
    ("He leads the Bureau of Energy and Trade Policy.", ["Organization Bureau of Energy and Trade Policy"]),
    ("The Bureau of Population, Refugees, and Migration paid.", ["Organization Bureau of Population, Refugees, and Migration"]),
    ("The Norwegian Ministry of Trade and Fisheries agreed.", ["State Norwegian", "Organization Norwegian Ministry of Trade and Fisheries"]),
    ("The Rural and Coastal Development Agency was closed.", ["Organization Rural and Coastal Development Agency"]),
    ("The Kenyan Ministry of Health and NATO signed it.", ["State Kenyan", "Organization Kenyan Ministry of Health", "Organization NATO"]),
    ("The Council of Elders met in May.", ["Organization Council of Elders"]),
    ("The Nordic Women's Network protested.", ["Organization Nordic Women's Network"]),
    ("Peru's National Grain Board bought wheat.", ["State Peru", "Organization National Grain Board"]),
    ("The John B. and Mary C. Carver Foundation gave money.", ["Organization John B. and Mary C. Carver Foundation"]),
    ("Red Harbor Logistics, LLC and PJSC Vodolaz were listed.", ["Organization Red Harbor Logistics, LLC", "Organization PJSC Vodolaz"]),
    ("Israel seized land in the West Bank.", ["State Israel", "Place West Bank"]),
]

BODIES_IN_LISTS: list[Row] = [
    ("Boeing, Airbus, Siemens, Zorvex, and Quillo joined.", ["Organization Boeing", "Organization Airbus", "Organization Siemens", "Organization Zorvex", "Organization Quillo"]),
    ("He thanked the Center for Trade Dr. Ann Quill leads.", ["Organization Center for Trade", "Person Ann Quill"]),
    ("Open Joint Stock Company Volna Works makes pumps.", ["Organization Open Joint Stock Company Volna Works"]),
    ("She chairs the Council of Economic Advisers.", ["Organization Council of Economic Advisers"]),
]

NO_BODIES: list[Row] = [
    ("The National Security Advisors met.", []),
    ("They praised the Clean Rivers Initiative (CRI) and the CRI.", []),
    ("He spoke at the Annual Harbor Forum.", []),
    ("The Assistant Secretary for African Affairs spoke.", []),
]

PERSONS: list[Row] = [
    ("SECRETARY BLINKEN: Thank you.", ["Person BLINKEN"]),
    ("MR HALVORSEN: Well, we met.", ["Person HALVORSEN"]),
    ("Senators Okafor, Lindqvist, and Marsh voted.", ["Person Okafor", "Person Lindqvist", "Person Marsh"]),
    ("Presidents Putin and Macron met.", ["Person Putin", "Person Macron"]),
    ("The Biden-Harris Administration agreed.", ["Person Biden", "Person Harris"]),
    ("The Biden Administration's plan failed.", ["Person Biden"]),
    ("Foreign Minister Lima Okafor left.", ["Person Lima Okafor"]),
    ("His Majesty King Abdullah II spoke.", ["Person Abdullah II"]),
]

PLACES: list[Row] = [
    ("They live in South Florida.", ["Place South Florida"]),
    ("Peace in the Sahel region failed.", ["Place Sahel"]),
    ("White House Counsel Mara Quillfeather spoke.", ["State White House", "Person Mara Quillfeather"]),
]
