"""What tests of reading share: documents, refusals and warnings of some inputs."""

from __future__ import annotations

from pathlib import Path

from kg import Document, Problem, read

DAY = "2025-07-05"


def run(*inputs: object, date: str | None = DAY) -> tuple[list[Document], list[Problem], list[Problem]]:
    """Documents, refusals, warnings."""
    found = list(read.documents(inputs, date=date))
    problems = [item for item in found if isinstance(item, Problem)]
    documents = [item for item in found if isinstance(item, Document)]
    return documents, [p for p in problems if p.refused], [p for p in problems if not p.refused]


def one(path: Path, date: str | None = DAY) -> tuple[str, list[str]]:
    """The text of the one document in a file, and the warnings about it."""
    documents, refused, warnings = run(path, date=date)
    assert not refused
    assert all(warning.where.startswith(str(path)) for warning in warnings)
    assert all("\n" not in warning.message for warning in warnings)
    return documents[0].text, [warning.message for warning in warnings]


def refusal(path: object) -> str:
    documents, refused, _ = run(path)
    assert documents == []
    (problem,) = refused
    return f"{problem.where}: {problem.message}"


def texts(documents: list[Document]) -> list[str]:
    return [document.text for document in documents]
