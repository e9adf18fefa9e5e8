"""Figures of graphs against annotated documents: the scorer's counts, by source, and its errors by kind."""

from __future__ import annotations

import importlib.util
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

EVENTS = ("Call", "Meeting", "Negotiation", "Strike", "Transfer", "Sanction", "Agreement")
Logged = tuple[Any, ...]


@dataclass
class Count:
    """Right, false and missed ones."""

    tp: int = 0
    fp: int = 0
    fn: int = 0

    def add(self, other: Any) -> None:
        """Adds a tally of the scorer's, or another of these."""
        self.tp += other.tp
        self.fp += other.fp
        self.fn += other.fn

    @property
    def precision(self) -> float:
        return self.tp / (self.tp + self.fp) if self.tp + self.fp else 0.0

    @property
    def recall(self) -> float:
        return self.tp / (self.tp + self.fn) if self.tp + self.fn else 0.0

    @property
    def f1(self) -> float:
        both = 2 * self.tp + self.fp + self.fn
        return 2 * self.tp / both if both else 0.0


Tallies = dict[str, Count]


def _tallies() -> Tallies:
    return defaultdict(Count)


@dataclass
class Figures:
    """What the scorer says of some documents."""

    documents: int = 0
    entities: Tallies = field(default_factory=_tallies)
    events: Tallies = field(default_factory=_tallies)
    facts: Tallies = field(default_factory=_tallies)
    found: Tallies = field(default_factory=_tallies)
    """Of events found: factuality and date, right (tp) and not (fn)."""
    errors: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)
    """Kind of error to the first place where it is: a document's id, with the gold's id of the event."""

    def add(self, tallies: Sequence[Mapping[str, Any]], errors: Iterable[tuple[str, str]]) -> None:
        """One document's tallies, in the scorer's order, and errors: (kind, place)."""
        self.documents += 1
        for total, part in zip((self.entities, self.events, self.facts, self.found), tallies[:4], strict=True):
            for name, tally in part.items():
                total[name].add(tally)
        for kind, place in errors:
            self.errors[kind] += 1
            self.examples.setdefault(kind, place)


def total(tallies: Tallies) -> Count:
    count = Count()
    for tally in tallies.values():
        count.add(tally)
    return count


@dataclass(frozen=True)
class Sample:
    """Documents with their annotation, in the files' order."""

    name: str
    documents: tuple[dict[str, Any], ...]
    gold: tuple[dict[str, Any], ...]

    @classmethod
    def read(cls, folder: Path, name: str) -> Sample:
        return cls(name, _lines(folder / f"{name}.docs.jsonl"), _lines(folder / f"{name}.gold.jsonl"))

    def wanted(self, what: str) -> list[dict[str, Any]]:
        """The `entities` or `events` that are not optional."""
        return [one for gold in self.gold for one in gold[what] if not one.get("optional")]


def _lines(path: Path) -> tuple[dict[str, Any], ...]:
    return tuple(json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())


@dataclass(frozen=True)
class Measured:
    """One system on one sample."""

    all: Figures
    sources: Mapping[str, Figures]


def measure(scorer: Any, sample: Sample, graphs: Mapping[str, Any]) -> Measured:
    """The figures of graphs by document id; a document without one has nothing found."""
    everything, sources = Figures(), defaultdict(Figures)
    documents = {document["id"]: document for document in sample.documents}
    for gold in sample.gold:
        document, logged = documents[gold["id"]], list[Logged]()
        tallies = scorer.score_document(gold, graphs.get(gold["id"]), document["text"], _keeper(logged))
        found = list(errors(gold["id"], logged))
        for figures in (everything, sources[document["source"]]):
            figures.add(tallies, found)
    return Measured(everything, dict(sources))


def _keeper(logged: list[Logged]) -> Callable[..., None]:
    return lambda *what: logged.append(what)


def errors(document: str, logged: Iterable[Logged]) -> Iterator[tuple[str, str]]:
    """(kind, place) of each disagreement that the scorer logs of a document.

    What it logs as lacking and as wrong of one event's factuality, or date, is one error.
    """
    values: dict[tuple[str, str], dict[str, str]] = {}
    for what, cls, *rest in logged:
        if what in ("missed", "spurious"):
            thing = "event" if cls in EVENTS else "entity"
            yield f"{cls}: {thing} missed" if what == "missed" else f"{cls}: false {thing}", document
            continue
        event, (kind, *value) = rest
        place = f"{document}, {event}"
        if kind == "role":
            yield f"{cls}: {value[0]} missing" if what == "lacks" else f"{cls}: false {value[0]}", place
        else:
            values.setdefault((place, kind), {})[what] = value[0]
    for (place, kind), sides in values.items():
        if len(sides) == 1:
            yield f"{kind} missing" if "lacks" in sides else f"{kind} where the gold has none", place
        elif kind == "date":
            yield "date wrong", place
        else:
            yield f"{kind}: {sides['lacks']} read as {sides['wrong']}", place


def load(path: Path) -> Any:
    """The scorer: a module with `read_graphs(path)` and `score_document(gold, graph, text, log)`."""
    spec = importlib.util.spec_from_file_location("kg_scorer", path)
    if spec is None or spec.loader is None or not path.is_file():
        raise SystemExit(f"quality.py: {path} is no Python file: name the scorer with --score")
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    return scorer
