"""Answers as a table: never wider than the terminal, on one line each, harmless, and as short as IRIs can be."""

from __future__ import annotations

import unicodedata

import pyoxigraph
import pytest
from explained import of
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg import query
from kg.ontology.terms import KG, XSD
from kg.query import cells

BASES = ("https://example.org/kg/",)


def told(source: pyoxigraph.Store, text: str, wide: int = 110) -> list[str]:
    return b"".join(query.table(source, text, wide=wide)).decode().splitlines()


def columns(line: str) -> int:
    """What a terminal takes for it, told by the Unicode data alone."""
    return sum(
        0 if unicodedata.category(c) in ("Mn", "Me", "Cf") else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in line
    )


@pytest.mark.parametrize(
    ("term", "shown"),
    [
        (NamedNode(KG + "Call"), "kg:Call"),
        (NamedNode("https://example.org/kg/person/joe-biden"), "person/joe-biden"),
        (NamedNode("https://example.org/kg/"), "https://example.org/kg/"),
        (NamedNode(KG + "a/b"), KG + "a/b"),
        (Literal("Kyiv", language="en"), "Kyiv"),
        (Literal("2025-07-03", datatype=NamedNode(XSD + "date")), "2025-07-03"),
        (Literal("P3D", datatype=NamedNode(XSD + "duration")), "P3D^^xsd:duration"),
        (Literal("one\ntwo\t\x1b[31mthree\u202e"), "one two \ufffd[31mthree\ufffd"),
        (BlankNode("x"), "_:x"),
        (Triple(NamedNode("a:b"), NamedNode("a:c"), Literal("\x07")), '<a:b> <a:c> "\\u0007"'),
        (None, ""),
    ],
)
def test_a_term_is_short_and_harmless(term: object, shown: str) -> None:
    assert cells.cell(term, BASES) == shown


@pytest.mark.parametrize(
    ("text", "room", "shown"),
    [
        ("Kyiv", 6, "Kyiv  "),
        ("Kyiv", 4, "Kyiv"),
        ("Kyiv", 3, "Ky…"),
        ("基辅", 4, "基辅"),
        ("基辅市", 4, "基… "),  # half a character is none
        ("e\u0301e\u0301", 2, "e\u0301e\u0301"),
        ("Kyiv", 1, "…"),
        ("Kyiv", 0, ""),
    ],
)
def test_a_cell_is_cut_and_filled_by_columns(text: str, room: int, shown: str) -> None:
    assert cells.fitted(text, room) == shown


def test_of_an_iri_the_end_is_kept() -> None:
    assert cells.fitted("doc/biden-2022#event=2,5", 12, from_left=True) == "…2#event=2,5"


def test_a_table_has_names_rows_and_their_number() -> None:
    source = of("<doc/1> a nif:Context . <person/ann> a kg:Person ; rdfs:label 'Ann' . <person/bo> a kg:Person .")
    text = "SELECT ?p ?name { ?p a kg:Person OPTIONAL { ?p rdfs:label ?name } }"
    assert told(source, text) == ["p           name", "──────────  ────", "person/ann  Ann", "person/bo", "2 rows"]
    assert told(source, "SELECT ?x { ?x a kg:Call }") == ["x", "─", "no rows"]
    assert told(source, "SELECT ?x { ?x rdfs:label 'Ann' }")[-1] == "1 row"


def test_yes_no_and_graphs_are_told_too() -> None:
    source = of("<doc/1> a nif:Context . <person/ann> a kg:Person .")
    assert told(source, "ASK { ?x a kg:Person }") == ["yes"]
    assert told(source, "ASK { ?x a kg:State }") == ["no"]
    assert told(source, "CONSTRUCT WHERE { ?x a kg:Person }") == [
        "subject     predicate  object",
        "──────────  ─────────  ─────────",
        "person/ann  rdf:type   kg:Person",
        "1 row",
    ]


def test_what_needs_little_room_gets_it_and_iris_yield_first() -> None:
    source = of(f'<doc/{"x" * 90}#event=1,2> kg:quote "{"word " * 30}" ; kg:rounds 2 .')
    head, _, row, _ = told(source, "SELECT ?event ?rounds ?quote { ?event kg:rounds ?rounds ; kg:quote ?quote }", 80)
    assert head.split() == ["event", "rounds", "quote"]
    assert row.startswith("…xxxxxxxxx#event=1,2  2       word word")
    assert row.endswith("…")
    assert len(row) == 80


def test_where_columns_would_tell_nothing_each_row_is_told_by_itself() -> None:
    names = " ".join(f"?column_{n}" for n in range(12))
    values = " ".join(f'"value number {n}"' for n in range(12))
    lines = told(of(""), f"SELECT {names} {{ VALUES ({names}) {{ ({values}) ({values}) }} }}", 60)
    assert lines[0] == "column_0   value number 0"
    assert lines[12:14] == ["", "column_0   value number 0"]
    assert len(lines) == 26


def test_few_rows_with_long_texts_are_told_one_by_one() -> None:
    rows = " ".join(f'("{"long " * 40}" {n})' for n in range(20))
    one_by_one = told(of(""), f"SELECT ?text ?n {{ VALUES (?text ?n) {{ {rows} }} }}", 60)
    assert one_by_one[:4] == [f"text  {'long ' * 10}lon…", "n     0", "", one_by_one[0]]
    table = told(of(""), f"SELECT ?text ?n {{ VALUES (?text ?n) {{ {rows} (1 2) }} }}", 60)
    assert table[0].split() == ["text", "n"]


def test_rows_after_those_that_are_measured_fit_too() -> None:
    rows = " ".join(f'"{"y" * (1 if n < 1500 else 300)}{n}"' for n in range(2000))
    lines = told(of(""), f"SELECT ?v {{ VALUES ?v {{ {rows} }} }} ORDER BY STRLEN(?v)", 40)
    assert len(lines) == 2003
    assert max(map(len, lines)) <= 40
    assert lines[-1] == "2,000 rows"


TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\\"), max_size=60)


@given(st.lists(st.lists(TEXT, min_size=3, max_size=3), max_size=6), st.integers(1, 90), st.integers(1, 3))
def test_no_line_is_wider_than_the_terminal(rows: list[list[str]], wide: int, many: int) -> None:
    """Straight from the rows: what a query finds has passed through Oxigraph's TSV as here."""
    from kg.query import columns as tables

    tsv = "\t".join(f"?v{n}" for n in range(many)) + "\n"
    for row in rows:
        tsv += "\t".join(str(Literal(text)) for text in row[:many]) + "\n"
    names = [f"v{n}" for n in range(many)]
    lines = list(tables.lines(names, [tsv.encode()], False, wide=wide))
    assert all(columns(line) <= wide for line in lines)
    assert not any(unicodedata.category(c) == "Cc" for line in lines for c in line)
    assert len(lines) >= len(rows)
