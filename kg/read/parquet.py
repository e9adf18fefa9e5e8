"""Parquet: each row is a document; only the columns of a document are read, some rows at a time."""

from __future__ import annotations

from typing import Any

from kg import extras
from kg.errors import UsageError
from kg.model import Problem
from kg.read import characters, columns, record, streams
from kg.read.record import Found, Stream

# Rows: texts may be long.
_AT_ONCE = 16
_BUFFER = 2**20
_HEAD = 65536


def read(stream: Stream, where: str) -> Found:
    try:
        file = opened(stream)
    except UsageError as error:
        yield Problem(where, str(error), kind="file")
        return
    except (OSError, ValueError) as error:  # pyarrow's own errors are these
        yield Problem(where, f"is no Parquet file, or damaged ({_first_line(error)}): write it again", kind="damaged")
        return
    names = tuple(file.schema_arrow.names)
    known = columns.named(names)
    if "text" not in known:
        yield Problem(where, columns.without_text(names), kind="record")
        return
    first = 1
    for group in range(file.num_row_groups):
        rows = file.metadata.row_group(group).num_rows
        done = 0
        try:
            for batch in file.iter_batches(_AT_ONCE, [group], sorted(known.values()), use_threads=False):
                yield from _documents(batch, where, first + done)
                done += batch.num_rows
        except (OSError, ValueError) as error:
            place = f"{where}:row {first + done}"
            message = f"damaged ({_first_line(error)}): {rows - done} rows from here on are left out"
            yield Problem(place, message, kind="damaged")
        first += rows
    if not file.metadata.num_rows:
        yield Problem(where, "empty: no documents in it", refused=False, kind="file")


def opened(stream: Stream) -> Any:
    """The `ParquetFile` of a stream that can be moved in. Raises UsageError, and what pyarrow raises."""
    module = extras.needed("pyarrow.parquet", "tables", "reading Parquet")
    if not stream.seekable():
        raise UsageError("Parquet is read from its end: save it as a file")
    # Without a buffer, or with reading ahead, pyarrow holds a whole row group, which may be the file.
    return module.ParquetFile(stream, buffer_size=_BUFFER, pre_buffer=False)


def _documents(batch: Any, where: str, first: int) -> Found:
    """`first`: the number of the first row, counted from 1."""
    named = dict(zip(batch.schema.names, map(_values, batch.columns), strict=True))
    text = columns.named(tuple(named))["text"]
    for row in range(batch.num_rows):
        place = f"{where}:row {first + row}"
        fields = {name: values[row] for name, values in named.items()}
        written = fields[text]
        if isinstance(written, bytes) and len(written) > streams.LARGEST:
            yield Problem(place, streams.told(streams.LARGEST), kind="size")
            continue
        try:
            for name, value in fields.items():
                if isinstance(value, bytes):
                    characters.refuse_binary(value[:_HEAD])
                    fields[name], encoding = streams.decoded(value)
                    if encoding:
                        yield Problem(place, characters.not_utf8(encoding), refused=False, kind="encoding")
        except characters.BinaryError as error:
            yield Problem(place, str(error), kind="damaged")
            continue
        yield from record.from_fields(fields, place)


def _values(column: Any) -> list[object]:
    """The cells as JSON would have them, texts as bytes: pyarrow stops at the first that is no UTF-8."""
    import pyarrow as pa

    kind = column.type
    if pa.types.is_dictionary(kind):
        column = column.dictionary_decode()
        kind = column.type
    if pa.types.is_timestamp(kind) or pa.types.is_date(kind):
        # The day where the clock of the column's time zone hung.
        days = column.cast(pa.date32(), safe=False).to_pylist()
        return [day and day.isoformat() for day in days]
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        column = column.cast(pa.large_binary())
    values = column.to_pylist()
    if pa.types.is_floating(kind):
        # Where an id is missing, pandas makes floating-point numbers of all others.
        return [_whole(value) for value in values]
    return list(values)


def _whole(value: float | None) -> float | int | None:
    if value is None or value != value:
        return None
    return int(value) if value.is_integer() else value


def _first_line(error: Exception) -> str:
    return next(iter(str(error).strip().splitlines()), type(error).__name__).rstrip(".")
