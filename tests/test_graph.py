"""Facts to RDF."""

from __future__ import annotations

import random
from dataclasses import replace

import pyoxigraph
import pytest
import rdflib
from hand_made import BASE, CALL, FIRST, KG, PUTIN, TRUMP, first, second, span
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib.namespace import OWL, RDF, RDFS, SKOS

from kg import graph
from kg.iri import slug, with_separator
from kg.model import Claim, Document, Facts, Literal, Span
from kg.ontology.terms import ITSRDF, NIF, PROV, SCHEMA

KGN, NIFN, PROVN, SCHEMAN = (rdflib.Namespace(iri) for iri in (KG, NIF, PROV, SCHEMA))
ITS = rdflib.Namespace(ITSRDF)


@pytest.fixture(scope="module")
def article() -> rdflib.Graph:
    return graph.of(first(), base=BASE)


def test_the_graph_is_named_by_its_document(article: rdflib.Graph) -> None:
    assert str(article.identifier) == first().iri == "https://example.org/kg/doc/a%20b%2F1"


def test_there_are_no_blank_nodes(article: rdflib.Graph) -> None:
    assert not [node for node in article.all_nodes() if isinstance(node, rdflib.BNode)]


@pytest.mark.parametrize(
    ("id", "expected"),
    [
        ("a-b_c.d~1", "doc/a-b_c.d~1"),
        ("a/b c?#%", "doc/a%2Fb%20c%3F%23%25"),
        ("Київ", "doc/%D0%9A%D0%B8%D1%97%D0%B2"),
    ],
)
def test_a_document_iri_keeps_unreserved_characters_only(id: str, expected: str) -> None:
    assert graph.document_iri(BASE, id) == BASE + expected


def test_a_base_gets_a_slash_unless_it_ends_in_slash_or_hash() -> None:
    assert with_separator("urn:x#") == "urn:x#"
    assert with_separator("urn:x/") == "urn:x/"
    assert graph.document_iri("urn:x", "1") == "urn:x/doc/1"


def test_spans_are_fragments_of_the_document_under_any_base() -> None:
    for base in ("http://example.org/n#", "http://example.org/n/", "http://example.org/n"):
        document = graph.document_iri(base, "1")
        assert document == "http://example.org/n/doc/1"
        assert pyoxigraph.NamedNode(graph.span_iri(document, Span(0, 1))).value.count("#") == 1


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Tripoli (Lebanon)", "tripoli-lebanon"),
        ("Recep Tayyip Erdoğan", "recep-tayyip-erdogan"),
        ("S-300", "s-300"),
    ],
)
def test_a_slug_is_ascii_lower_case_and_hyphens(label: str, expected: str) -> None:
    assert slug(label) == expected


def test_a_label_without_latin_letters_has_a_slug_of_its_own() -> None:
    assert slug("北京") != slug("上海")


def test_spans_carry_the_words_at_their_offsets(article: rdflib.Graph) -> None:
    found = list(article.subject_objects(NIFN.anchorOf))
    assert found
    for iri, words in found:
        begin, end = (int(article.value(iri, p)) for p in (NIFN.beginIndex, NIFN.endIndex))
        assert FIRST[begin:end] == str(words)
        assert str(iri) == f"{first().iri}#char={begin},{end}"
        assert article.value(iri, NIFN.referenceContext) == rdflib.URIRef(first().iri)


def test_a_mention_names_its_thing(article: rdflib.Graph) -> None:
    spans = set(article.subjects(ITS.taIdentRef, rdflib.URIRef(PUTIN.iri)))
    assert [str(article.value(iri, NIFN.anchorOf)) for iri in spans] == ["Putin"]


def test_each_claim_has_its_triple_its_words_and_its_rule(article: rdflib.Graph) -> None:
    claims = list(article.subjects(RDF.type, KGN.Claim))
    assert len(claims) == len(first().claims)
    for claim in claims:
        triple = tuple(article.value(claim, p) for p in (RDF.subject, RDF.predicate, RDF.object))
        assert triple in article
        assert (article.value(claim, PROVN.wasDerivedFrom), NIFN.anchorOf, None) in article
        assert str(article.value(claim, KGN.rule)) == "verb-frame:test"


def test_the_same_fact_on_two_stretches_of_words_is_two_claims() -> None:
    facts = first()
    again = replace(facts.claims[0], span=span(FIRST, "Trump", 2))
    twice = graph.of(replace(facts, claims=(*facts.claims, again, again)), base=BASE)
    assert len(set(twice.subjects(RDF.type, KGN.Claim))) == len(facts.claims) + 1


def test_two_rules_that_agree_make_one_claim() -> None:
    facts = first()
    again = replace(facts.claims[0], rule="apposition")
    both = graph.of(replace(facts, claims=(*facts.claims, again)), base=BASE)
    claim = rdflib.URIRef(graph.claim_iri(facts.iri, again))
    assert {str(rule) for rule in both.objects(claim, KGN.rule)} == {"apposition", "verb-frame:test"}


def test_an_event_points_at_the_sentences_that_tell_it(article: rdflib.Graph) -> None:
    (sentence,) = article.objects(rdflib.URIRef(CALL), KGN.evidence)
    assert (sentence, RDF.type, NIFN.Sentence) in article
    assert str(article.value(sentence, NIFN.anchorOf)) == FIRST.split("\n")[0]


