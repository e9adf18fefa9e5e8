"""What the page of `kg view` holds, before a browser has seen it."""

from __future__ import annotations

import html
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pyoxigraph
import pytest
from typer.testing import CliRunner
from viewed import ALONE, ANN, BOB, CALL, EVIL, FIRST, HOSTILE, LAND, SAYING, STRIKE, TALKS, THIRD, many, store

import kg
from kg import view
from kg.cli import app
from kg.errors import UsageError

ASSETS = Path(view.__file__).parent / "assets"


@pytest.fixture(scope="module")
def graph() -> pyoxigraph.Store:
    return store()


def data(page: str) -> dict:
    return json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)[1])


def saved(graph: pyoxigraph.Store, path: Path) -> Path:
    with path.open("wb") as stream:
        graph.dump(stream, pyoxigraph.RdfFormat.N_QUADS)
    return path


def test_every_thing_is_there_with_its_facts_on_the_right_words(graph: pyoxigraph.Store) -> None:
    told = view.view(graph)
    things = {thing.iri: thing for thing in told.things}
    assert sorted(things) == sorted([ANN, BOB, LAND, ALONE, EVIL, CALL, STRIKE, TALKS, SAYING])
    assert (told.entities, told.events, told.articles, told.cut) == (5, 4, 3, "")
    for thing in told.things:
        for fact in thing.facts:
            assert fact.words
            for words in fact.words:
                sentence = told.sentences[words.sentence]
                assert 0 <= words.begin < words.end <= len(sentence.text)
                assert words.rule == "test"
    call = things[CALL]
    assert call.factuality == ("Actual", "Negated")
    assert (call.earliest, call.latest) == ("2025-07-03", "2025-07-03")
    (day,) = [fact for fact in call.facts if fact.predicate.endswith("#date")]
    sentence = told.sentences[day.words[0].sentence]
    assert sentence.text == FIRST.partition(" Land")[0]
    assert sentence.text[day.words[0].begin : day.words[0].end] == "July 3"
    # Within the sentence that tells the event, not where punctuation would end it.
    assert {told.documents[number].id for number in call.documents} == {"1", "2"}
    assert (things[STRIKE].earliest, things[STRIKE].latest) == ("2025-08-01", "2025-08-31")
    assert things[TALKS].earliest == ""


def test_marks_are_counted_as_javascript_counts(graph: pyoxigraph.Store) -> None:
    told = data(view.page(graph))
    (call,) = [thing for thing in told["things"] if thing[0] == CALL]
    words = {
        told["sentences"][sentence][2].encode("utf-16-le")[2 * begin : 2 * end].decode("utf-16-le")
        for _, _, _, grounds in call[8]
        for sentence, begin, end, _ in grounds
    }
    assert words == {"phoned", "call", "Ann Lee", "Bob Roy", "July 3"}


def test_text_of_the_graph_is_data(graph: pyoxigraph.Store) -> None:
    page = view.page(graph, title=HOSTILE)
    assert "owned'\"" not in page
    assert html.escape(HOSTILE) in page
    # Three scripts of the page's own, the added one (empty) and the data; none of the graph's.
    assert page.count("<script") == page.count("</script>") == 4
    assert "<img" not in page
    assert "\u202e" not in page
    told = data(page)
    assert HOSTILE in {thing[1] for thing in told["things"]}
    assert any("</script><script>" in text for _, _, text in told["sentences"])
    assert THIRD.replace("\u202e", "\ufffd") in {text for _, _, text in told["sentences"]}
    # Only addresses of the web are offered as the same thing.
    assert [thing[7] for thing in told["things"] if thing[7]] == [["http://www.wikidata.org/entity/Q1"]]


