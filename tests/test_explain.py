"""What `kg explain` tells: all that the graph holds of a thing, on the right words."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pyoxigraph
import pytest
from explained import BIDEN, EXAMPLE, build_in_every_syntax, of, rows, run, told
from hand_made import BASE, CALL, FIRST, KG, SECOND, graphs

import kg
from kg import explain, store, write
from kg.errors import UsageError
from kg.excerpts import excerpt


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_in_every_syntax(tmp_path_factory.mktemp("built"))


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> pyoxigraph.Store:
    """Two articles, written by hand, that tell the same call."""
    path = tmp_path_factory.mktemp("two") / "graph.nq"
    with path.open("wb") as stream:
        write.write(graphs(), stream, "nquads")
    return store.load(str(path))


# What is told of a graph that kg built


def test_of_every_thing_all_facts_and_mentions_are_told_on_the_right_words(built: Path) -> None:
    source = store.load(str(built))
    text = json.loads(EXAMPLE.read_text(encoding="utf-8"))["text"]
    things = {thing for (thing,) in rows(source, "SELECT ?t { ?m itsrdf:taIdentRef ?t }")}
    assert len(things) > 10
    for thing in things:
        one = told(source, thing)
        node = f"<{thing}>"
        names = "rdf:type, rdfs:label, skos:altLabel, owl:sameAs, kg:evidence"
        stated = rows(source, f"SELECT ?p ?o {{ {node} ?p ?o FILTER(?p NOT IN ({names})) }}")
        values = {(f["predicate"], f["object"].get("@id", f["object"].get("@value"))) for f in one["facts"]}
        assert values == stated
        roles = rows(source, f"SELECT ?s ?p {{ ?s ?p {node} FILTER(STRSTARTS(STR(?p), STR(kg:))) }}")
        assert {(f["subject"], f["predicate"]) for f in one["roles"]} == roles
        assert len(one["mentions"]) == len(rows(source, f"SELECT ?m {{ ?m itsrdf:taIdentRef {node} }}"))
        claims = [claim for fact in one["facts"] + one["roles"] for claim in fact["claims"]]
        assert all(fact["claims"] for fact in one["facts"] + one["roles"])
        assert all(claim["rules"] for claim in claims)
        for passage in [p for claim in claims for p in claim["passages"]] + one["mentions"] + one["evidence"]:
            assert passage["words"] == text[passage["begin"] : passage["end"]]
            first = passage["sentenceBegin"]
            assert passage["sentence"] == text[first : first + len(passage["sentence"])]
            assert first <= passage["begin"]
            assert passage["end"] <= first + len(passage["sentence"])
        assert one["notes"] == []


def test_a_person_is_told_with_links_offices_words_and_article(built: Path) -> None:
    text = run("explain", built, "Joe Biden").stdout
    assert text.startswith(f"Joe Biden\nPerson <{BIDEN}>\n")
    assert "http://www.wikidata.org/entity/Q6279" in text
    assert "  office: President\n    [[President Joseph R. Biden, Jr.]] spoke today with President" in text
    assert "      [1] characters 0–30 · rule title\n" in text
    assert "  Biden: 4 times\n" in text
    assert "Meant by other words, too\n  He: once\n  leaders: once\n" in text
    assert (
        "[1] Readout of President Biden’s Call with President Zelenskyy of Ukraine, The White House, 2022-01-27" in text
    )
    assert "https://bidenwhitehouse.archives.gov/" in text


def test_an_event_is_told_with_factuality_first_dates_together_and_on_whose_word(built: Path) -> None:
    text = run("explain", built, "event=396,404").stdout
    assert text.index("factuality: Actual") < text.index("attributedTo: Joe Biden") < text.index("supplier:")
    assert "  earliest: 2021-01-27\n  latest: 2022-01-27\n    President Biden noted" in text
    assert "[[the last year]]" in text
    assert "rule attribution" in text
    assert text.count("[[provided]]") == 3  # on its factuality, on the statement about it, and where it is told


@pytest.mark.parametrize("suffix", ["trig", "ttl", "nt", "jsonld", "rdf"])
def test_every_syntax_tells_the_same(built: Path, suffix: str) -> None:
    for name in (BIDEN, "event=396,404"):
        assert run("explain", built.with_suffix("." + suffix), name).stdout == run("explain", built, name).stdout


def test_it_is_the_same_in_every_process(built: Path) -> None:
    def output(seed: str) -> bytes:
        command = [sys.executable, "-m", "kg", "explain", str(built), "state/ukraine", "-f", "json"]
        return subprocess.run(
            command, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout

    assert output("1") == output("2")
    assert len(output("1")) > 1000


@pytest.mark.parametrize(
    ("options", "note", "missing"),
    [
        ({"text": False}, "text of some articles is not in the graph", "its sentence is not in the graph"),
        ({"evidence": "mentions"}, "holds no claims", "does not tell on which words"),
        ({"evidence": "none"}, "holds no mentions", "does not tell on which words"),
    ],
)
def test_what_the_graph_leaves_out_is_said(tmp_path: Path, options: dict, note: str, missing: str) -> None:
    path = tmp_path / "graph.nq"
    # A sentence that tells no event is in the graph only with its text.
    article = kg.Document("President Joe Biden likes trains.", "trains", "2022-01-27")
    kg.build([article], **options).save(path)
    text = " ".join(run("explain", path, "person/joe-biden").stdout.split())
    assert note in text
    assert missing in text
    assert "office: President" in text
    page = run("explain", path, "person/joe-biden", "-f", "html").stdout
    assert note in page


# Several articles


def test_an_event_of_two_articles_is_told_by_both_in_the_order_of_their_ids(two: pyoxigraph.Store) -> None:
    one = told(two, CALL)
    assert [document["id"] for document in one["documents"]] == ["2", "a b/1"]
    assert [p["words"] for p in one["mentions"]] == ["phoned", "spoke"]
    assert [p["sentence"] for p in one["evidence"]] == [SECOND[:35], FIRST.split("\n")[0]]
    (factuality,) = [f for f in one["facts"] if f["predicate"] == KG + "factuality"]
    assert [p["words"] for claim in factuality["claims"] for p in claim["passages"]] == ["phoned", "spoke"]
    assert factuality["documents"] == [BASE + "doc/2", BASE + "doc/a%20b%2F1"]
    assert "meet in it" in one["identity"]
    assert one["labels"] == ["phoned", "spoke"]


def test_an_entity_tells_its_words_with_how_often_and_in_how_many_articles(two: pyoxigraph.Store) -> None:
    one = told(two, "Donald Trump")
    assert one["words"] == [{"words": "Trump", "times": 3, "documents": 2}]
    assert told(two, "state/russia")["words"] == [
        {"words": "Russia", "times": 2, "documents": 2},
        {"words": "Moscow", "times": 1, "documents": 1},
    ]


def test_words_for_a_bearer_of_an_office_are_no_words_for_the_state(two: pyoxigraph.Store) -> None:
    russia, trump = told(two, "state/russia"), told(two, "person/donald-trump")
    assert [fact["predicate"] for fact in russia["roles"] if fact["predicate"] == KG + "represents"]
    assert russia["otherWords"] == trump["otherWords"] == []


def test_two_mentions_in_one_sentence_are_shown_once(two: pyoxigraph.Store) -> None:
    text = explain.rendered(explain.explain(two, CALL), "text", width=200)
    where = text.partition("The sentences that tell it\n")[2]
    assert where.count("[[phoned]]") == 1
    assert "[1] characters 6–12\n" in where


def test_articles_that_disagree_are_noted() -> None:
    source = of(
        '<doc/1> { <doc/1> a nif:Context . <call/x> a kg:Call ; rdfs:label "call" ; kg:factuality kg:Actual . }'
        '<doc/2> { <doc/2> a nif:Context . <call/x> a kg:Call ; rdfs:label "call" ; kg:factuality kg:Negated . }'
    )
    one = told(source, "call/x")
    assert one["notes"][0] == "Articles disagree on whether it happened: Actual, Negated."
    assert [(f["object"]["@id"], f["documents"]) for f in one["facts"]] == [
        (KG + "Actual", [BASE + "doc/1"]),
        (KG + "Negated", [BASE + "doc/2"]),
    ]


def test_a_link_between_events_is_told_with_its_reason_and_the_words_of_both() -> None:
    spans = "".join(
        f'<doc/{n}> a nif:Context ; nif:isString "They met." .'
        f'<doc/{n}#char=5,8> nif:beginIndex 5 ; nif:endIndex 8 ; nif:anchorOf "met" ; nif:referenceContext <doc/{n}> .'
        f'<meeting/{n}> a kg:Meeting ; rdfs:label "met" .'
        for n in (1, 2)
    )
    source = of(
        spans + "<meeting/1> owl:sameAs <meeting/2> . <links#1> a kg:Claim ; rdf:subject <meeting/1> ;"
        ' rdf:predicate owl:sameAs ; rdf:object <meeting/2> ; kg:rule "link-same-day" ;'
        ' rdfs:comment "Both tell of a meeting." ; prov:wasDerivedFrom <doc/1#char=5,8>, <doc/2#char=5,8> .'
    )
    for name, other in (("meeting/1", "meeting/2"), ("meeting/2", "meeting/1")):
        (link,) = told(source, name)["sameAs"]
        assert link["claims"][0]["reason"] == "Both tell of a meeting."
        assert [p["document"] for p in link["claims"][0]["passages"]] == [BASE + "doc/1", BASE + "doc/2"]
        text = explain.rendered(explain.explain(source, name), "text")
        assert f"The same as\n  met (Meeting, {other})\n    Both tell of a meeting.\n    They [[met]].\n" in text


# Names


@pytest.mark.parametrize(
    "name",
    [
        BASE + "person/vladimir-putin",
        f"<{BASE}person/vladimir-putin>",
        "person/vladimir-putin",
        "person:vladimir-putin",
        "vladimir-putin",
        "Vladimir Putin",
        "Putin",
        "  vladimir  PUTIN ",
    ],
)
def test_a_thing_is_found_by_iri_the_end_of_it_and_names(two: pyoxigraph.Store, name: str) -> None:
    assert explain.explain(two, name).thing.value == BASE + "person/vladimir-putin"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        (
            "strike",
            r"'strike' may be any of doc/2#event=\d+,\d+ \(Strike “strike”\), doc/a%20b%2F1#event=.*: give the IRI",
        ),
        ("Putine", r"called 'Putine': the closest are person/vladimir-putin \(Person “Vladimir Putin”\)$"),
        ("person/vladimir-puttin", r"the closest are person/vladimir-putin \("),
        ("Zimbabwe", "nothing in it has a name like that"),
        ("", "empty name"),
        (BASE + "doc/2", "is an article: give the IRI of an entity or an event"),
        (BASE + "doc/2#char=0,5", "is words of an article"),
        ("no iri <>", "nothing in it has a name like that"),
    ],
)
def test_a_name_that_means_none_or_several_is_refused(two: pyoxigraph.Store, name: str, message: str) -> None:
    with pytest.raises(UsageError, match=message) as raised:
        explain.explain(two, name)
    assert "\n" not in str(raised.value)


def test_of_many_candidates_some_are_named_and_the_rest_counted() -> None:
    source = of("".join(f'<call/{n}> a kg:Call ; rdfs:label "call" .' for n in range(20)))
    with pytest.raises(UsageError, match=r"call/0 .* and 12 more: give"):
        explain.explain(source, "call")


# Sentences


@pytest.mark.parametrize(
    ("text", "words", "sentence"),
    [
        ("It rained. Ann called twice. He slept.", "called", "Ann called twice."),
        ("Ann called Bob. He slept.", "called", "Ann called Bob. He slept."),  # as after an abbreviation
        ("Ann called Bob.", "Ann", "Ann called Bob."),
        ("First line\nAnn called\nlast line", "Ann", "Ann called"),
        ("The U.S. Embassy in Kyiv is open. It was hit.", "Embassy", "The U.S. Embassy in Kyiv is open."),
        ("Joseph R. Biden, Jr. Spoke today. Then he left.", "Spoke", "Joseph R. Biden, Jr. Spoke today."),
        ("“We agree.” Then Gen. Smith went home. All was quiet.", "Smith", "Then Gen. Smith went home."),
        ("It ended at noon. 40 ships came. All sank.", "ships", "40 ships came."),
        ("Ann slept. Bob", "Bob", "Bob"),
        ("One ended. Two went on; three ended. Four", "ended. Two", "One ended. Two went on; three ended."),
    ],
)
def test_the_sentence_around_words(text: str, words: str, sentence: str) -> None:
    begin = text.index(words)
    first, found = excerpt(text, [], begin, begin + len(words))
    assert found == sentence
    assert text[first : first + len(found)] == found


def test_a_sentence_that_the_graph_holds_comes_before_what_punctuation_tells() -> None:
    text = "Dr. Martin. Who called? Bob."
    assert excerpt(text, [(0, 23, text[:23])], 4, 10) == (0, text[:23])
    assert excerpt(text, [(0, 23, text[:23])], 24, 27) == (24, "Bob.")
    assert excerpt(None, [(0, 23, text[:23])], 24, 27) == (-1, "")


def test_a_table_without_sentences_is_cut_around_the_words() -> None:
    text = "word " * 1000 + "Kyiv" + " word" * 1000
    first, found = excerpt(text, [], 5000, 5004)
    assert text[first : first + len(found)] == found
    assert first <= 5000 <= 5004 <= first + len(found)
    assert len(found) < 900
    assert not found.startswith("ord")
