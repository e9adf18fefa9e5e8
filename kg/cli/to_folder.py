"""`kg build -o DIR/`: a folder of shards, in which only what changed is built."""

from __future__ import annotations

import shutil
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from kg.cli import messages, progress
from kg.cli.files import opened, refuse_clobbering
from kg.cli.to_file import makers_of
from kg.cli.watching import Watching
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.corpus.folder import Folder
    from kg.corpus.rebuild import Outcome
    from kg.options import Options
    from kg.run_report import Run

_CHANGED = {
    "program": "kg itself has changed",
    "libraries": "its libraries have changed",
    "ontology": "the ontology has changed",
    "shapes": "the shapes have changed",
    "pipeline": "the language pipeline is another",
    "base": "--base is another",
    "evidence": "--evidence is another",
    "text": "--no-text is another",
}
"""What is said where versions differ."""


def build(
    inputs: list[str],
    output: str,
    store: Path | None,
    format: str | None,
    options: Options,
    workers: int,
    quarantine: Path | None,
    quiet: bool,
    run: Run,
) -> Watching:
    """What the folder holds now. Raises KgError."""
    from kg import read
    from kg.corpus import folder, rebuild, versions
    from kg.corpus.manifest import SHARDS

    path = Path(output)
    _refuse(inputs, path, store, format)
    read_too: list[str | Path] = [*inputs, *options.ontology, *options.shapes]
    refuse_clobbering(read_too, "an input, too", output, quarantine, "the quarantine file")
    now = versions.of(options)
    with ExitStack() as files:
        failed = opened(str(quarantine), files) if quarantine else None
        shards = files.enter_context(folder.opened(path, now))
        bar = files.enter_context(progress.watching(inputs, quiet=quiet, output=output))
        makers = files.enter_context(makers_of(options, workers, bar))
        watch = Watching(bar, run)
        if not quiet:
            _begin(shards, now.changed(shards.complete.versions), bar)
        try:
            outcome = rebuild.build(read.documents(inputs, date=options.date), shards, now, makers, watch)
        except KeyboardInterrupt:
            if any((path / SHARDS).iterdir()):
                bar.say(f"what was built until now stays in {path}: the same command goes on with it")
            raise
        bar.close()
        _report(outcome, watch, run)
        if failed:
            for file in shards.quarantines():
                with file.open("rb") as lines:
                    shutil.copyfileobj(lines, failed)
        run.quarantine_file = str(quarantine or path / "quarantine") if watch.quarantined else None
    if not quiet:
        _tell(outcome, watch, path)
    return watch


def _refuse(inputs: list[str], path: Path, store: Path | None, format: str | None) -> None:
    if store is not None:
        raise UsageError("a folder of shards and a store are made one after the other: leave one of them out")
    if format not in (None, "nquads", "nq"):
        raise UsageError(f"a folder of shards holds N-Quads: name a file for {format}, or leave out -f")
    for one in inputs:
        if one != "-" and Path(one).is_dir() and path.resolve().is_relative_to(Path(one).resolve()):
            raise UsageError(f"{path} lies in {one}, which is read: name a folder elsewhere")


def _begin(shards: Folder, changed: tuple[str, ...], bar: progress.Progress) -> None:
    if changed and shards.complete.shards:
        bar.say(f"{', '.join(_CHANGED[one] for one in changed)}: every document is built again")
    if shards.begun.shards:
        done = messages.counted(shards.begun.shards, "shard")
        bar.say(f"a run was interrupted: this one goes on where {done} were built")


def _report(outcome: Outcome, watch: Watching, run: Run) -> None:
    from kg.run_report import Figures, Rebuilt

    known = watch.kept_documents == 0
    run.figures = Figures(
        watch.documents,
        watch.entities if known else None,
        watch.events if known else None,
        watch.triples,
        watch.quarantined,
    )
    run.rebuilt = Rebuilt(
        added=outcome.added,
        changed=outcome.changed,
        built_again=outcome.outdated + outcome.again + outcome.lost,
        removed=outcome.removed,
        unchanged=outcome.kept + outcome.resumed,
        shards_written=outcome.shards_written,
        shards_reused=outcome.shards - outcome.shards_written,
        shards_removed=outcome.shards_removed,
        reasons=tuple(_CHANGED[one] for one in outcome.reasons),
    )


def _tell(outcome: Outcome, watch: Watching, path: Path) -> None:
    if outcome.nothing_new:
        messages.say(f"nothing to do: all documents of {path} are as they were")
    else:
        told = {
            "added": outcome.added,
            "changed": outcome.changed,
            "removed": outcome.removed,
            "built again": outcome.outdated + outcome.lost,
            "tried again": outcome.again,
            "built before the interruption": outcome.resumed,
            "as they were": outcome.kept,
        }
        counts = ", ".join(f"{count:,} {what}" for what, count in told.items() if count)
        messages.say(f"{counts or 'no documents'}; {outcome.shards_written:,} of {outcome.shards:,} shards written")
    if watch.quarantined:
        messages.say(f"what failed a shape is in {path / 'quarantine'}")
    counted = {"document": watch.documents, "triple": watch.triples, "shard": outcome.shards}
    if watch.kept_documents == 0:
        counted = {"document": watch.documents, "entity": watch.entities, "event": watch.events} | counted
    print(messages.summary(counted, watch.quarantined, watch.unreadable), file=sys.stderr)
