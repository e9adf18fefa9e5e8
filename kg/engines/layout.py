"""An output wherever fsspec reaches: the folder of `kg.corpus`, to which many write shards and one the manifest.

While a run goes on, each shard has its line of the manifest beside it: there a run that is begun again finds what was
built. The user's own Turtle files lie there, too, for machines that have not got them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from kg.corpus import cut, manifest
from kg.corpus import folder as folders
from kg.corpus.known import Known
from kg.corpus.manifest import MANIFEST, QUARANTINE, SHARDS, Entry
from kg.corpus.shard import Shard
from kg.corpus.versions import Versions
from kg.engines import parquet, places
from kg.errors import InputError, UsageError
from kg.options import Options

__all__ = ["FORMATS", "NQUADS", "PARQUET", "digest", "entry", "finish", "given", "lent", "opened", "publish"]

NQUADS, PARQUET = "nquads", "parquet"
FORMATS = {NQUADS: "nq", PARQUET: "parquet"}
"""With the suffixes of their files."""
_LINE = ".line"
_JOURNAL = "journal.jsonl"


def publish(output: str, format: str, name: str, built: Shard) -> Entry:
    """The shard is there for good: its statements come last, so that where they are, all is."""
    data = built.data if format == NQUADS else parquet.table(built.data)
    one = replace(manifest.entry_of(name, built), length=len(data), format=FORMATS[format])
    if one.quarantine:
        places.publish(places.join(output, one.quarantine), built.quarantine)
    places.publish(_beside(output, name), manifest.line(one))
    places.publish(places.join(output, one.file), data)
    return one


def entry(output: str, format: str, name: str) -> tuple[bool, Entry | None]:
    """Whether the shard is there, and what it holds if it was written by a run that has not ended."""
    if not places.exists(places.join(output, f"{SHARDS}/{name}.{FORMATS[format]}")):
        return False, None
    written = places.content(_beside(output, name))
    try:
        found = None if written is None else manifest.parsed(written)
    except ValueError:
        found = None
    return True, found if isinstance(found, Entry) and found.format == FORMATS[format] else None


@contextmanager
def opened(output: str, now: Versions) -> Iterator[list[Known]]:
    """What earlier runs have left, the manifest first. On this machine's file system nobody else writes the folder
    meanwhile.

    Raises KgError.
    """
    path = places.local(output)
    if path is not None:
        with folders.opened(Path(path), now) as folder:
            yield [folder.complete, folder.begun]
        return
    with TemporaryDirectory(prefix="kg-") as kept:
        copy = Path(kept, MANIFEST)
        places.fetch(places.join(output, MANIFEST), copy)
        known = Known(copy, called=places.join(output, MANIFEST))
        try:
            yield [known]
        finally:
            known.close()


def digest(name: str) -> bytes:
    """A shard's name, which is hexadecimal digits, in half the bytes."""
    return bytes.fromhex(name)


def finish(output: str, format: str, written: Path, keep: set[bytes]) -> None:
    """Puts the manifest there, and takes away what it does not name. `keep`: digests of its shards' names."""
    places.publish(places.join(output, MANIFEST), written)
    for folder, suffix in ((SHARDS, f".{FORMATS[format]}"), (QUARANTINE, ".jsonl")):
        below = places.join(output, folder)
        for name in sorted(places.names(below)):
            if cut.is_named(name) and not (name.endswith(suffix) and _kept(name.removesuffix(suffix), keep)):
                places.remove(places.join(below, name))
    # What a run of one machine was cut off from, and a folder that it would not leave there.
    places.remove(places.join(output, _JOURNAL))
    places.remove_empty(places.join(output, QUARANTINE))


def _kept(name: str, keep: set[bytes]) -> bool:
    try:
        return digest(name) in keep
    except ValueError:
        return False


@contextmanager
def lent(output: str, options: Options) -> Iterator[Options]:
    """The user's files lie meanwhile where all workers find them: they are names there, which their bytes make.

    Raises UsageError for what cannot be read.
    """
    ontology, shapes = _lent(output, options.ontology), _lent(output, options.shapes)
    try:
        yield replace(options, ontology=ontology, shapes=shapes)
    finally:
        for name in (*ontology, *shapes):
            places.remove(_there(output, name))


def _lent(output: str, files: Iterable[Path]) -> tuple[Path, ...]:
    names = []
    for file in files:
        try:
            data = file.read_bytes()
        except OSError as error:
            raise UsageError(f"{file}: cannot be read ({error.strerror}): give a Turtle file") from None
        name = f"{hashlib.sha256(data).hexdigest()}.ttl"
        places.publish(_there(output, Path(name)), data)
        names.append(Path(name))
    return tuple(names)


def _there(output: str, name: Path) -> str:
    return places.join(output, f"{SHARDS}/{name}")


def given(output: str, name: Path) -> bytes:
    """The bytes of a file that was lent."""
    data = places.content(_there(output, name))
    if data is None:
        raise InputError(f"{output}: the run that this worker belongs to has ended")
    return data


def _beside(output: str, name: str) -> str:
    return places.join(output, f"{SHARDS}/{name}{_LINE}")
