"""Tables as CSV and as Parquet."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, BinaryIO

from kg.export.tables import Cell, Column, Row
from kg.extras import needed
from kg.write.network import SEPARATOR

# Spreadsheets take a cell that begins so for a formula, and texts are other people's: a sentence of a page could run
# commands on the reader's machine. https://owasp.org/www-community/attacks/CSV_Injection
_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_ROWS = 20_000


def write_csv(columns: Sequence[Column], rows: Iterable[Row], stream: BinaryIO) -> None:
    """As RFC 4180 has it, in UTF-8. A cell that a spreadsheet would run gets an apostrophe before it."""
    text = io.TextIOWrapper(stream, encoding="utf-8", newline="")
    table = csv.writer(text, lineterminator="\r\n")
    table.writerow([column.name for column in columns])
    for row in rows:
        table.writerow([_shown(row.get(column.name)) for column in columns])
    text.flush()
    # Else the stream would be closed with it.
    text.detach()


def _shown(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str | int):
        shown = str(cell)
        return shown if isinstance(cell, int) else defused(shown)
    if isinstance(cell, Sequence):
        return defused(SEPARATOR.join(cell))
    return cell.isoformat()


def defused(text: str) -> str:
    """No formula for any spreadsheet. Take the first apostrophe from what matches `'+[=+-@…]`, and it is as it was."""
    return "'" + text if _FORMULA.match(text) else text


def write_parquet(columns: Sequence[Column], rows: Iterable[Row], stream: BinaryIO) -> None:
    """Lists are lists, dates dates; memory holds some rows."""
    arrow = needed("pyarrow", "tables", "Parquet")
    parquet = needed("pyarrow.parquet", "tables", "Parquet")
    types = {"string": arrow.string(), "integer": arrow.int64(), "date": arrow.date32()}
    types["list"] = arrow.list_(arrow.string())
    schema = arrow.schema([(column.name, types[column.type]) for column in columns])
    with parquet.ParquetWriter(stream, schema, compression="zstd") as writer:
        for some in _batches(rows):
            whole = [{column.name: _typed(column, row.get(column.name)) for column in columns} for row in some]
            writer.write_table(arrow.Table.from_pylist(whole, schema=schema))


def _typed(column: Column, cell: Cell) -> Any:
    return list(cell or ()) if column.type == "list" else cell  # type: ignore[arg-type]


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    iterator = iter(rows)
    while some := list(islice(iterator, _ROWS)):
        yield some
