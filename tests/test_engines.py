"""What engines are given to do, done by one process: it comes to the folder that `kg build -o DIR/` writes."""

from __future__ import annotations

import gzip
import io
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow
import pyarrow.parquet
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from kg import cli, engines
from kg.builder import Options
from kg.corpus import cut, shard
from kg.corpus.manifest import Entry
from kg.engines import index, layout, places, run, work
from kg.engines.engine import Answering, Results, results
from kg.engines.splits import Lines, Split, splits
from kg.engines.tasks import tasks
from kg.errors import EngineError, InputError, KgError
from kg.model import Document, Problem
from kg.read.files import of_stream

pytestmark = pytest.mark.usefixtures("calls", "own_plan")

NAMES = ["Ann", "Bob", "Cid", "Dan", "Eve", "Fay", "Gus", "Hal"]


def call(number: int, **fields: object) -> dict[str, object]:
    text = f"{NAMES[number % 8]} called {NAMES[number // 8 % 8]}{'!' if number % 40 == 7 else '.'}"
    return {"id": f"document {number}", "text": text, "date": "2025-07-05"} | fields


CALLS = [call(number) for number in range(300)]
DAMAGED = [
    *CALLS[:90],
    "no JSON",
    call(5, text="Ann called Eve."),  # the id of another text
    *CALLS[90:200],
    CALLS[6],  # the same again
    {"text": "Bob called Gus.", "date": "2025-07-05"},
    {"text": "Bob called Gus.", "date": "2025-07-05"},
    {"id": "undated", "text": "Ann called Dan."},
    *CALLS[200:],
    "[the end",
]


@pytest.fixture
def own_plan() -> Iterator[None]:
    """Tools are kept by options; those of these tests read calls only."""
    shard.plan_of.cache_clear()
    work._key.cache_clear()
    yield
    shard.plan_of.cache_clear()


class Told:
    """All that a run tells."""

    def __init__(self) -> None:
        self.documents = 0
        self.problems: list[Problem] = []
        self.built_ids: list[str] = []
        self.kept_ids: list[str] = []
        self.rules: list[dict[str, int]] = []

    def looked(self, documents: int) -> None:
        self.documents = documents

    def problem(self, one: Problem) -> None:
        self.problems.append(one)

    def built(self, one: Entry, rules: Any) -> None:
        self.built_ids += [record.id for record in one.records]
        self.rules.append(dict(rules))

    def kept(self, one: Entry) -> None:
        self.kept_ids += [record.id for record in one.records]


class Dying(engines.Here):
    """An engine that is killed after so many tasks."""

    def __init__(self, tasks: int) -> None:
        self.tasks = tasks

    def map(self, function: Callable[[Any], Any], items: Iterable[Any]) -> Results[Any]:
        for item in items:
            if isinstance(item, run.Task):
                if not self.tasks:
                    raise KeyboardInterrupt
                self.tasks -= 1
            yield function(item)


def build(inputs: Path | str, output: Path | str, engine: Any = None, **how: Any) -> Told:
    told = Told()
    options = how.pop("options", Options())
    engines.build([str(inputs)], str(output), options, engine or engines.Here(), watcher=told, **how)
    return told


def kg(*arguments: object) -> str:
    result = CliRunner().invoke(cli.app, [str(one) for one in arguments], prog_name="kg")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.stderr


def tree(path: Path) -> dict[str, bytes]:
    """All files with their bytes."""
    return {str(file.relative_to(path)): file.read_bytes() for file in path.rglob("*") if file.is_file()}


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
    (source / "c.jsonl.zst").write_bytes(zstandard.compress(lines[2]))
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


# What dies, and what is begun again


@pytest.mark.parametrize("tasks", [1, 2, 3])
def test_a_run_that_is_killed_is_gone_on_with(corpus: tuple[Path, Path], tmp_path: Path, tasks: int) -> None:
    source, expected = corpus
    with pytest.raises(KeyboardInterrupt):
        build(source, tmp_path / "many", Dying(tasks), shards=1)
    there = [path for path in (tmp_path / "many/shards").iterdir() if path.suffix == ".nq"]
    assert len(there) == tasks
    told = build(source, tmp_path / "many", shards=1)
    assert tree(tmp_path / "many") == tree(expected)
    assert bool(told.kept_ids) == bool(tasks)
    assert sorted(told.kept_ids + told.built_ids) == sorted(_ids(expected))


