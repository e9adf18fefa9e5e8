"""What a graph depends on beside the documents: a shard of the same versions need not be built again."""

from __future__ import annotations

import hashlib
import importlib.util
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import lru_cache
from importlib import metadata
from pathlib import Path

import kg
from kg import resources
from kg.errors import OntologyError
from kg.options import Options

__all__ = ["Versions", "of"]

# A parse is these libraries' arithmetic, and a verdict is pySHACL's.
_LIBRARIES = ("numpy", "onnxruntime", "pyshacl", "spacy", "thinc")
_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Versions:
    """Hashes are of the files' bytes: a new path or a new time of a file is no new version.

    The date for documents without one is not among them: each document has its own, and that is part of its
    fingerprint.
    """

    program: str
    libraries: str
    ontology: str
    shapes: str
    pipeline: str
    base: str
    evidence: str
    text: bool

    @property
    def key(self) -> str:
        return hashlib.sha256(json.dumps(asdict(self)).encode()).hexdigest()[:_DIGITS]

    def changed(self, before: dict[str, object]) -> tuple[str, ...]:
        """Which of them are others than `before`, which is empty where there was nothing."""
        return tuple(name for name, value in self.as_json().items() if before and before.get(name) != value)

    def as_json(self) -> dict[str, object]:
        return asdict(self)


def of(options: Options) -> Versions:
    """Without loading any of it: in a second. Raises KgError for files that are not there."""
    return Versions(
        program=f"{kg.__version__}+{_program()}",
        libraries=", ".join(f"{name} {metadata.version(name)}" for name in _LIBRARIES),
        ontology=_files([*resources.ontology_files(), *options.ontology]),
        shapes=_files([*resources.shape_files(), *options.shapes]),
        pipeline=_pipeline(options.pipeline or resources.pipelines()[0]),
        base=options.base,
        evidence=options.evidence,
        text=options.text,
    )


@lru_cache(maxsize=1)
def _program() -> str:
    """Of the code itself, since a checkout changes and keeps its version."""
    return _hash(_below(Path(kg.__file__).parent, "*.py"))


def _files(paths: list[Path]) -> str:
    try:
        return _hash((str(number), path.read_bytes()) for number, path in enumerate(paths))
    except OSError as error:
        raise OntologyError(f"{error.filename}: cannot be read ({error.strerror}); give a Turtle file") from error


def _pipeline(name: str) -> str:
    folder = resources.pipeline_folder(name) or _package(name) or Path(name)
    if not folder.is_dir():
        from kg import language

        language.load(name)  # says what is wrong
    return f"{folder.name} {_hash(_below(folder, '*'))}"


def _package(name: str) -> Path | None:
    if not name.isidentifier():
        return None
    found = importlib.util.find_spec(name)
    return Path(found.origin).parent if found is not None and found.origin else None


def _below(folder: Path, pattern: str) -> Iterable[tuple[str, bytes]]:
    paths = sorted(path for path in folder.rglob(pattern) if path.is_file() and path.suffix != ".pyc")
    return ((path.relative_to(folder).as_posix(), path.read_bytes()) for path in paths)


def _hash(files: Iterable[tuple[str, bytes]]) -> str:
    digest = hashlib.sha256()
    for name, data in files:
        digest.update(json.dumps([name, len(data)]).encode())
        digest.update(data)
    return digest.hexdigest()[:_DIGITS]
