"""What engines are given to do, done by one process: it comes to the folder that `kg build -o DIR/` writes."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow
import pyarrow.parquet
import pytest
from engine_given import CALLS, DAMAGED, build, call, kg, tree
from hypothesis import given
from hypothesis import strategies as st

from kg.builder import Options
from kg.corpus import cut, shard
from kg.engines import index, places
from kg.engines.engine import Answering, Results, results
from kg.engines.splits import Lines, Split, splits
from kg.engines.tasks import tasks
from kg.errors import InputError, KgError
from kg.model import Document, Problem
from kg.read import packing

pytestmark = pytest.mark.usefixtures("calls", "own_plan")


@pytest.fixture
def corpus(jsonl: Callable[..., Path], tmp_path: Path) -> tuple[Path, Path]:
    """Documents, and the folder that one process builds of them."""
    source = jsonl(*DAMAGED, name="corpus.jsonl")
    kg("build", source, "-o", f"{tmp_path}/one/")
    return source, tmp_path / "one"


# The same folder


@pytest.mark.parametrize(("part", "shards"), [(2**25, 8), (2**25, 1), (5000, 1), (997, 2), (100, 1)])
def test_however_the_work_is_cut_the_folder_is_the_same(
    corpus: tuple[Path, Path], tmp_path: Path, part: int, shards: int
) -> None:
    source, expected = corpus
    build(source, tmp_path / "many", part=part, shards=shards)
    assert tree(tmp_path / "many") == tree(expected)
    assert len(tree(expected)) > 5


def test_problems_are_told_once_in_order_with_their_lines(corpus: tuple[Path, Path], tmp_path: Path) -> None:
    source, _ = corpus
    said = kg("build", source, "-o", f"{tmp_path}/two/").splitlines()
    whole = build(source, tmp_path / "many")
    parts = build(source, tmp_path / "parts", part=700, shards=1)
    for told in (whole, parts):
        lines = [f"kg: {one.where}: {'' if one.refused else 'warning: '}{one.message}" for one in told.problems]
        assert lines == said[: len(lines)]
        assert [one.where.rpartition(":")[2] for one in told.problems] == ["91", "92", "206", "307"]


def test_what_fails_a_shape_is_counted_by_rule(corpus: tuple[Path, Path], tmp_path: Path) -> None:
    told = build(corpus[0], tmp_path / "many")
    lines = [line for name, data in tree(corpus[1]).items() if "quarantine/" in name for line in data.splitlines()]
    assert sum(sum(rules.values()) for rules in told.rules) == len(lines) > 0
    assert {rule for rules in told.rules for rule in rules} == {json.loads(line)["rule"] for line in lines}


def test_a_folder_of_packed_files_and_tables_is_read_as_it_is_without_an_engine(
    jsonl: Callable[..., Path], tmp_path: Path
) -> None:
    some = [CALLS[:80], CALLS[80:160], CALLS[160:]]
    source = tmp_path / "in"
    (source / "b").mkdir(parents=True)
    lines = ["".join(json.dumps(one) + "\n" for one in part).encode() for part in some]
    (source / "a.jsonl.gz").write_bytes(gzip.compress(lines[0]))
    (source / "c.jsonl.zst").write_bytes(packing.zstandard().compress(lines[2]))
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(some[1]), source / "b" / "part.parquet")
    kg("build", source, "-o", f"{tmp_path}/one/")
    told = build(source, tmp_path / "many", shards=1)
    assert told.built_ids == [str(one["id"]) for one in CALLS]
    assert tree(tmp_path / "many") == tree(tmp_path / "one")


def test_an_id_of_another_file_is_told_with_both_places(jsonl: Callable[..., Path], tmp_path: Path) -> None:
    source = tmp_path / "in"
    source.mkdir()
    for name, text in [("a", "Ann called Bob."), ("b", "Ann called Cid."), ("c", "Ann called Bob.")]:
        (source / f"{name}.jsonl").write_text(json.dumps(call(1, text=text)) + "\n")
    told = build(source, tmp_path / "many")
    assert [(one.where, one.refused) for one in told.problems] == [(f"{source}/b.jsonl:1", True)]
    assert f"was seen in {source}/a.jsonl:1 with another text" in told.problems[0].message
    assert told.built_ids == ["document 1"]


def test_other_storages_hold_the_same_bytes(corpus: tuple[Path, Path]) -> None:
    source, expected = corpus
    places.publish("memory://in/corpus.jsonl", source)
    build("memory://in", "memory://out/graph", part=2000, shards=1)
    for name, data in tree(expected).items():
        assert name == ".lock" or places.content(f"memory://out/graph/{name}") == data
    assert places.names("memory://out/graph/shards") == {path.name for path in (expected / "shards").iterdir()}
    told = build("memory://in", "memory://out/graph")
    assert told.built_ids == []
    assert len(told.kept_ids) == 302


def test_tables_hold_the_statements_of_the_shards(corpus: tuple[Path, Path], tmp_path: Path) -> None:
    source, expected = corpus
    build(source, tmp_path / "tables", format="parquet")
    lines = [json.loads(line) for line in (tmp_path / "tables/manifest.jsonl").read_text().splitlines()[1:]]
    assert {line["shard"] for line in lines} == {str(p.relative_to(tmp_path / "tables")) for p in _shards(tmp_path)}
    for line in lines:
        table = pyarrow.parquet.read_table(tmp_path / "tables" / line["shard"])
        nquads = (expected / line["shard"].replace(".parquet", ".nq")).read_text()
        assert "".join(map(_nquad, table.to_pylist())) == nquads
        assert table.num_rows == line["triples"] == sum(one["triples"] for one in line["documents"])
        assert line["bytes"] == (tmp_path / "tables" / line["shard"]).stat().st_size


def test_a_folder_of_tables_becomes_one_of_nquads_where_no_engine_builds_it(
    corpus: tuple[Path, Path], tmp_path: Path
) -> None:
    build(corpus[0], tmp_path / "tables", format="parquet")
    assert "the shards of" in kg("stats", tmp_path / "tables")  # are for other programs
    kg("build", corpus[0], "-o", f"{tmp_path}/tables/")
    assert tree(tmp_path / "tables") == tree(corpus[1])


def _shards(folder: Path) -> Iterator[Path]:
    return (folder / "tables/shards").iterdir()


def _nquad(row: dict[str, Any]) -> str:
    value = f"<{row['object']}>"
    if not row["is_iri"]:
        escaped = row["object"].replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
        value = f'"{escaped}"'
        value += f"@{row['language']}" if row["language"] else f"^^<{row['datatype']}>" if row["datatype"] else ""
    return f"<{row['subject']}> <{row['predicate']}> {value} <{row['graph']}> .\n"


def test_the_users_own_files_are_lent_to_workers_and_taken_back(
    jsonl: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "own.ttl"
    own.write_text("@prefix ex: <http://example.com/> .\n")
    read: list[bytes] = []
    prepare = shard.builder._ontology

    def seen(files: list[Path]) -> Any:
        read.extend(file.read_bytes() for file in files)
        assert own not in files
        return prepare([])

    monkeypatch.setattr(shard.builder, "_ontology", seen)
    build(jsonl(*CALLS[:3]), tmp_path / "many", options=Options(ontology=(own,)))
    assert read == [own.read_bytes()]
    assert all(name.endswith(".nq") for name in places.names(str(tmp_path / "many/shards")))


# Parts and tasks, whatever comes


@given(st.binary(max_size=200).map(lambda data: data.replace(b"\x01", b"\n").replace(b"\x02", b"\n")), st.data())
def test_lines_of_all_parts_are_the_lines_of_the_file(data: bytes, draw: Any) -> None:
    part = draw.draw(st.integers(1, len(data) + 1))
    found: list[bytes] = []
    count = 0
    for begin in range(0, len(data), part):
        lines = Lines(io.BytesIO(data), Split("a", "a", begin, min(begin + part, len(data))))
        found += list(io.BufferedReader(lines, draw.draw(st.integers(1, 9))))
        count += lines.count
    assert found == list(io.BytesIO(data))
    assert count == data.count(b"\n")


@given(
    st.lists(st.lists(st.tuples(st.booleans(), st.integers(0, 120)), max_size=300), max_size=5),
    st.integers(1, 4),
)
def test_tasks_hold_every_item_once_and_end_where_shards_do(files: list[list[tuple[bool, int]]], shards: int) -> None:
    """A pair: whether it is a document, and which; the second of the same is dropped."""
    looked, dropped, kept, seen = [], {}, [], set()
    for number, items in enumerate(files):
        documents = [(place, str(one)) for place, (is_document, one) in enumerate(items) if is_document]
        again = []
        for place, ident in documents:
            if ident in seen:
                again.append(index.Drop(place, None))
            else:
                seen.add(ident)
                kept.append((number, place, ident))
        dropped[number] = tuple(again)
        looked.append(
            index.Looked(
                len(items),
                0,
                np.array([place for place, _ in documents], dtype=np.uint32),
                np.zeros(len(documents), dtype=np.uint64),
                np.array([cut.ends_shard(ident) for _, ident in documents], dtype=bool),
                np.ones(len(documents), dtype=np.uint32),
            )
        )
    found = [Split(str(number), str(number)) for number in range(len(files))]
    given_out = list(tasks(found, looked, dropped, shards))
    items = [
        (int(one.split.name), place)
        for task in given_out
        for one in task.segments
        for place in range(one.begin, one.end)
    ]
    assert items == [(number, place) for number, some in enumerate(files) for place in range(len(some))]

    def shards_of(some: list[tuple[int, int, str]]) -> list[tuple[str, ...]]:
        cuts = cut.stretches(Document("x", id=ident) for _, _, ident in some)
        return [tuple(one.id for one in stretch) for stretch in cuts if not isinstance(stretch, Problem)]

    by_task = []
    for task in given_out:
        inside = {(int(s.split.name), p) for s in task.segments for p in range(s.begin, s.end)}
        by_task += shards_of([one for one in kept if one[:2] in inside])
    assert by_task == shards_of(kept)


def test_a_large_file_is_read_in_parts_but_not_one_whose_lines_end_in_two_bytes(tmp_path: Path) -> None:
    text = "".join(json.dumps(one) + "\n" for one in CALLS[:20])
    (tmp_path / "a.jsonl").write_text(text)
    (tmp_path / "b.jsonl").write_text(text, encoding="utf-16")
    found = splits([str(tmp_path)], 1000)
    assert [one.end is None for one in found if "b.jsonl" in one.name] == [True]
    assert len([one for one in found if "a.jsonl" in one.name]) == -(-len(text) // 1000)
    kg("build", tmp_path, "-o", f"{tmp_path.with_name('one')}/")
    build(tmp_path, tmp_path.with_name("many"), part=1000)
    assert tree(tmp_path.with_name("many")) == tree(tmp_path.with_name("one"))


def test_a_line_without_an_end_is_not_held_in_memory() -> None:
    class Bounded(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            assert size is not None
            assert 0 <= size <= 2**16
            return super().read(size)

        def readline(self, size: int | None = -1) -> bytes:
            pytest.fail("files of some storages have no bound for a line")

    data = b"a" * 300_000 + b"\nb\n"
    parts = [Split("a", "a", begin, min(begin + 100_000, len(data))) for begin in range(0, len(data), 100_000)]
    read = [io.BufferedReader(Lines(Bounded(data), part)).read() for part in parts]
    assert read == [data[:300_001], b"", b"", b"b\n"]


def test_errors_come_home_as_they_are() -> None:
    def fails(number: int) -> int:
        raise InputError("a file is gone")

    def answers() -> Results[int | KgError]:
        yield Answering(abs)(-1)
        yield Answering(fails)(1)

    came = results(answers())
    assert next(came) == 1
    with pytest.raises(InputError, match="a file is gone"):
        next(came)


def test_a_hash_that_two_ids_share_makes_them_no_duplicates() -> None:
    one = index.Key(0, "a", b"1", "f:1")
    two = index.Key(1, "b", b"1", "f:2")
    assert index.drops([(0, [one, two])]) == {}
    again = replace(one, place=2, where="f:3")
    assert index.drops([(0, [one, two]), (1, [again])]) == {1: (index.Drop(2, None),)}
