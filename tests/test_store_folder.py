"""Stores on disk: documents replaced, never doubled; and what is said of folders that are none."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pyoxigraph
import pytest
import rdflib
from hand_made import graphs
from linking import CALL, DAY, Told, article, same
from linking import run as link
from linking import save as save_facts
from pyoxigraph import NamedNode
from typer.testing import CliRunner, Result

from kg import check, store
from kg.cli import app
from kg.errors import UsageError
from kg.quads import quads

JSONL = Callable[..., Path]


def run(*arguments: object) -> Result:
    result = CliRunner().invoke(app, [str(a) for a in arguments], prog_name="kg")
    assert "Traceback" not in result.output
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def keep(folder: Path, kept: Sequence[rdflib.Graph]) -> None:
    with store.changed(folder) as opened:
        assert list(store.replaced(opened, kept)) == kept


def fill(folder: Path, file: Path) -> None:
    with store.changed(folder) as opened:
        opened.bulk_extend(store.quads(str(file)))


def statements(path: Path) -> set[pyoxigraph.Quad]:
    return set(store.quads(str(path)))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "news.store"


# What is in it


def test_a_store_gives_back_what_was_put_in_with_its_datatypes(folder: Path) -> None:
    keep(folder, list(graphs()))
    assert statements(folder) == {quad for graph in graphs() for quad in quads(graph)}


def test_graphs_put_in_again_are_not_doubled(folder: Path) -> None:
    keep(folder, list(graphs()))
    before = statements(folder)
    keep(folder, list(graphs()))
    assert statements(folder) == before


def test_a_graph_takes_the_place_of_the_one_of_its_name_and_of_no_other(folder: Path) -> None:
    one, other = graphs()
    keep(folder, [one, other])
    changed = rdflib.Graph(identifier=one.identifier)
    changed.add((rdflib.URIRef("urn:a"), rdflib.URIRef("urn:b"), rdflib.Literal("c")))
    keep(folder, [changed])
    assert statements(folder) == {*quads(changed), *quads(other)}


TEXTS = ["\\u0041", "\\", "\"'\n\r\t\x08", "}} ; DROP ALL ; {", "\\\\u0042", "\U0001f600 é", "a\x00b", "# no comment"]


@pytest.mark.parametrize("text", TEXTS)
def test_any_text_comes_back_as_it_was(folder: Path, text: str) -> None:
    graph = rdflib.Graph(identifier="urn:g")
    graph.add((rdflib.URIRef("urn:a"), rdflib.URIRef("urn:b"), rdflib.Literal(text)))
    graph.add((rdflib.URIRef("urn:a"), rdflib.URIRef("urn:b"), rdflib.Literal(text, lang="en")))
    keep(folder, [graph])
    assert statements(folder) == set(quads(graph))


def test_a_store_conforms_as_the_graph_did(folder: Path) -> None:
    keep(folder, list(graphs()))
    assert check.check(str(folder)) == ()


# kg build --store


@pytest.mark.usefixtures("calls")
def test_build_writes_into_a_store_and_nothing_to_standard_output(folder: Path, jsonl: JSONL) -> None:
    file = jsonl({"text": "Ann called Bob.", "id": "1", "date": "2025-07-05"})
    result = run("build", file, "--store", folder)
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.startswith("1 document, 2 entities, 1 event, ")
    alone = folder.with_name("alone.nq")
    run("build", file, "-o", alone)
    assert statements(folder) == statements(alone)


@pytest.mark.usefixtures("calls")
def test_build_replaces_what_a_document_told_before(folder: Path, jsonl: JSONL) -> None:
    old = jsonl({"text": "Ann called Bob.", "id": "1"}, {"text": "Cid called Dan.", "id": "2"}, name="old.jsonl")
    new = jsonl({"text": "Eve called Bob.", "id": "1"}, {"text": "Cid called Ann.", "id": "3"}, name="new.jsonl")
    run("build", old, "--store", folder)
    run("build", new, "--store", folder)
    built = folder.with_name("all.nq")
    rest = jsonl({"text": "Cid called Dan.", "id": "2"}, name="rest.jsonl")
    run("build", new, rest, "-o", built)
    assert statements(folder) == statements(built)


@pytest.mark.usefixtures("calls")
def test_build_writes_a_file_and_a_store_at_once(folder: Path, jsonl: JSONL) -> None:
    file, output = jsonl({"text": "Ann called Bob.", "id": "1"}), folder.with_name("graph.nq")
    assert run("build", file, "--store", folder, "-o", output).exit_code == 0
    assert statements(folder) == statements(output) != set()


@pytest.mark.usefixtures("calls")
def test_what_fails_its_shape_is_listed_beside_the_store(folder: Path, jsonl: JSONL) -> None:
    run("build", jsonl({"text": "Ann called Bob! Cid called Dan."}), "--store", folder)
    assert folder.with_name("news.store.quarantine.jsonl").read_text().count("\n") > 0
    assert statements(folder) != set()


def test_a_build_that_is_cut_off_leaves_whole_documents(folder: Path, tmp_path: Path) -> None:
    line = '{"id": "%d", "date": "2025-07-05", "text": "Joe Biden spoke by phone with Olaf Scholz on Friday."}\n'
    (tmp_path / "many.jsonl").write_text("".join(line % n for n in range(3000)))
    command = [sys.executable, "-m", "kg", "build", str(tmp_path / "many.jsonl"), "--store", str(folder)]
    process = subprocess.Popen([*command, "--pipeline", "fast"], stderr=subprocess.DEVNULL, env=os.environ)
    while process.poll() is None and not (folder.is_dir() and sum(f.stat().st_size for f in folder.glob("*.log")) > 99):
        time.sleep(0.1)
    assert process.poll() is None, "it was over before it could be cut off"
    process.send_signal(signal.SIGKILL)
    process.wait()
    opened = store.load(str(folder))
    sizes = {
        sum(1 for _ in opened.quads_for_pattern(None, None, None, name)) for name in opened.named_graphs()
    }  # fmt: skip
    assert len(sizes) == 1


# Asked


@pytest.mark.usefixtures("calls")
def test_a_store_is_explained(folder: Path, jsonl: JSONL) -> None:
    run("build", jsonl({"text": "Ann called Bob.", "id": "1"}), "--store", folder)
    result = run("explain", folder, "Ann")
    assert result.exit_code == 0
    assert "Ann" in result.stdout


def linked(folder: Path) -> set[frozenset[str]]:
    file = folder.with_name("linked.nq")
    file.write_bytes(pyoxigraph.serialize(store.quads(str(folder)), format=pyoxigraph.RdfFormat.N_QUADS) or b"")
    return same(file)


def test_links_go_into_the_store_and_out_again(folder: Path, tmp_path: Path) -> None:
    facts = article("a", CALL, Told("harris kuleba", DAY), source="One"), article("b", CALL, source="Other")
    graph = save_facts(tmp_path / "graph.nq", *facts)
    fill(folder, graph)
    before = statements(folder)
    for _ in range(2):
        assert link(folder).stderr == "kg: 1 link added, 0 left undecided\n"
        assert linked(folder) == {frozenset(("a0", "b0"))}
        assert statements(folder) > before
        assert check.check(str(folder)) == ()
    assert link(folder, "--undo").stderr == "kg: 1 link taken away\n"
    assert statements(folder) == before


def test_the_links_of_a_store_are_written_elsewhere_if_asked(folder: Path, tmp_path: Path) -> None:
    facts = article("a", CALL, Told("harris kuleba", DAY), source="One"), article("b", CALL, source="Other")
    graph = save_facts(tmp_path / "graph.nq", *facts)
    fill(folder, graph)
    before = statements(folder)
    link(folder, "-o", tmp_path / "out.nq")
    link(graph, "-o", tmp_path / "same.nq")
    assert statements(folder) == before
    assert statements(tmp_path / "out.nq") == statements(tmp_path / "same.nq") > before


# What cannot be used


def test_a_folder_with_other_files_is_no_store(folder: Path) -> None:
    folder.mkdir()
    (folder / "notes.txt").write_text("mine")
    with pytest.raises(UsageError, match=r"news\.store holds files that are no store: name an empty or a new folder"):
        keep(folder, [])
    assert [f.name for f in folder.iterdir()] == ["notes.txt"]


def test_a_file_is_no_store(folder: Path) -> None:
    folder.write_text("mine")
    with pytest.raises(UsageError, match=r"news\.store is a file: name a folder for the store"):
        keep(folder, [])


def test_a_store_that_is_written_by_another_is_told(folder: Path) -> None:
    with store.changed(folder), pytest.raises(UsageError, match="another program has it open"):
        keep(folder, [])


def test_a_damaged_store_is_told(folder: Path) -> None:
    keep(folder, list(graphs()))
    (folder / "CURRENT").write_text("nonsense\n")
    with pytest.raises(UsageError, match=r"news\.store cannot be opened"):
        store.load(str(folder))


@pytest.mark.usefixtures("calls")
def test_a_format_without_a_file_is_refused(folder: Path, jsonl: JSONL) -> None:
    result = run("build", jsonl({"text": "Ann called Bob."}), "--store", folder, "-f", "nquads")
    assert (result.exit_code, result.stderr) == (
        2,
        "kg: a store has its own format: name a file for the other one with -o\n",
    )
    assert not folder.exists()


@pytest.mark.usefixtures("calls")
def test_an_empty_folder_becomes_a_store(folder: Path, jsonl: JSONL) -> None:
    folder.mkdir()
    assert run("build", jsonl({"text": "Ann called Bob."}), "--store", folder).exit_code == 0
    name = next(store.load(str(folder)).named_graphs())
    assert isinstance(name, NamedNode)


def test_what_a_store_holds_is_what_the_writers_get(folder: Path) -> None:
    # Formats are written from a store through `quads`; offsets must not lose their datatype on the way.
    keep(folder, list(graphs()))
    kinds = {q.object.datatype.value for q in store.quads(str(folder)) if isinstance(q.object, pyoxigraph.Literal)}
    assert "http://www.w3.org/2001/XMLSchema#nonNegativeInteger" in kinds
