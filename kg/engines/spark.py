"""Spark: a session on this machine, or a cluster's."""

from __future__ import annotations

import os
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from itertools import islice
from typing import Any, TypeVar

from kg.engines.engine import Answering, Results, results
from kg.errors import EngineError
from kg.extras import needed

__all__ = ["Spark", "session"]

Given = TypeVar("Given")
Result = TypeVar("Result")

LOCAL = "local"
"""In place of a master."""
_WAVE = 4
"""Tasks for each core that are one job of Spark."""
_JOBS = 2
"""Jobs at the same time: where one has fewer tasks left than there are cores, the next one has begun."""
_FAILURES = 4
"""So often is a task tried on this machine, as a cluster does by itself (`spark.task.maxFailures`)."""


class Spark:
    """What a session's executors do."""

    def __init__(self, session: Any) -> None:
        self.session = session
        self._context = session.sparkContext

    def map(self, function: Callable[[Given], Result], items: Iterable[Given]) -> Results[Result]:
        return results(self._mapped(Answering(function), items))

    def _mapped(self, function: Callable[[Given], Any], items: Iterable[Given]) -> Results[Any]:
        rest = iter(items)
        size = _WAVE * max(1, self._context.defaultParallelism)
        running: deque[Future[list[Any]]] = deque()
        with ThreadPoolExecutor(_JOBS) as jobs:
            try:
                while wave := list(islice(rest, size)):
                    running.append(jobs.submit(self._collected, function, wave))
                    if len(running) >= _JOBS:
                        yield from running.popleft().result()
                while running:
                    yield from running.popleft().result()
            except BaseException:
                # Else leaving the block would wait for what nobody wants any more.
                self._context.cancelAllJobs()
                raise

    def _collected(self, function: Callable[[Given], Any], wave: list[Given]) -> list[Any]:
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException

        try:
            return list(self._context.parallelize(wave, len(wave)).map(function).collect())
        except (Py4JError, PySparkException) as error:
            raise EngineError(f"Spark gives up ({_cause(str(error))}); the same command goes on") from None


def _cause(told: str) -> str:
    """Of a Java and a Python traceback in one, the line that says what went wrong."""
    lines = [line.strip() for line in told.splitlines() if line.strip()]
    python = [line for line in lines if line.startswith("Traceback")]
    if python:
        after = lines[lines.index(python[-1]) + 1 :]
        said = [line for line in after if not line.startswith(("File ", "at ")) and ": " in line]
        return said[0] if said else lines[0]
    return next((line for line in lines if "Exception" in line or "Error" in line), lines[0] if lines else "no reason")


@contextmanager
def session(master: str = LOCAL, workers: int | None = None) -> Iterator[Spark]:
    """`master`: as Spark calls it, or `local` for so many processes on this machine; a job that `spark-submit` has
    begun runs where that says. Raises KgError.
    """
    needed("pyspark", "spark", "--engine spark")
    from pyspark.errors import PySparkRuntimeError
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.appName("kg build").config("spark.ui.showConsoleProgress", "false")
    if os.environ.get("PYSPARK_GATEWAY_PORT"):
        builder = builder if master == LOCAL else builder.master(master)
    elif master == LOCAL:
        # Executors are this machine's, so is their Python.
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        # A laptop's own name need not resolve.
        os.environ.setdefault("SPARK_LOCAL_HOSTNAME", "localhost")
        builder = builder.master(f"local[{workers or os.cpu_count() or 1},{_FAILURES}]")
        builder = builder.config("spark.ui.enabled", "false").config("spark.driver.host", "127.0.0.1")
        builder = builder.config("spark.driver.bindAddress", "127.0.0.1")
    else:
        builder = builder.master(master)
    try:
        started = builder.getOrCreate()
    except PySparkRuntimeError as error:
        raise EngineError(f"Spark does not start ({_cause(str(error))}): it needs Java 17 and JAVA_HOME") from None
    started.sparkContext.setLogLevel("OFF")
    try:
        yield Spark(started)
    finally:
        started.stop()
