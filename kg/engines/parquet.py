"""A shard as a table of Parquet: a row a statement, for platforms that join tables."""

from __future__ import annotations

import io
from typing import Any

import pyoxigraph
from pyoxigraph import Literal

from kg.extras import needed

# Names, types and meanings are part of what users rely on: benchmarks/hundred-million.md tells them.
COLUMNS = ("subject", "predicate", "object", "is_iri", "datatype", "language", "graph")
_STRING = "http://www.w3.org/2001/XMLSchema#string"


def table(nquads: bytes) -> bytes:
    """The statements in their order: the same bytes for the same statements, with the same version of pyarrow."""
    pyarrow = needed("pyarrow", "tables", "-f parquet")
    parquet = needed("pyarrow.parquet", "tables", "-f parquet")
    statements = pyoxigraph.parse(nquads, pyoxigraph.RdfFormat.N_QUADS)
    columns = list(zip(*map(_row, statements), strict=True)) or [()] * len(COLUMNS)
    schema = pyarrow.schema([(name, pyarrow.bool_() if name == "is_iri" else pyarrow.string()) for name in COLUMNS])
    arrays = [pyarrow.array(column, type=field.type) for column, field in zip(columns, schema, strict=True)]
    stream = io.BytesIO()
    parquet.write_table(pyarrow.Table.from_arrays(arrays, schema=schema), stream, compression="zstd")
    return stream.getvalue()


def _row(quad: Any) -> tuple[str | bool | None, ...]:
    """The data type of a plain string and of one with a language stays empty."""
    value = quad.object
    begin = (quad.subject.value, quad.predicate.value)
    graph = quad.graph_name.value
    if not isinstance(value, Literal):
        return *begin, value.value, True, None, None, graph
    datatype = None if value.language or value.datatype.value == _STRING else value.datatype.value
    return *begin, value.value, False, datatype, value.language, graph
