"""A corpus built by an engine of many processes or machines: Dask, Spark. The shards are those of `kg.corpus`."""

from __future__ import annotations

from kg.engines.engine import Engine, Here
from kg.engines.layout import FORMATS, NQUADS, PARQUET
from kg.engines.run import Outcome, Watcher, build

__all__ = ["FORMATS", "NQUADS", "PARQUET", "Engine", "Here", "Outcome", "Watcher", "build"]
