"""A thing of the gazetteer: its names, its facts, and its Turtle."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Row = dict[str, Any]
"""A record of the reference."""
Table = dict[str, Any]
"""A file of exceptions and additions."""

BASE = "https://w3id.org/kg/gazetteer/"
PREFIXES = {
    "kg": "https://w3id.org/kg/ontology#",
    "lex": "https://w3id.org/kg/lexicon#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "wd": "http://www.wikidata.org/entity/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "state": BASE + "state/",
    "organization": BASE + "organization/",
    "person": BASE + "person/",
    "place": BASE + "place/",
    "weapon": BASE + "weapon-system/",
}
CLASSES = {
    "state": "kg:State",
    "organization": "kg:Organization",
    "person": "kg:Person",
    "place": "kg:Place",
    "weapon": "kg:WeaponSystem",
}
# Where two things share a name, the first of these classes keeps it.
RANK = tuple(CLASSES)

# Letters that Unicode does not take apart.
PLAIN = str.maketrans(
    {"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "ı": "i", "đ": "d", "Đ": "D", "ß": "ss", "æ": "ae", "Æ": "Ae", "ð": "d"}
    | {"ə": "a", "ʻ": "'", "ʼ": "'", "‘": "'", "’": "'", "–": "-"}
)
TWO_LETTERS = {"US", "UK", "UN", "EU"}
"""The only names of two letters that stand alone."""


@dataclass
class Tenure:
    """An office held: `end` is empty where it is still held."""

    office: str
    of: Thing
    begin: str
    end: str
    end_unknown: bool


@dataclass
class Thing:
    """One individual. `alt` names it alone, `short` only with support from the text."""

    kind: str
    label: str
    alt: list[str] = field(default_factory=list)
    short: list[str] = field(default_factory=list)
    same_as: str = ""
    facts: list[tuple[str, str]] = field(default_factory=list)
    tenures: list[Tenure] = field(default_factory=list)
    shares_with: str = ""
    """The label of the State whose capital this is: the two may share a name."""

    @property
    def name(self) -> str:
        """The prefixed name of its IRI."""
        return f"{self.kind}:{slug(self.label)}"

    def link(self, predicate: str, *targets: Thing) -> None:
        """Add a fact with things as values."""
        self.facts += [(predicate, target.name) for target in targets]

    def say(self, predicate: str, *words: str) -> None:
        """Add a fact with English words as values."""
        self.facts += [(predicate, literal(word)) for word in dict.fromkeys(words)]


def tables(folder: Path) -> dict[str, Table]:
    """The files of exceptions and additions, by name."""
    return {path.stem: tomllib.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.toml"))}


def ascii_letters(name: str) -> str:
    """The name in ASCII; letters that decompose lose their marks, the others are spelt as news agencies do."""
    return unicodedata.normalize("NFKD", name.translate(PLAIN)).encode("ascii", "ignore").decode()


def straight(name: str) -> str:
    """The name with straight apostrophes and single spaces."""
    return " ".join(name.translate({0x2018: "'", 0x2019: "'", 0x2BB: "'", 0x60: "'"}).split())


def slug(label: str) -> str:
    """The last part of an IRI."""
    text = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", text).strip("-")


def fold(name: str) -> str:
    """What two names have in common when the matcher cannot tell them apart."""
    return re.sub(r"^the ", "", ascii_letters(name).casefold())


def plain_label(label: str) -> str:
    """The label in letters that make a readable slug; what it loses stays as another name."""
    return label.translate(PLAIN)


def exception(table: Mapping[str, Any], *labels: str) -> list[str]:
    """What a table of exceptions lists under any of a thing's labels."""
    return [value for label in dict.fromkeys(labels) for value in table.get(label, ())]


