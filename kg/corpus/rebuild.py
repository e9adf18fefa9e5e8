"""The story of a folder: what is as it was stays, what is new or changed is built, and what is gone goes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

from kg.corpus import cut
from kg.corpus.folder import Folder
from kg.corpus.jobs import Job, Makers, handfuls
from kg.corpus.known import Earlier
from kg.corpus.manifest import Entry
from kg.corpus.records import Piece, Record, assembled, fingerprint, quarantine_line
from kg.corpus.unread import Unread
from kg.corpus.versions import Versions
from kg.model import Document, Problem

__all__ = ["Outcome", "Watcher", "build"]


class Watcher(Protocol):
    """Is told what happens, as it happens."""

    def problem(self, one: Problem) -> None: ...

    def built(self, piece: Piece) -> None: ...

    def kept(self, records: tuple[Record, ...]) -> None:
        """Documents that were built before."""
        ...


@dataclass(slots=True)
class Outcome:
    """What a run did, in documents and in shards."""

    documents: int = 0
    """In the folder now, and those that could not be built."""
    kept: int = 0
    """As they were before."""
    resumed: int = 0
    """Built by a run that was interrupted."""
    added: int = 0
    changed: int = 0
    removed: int = 0
    outdated: int = 0
    """The same documents, built again since something else changed (`reasons`)."""
    again: int = 0
    """Tried again: they could not be built before."""
    lost: int = 0
    """Built again, since their shard's file is gone or has another length."""
    shards: int = 0
    shards_written: int = 0
    shards_removed: int = 0
    reasons: tuple[str, ...] = ()
    """Which versions are others than those of the folder before."""

    @property
    def nothing_new(self) -> bool:
        return not (self.shards_written or self.resumed or self.removed or self.reasons)


@dataclass(slots=True)
class _Planned:
    """A shard: there as it is, or to be put together from what is there and what is built."""

    name: str
    entry: Entry | None = None
    parts: list[Earlier | None] = field(default_factory=list)
    """Of each document, where its bytes are; None where it is built."""


def build(
    found: Iterable[Document | Problem], folder: Folder, versions: Versions, makers: Makers, watcher: Watcher
) -> Outcome:
    """The folder holds these documents and no others. Raises KgError; what was written until then is not lost."""
    return _Rebuild(folder, versions, makers, watcher).run(found)


class _Rebuild:
    def __init__(self, folder: Folder, versions: Versions, makers: Makers, watcher: Watcher) -> None:
        self._folder, self._makers, self._watcher = folder, makers, watcher
        self._key = versions.key
        self._outcome = Outcome(reasons=versions.changed(folder.complete.versions))
        self._matched = 0
        """Documents that the folder has had, the same or changed."""
        self._unread = Unread()

    def run(self, found: Iterable[Document | Problem]) -> Outcome:
        outcome = self._outcome
        outcome.shards_removed = self._folder.finish(self._entries(found))
        if not outcome.nothing_new or outcome.shards != self._folder.complete.shards:
            outcome.removed = self._folder.complete.documents - self._matched
        return outcome

    def _entries(self, found: Iterable[Document | Problem]) -> Iterator[Entry]:
        built: list[Piece] = []
        for job, pieces in self._makers.map(self._jobs(found)):
            built += pieces
            for piece in pieces:
                self._watcher.built(piece)
            if isinstance(job.tag, _Planned):
                yield self._entry(job.tag, built)
                built = []
        folder, unread = self._folder, self._unread
        if not self._outcome.documents:
            unread.refuse_nothing(folder.path, held=folder.complete.shards + folder.begun.shards > 0)
        if unread.whole:
            unread.refuse_loss(folder.path, folder.complete.documents - self._matched)

    def _jobs(self, found: Iterable[Document | Problem]) -> Iterator[Job]:
        """The last job of each shard bears it."""
        for item in cut.stretches(found):
            if isinstance(item, Problem):
                self._unread.tell(item)
                self._watcher.problem(item)
                continue
            planned = self._planned(item)
            parts = zip(item, planned.parts, strict=False)
            missing = list(handfuls([document for document, part in parts if part is None]))
            for some in missing[:-1]:
                yield Job(some)
            yield Job(missing[-1] if missing else (), planned)

    def _planned(self, documents: tuple[Document, ...]) -> _Planned:
        folder, outcome = self._folder, self._outcome
        known = [(document.id, fingerprint(document)) for document in documents]
        name = cut.named(self._key, known)
        outcome.documents += len(documents)
        outcome.shards += 1
        complete, begun = folder.complete.shard(name), folder.begun.shard(name)
        if complete is not None and not complete.failed and folder.holds(complete):
            outcome.kept += len(documents)
            self._matched += len(documents)
            return _Planned(name, complete)
        if begun is not None and not begun.failed and folder.holds(begun):
            for id, sha256 in known:
                same = self._same(folder.complete.document(id), sha256)
                outcome.kept += same
                outcome.resumed += not same
            return _Planned(name, begun)
        return _Planned(name, parts=[self._part(id, sha256) for id, sha256 in known])

    def _same(self, before: Earlier | None, sha256: str) -> bool:
        """Whether the document is as it was when the folder was complete, and so its bytes are."""
        self._matched += before is not None
        return before is not None and before.record.sha256 == sha256 and not self._outcome.reasons

    def _part(self, id: str, sha256: str) -> Earlier | None:
        """Where the document's bytes are, if they are anywhere; what becomes of it is counted."""
        folder, outcome = self._folder, self._outcome
        before, begun = folder.complete.document(id), folder.begun.document(id)
        same = self._same(before, sha256)
        if before is not None and same and self._usable(before):
            outcome.kept += 1
            return before
        if begun is not None and begun.record.sha256 == sha256 and self._usable(begun):
            outcome.resumed += 1
            return begun
        if before is None:
            outcome.added += 1
        elif before.record.sha256 != sha256:
            outcome.changed += 1
        elif outcome.reasons:
            outcome.outdated += 1
        elif before.record.problem:
            outcome.again += 1
        else:
            outcome.lost += 1
        return None

    def _usable(self, earlier: Earlier) -> bool:
        return not earlier.record.problem and self._folder.holds(earlier.shard)

    def _entry(self, planned: _Planned, built: list[Piece]) -> Entry:
        if planned.entry is not None:
            self._watcher.kept(planned.entry.records)
            return planned.entry
        new = iter(built)
        parts = [_copied(self._folder, part) if part else _made(next(new)) for part in planned.parts]
        self._watcher.kept(tuple(part.record for part in planned.parts if part))
        self._outcome.shards_written += 1
        return self._folder.write(planned.name, assembled(parts))


def _made(piece: Piece) -> tuple[Record, bytes, bytes]:
    return piece.record, piece.quads, b"".join(map(quarantine_line, piece.quarantined))


def _copied(folder: Folder, part: Earlier) -> tuple[Record, bytes, bytes]:
    record, entry = part.record, part.shard
    quads = folder.read(entry.file, part.begin, record.length)
    return record, quads, folder.read(entry.quarantine, part.quarantine, record.held_back)
