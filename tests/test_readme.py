"""Every command and every piece of Python in the README runs, in the order in which it stands there.

Turtle that begins with the name of a file is written to that file. Lines under a command must be in what it prints.
A server that a command speaks to is started for it, and stands at the address of this run. Cypher finds something in
what was loaded.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import neo4j_server
import pytest
import sparql_servers
from conftest import ROOT
from served import served

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(console|python|turtle|cypher)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)
FILE = re.compile(r"# (\S+\.ttl)\n")


@dataclass(frozen=True)
class Piece:
    command: tuple[str, ...] = ()
    prints: str = ""
    file: str = ""
    content: str = ""
    cypher: str = ""

    def __str__(self) -> str:
        return self.file or (self.cypher or self.command[-1]).strip().splitlines()[0]


def pieces() -> Iterator[Piece]:
    """What to do, one after the other. Pieces of Python that follow one another are one program."""
    program = ""
    for language, body in BLOCK.findall(README):
        if language == "python":
            program += body
            continue
        if program:
            yield Piece((sys.executable, "-c", program))
            program = ""
        if language == "turtle":
            name = FILE.match(body)
            assert name, "Turtle without a file name on its first line"
            yield Piece(file=name[1], content=body)
            continue
        if language == "cypher":
            yield Piece(cypher=body)
            continue
        for line, prints in COMMAND.findall(body):
            # Installing is what .ci/run does with these lines.
            if not line.startswith("pip install"):
                yield Piece(("bash", "-euo", "pipefail", "-c", line), prints)
    if program:
        yield Piece((sys.executable, "-c", program))


def _lines(text: str) -> set[str]:
    return {" ".join(line.split()) for line in text.splitlines()}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("readme")
    (folder / "kg").mkdir()
    (folder / "kg" / "examples").symlink_to(ROOT / "kg" / "examples")
    return folder


@dataclass
class Servers:
    """What the README's addresses stand for, once a command has asked for them."""

    folder: Path
    stack: ExitStack
    environment: dict[str, str] = field(default_factory=dict)
    served: str = ""
    neo4j: neo4j_server.Server | None = None

    def command(self, line: str) -> str:
        for address, start in (
            ("http://localhost:3030/kg", self._fuseki),
            ("neo4j://localhost:7687", self._neo4j),
            ("http://127.0.0.1:8000", lambda: self.served),
        ):
            if address in line:
                line = line.replace(address, start())
        return line

    def serve(self, line: str) -> None:
        """`kg serve GRAPH --port 8000`: until the last command has run."""
        words = shlex.split(line)
        assert words[:2] == ["kg", "serve"]
        assert words[3:] == ["--port", "8000"]
        self.served = self.stack.enter_context(served(self.folder / words[2])).url.rstrip("/")

    def _fuseki(self) -> str:
        folder = self.folder / "fuseki"
        folder.mkdir()
        server = sparql_servers.fuseki(folder)
        self.stack.callback(server.kill)
        return server.url

    def _neo4j(self) -> str:
        server = self.stack.enter_context(neo4j_server.running(self.folder / "neo4j"))
        self.neo4j = server
        self.environment = {"KG_USER": "neo4j", "KG_PASSWORD": server.password}
        return server.address


@pytest.fixture(scope="module")
def servers(folder: Path) -> Iterator[Servers]:
    with ExitStack() as stack:
        yield Servers(folder, stack)


@pytest.mark.parametrize("piece", list(pieces()), ids=str)
def test_a_piece_of_the_readme_runs(folder: Path, servers: Servers, piece: Piece) -> None:
    if piece.file:
        (folder / piece.file).write_text(piece.content, encoding="utf-8")
        return
    if piece.cypher:
        assert servers.neo4j is not None
        assert servers.neo4j.ask(piece.cypher) != []
        return
    if piece.command[-1].startswith("kg serve "):
        servers.serve(piece.command[-1])
        return
    command = [*piece.command[:-1], servers.command(piece.command[-1])]
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    # Without PYTHONSAFEPATH the folder's own `kg/` would be imported instead of the package.
    environment = {**os.environ, **servers.environment, "PATH": path, "PYTHONSAFEPATH": "1"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert _lines(piece.prints) <= _lines(done.stdout) | {""}


def test_files_that_the_readme_links_are_there() -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", README)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []
