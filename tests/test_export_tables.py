"""Tables of nodes, edges and dyads, opened by pandas and pyarrow."""

from __future__ import annotations

import builtins
import csv
import datetime
import io
import json
from dataclasses import replace
from pathlib import Path

import networkx as nx
import pandas
import pyoxigraph
import pytest
from hand_made import BASE, CALL, KG, PATRIOT, PUTIN, RUSSIA, TRUMP, UKRAINE, first, graphs, second, span
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet
from typer.testing import CliRunner, Result

from kg import graph, write
from kg.cli import app
from kg.export.actors import Codes
from kg.export.dyads import COLUMNS, Count, rows
from kg.export.table_files import defused, write_csv
from kg.export.tables import Column
from kg.model import Claim, Entity, Event, Facts, Literal
from kg.quads import quads

JOINED = " | "
STRIKE = first().events[1].iri


def run(*arguments: object) -> Result:
    result = CliRunner().invoke(app, [str(a) for a in arguments], prog_name="kg")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def saved(path: Path, *facts: Facts) -> Path:
    some = [graph.of(one, base=BASE) for one in facts] or graphs()
    with path.open("wb") as stream:
        write.write(some, stream, "nquads")
    return path


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return saved(tmp_path / "graph.nq")


@pytest.fixture(scope="module")
def network() -> nx.MultiDiGraph:
    return write.to_networkx(graphs())


@pytest.fixture(scope="module")
def codes() -> Codes:
    return Codes()


def dyads(codes: Codes, *facts: Facts) -> tuple[list[dict[str, object]], int]:
    store, count = pyoxigraph.Store(), Count()
    for one in facts:
        store.extend(quads(graph.of(one, base=BASE)))
    return list(rows(store, codes, count)), count.left_out


# Nodes and edges


def test_pandas_reads_the_same_nodes_and_edges_from_csv(source: Path, tmp_path: Path, network: nx.MultiDiGraph) -> None:
    assert run("export", source, "-f", "csv", "-o", tmp_path / "tables").exit_code == 0
    nodes, edges = (pandas.read_csv(tmp_path / "tables" / f"{name}.csv", dtype=str) for name in ("nodes", "edges"))
    assert list(nodes.id) == list(network)
    for row in nodes.fillna("").to_dict("records"):
        data = network.nodes[row["id"]]
        assert {name: row[name] for name in data} == {name: str(value) for name, value in data.items()}
        assert row["kind"] == ("event" if "factuality" in data else "entity")
    assert list(zip(edges.source, edges.target, edges.role, strict=True)) == list(network.edges(keys=True))
    for row in edges.to_dict("records"):
        data = network[row["source"]][row["target"]][row["role"]]
        assert data.items() <= (row | {"sources": int(row["sources"])}).items()


def test_pyarrow_reads_lists_dates_and_numbers_from_parquet(
    source: Path, tmp_path: Path, network: nx.MultiDiGraph
) -> None:
    assert run("export", source, "-o", tmp_path / "graph.parquet").exit_code == 0
    nodes, edges = (parquet.read_table(tmp_path / f"graph-{name}.parquet").to_pylist() for name in ("nodes", "edges"))
    by_id = {row["id"]: row for row in nodes}
    assert list(by_id) == list(network)
    assert by_id[TRUMP.iri]["aliases"] == ["President Trump", "Trump"]
    assert by_id[CALL]["earliest"] == datetime.date(2025, 7, 3)
    assert by_id[TRUMP.iri]["earliest"] is None
    assert (by_id[CALL]["sources"], len(by_id[CALL]["documents"])) == (2, 2)
    for row in edges:
        data = network[row["source"]][row["target"]][row["role"]]
        assert JOINED.join(row["evidence"]) == data["evidence"]
        assert JOINED.join(row["factuality"]) == data.get("factuality", "")
    frame = pandas.read_parquet(tmp_path / "graph-nodes.parquet")
    assert set(frame[frame.kind == "event"].earliest.dropna()) == {datetime.date(2025, 7, 3), datetime.date(2025, 6, 1)}


