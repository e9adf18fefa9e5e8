"""What comes out of tables in Parquet."""

from __future__ import annotations

import datetime
import gzip
import io
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from reading import DAY, run, texts

from kg import Document, extras, read
from kg.errors import UsageError
from kg.read import parquet, streams

pa = pytest.importorskip("pyarrow", reason="pyarrow is not installed")
pq = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")


def table(path: Path, **columns_: object) -> Path:
    pq.write_table(pa.table(columns_), path)
    return path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "articles.parquet"


def test_a_row_of_parquet_is_a_document(file: Path) -> None:
    table(
        file,
        id=[7, 8],
        content=["Putin spoke.", "Trump spoke."],
        published=[datetime.date(2025, 7, 4), None],
        headline=["Call", None],
        link=["https://x.example/", None],
        publisher=pa.array(["S", "S"]).dictionary_encode(),
        vector=[[0.1], [0.2]],
    )
    documents, refused, warnings = run(file)
    assert (refused, warnings) == ([], [])
    assert documents == [
        Document("Putin spoke.", "7", "2025-07-04", "Call", "https://x.example/", "S"),
        Document("Trump spoke.", "8", DAY, source="S"),
    ]


@pytest.mark.parametrize(
    ("dates", "date"),
    [
        (pa.array(["2025-07"]), "2025-07"),
        (pa.array([datetime.datetime(2025, 7, 4, 23, 30)], pa.timestamp("ns")), "2025-07-04"),
        (pa.array([datetime.datetime(1965, 7, 4, 23, 30)], pa.timestamp("s")), "1965-07-04"),
        (
            pa.array([datetime.datetime(2025, 7, 4, 23, 30)], pa.timestamp("us")).cast(pa.timestamp("us", "+02:00")),
            "2025-07-05",
        ),
        (pa.array([datetime.date(2025, 7, 4)], pa.date64()), "2025-07-04"),
        (pa.array([None], pa.null()), DAY),
    ],
)
def test_a_date_is_the_day_that_the_column_tells(file: Path, dates: object, date: str) -> None:
    (document,), refused, _ = run(table(file, text=["x"], date=dates))
    assert document.date == date
    assert refused == []


@pytest.mark.parametrize(
    ("kind", "beyond"),
    [
        (pa.timestamp("s"), 10**12),
        (pa.timestamp("s"), 10**15),
        (pa.timestamp("ms"), 10**15),
        (pa.timestamp("us", "UTC"), 10**18),
        (pa.timestamp("us", "Europe/Paris"), 10**18),
        (pa.timestamp("us"), -(10**17)),
        (pa.date32(), 5 * 10**6),
        (pa.date64(), 10**15),
    ],
)
def test_a_day_that_the_calendar_does_not_have_costs_its_row(file: Path, kind: object, beyond: int) -> None:
    size = pa.int32() if kind == pa.date32() else pa.int64()
    dates = pa.array([0, beyond, None], size).cast(kind)
    documents, (problem,), _ = run(table(file, text=["one", "two", "three"], date=dates))
    assert [(document.text, document.date) for document in documents] == [("one", "1970-01-01"), ("three", DAY)]
    assert problem.where == f"{file}:row 2"
    assert "is no date" in problem.message


def test_a_value_that_python_cannot_hold_costs_its_row(file: Path) -> None:
    durations = pa.array([1, 2**62, None], pa.int64()).cast(pa.duration("s"))
    documents, refused, _ = run(table(file, text=["one", "two", "three"], title=durations))
    assert texts(documents) == ["one", "three"]
    assert [problem.where for problem in refused] == [f"{file}:row 2"]


