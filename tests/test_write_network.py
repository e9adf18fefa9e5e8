"""The domain graph, and the two formats that programs for drawing open."""

from __future__ import annotations

import io
import itertools
import math
import re
from dataclasses import replace

import networkx as nx
import pytest
import rdflib
from hand_made import BASE, CALL, KG, PUTIN, RUSSIA, TRUMP, UKRAINE, first, graphs
from lxml import etree
from rdflib.namespace import RDF

from kg import graph, write
from kg.write import look

Y = "{http://www.yworks.com/xml/graphml}"
GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"
GEXF, VIZ = "{http://gexf.net/1.3}", "{http://gexf.net/1.3/viz}"


@pytest.fixture(scope="module")
def network() -> nx.MultiDiGraph:
    return write.to_networkx(graphs())


def written(format: str) -> io.BytesIO:
    stream = io.BytesIO()
    write.write(graphs(), stream, format)
    stream.seek(0)
    return stream


def things() -> set[str]:
    classes = {rdflib.URIRef(KG + name) for name in ("Person", "State", "Call", "Strike")}
    return {str(s) for one in graphs() for s, o in one.subject_objects(RDF.type) if o in classes}


def test_nodes_are_the_entities_and_events_and_nothing_else(network: nx.MultiDiGraph) -> None:
    assert set(network) == things()


def test_edges_are_the_roles(network: nx.MultiDiGraph) -> None:
    roles = {
        (str(s), str(p).removeprefix(KG), str(o))
        for one in graphs()
        for s, p, o in one
        if str(s) in things() and str(o) in things()
    }
    assert {(a, role, b) for a, b, role in network.edges(keys=True)} == roles
    assert (CALL, "participant", PUTIN.iri) in roles
    assert (PUTIN.iri, "represents", RUSSIA.iri) in roles


def test_a_node_has_what_the_documents_say_of_it(network: nx.MultiDiGraph) -> None:
    assert network.nodes[CALL] == {
        "label": "phoned | spoke",
        "type": "Call",
        "factuality": "Actual",
        "date": "2025-07-03",
        "earliest": "2025-07-03",
        "latest": "2025-07-03",
        "sources": 2,
    }
    assert network.nodes[TRUMP.iri]["office"] == "President"
    assert network.nodes[TRUMP.iri]["aliases"] == "President Trump | Trump"
    assert network.nodes[RUSSIA.iri]["same_as"] == "http://www.wikidata.org/entity/Q159"


def test_an_edge_has_its_label_sentences_documents_and_the_events_factuality(
    network: nx.MultiDiGraph,
) -> None:
    (attributed,) = [data for _, _, key, data in network.edges(keys=True, data=True) if key == "attributedTo"]
    assert attributed == {
        "label": "attributed to",
        "evidence": "Russia may strike Ukraine, President Trump said.",
        "factuality": "Possible",
        "documents": first().iri,
        "sources": 1,
    }
    both = network[CALL][PUTIN.iri]["participant"]
    assert both["sources"] == 2
    assert both["evidence"].startswith("Putin phoned Trump on July 3, 2025. | Trump spoke with Putin")


def test_without_claims_the_sentences_of_the_event_are_the_evidence() -> None:
    lean = write.to_networkx([graph.of(first(), base=BASE, evidence="mentions")])
    assert lean[CALL][UKRAINE.iri]["topic"]["evidence"].startswith("Trump spoke with Putin")
    bare = write.to_networkx([graph.of(first(), base=BASE, evidence="none")])
    assert "evidence" not in bare[CALL][UKRAINE.iri]["topic"]


def test_values_are_strings_and_numbers_of_sources(network: nx.MultiDiGraph) -> None:
    for *_, data in [*network.nodes(data=True), *network.edges(data=True)]:
        assert {name for name, value in data.items() if not isinstance(value, str)} == {"sources"}


def test_the_order_of_documents_does_not_change_the_network(network: nx.MultiDiGraph) -> None:
    other = write.to_networkx(reversed(graphs()))
    assert list(network.nodes(data=True)) == list(other.nodes(data=True))
    assert list(network.edges(keys=True, data=True)) == list(other.edges(keys=True, data=True))


def test_graphml_reads_back_with_the_same_nodes_edges_and_values(network: nx.MultiDiGraph) -> None:
    back = nx.read_graphml(written("graphml"), force_multigraph=True)
    back = nx.relabel_nodes(back, dict(back.nodes(data="iri")))
    assert set(back) == set(network)
    for iri, data in network.nodes(data=True):
        assert (data | {"label": look.caption(data)}).items() <= back.nodes[iri].items()
    ours = sorted((a, b, data["label"], data["sources"]) for a, b, data in network.edges(data=True))
    assert sorted((a, b, data["label"], data["sources"]) for a, b, data in back.edges(data=True)) == ours


def test_gexf_reads_back_with_the_same_nodes_edges_and_values(network: nx.MultiDiGraph) -> None:
    back = nx.read_gexf(written("gexf"))
    assert set(back) == set(network)
    for iri, data in network.nodes(data=True):
        assert (data | {"label": look.caption(data)}).items() <= back.nodes[iri].items()
    assert back.number_of_edges() == network.number_of_edges()


