"""What tests share: the data folder beside a checkout, and lines of JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The project's data that is not in the repository; tests that need it are skipped without it."""
    if not (SHARED / "gold").is_dir():
        pytest.skip("no shared data beside this checkout")
    return SHARED


@pytest.fixture
def jsonl(tmp_path: Path) -> Callable[..., Path]:
    """Writes records as a JSON lines file; a record may be a raw line."""

    def write(*records: object, name: str = "documents.jsonl") -> Path:
        path = tmp_path / name
        lines = [record if isinstance(record, str) else json.dumps(record) for record in records]
        path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
        return path

    return write
