"""`kg build --report FILE`: the run's report, written however the run ends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import typer

from kg import __version__
from kg.cli.files import opened

if TYPE_CHECKING:
    from kg.options import Options
    from kg.run_report import Run


@contextmanager
def reporting(file: Path | None, *, inputs: Sequence[str], options: Mapping[str, object]) -> Iterator[Run]:
    """The run to tell; with a file, its report stands there at the end, also where the run failed or was interrupted.

    Raises UsageError before the run where the file cannot be written.
    """
    from kg.run_report import Run

    run = Run(inputs=inputs, options=options, listed=file is not None)
    run.versions["kg"] = __version__
    if file is None:
        yield run
        return
    files = ExitStack()
    stream = opened(str(file), files)
    try:
        yield run
    except typer.Exit:
        _write(run, stream, files)
        raise
    except BaseException as error:
        run.ended(error)
        # What ended the run, a full disk say, may keep its report from being written, too.
        with suppress(OSError):
            _write(run, stream, files)
        raise
    _write(run, stream, files)


def versions(options: Options) -> dict[str, str]:
    """Of all that a graph depends on, but for the options themselves. Raises KgError."""
    from kg.corpus import versions as known

    told = known.of(options).as_json()
    return {name: str(told[name]) for name in ("program", "libraries", "ontology", "shapes", "pipeline")}


def _write(run: Run, stream: BinaryIO, files: ExitStack) -> None:
    with files:
        run.write(stream)
        stream.flush()
