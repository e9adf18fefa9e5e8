"""Small graphs, a graph store that takes them, and what `kg load` says to it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pyoxigraph
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat
from sparql_proxy import Proxy, Reply, Request
from typer.testing import CliRunner

from kg.cli import app

BASE = "https://example.org/kg/doc/"
SIZE = 3
"""Triples of each document."""


def written(path: Path, *texts: str) -> Path:
    """A document a text."""
    quads = [
        Quad(NamedNode(f"{BASE}{number}"), NamedNode(f"urn:p{fact}"), Literal(text), NamedNode(f"{BASE}{number}"))
        for number, text in enumerate(texts)
        for fact in range(SIZE)
    ]
    pyoxigraph.serialize(quads, str(path), format=RdfFormat.N_QUADS)
    return path


def run(*arguments: object, code: int) -> str:
    """What `kg load` says; the code it must exit with."""
    done = CliRunner().invoke(app, ["load", *(str(one) for one in arguments)])
    assert done.exit_code == code, done.output
    assert done.stdout == ""
    return done.stderr


def counting(request: Request) -> Reply:
    """An answer that every graph asked for has what was sent."""
    form = request.body.decode().replace("%3C", "<").replace("%3E", ">").replace("%2F", "/").replace("%3A", ":")
    rows = [
        {"g": {"type": "uri", "value": graph}, "n": {"type": "literal", "value": str(SIZE)}}
        for graph in re.findall(rf"<({BASE}\d+)>", form)
    ]
    body = json.dumps({"head": {}, "results": {"bindings": rows}}).encode()
    return Reply(200, body, {"Content-Type": "application/sparql-results+json"})


def taking(request: Request, number: int) -> Reply:
    """A graph store that takes everything and counts right."""
    return Reply(204) if request.method == "PUT" else counting(request)


def graphs_put(server: Proxy) -> list[str]:
    return [one.path.rpartition("%2F")[2] for one in server.sent("PUT")]


def journals(source: Path) -> list[Path]:
    return list(source.parent.glob(f"{source.name}.loading-*"))
