"""The house rules: linters, types, floors, what lies where, and that nothing is left unexplained."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import typer
from conftest import ROOT

import kg
from kg.cli import app

AGREED = (
    r"pyproject\.toml|README\.md|LICENSE|kg|ontology|shapes|tests|benchmarks|training|\.ci|\.gitignore|\.gitattributes"
    r"|[a-z]*\.lock|constraints\.txt|requirements.*\.txt|CHANGELOG\.md|CONTRIBUTING\.md|\.python-version"
    r"|\.pre-commit-config\.yaml"
)


def run(*command: str) -> None:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def tracked() -> list[str]:
    if not (ROOT / ".git").exists():
        pytest.skip("no repository")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [name for name in listed.stdout.split("\0") if name and (ROOT / name).exists()]


def test_ruff_finds_nothing() -> None:
    run(sys.executable, "-m", "ruff", "check", ".")


def test_code_is_formatted() -> None:
    run(sys.executable, "-m", "ruff", "format", "--check", ".")


def test_types_are_right() -> None:
    run(sys.executable, "-m", "mypy")


def test_modules_import_from_lower_floors_only() -> None:
    run(str(Path(sys.executable).with_name("lint-imports")))


def test_the_top_level_holds_what_was_agreed() -> None:
    names = {name.partition("/")[0] for name in tracked()}
    assert {name for name in names if not re.fullmatch(AGREED, name)} == set()


def test_files_are_short_enough_to_have_one_subject() -> None:
    lengths = {name: (ROOT / name).read_bytes().count(b"\n") for name in tracked() if name.endswith(".py")}
    assert {name: length for name, length in lengths.items() if length > 400} == {}


def test_no_path_of_a_machine_stands_in_a_file() -> None:
    machine = re.compile(rb"(?<![A-Za-z0-9_.])/(?:work|root|home|Users|farm)/")
    texts = [name for name in tracked() if not name.startswith("kg/pipelines/")]
    assert [name for name in texts if machine.search((ROOT / name).read_bytes())] == []


def commands() -> list[tuple[str, object]]:
    group = typer.main.get_command(app)
    return [("kg", group), *((f"kg {name}", command) for name, command in group.commands.items())]


@pytest.mark.parametrize(("name", "command"), commands())
def test_every_command_and_option_is_explained_with_an_example(name: str, command: object) -> None:
    assert command.help
    for parameter in command.params:
        if "--help" in parameter.opts:
            continue
        assert "Example: " in (parameter.help or ""), f"{name} {parameter.opts}"


def test_public_names_are_documented() -> None:
    for name in kg.__all__:
        public = getattr(kg, name)
        assert isinstance(public, str) or public.__doc__, name


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder))
    (path,) = folder.glob("*.whl")
    return zipfile.ZipFile(path).namelist()


def test_the_wheel_holds_code_and_data(wheel: list[str]) -> None:
    for folder, packaged in [("kg", "kg"), ("ontology", "kg/data/ontology"), ("shapes", "kg/data/shapes")]:
        for name in tracked():
            if name.startswith(folder + "/"):
                assert packaged + name.removeprefix(folder) in wheel


def test_the_wheel_holds_nothing_else(wheel: list[str]) -> None:
    strangers = [name for name in wheel if not name.startswith(("kg/", "kg_builder-"))]
    assert strangers == []
    assert [name for name in wheel if name.startswith("kg/data/") and name.endswith(".py")] == []
