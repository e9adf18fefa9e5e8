"""Every format, by one compliance test each."""

from __future__ import annotations

import io
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyoxigraph
import pytest
import rdflib
from hand_made import BASE, FIRST, KG, first, graphs, second
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import RdfFormat
from rdflib.compare import isomorphic, to_isomorphic

from kg import graph, write
from kg.errors import UsageError
from kg.model import Document, Entity, Facts, Mention, Span
from kg.write import jsonld

RDF_FORMATS = [format for format in write.FORMATS if RdfFormat.from_media_type(format.media_type)]
UNION_FORMATS = [format for format in write.FORMATS if not format.named_graphs]


def written(format: write.Format | str, of: list[rdflib.Graph] | None = None) -> bytes:
    stream = io.BytesIO()
    write.write(graphs() if of is None else of, stream, format)
    return stream.getvalue()


def read(data: bytes, format: write.Format) -> Iterator[pyoxigraph.Quad]:
    return pyoxigraph.parse(data, format=RdfFormat.from_media_type(format.media_type))


def node(term: object) -> rdflib.term.Node:
    if isinstance(term, pyoxigraph.Literal):
        datatype = None if term.language else rdflib.URIRef(term.datatype.value)
        if datatype == rdflib.XSD.string:
            datatype = None
        return rdflib.Literal(term.value, lang=term.language, datatype=datatype, normalize=False)
    return rdflib.URIRef(term.value)  # type: ignore[attr-defined]


def read_graphs(data: bytes, format: write.Format) -> dict[str, rdflib.Graph]:
    found: dict[str, rdflib.Graph] = {}
    for quad in read(data, format):
        name = getattr(quad.graph_name, "value", "")
        triple = (node(quad.subject), node(quad.predicate), node(quad.object))
        found.setdefault(name, rdflib.Graph()).add(triple)
    return found


@pytest.mark.parametrize("format", RDF_FORMATS, ids=lambda format: format.name)
def test_nothing_is_lost_and_it_reads_back_the_same(format: write.Format) -> None:
    back = read_graphs(written(format), format)
    if format.named_graphs:
        assert set(back) == {str(one.identifier) for one in graphs()}
        assert all(isomorphic(back[str(one.identifier)], one) for one in graphs())
    else:
        union = rdflib.Graph()
        for one in graphs():
            union += one
        assert set(back) == {""}
        assert isomorphic(back[""], union)


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
@pytest.mark.parametrize("format", RDF_FORMATS, ids=lambda format: format.name)
def test_rdflib_reads_it_too(format: write.Format) -> None:
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(io.BytesIO(written(format)), format=format.media_type)
    assert len({(s, p, o) for s, p, o, _ in dataset.quads()}) == len(set(graphs()[0]) | set(graphs()[1]))


@pytest.mark.parametrize("format", write.FORMATS, ids=lambda format: format.name)
def test_no_graph_at_all_gives_a_valid_file(format: write.Format) -> None:
    data = written(format, [])
    if format in RDF_FORMATS:
        assert list(read(data, format)) == []
    else:
        assert data.startswith(b"<?xml")


@pytest.mark.parametrize("format", UNION_FORMATS, ids=lambda format: format.name)
def test_the_order_of_documents_does_not_change_the_union(format: write.Format) -> None:
    assert written(format) == written(format, graphs()[::-1])


@pytest.mark.parametrize("format", [f for f in write.FORMATS if f.named_graphs], ids=lambda format: format.name)
def test_named_graphs_are_written_one_by_one_in_the_order_given(format: write.Format) -> None:
    """A generator that would fail if more than one graph were asked for before the first is written."""
    stream = io.BytesIO()

    def watched() -> Iterator[rdflib.Graph]:
        for number, one in enumerate(graphs()):
            assert number == 0 or str(graphs()[number - 1].identifier).encode() in stream.getvalue()
            yield one

    write.write(watched(), stream, format)
    first_, second_ = (stream.getvalue().index(str(one.identifier).encode()) for one in graphs())
    assert first_ < second_


@settings(deadline=None, max_examples=10)
@given(st.randoms(use_true_random=False))
def test_shuffled_claims_give_the_same_bytes(random_: random.Random) -> None:
    def shuffled(facts: Facts) -> rdflib.Graph:
        names = ("entities", "events", "mentions", "claims")
        new = {name: tuple(random_.sample(getattr(facts, name), len(getattr(facts, name)))) for name in names}
        return graph.of(replace(facts, **new), base=BASE)

    again = [shuffled(first()), shuffled(second())]
    for format in ("turtle", "nquads", "jsonld", "gexf"):
        assert written(format, again) == written(format)


_BUILD = """
import hashlib, io
from hand_made import graphs
from kg import write
for format in write.FORMATS:
    stream = io.BytesIO()
    write.write(graphs(), stream, format)
    print(format.name, hashlib.sha256(stream.getvalue()).hexdigest())
"""


def test_the_bytes_do_not_depend_on_the_hash_seed() -> None:
    root = Path(__file__).parent.parent
    outputs = set()
    for seed in ("1", "2"):
        path = os.pathsep.join((str(root), str(root / "tests")))
        environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": path}
        command = [sys.executable, "-c", _BUILD]
        outputs.add(subprocess.run(command, env=environment, capture_output=True, check=True).stdout)
    assert len(outputs) == 1
    assert len(outputs.pop().splitlines()) == len(write.FORMATS)


