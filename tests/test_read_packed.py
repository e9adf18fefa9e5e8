"""What comes out of packed files, and of those that would fill the memory."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path

import pytest

from kg import Document, Problem, read
from kg.read import packing, page, streams

zstd = packing.zstandard()
DAY = "2025-07-05"
LINES = b"".join(json.dumps({"text": f"Putin spoke {n} times."}).encode() + b"\n" for n in range(20_000))


def run(path: Path) -> tuple[list[str], list[Problem], list[Problem]]:
    """Texts, refusals, warnings."""
    found = list(read.documents([path], date=DAY))
    problems = [item for item in found if isinstance(item, Problem)]
    texts = [item.text for item in found if isinstance(item, Document)]
    return texts, [p for p in problems if p.refused], [p for p in problems if not p.refused]


def pack(data: bytes, suffix: str) -> bytes:
    checked = {zstd.CompressionParameter.checksum_flag: 1}
    packed = gzip.compress(data) if suffix == ".gz" else zstd.compress(data, options=checked)
    assert isinstance(packed, bytes)
    return packed


PAGE = f"<html><body><article>{'<p>Putin spoke by phone with Trump on Thursday.</p>' * 9}</article></body></html>"


@pytest.mark.parametrize("suffix", [".gz", ".zst", ".GZ"])
@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.jsonl", b'{"text": "Putin spoke."}\n'),
        ("a.csv", b"text\nPutin spoke.\n"),
        ("a.tsv", b"text\tid\nPutin spoke.\t1\n"),
        ("a.txt", b"Putin spoke."),
        ("a.html", PAGE.encode()),
    ],
)
def test_a_packed_file_is_read_as_what_is_in_it(tmp_path: Path, name: str, data: bytes, suffix: str) -> None:
    path = tmp_path / (name + suffix)
    path.write_bytes(pack(data, suffix.lower()))
    (tmp_path / name).write_bytes(data)
    (text,), refused, warnings = run(path)
    assert "Putin spoke" in text
    assert (refused, warnings) == ([], [])
    assert read.estimate([str(path)]) == 1


@pytest.mark.parametrize("suffix", [".gz", ".zst"])
def test_parts_packed_one_after_another_are_read_to_the_end(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / ("a.jsonl" + suffix)
    path.write_bytes(pack(b'{"text": "one"}\n', suffix) + pack(b'{"text": "two"}\n', suffix))
    assert run(path) == (["one", "two"], [], [])


@pytest.mark.parametrize("suffix", [".gz", ".zst"])
@pytest.mark.parametrize("damage", ["cut off", "spoilt"])
def test_damage_is_told_and_what_stands_before_it_is_read(tmp_path: Path, suffix: str, damage: str) -> None:
    path = tmp_path / ("a.jsonl" + suffix)
    data = pack(LINES, suffix) + pack(LINES, suffix)
    half = len(data) * 3 // 4
    path.write_bytes(data[:half] if damage == "cut off" else data[:half] + b"\xff" * 200 + data[half + 200 :])
    texts, problems, _ = run(path)
    assert len(texts) >= 19_999
    assert problems[-1].where == str(path)
    assert "damaged" in problems[-1].message


@pytest.mark.parametrize("suffix", [".gz", ".zst"])
def test_bytes_that_are_not_packed_are_refused(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / ("a.jsonl" + suffix)
    path.write_bytes(LINES)
    texts, (problem,), _ = run(path)
    assert texts == []
    assert "damaged" in problem.message


def test_a_file_that_needs_much_memory_to_unpack_is_refused_with_a_remedy(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.zst"
    options = {zstd.CompressionParameter.window_log: 30, zstd.CompressionParameter.enable_long_distance_matching: 1}
    packer = zstd.ZstdCompressor(options=options)
    path.write_bytes(packer.compress(LINES) + packer.flush())
    texts, (problem,), _ = run(path)
    assert texts == []
    assert "without --long" in problem.message


@pytest.mark.parametrize("suffix", [".gz", ".zst"])
def test_a_line_that_swells_beyond_measure_costs_itself(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / ("a.jsonl" + suffix)
    path.write_bytes(pack(b'{"text": "one"}\n' + b"a" * 70_000_000 + b'\n{"text": "three"}\n', suffix))
    texts, (problem,), _ = run(path)
    assert texts == ["one", "three"]
    assert problem.where == f"{path}:2"
    assert "larger than 64 MiB" in problem.message


@pytest.mark.parametrize(("name", "limit"), [("a.txt.gz", streams.LARGEST), ("a.html.gz", page.LARGEST)])
def test_a_file_that_swells_beyond_measure_is_refused(tmp_path: Path, name: str, limit: int) -> None:
    path = tmp_path / name
    path.write_bytes(gzip.compress(b" word" * (limit // 5 + 1)))
    texts, (problem,), _ = run(path)
    assert texts == []
    assert problem.where == str(path)
    assert problem.kind == "size"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_lines_keep_their_numbers_around_one_that_is_too_long(encoding: str) -> None:
    data = f"one\n{'x' * 5000}\n\nfour\n{'y' * 5000}".encode(encoding)
    found = list(streams.lines(io.BufferedReader(io.BytesIO(data)), "a", limit=100))
    assert [(number, line.strip()) for number, line in found if isinstance(line, str)] == [
        (1, "one"),
        (3, ""),
        (4, "four"),
    ]
    assert [line.where for _, line in found if isinstance(line, Problem) and line.refused] == ["a:2", "a:5"]


def test_a_large_file_is_counted_from_its_beginning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.read.estimates._COUNTED", 100_000)
    path = tmp_path / "a.jsonl"
    path.write_bytes(LINES)
    assert read.estimate([str(path)]) == pytest.approx(20_000, rel=0.1)


def test_parquet_is_packed_inside_only(tmp_path: Path) -> None:
    (tmp_path / "a.parquet.gz").write_bytes(gzip.compress(b"PAR1"))
    _, (problem,), _ = run(tmp_path)
    assert "nothing readable" in problem.message
