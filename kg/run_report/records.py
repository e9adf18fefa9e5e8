"""What a run is described by. `schema.json` tells what the fields mean to who reads the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol


class Counted(Protocol):
    """What became of one document, in numbers."""

    @property
    def words(self) -> int: ...

    @property
    def types(self) -> Mapping[str, int]:
        """Entities and events that it tells, by class."""

    @property
    def factuality(self) -> Mapping[str, int]:
        """Events that it tells, by factuality."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Of the whole graph that the run leaves; entities and events once, however many documents tell them. None where
    they were not counted, since documents of an earlier run stand in it, too."""

    documents: int = 0
    entities: int | None = 0
    events: int | None = 0
    triples: int = 0
    quarantined: int = 0


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """Of a folder of shards: how it differs from what stood there before. None where nobody has compared."""

    added: int | None = 0
    """Documents, as the next four."""
    changed: int | None = 0
    built_again: int | None = 0
    """The same as before, for one of the `reasons`, or since they could not be built or their shard was lost."""
    removed: int | None = 0
    unchanged: int = 0
    shards_written: int = 0
    shards_reused: int = 0
    shards_removed: int = 0
    reasons: tuple[str, ...] = ()
    """Why all was built again, as the user is told."""
