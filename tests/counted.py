"""Graphs that are counted, and the command that counts them."""

from __future__ import annotations

from pathlib import Path

from hand_made import BASE, first, second
from typer.testing import CliRunner, Result

from kg import write
from kg.cli import app
from kg.graph import document_iri, of
from kg.model import Document, Facts
from kg.ontology.terms import KG, NIF, RDF, RDFS, SCHEMA


def run(*arguments: object, stdin: bytes | None = None) -> Result:
    result = CliRunner().invoke(app, [str(a) for a in arguments], prog_name="kg", input=stdin)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def written(path: Path, evidence: str = "claims") -> Path:
    """The two articles, in the format of the suffix."""
    made = [of(facts, base=BASE, evidence=evidence) for facts in (first(), second())]
    with path.open("wb") as stream:
        write.write(made, stream, write.format_of(None, path))
    return path


def turtle(path: Path, text: str) -> Path:
    """A graph in one file, the prefixes of the vocabulary declared; TriG by its suffix."""
    names = {"kg": KG, "nif": NIF, "schema": SCHEMA, "rdfs": RDFS, "rdf": RDF, "": BASE}
    path.write_text("".join(f"@prefix {name}: <{iri}> .\n" for name, iri in names.items()) + text)
    return path


def article(text: str, id: str, date: str | None = None, source: str | None = None) -> Facts:
    """One that tells nothing."""
    document = Document(text, id, date, source=source)
    return Facts(document, document_iri(BASE, id))
