"""A corpus of generated articles, taken through every step that a large graph meets: memory and time of each.

    python benchmarks/scale.py [--documents 10000] [--folder DIR] [-o benchmarks/scale.md]

Articles are written from templates with the gazetteer's names, the same ones each time, and read by the real build,
with the fast pipeline. Each step is a command of its own, so that its memory is its own; its processor time is given as
a multiple of the time that the build takes for the same corpus, so that figures of different machines compare.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from kg import ontology, store
from kg.ontology import Ontology
from kg.ontology.terms import KG

_SENTENCES = (
    "{p} spoke by phone with {q} on {day}.",
    "{p} met {q} in {c} on {day} to discuss {w} deliveries.",
    "{s} launched {w} strikes against {t} on {day}, killing at least {n} people in {c}.",
    "{s} may strike {t} if talks fail, {p} said.",
    "{s} did not attack {t}, the ministry said on {day}.",
    "{s} will send {n} {w} systems to {t} next month, {p} announced.",
    "{s} imposed sanctions on {t} on {day}.",
    "{s} and {t} signed a ceasefire agreement in {c} on {day}, brokered by {u}.",
    "Talks between {s} and {t} in {c} were suspended on {day}.",
    '"We will not accept this," {p} told reporters in {c}. "There is no other way."',
    "Officials from {s}, {t} and {u} held {n} rounds of negotiations in {c}.",
    "{p} is considering a visit to {c}, where {q} has been since {day}.",
)
_LENGTH = (2, 5)
_FIRST_DAY, _DAYS = date(2023, 1, 1), 730


def articles(count: int, known: Ontology) -> Iterator[dict[str, str]]:
    """The same articles for the same gazetteer."""
    chance = random.Random(1)
    names = {
        kind: sorted(t.label for t in known.things.values() if t.type == KG + kind and "(" not in t.label)
        for kind in ("Person", "State", "Place", "WeaponSystem")
    }
    for number in range(count):
        day = _FIRST_DAY + timedelta(chance.randrange(_DAYS))
        lines = []
        for template in chance.sample(_SENTENCES, chance.randint(*_LENGTH)):
            p, q = chance.sample(names["Person"], 2)
            s, t, u = chance.sample(names["State"], 3)
            told = day - timedelta(chance.randrange(6))
            lines.append(
                template.format(
                    p=p, q=q, s=s, t=t, u=u, c=chance.choice(names["Place"]), w=chance.choice(names["WeaponSystem"]),
                    n=chance.randint(2, 40), day=f"{told:%B} {told.day}",
                )
            )  # fmt: skip
        yield {"id": f"{number:05}", "date": day.isoformat(), "source": f"Paper {number % 40}", "text": " ".join(lines)}


@dataclass(frozen=True)
class Step:
    name: str
    command: str
    seconds: float
    """Of the processor."""
    memory: int
    """At most, in MiB."""
    size: int
    """Of what is written, in MiB."""


def measured(name: str, command: Sequence[str], output: Path) -> Step:
    """Runs `kg` with these arguments, its standard output into a file."""
    with (output.parent / "printed").open("wb") as printed:
        pid = os.posix_spawn(
            sys.executable,
            [sys.executable, "-m", "kg", *command],
            os.environ,
            file_actions=[(os.POSIX_SPAWN_DUP2, printed.fileno(), 1)],
        )
        _, status, usage = os.wait4(pid, 0)
    if status:
        sys.exit(f"kg {' '.join(command)} ended with {os.waitstatus_to_exitcode(status)}")
    files = output.rglob("*") if output.is_dir() else [output] if output.exists() else []
    size = sum(file.stat().st_size for file in files) >> 20
    shown = " ".join(["kg", *(Path(one).name if one.startswith("/") else one for one in command)])
    return Step(name, shown, usage.ru_utime + usage.ru_stime, usage.ru_maxrss >> 10, size)


def steps(folder: Path) -> Iterator[Step]:
    corpus, kept = str(folder / "corpus.jsonl"), str(folder / "news.store")
    build = ("build", corpus, "--store", kept, "--pipeline", "fast", "--quiet")
    yield measured("build into a store", build, Path(kept))
    month = ("--since", "2024-03-01", "--until", "2024-03-31")
    yield measured("calls of a month", ("query", kept, "--ask", "calls", *month), folder / "none")
    count = "SELECT ?class (COUNT(*) AS ?n) WHERE { ?event kg:factuality kg:Possible ; a ?class } GROUP BY ?class"
    yield measured("a count by class", ("query", kept, count), folder / "none")
    for suffix in ("graphml", "gexf", "nq", "ttl"):
        file = folder / f"graph.{suffix}"
        yield measured(f"export as {suffix}", ("export", kept, "-o", str(file)), file)
    yield measured("a page", ("view", kept, "-o", str(folder / "page.html")), folder / "page.html")


def table(found: Sequence[Step], documents: int, triples: int) -> str:
    build = found[0].seconds
    head = [
        "# A large graph",
        "",
        f"{documents:,} generated articles, {triples:,} triples: `python benchmarks/scale.py` on one machine. Time is "
        "the processor's, as a multiple of the first step's; memory is the most that the step held.",
        "",
        "| step | command | time | memory, MiB | written, MiB |",
        "| --- | --- | --- | --- | --- |",
    ]
    rows = [
        f"| {one.name} | `{one.command}` | {one.seconds / build:.3f} | {one.memory:,} | {one.size:,} |" for one in found
    ]
    return "\n".join([*head, *rows]) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--folder", type=Path, help="where to work; kept afterwards")
    parser.add_argument("-o", "--output", type=Path)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = (args.folder or Path(temporary)).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "corpus.jsonl").open("w") as corpus:
            corpus.writelines(json.dumps(one) + "\n" for one in articles(args.documents, ontology.load()))
        found = list(steps(folder))
        triples = len(store.load(str(folder / "news.store")))
    text = table(found, args.documents, triples)
    if args.output:
        args.output.write_text(text)
    else:
        print(text, end="")


if __name__ == "__main__":
    main()
