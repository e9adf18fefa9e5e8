"""A corpus built by an engine: first a look at all of it, then its shards, then the manifest."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, closing
from dataclasses import dataclass, replace
from functools import partial
from itertools import tee
from pathlib import Path
from typing import Protocol

from kg.corpus import manifest, versions
from kg.corpus.known import Known
from kg.corpus.manifest import MANIFEST, Entry
from kg.corpus.unread import Unread
from kg.engines import index, layout, places, work
from kg.engines.engine import Engine
from kg.engines.index import Drop, Key, Looked
from kg.engines.splits import PART, Split, splits
from kg.engines.tasks import SHARDS, Task, tasks
from kg.engines.work import Done, Job, Made
from kg.errors import EngineError, UsageError
from kg.model import Problem
from kg.options import Options, checked

__all__ = ["Outcome", "Watcher", "build"]


class Watcher(Protocol):
    """Is told what happens, as it happens."""

    def looked(self, documents: int) -> None:
        """So many there are; none of them is built yet."""

    def problem(self, one: Problem) -> None: ...

    def built(self, one: Entry, rules: Mapping[str, int]) -> None:
        """By this run; `rules`: the facts in its quarantine, by the shape that they fail."""

    def kept(self, one: Entry) -> None:
        """It was built by a run before."""


@dataclass(slots=True)
class Outcome:
    """What stands in the output now."""

    documents: int = 0
    failed: int = 0
    """Documents that could not be built."""
    refused: int = 0
    """Inputs that could not be used."""
    triples: int = 0
    quarantined: int = 0
    shards: int = 0
    shards_written: int = 0

    def add(self, one: Entry, built: bool) -> None:
        for record in one.records:
            self.documents += not record.problem
            self.failed += bool(record.problem)
            self.triples += record.triples
            self.quarantined += record.quarantined
        self.shards += 1
        self.shards_written += built


def build(
    inputs: Sequence[str],
    output: str,
    options: Options,
    engine: AbstractContextManager[Engine],
    *,
    format: str = layout.NQUADS,
    watcher: Watcher,
    part: int = PART,
    shards: int = SHARDS,
) -> Outcome:
    """Builds what is not there yet; the output is the folder that one machine would write, whatever has died.

    `inputs` and `output`: paths and URLs that every machine reaches. `part` and `shards`: how much a process is given
    at once, which changes nothing of the result. The engine is started when all else is found well. Raises KgError.
    """
    if format not in layout.FORMATS:
        raise UsageError(f"an engine writes {' or '.join(layout.FORMATS)}, not {format!r}")
    output = places.whole(output)
    for name in inputs:
        if places.below(output, name):
            raise UsageError(f"{output} lies in {name}, which is read: name a folder elsewhere")
    options = checked(options)
    now = versions.of(options)
    found = splits(inputs, part)
    outcome = Outcome()
    with ExitStack() as opened:
        folder = Path(opened.enter_context(tempfile.TemporaryDirectory(prefix="kg-")))
        known = opened.enter_context(layout.opened(output, now))
        job = Job(opened.enter_context(layout.lent(output, options)), now.key, output, format)
        running = opened.enter_context(engine)
        looked = list(running.map(index.look, found))
        watcher.looked(sum(len(one.places) for one in looked))
        planned, given = tee(tasks(found, looked, _drops(running, found, looked), shards))
        done = opened.enter_context(closing(running.map(partial(work.build, job), given)))
        names: set[bytes] = set()
        unread = Unread()
        with (folder / MANIFEST).open("wb") as stream:
            stream.write(manifest.head(now))
            for item in _shards(running, job, zip(planned, done, strict=True), known):
                if isinstance(item, Problem):
                    outcome.refused += item.refused
                    unread.tell(item)
                    watcher.problem(item)
                    continue
                one, made = item
                stream.write(manifest.line(one))
                names.add(layout.digest(one.name))
                outcome.add(one, made.built)
                if made.built:
                    watcher.built(one, made.rules)
                else:
                    watcher.kept(one)
        if not outcome.shards:
            unread.refuse_nothing(output, held=any(one.shards for one in known))
        if unread.whole:
            with closing(Known(folder / MANIFEST)) as new:
                unread.refuse_loss(output, known[0].gone(new))
        layout.finish(output, format, folder / MANIFEST, names)
    return outcome


def _drops(engine: Engine, found: Sequence[Split], looked: Sequence[Looked]) -> dict[int, tuple[Drop, ...]]:
    suspects = index.suspects(looked)
    lines = index.first_lines(found, looked)
    asked = [(found[number], lines[number], places) for number, places in suspects.items()]
    keys: Iterable[list[Key]] = engine.map(index.keys, asked)
    return index.drops(zip(suspects, keys, strict=True))


def _shards(
    engine: Engine, job: Job, done: Iterable[tuple[Task, Done]], known: Sequence[Known]
) -> Iterator[Problem | tuple[Entry, Made]]:
    """What is in each shard, and how it came to be there; problems before the shards of their task."""
    seen = False
    for task, one in done:
        entries = [_entry(made, known, job) for made in one.shards]
        unknown = frozenset(made.name for made, entry in zip(one.shards, entries, strict=True) if entry is None)
        if unknown:
            (one,) = engine.map(partial(work.build, replace(job, anew=unknown)), [task])
            entries = [_entry(made, known, job) for made in one.shards]
        yield from one.problems
        for made, entry in zip(one.shards, entries, strict=True):
            assert entry is not None
            if made.built and not seen:
                seen = True
                _see(job, made)
            yield entry, made


def _entry(made: Made, known: Sequence[Known], job: Job) -> Entry | None:
    """None where nobody has said what is in it, or a document of it could not be built."""
    if made.entry is not None:
        return made.entry
    for one in known:
        entry = one.shard(made.name)
        if entry is not None and entry.format == layout.FORMATS[job.format] and not entry.failed:
            return entry
    return None


def _see(job: Job, made: Made) -> None:
    if not layout.entry(job.output, job.format, made.name)[0]:
        raise EngineError(f"{job.output} is each worker's own: give an output that all machines share, as s3://… is")