def test_nothing_in_it_names_a_server(graph: pyoxigraph.Store) -> None:
    page = view.page(graph)
    policy = html.unescape(re.search(r'Content-Security-Policy" content="([^"]*)"', page)[1])
    assert "default-src 'none'" in policy
    assert "connect-src 'none'" in policy
    assert "unsafe" not in policy
    without_data = re.sub(r'<script type="application/json".*?</script>', "", page, flags=re.DOTALL)
    assert not re.search(r"(?:src|href)=[\"']?(?:https?:)?//", without_data)
    assert "sourceMappingURL" not in page


def test_the_same_graph_is_the_same_page_in_every_process_and_order(graph: pyoxigraph.Store, tmp_path: Path) -> None:
    path = saved(graph, tmp_path / "graph.nq")
    lines = path.read_bytes().splitlines(keepends=True)
    (tmp_path / "turned.nq").write_bytes(b"".join(reversed(lines)))

    def page(name: str, seed: str) -> bytes:
        command = [sys.executable, "-m", "kg", "view", name, "--title", "T"]
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=True).stdout

    assert page("graph.nq", "1") == page("turned.nq", "2") == view.page(graph, title="T").encode()


def test_of_a_large_graph_the_most_told_is_drawn_and_the_rest_is_counted() -> None:
    graph = many(60)
    told = view.view(graph, 20)
    assert len(told.things) == 20
    assert told.cut == (
        "20 of 66 things are drawn: 6 of 6 entities, those that most documents name, and 14 of 60 events, those that "
        "most documents tell and that join them."
    )
    drawn = {thing.iri for thing in told.things}
    for thing in told.things:
        if not thing.is_event:
            calls = graph.quads_for_pattern(
                None, pyoxigraph.NamedNode(view.gather.KG + "participant"), pyoxigraph.NamedNode(thing.iri)
            )
            assert thing.roles_left == len({call.subject.value for call in calls} - drawn)
    assert sum(thing.roles_left for thing in told.things) == 2 * (60 - 14)
    page = view.page(told)
    assert data(page)["cut"] == told.cut
    # What one document tells is chosen by its IRI, where all else is equal: the same every time.
    assert view.page(graph, most=20) == page


def test_most_things_of_a_graph_without_events_are_drawn() -> None:
    graph = pyoxigraph.Store()
    for number in range(5):
        thing = pyoxigraph.NamedNode(f"https://e.org/person/{number}")
        graph.add(
            pyoxigraph.Quad(
                thing,
                pyoxigraph.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"),
                pyoxigraph.NamedNode(view.gather.KG + "Person"),
            )
        )
    assert len(view.view(graph, 3).things) == 3
    assert len(view.view(graph, 30).things) == 5


def test_very_many_claims_of_one_fact_are_counted_not_repeated() -> None:
    graph = many(40)
    office = "<https://w3id.org/kg/ontology#office>"
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    person = "https://example.org/kg/person/p0"
    lines = [f'<{person}> {office} "Minister" <https://example.org/kg/doc/n0> .']
    for number in range(8):
        claim = f"<https://example.org/kg/doc/n0#claim={number}>"
        span = "<https://example.org/kg/doc/n0#char=0,2>"
        lines += [
            f"{claim} <{rdf}subject> <{person}> .",
            f"{claim} <{rdf}predicate> {office} .",
            f'{claim} <{rdf}object> "Minister" .',
            f"{claim} <http://www.w3.org/ns/prov#wasDerivedFrom> {span} .",
            f'{claim} <https://w3id.org/kg/ontology#rule> "r{number}" .',
        ]
    graph.load("\n".join(lines).encode(), pyoxigraph.RdfFormat.N_QUADS)
    (told,) = [thing for thing in view.view(graph).things if thing.iri == person]
    (fact,) = [fact for fact in told.facts if fact.value == "Minister"]
    assert len(fact.words) == view.gather._MOST_WORDS
    assert told.claims_left == 8 - view.gather._MOST_WORDS
    assert len(told.mentions) + told.mentions_left == 20


