"""Builds with the shipped pipeline and ontology: what must hold whatever is found in the texts."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import kg
from kg import builder
from kg.ontology.terms import NIF
from kg.write import FORMATS

EXAMPLE = ROOT / "kg" / "examples" / "article.jsonl"
NIF_PREFIX = f"PREFIX nif: <{NIF}> "

# Words that extraction knows, and what real texts put between them.
PIECES = [
    "Trump", "Putin", "the Kremlin", "Ukraine", "Kyiv", "U.S.", "Patriot missiles", "the two leaders", "he",
    "spoke by phone with", "met", "struck", "may send", "did not", "paused", "said", "talks", "sanctions on",
    "on Thursday", "in June", "July 3", ".", ",", "“", "”", "\n\n", "\t", "…",
    "🇺🇦", "e\u0301", "\u200f", "\ufffd", "\u2028",
    "ß", "#", "<b>", "&amp;", "\\", "{", "1e999", "31 February", "9999-12-31", "-", "’s", "",
]  # fmt: skip


@pytest.fixture(scope="module")
def plan() -> builder.Plan:
    return builder.prepare()


def test_builds_are_the_same_whatever_the_hash_seed(tmp_path: Path) -> None:
    program = """
import sys, kg
result = kg.build(sys.argv[1])
for suffix in sys.argv[3:]:
    result.save(sys.argv[2] + suffix)
"""
    suffixes = [format.suffixes[0] for format in FORMATS]
    for seed in ("1", "2"):
        command = [sys.executable, "-c", program, str(EXAMPLE), str(tmp_path / seed), *suffixes]
        subprocess.run(command, check=True, env={"PYTHONHASHSEED": seed}, cwd=ROOT)
    for suffix in suffixes:
        first, second = ((tmp_path / f"{seed}{suffix}").read_bytes() for seed in ("1", "2"))
        assert first
        assert first == second, suffix


def test_the_example_article_tells_something() -> None:
    result = kg.build(EXAMPLE)
    assert result.report.problems == ()
    assert result.report.entities > 5
    assert result.report.events > 1


@pytest.mark.parametrize("evidence", builder.EVIDENCE)
def test_the_example_conforms_with_any_evidence(evidence: str) -> None:
    result = kg.build(EXAMPLE, evidence=evidence)
    assert result.report.documents == 1
    validator = builder.validate.Validator()
    assert all(validator.violations(graph) == () for graph in result.graph.graphs())


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces=st.lists(st.sampled_from(PIECES), max_size=25))
def test_whatever_the_text_the_output_conforms_and_spans_are_its_words(
    plan: builder.Plan, monkeypatch: pytest.MonkeyPatch, pieces: list[str]
) -> None:
    monkeypatch.setenv("KG_DEBUG", "1")
    (document,) = [
        one
        for one in builder.documents(kg.Document(" ".join(pieces), "d", "2025-07-05"), plan)
        if isinstance(one, builder.Built)
    ]
    assert document.graph is not None
    assert plan.validator.violations(document.graph) == ()
    spans = document.graph.query(
        NIF_PREFIX + "SELECT ?text ?begin ?end ?words { ?span nif:anchorOf ?words ; nif:beginIndex ?begin ; "
        "nif:endIndex ?end ; nif:referenceContext/nif:isString ?text }"
    )
    for row in spans:
        text, begin, end, words = row
        assert str(words) == str(text)[int(begin) : int(end)]


def test_the_seed_article_is_built_without_a_word(shared: Path) -> None:
    result = kg.build(shared / "gold" / "seed.docs.jsonl")
    assert result.report.problems == ()
    assert result.report.quarantined == 0


def test_the_order_of_documents_does_not_change_the_merged_graph(shared: Path, tmp_path: Path) -> None:
    lines = (shared / "gold" / "dev.docs.jsonl").read_text(encoding="utf-8").splitlines()[:6]
    turtles = []
    for number, some in enumerate((lines, lines[::-1])):
        assert json.loads(some[0])["text"]
        path, output = tmp_path / f"{number}.jsonl", tmp_path / f"{number}.ttl"
        path.write_text("\n".join(some), encoding="utf-8")
        kg.build(path).save(output)
        turtles.append(output.read_bytes())
    assert turtles[0] == turtles[1]