def test_a_name_makes_two_names_and_a_folder_is_made(source: Path, tmp_path: Path) -> None:
    assert run("export", source, "-o", tmp_path / "graph.csv").exit_code == 0
    assert run("export", source, "-f", "csv", "-o", tmp_path / "new" / "folder").exit_code == 0
    for name in ("nodes", "edges"):
        one, other = tmp_path / f"graph-{name}.csv", tmp_path / "new" / "folder" / f"{name}.csv"
        assert one.read_bytes() == other.read_bytes() != b""


def test_a_table_that_is_the_graph_itself_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "graph-nodes.csv").symlink_to(saved(tmp_path / "graph.nq"))
    assert "is the graph itself" in run("export", tmp_path / "graph.nq", "-o", tmp_path / "graph.csv").stderr


def test_without_pyarrow_the_user_is_told_what_to_install(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def without(name: str, *rest: object, **more: object) -> object:
        if name.partition(".")[0] == "pyarrow":
            raise ModuleNotFoundError(name=name)
        return real(name, *rest, **more)

    monkeypatch.setattr("importlib.import_module", without)
    result = run("export", source, "-o", tmp_path / "graph.parquet")
    assert (result.exit_code, "pip install 'kg-builder[tables]'" in result.stderr) == (2, True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["graph.nq"]


# Cells


@pytest.mark.parametrize("text", ["=1+2", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "'=1", "''@x"])
def test_no_cell_is_a_formula(text: str) -> None:
    assert defused(text) == "'" + text


@pytest.mark.parametrize("text", ["", "Kyiv", "1-2", "'quoted'", "a=b", " =1"])
def test_other_cells_are_as_they_are(text: str) -> None:
    assert defused(text) == text


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), min_size=1))
def test_what_a_cell_held_can_be_told_from_it(texts: list[str]) -> None:
    stream = io.BytesIO()
    write_csv((Column("text", "string"),), [{"text": text} for text in texts], stream)
    _, *cells = csv.reader(io.StringIO(stream.getvalue().decode(), newline=""))
    shown = [cell for (cell,) in cells]
    assert [cell[1:] if cell.startswith("'") and defused(cell[1:]) == cell else cell for cell in shown] == texts


def test_texts_of_pages_are_defused_in_every_column(tmp_path: Path) -> None:
    bad = "=cmd|' /C calc'!A0"
    facts = replace(first(), entities=(replace(TRUMP, label=bad, alt_labels=("@x",)), *first().entities[1:]))
    run("export", saved(tmp_path / "graph.nq", facts), "-o", tmp_path / "graph.csv")
    run("export", tmp_path / "graph.nq", "-f", "dyads", "-o", tmp_path / "dyads.csv")
    for name in ("graph-nodes.csv", "dyads.csv"):
        cells = {cell for row in csv.reader(io.StringIO((tmp_path / name).read_text())) for cell in row}
        assert {cell for cell in cells if cell.lstrip("'").startswith(("=", "@"))} <= {"'" + bad, "'@x"}
        assert "'" + bad in cells


# Dyads


def test_who_meets_makes_a_row_each_way(codes: Codes) -> None:
    some, _ = dyads(codes, first(), second())
    calls = [row for row in some if row["event"] == CALL]
    assert [(row["source"], row["target"]) for row in calls] == [
        (TRUMP.iri, PUTIN.iri),
        (PUTIN.iri, TRUMP.iri),
    ]
    one = calls[1]
    assert one["class"] == ("Call",)
    assert (one["cameo"], one["plover"]) == (("041",), ("CONSULT",))
    assert (one["source_label"], one["source_type"], one["source_role"]) == (
        "Vladimir Putin",
        "Person",
        ("participant",),
    )
    assert (one["earliest"], one["latest"]) == (datetime.date(2025, 7, 3),) * 2
    assert one["document"] == ("2", "a b/1")
    assert one["published"] == ("2025-07", "2025-07-05")
    assert one["url"] == ("https://news.example/a?b=1&c=%7B2%7D",)
    assert len(one["sentence"]) == one["sources"] == 2


