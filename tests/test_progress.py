"""What a terminal shows while a build runs, and that nothing else ever sees it."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from kg.cli import progress
from kg.cli.progress import Progress
from kg.model import Problem


class Terminal(io.StringIO):
    """A terminal of 100 columns."""

    def isatty(self) -> bool:
        return True


class Clock:
    """Shows what it is set to."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Each change is drawn at once."""
    monkeypatch.setattr(progress, "DELAY", 0)
    monkeypatch.setattr(progress, "INTERVAL", 0)
    return Terminal()


def seen(screen: int) -> str:
    """All that was written onto a terminal, once nobody writes to it any more."""
    shown = b""
    with suppress(OSError):  # its end
        while piece := os.read(screen, 1 << 16):
            shown += piece
    os.close(screen)
    return shown.decode()


def known(total: int) -> Callable[[], int]:
    return lambda: total


def counted(bar: Progress) -> Progress:
    """The same, once the thread that estimates has done so."""
    deadline = time.monotonic() + 30
    while bar._total is None and time.monotonic() < deadline:
        time.sleep(0.001)
    return bar


def test_the_line_tells_documents_speed_and_what_failed(clock: Clock) -> None:
    bar = Progress(clock=clock)
    bar.done(words=900)
    clock.seconds = 2
    bar.done(words=1000, quarantined=2)
    assert bar.line() == "2 documents, 500 words/s, 0 problems, 2 quarantined"


def test_what_it_takes_to_load_a_pipeline_says_nothing_of_its_speed(clock: Clock) -> None:
    bar = Progress(clock=clock)
    clock.seconds = 60
    bar.done(words=900)
    assert bar.line() == "1 document, 0 problems, 0 quarantined"
    clock.seconds = 61
    bar.done(words=300)
    assert "300 words/s" in bar.line()


def test_the_time_left_is_told_once_the_number_of_documents_is_known(clock: Clock, terminal: Terminal) -> None:
    bar = counted(Progress(terminal=terminal, estimate=known(1010), clock=clock))
    bar.done(10, 4000)
    assert bar.line() == "10 of 1,010 documents, 0 problems, 0 quarantined"
    clock.seconds = 10
    bar.done(10, 4000)
    assert bar.line() == "20 of 1,010 documents, 400 words/s, 0:16:30 left, 0 problems, 0 quarantined"
    bar.close()


def test_documents_built_before_do_not_make_the_others_look_fast(clock: Clock, terminal: Terminal) -> None:
    bar = counted(Progress(terminal=terminal, estimate=known(1000), clock=clock))
    bar.reused(970)
    bar.done(10, 4000)
    clock.seconds = 10
    bar.done(10, 4000)
    assert bar.line().startswith("990 of 1,000 documents, 400 words/s, 0:00:10 left")
    bar.close()


def test_more_documents_than_were_estimated_are_no_failure(clock: Clock, terminal: Terminal) -> None:
    bar = counted(Progress(terminal=terminal, estimate=known(1), clock=clock))
    bar.done()
    clock.seconds = 1
    bar.done(2, 30)
    assert bar.line().startswith("3 of 3 documents, 30 words/s, 0:00:00 left")
    bar.close()


def test_a_long_time_left_is_told_in_days() -> None:
    assert progress._interval(90061) == "1 day 1:01:01"


def test_that_it_has_begun_is_shown_before_the_first_document(terminal: Terminal) -> None:
    bar = Progress(terminal=terminal, estimate=known(40))
    deadline = time.monotonic() + 30
    while "0 of 40 documents, starting" not in terminal.getvalue() and time.monotonic() < deadline:
        time.sleep(0.001)
    assert "  0% |" in terminal.getvalue()
    bar.close()
    assert "starting" not in terminal.getvalue().rsplit("\r", 1)[1]


