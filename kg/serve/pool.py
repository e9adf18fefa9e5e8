"""Processes that answer queries, killed and started anew where one takes too long."""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from typing import IO, Any

from kg.errors import InputError, KgError, UsageError
from kg.query.records import Limits
from kg.serve.frames import DATA, END, HEAD, READY, head_of, packed
from kg.serve.refusals import RefusalError

__all__ = ["Answer", "Pool"]

_IN_MEMORY = 1 << 20
"""Bytes of an answer after which it is kept in a file until it is sent."""
_STARTING, _ENDING = 60.0, 2.0
_WAITING = 100
"""Requests that may wait for a worker; one more is sent away."""


@dataclass(slots=True)
class Answer:
    """A whole answer, so that its status is known before its first byte is sent."""

    content: IO[bytes]
    length: int
    facts: Mapping[str, Any] = field(default_factory=dict)
    """What the worker says about it: `media_type`, …"""


class _DiedError(Exception):
    """The worker's process is no more."""


class _Worker:
    def __init__(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdin and process.stdout
        self._process = process
        self._in, self._out = process.stdin, process.stdout
        self._ending = False

    @classmethod
    async def start(cls, command: Sequence[str]) -> _Worker:
        """Raises KgError where it cannot open the store."""
        pipe = asyncio.subprocess.PIPE
        worker = cls(await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe))
        ready = False
        try:
            async with asyncio.timeout(_STARTING):
                kind, content = await worker._frame()
            ready = kind == READY
        except (_DiedError, TimeoutError):
            raise InputError("a process that should answer queries could not be started") from None
        finally:
            if not ready:
                await worker.kill()
        if not ready:
            failed = json.loads(content)
            raise (UsageError if failed["usage"] else InputError)(failed["message"])
        return worker

    async def ask(self, request: Mapping[str, Any]) -> Answer:
        """Raises RefusalError; _DiedError."""
        content = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - whoever sends the answer closes it
        try:
            return await self._answer(request, content)
        except BaseException:
            content.close()
            raise

    async def _answer(self, request: Mapping[str, Any], content: IO[bytes]) -> Answer:
        try:
            self._in.write(packed(DATA, json.dumps(request).encode()))
            await self._in.drain()
        except OSError:
            raise _DiedError from None
        length = 0
        while True:
            kind, data = await self._frame()
            if kind == END:
                break
            length += content.write(data)
        end = json.loads(data)
        if "message" in end:
            raise RefusalError(end["status"], end["message"])
        content.seek(0)
        return Answer(content, length, end)

    async def _frame(self) -> tuple[bytes, bytes]:
        try:
            kind, length = head_of(await self._out.readexactly(HEAD))
            return kind, await self._out.readexactly(length)
        except (asyncio.IncompleteReadError, OSError):
            self._ending = True
            raise _DiedError from None

    @property
    def died(self) -> bool:
        """Somebody else may have ended it."""
        return self._process.returncode is not None

    async def kill(self) -> None:
        if self._ending:
            # asyncio complains where a process is killed that has ended and was not yet seen to.
            with suppress(TimeoutError):
                async with asyncio.timeout(_ENDING):
                    await self._process.wait()
        if not self.died:
            self._process.kill()
        await self._process.wait()


class Pool:
    """So many workers on one store. `limits` has a number of seconds; `title` is what its pages are called."""

    def __init__(self, path: str, title: str, size: int, limits: Limits) -> None:
        assert limits.seconds is not None
        self._seconds = limits.seconds
        self._limits = limits
        self._command = [sys.executable, "-m", "kg.serve.worker", path, title, json.dumps(asdict(limits))]
        self._size = size
        self._idle: asyncio.Queue[_Worker] = asyncio.Queue()
        self._all: set[_Worker] = set()
        self._starting: set[asyncio.Task[None]] = set()
        self._waiting = 0
        self._closed = False

    async def __aenter__(self) -> Pool:
        """Raises KgError where the store cannot be opened."""
        try:
            await asyncio.gather(*(self._add() for _ in range(self._size)))
        except BaseException:
            await self.close()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Ends the workers, and refuses whoever still waits for them."""
        self._closed = True
        for task in self._starting:
            task.cancel()
        await asyncio.gather(*self._starting, return_exceptions=True)
        await asyncio.gather(*(worker.kill() for worker in self._all))

    async def ask(self, request: Mapping[str, Any], seconds: float | None = None, size: int | None = None) -> Answer:
        """Raises RefusalError, also where no worker is free for as long as a query may take, or this one takes longer.

        Who is cancelled takes the worker along: nobody waits for its answer. `seconds` and `size` (bytes) stand for
        the limits of a query.
        """
        limit = seconds or self._seconds
        request = {**request, "seconds": limit, "size": size or self._limits.size}
        worker = await self._free()
        whole = False
        try:
            async with asyncio.timeout(limit):
                answer = await worker.ask(request)
            whole = True
            return answer
        except RefusalError:
            whole = True
            raise
        except TimeoutError:
            raise RefusalError(
                503, f"the query took longer than {limit:g} seconds and was stopped: ask for less"
            ) from None
        except _DiedError:
            raise _ending() if self._closed else RefusalError(500, self._why_died()) from None
        finally:
            # What a worker still writes belongs to a request that is over.
            if self._closed:
                pass
            elif whole:
                self._idle.put_nowait(worker)
            else:
                self._replace(worker)

    def _why_died(self) -> str:
        memory = f"{self._limits.memory // 1_000_000:,} MB of" if self._limits.memory else "the machine's"
        return f"the query was stopped, most likely because it needed more than {memory} memory: ask for less"

    async def _free(self) -> _Worker:
        if self._closed:
            raise _ending()
        if self._waiting >= _WAITING:
            raise _busy()
        self._waiting += 1
        try:
            async with asyncio.timeout(self._seconds):
                while (worker := await self._idle.get()).died:
                    self._replace(worker)
                return worker
        except TimeoutError:
            raise _ending() if self._closed else _busy() from None
        finally:
            self._waiting -= 1

    def _replace(self, worker: _Worker) -> None:
        task = asyncio.create_task(self._replaced(worker))
        self._starting.add(task)
        task.add_done_callback(self._starting.discard)

    async def _replaced(self, worker: _Worker) -> None:
        await worker.kill()
        self._all.discard(worker)
        while not self._closed:
            try:
                await self._add()
                return
            except (KgError, OSError):
                # The machine may be short of something for a moment.
                await asyncio.sleep(1)

    async def _add(self) -> None:
        worker = await _Worker.start(self._command)
        self._all.add(worker)
        self._idle.put_nowait(worker)


def _busy() -> RefusalError:
    return RefusalError(503, "all workers are busy: try again in a moment", {"Retry-After": "5"})


def _ending() -> RefusalError:
    return RefusalError(503, "the server is ending")
