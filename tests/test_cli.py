"""What a user sees: files, standard output, messages and exit codes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import typer
from command import run

import kg
from kg import builder, write
from kg.cli import messages
from kg.errors import PipelineError

pytestmark = pytest.mark.usefixtures("calls")


@pytest.fixture
def article(jsonl: Callable[..., Path]) -> Path:
    return jsonl({"text": "Ann called Bob.", "id": "1", "date": "2025-07-05"})


@pytest.fixture
def faulty(jsonl: Callable[..., Path]) -> Path:
    """One good call and one that fails its shape."""
    return jsonl({"text": "Ann called Bob! Cid called Dan.", "date": "2025-07-05"}, name="faulty.jsonl")


# Output


def test_turtle_goes_to_standard_output_and_all_else_to_standard_error(article: Path) -> None:
    result = run("build", article)
    assert result.exit_code == 0
    assert "kg:Call" in result.stdout
    assert result.stderr.endswith("0 quarantined, 0 unreadable\n")
    assert result.stderr.startswith("1 document, 2 entities, 1 event, ")
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("format", [format.name for format in write.FORMATS])
def test_every_format_is_written_by_name_and_by_suffix(tmp_path: Path, article: Path, format: str) -> None:
    (chosen,) = [one for one in write.FORMATS if one.name == format]
    by_suffix = tmp_path / f"graph{chosen.suffixes[0]}"
    assert run("build", article, "-o", by_suffix).exit_code == 0
    by_name = run("build", article, "-f", format)
    assert by_name.stdout_bytes == by_suffix.read_bytes()


def test_the_help_names_every_format() -> None:
    text = " ".join(run("build", "--help").stdout.split())
    assert ", ".join(one.name for one in write.FORMATS).replace(", gexf", " or gexf") in text


def test_the_base_of_the_help_is_that_of_the_library() -> None:
    assert f"[default: {builder.BASE}]" in " ".join(run("build", "--help").stdout.split())
    assert " ".join(builder.EVIDENCE).replace(" ", "|") in run("build", "--help").stdout


def test_standard_input_is_read() -> None:
    result = run("build", "-", "--date", "2025-07-05", stdin=b"Ann called Bob.")
    assert "kg:Call" in result.stdout
    assert result.stderr.startswith("1 document")


def test_options_reach_the_build(article: Path) -> None:
    base = "https://data.example.com/"
    result = run("build", article, "--base", base, "--evidence", "mentions", "--no-text", "-f", "nquads")
    assert f"<{base}person/ann>" in result.stdout
    assert "isString" not in result.stdout
    assert "#Claim>" not in result.stdout
    assert "anchorOf" in result.stdout


def test_quiet_says_nothing_but_errors(article: Path, tmp_path: Path) -> None:
    undated = tmp_path / "a.txt"
    undated.write_text("Bob called Cid.")
    assert run("build", article, undated, "--quiet").stderr == ""
    assert run("build", article, "missing.txt", "--quiet").stderr == "kg: missing.txt: no such file: check the name\n"


# Inputs that cannot be used


def test_an_unusable_input_is_told_in_one_line_and_the_rest_is_built(article: Path, tmp_path: Path) -> None:
    output = tmp_path / "graph.nq"
    result = run("build", "missing.txt", article, "-o", output)
    assert result.exit_code == 1
    assert result.stderr.splitlines()[0] == "kg: missing.txt: no such file: check the name"
    assert result.stderr.splitlines()[-1].endswith("1 unreadable")
    assert b"#Call>" in output.read_bytes()


def test_a_doubtful_input_is_a_warning_and_no_failure(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"Ann called Bob.\r\n")
    result = run("build", path, "--date", "2025-07-05")
    assert result.exit_code == 0
    assert f"kg: {path}: warning: line ends made LF" in result.stderr


def test_a_name_with_control_characters_stays_on_one_line() -> None:
    assert run("build", "no\nsuch\x1b[31mfile").stderr.splitlines()[0] == (
        "kg: no such [31mfile: no such file: check the name"
    )


def test_where_nothing_can_be_built_the_old_output_stays(tmp_path: Path) -> None:
    output = tmp_path / "graph.ttl"
    output.write_text("old")
    result = run("build", "missing.txt", "-o", output)
    assert result.exit_code == 1
    assert output.read_text() == "old"
    assert "is left as it was" in result.stderr


def test_a_document_that_cannot_be_processed_is_told(jsonl: Callable[..., Path]) -> None:
    path = jsonl({"text": "CRASH", "id": "bad", "date": "2025-07-05"}, {"text": "Ann called Bob.", "id": "ok"})
    result = run("build", path)
    assert result.exit_code == 1
    assert "kg: document bad: kg failed on it (RuntimeError: no such sentence)" in result.stderr
    assert "kg:Call" in result.stdout


# Quarantine


def test_quarantine_lies_beside_the_output(faulty: Path, tmp_path: Path) -> None:
    output = tmp_path / "graph.ttl"
    result = run("build", faulty, "-o", output)
    assert result.exit_code == 0
    lines = (tmp_path / "graph.ttl.quarantine.jsonl").read_text().splitlines()
    first = json.loads(lines[0])
    assert first["sentence"] == "Ann called Bob!"
    assert first["fact"]["object"] == {"@value": "surely"}
    assert first["rule"]
    assert first["message"]
    assert f"{len(lines)} quarantined" in result.stderr
    assert run("validate", output).exit_code == 0


def test_quarantine_of_an_earlier_build_does_not_stay(faulty: Path, article: Path, tmp_path: Path) -> None:
    output = tmp_path / "graph.ttl"
    run("build", faulty, "-o", output)
    run("build", article, "-o", output)
    assert not (tmp_path / "graph.ttl.quarantine.jsonl").exists()


def test_quarantine_goes_where_it_is_told(faulty: Path, article: Path, tmp_path: Path) -> None:
    path = tmp_path / "failed.jsonl"
    run("build", faulty, "--quarantine", path)
    assert path.read_text().count("\n") > 0
    run("build", article, "--quarantine", path)
    assert path.read_text() == ""


def test_quarantine_is_told_where_the_graph_goes_to_standard_output(faulty: Path) -> None:
    assert "kg: quarantined: " in run("build", faulty).stderr


def test_strict_fails_on_quarantine(faulty: Path, article: Path, tmp_path: Path) -> None:
    output = tmp_path / "graph.ttl"
    assert run("build", faulty, "-o", output, "--strict").exit_code == 1
    assert output.exists()
    assert run("build", article, "-o", output, "--strict").exit_code == 0


# Usage


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--date", "July 5"], "is no date"),
        (["--base", "here"], "'here' is no absolute IRI"),
        (["-f", "docx"], "docx"),
        (["-o", "graph.docx"], "docx"),
        (["-o", "no/such/folder/graph.ttl"], "cannot be written"),
        (["-o", ".", "-f", "ttl"], "N-Quads"),
        (["--evidence", "some"], "unknown evidence"),
        (["--ontology", "missing.ttl"], "missing.ttl"),
        (["--shapes", "missing.ttl"], "missing.ttl"),
        (["--quarantine", "no/such/folder/q.jsonl"], "cannot be written"),
        (["-o", "graph.nq", "--quarantine", "./graph.nq"], "quarantine file, too"),
        (["--no-such-option"], "No such option"),
    ],
)
def test_wrong_usage_is_told_before_anything_is_built(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    article: Path,
    arguments: list[str],
    message: str,
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    result = run("build", article, *arguments)
    assert result.exit_code == 2
    assert message in result.stderr
    assert result.stdout == ""
    assert list(Path().iterdir()) == []


def test_an_unknown_pipeline_is_told(monkeypatch: pytest.MonkeyPatch, article: Path) -> None:
    monkeypatch.undo()
    result = run("build", article, "--pipeline", "no_such_pipeline")
    assert result.exit_code == 2
    assert "no_such_pipeline" in result.stderr


@pytest.mark.parametrize("option", ["--ontology", "--shapes"])
def test_a_file_of_turtle_with_an_error_is_told_with_its_line(tmp_path: Path, article: Path, option: str) -> None:
    path = tmp_path / "mine.ttl"
    path.write_text("<urn:a> a <urn:b> .\n<urn:a> b .\n")
    result = run("build", article, option, path)
    assert result.exit_code == 2
    assert f"{path}:2" in result.stderr
    assert result.stderr.count("\n") == 1


def test_an_input_is_never_overwritten(article: Path) -> None:
    before = article.read_bytes()
    result = run("build", article, "-o", article, "-f", "nquads")
    assert result.exit_code == 2
    assert "is an input, too" in result.stderr
    assert article.read_bytes() == before


def test_a_file_in_a_folder_that_is_read_is_never_overwritten(tmp_path: Path, article: Path) -> None:
    before = article.read_bytes()
    for options in (("-o", article, "-f", "nquads"), ("-o", tmp_path / "graph.nq", "--quarantine", article)):
        result = run("build", article.parent, *options)
        assert (result.exit_code, article.read_bytes()) == (2, before)
        assert f"{article} is an input, too" in result.stderr


@pytest.mark.parametrize("option", ["--ontology", "--shapes"])
def test_an_ontology_is_never_overwritten(tmp_path: Path, article: Path, option: str) -> None:
    mine = tmp_path / "mine.ttl"
    mine.write_text("")
    result = run("build", article, option, mine, "-o", mine)
    assert (result.exit_code, mine.read_text()) == (2, "")
    assert f"{mine} is an input, too" in result.stderr


def test_an_input_is_not_taken_for_the_quarantine_of_an_earlier_build(tmp_path: Path, article: Path) -> None:
    held_back = tmp_path / "graph.nq.quarantine.jsonl"
    held_back.write_bytes(article.read_bytes())
    result = run("build", held_back, "-o", tmp_path / "graph.nq")
    assert (result.exit_code, held_back.read_bytes()) == (2, article.read_bytes())


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("stats", "nothing/"), "nothing/: no such file or folder: check the name"),
        (("query", "nothing", "--ask", "calls"), "nothing: no such file or folder: check the name"),
        (("view", "{article}", "-o", "page.pdf"), "page.pdf: kg view writes a page; end its name in .html"),
        (("link", "{article}", "-o", "folder/"), "folder/ is a folder: the graph with its links is one file"),
        (("build", "{article}", "-o", "x.nq", "--engine", "dask"), "x.nq looks like a file: name it x.nq/"),
    ],
)
def test_a_name_that_does_not_fit_is_told(article: Path, arguments: tuple[str, ...], message: str) -> None:
    result = run(*(one.format(article=article) for one in arguments))
    assert result.exit_code == 2
    assert message in result.stderr
    assert result.stderr.count("\n") == 1


def test_without_input_the_usage_is_told() -> None:
    assert run("build").exit_code == 2


def test_the_version_is_told() -> None:
    assert run("--version").stdout == f"kg {kg.__version__}\n"


# The process


def kg_process(*arguments: object, **options: object) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "kg", *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)


def test_a_reader_who_has_enough_is_no_error(article: Path) -> None:
    process = kg_process("build", article, "-f", "nquads")
    process.stdout.close()
    assert b"Error" not in process.stderr.read()
    assert process.wait() == 0


def test_an_interruption_is_one_line_and_leaves_no_file(tmp_path: Path) -> None:
    output = tmp_path / "graph.nq"
    process = kg_process("build", "-", "-o", output, stdin=subprocess.PIPE)
    while not list(tmp_path.iterdir()) and process.poll() is None:
        time.sleep(0.05)
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    _, stderr = process.communicate(timeout=60)
    assert stderr == b"kg: interrupted\n"
    # A shell says 130 of both: where the interruption falls into code that Python runs from a string, such as that of
    # a named tuple, `python -m` ends by the signal itself, whatever exit code is asked for.
    assert process.returncode in (130, -signal.SIGINT)
    assert list(tmp_path.iterdir()) == []


def test_an_interruption_that_became_another_error_is_an_interruption(capsys: pytest.CaptureFixture[str]) -> None:
    # An import of a module in C that is interrupted ends as an ImportError, and that as a pipeline that does not load.
    with pytest.raises(typer.Exit) as left, messages.told():
        try:
            signal.raise_signal(signal.SIGINT)
        except KeyboardInterrupt:
            raise PipelineError("the pipeline 'kg_news' cannot be loaded (initialization failed)") from None
    assert left.value.exit_code == messages.INTERRUPTED
    assert capsys.readouterr().err == "kg: interrupted\n"
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_interruptions_that_are_ignored_stay_so() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with messages.told():
            signal.raise_signal(signal.SIGINT)
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)


def test_help_is_quick() -> None:
    def seconds(*arguments: str) -> float:
        # Processor time: the clock of a busy machine tells little.
        before = os.times()
        subprocess.run([sys.executable, *arguments], check=True, capture_output=True)
        after = os.times()
        return after.children_user + after.children_system - before.children_user - before.children_system

    assert seconds("-m", "kg", "--help") < seconds("-c", "import spacy") / 2
