"""What an engine's processes do: read a task's documents, and write each of its shards that is not there yet."""

from __future__ import annotations

import atexit
import json
import shutil
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import islice
from pathlib import Path

from kg.corpus import cut, shard, versions
from kg.corpus.manifest import Entry
from kg.engines import layout
from kg.engines.index import Drop
from kg.engines.splits import reading
from kg.engines.tasks import Segment, Task
from kg.errors import EngineError
from kg.model import Document, Problem
from kg.options import Options
from kg.read import identity
from kg.read.record import Found, dated

__all__ = ["Done", "Job", "Made", "build"]

# spaCy's objects are not made for several threads at once, which some clusters give a process.
_one_at_a_time = threading.Lock()


@dataclass(frozen=True, slots=True)
class Job:
    """What all tasks of a run share."""

    options: Options
    """Their files are names in the output's folder: other machines have not got the user's."""
    versions: str
    output: str
    format: str
    anew: frozenset[str] = frozenset()
    """Shards that are built though they are there already."""


@dataclass(frozen=True, slots=True)
class Made:
    """A shard that is there."""

    name: str
    entry: Entry | None
    """None where only the manifest of an earlier run knows what is in it."""
    built: bool
    """Whether this task has built it."""
    rules: Mapping[str, int] = field(default_factory=dict)
    """If so, what its quarantine holds: facts by the shape that they fail."""


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a task; all in the documents' order."""

    shards: tuple[Made, ...]
    problems: tuple[Problem, ...]


def build(job: Job, task: Task) -> Done:
    """Done twice, or at two places at once, it has the same result. Raises KgError, OSError."""
    options = _options(job.options, job.output)
    if _key(options) != job.versions:
        again = "install the same version of kg-builder, with the same libraries and pipeline, on every machine"
        raise EngineError(f"a worker would build other graphs than this machine: {again}")
    made: list[Made] = []
    problems: list[Problem] = []
    for item in cut.stretches(_documents(task, options.date)):
        if isinstance(item, Problem):
            problems.append(item)
        else:
            made.append(_made(job, options, item, problems))
    return Done(tuple(made), tuple(problems))


def _made(job: Job, options: Options, documents: tuple[Document, ...], problems: list[Problem]) -> Made:
    name = cut.named(job.versions, [(document.id, shard.fingerprint(document)) for document in documents])
    if name not in job.anew:
        there, entry = layout.entry(job.output, job.format, name)
        if there:
            return Made(name, entry, built=False)
    with _one_at_a_time:
        built = shard.build(documents, shard.plan_of(options))
    problems += built.problems
    rules = Counter(json.loads(line)["rule"] for line in built.quarantine.splitlines())
    return Made(name, layout.publish(job.output, job.format, name, built), True, dict(sorted(rules.items())))


def _documents(task: Task, date: str | None) -> Iterator[Document | Problem]:
    """As `kg.read.documents` gives them."""
    for segment in task.segments:
        for item in dated(_items(segment), date):
            yield item if isinstance(item, Problem) else item.document


def _items(segment: Segment) -> Found:
    drops: dict[int, Drop] = {drop.place: drop for drop in segment.drops}
    number = 0
    with reading(segment.split, segment.first) as (found, _):
        for number, item in enumerate(islice(found, segment.end + segment.last), start=1):
            place = number - 1
            if not segment.begin <= place < segment.end:
                continue
            if place in drops:
                if (problem := drops[place].problem) is not None:
                    yield problem
            elif isinstance(item, Problem):
                yield item
            else:
                yield replace(item, document=replace(item.document, id=identity.of(item.document)))
    if number != segment.end:
        raise EngineError(f"{segment.split.name} has changed since this run began: give the same command again")


@lru_cache(maxsize=1)
def _options(lent: Options, output: str) -> Options:
    """The options with files of this machine."""
    if not (lent.ontology or lent.shapes):
        return lent
    folder = Path(tempfile.mkdtemp(prefix="kg-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for name in {*lent.ontology, *lent.shapes}:
        (folder / name).write_bytes(layout.given(output, name))
    return replace(
        lent,
        ontology=tuple(folder / name for name in lent.ontology),
        shapes=tuple(folder / name for name in lent.shapes),
    )


@lru_cache(maxsize=1)
def _key(options: Options) -> str:
    return versions.of(options).key
