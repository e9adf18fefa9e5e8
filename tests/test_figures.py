"""The figures in the cards of the pipelines and in their record are those of the shipped weights."""

from __future__ import annotations

import runpy

import pytest
from conftest import ROOT

TABLES = ROOT / "training" / "tables.py"


@pytest.mark.skipif(not TABLES.exists(), reason="training/ is in a checkout only")
def test_the_tables_of_figures_are_those_of_the_shipped_pipelines() -> None:
    made = runpy.run_path(str(TABLES))
    for path in made["FILES"]:
        assert made["tables"]() in path.read_text(encoding="utf-8"), f"{path}: run python training/tables.py"
