"""The way from inputs to a graph, a report and a quarantine, whatever is read in them."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from rdflib import URIRef

import kg
from kg import builder
from kg.ontology.terms import KG

DAY = "2025-07-05"
CALLS = "SELECT ?call { ?call a <https://w3id.org/kg/ontology#Call> }"


def document(text: str, ident: str = "", date: str | None = DAY) -> kg.Document:
    return kg.Document(text, ident, date)


@pytest.mark.usefixtures("calls")
def test_the_default_graph_is_the_union_of_the_documents() -> None:
    result = kg.build([document("Ann called Bob.", "1"), document("Bob called Cid.", "2")])
    assert len(list(result.graph.query(CALLS))) == 2
    names = {graph.identifier for graph in result.graph.graphs() if len(graph)}
    assert names == {URIRef(builder.BASE + "doc/1"), URIRef(builder.BASE + "doc/2")}
    assert result.report == kg.Report(2, 3, 2, result.report.triples)
    assert result.report.triples == sum(len(graph) for graph in result.graph.graphs())


@pytest.mark.usefixtures("calls")
def test_inputs_may_be_a_path_a_document_or_an_iterator_of_both(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Ann called Bob.")

    def stream() -> Iterator[object]:
        yield str(path)
        yield document("Bob called Cid.")

    counts = [kg.build(one, date=DAY).report.events for one in (path, str(path), document("Ann called Bob."))]
    assert counts == [1, 1, 1]
    assert kg.build(stream(), date=DAY).report.documents == 2


@pytest.mark.usefixtures("calls")
def test_a_problem_is_in_the_report_and_the_rest_is_built() -> None:
    result = kg.build(["missing.txt", document("Ann called Bob.")])
    assert (result.report.documents, result.report.unreadable) == (1, 1)


@pytest.mark.usefixtures("calls")
def test_an_empty_document_gives_a_graph_without_facts() -> None:
    result = kg.build(document("", "empty"))
    assert result.report.documents == 1
    assert result.report.triples > 0
    assert [problem.refused for problem in result.report.problems] == [False]


@pytest.mark.usefixtures("calls")
def test_what_fails_a_shape_is_in_quarantine_and_the_rest_conforms() -> None:
    result = kg.build(document("Ann called Bob! Cid called Dan."))
    assert result.report.events == 1
    assert result.report.quarantined == len(result.quarantine) > 0
    first = result.quarantine[0]
    assert first.violation.path == KG + "factuality"
    assert first.sentence == "Ann called Bob!"
    for graph in result.graph.graphs():
        assert builder.validate.Validator().violations(graph) == ()


@pytest.mark.usefixtures("calls")
def test_the_users_own_shapes_are_checked_too(tmp_path: Path) -> None:
    shapes = tmp_path / "mine.ttl"
    shapes.write_text("""
        @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix kg: <https://w3id.org/kg/ontology#> .
        <urn:mine> a sh:NodeShape ; sh:targetClass kg:Call ; sh:property <urn:place> .
        <urn:place> a sh:PropertyShape ; sh:path kg:place ; sh:minCount 1 ; sh:message "Where?" .""")
    result = kg.build(document("Ann called Bob."), shapes=[shapes])
    assert result.report.events == 0
    assert {fact.violation.message for fact in result.quarantine} == {"Where?"}


@pytest.mark.usefixtures("calls")
def test_a_document_in_quarantine_is_not_in_the_graph(tmp_path: Path) -> None:
    shapes = tmp_path / "mine.ttl"
    shapes.write_text("""
        @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix schema: <https://schema.org/> .
        <urn:mine> a sh:NodeShape ; sh:targetClass schema:NewsArticle ; sh:property <urn:title> .
        <urn:title> a sh:PropertyShape ; sh:path schema:headline ; sh:minCount 1 ; sh:message "Title?" .""")
    result = kg.build(
        [document("Ann called Bob."), kg.Document("Bob called Cid.", date=DAY, title="T")], shapes=[shapes]
    )
    assert result.report.documents == 1
    assert len(list(result.graph.query(CALLS))) == 1


@pytest.mark.usefixtures("calls")
def test_a_failure_on_one_document_is_told_and_the_rest_is_built(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KG_DEBUG", raising=False)
    result = kg.build([document("CRASH", "bad"), document("Ann called Bob.")])
    assert result.report.documents == 1
    (problem,) = result.report.problems
    assert problem.refused
    assert problem.where == "document bad"
    assert "RuntimeError: no such sentence" in problem.message
    assert "report" in problem.message


@pytest.mark.usefixtures("calls")
def test_a_failure_is_raised_for_those_who_look_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_DEBUG", "1")
    with pytest.raises(RuntimeError):
        kg.build(document("CRASH"))


@pytest.mark.usefixtures("calls")
@pytest.mark.parametrize("evidence", builder.EVIDENCE)
@pytest.mark.parametrize("text", [True, False])
def test_evidence_and_text_can_be_left_out(evidence: str, text: bool) -> None:
    result = kg.build(document("Ann called Bob."), evidence=evidence, text=text)
    assert result.report.events == 1
    assert result.quarantine == ()
    predicates = set(result.graph.predicates())
    nif = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"
    assert (URIRef(nif + "isString") in predicates) is text
    assert (URIRef(KG + "rule") in predicates) is (evidence == "claims")
    assert (URIRef(nif + "anchorOf") in predicates) is (evidence != "none")


@pytest.mark.usefixtures("calls")
def test_progress_counts_documents() -> None:
    seen: list[int] = []
    kg.build([document("Ann called Bob."), document("Bob called Cid.")], progress=seen.append)
    assert seen == [1, 2]


@pytest.mark.usefixtures("calls")
def test_the_order_of_documents_does_not_change_the_graph() -> None:
    names = ["Ann", "Bob", "Cid", "Dan", "Eve"]
    documents = [document(f"{a} called {b}.", f"{a}{b}") for a in names for b in names if a < b]
    expected = set(kg.build(documents).graph.quads())
    random.Random(1).shuffle(documents)
    assert set(kg.build(documents).graph.quads()) == expected


@pytest.mark.usefixtures("calls")
def test_nothing_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    kg.build([document("Ann called Bob!"), document("CRASH"), "missing.txt"])
    assert capfd.readouterr() == ("", "")


@pytest.mark.usefixtures("calls")
@pytest.mark.parametrize("suffix", ["ttl", "nq", "trig", "nt", "jsonld", "rdf", "graphml", "gexf"])
def test_a_result_is_saved_by_the_suffix(tmp_path: Path, suffix: str) -> None:
    result = kg.build([document("Ann called Bob.", "1"), document("Bob called Cid.", "2")])
    path = tmp_path / f"graph.{suffix}"
    result.save(path)
    first = path.read_bytes()
    assert b"Bob" in first
    result.save(path)
    assert path.read_bytes() == first
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


@pytest.mark.usefixtures("calls")
def test_the_network_has_entities_and_events() -> None:
    network = kg.build(document("Ann called Bob.")).to_networkx()
    assert {data["label"] for _, data in network.nodes(data=True)} == {"Ann", "Bob", "called"}
    assert network.number_of_edges() == 2


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"base": "example"}, "the base 'example'"),
        ({"base": "http://a b/"}, "the base"),
        ({"base": "https:///x"}, "the base"),
        ({"date": "July 5"}, "is no date"),
        ({"evidence": "some"}, "unknown evidence 'some'"),
        ({"pipeline": "no_such_pipeline"}, "no_such_pipeline"),
        ({"ontology": ["missing.ttl"]}, "missing.ttl"),
        ({"shapes": ["missing.ttl"]}, "missing.ttl"),
    ],
)
def test_an_option_that_cannot_be_used_is_an_error_before_anything_is_read(
    options: dict[str, object], message: str
) -> None:
    def untouched() -> Iterator[str]:
        pytest.fail("an input was read")
        yield ""

    with pytest.raises(kg.KgError) as error:
        kg.build(untouched(), **options)
    assert message in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("turtle", "message"),
    [
        ("<urn:x> a", "mine.ttl"),
        ("<urn:Coup> a <http://www.w3.org/2002/07/owl#Class> .", "urn:Coup"),
    ],
)
def test_an_ontology_that_cannot_be_used_is_named(tmp_path: Path, turtle: str, message: str) -> None:
    path = tmp_path / "mine.ttl"
    path.write_text(turtle)
    with pytest.raises(kg.OntologyError) as error:
        kg.build([], ontology=[path])
    assert message in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.usefixtures("calls")
def test_documents_are_built_one_at_a_time(jsonl: Callable[..., Path]) -> None:
    path = jsonl(*[{"text": f"Ann called Bob{n}.", "date": DAY} for n in range(50)])
    stream = builder.documents(str(path), builder.prepare())
    built = next(stream)
    assert isinstance(built, builder.Built)
    assert built.facts is not None
    assert built.facts.document.text == "Ann called Bob0."
    stream.close()
