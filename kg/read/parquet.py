"""Parquet: each row is a document; only the columns of a document are read, some rows at a time."""

from __future__ import annotations

from datetime import date
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
_SECOND = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}
_FIRST_DAY = date(1970, 1, 1).toordinal()
# What pyarrow raises on a damaged file, on what it cannot do, and on numbers that Python's types do not take;
# its other errors are named where it is there.
_ERRORS = (OSError, ValueError, OverflowError, MemoryError, NotImplementedError, LookupError, TypeError)


def read(stream: Stream, where: str) -> Found:
    try:
        file = opened(stream)
    except UsageError as error:
        yield Problem(where, str(error), kind="file")
        return
    except _errors() as error:
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
        except _errors() as error:
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


def _errors() -> tuple[type[Exception], ...]:
    import pyarrow as pa

    return (*_ERRORS, pa.ArrowException)


def _documents(batch: Any, where: str, first: int) -> Found:
    """`first`: the number of the first row, counted from 1."""
    names: list[str] = batch.schema.names
    for row in range(batch.num_rows):
        place = f"{where}:row {first + row}"
        # One row at a time: what many rows share, a dictionary has once.
        cells = batch.slice(row, 1)
        try:
            fields = dict(zip(names, map(_value, cells.columns), strict=True))
        except streams.TooLargeError as error:
            yield Problem(place, str(error), kind="size")
            continue
        except _errors() as error:
            yield Problem(place, f"has a value that cannot be read ({_first_line(error)}): mend it", kind="record")
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


def _value(column: Any) -> object:
    """The one cell as JSON would have it, a text as bytes: pyarrow stops at one that is no UTF-8.

    Raises TooLargeError, and what pyarrow raises.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = column.type
    if pa.types.is_dictionary(kind):
        column = column.dictionary_decode()
        kind = column.type
    if pa.types.is_timestamp(kind) or pa.types.is_date(kind):
        return _day(column)
    if any(its(kind) for its in (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view)):
        column = column.cast(pa.large_binary())
        kind = column.type
    if pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        if (pc.binary_length(column)[0].as_py() or 0) > streams.LARGEST:
            raise streams.TooLargeError(streams.told(streams.LARGEST))
        return column[0].as_py()
    value = column[0].as_py()
    # Where an id is missing, pandas makes floating-point numbers of all others.
    return _whole(value) if pa.types.is_floating(kind) else value


def _day(column: Any) -> str | int | None:
    """The day where the clock of the column's time zone hung; one that the calendar does not have stays a number."""
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = column.type
    a_day = 1
    if pa.types.is_timestamp(kind):
        column = pc.local_timestamp(column) if kind.tz else column
        a_day = 86400 * _SECOND[kind.unit]
    elif pa.types.is_date64(kind):
        a_day = 86400 * _SECOND["ms"]
    count = column.cast(pa.int32() if pa.types.is_date32(kind) else pa.int64())[0].as_py()
    if count is None:
        return None
    try:
        return date.fromordinal(_FIRST_DAY + count // a_day).isoformat()
    except (ValueError, OverflowError):
        return int(count)


def _whole(value: float | None) -> float | int | None:
    if value is None or value != value:
        return None
    return int(value) if value.is_integer() else value


def _first_line(error: Exception) -> str:
    return next(iter(str(error).strip().splitlines()), type(error).__name__).rstrip(".")
