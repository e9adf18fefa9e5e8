"""A graph as the files that `neo4j-admin database import` reads: for a new database, and a large graph."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import IO, Any

from kg.errors import UsageError
from kg.load.names import DOCUMENT, ENTITY, EVENT, MENTIONED_IN, REPORTS
from kg.load.neo4j import CONSTRAINTS
from kg.load.property_graph import (
    DATE,
    KINDS,
    NUMBER,
    TEXT,
    TEXTS,
    PropertyGraph,
    Value,
    Values,
    joined,
    property_graph,
    relationship_values,
)
from kg.load.records import Loaded, Options, Tell
from kg.replace import replacing

_SEPARATOR = "\x1f"
"""Between the texts of a list: no text has it, for `kg build` replaces control characters."""
_TYPES = {TEXT: "string", NUMBER: "long", DATE: "date", TEXTS: "string[]"}
_IDS = "Thing"
_SCRIPT = "import.sh"
_NODES = {kind: f"nodes_{kind.lower()}.csv" for kind in (DOCUMENT, ENTITY, EVENT)}
_TOLD = {kind: f"relationships_{kind.lower()}.csv" for kind in (REPORTS, MENTIONED_IN)}
_ROLES = "relationships_roles.csv"


def load(source: str, target: str, *, options: Options, tell: Tell) -> Loaded:
    """Files into the folder that the target names. Raises KgError."""
    folder = Path(target.partition(":")[2])
    _made(folder, target)
    with property_graph(source) as graph, ExitStack() as files, tempfile.TemporaryDirectory(prefix="kg-") as spools:
        written = _Files(folder, Path(spools), files)
        loaded = _gather(graph, written)
        written.write()
    tell(f"to import them into a new database: sh {folder / _SCRIPT}")
    return loaded


def _gather(graph: PropertyGraph, written: _Files) -> Loaded:
    documents = entities = events = relationships = 0
    known: set[str] = set()
    for article in graph.articles():
        documents += 1
        known.add(article.iri)
        written.put(_NODES[DOCUMENT], (article.iri, DOCUMENT), article.values)
    for thing in graph.things():
        events, entities = events + thing.is_event, entities + (not thing.is_event)
        together = joined(thing.told.values())
        written.put(_NODES[EVENT if thing.is_event else ENTITY], (thing.iri, _SEPARATOR.join(thing.classes)), together)
        for document, values in thing.told.items():
            if document not in known:
                known.add(document)
                written.put(_NODES[DOCUMENT], (document, DOCUMENT), {})
            if thing.is_event:
                written.put(_TOLD[REPORTS], (document, REPORTS, thing.iri), values)
            else:
                written.put(_TOLD[MENTIONED_IN], (thing.iri, MENTIONED_IN, document), values)
        for one in graph.relationships_of(thing.iri):
            relationships += 1
            values = relationship_values(one.told, together.get("factuality"))
            written.put(_ROLES, (thing.iri, one.type, one.target), values)
    return Loaded({"document": documents, "entity": entities, "event": events, "relationship": relationships})


class _Files:
    """Rows wait in files of their own until all columns are known: the first line of a table names them."""

    def __init__(self, folder: Path, spools: Path, files: ExitStack) -> None:
        self._folder = folder
        self._spools: dict[str, IO[str]] = {}
        self._columns: dict[str, set[str]] = {}
        for name in (*_NODES.values(), *_TOLD.values(), _ROLES):
            self._spools[name] = files.enter_context((spools / name).open("w+", encoding="utf-8"))
            self._columns[name] = set()

    def put(self, name: str, ids: Sequence[str], values: Values) -> None:
        self._columns[name].update(values)
        json.dump([ids, values], self._spools[name], ensure_ascii=True, default=date.isoformat)
        self._spools[name].write("\n")

    def write(self) -> None:
        for name, spool in self._spools.items():
            spool.seek(0)
            nodes = name.startswith("nodes_")
            ids = [f"iri:ID({_IDS})", ":LABEL"] if nodes else [f":START_ID({_IDS})", ":TYPE", f":END_ID({_IDS})"]
            columns = sorted(self._columns[name])
            header = [*ids, *(f"{column}:{_TYPES[KINDS.get(column, TEXTS)]}" for column in columns)]
            self._write(name, _table(header, columns, map(json.loads, spool)))
        self._write(_SCRIPT, [_script().encode()])
        self._write("constraints.cypher", ["".join(f"{one};\n" for one in CONSTRAINTS).encode()])

    def _write(self, name: str, parts: Iterable[bytes]) -> None:
        try:
            with replacing(self._folder / name) as stream:
                for part in parts:
                    stream.write(part)
        except OSError as error:
            raise UsageError(f"{self._folder / name} cannot be written: {error.strerror or error}") from None


def _table(header: Sequence[str], columns: Sequence[str], rows: Iterable[Any]) -> Iterator[bytes]:
    yield _line(header)
    for ids, values in rows:
        yield _line([*ids, *(_field(values.get(column)) for column in columns)])


def _line(fields: Iterable[str | None]) -> bytes:
    # All are quoted, numbers and dates too: a text that is empty is not the same as none.
    quoted = ("" if field is None else '"' + field.replace('"', '""') + '"' for field in fields)
    return ",".join(quoted).encode() + b"\n"


def _field(value: Value | None) -> str | None:
    if isinstance(value, list):
        return _SEPARATOR.join(text.replace(_SEPARATOR, " ") for text in value)
    return None if value is None else str(value)


def _made(folder: Path, target: str) -> None:
    if not str(folder) or target.endswith(":"):
        raise UsageError("neo4j-csv: names no folder: give neo4j-csv:DIR")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{folder} cannot be made: {error.strerror or error}") from None


def _script() -> str:
    nodes = " ".join(f"--nodes={name}" for name in _NODES.values())
    relationships = " ".join(f"--relationships={name}" for name in (*_TOLD.values(), _ROLES))
    return f"""#!/bin/sh
# Imports the files beside it into a new, empty database: sh {_SCRIPT} [DATABASE]
# The server must be stopped, or the database not started. More options of neo4j-admin may follow the name.
# Afterwards run constraints.cypher once: cypher-shell -d DATABASE -f constraints.cypher
set -eu
database=${{1:-neo4j}}
[ $# -eq 0 ] || shift
cd "$(dirname "$0")"
exec ${{NEO4J_ADMIN:-neo4j-admin}} database import full \\
    {nodes} \\
    {relationships} \\
    --id-type=string --array-delimiter=U+001F --multiline-fields=true \\
    "$@" "$database"
"""