def separate(things: Iterable[Thing]) -> None:
    """Leave every name to one thing; the less prominent one keeps it as a name that needs support.

    Labels come first, then other names, by class and then by the order of the things.
    """
    ordered = sorted(things, key=lambda thing: RANK.index(thing.kind))
    owner: dict[str, Thing] = {}
    clashes = [
        f"{thing.name} and {first.name}"
        for thing in ordered
        if (first := owner.setdefault(fold(thing.label), thing)) is not thing and first.label != thing.shares_with
    ]
    if clashes:
        raise ValueError(f"one label for two things; tell them apart in training/gazetteer/: {'; '.join(clashes)}")
    for thing in ordered:
        alone = {fold_matcher(thing.label): thing.label}
        for name in map(straight, thing.alt):
            first = owner.setdefault(fold(name), thing)
            if (first is thing or first.label == thing.shares_with) and stands_alone(name):
                alone.setdefault(fold_matcher(name), name)
            else:
                thing.short.append(name)
        short = {fold_matcher(name): name for name in map(straight, reversed(thing.short))}
        thing.alt = list(alone.values())[1:]
        thing.short = [short[key] for key in reversed(short) if key not in alone]


def stands_alone(name: str) -> bool:
    """Whether a name is long enough to mean one thing; acronyms of two letters mostly are not."""
    return name in TWO_LETTERS or not re.fullmatch(r"[A-Za-z]{1,2}", name)


def fold_matcher(name: str) -> str:
    """The name as the matcher compares it: marks dropped, a leading article ignored, case kept."""
    return re.sub(r"^the ", "", unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode(), flags=re.I)


def literal(text: str) -> str:
    """An English literal."""
    return '"' + straight(text).replace("\\", "\\\\").replace('"', '\\"') + '"@en'


def render(sources: str, things: Iterable[Thing]) -> str:
    """The file: header, prefixes, and one block a thing in the order of their IRIs."""
    blocks = sorted((thing.name, block) for thing in things for block in [block_of(thing)])
    body = "".join(block for _, block in blocks)
    used = {name: iri for name, iri in PREFIXES.items() if re.search(rf"(?<![\w/]){name}:", body)}
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in used.items())
    header = f"# Written by training/gazetteer.py; do not edit, see training/gazetteer/. Sources: {sources}.\n"
    return f"{header}\n{prefixes}\n{body}"


def block_of(thing: Thing) -> str:
    """A thing and its tenures."""
    named = [("rdfs:label", literal(thing.label))]
    named += [("skos:altLabel", literal(name)) for name in thing.alt]
    named += [("lex:shortName", literal(name)) for name in thing.short]
    named += [("owl:sameAs", f"wd:{thing.same_as}")] if thing.same_as else []
    iris = [f"<{PREFIXES['person']}{slug(thing.label)}#office-{number}>" for number in range(1, len(thing.tenures) + 1)]
    held = [("lex:holds", iri) for iri in iris]
    text = subject(thing.name, CLASSES[thing.kind], [*named, *thing.facts, *held])
    for iri, tenure in zip(iris, thing.tenures, strict=True):
        text += subject(iri, "lex:Tenure", list(tenure_facts(tenure)))
    return text + "\n"


def tenure_facts(tenure: Tenure) -> Iterator[tuple[str, str]]:
    """Office, body, begin and end."""
    yield "lex:office", literal(tenure.office)
    yield "lex:of", tenure.of.name
    if tenure.begin:
        yield "lex:from", f'"{tenure.begin}"^^xsd:gYearMonth'
    if tenure.end:
        yield "lex:to", f'"{tenure.end}"^^xsd:gYearMonth'
    if tenure.end_unknown:
        yield "lex:endUnknown", "true"


def subject(name: str, kind: str, facts: list[tuple[str, str]]) -> str:
    """A Turtle block; several values of a property share a line."""
    values: dict[str, list[str]] = {}
    for predicate, value in facts:
        if value not in values.setdefault(predicate, []):
            values[predicate].append(value)
    lines = [f"{name} a {kind}"] + [f"    {predicate} {' , '.join(found)}" for predicate, found in values.items()]
    return " ;\n".join(lines) + " .\n"
