"""Dask: a scheduler somewhere, or processes on this machine that live as long as the run."""

from __future__ import annotations

import logging
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from kg.engines.engine import Answering, Results, results
from kg.errors import EngineError
from kg.extras import needed

__all__ = ["Dask", "connected"]

Given = TypeVar("Given")
Result = TypeVar("Result")

LOCAL = "local"
"""In place of a scheduler's address."""
_AHEAD = 8
"""Tasks for each thread of the cluster that are handed over before the first is done."""
_RETRIES = 3
"""So often is a task tried again where it cannot read or write. One whose worker died is not counted here but by
Dask's own `distributed.scheduler.allowed-failures`."""
_CONNECTING, _WAITING = 15, 120
"""Seconds, for the scheduler to answer, and for a worker to come where there is none."""
_LOOKING = 5
"""Seconds after which it is seen whether there are workers."""


class Dask:
    """What a client's workers do."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def map(self, function: Callable[[Given], Result], items: Iterable[Given]) -> Results[Result]:
        return results(self._mapped(Answering(function), items))

    def _mapped(self, function: Callable[[Given], Any], items: Iterable[Given]) -> Results[Any]:
        waiting: deque[Any] = deque()
        for item in items:
            # Not pure: Dask would know an item again by its hash, and give the result of an earlier run.
            waiting.append(self._client.submit(function, item, pure=False, retries=_RETRIES))
            if len(waiting) >= _AHEAD * self._threads():
                yield self._result(waiting.popleft())
        while waiting:
            yield self._result(waiting.popleft())

    def _result(self, future: Any) -> Any:
        from distributed import CancelledError, KilledWorker

        try:
            return self._waited(future)
        except KilledWorker as error:
            again = "give them more memory, or look into their logs; the same command goes on"
            raise EngineError(f"workers died again and again over the same documents ({error}): {again}") from None
        except CancelledError:
            raise EngineError("the scheduler is gone: start it; the same command goes on") from None
        except ModuleNotFoundError as error:
            raise EngineError(f"a worker has no {error.name}: install kg-builder[dask] on every machine") from None

    def _waited(self, future: Any) -> Any:
        """The result, however long it takes while there are workers."""
        without = 0
        while without < _WAITING:
            try:
                return future.result(timeout=_LOOKING)
            except TimeoutError:
                if future.done():
                    raise  # it is the function's own
                # One that died may be replaced by another.
                without = 0 if self._client.nthreads() else without + _LOOKING
        raise EngineError("all workers are gone, and no others come: start some; the same command goes on")

    def _threads(self) -> int:
        return max(1, int(sum(self._client.nthreads().values())))


@contextmanager
def connected(scheduler: str, workers: int | None = None) -> Iterator[Dask]:
    """`scheduler`: an address (`tcp://host:8786`), or `local` for so many processes on this machine. Raises KgError."""
    distributed = needed("distributed", "dask", "--engine dask")
    # What it logs about workers that come and go is not for the user of a command.
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    if scheduler == LOCAL:
        cluster = distributed.LocalCluster(
            n_workers=workers or os.cpu_count() or 1,
            threads_per_worker=1,
            processes=True,
            # Any free port, and none that others reach.
            dashboard_address="127.0.0.1:0",
            # The default is a share of the machine's memory; a build needs a gigabyte however many there are.
            memory_limit=None,
            silence_logs=logging.CRITICAL,
        )
        with cluster, distributed.Client(cluster) as client:
            yield Dask(client)
        return
    try:
        client = distributed.Client(scheduler, timeout=_CONNECTING)
    except (OSError, ValueError) as error:
        told = " ".join(str(error).split())
        raise EngineError(f"no Dask scheduler answers at {scheduler} ({told}): give one like tcp://host:8786") from None
    with client:
        try:
            client.wait_for_workers(1, timeout=_WAITING)
        except TimeoutError:
            raise EngineError(f"the scheduler at {scheduler} has no workers: start some with dask worker") from None
        yield Dask(client)