@pytest.mark.parametrize("error", [MemoryError, NotImplementedError, OverflowError, pa.ArrowException])
def test_whatever_pyarrow_raises_is_one_problem(
    file: Path, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    def opened(_: object) -> None:
        raise error("too many columns")

    monkeypatch.setattr(parquet, "opened", opened)
    _, (problem,), _ = run(table(file, text=["x"]))
    assert "too many columns" in problem.message
    assert read.estimate([str(file)]) is None


@pytest.mark.parametrize("shared", [False, True])
def test_a_text_that_is_too_long_costs_its_row(file: Path, monkeypatch: pytest.MonkeyPatch, shared: bool) -> None:
    monkeypatch.setattr(streams, "LARGEST", 1000)
    written = pa.array(["one", "x" * 1001, "x" * 1000])
    documents, (problem,), _ = run(table(file, text=written.dictionary_encode() if shared else written))
    assert [len(document.text) for document in documents] == [3, 1000]
    assert (problem.where, problem.kind) == (f"{file}:row 2", "size")


@pytest.mark.parametrize(
    ("column", "message"),
    [
        ({"text": ["one", None, "three"]}, "has no text"),
        ({"text": [b"one", b"\x89PNG\x00\x01\x02\x03", b"three"]}, "binary"),
        ({"text": ["one", "x", "three"], "date": ["2025", "soon", "2025"]}, "'soon' is no date"),
        ({"text": ["one", "x", "three"], "id": [1.0, 0.5, 3.0]}, "the id 0.5 is neither"),
        ({"text": ["one", "x", "three"], "date": [None, 20250705, None]}, "20250705 is no date"),
    ],
)
def test_a_bad_row_of_parquet_is_told_with_its_number(file: Path, column: dict[str, object], message: str) -> None:
    documents, (problem,), _ = run(table(file, **column))
    assert texts(documents) == ["one", "three"]
    assert problem.where == f"{file}:row 2"
    assert message in problem.message


def test_numbers_that_pandas_made_floating_are_ids(file: Path) -> None:
    documents, refused, _ = run(table(file, text=["one", "two"], id=pa.array([7.0, None])))
    assert (documents[0].id, len(documents[1].id)) == ("7", 20)
    assert refused == []


def test_bytes_that_are_no_utf_8_cost_a_warning_and_no_other_row(file: Path) -> None:
    spoilt = pa.array([b"one", b"Pe\xf1a spoke.", b"three"]).view(pa.string())
    documents, refused, (warning,) = run(table(file, text=spoilt))
    assert texts(documents) == ["one", "Peña spoke.", "three"]
    assert refused == []
    assert warning.where == f"{file}:row 2"


def test_rows_are_counted_over_all_row_groups(file: Path) -> None:
    written = [str(n) if n != 77 else None for n in range(100)]
    pq.write_table(pa.table({"text": written}), file, row_group_size=30)
    documents, (problem,), _ = run(file)
    assert texts(documents) == [text for text in written if text]
    assert problem.where == f"{file}:row 78"


def test_damage_costs_the_rows_that_it_is_in(file: Path) -> None:
    pq.write_table(pa.table({"text": [f"text {n} " * 50 for n in range(90)]}), file, row_group_size=30)
    begin = pq.ParquetFile(file).metadata.row_group(1).column(0).dictionary_page_offset
    data = bytearray(file.read_bytes())
    data[begin : begin + 60] = b"\xff" * 60
    file.write_bytes(data)
    documents, (problem,), _ = run(file)
    assert len(documents) == 60
    assert problem.where == f"{file}:row 31"
    assert "30 rows" in problem.message


@pytest.mark.parametrize("data", [b"", b"PAR1", b"PAR1 and no more PAR1", b"Putin spoke."])
def test_what_is_no_parquet_is_one_problem(file: Path, data: bytes) -> None:
    file.write_bytes(data)
    documents, (problem,), _ = run(file)
    assert documents == []
    assert "no Parquet file, or damaged" in problem.message
    assert "\n" not in problem.message


def test_parquet_without_rows_gets_a_warning(file: Path) -> None:
    documents, refused, (warning,) = run(table(file, text=pa.array([], pa.string())))
    assert (documents, refused) == ([], [])
    assert "no documents" in warning.message


def test_parquet_without_pyarrow_is_one_problem_that_says_what_to_install(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table(file, text=["x"])

    def missing(module: str, extra: str, what: str) -> None:
        raise UsageError(f"{what} needs {module.partition('.')[0]}: pip install 'kg-builder[{extra}]'")

    monkeypatch.setattr(extras, "needed", missing)
    _, (problem,), _ = run(file)
    assert problem.message == "reading Parquet needs pyarrow: pip install 'kg-builder[tables]'"


def test_parquet_on_standard_input_is_refused_with_a_remedy(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = table(file, text=["x"]).read_bytes()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(data))))
    _, (problem,), _ = run("-")
    assert "is a Parquet file: end its name in .parquet" in problem.message


def test_no_more_than_some_rows_are_in_memory(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pq.write_table(pa.table({"text": [str(n) for n in range(1000)]}), file)
    sizes: list[int] = []
    rows = parquet._documents

    def watched(batch: pa.RecordBatch, where: str, first: int) -> Iterator[object]:
        sizes.append(batch.num_rows)
        return rows(batch, where, first)

    monkeypatch.setattr(parquet, "_documents", watched)
    assert len(run(file)[0]) == 1000
    assert max(sizes) <= 16


@pytest.mark.parametrize("name", ["a.csv", "a.tsv.gz", "a.parquet"])
def test_an_estimate_counts_rows(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if name == "a.parquet":
        table(path, text=["one", "two"])
    else:
        data = b'id\ttext\n1\t"one\nline"\n\n2\ttwo\n'
        path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data.replace(b"\t", b","))
    assert read.estimate([str(path)]) == 2
