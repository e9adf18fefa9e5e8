"""Every command and every piece of Python in the README runs, in the order in which it stands there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(console|python)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def pieces() -> Iterator[list[str]]:
    """Commands to run. Pieces of Python that follow one another are one program."""
    program = ""
    for language, body in BLOCK.findall(README):
        if language == "python":
            program += body
            continue
        if program:
            yield [sys.executable, "-c", program]
            program = ""
        for line in re.findall(r"^\$ (.*)$", body, re.MULTILINE):
            # Installing is what .ci/run does with these lines.
            if not line.startswith("pip install"):
                yield ["bash", "-euo", "pipefail", "-c", line]
    if program:
        yield [sys.executable, "-c", program]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("readme")
    (folder / "kg").mkdir()
    (folder / "kg" / "examples").symlink_to(ROOT / "kg" / "examples")
    return folder


@pytest.mark.parametrize("command", pieces(), ids=lambda command: command[-1].strip().splitlines()[0])
def test_a_piece_of_the_readme_runs(folder: Path, command: list[str]) -> None:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    # Without this the folder's own `kg/` would be imported instead of the package.
    environment = {**os.environ, "PATH": path, "PYTHONSAFEPATH": "1"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr


def test_files_that_the_readme_links_are_there() -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", README)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []
