"""Several processes that build: each gets a handful of documents at a time, and the pieces come back in order."""

from __future__ import annotations

import multiprocessing
import signal
import threading
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from types import TracebackType

from kg.corpus import worker
from kg.corpus.jobs import Job, Makers
from kg.corpus.records import Piece, Record, fingerprint
from kg.errors import InputError, KgError
from kg.model import Document, Problem
from kg.options import Options

__all__ = ["Workers"]

_AT_ONCE = 2
"""Handfuls that a process has: one that it builds, and one that waits, so that it never does."""
_AHEAD = 4
"""Handfuls a process that are taken before the first of them is given on."""
_DEATHS = 2
"""So often may a process die over the same documents before they are taken one by one, and a single one given up."""


@dataclass(slots=True, eq=False)
class _Task:
    """Documents that one process is given, and where their pieces belong."""

    of: _Open
    first: int
    documents: tuple[Document, ...]
    deaths: int = 0


@dataclass(slots=True, eq=False)
class _Open:
    """A job whose pieces are not all there."""

    job: Job
    pieces: list[Piece | None]
    missing: int


@dataclass(slots=True, eq=False)
class _Process:
    process: BaseProcess
    connection: Connection
    tasks: deque[_Task] = field(default_factory=deque)
    ready: bool = False


class Workers(Makers):
    """So many processes, each with tools of its own. Leaving the `with` ends them, whatever they do."""

    def __init__(
        self,
        options: Options,
        number: int,
        *,
        quads: bool = True,
        statements: bool = False,
        told: Callable[[str], None] = lambda line: None,
    ) -> None:
        """`told` gets a line where a process died and its documents are built again."""
        self._options = options
        self._wanted = {"quads": quads, "statements": statements}
        self._number = number
        self._told = told
        self._processes: list[_Process] = []
        self._waiting: deque[_Task] = deque()
        self._warned: set[str] = set()
        self._unready = 0
        """How many died before they had their tools."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for one in self._processes:
            one.connection.close()
            one.process.terminate()
        for one in self._processes:
            one.process.join()

    def load(self) -> None:
        """Starts them, and waits for the first that has its tools."""
        while len(self._processes) < self._number:
            self._start()
        while not any(one.ready for one in self._processes):
            self._listen()

    def map(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, list[Piece]]]:
        taken = iter(jobs)
        ahead: deque[_Open] = deque()
        more = True
        while more or ahead:
            while more and len(ahead) < _AHEAD * self._number:
                job = next(taken, None)
                more = job is not None
                if job is not None:
                    ahead.append(self._opened(job))
            self._hand_out()
            if ahead and not ahead[0].missing:
                done = ahead.popleft()
                yield done.job, [piece for piece in done.pieces if piece is not None]
            elif ahead:
                self._listen()

    def _opened(self, job: Job) -> _Open:
        opened = _Open(job, [None] * len(job.documents), len(job.documents))
        if job.documents:
            self._waiting.append(_Task(opened, 0, job.documents))
            self.load()
        return opened

    def _hand_out(self) -> None:
        for at_once in range(1, _AT_ONCE + 1):
            for one in self._processes:
                if self._waiting and len(one.tasks) < at_once:
                    task = self._waiting.popleft()
                    one.tasks.append(task)
                    # One that is dead is noticed when it is listened to, and its tasks are given to another.
                    with suppress(OSError):
                        one.connection.send(task.documents)

    def _listen(self) -> None:
        """Waits until a process says something or dies."""
        connections = {one.connection: one for one in self._processes}
        for connection in wait(list(connections)):
            one = connections[connection]  # type: ignore[index]
            try:
                kind, told = one.connection.recv()
            except (EOFError, OSError):
                self._bury(one)
                continue
            self._hear(one, kind, told)

    def _hear(self, one: _Process, kind: str, told: object) -> None:
        if kind == worker.BUILT:
            assert isinstance(told, list)
            task = one.tasks.popleft()
            for number, piece in enumerate(told, start=task.first):
                task.of.pieces[number] = piece
            task.of.missing -= len(told)
        elif kind == worker.READY:
            one.ready = True
            self._warn(told)
        elif isinstance(told, KgError):
            raise told
        else:
            raise RuntimeError(f"a worker process failed:\n{told}")

    def _warn(self, told: object) -> None:
        assert isinstance(told, list)
        for category, message in told:
            if message not in self._warned:  # each process has the same to say
                self._warned.add(message)
                warnings.warn_explicit(message, category, __file__, 0)

    def _bury(self, one: _Process) -> None:
        """A process that died: what it was given is built by another, and what it died over only once more."""
        one.process.join()
        one.connection.close()
        self._processes.remove(one)
        ended = _ended(one.process.exitcode)
        self._unready += not one.ready
        if self._unready > self._number:
            raise InputError(f"worker processes end before they can begin ({ended}): try fewer --workers")
        if one.tasks:
            self._told(f"a worker process ended ({ended}): what it was building is built again")
            first = one.tasks.popleft()
            first.deaths += one.ready  # else it has not looked at them
            self._waiting.extendleft(reversed([*self._again(first, ended), *one.tasks]))
        self._start()

    def _again(self, task: _Task, ended: str) -> list[_Task]:
        if task.deaths < _DEATHS:
            return [task]
        if len(task.documents) > 1:
            each = enumerate(task.documents, start=task.first)
            return [_Task(task.of, number, (document,)) for number, document in each]
        task.of.pieces[task.first] = _given_up(task.documents[0], ended)
        task.of.missing -= 1
        return []

    def _start(self) -> None:
        here, there = _CONTEXT.Pipe()
        process = _CONTEXT.Process(target=worker.work, args=(there, self._options, self._wanted), daemon=True)
        with _uninterrupted():
            process.start()
        there.close()
        self._processes.append(_Process(process, here))


# Not fork: threads of the libraries would be missing in the child.
_CONTEXT = multiprocessing.get_context("spawn")


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """What is started meanwhile does not hear Ctrl-C, which a terminal sends to all processes: this one ends them."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _ended(code: int | None) -> str:
    if code is not None and code < 0:
        try:
            return f"killed by {signal.Signals(-code).name}"
        except ValueError:
            return f"killed by signal {-code}"
    return f"exit code {code}"


def _given_up(document: Document, ended: str) -> Piece:
    message = f"the process that built it ended ({ended}), twice: it may need more memory than there is"
    problem = Problem(f"document {document.id}", message, kind="failed")
    return Piece(Record(document.id, fingerprint(document), problem=message), problem=problem)