@pytest.mark.parametrize("options", [{"text": False}, {"evidence": "mentions"}, {"evidence": "none"}])
def test_a_graph_that_leaves_things_out_is_drawn_too(options: dict, tmp_path: Path) -> None:
    article = kg.Document("President Joe Biden spoke by phone with Vladimir Putin on July 3, 2025.", "a", "2025-07-04")
    path = tmp_path / "graph.nq"
    kg.build([article], pipeline="fast", **options).save(path)
    done = CliRunner().invoke(app, ["view", str(path)])
    assert done.exit_code == 0, done.output
    told = data(done.stdout)
    (call,) = [thing for thing in told["things"] if "/call/" in thing[0]]
    words = [grounds for _, _, _, grounds in call[8]]
    assert any(words) == (options == {"text": False})
    assert bool(told["sentences"]) == (options != {"evidence": "none"})


def test_a_result_shows_itself_in_a_notebook() -> None:
    article = kg.Document("President Joe Biden spoke by phone with Vladimir Putin on July 3, 2025.", "a", "2025-07-04")
    result = kg.build([article], pipeline="fast")
    shown = result._repr_html_()
    frame = re.fullmatch(r'<iframe [^>]*sandbox="allow-scripts allow-popups"[^>]* srcdoc="([^"]*)"></iframe>', shown)
    assert frame
    assert len(data(html.unescape(frame[1]))["things"]) == result.report.entities + result.report.events


def test_a_pane_can_be_added(graph: pyoxigraph.Store) -> None:
    extra = view.Extra(
        "Ask <b>", "<form id='ask'></form>", style="#ask { color: red }", script="go()", connect="'self'"
    )
    page = view.page(graph, extra=extra)
    assert '<section id="extra" class="pane side"><form id=\'ask\'></form></section>' in page
    assert "Ask &lt;b&gt;" in page
    assert "<script>go()</script>" in page
    assert "connect-src 'self'" in html.unescape(page)


# The command


def test_the_command_writes_a_page_and_says_what_it_leaves_out(graph: pyoxigraph.Store, tmp_path: Path) -> None:
    path = saved(graph, tmp_path / "graph.nq")
    done = CliRunner().invoke(app, ["view", str(path), "-o", str(tmp_path / "page.html"), "--most", "4"])
    assert done.exit_code == 0
    assert "kg: 4 of 9 things are drawn: " in done.stderr
    assert "--most" in done.stderr
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "<title>graph.nq</title>" in page
    assert len(data(page)["things"]) == 4
    whole = CliRunner().invoke(app, ["view", str(path)])
    assert whole.stderr == ""
    assert len(data(whole.stdout)["things"]) == 9


def test_what_cannot_be_drawn_is_one_line(tmp_path: Path) -> None:
    text = tmp_path / "a.nq"
    text.write_text("no rdf\n")
    for arguments, code in (([str(text)], 1), ([str(tmp_path / "none.nq")], 2), ([str(text), "-o", str(text)], 2)):
        done = CliRunner().invoke(app, ["view", *arguments])
        assert done.exit_code == code
        assert done.stderr.count("\n") == 1
    assert text.read_text() == "no rdf\n"
    with pytest.raises(UsageError, match="give 1 or more"):
        view.view(store(), 0)


def test_an_empty_graph_is_an_empty_page() -> None:
    told = data(view.page(pyoxigraph.Store()))
    assert told["things"] == told["sentences"] == []


def test_the_default_of_the_command_is_that_of_the_module() -> None:
    from kg.cli.view import view as command

    assert command.__defaults__[-1] == view.MOST


def test_every_library_in_the_page_stands_beside_its_licence() -> None:
    for library in (ASSETS / "vendor").glob("*.js"):
        licence = ASSETS / "vendor" / f"{library.name.partition('.')[0]}.LICENSE.txt"
        assert "Permission is hereby granted" in licence.read_text(encoding="utf-8"), library.name
