"""`kg export`: RDF from one syntax into another, and what a user is told."""

from __future__ import annotations

import gzip
import io
from pathlib import Path

import pyoxigraph
import pytest
import rdflib
from hand_made import BASE, CALL, graphs
from pyoxigraph import RdfFormat
from rdflib.compare import isomorphic
from typer.testing import CliRunner, Result

from kg import export, write
from kg.cli import app
from kg.quads import quads

RDF_FORMATS = [one for one in write.FORMATS if RdfFormat.from_media_type(one.media_type)]
NAMED = [one for one in RDF_FORMATS if one.named_graphs]
TEXTS = ["graphml", "gexf", "cyjs", "dot", "dyads"]


def run(*arguments: object, stdin: bytes | None = None) -> Result:
    result = CliRunner().invoke(app, [str(a) for a in arguments], prog_name="kg", input=stdin)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def built(format: str) -> bytes:
    """What a build writes."""
    stream = io.BytesIO()
    write.write(graphs(), stream, format)
    return stream.getvalue()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same graph in each syntax of RDF, under `graph` and its suffix, and as a store."""
    folder = tmp_path_factory.mktemp("graphs")
    for one in RDF_FORMATS:
        (folder / f"graph{one.suffixes[0]}").write_bytes(built(one.name))
    store = pyoxigraph.Store(folder / "store")
    for one in graphs():
        store.extend(quads(one))
    store.flush()
    return folder


def read(data: bytes, format: write.Format) -> dict[str, rdflib.Graph]:
    dataset = rdflib.Dataset()
    dataset.parse(io.BytesIO(data), format=format.media_type)
    return {str(one.identifier): one for one in dataset.graphs() if len(one)}


@pytest.mark.parametrize("source", NAMED, ids=lambda one: one.name)
@pytest.mark.parametrize("target", write.FORMATS, ids=lambda one: one.name)
def test_from_a_file_with_named_graphs_comes_what_the_build_would_have_written(
    folder: Path, tmp_path: Path, source: write.Format, target: write.Format
) -> None:
    output = tmp_path / f"out{target.suffixes[0]}"
    assert run("export", folder / f"graph{source.suffixes[0]}", "-o", output).exit_code == 0
    assert output.read_bytes() == built(target.name)


@pytest.mark.parametrize("source", [one for one in RDF_FORMATS if not one.named_graphs], ids=lambda one: one.name)
@pytest.mark.parametrize("target", RDF_FORMATS, ids=lambda one: one.name)
@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
def test_from_a_file_without_them_comes_the_union(
    folder: Path, tmp_path: Path, source: write.Format, target: write.Format
) -> None:
    output = tmp_path / f"out{target.suffixes[0]}"
    assert run("export", folder / f"graph{source.suffixes[0]}", "-o", output).exit_code == 0
    union = rdflib.Graph()
    for one in graphs():
        union += one
    (back,) = read(output.read_bytes(), target).values()
    assert isomorphic(back, union)
    if not target.named_graphs:
        assert output.read_bytes() == built(target.name)
    found = {
        quad.graph_name for quad in pyoxigraph.parse(output.read_bytes(), RdfFormat.from_media_type(target.media_type))
    }
    assert found == {pyoxigraph.DefaultGraph()}


@pytest.mark.parametrize("target", NAMED, ids=lambda one: one.name)
@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
def test_a_store_on_disk_is_converted_graph_by_graph(folder: Path, tmp_path: Path, target: write.Format) -> None:
    output = tmp_path / f"out{target.suffixes[0]}"
    assert run("export", folder / "store", "-o", output).exit_code == 0
    back = read(output.read_bytes(), target)
    assert set(back) == {str(one.identifier) for one in graphs()}
    assert all(isomorphic(back[str(one.identifier)], one) for one in graphs())


@pytest.mark.parametrize("format", TEXTS)
def test_a_store_on_disk_gives_the_same_network_as_the_file(folder: Path, format: str) -> None:
    assert run("export", folder / "store", "-f", format, "-q").stdout == (
        run("export", folder / "graph.nq", "-f", format, "-q").stdout
    )


@pytest.mark.parametrize("target", NAMED, ids=lambda one: one.name)
@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
def test_statements_in_any_order_and_in_no_graph_keep_their_places(tmp_path: Path, target: write.Format) -> None:
    lines = built("nquads").decode().splitlines(keepends=True)
    loose = '<urn:a> <urn:b> _:c .\n_:c <urn:d> "05"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'
    source = tmp_path / "mixed.nq"
    source.write_text("".join(sorted(lines, key=lambda line: line[::-1])) + loose, encoding="utf-8")
    output = tmp_path / f"out{target.suffixes[0]}"
    assert run("export", source, "-o", output).exit_code == 0
    syntax = RdfFormat.from_media_type(target.media_type)
    back = list(pyoxigraph.parse(output.read_bytes(), syntax))
    given = list(pyoxigraph.parse(source.read_bytes(), RdfFormat.N_QUADS))
    ones, others = (pyoxigraph.Dataset(some) for some in (back, given))
    ones.canonicalize(pyoxigraph.CanonicalizationAlgorithm.UNSTABLE)
    others.canonicalize(pyoxigraph.CanonicalizationAlgorithm.UNSTABLE)
    assert ones == others


def test_a_compressed_file_and_standard_input_are_read(folder: Path, tmp_path: Path) -> None:
    packed = tmp_path / "graph.nq.gz"
    packed.write_bytes(gzip.compress(built("nquads")))
    assert run("export", packed, "-f", "trig").stdout_bytes == built("trig")
    assert run("export", "-", stdin=built("turtle")).stdout_bytes == built("turtle")
    assert CALL in run("export", "-", "-f", "graphml", stdin=built("turtle")).stdout


def test_tables_are_not_written_into_the_store_that_is_read(folder: Path) -> None:
    result = run("export", folder / "store", "-f", "csv", "-o", folder / "store")
    assert (result.exit_code, "is the graph itself" in result.stderr) == (2, True)
    assert not (folder / "store" / "nodes.csv").exists()


def test_an_empty_graph_gives_a_valid_file_in_every_format(tmp_path: Path) -> None:
    empty = tmp_path / "empty.nq"
    empty.write_bytes(b"")
    for target in export.FORMATS:
        output = tmp_path / f"empty-{target.name}{(*target.suffixes, '.csv')[0]}"
        assert run("export", empty, "-f", target.name, "-o", output).exit_code == 0, target.name
        assert all(Path(name).stat().st_size or target.name in ("turtle", "trig", "ntriples", "nquads")
                   for name in export.files(target, str(output)))  # fmt: skip


def test_pictures_are_drawn(folder: Path, tmp_path: Path) -> None:
    for name, begins in (("svg", b"<?xml"), ("png", b"\x89PNG")):
        output = tmp_path / f"graph.{name}"
        assert run("export", folder / "graph.nq", "-o", output).exit_code == 0
        assert output.read_bytes().startswith(begins)
        assert run("export", folder / "graph.nq", "-f", name).stdout_bytes == output.read_bytes()


def test_help_tells_of_every_format() -> None:
    told = run("export", "--help").stdout
    assert [one.name for one in export.FORMATS if one.name not in told] == []


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("missing.nq",), 2, "missing.nq: no such file"),
        (("graph.nq", "-f", "excel"), 2, "no format is called “excel”; choose from turtle"),
        (("graph.nq", "-o", "graph.docx"), 2, "no format has the suffix “.docx”; name one with -f: turtle"),
        (("graph.nq", "-o", "dyads"), 2, "no format has the suffix"),
        (("graph.nq", "-o", "graph.nq"), 2, "is the graph itself"),
        (("graph.nq", "-o", "nowhere/graph.ttl"), 2, "cannot be written"),
        (("graph.nq", "-f", "csv"), 2, "csv is 2 files: name a folder for them with -o"),
        (("graph.nq", "-f", "turtle", "-o", "."), 2, "is a folder: name a file in it"),
        (("graph.nq", "-o", "taken/graph.csv", "-f", "csv"), 2, "taken"),
        (("a.graphml", "-o", "b.ttl"), 2, "a.graphml is graphml, which is not read back"),
        (("a.cyjs", "-o", "b.ttl"), 2, "a.cyjs is cyjs, which is not read back: give the RDF that it was made from"),
        (("a.csv", "-o", "b.ttl"), 2, "a.csv is csv, which is not read back"),
        (("broken.nq", "-o", "b.graphml"), 1, "broken.nq is no nquads"),
        (("broken.nq", "-o", "b.ttl"), 1, "broken.nq is no nquads"),
    ],
)
def test_what_cannot_be_converted_is_told_in_one_line(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], code: int, message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("graph.nq").write_bytes(built("nquads"))
    Path("broken.nq").write_text(built("nquads").decode() + "<urn:a> b\n", encoding="utf-8")
    Path("taken").write_text("")
    for name in ("a.graphml", "a.cyjs", "a.csv"):
        Path(name).write_text("{}")
    before = sorted(tmp_path.iterdir())
    result = run("export", *arguments)
    assert (result.exit_code, result.stderr.count("\n")) == (code, 1)
    assert message in result.stderr
    assert sorted(tmp_path.iterdir()) == before


def test_a_triple_inside_a_triple_is_told(tmp_path: Path) -> None:
    source = tmp_path / "star.nt"
    source.write_text("<urn:a> <urn:b> <<( <urn:a> <urn:b> <urn:c> )>> .\n")
    result = run("export", source)
    assert (result.exit_code, "a triple inside a triple" in result.stderr) == (2, True)
    assert run("export", source, "-f", "graphml").exit_code == 0


def test_prefixes_are_those_of_the_base_that_documents_show() -> None:
    assert b"@prefix person: <" + BASE.encode() + b"person/> ." in built("turtle")
