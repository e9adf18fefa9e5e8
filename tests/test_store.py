"""Files of RDF read back: every syntax that kg writes, and what is said of files that cannot be read."""

from __future__ import annotations

import gzip
import io
import re
from pathlib import Path

import pyoxigraph
import pytest
from hand_made import graphs

from kg import check, store, write
from kg.errors import InputError, KgError, UsageError

RDF_FORMATS = [f for f in write.FORMATS if pyoxigraph.RdfFormat.from_media_type(f.media_type)]
XSD = "http://www.w3.org/2001/XMLSchema#"


def file(folder: Path, name: str, data: bytes) -> str:
    path = folder / name
    path.write_bytes(data)
    return str(path)


def written(format: write.Format) -> bytes:
    stream = io.BytesIO()
    write.write(graphs(), stream, format)
    return stream.getvalue()


@pytest.mark.parametrize("format", RDF_FORMATS, ids=lambda format: format.name)
def test_what_kg_writes_is_read_back(tmp_path: Path, format: write.Format) -> None:
    path = file(tmp_path, "graph" + format.suffixes[0], written(format))
    loaded = store.load(path)
    names = {str(g.identifier) for g in graphs()}
    assert {name.value for name in loaded.named_graphs()} == (names if format.named_graphs else set())
    union = {triple for graph in graphs() for triple in graph}
    per_graph = sum(len(graph) for graph in graphs())
    assert len(loaded) == (per_graph if format.named_graphs else len(union))


def test_a_compressed_file_is_read_by_the_suffix_before(tmp_path: Path) -> None:
    data = written(write.format_of("nquads"))
    plain = store.load(file(tmp_path, "a.nq", data))
    assert set(store.load(file(tmp_path, "a.nq.gz", gzip.compress(data)))) == set(plain)


def test_standard_input_is_turtle(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"<urn:a> a <urn:b> .")))
    assert len(store.load("-")) == 1


def test_statements_keep_their_datatypes_and_the_names_of_blank_nodes(tmp_path: Path) -> None:
    path = file(tmp_path, "a.ttl", f'_:x <urn:b> "05"^^<{XSD}nonNegativeInteger> .'.encode())
    (quad,) = store.quads(path)
    assert (quad.subject.value, quad.object.value) == ("x", "05")
    assert quad.object.datatype.value == XSD + "nonNegativeInteger"
    assert [q.subject.value for q in store.load(path)] == ["x"]


@pytest.mark.parametrize(
    ("name", "data", "error", "message"),
    [
        ("a.graphml", b"<graphml/>", UsageError, "is graphml, which holds no RDF"),
        ("a.docx", b"x", UsageError, "no format has the suffix “.docx”"),
        ("a.ttl", b"<urn:a> a <urn:b> .\n<urn:a> b", InputError, "is no turtle: .* line 2 column 9"),
        ("a.nq", b"\xff\xfe", InputError, "is no nquads: .*line 1"),
        ("a.jsonld", b'{"@context": "https://schema.org/", "name": "x"}', InputError, "is no jsonld"),
        ("a.nq.gz", b"<urn:a>", InputError, "is damaged"),
        ("a.nq.gz", gzip.compress(b"<urn:a> <urn:b> <urn:c> .\n" * 99)[:-9], InputError, "is damaged"),
    ],
)
def test_what_cannot_be_read_is_told(
    tmp_path: Path, name: str, data: bytes, error: type[KgError], message: str
) -> None:
    path = file(tmp_path, name, data)
    with pytest.raises(error, match="^" + re.escape(path) + ".*" + message) as raised:
        store.load(path)
    assert "\n" not in str(raised.value)


def test_a_graph_that_shacl_cannot_check_is_told(tmp_path: Path) -> None:
    path = file(tmp_path, "a.ttl", b"<urn:a> <urn:b> <<( <urn:c> <urn:d> <urn:e> )>> .")
    assert len(store.load(path)) == 1
    with pytest.raises(InputError, match="cannot be validated: it holds a triple inside a triple"):
        check.check(path)


def test_a_missing_file_and_a_directory_are_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"missing\.ttl: no such file"):
        store.load(str(tmp_path / "missing.ttl"))
    (tmp_path / "folder.ttl").mkdir()
    with pytest.raises(UsageError, match="is a folder without a store in it"):
        store.load(str(tmp_path / "folder.ttl"))
