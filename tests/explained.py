"""What the tests of `kg explain` share: graphs from Turtle, questions to them, and the command."""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph
from conftest import ROOT
from hand_made import BASE
from typer.testing import CliRunner, Result

import kg
from kg import explain, write
from kg.cli import app
from kg.ontology import terms

EXAMPLE = ROOT / "kg" / "examples" / "article.jsonl"
BIDEN = BASE + "person/joe-biden"
NAMES = {**terms.PREFIXES, "schema": terms.SCHEMA}
TURTLE = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in NAMES.items()) + f"@base <{BASE}> .\n"
SPARQL = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in NAMES.items())


def run(*arguments: object, stdin: bytes | None = None) -> Result:
    result = CliRunner().invoke(app, [str(a) for a in arguments], prog_name="kg", input=stdin)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def told(source: pyoxigraph.Store, name: str) -> dict:
    return json.loads(explain.rendered(explain.explain(source, name), "json"))


def of(turtle: str) -> pyoxigraph.Store:
    made = pyoxigraph.Store()
    made.load(TURTLE + turtle, pyoxigraph.RdfFormat.TRIG)
    return made


def rows(source: pyoxigraph.Store, query: str) -> set[tuple[str, ...]]:
    found = source.query(SPARQL + query, use_default_graph_as_union=True)
    return {tuple(getattr(term, "value", str(term)) for term in row) for row in found}


def build_in_every_syntax(folder: Path) -> Path:
    """The example article as kg really reads it; the path is that of the N-Quads."""
    result = kg.build(EXAMPLE)
    for format in write.FORMATS:
        result.save(folder / ("graph" + format.suffixes[0]))
    return folder / "graph.nq"
