"""What a graph holds, in numbers for people and for programs."""

from __future__ import annotations

from kg import store
from kg.stats.gather import gathered, of_store
from kg.stats.records import Class, Connected, Coverage, Period, Source, Stats
from kg.stats.text import as_json, lines

__all__ = ["MOST", "Class", "Connected", "Coverage", "Period", "Source", "Stats", "as_json", "lines", "of"]

MOST = 20
"""So many sources and entities are listed, if nothing else is said."""


def of(path: str, most: int = MOST) -> Stats:
    """The numbers of a file of RDF or of a store on disk; `most` sources and entities are listed. Raises KgError.

    It is read once. Memory does not grow with it: what has to be told apart waits in a temporary file.
    """
    if store.is_store(path):
        return of_store(store.load(path), most)
    return gathered(store.quads(path), most)