def test_who_strikes_is_the_source_and_a_person_has_the_codes_of_the_state_represented(codes: Codes) -> None:
    some, _ = dyads(codes, first())
    (strike,) = [row for row in some if row["event"] == STRIKE]
    assert (strike["source"], strike["target"]) == (RUSSIA.iri, UKRAINE.iri)
    assert [strike[f"source_{code}"] for code in ("iso3", "cow", "cowabb")] == ["RUS", "365", "RUS"]
    assert [strike[f"target_{code}"] for code in ("iso3", "cow", "cowabb")] == ["UKR", "369", "UKR"]
    assert (strike["cameo"], strike["factuality"]) == (("18", "19"), ("Possible",))
    assert strike["attributed_to"] == ("Donald Trump",)
    assert strike["sentence"] == ("Russia may strike Ukraine, President Trump said.",)
    (call, _) = [row for row in some if row["event"] == CALL]
    codes_of = {row["source"]: row["source_iso3"] for row in some}
    assert codes_of[PUTIN.iri] == "RUS"
    assert codes_of[TRUMP.iri] == ""
    assert call["target_cow"] == "365"


def test_events_without_two_actors_have_no_row_and_are_counted(codes: Codes, tmp_path: Path) -> None:
    lone = replace(first(), claims=tuple(c for c in first().claims if c.predicate != KG + "target"))
    some, left_out = dyads(codes, lone)
    assert {row["event"] for row in some} == {CALL}
    assert left_out == 1
    source = saved(tmp_path / "graph.nq", lone)
    output = tmp_path / "dyads.csv"
    assert "1 event names no two actors and has no row" in run("export", source, "-f", "dyads", "-o", output).stderr
    assert run("export", source, "-f", "dyads", "-o", output, "-q").stderr == ""


def test_a_target_that_is_a_place_has_the_codes_of_its_state(codes: Codes) -> None:
    kharkiv = Entity(BASE + "place/kharkiv", KG + "Place", "Kharkiv")
    facts = first()
    claims = [replace(c, object=kharkiv.iri) if c.predicate == KG + "target" else c for c in facts.claims]
    some, _ = dyads(codes, replace(facts, entities=(*facts.entities, kharkiv), claims=tuple(claims)))
    (strike,) = [row for row in some if row["event"] == STRIKE]
    assert (strike["target_type"], strike["target_iso3"], strike["target_cow"]) == ("Place", "UKR", "369")


def test_who_represents_a_body_of_a_state_has_that_states_codes(codes: Codes) -> None:
    ministry = Entity(BASE + "organization/ministry", KG + "Organization", "Ministry")
    facts = first()
    words = span(facts.document.text, "Trump")
    more = (
        Claim(TRUMP.iri, KG + "represents", ministry.iri, words, "test"),
        Claim(ministry.iri, KG + "represents", UKRAINE.iri, words, "test"),
    )
    some, _ = dyads(codes, replace(facts, entities=(*facts.entities, ministry), claims=(*facts.claims, *more)))
    assert {row["source_iso3"] for row in some if row["source"] == TRUMP.iri} == {"UKR"}


@pytest.mark.parametrize(
    ("class_", "source_role", "target_role", "cameo"),
    [
        ("Transfer", "supplier", "recipient", ("07",)),
        ("Sanction", "imposer", "sanctioned", ("163",)),
        ("Statement", "speaker", "addressee", ("010",)),
        ("Negotiation", "mediator", "participant", ("045", "046")),
    ],
)
def test_the_sides_of_every_class(
    codes: Codes, class_: str, source_role: str, target_role: str, cameo: tuple[str, ...]
) -> None:
    facts = first()
    text = facts.document.text
    event = Event(facts.iri + "#event=0,5", KG + class_, "x", (span(text, "Trump"),))
    told = [(source_role, RUSSIA.iri), (target_role, UKRAINE.iri), ("factuality", KG + "Actual")]
    claims = tuple(Claim(event.iri, KG + role, value, span(text, "Trump"), "test") for role, value in told)
    some, _ = dyads(codes, replace(facts, events=(event,), claims=claims))
    assert [(row["source"], row["target"], row["cameo"]) for row in some] == [(RUSSIA.iri, UKRAINE.iri, cameo)]


def test_every_class_of_events_has_both_sides(codes: Codes) -> None:
    from kg import ontology

    for one in ontology.load().events.values():
        if one.iri.startswith(KG):
            sides = {side for role in one.roles for side in codes.side(role)}
            assert sides == {"source", "target"}, one.iri


