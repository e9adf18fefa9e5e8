"""What `kg link` writes and takes away again, and what it says."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
import rdflib
from linking import BASE, CALL, DAY, Told, article, run, same, save

from kg import check, graph, write
from kg.model import Facts
from kg.ontology.terms import KG

MINE = """@prefix my: <https://data.example.org/my#> . @prefix kg: <https://w3id.org/kg/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
my:Drill a owl:Class ; rdfs:subClassOf kg:Event ; rdfs:label "drill"@en ; kg:identifiedBy my:force .
my:force a owl:ObjectProperty ; rdfs:label "force"@en ; rdfs:domain my:Drill ; rdfs:range kg:Agent .
"""
MY = "https://data.example.org/my#"


@pytest.fixture
def pair() -> Sequence[Facts]:
    return article("a", CALL, Told("harris kuleba", DAY), source="One"), article("b", CALL, source="Other")


RDF = ["ttl", "nt", "nq", "trig", "jsonld", "rdf"]


@pytest.mark.parametrize("suffix", RDF)
def test_undo_gives_the_file_back(tmp_path: Path, pair: Sequence[Facts], suffix: str) -> None:
    source = save(tmp_path / f"graph.{suffix}", *pair)
    out, back = tmp_path / f"linked.{suffix}", tmp_path / f"back.{suffix}"
    assert run(source, "-o", out).stderr == "kg: 1 link added, 0 left undecided\n"
    assert same(out) == {frozenset(("a0", "b0"))}
    assert check.check(str(out)) == ()
    assert run(out, "--undo", "-o", back).stderr == "kg: 1 link taken away\n"
    assert back.read_bytes() == source.read_bytes()


@pytest.mark.parametrize("suffix", RDF)
def test_links_are_made_anew_not_twice(tmp_path: Path, pair: Sequence[Facts], suffix: str) -> None:
    source = save(tmp_path / f"graph.{suffix}", *pair)
    once, twice = tmp_path / f"once.{suffix}", tmp_path / f"twice.{suffix}"
    run(source, "-o", once)
    run(once, "-o", twice)
    assert twice.read_bytes() == once.read_bytes()


@pytest.mark.parametrize("suffix", ["ttl", "nq", "nt", "trig"])
def test_what_stood_there_stays_byte_for_byte(tmp_path: Path, pair: Sequence[Facts], suffix: str) -> None:
    source, out = save(tmp_path / f"graph.{suffix}", *pair), tmp_path / f"linked.{suffix}"
    source.write_bytes(b"# mine\n" + source.read_bytes())
    run(source, "-o", out)
    assert out.read_bytes().startswith(source.read_bytes())


def test_a_link_that_the_user_has_made_stays(tmp_path: Path, pair: Sequence[Facts]) -> None:
    source, out, back = (tmp_path / name for name in ("graph.nt", "linked.nt", "back.nt"))
    save(source, *pair)
    mine = f"<{BASE}doc/b#event=0,5> <http://www.w3.org/2002/07/owl#sameAs> <{BASE}doc/a#event=0,5> .\n"
    source.write_text(source.read_text() + mine)
    assert run(source, "-o", out).stderr == "kg: 0 links added, 0 left undecided\n"
    run(out, "--undo", "-o", back)
    assert back.read_bytes() == out.read_bytes() == source.read_bytes()


def test_another_format_may_be_asked_for(tmp_path: Path, pair: Sequence[Facts]) -> None:
    source, out = save(tmp_path / "graph.nq", *pair), tmp_path / "linked.ttl"
    assert run(source, "-o", out).exit_code == 0
    assert same(out) == {frozenset(("a0", "b0"))}
    assert run(source).stdout_bytes.startswith(source.read_bytes())


def test_the_reason_is_told_in_words(tmp_path: Path) -> None:
    articles = article("a", CALL, source="One"), article("b", Told("biden ukraine", DAY), source="Other")
    out = tmp_path / "linked.ttl"
    run(save(tmp_path / "graph.ttl", *articles), "-o", out)
    graph = rdflib.Graph().parse(out)
    (reason,) = graph.objects(None, rdflib.RDFS.comment)
    assert str(reason) == (
        "Both tell of a call with the same participant Biden; "
        "Zelensky and Ukraine stand for one another; both on 2022-01-27."
    )
    (claim,) = graph.subjects(rdflib.RDFS.comment, None)
    spans = set(graph.objects(claim, rdflib.URIRef("http://www.w3.org/ns/prov#wasDerivedFrom")))
    assert spans == {rdflib.URIRef(f"{BASE}doc/{name}#char=0,5") for name in "ab"}


def test_the_reason_has_the_article_of_its_noun(tmp_path: Path) -> None:
    deal = Told("zelensky biden", DAY, KG + "Agreement")
    out = tmp_path / "linked.ttl"
    run(
        save(
            tmp_path / "graph.ttl",
            article("a", deal, source="One"),
            article("b", Told("ukraine biden", DAY, KG + "Agreement"), source="Other"),
        ),
        "-o",
        out,
    )
    (reason,) = rdflib.Graph().parse(out).objects(None, rdflib.RDFS.comment)
    assert str(reason).startswith("Both tell of an agreement with the same participant Biden; ")


def test_only_a_link_may_stand_on_two_spans(tmp_path: Path, pair: Sequence[Facts]) -> None:
    out = tmp_path / "linked.nt"
    run(save(tmp_path / "graph.nt", *pair), "-o", out)
    assert check.check(str(out)) == ()
    out.write_text(out.read_text().replace(f"<{rdflib.OWL.sameAs}> .", f"<{rdflib.RDFS.seeAlso}> ."))
    assert {"unless it links two events" in one.violation.message for one in check.check(str(out))} == {True}


# Classes of the user's


def test_a_class_of_the_users_is_linked_with_its_ontology_and_told_without(tmp_path: Path) -> None:
    mine = tmp_path / "mine.ttl"
    mine.write_text(MINE)
    drill = Told("united-states poland", DAY, MY + "Drill", role=MY + "force")
    source, out = save(tmp_path / "graph.nq", article("a", drill), article("b", drill)), tmp_path / "linked.nq"
    assert f"class {MY}Drill are not compared" in run(source, "-o", out).stderr
    assert same(out) == set()
    assert run(source, "-o", out, "--ontology", mine).exit_code == 0
    assert same(out) == {frozenset(("a0", "b0"))}


# What cannot be used


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("-",), "is read twice"),
        (("missing.nq",), "no such file"),
        (("graph.nq", "-o", "graph.nq"), "is the graph itself"),
        (("graph.nq", "-o", "a.nq", "--report", "a.nq"), "is the report, too"),
        (("graph.nq", "-f", "graphml"), "holds no RDF"),
        (("union.ttl", "-f", "nquads"), "graphs with names"),
        (("graph.nq", "-o", "missing/linked.nq"), "cannot be written"),
    ],
)
def test_an_unusable_argument_is_told_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pair: Sequence[Facts], arguments: Sequence[str], told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    save(tmp_path / "graph.nq", *pair)
    save(tmp_path / "union.ttl", *pair)
    result = run(*arguments)
    assert result.exit_code == 2
    assert told in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_graph_without_spans_cannot_be_linked(tmp_path: Path) -> None:
    path = tmp_path / "bare.nq"
    with path.open("wb") as stream:
        write.write([graph.of(article("a", CALL), base=BASE, evidence="none")], stream, "nquads")
    result = run(path)
    assert result.exit_code == 1
    assert "build it with evidence" in result.stderr
