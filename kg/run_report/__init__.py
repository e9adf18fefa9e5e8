"""What a run of `kg build` did, for other programs: one JSON file, described by `schema.json`."""

from __future__ import annotations

from kg.run_report.records import Counted, Figures, Rebuilt
from kg.run_report.run import SCHEMA, Run

__all__ = ["SCHEMA", "Counted", "Figures", "Rebuilt", "Run"]
