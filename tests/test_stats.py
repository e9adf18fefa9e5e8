"""`kg stats`: the numbers of graphs written by hand, of whatever form and order, and what people see of them."""

from __future__ import annotations

import json
import random
import re
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from counted import article, run, turtle, written
from hand_made import BASE, first, second
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store

from kg import network, stats, store, write
from kg.graph import document_iri, of
from kg.model import Document, Facts
from kg.ontology.terms import KG, NIF, RDF, RDFS
from kg.stats import Class, Coverage, Period, Source, Stats
from kg.stats import tables as waiting

RDF_FORMATS = [one for one in write.FORMATS if RdfFormat.from_media_type(one.media_type)]
TYPE = NamedNode(RDF + "type")


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    return written(tmp_path / "graph.nq")


# Numbers


def test_everything_that_is_counted_of_two_articles(articles: Path) -> None:
    counted = stats.of(str(articles))
    assert counted == Stats(
        statements=len(articles.read_bytes().splitlines()),
        articles=2,
        entities=4,
        events=3,
        unplaced=0,
        entity_classes=(Class(KG + "Person", 2), Class(KG + "State", 2)),
        event_classes=(
            Class(KG + "Strike", 2, {KG + "Negated": 1, KG + "Possible": 1}),
            Class(KG + "Call", 1, {KG + "Actual": 1}),
        ),
        sources=(Source(BASE + "publisher/the-news", "The News", 1, 2),),
        other_sources=0,
        periods=(Period("2025-06", 0, 1), Period("2025-07", 2, 1), Period("", 0, 1)),
        connected=counted.connected,
        coverage=Coverage(no_date=0, no_source=1, no_entity=0, no_event=0, no_fact=0),
    )
    told = [(one.label, one.links, one.events, one.others, one.articles) for one in counted.connected]
    assert told == [
        ("Russia", 3, 2, 2, 2),
        ("Ukraine", 3, 3, 3, 2),
        ("Donald Trump", 2, 2, 3, 2),
        ("Vladimir Putin", 2, 1, 2, 2),
    ]
    assert {one.types for one in counted.connected} == {(KG + "State",), (KG + "Person",)}


@pytest.mark.parametrize("format", RDF_FORMATS, ids=lambda one: one.name)
def test_the_format_changes_nothing(tmp_path: Path, articles: Path, format: write.Format) -> None:
    other = stats.of(str(written(tmp_path / f"other{format.suffixes[0]}")))
    counted = stats.of(str(articles))
    if not format.named_graphs:
        assert other.statements < counted.statements, "what both articles say stands there once"
    assert {**vars_of(other), "statements": 0} == {**vars_of(counted), "statements": 0}


def vars_of(one: Stats) -> dict[str, object]:
    return {name: getattr(one, name) for name in Stats.__dataclass_fields__}


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_the_statements_changes_nothing(tmp_path: Path, articles: Path, seed: int) -> None:
    lines = articles.read_bytes().splitlines(keepends=True)
    random.Random(seed).shuffle(lines)
    shuffled = tmp_path / "shuffled.nq"
    shuffled.write_bytes(b"".join(lines))
    assert stats.of(str(shuffled)) == stats.of(str(articles))


@pytest.mark.parametrize("beside", [False, True])
def test_a_store_is_counted_as_its_file_is(tmp_path: Path, articles: Path, beside: bool) -> None:
    """`beside`: something stands in no named graph, so that words and claims have to tell the documents, too."""
    lines = articles.read_bytes()
    if beside:
        lines += b"".join(
            re.sub(rb" <[^<>]*> \.$", b" .", line) + b"\n" for line in lines.splitlines() if line.endswith(b"doc/2> .")
        )
        articles.write_bytes(lines)
    folder = tmp_path / "store"
    made = Store(str(folder))
    made.load(input=lines, format=RdfFormat.N_QUADS)
    made.flush()
    del made
    assert stats.of(str(folder)) == stats.of(str(articles))


@pytest.mark.usefixtures("calls")
def test_a_folder_of_shards_is_counted_as_one_file(tmp_path: Path) -> None:
    texts = tmp_path / "articles.jsonl"
    told = [
        {"id": str(n), "text": f"Ann called Bob. Cid{n} called Ann.", "date": f"2025-0{1 + n % 9}-05"}
        for n in range(200)
    ]
    texts.write_text("".join(json.dumps(one) + "\n" for one in told))
    for output in ("graph.nq", "corpus/"):
        assert run("build", texts, "-o", f"{tmp_path}/{output}").exit_code == 0
    assert len(list((tmp_path / "corpus" / "shards").iterdir())) > 1
    counted = stats.of(str(tmp_path / "corpus"))
    assert counted == stats.of(str(tmp_path / "graph.nq"))
    assert (counted.articles, counted.events, counted.entities) == (200, 400, 202)


