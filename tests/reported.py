"""Reports of runs, which must be as their schema says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema

from kg import run_report

SCHEMA = json.loads((Path(run_report.__file__).parent / "schema.json").read_text())
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker())


def written(file: Path) -> dict[str, Any]:
    report = json.loads(file.read_bytes())
    VALIDATOR.validate(report)
    assert isinstance(report, dict)
    return report
