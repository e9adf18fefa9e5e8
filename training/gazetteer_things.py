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
    {"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "ı": "i", "đ": "d", "Đ": "D", "ð": "d", "ə": "a"}
    | {"ß": "ss", "æ": "ae", "Æ": "Ae", "ʻ": "'", "ʼ": "'", "‘": "'", "’": "'", "–": "-"}
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


def belonging(
    kind: str, label: str, sort: str, of: Thing | None, alt: list[str], short: list[str], same_as: str = ""
) -> Thing:
    """A place or an organization of some sort and state.

    Where the label has letters that a slug would lose, the plain spelling is the label.
    """
    thing = Thing(kind, label.translate(PLAIN), [label, *alt], list(short), same_as)
    thing.say("lex:kind", sort)
    if of:
        thing.link("lex:of", of)
    return thing


def confirmed(row: Row) -> str:
    """The Wikidata id of a reference row, empty where no source confirms it."""
    return row["wikidata"] if row["confirmed"] and row["wikidata"] else ""


def tables(folder: Path) -> dict[str, Table]:
    """The files of exceptions and additions, by name."""
    return {path.stem: tomllib.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.toml"))}


def ascii_letters(name: str) -> str:
    """The name in ASCII: letters lose their marks, or are spelt as news agencies spell them."""
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


def exception(table: Mapping[str, Any], *labels: str) -> list[str]:
    """What a table of exceptions lists under any of a thing's labels."""
    return [value for label in dict.fromkeys(labels) for value in table.get(label, ())]


def separate(things: Iterable[Thing]) -> None:
    """Leave every name to one thing; the less prominent one keeps it as a name that needs support.

    Labels come first, then other names, by class and then by the order of the things.
    """
    ordered = sorted(things, key=lambda thing: RANK.index(thing.kind))
    owner: dict[str, Thing] = {}
    names: dict[str, Thing] = {}
    for thing in ordered:
        first = owner.setdefault(fold(thing.label), thing)
        if names.setdefault(thing.name, thing) is not thing:
            raise ValueError(f"two things are {thing.name}; tell them apart in training/gazetteer/")
        if first is not thing and first.label != thing.shares_with:
            raise ValueError(f"{thing.name} and {first.name} have one label; tell them apart in training/gazetteer/")
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
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"^the ", "", plain, flags=re.I)


def literal(text: str) -> str:
    """An English literal."""
    return '"' + straight(text).replace("\\", "\\\\").replace('"', '\\"') + '"@en'


def render(sources: str, things: Iterable[Thing]) -> str:
    """The file: header, prefixes, and one block a thing in the order of their IRIs."""
    body = "".join(block_of(thing) for thing in sorted(things, key=lambda thing: thing.name))
    used = {name: iri for name, iri in PREFIXES.items() if re.search(rf"(?<![\w/]){name}:", body)}
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in used.items())
    header = "# Written by training/gazetteer.py from the reference and training/gazetteer/*.toml; do not edit.\n"
    return f"{header}# Sources: {sources}.\n\n{prefixes}\n{body}"


def block_of(thing: Thing) -> str:
    """A thing and its tenures."""
    named = [("rdfs:label", literal(thing.label))]
    named += [("skos:altLabel", literal(name)) for name in thing.alt]
    named += [("lex:shortName", literal(name)) for name in thing.short]
    named += [("owl:sameAs", f"wd:{thing.same_as}")] if thing.same_as else []
    base = PREFIXES["person"] + slug(thing.label)
    iris = [f"<{base}#office-{number}>" for number, _ in enumerate(thing.tenures, 1)]
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
    lines = [f"    {predicate} {' , '.join(found)}" for predicate, found in values.items()]
    return " ;\n".join([f"{name} a {kind}", *lines]) + " .\n"
