"""Articles made by hand for the tests of links: some sentences, each of which tells an event."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from unittest.mock import patch

import rdflib
from typer.testing import CliRunner, Result

from kg import check, graph, write
from kg import ontology as ontologies
from kg.cli import app
from kg.iri import document_iri
from kg.model import Claim, Document, Entity, Event, Facts, Literal, Mention, Span
from kg.ontology.terms import KG, XSD

BASE = "https://example.org/kg/"
PERSONS = {"biden": "united-states", "harris": "united-states", "zelensky": "ukraine", "kuleba": "ukraine"}
STATES = ("united-states", "ukraine", "russia", "poland")


@dataclass(frozen=True)
class Told:
    """An event: `who` fills its first role. Days: none, one, or the first and the last."""

    who: str
    days: str = ""
    type: str = KG + "Call"
    factuality: str = "Actual"
    role: str = KG + "participant"
    more: dict[str, str] = field(default_factory=dict)


def article(id: str, *events: Told, date: str = "2022-01-28", source: str = "", stands: bool = True) -> Facts:
    """An article with a sentence for each event; `stands`: it says whom each person represents."""
    text, out, mentions, claims, entities = "", [], [], [], {}
    iri = document_iri(BASE, id)
    for number, told in enumerate(events):
        words = f"Event {number}: {told.who} {told.days}."
        sentence = Span(len(text), len(text) + len(words))
        text += words + " "
        event = f"{iri}#event={sentence.begin},{sentence.begin + 5}"
        out.append(Event(event, told.type, "event", (sentence,)))
        mentions.append(Mention(Span(sentence.begin, sentence.begin + 5), event))
        values: list[tuple[str, str | Literal]] = [(KG + "factuality", KG + told.factuality)]
        for role, names in {told.role: told.who, **told.more}.items():
            for name in names.split():
                filler = entity(name)
                entities[filler.iri] = filler
                mentions.append(Mention(sentence, filler.iri))
                values.append((role, filler.iri))
                state = PERSONS.get(name, "") if stands else ""
                if state:
                    entities[entity(state).iri] = entity(state)
                    mentions.append(Mention(sentence, entity(state).iri))
                    claims.append(Claim(filler.iri, KG + "represents", entity(state).iri, sentence, "test"))
        days = told.days.split()
        bounds = zip(("earliest", "latest"), (days[0], days[-1]) if days else (), strict=False)
        values += [(KG + name, Literal(day, XSD + "date")) for name, day in bounds]
        claims += [Claim(event, role, value, sentence, "test") for role, value in values]
    document = Document(text, id, date, source=source or None)
    return Facts(document, iri, tuple(entities.values()), tuple(out), tuple(mentions), tuple(claims))


_load = ontologies.load


@cache
def _shipped() -> ontologies.Ontology:
    return _load([])


def entity(name: str) -> Entity:
    folder, type_ = ("person", "Person") if name in PERSONS else ("state", "State")
    if name not in PERSONS and name not in STATES:
        folder, type_ = "place", "Place"
    return Entity(f"{BASE}{folder}/{name}", KG + type_, name.replace("-", " ").title())


def save(path: Path, *articles: Facts) -> Path:
    with path.open("wb") as stream:
        write.write([graph.of(one, base=BASE) for one in articles], stream, write.format_of(None, path))
    return path


def run(*arguments: object) -> Result:
    # The shipped ontology is read once, not for each graph.
    with patch.object(ontologies, "load", lambda extra=(): _load(extra) if extra else _shipped()):
        result = CliRunner().invoke(app, ["link", *map(str, arguments)], prog_name="kg")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def same(path: Path) -> set[frozenset[str]]:
    """The pairs of events that a file calls the same, by article and number: `a0` is the first one of article a."""
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(path)
    pairs = {frozenset((s, o)) for s, o in dataset.subject_objects(rdflib.OWL.sameAs)}
    events = sorted({str(e) for e in dataset.subjects(rdflib.URIRef(KG + "factuality"))}, key=_begin)
    names: dict[str, str] = {}
    for event in events:
        id = event.partition("#")[0].rpartition("/")[2]
        names[event] = f"{id}{sum(1 for name in names.values() if name.startswith(id))}"
    return {frozenset(names[str(one)] for one in pair) for pair in pairs}


def _begin(event: str) -> int:
    return int(event.rpartition("=")[2].partition(",")[0])


def linked(tmp_path: Path, *articles: Facts) -> set[str]:
    """As `a0=b0`, sorted; what is written conforms to the shapes."""
    source, out = save(tmp_path / "graph.nq", *articles), tmp_path / "linked.nq"
    result = run(source, "-o", out)
    assert result.exit_code == 0, result.stderr
    assert check.check(str(out)) == ()
    return {"=".join(sorted(pair)) for pair in same(out)}


DAY, NEXT = "2022-01-27", "2022-01-28"
CALL = Told("biden zelensky", DAY)