def test_a_problem_is_told_on_a_line_of_its_own_and_counted(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stderr", terminal)
    bar = Progress(terminal=terminal)
    bar.done(words=10)
    bar.problem(Problem("a.txt", "no such file: check the name"))
    bar.done(words=10)
    bar.problem(Problem("b.txt", "a byte-order mark was dropped", refused=False))
    bar.close()
    lines = [line.split("\r")[-1] for line in terminal.getvalue().split("\n")]
    assert lines[:2] == ["kg: a.txt: no such file: check the name", "kg: b.txt: warning: a byte-order mark was dropped"]
    assert "2 problems" in bar.line()
    assert (bar.refused, bar.warnings) == (1, 1)


def test_a_terminal_shows_some_warnings_of_a_kind_and_every_refusal(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stderr", terminal)
    bar = Progress(terminal=terminal)
    for number in range(50):
        bar.problem(Problem(f"a.jsonl:{number}", "no date", refused=False, kind="date"))
        bar.problem(Problem(f"a.jsonl:{number}", "odd bytes", refused=False, kind="encoding"))
        bar.problem(Problem(f"a.jsonl:{number}", "no JSON", kind="record"))
    bar.close()
    shown = terminal.getvalue()
    assert [shown.count(f"warning: {what}\n") for what in ("no date", "odd bytes")] == [progress.WARNINGS] * 2
    assert shown.count("more warnings of that kind") == 2
    assert shown.count(": no JSON\n") == 50
    assert (bar.refused, bar.warnings) == (50, 100)


def test_a_file_gets_every_warning(capsys: pytest.CaptureFixture[str]) -> None:
    bar = Progress()
    for number in range(50):
        bar.problem(Problem(f"a.jsonl:{number}", "no date", refused=False, kind="date"))
    assert capsys.readouterr().err.count("warning: no date\n") == 50


def test_quiet_tells_only_what_was_refused(capsys: pytest.CaptureFixture[str]) -> None:
    bar = Progress(quiet=True)
    bar.problem(Problem("a.txt", "no such file"))
    bar.problem(Problem("b.txt", "a mark was dropped", refused=False))
    assert capsys.readouterr().err == "kg: a.txt: no such file\n"
    assert (bar.refused, bar.warnings) == (1, 1)


def test_the_bar_is_drawn_and_taken_away(terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr", terminal)
    articles = tmp_path / "articles.jsonl"
    articles.write_text('{"text": "a"}\n' * 40)
    with progress.watching([str(articles)], quiet=False) as bar:
        counted(bar)
        for _ in range(10):
            bar.done(words=5)
    drawn = terminal.getvalue()
    assert " 25% |" in drawn
    assert "10 of 40 documents" in drawn
    assert drawn.rsplit("\r", 2)[1].strip() == ""


def test_a_stream_has_no_end_that_is_known(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr", terminal)
    with progress.watching(["-"], quiet=False) as bar:
        bar.done(3, 30)
        assert "of" not in bar.line()
    assert "3 documents, " in terminal.getvalue()


@pytest.mark.parametrize("columns", [20, 40, 200])
@pytest.mark.parametrize("total", [None, 100_000])
def test_no_line_is_wider_than_the_terminal(monkeypatch: pytest.MonkeyPatch, columns: int, total: int | None) -> None:
    pty, termios = pytest.importorskip("pty"), pytest.importorskip("termios")
    monkeypatch.setattr(progress, "DELAY", 0)
    monkeypatch.setattr(progress, "INTERVAL", 0)
    screen, end = pty.openpty()
    termios.tcsetwinsize(end, (24, columns))
    with os.fdopen(end, "w") as terminal:
        bar = Progress(terminal=terminal, estimate=lambda: total)
        if total:
            counted(bar)
        for _ in range(5):
            bar.done(20_000, 5_000_000, 1000)
        bar.close()
    drawn = seen(screen)
    # tqdm writes where the cursor goes, too.
    lines = re.sub("\x1b\\[[A-Z]", "", drawn).split("\r")
    assert "20,000" in drawn
    assert max(map(len, lines)) <= columns


@pytest.mark.parametrize(("quiet", "is_terminal"), [(True, True), (False, False)])
def test_nothing_is_drawn_with_quiet_or_without_a_terminal(
    monkeypatch: pytest.MonkeyPatch, quiet: bool, is_terminal: bool
) -> None:
    monkeypatch.setattr(progress, "DELAY", 0)
    monkeypatch.setattr(progress, "INTERVAL", 0)
    shown = Terminal() if is_terminal else io.StringIO()
    monkeypatch.setattr("sys.stderr", shown)
    with progress.watching(["-"], quiet=quiet) as bar:
        for _ in range(5):
            bar.done(words=5)
    assert shown.getvalue() == ""


def test_a_terminal_that_shows_the_graph_shows_no_bar(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr", terminal)
    monkeypatch.setattr("sys.stdout", Terminal())
    with progress.watching(["-"], quiet=False, output="-") as bar:
        bar.done(words=5)
    assert terminal.getvalue() == ""


# The command, on a terminal of its own

COMMAND = """
import sys
sys.path.insert(0, sys.argv.pop(1))
import conftest
from kg import builder
from kg.cli import main, progress
builder._facts = conftest.told_calls
builder.language.load = lambda name: conftest.NoPipeline()
builder.language.parse_all = lambda nlp, documents, ontology: (None for _ in documents)
progress.DELAY = progress.INTERVAL = 0
main()
"""


def on_a_terminal(*arguments: object) -> str:
    """What `kg` shows there, its standard output and error both being the terminal."""
    pty, termios = pytest.importorskip("pty"), pytest.importorskip("termios")
    screen, end = pty.openpty()
    termios.tcsetwinsize(end, (24, 100))
    command = [sys.executable, "-c", COMMAND, str(Path(__file__).parent), *map(str, arguments)]
    with subprocess.Popen(command, stdin=end, stdout=end, stderr=end) as process:
        os.close(end)
        shown = seen(screen)
    assert process.returncode == 0, shown
    return shown.replace("\r\n", "\n")


@pytest.fixture
def articles(jsonl: Callable[..., Path]) -> Path:
    return jsonl(*({"text": f"Ann called Bob{n}.", "id": str(n), "date": "2025-07-05"} for n in range(5)))


def test_a_build_on_a_terminal_shows_a_bar_and_leaves_its_sum(tmp_path: Path, articles: Path) -> None:
    shown = on_a_terminal("build", articles, "-o", tmp_path / "graph.nq")
    assert re.search(r"\d of 5 documents, .*0 problems, 0 quarantined", shown)
    *_, last = shown.strip().split("\r")
    assert re.fullmatch(r"5 documents, 6 entities, 5 events, [\d,]+ triples, 0 quarantined, 0 unreadable", last)


def test_a_quiet_build_on_a_terminal_shows_nothing(tmp_path: Path, articles: Path) -> None:
    assert on_a_terminal("build", articles, "-o", tmp_path / "graph.nq", "--quiet") == ""


def test_a_graph_on_a_terminal_stays_whole(articles: Path) -> None:
    shown = on_a_terminal("build", articles)
    assert "\r" not in shown
    assert " problems" not in shown
    assert shown.count("a kg:Call") == 5