def _ids(folder: Path) -> list[str]:
    lines = (folder / "manifest.jsonl").read_text().splitlines()[1:]
    return [one["id"] for line in lines for one in json.loads(line)["documents"]]


def test_a_task_that_is_done_twice_writes_the_same(corpus: tuple[Path, Path], tmp_path: Path) -> None:
    class Twice(engines.Here):
        def map(self, function: Callable[[Any], Any], items: Iterable[Any]) -> Results[Any]:
            for item in items:
                function(item)
                yield function(item)

    told = build(corpus[0], tmp_path / "many", Twice(), shards=1)
    assert tree(tmp_path / "many") == tree(corpus[1])
    assert told.built_ids == []
    assert told.kept_ids == _ids(corpus[1])


def test_only_what_changed_is_built_again(
    corpus: tuple[Path, Path], tmp_path: Path, jsonl: Callable[..., Path]
) -> None:
    source, _ = corpus
    build(source, tmp_path / "many")
    changed = jsonl(*[call(1, text="Ann called Ann.") if one == CALLS[1] else one for one in DAMAGED], name="new.jsonl")
    told = build(changed, tmp_path / "many")
    kg("build", changed, "-o", f"{tmp_path}/new/")
    assert tree(tmp_path / "many") == tree(tmp_path / "new")
    assert "document 1" in told.built_ids
    assert 0 < len(told.built_ids) <= 256 < len(told.kept_ids) + len(told.built_ids)


