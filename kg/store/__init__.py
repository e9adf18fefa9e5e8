"""Graphs that were written, in files of RDF, folders of shards and stores on disk: read back to be asked, and kept up
to date."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph

from kg.store import files, folder, shards
from kg.store.folder import as_written, changed, exchange, replaced, unchanged

__all__ = ["as_written", "changed", "exchange", "is_store", "load", "quads", "replaced", "unchanged"]


def load(path: str) -> pyoxigraph.Store:
    """A file of RDF or a folder of shards in memory, named graphs kept apart; or a store on disk, to be read only.
    Raises KgError.

    Literals are those of Oxigraph's store, which keeps values and not all datatypes: `"5"^^xsd:nonNegativeInteger`
    comes back as an `xsd:integer`. Where that matters, take `quads`.
    """
    if _is_folder(path) and not shards.is_shards(path):
        return folder.opened(path)
    store = pyoxigraph.Store()
    # Blank nodes keep their names: `Store.load` gives each a new one, by chance.
    store.bulk_extend(quads(path))
    return store


def quads(path: str) -> Iterator[pyoxigraph.Quad]:
    """What a file of RDF or a folder of shards says, statement by statement, as it stands there; of a store on disk,
    graph by graph, with the datatypes of the vocabulary. Raises KgError.

    The format of a file is told by the suffix, `.gz` after it for one that is compressed; "-" is Turtle on standard
    input.
    """
    if not _is_folder(path):
        return files.quads(path)
    return shards.quads(path) if shards.is_shards(path) else folder.quads(path)


def is_store(path: str) -> bool:
    """Whether that is a store on disk: neither a file of RDF nor a folder of shards."""
    return path != "-" and folder.is_store(path)


def _is_folder(path: str) -> bool:
    return path != "-" and Path(path).is_dir()
