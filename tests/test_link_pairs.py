"""Real articles: those that tell of one event are linked, those that come close are not."""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path

import pytest
from pyoxigraph import Store

import kg
from kg import check, link
from kg import store as stores
from kg.ontology.terms import KG

FOLDER = Path(__file__).parent / "link_pairs"
PAIRS = json.loads((FOLDER / "pairs.json").read_text())
Pair = tuple[str, str, str]


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All articles, built and linked."""
    built, path = (tmp_path_factory.mktemp("linked") / name for name in ("built.nq", "linked.nq"))
    kg.build(FOLDER / "articles.jsonl").save(built)
    source = link.read(str(built))
    with path.open("wb") as stream:
        link.save(source, link.find(source).graph, stream)
    return path


@pytest.fixture(scope="module")
def store(linked: Path) -> Store:
    return stores.load(str(linked))


@pytest.fixture(scope="module")
def links(linked: Path) -> tuple[link.Link, ...]:
    return link.find(link.read(str(linked))).links


@pytest.fixture(scope="module")
def joined(store: Store, links: tuple[link.Link, ...]) -> set[Pair]:
    """Class, and two articles of which the graph says that they tell of one event: by its IRI, or by links."""
    events: dict[str, set[str]] = {}
    types: dict[str, str] = {}
    for row in store.query(
        f"""SELECT ?event ?type ?document {{ GRAPH ?document {{
            ?event a ?type ; <{KG}factuality> ?factuality }} }}"""
    ):
        events.setdefault(row["event"].value, set()).add(row["document"].value.rpartition("/")[2])
        types[row["event"].value] = row["type"].value.removeprefix(KG)
    clusters = {event: {event} for event in events}
    for one in links:
        together = clusters[one.one.iri] | clusters[one.other.iri]
        clusters.update(dict.fromkeys(together, together))
    found = set()
    for event, cluster in clusters.items():
        articles = sorted({article for one in cluster for article in events[one]})
        found |= {(types[event], a, b) for a, b in combinations(articles, 2)}
    return found


@pytest.mark.parametrize("pair", [tuple(pair) for pair in PAIRS["same"]], ids=" ".join)
def test_articles_that_tell_of_one_event_are_linked(joined: set[Pair], pair: Pair) -> None:
    assert pair in joined


@pytest.mark.xfail(strict=True, reason="planned by the one, and undated in the other: twice weak")
@pytest.mark.parametrize("pair", [tuple(pair) for pair in PAIRS["missed"]], ids=" ".join)
def test_articles_that_tell_of_one_event_are_not_yet_linked(joined: set[Pair], pair: Pair) -> None:
    assert pair in joined


def test_no_others_are_linked(joined: set[Pair]) -> None:
    assert joined - {tuple(pair) for pair in PAIRS["same"]} == set()


@pytest.mark.parametrize("pair", [tuple(pair) for pair in PAIRS["other"]], ids=" ".join)
def test_what_comes_close_has_an_event_of_the_class_in_both_articles(store: Store, pair: Pair) -> None:
    for article in pair[1:]:
        graph = f"<https://example.org/kg/doc/{article}>"
        assert store.query(f"ASK {{ GRAPH {graph} {{ ?event a <{KG}{pair[0]}> }} }}"), article


def test_the_links_conform_to_the_shapes(linked: Path) -> None:
    assert check.check(str(linked)) == ()


def test_each_link_is_a_claim_with_words_of_both_articles(store: Store, links: tuple[link.Link, ...]) -> None:
    assert links
    rows = store.query(
        f"""SELECT ?claim (COUNT(DISTINCT ?document) AS ?documents) {{
            GRAPH <https://example.org/kg/links> {{
                ?one <http://www.w3.org/2002/07/owl#sameAs> ?other .
                ?claim a <{KG}Claim> ; <http://www.w3.org/1999/02/22-rdf-syntax-ns#subject> ?one ;
                    <http://www.w3.org/1999/02/22-rdf-syntax-ns#object> ?other ;
                    <http://www.w3.org/2000/01/rdf-schema#comment> ?reason ; <{KG}rule> ?rule ;
                    <http://www.w3.org/ns/prov#wasDerivedFrom> ?span }}
            GRAPH ?document {{ ?span a ?kind }} }} GROUP BY ?claim"""
    )
    assert [row["documents"].value for row in rows] == ["2"] * len(links)