def test_gexf_has_the_events_and_their_roles_on_the_timeline_and_the_entities_always() -> None:
    root = etree.parse(written("gexf")).getroot()
    (one,) = root.iter(f"{GEXF}graph")
    assert (one.get("mode"), one.get("timeformat"), one.get("timerepresentation")) == ("dynamic", "date", "interval")
    when = {node.get("id"): (node.get("start"), node.get("end")) for node in root.iter(f"{GEXF}node")}
    assert when[CALL] == ("2025-07-03", "2025-07-03")
    assert when[BASE + "doc/2#event=51,57"] == ("2025-06-01", "2025-06-30")
    assert when[UKRAINE.iri] == (None, None)
    for edge in root.iter(f"{GEXF}edge"):
        assert (edge.get("start"), edge.get("end")) == when[edge.get("source")]


def test_gexf_without_dates_has_no_timeline() -> None:
    bare = replace(first(), claims=tuple(claim for claim in first().claims if "2025" not in str(claim.object)))
    stream = io.BytesIO()
    write.write([graph.of(bare, base=BASE)], stream, "gexf")
    assert b'mode="static" idtype' in stream.getvalue()
    assert b"timeformat" not in stream.getvalue()


def test_graphml_ids_are_made_from_the_iris_alone_and_are_all_different() -> None:
    """Programs that put two files together go by the ids."""
    ids = {}
    for some in (graphs(), graphs()[1:]):
        stream = io.BytesIO()
        write.write(some, stream, "graphml")
        for node in etree.fromstring(stream.getvalue()).iter(f"{GRAPHML}node"):
            (iri,) = [data.text for data in node if data.get("key") == "node_iri"]
            assert ids.setdefault(iri, node.get("id")) == node.get("id")
    assert len(set(ids.values())) == len(ids)
    assert {re.sub("_([0-9A-F]{2})", lambda m: chr(int(m[1], 16)), id) for id in ids.values()} == set(ids)


def test_an_event_shows_its_class_and_whether_it_happened(network: nx.MultiDiGraph) -> None:
    assert look.caption(network.nodes[CALL]) == "Call: phoned"
    assert look.caption(network.nodes[RUSSIA.iri]) == "Russia"
    assert "Strike: strike (Possible)" in {look.caption(data) for _, data in network.nodes(data=True)}
    assert look.caption({"label": "won", "factuality": "Actual | Planned"}) == "won (Actual, Planned)"


def test_yed_finds_a_label_a_shape_and_a_colour_on_each_node_and_a_label_on_each_edge() -> None:
    root = etree.parse(written("graphml")).getroot()
    nodes = root.findall(f".//{GRAPHML}node")
    assert nodes
    for one in nodes:
        shape = one.find(f".//{Y}ShapeNode")
        (label,) = [data.text for data in one.findall(f"{GRAPHML}data") if data.get("key") == "node_label"]
        assert shape.find(f"{Y}NodeLabel").text == label
        assert shape.find(f"{Y}Fill").get("color").startswith("#")
    for one in root.findall(f".//{GRAPHML}edge"):
        assert one.find(f".//{Y}PolyLineEdge/{Y}EdgeLabel").text
        assert one.find(f".//{Y}Arrows").get("target") == "standard"


def test_gephi_and_cytoscape_find_the_labels_of_graphml_under_the_names_they_know() -> None:
    """Gephi: `label`, and yEd's graphics as d3 and d7. Cytoscape: `name`, `interaction`."""
    root = etree.parse(written("graphml")).getroot()
    keys = {
        (key.get("for"), key.get("attr.name") or key.get("yfiles.type")): key.get("id")
        for key in root.iter(f"{GRAPHML}key")
    }
    assert keys["node", "nodegraphics"] == "d3"
    assert keys["edge", "edgegraphics"] == "d7"
    assert {("node", "label"), ("edge", "label"), ("node", "name"), ("edge", "interaction")} <= set(keys)
    assert len(set(keys.values())) == len(keys)


def test_edge_ids_are_unique_in_the_file() -> None:
    for format, tag in (("graphml", GRAPHML), ("gexf", GEXF)):
        ids = [edge.get("id") for edge in etree.parse(written(format)).iter(f"{tag}edge")]
        assert len(ids) == len(set(ids)) > 0


def test_gexf_has_labels_colours_places_and_kinds_of_edges() -> None:
    root = etree.parse(written("gexf")).getroot()
    for one in root.iter(f"{GEXF}node"):
        assert one.get("label")
        assert one.find(f"{VIZ}color") is not None
        assert one.find(f"{VIZ}position") is not None
    assert {edge.get("kind") for edge in root.iter(f"{GEXF}edge")} >= {"participant", "attacker"}


def test_no_two_nodes_lie_on_each_other() -> None:
    small, large = nx.MultiDiGraph(), nx.MultiDiGraph()
    small.add_edges_from((f"e{n}", f"a{n % 7}") for n in range(30))
    large.add_edges_from((f"e{n}", f"a{n % 40}") for n in range(2000))
    for one in (small, large, nx.MultiDiGraph([("a", "a")])):
        places = look.places(one, one.edges())
        assert set(places) == set(one)
        assert len(set(places.values())) == len(one)


def test_nodes_without_edges_do_not_crowd_the_others() -> None:
    network = nx.MultiDiGraph()
    network.add_edges_from(("event", f"filler{n}") for n in range(6))
    network.add_nodes_from(f"alone{n}" for n in range(20))
    places = list(look.places(network, network.edges()).values())
    assert min(math.dist(a, b) for a, b in itertools.combinations(places, 2)) > 60


def test_a_class_of_the_users_own_is_drawn_as_an_event_where_it_has_a_factuality() -> None:
    assert look.is_event({"type": "Election", "factuality": "Actual"})
    assert not look.is_event({"type": "Ship"})
    assert look.colour({"type": "Election", "factuality": "Actual"}) != look.colour({"type": "Ship"})