def test_rows_that_wait_on_disk_are_counted_as_those_in_memory(articles: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    counted = stats.of(str(articles))
    monkeypatch.setattr(waiting, "_WAITING", 3)
    assert stats.of(str(articles)) == counted


def test_entities_events_and_links_are_those_of_the_network(shared: Path, tmp_path: Path) -> None:
    """What `kg export` makes nodes and edges of, on texts that were read by the pipeline."""
    import kg

    documents = [json.loads(line) for line in (shared / "gold" / "seed.docs.jsonl").read_text().splitlines()[:6]]
    inputs = [Document(one["text"], one["id"], one.get("date")) for one in documents]
    file = tmp_path / "graph.nq"
    kg.build(inputs, pipeline="fast").save(file)
    counted = stats.of(str(file), most=10_000)
    held = store.load(str(file))
    nodes = {node.iri: node for node in network.nodes(held)}
    joined: dict[str, set[str]] = {}
    for edge in network.edges(held):
        joined.setdefault(edge.source, set()).add(edge.target)
        joined.setdefault(edge.target, set()).add(edge.source)
    assert counted.events == sum(node.is_event for node in nodes.values()) > 10
    assert counted.entities == sum(not node.is_event for node in nodes.values()) > 10
    assert {one.iri: one.links for one in counted.connected} == {
        iri: len(others - {iri}) for iri, others in joined.items() if not nodes[iri].is_event
    }
    assert {one.iri: one.articles for one in counted.connected} == {
        one.iri: len(nodes[one.iri].documents) for one in counted.connected
    }
    assert {one.iri: (one.label, one.types) for one in counted.connected} == {
        one.iri: (" | ".join(nodes[one.iri].labels), nodes[one.iri].types) for one in counted.connected
    }


def test_an_event_whose_factuality_articles_dispute_is_counted_as_disputed(tmp_path: Path) -> None:
    graph = turtle(
        tmp_path / "graph.trig",
        """
        <doc/1> { <doc/1> a nif:Context . :call/1 a kg:Call ; kg:factuality kg:Actual . }
        <doc/2> { <doc/2> a nif:Context . :call/1 a kg:Call ; kg:factuality kg:Negated . }
        <doc/3> { <doc/3> a nif:Context . :call/2 a kg:Call ; kg:factuality kg:Actual . }
        """.replace("<doc", f"<{BASE}doc").replace(":call/", ":call-"),
    )
    assert stats.of(str(graph)).event_classes == (Class(KG + "Call", 2, {KG + "Actual": 1}, disputed=1),)


def test_what_is_of_several_classes_counts_for_each_and_once_in_all(tmp_path: Path) -> None:
    graph = turtle(tmp_path / "graph.ttl", ":a a kg:Person, <https://own.example/Boxer> . :b a kg:Person .")
    counted = stats.of(str(graph))
    assert counted.entities == 2
    assert counted.entity_classes == (Class(KG + "Person", 2), Class("https://own.example/Boxer", 1))


def test_an_event_without_a_class_is_one_of_no_class(tmp_path: Path) -> None:
    counted = stats.of(str(turtle(tmp_path / "graph.ttl", ":a kg:factuality kg:Actual .")))
    assert counted.event_classes == (Class("", 1, {KG + "Actual": 1}),)


def test_roles_of_a_users_own_ontology_are_links(tmp_path: Path) -> None:
    graph = turtle(
        tmp_path / "graph.ttl",
        ':a a kg:Person ; rdfs:label "Ann" . :e a <https://own.example/Duel> ; kg:factuality kg:Actual ; '
        "<https://own.example/duellist> :a , :b . :b a kg:Person .",
    )
    assert [(one.label, one.links, one.others) for one in stats.of(str(graph)).connected] == [("Ann", 1, 1), ("", 1, 1)]


def test_publishers_spans_claims_and_terms_of_a_vocabulary_are_no_entities(articles: Path, tmp_path: Path) -> None:
    counted = stats.of(str(articles))
    with articles.open("a") as file:
        file.write(f"<{KG}Call> <{RDF}type> <http://www.w3.org/2002/07/owl#Class> .\n")
    assert stats.of(str(articles)).entities == counted.entities


PERIODS = {
    "2025-07-03 2025-07-03": "2025-07",
    "2025-07-01 2025-07-31": "2025-07",
    "2025-05-01 2025-06-30": "2025",
    "2024-12-30 2025-01-02": "longer",
    "2025-07-03": "",
    "soon later": "",
    "2025-07-09 2025-07-03": "",
}


@pytest.mark.parametrize(("bounds", "period"), PERIODS.items())
def test_an_event_is_counted_in_the_month_or_year_that_it_lies_in(tmp_path: Path, bounds: str, period: str) -> None:
    told = "".join(f' ; kg:{name} "{day}"' for name, day in zip(("earliest", "latest"), bounds.split(), strict=False))
    graph = turtle(tmp_path / "graph.ttl", f":e a kg:Call ; kg:factuality kg:Actual{told} .")
    assert stats.of(str(graph)).periods == (Period(period, 0, 1),)


def test_periods_stand_in_the_order_of_time(tmp_path: Path) -> None:
    dates = ["2025-02-01", "2024", "2024-11", "nonsense", "2024-03-05", "2025"]
    told = "".join(f':d{n} a nif:Context ; schema:datePublished "{date}" .\n' for n, date in enumerate(dates))
    told += ':e kg:factuality kg:Actual ; kg:earliest "2023-01-01" ; kg:latest "2024-01-01" .'
    names = [one.name for one in stats.of(str(turtle(tmp_path / "graph.ttl", told))).periods]
    assert names == ["2024", "2024-03", "2024-11", "2025", "2025-02", "longer", ""]


# Coverage


@pytest.mark.parametrize("suffix", [".nq", ".ttl"])
def test_articles_that_tell_little_are_counted(tmp_path: Path, suffix: str) -> None:
    whole, names = first(), second()
    entities_only = Facts(names.document, names.iri, names.entities, mentions=names.mentions[:4])
    office = first()
    document = Document(office.document.text, "4", "2025-07", source="The News")
    facts_only = Facts(
        document,
        document_iri(BASE, "4"),
        office.entities,
        mentions=tuple(one for one in office.mentions if "event" not in one.thing and "/call/" not in one.thing),
        claims=tuple(one for one in office.claims if one.predicate == KG + "office"),
    )
    told = [whole, entities_only, facts_only, article("Nothing.", "3")]
    file = tmp_path / f"graph{suffix}"
    with file.open("wb") as stream:
        write.write([of(one, base=BASE) for one in told], stream, write.format_of(None, file))
    assert stats.of(str(file)).coverage == Coverage(no_date=1, no_source=2, no_entity=1, no_event=3, no_fact=2)


def test_what_a_graph_without_evidence_does_not_tell_is_said(tmp_path: Path) -> None:
    plain = written(tmp_path / "graph.ttl", evidence="none")
    counted = stats.of(str(plain))
    assert counted.unplaced == 5, "two strikes bear their article's name, the call and the entities do not"
    assert "does not tell in which article" in run("stats", plain).stdout
    named = written(tmp_path / "graph.nq", evidence="none")
    assert stats.of(str(named)).unplaced == 0
    assert "does not tell" not in run("stats", named).stdout


def test_words_with_names_of_others_tell_their_document(tmp_path: Path) -> None:
    graph = turtle(
        tmp_path / "graph.ttl",
        ":d a nif:Context . :w a nif:Phrase ; nif:referenceContext :d ; "
        "<http://www.w3.org/2005/11/its/rdf#taIdentRef> :ann . :ann a kg:Person .",
    )
    counted = stats.of(str(graph))
    assert (counted.unplaced, counted.coverage.no_entity) == (0, 0)


def test_a_publisher_may_be_a_name(tmp_path: Path) -> None:
    graph = turtle(tmp_path / "graph.ttl", ':d a schema:NewsArticle ; schema:publisher "The News" .')
    assert "The News" in run("stats", graph).stdout
    assert stats.of(str(graph)).coverage.no_source == 0


def test_an_empty_graph_has_no_numbers_and_is_no_error(tmp_path: Path) -> None:
    empty = tmp_path / "graph.nq"
    empty.touch()
    assert stats.of(str(empty)).statements == 0
    result = run("stats", empty)
    assert (result.exit_code, result.stdout.splitlines()[0].strip()) == (0, "0  statements")


# Size


def many(documents: int) -> Iterator[Quad]:
    """Each tells an event of its own and names entities of its own."""
    label, person, call = NamedNode(RDFS + "label"), NamedNode(KG + "Person"), NamedNode(KG + "Call")
    for number in range(documents):
        name = NamedNode(f"{BASE}doc/{number}")
        event = NamedNode(f"{BASE}doc/{number}#event=0,4")
        yield Quad(name, TYPE, NamedNode(NIF + "Context"), name)
        yield Quad(event, TYPE, call, name)
        yield Quad(event, NamedNode(KG + "factuality"), NamedNode(KG + "Actual"), name)
        for other in range(10):
            entity = NamedNode(f"{BASE}person/{number}-{other}")
            yield Quad(entity, TYPE, person, name)
            yield Quad(entity, label, Literal(f"Person {number} {other}", language="en"), name)
            yield Quad(event, NamedNode(KG + "participant"), entity, name)


def test_memory_does_not_grow_with_the_graph(monkeypatch: pytest.MonkeyPatch) -> None:
    from kg.stats.gather import gathered

    monkeypatch.setattr(waiting, "_WAITING", 2_000)

    def most(documents: int) -> int:
        tracemalloc.start()
        counted = gathered(many(documents), 20)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert (counted.events, counted.entities) == (documents, 10 * documents)
        return peak

    small = most(200)
    assert most(2_000) < 1.3 * small


def test_a_full_disk_is_told_in_one_line(articles: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SQLITE_TMPDIR", str(tmp_path))
    begun = waiting.Tables.__init__

    def begin_on_a_small_disk(tables: waiting.Tables) -> None:
        begun(tables)
        tables.run("PRAGMA max_page_count = 16")

    monkeypatch.setattr(waiting.Tables, "__init__", begin_on_a_small_disk)
    result = run("stats", articles)
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert result.stderr.startswith(f"kg: {tmp_path}: database or disk is full: make room there")
