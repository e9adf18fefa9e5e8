"""What a build yields beside the graph: it is counted, shown, and told in the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.keys import Keys
from kg.model import Problem

if TYPE_CHECKING:
    from kg.cli.held_back import HeldBack
    from kg.cli.progress import Progress
    from kg.corpus.records import Piece, Record
    from kg.run_report import Run


class Watching:
    """Memory does not grow with the documents."""

    def __init__(self, bar: Progress, run: Run, held_back: HeldBack | None = None) -> None:
        """`held_back` gets what fails a shape."""
        self.documents = self.triples = self.quarantined = self.unreadable = 0
        self.kept_documents = 0
        """That an earlier run has built: `entities` and `events` are those of the others."""
        self._entities, self._events = Keys(), Keys()
        self._bar, self._run, self._held_back = bar, run, held_back

    @property
    def entities(self) -> int:
        """Each once, however many documents name it; so are events."""
        return len(self._entities)

    @property
    def events(self) -> int:
        return len(self._events)

    def problem(self, one: Problem) -> None:
        self.unreadable += one.refused
        self._run.problem(one)
        self._bar.problem(one)

    def built(self, piece: Piece) -> None:
        if piece.problem is not None:
            self.problem(piece.problem)
            return
        self.count(piece.record)
        self._entities.update(piece.entities)
        self._events.update(piece.events)
        self._run.document(piece.record)
        for fact in piece.quarantined:
            self._run.quarantined(fact)
            if self._held_back is not None:
                self._held_back.add(fact)
        self._bar.done(1, piece.record.words, piece.record.quarantined)

    def kept(self, records: tuple[Record, ...]) -> None:
        for record in records:
            self.kept_documents += 1
            self.count(record)
            self._run.unchanged(record)
        self._bar.reused(len(records))

    def count(self, record: Record) -> None:
        """It is in the graph now."""
        # A document that is in quarantine itself is not in the graph.
        self.documents += record.triples > 0
        self.triples += record.triples
        self.quarantined += record.quarantined
