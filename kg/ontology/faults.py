"""How a fault in a Turtle file is told: names as people write them, and the line."""

from __future__ import annotations

import re
from pathlib import Path

from kg.ontology.terms import KG, LEX, RDF, XSD


def namespace(iri: str) -> str:
    return re.split(r"[^#/]*$", iri)[0]


def short(iri: str) -> str:
    """An IRI as people write it: `kg:Call`."""
    for prefix, namespace in (("kg", KG), ("lex", LEX), ("xsd", XSD), ("rdf", RDF)):
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return re.split(r"[#/]", iri)[-1] or iri


def line_of(path: Path | None, term: str) -> str:
    """`:12`, the first line of the file that names the term; empty where none does."""
    name = re.split(r"[#/:]", term)[-1]
    if path is None or not name:
        return ""
    for number, line in enumerate(path.read_text("utf-8", "replace").splitlines(), 1):
        if re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", line):
            return f":{number}"
    return ""