def test_classes_states_and_codes_of_the_users_own(tmp_path: Path) -> None:
    mine = tmp_path / "mine.ttl"
    mine.write_text(
        """@prefix kg: <https://w3id.org/kg/ontology#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix ex: <https://example.com/> .
        ex:Raid a owl:Class ; rdfs:subClassOf kg:Strike ; rdfs:label "raid"@en .
        ex:raider a owl:ObjectProperty ; rdfs:domain ex:Raid ; rdfs:range kg:Agent ; kg:dyadSide "source" .
        ex:ruritania a kg:State ; rdfs:label "Ruritania"@en ; kg:iso3 "RUR" ; kg:cowCode 999 .
        """
    )
    ruritania = Entity(BASE + "state/ruritania", KG + "State", "Ruritania")
    facts = first()
    raid = Event(facts.iri + "#event=0,5", "https://example.com/Raid", "raid", (span(facts.document.text, "Trump"),))
    told = [
        ("https://example.com/raider", ruritania.iri),
        (KG + "target", UKRAINE.iri),
        (KG + "factuality", KG + "Actual"),
    ]
    claims = tuple(Claim(raid.iri, role, value, span(facts.document.text, "Trump"), "test") for role, value in told)
    facts = replace(facts, entities=(*facts.entities, ruritania, PATRIOT), events=(raid,), claims=claims)
    source, output = saved(tmp_path / "graph.nq", facts), tmp_path / "dyads.parquet"
    assert run("export", source, "-f", "dyads", "-o", output, "--ontology", mine).exit_code == 0
    (row,) = parquet.read_table(output).to_pylist()
    assert (row["class"], row["cameo"]) == (["Raid"], ["18", "19"])
    assert (row["source_label"], row["source_role"], row["source_iso3"]) == ("Ruritania", ["raider"], "RUR")
    assert (row["source_cow"], row["source_cowabb"]) == ("999", "")


def test_csv_and_parquet_of_dyads_say_the_same(source: Path, tmp_path: Path) -> None:
    for suffix in ("csv", "parquet"):
        assert run("export", source, "-f", "dyads", "-o", tmp_path / f"dyads.{suffix}").exit_code == 0
    text = pandas.read_csv(tmp_path / "dyads.csv", dtype=str).fillna("").to_dict("records")
    typed = parquet.read_table(tmp_path / "dyads.parquet").to_pylist()
    assert list(text[0]) == [column.name for column in COLUMNS] == list(typed[0])
    flat = [{k: JOINED.join(v) if isinstance(v, list) else str(v or "") for k, v in row.items()} for row in typed]
    assert flat == text


def test_the_codes_are_those_of_the_reference(codes: Codes, shared: Path) -> None:
    states = [json.loads(line) for line in (shared / "reference" / "states.jsonl").read_text().splitlines()]
    known = {state["label"]: state["iso3"] for state in states if state.get("iso3")}
    found = {label: codes.of_states([label], "iso3") for label in known}
    assert {label: code for label, code in found.items() if code and code != known[label]} == {}
    # The gazetteer calls two of them otherwise.
    assert len([label for label, code in found.items() if not code]) <= 2


def test_no_two_states_share_a_code() -> None:
    from kg import ontology

    triples = ontology.load().triples
    for code in ("iso3", "cowCode", "cowAbbreviation"):
        given = [text for state in triples.with_property(KG + code) for text in triples.texts(state, KG + code)]
        assert len(given) == len(set(given)) >= 195


def test_every_state_with_a_code_is_in_the_gazetteer() -> None:
    from kg import ontology

    known = ontology.load()
    assert [state for state in known.triples.with_property(KG + "iso3") if state not in known.things] == []


def test_a_date_that_no_calendar_has_is_left_out(codes: Codes) -> None:
    late = Literal("12025-07-03", "http://www.w3.org/2001/XMLSchema#date")
    claims = [replace(c, object=late) if "earliest" in c.predicate else c for c in first().claims]
    (one, _) = [row for row in dyads(codes, replace(first(), claims=tuple(claims)))[0] if row["event"] == CALL]
    assert one["latest"] == datetime.date(2025, 7, 3)
