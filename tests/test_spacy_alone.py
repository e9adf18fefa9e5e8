"""spaCy is imported without its command line, and is whole all the same."""

from __future__ import annotations

import subprocess
import sys

import pytest


def run(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("module", ["kg.builder", "kg.extract", "kg.language", "kg.language.transformer.component"])
def test_a_build_imports_neither_the_command_line_nor_web_clients(module: str) -> None:
    found = "{'spacy', 'spacy.cli', 'httpx', 'requests'} & set(sys.modules)"
    assert run(f"import sys, {module}; print({found})") == "{'spacy'}\n"


def test_spacy_tells_of_itself_when_asked() -> None:
    told = run("import kg.language, spacy; print(spacy.info(silent=True)['spacy_version'] == spacy.__version__)")
    assert told == "True\n"


def test_its_command_line_can_be_imported_later() -> None:
    assert run("import kg.language; from spacy.cli import info; print(info.__module__)") == "spacy.cli.info\n"


def test_spacy_that_is_imported_already_stays() -> None:
    told = run("import spacy, spacy.cli; before = spacy.info; import kg.language; print(spacy.info is before)")
    assert told == "True\n"