def test_an_entity_has_its_names_and_its_counterpart(article: rdflib.Graph) -> None:
    trump = rdflib.URIRef(TRUMP.iri)
    assert list(article.objects(trump, RDFS.label)) == [rdflib.Literal("Donald Trump", lang="en")]
    assert {str(name) for name in article.objects(trump, SKOS.altLabel)} == {"Trump", "President Trump"}
    assert str(article.value(rdflib.URIRef(BASE + "state/russia"), OWL.sameAs)).endswith("/Q159")


def test_evidence_mentions_leaves_out_claims_but_keeps_facts_mentions_and_sentences() -> None:
    lean = graph.of(first(), base=BASE, evidence="mentions")
    assert not list(lean.subjects(RDF.type, KGN.Claim))
    assert (rdflib.URIRef(CALL), KGN.participant, rdflib.URIRef(TRUMP.iri)) in lean
    assert list(lean.subject_objects(ITS.taIdentRef))
    assert list(lean.subject_objects(KGN.evidence))
    # The words "July 3, 2025" are no mention: only a claim stands on them.
    assert "July 3, 2025" not in {str(words) for words in lean.objects(None, NIFN.anchorOf)}


def test_evidence_none_has_facts_and_no_span() -> None:
    bare = graph.of(first(), base=BASE, evidence="none")
    assert (rdflib.URIRef(CALL), KGN.participant, rdflib.URIRef(TRUMP.iri)) in bare
    assert not [iri for iri in bare.all_nodes() if "#char=" in iri or "#claim=" in iri]
    assert not list(bare.subject_objects(KGN.evidence))


def test_no_text_leaves_out_the_articles_text_only(article: rdflib.Graph) -> None:
    without = graph.of(first(), base=BASE, text=False)
    assert {p for _, p, _ in article - without} == {NIFN.isString}


@pytest.mark.parametrize(
    ("date", "datatype"),
    [("2025-07-05", rdflib.XSD.date), ("2025-07", rdflib.XSD.gYearMonth), ("2025", rdflib.XSD.gYear)],
)
def test_the_date_of_publication_keeps_its_precision(date: str, datatype: rdflib.URIRef) -> None:
    facts = Facts(Document("", "1", date), BASE + "doc/1")
    (found,) = graph.of(facts, base=BASE).objects(None, SCHEMAN.datePublished)
    assert (str(found), found.datatype) == (date, datatype)


def test_an_empty_document_is_a_document_without_facts() -> None:
    iri = rdflib.URIRef(BASE + "doc/1")
    assert set(graph.of(Facts(Document("", "1"), str(iri)), base=BASE)) == {
        (iri, RDF.type, NIFN.Context),
        (iri, RDF.type, SCHEMAN.NewsArticle),
        (iri, NIFN.isString, rdflib.Literal("")),
    }


def test_the_publisher_is_an_organization_of_its_own_and_no_entity(article: rdflib.Graph) -> None:
    (publisher,) = article.objects(None, SCHEMAN.publisher)
    assert set(article.predicate_objects(publisher)) == {
        (RDF.type, SCHEMAN.Organization),
        (SCHEMAN.name, rdflib.Literal("The News")),
    }


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.example/?q={x y}", rdflib.URIRef("https://a.example/?q=%7Bx%20y%7D")),
        ("see page 3", rdflib.Literal("see page 3")),
        ("https://a.example/b?c=[d]", rdflib.URIRef("https://a.example/b?c=%5Bd%5D")),
        ("http://a.example/50%zz%20", rdflib.URIRef("http://a.example/50%25zz%20")),
        ("http://a.example/#b#c", rdflib.URIRef("http://a.example/#b%23c")),
        ("http://a.example/\ufffd", rdflib.URIRef("http://a.example/%EF%BF%BD")),
        ("http://a.example:b/", rdflib.Literal("http://a.example:b/")),
        ("http://[a", rdflib.Literal("http://[a")),
    ],
)
def test_an_address_is_made_a_valid_iri_or_stays_a_string(url: str, expected: rdflib.term.Node) -> None:
    facts = Facts(Document("", "1", url=url), BASE + "doc/1")
    assert list(graph.of(facts, base=BASE).objects(None, SCHEMAN.url)) == [expected]


def test_a_literal_keeps_its_lexical_form() -> None:
    facts = first()
    claim = Claim(CALL, KG + "duration", Literal("PT60M", str(rdflib.XSD.duration)), span(FIRST, "phone"), "test")
    built = graph.of(replace(facts, claims=(*facts.claims, claim)), base=BASE)
    assert [str(value) for value in built.objects(None, KGN.duration)] == ["PT60M"]


@settings(deadline=None, max_examples=25)
@given(st.randoms(use_true_random=False), st.sampled_from([first, second]))
def test_shuffled_facts_give_the_same_graph(random_: random.Random, make: object) -> None:
    facts = make()  # type: ignore[operator]
    shuffled = {
        name: tuple(random_.sample(getattr(facts, name), len(getattr(facts, name))))
        for name in ("entities", "events", "mentions", "claims")
    }
    assert set(graph.of(replace(facts, **shuffled), base=BASE)) == set(graph.of(facts, base=BASE))