def hostile() -> rdflib.Graph:
    """Names and text with what syntaxes trip over."""
    text = "A\x01B \ufffe <&\">' \\ \u202eright-to-left\u202c é 🙂\r\n]]> {} \t end"
    iri = BASE + "doc/h"
    one = Entity(BASE + "organization/o", KG + "Organization", text[:12], (text,))
    facts = Facts(Document(text, "h", title=text), iri, (one,), (), (Mention(Span(0, 4), one.iri),))
    return graph.of(facts, base=BASE)


@pytest.mark.parametrize("format", RDF_FORMATS, ids=lambda format: format.name)
def test_strange_characters_survive(format: write.Format) -> None:
    (back,) = read_graphs(written(format, [hostile()]), format).values()
    if format.name == "rdfxml":
        expected = rdflib.Graph()
        for s, p, o in hostile():
            is_text = isinstance(o, rdflib.Literal)
            safe = str(o).replace("\x01", "\ufffd").replace("\ufffe", "\ufffd")
            expected.add((s, p, rdflib.Literal(safe, lang=o.language, datatype=o.datatype) if is_text else o))
        assert to_isomorphic(back) == to_isomorphic(expected)
    else:
        assert to_isomorphic(back) == to_isomorphic(hostile())


def test_turtle_reads_well() -> None:
    """Prefixes, `a` first, articles, entities, events, then spans; objects grouped, blank lines."""
    text = written("turtle").decode()
    assert '\n\nperson:donald-trump a kg:Person ;\n\trdfs:label "Donald Trump"@en ;' in text
    assert "kg:participant person:donald-trump , person:vladimir-putin ;" in text
    places = [
        text.index(mark) for mark in (" a nif:Context", " a kg:State", " a kg:Call", " a nif:Phrase", " a kg:Claim")
    ]
    assert places == sorted(places)


def test_spans_are_sorted_by_number() -> None:
    lines = [line for line in written("nquads").decode().splitlines() if "anchorOf" in line]
    begins = [int(line.split("#char=")[1].split(",")[0]) for line in lines if "/a%20b" in line]
    assert begins == sorted(begins)
    assert len(begins) > 10


def test_trig_redefines_a_prefix_that_changes() -> None:
    other = first()
    base = "https://other.example/"
    moved = replace(other, iri=base + "doc/1", entities=(replace(other.entities[0], iri=base + "person/x"),))
    three = [*graphs()[:1], graph.of(moved, base=base), *graphs()[1:]]
    trig = write.format_of("trig")
    back = read_graphs(written(trig, three), trig)
    assert all(isomorphic(back[str(one.identifier)], one) for one in three)


def test_turtle_binds_the_prefixes_in_use_and_no_others() -> None:
    one = graphs()[0]
    one.bind("sh", "http://www.w3.org/ns/shacl#")
    lines = [line for line in written("turtle", [one]).decode().splitlines() if line.startswith("@prefix")]
    names = [line.split()[1] for line in lines]
    assert names == sorted(names)
    assert {"kg:", "person:", "xsd:"} <= set(names)
    assert "sh:" not in names


def test_json_ld_has_plain_keys() -> None:
    text = written("jsonld").decode()
    assert '"@type": "Call", "label": "spoke"' in text
    assert '"factuality": "Actual"' in text
    assert '"beginIndex": 0' in text


def test_json_ld_has_a_term_for_each_property_of_the_vocabulary_whose_values_are_no_strings() -> None:
    from kg.resources import ontology_files

    (path,) = (path for path in ontology_files() if path.name == "kg.ttl")
    vocabulary = rdflib.Graph().parse(path)
    ranges = vocabulary.subject_objects(rdflib.URIRef("https://schema.org/rangeIncludes"))
    wanted = {str(s).removeprefix(KG) for s, o in ranges if o != rdflib.XSD.string}
    assert wanted == set(jsonld._KG_TERMS)


@pytest.mark.parametrize(
    ("name", "path", "expected"),
    [
        (None, None, "turtle"),
        (None, "-", "turtle"),
        (None, "a/b.NQ", "nquads"),
        (None, "x.jsonld", "jsonld"),
        (None, "x.graphml", "graphml"),
        ("gexf", "x.ttl", "gexf"),
        ("nt", None, "ntriples"),
        ("TriG", None, "trig"),
    ],
)
def test_a_format_is_chosen_by_name_or_else_by_suffix(name: str | None, path: str | None, expected: str) -> None:
    assert write.format_of(name, path).name == expected


@pytest.mark.parametrize(("name", "path"), [("excel", None), (None, "x.csv"), (None, "x"), ("", None)])
def test_an_unknown_format_is_refused_with_the_names_of_those_there_are(name: str | None, path: str | None) -> None:
    with pytest.raises(UsageError, match="turtle, trig, ntriples, nquads, jsonld, rdfxml, graphml, gexf"):
        write.format_of(name, path)


def test_each_name_and_suffix_means_one_format() -> None:
    suffixes = [suffix for format in write.FORMATS for suffix in format.suffixes]
    assert len(suffixes) == len(set(suffixes))
    assert len({format.name for format in write.FORMATS}) == len(write.FORMATS)


def test_the_text_of_the_first_article_needs_escaping() -> None:
    assert set('"\\\n&<>🙂') <= set(FIRST)