def test_one_process_goes_on_where_an_engine_was_killed(corpus: tuple[Path, Path], tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        build(corpus[0], tmp_path / "many", Dying(2), shards=1)
    kg("build", corpus[0], "-o", f"{tmp_path}/many/")
    assert tree(tmp_path / "many") == tree(corpus[1])


def test_what_could_not_be_built_is_tried_again(
    jsonl: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = jsonl(*CALLS[:60], call(60, text="CRASH"), *CALLS[61:])
    told = build(source, tmp_path / "many")
    assert [one.kind for one in told.problems] == ["failed"]
    again = build(source, tmp_path / "many")
    assert [one.where for one in again.problems] == ["document document 60"]
    assert "document 60" in again.built_ids
    assert "document 299" in again.kept_ids


def test_a_shard_of_which_nobody_knows_what_it_holds_is_built_again(corpus: tuple[Path, Path], tmp_path: Path) -> None:
    build(corpus[0], tmp_path / "many")
    (tmp_path / "many/manifest.jsonl").unlink()
    told = build(corpus[0], tmp_path / "many")
    assert told.kept_ids == []
    assert tree(tmp_path / "many") == tree(corpus[1])


def test_what_is_half_written_is_never_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "out" / "file"
    places.publish(str(target), b"before")

    def fails(fs: Any, temporary: str, path: str) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(places, "_rename", fails)
    with pytest.raises(OSError, match="No space"):
        places.publish(str(target), b"after")
    assert tree(tmp_path / "out") == {"file": b"before"}


def test_removing_takes_one_file_and_no_folder(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "file").write_text("kept")
    with pytest.raises(OSError):
        places.remove(str(tmp_path / "folder"))
    places.remove(str(tmp_path / "nothing"))
    assert (tmp_path / "folder" / "file").read_text() == "kept"


# What cannot be


def test_an_input_that_changes_while_a_run_goes_on_is_told(jsonl: Callable[..., Path], tmp_path: Path) -> None:
    source = jsonl(*CALLS[:5])

    class Slow(engines.Here):
        def map(self, function: Callable[[Any], Any], items: Iterable[Any]) -> Results[Any]:
            for item in items:
                if isinstance(item, run.Task):
                    source.write_text(json.dumps(CALLS[0]) + "\n")
                yield function(item)

    with pytest.raises(EngineError, match="has changed since this run began"):
        build(source, tmp_path / "many", Slow())
    assert not (tmp_path / "many/manifest.jsonl").exists()


def test_a_worker_with_another_kg_builds_nothing(
    jsonl: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "_key", lambda options: "another")
    with pytest.raises(EngineError, match="install the same version"):
        build(jsonl(*CALLS[:5]), tmp_path / "many")


def test_workers_that_write_elsewhere_are_told(
    jsonl: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish = layout.publish
    monkeypatch.setattr(layout, "publish", lambda output, *rest: publish(str(tmp_path / "other"), *rest))
    with pytest.raises(EngineError, match="each worker's own"):
        build(jsonl(*CALLS[:5]), tmp_path / "many")


def test_a_storage_that_fails_is_no_end_of_the_documents(jsonl: Callable[..., Path]) -> None:
    class Failing(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise OSError("connection reset")

    lines = io.BufferedReader(Lines(Failing(), Split("a.jsonl", "a.jsonl")))
    with pytest.raises(places.StorageError, match=r"a\.jsonl cannot be read: connection reset"):
        list(of_stream(lines, "a.jsonl"))


def test_an_empty_input_leaves_the_folder_as_it_was(corpus: tuple[Path, Path], jsonl: Callable[..., Path]) -> None:
    before = tree(corpus[1])
    with pytest.raises(InputError, match="nothing could be built"):
        build(jsonl("no JSON", name="bad.jsonl"), corpus[1])
    assert tree(corpus[1]) == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["{in}/a.jsonl", "-o", "{out}/", "--engine", "ray"], "no engine is called 'ray': choose from dask, spark"),
        (["{in}/a.jsonl", "--engine", "dask"], "an engine writes a folder of shards: name it with -o"),
        (["{in}/a.jsonl", "--store", "{out}", "--engine", "dask"], "an engine writes a folder of shards"),
        (["-", "-o", "{out}/", "--engine", "dask"], "an engine cannot read standard input: name files or folders"),
        (["{in}/a.jsonl", "-o", "{out}/", "-f", "turtle", "--engine", "dask"], "an engine writes nquads or parquet"),
        (["{in}/a.jsonl", "-o", "{out}/", "--quarantine", "q", "--engine", "dask"], "no --quarantine"),
        (["{in}/b.jsonl", "-o", "{out}/", "--engine", "dask"], "b.jsonl: no such file: check the name"),
        (["{in}/c.txt", "-o", "{out}/", "--engine", "dask"], "c.txt: an engine reads .jsonl, .jsonl.gz, .jsonl.zst"),
        (["{in}/empty", "-o", "{out}/", "--engine", "dask"], "empty: an engine reads .jsonl"),
        (["{in}", "-o", "{in}/out/", "--engine", "dask"], "which is read: name a folder elsewhere"),
        (["no://a.jsonl", "-o", "{out}/", "--engine", "dask"], "no://a.jsonl cannot be reached: Protocol not known"),
        (["{in}/a.jsonl", "-o", "{out}/", "--engine", "dask", "--base", "x"], "the base 'x' is no absolute IRI"),
    ],
)
def test_what_an_engine_cannot_do_is_one_line(tmp_path: Path, arguments: list[str], said: str) -> None:
    source = tmp_path / "in"
    (source / "empty").mkdir(parents=True)
    (source / "a.jsonl").write_text(json.dumps(CALLS[0]) + "\n")
    (source / "c.txt").write_text("Ann called Bob.")
    out = tmp_path / "out"
    stderr = kg("build", *[one.format(**{"in": source, "out": out}) for one in arguments])
    assert said in stderr
    assert stderr.count("\n") == 1
    assert not out.exists()


def test_without_the_library_the_extra_is_named(
    jsonl: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module, extra, engine in [("distributed", "dask", "dask"), ("pyspark", "spark", "spark")]:
        monkeypatch.setitem(sys.modules, module, None)
        said = kg("build", jsonl(*CALLS[:2]), "-o", f"{tmp_path}/out/", "--engine", engine)
        assert f"--engine {engine} needs {module}: pip install 'kg-builder[{extra}]'" in said


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
