"""What an engine meets: runs that are killed, storages that fail, workers with another kg, users who err."""

from __future__ import annotations

import gzip
import io
import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from engine_given import CALLS, DAMAGED, Dying, build, call, kg, tree

from kg import engines
from kg.engines import layout, places, run, work
from kg.engines.engine import Results
from kg.engines.splits import Lines, Split
from kg.errors import EngineError, InputError, UsageError
from kg.read.files import of_stream

pytestmark = pytest.mark.usefixtures("calls", "own_plan")


@pytest.fixture
def corpus(jsonl: Callable[..., Path], tmp_path: Path) -> tuple[Path, Path]:
    """Documents, and the folder that one process builds of them."""
    source = jsonl(*DAMAGED, name="corpus.jsonl")
    kg("build", source, "-o", f"{tmp_path}/one/")
    return source, tmp_path / "one"


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
    with monkeypatch.context() as changed, pytest.raises(EngineError, match="install the same version"):
        changed.setattr(work, "_key", lambda options: "another")
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


def test_a_file_without_a_line_leaves_the_folder_as_it_was(
    corpus: tuple[Path, Path], jsonl: Callable[..., Path], tmp_path: Path
) -> None:
    before = tree(corpus[1])
    with pytest.raises(InputError, match="if it is to hold no documents, remove it"):
        build(jsonl(name="none.jsonl"), corpus[1])
    assert tree(corpus[1]) == before
    build(jsonl(name="none.jsonl"), tmp_path / "new")
    assert (tmp_path / "new/manifest.jsonl").is_file()


def test_what_a_damaged_file_held_is_not_taken_out(tmp_path: Path) -> None:
    source, out = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    lines = ["".join(json.dumps(one) + "\n" for one in part).encode() for part in (CALLS[:100], CALLS[100:])]
    whole = gzip.compress(lines[1])
    for name, data in [("a.jsonl", lines[0]), ("b.jsonl.gz", whole)]:
        (source / name).write_bytes(data)
    build(source, out)
    before = tree(out)
    (source / "b.jsonl.gz").write_bytes(whole[:50])
    with pytest.raises(InputError, match=rf"b\.jsonl\.gz could not be read, and \d+ documents of {out} would"):
        build(source, out)
    assert before.items() <= tree(out).items()
    (source / "b.jsonl.gz").unlink()
    (source / "c.jsonl.gz").write_bytes(whole)
    (source / "d.jsonl.gz").write_bytes(whole[:50])
    assert [one.kind for one in build(source, out).problems] == ["damaged"]
    assert tree(out) == before


def test_a_damaged_line_beside_a_shard_tells_nothing(corpus: tuple[Path, Path], tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        build(corpus[0], tmp_path / "many", Dying(2), shards=1)
    for line in (tmp_path / "many/shards").glob("*.line"):
        line.write_bytes(line.read_bytes()[:40])
    build(corpus[0], tmp_path / "many", shards=1)
    assert tree(tmp_path / "many") == tree(corpus[1])


def test_a_damaged_manifest_of_another_storage_is_told_with_its_place(
    corpus: tuple[Path, Path], jsonl: Callable[..., Path]
) -> None:
    places.publish("memory://damaged/manifest.jsonl", b'{"shard":1}\n')
    with pytest.raises(InputError, match=r"^memory://damaged/manifest\.jsonl is damaged \("):
        build(corpus[0], "memory://damaged")


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


@pytest.mark.parametrize(
    "out", ["{}/other/../in/out", "{}/link/out", "file://{}/in/out", "{}/link", "file://{}/link/x"]
)
def test_an_output_lies_in_an_input_by_whatever_way(tmp_path: Path, jsonl: Callable[..., Path], out: str) -> None:
    for name in ("in", "other"):
        (tmp_path / name).mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "in")
    (tmp_path / "in/a.jsonl").write_text(json.dumps(CALLS[0]) + "\n")
    for source in (tmp_path / "in", tmp_path / "link", f"file://{tmp_path}/other/../in"):
        with pytest.raises(UsageError, match="which is read: name a folder elsewhere"):
            build(str(source), out.format(tmp_path))
    assert list((tmp_path / "in").iterdir()) == [tmp_path / "in/a.jsonl"]


def test_without_the_library_the_extra_is_named(
    jsonl: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module, extra, engine in [("distributed", "dask", "dask"), ("pyspark", "spark", "spark")]:
        monkeypatch.setitem(sys.modules, module, None)
        said = kg("build", jsonl(*CALLS[:2]), "-o", f"{tmp_path}/out/", "--engine", engine)
        assert f"--engine {engine} needs {module}: pip install 'kg-builder[{extra}]'" in said
