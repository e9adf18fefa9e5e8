"""What comes out of web archives, whole and damaged."""

from __future__ import annotations

import gzip
import io
import sys
import zlib
from pathlib import Path

import pytest
from archives import Archive, page

from kg import Document, Problem, read
from kg.read import crawl, files, http, streams
from kg.read.record import Located

GERMAN = (
    "<p>Der Präsident hat am Donnerstag mit seinem Kollegen telefoniert und dabei über ein Treffen in Istanbul "
    "gesprochen, wie der Kreml mitteilte. Beide wollen sich noch in diesem Monat sehen, um einen Waffenstillstand "
    "zu vereinbaren. Die Bundesregierung begrüßte die Ankündigung und sprach von einem wichtigen Schritt.</p>" * 3
)


def run(path: Path | str) -> tuple[list[Document], list[Problem], list[Problem]]:
    """Documents, refusals, warnings."""
    found = list(read.documents([path]))
    problems = [item for item in found if isinstance(item, Problem)]
    documents = [item for item in found if isinstance(item, Document)]
    return documents, [p for p in problems if p.refused], [p for p in problems if not p.refused]


def body(number: int) -> bytes:
    return page(f"Call {number}")


def titles(documents: list[Document]) -> list[str | None]:
    return [document.title for document in documents]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "crawl.warc.gz"


@pytest.mark.parametrize("packed", [True, False])
def test_a_page_of_a_crawl_is_an_article_with_the_address_that_was_asked(tmp_path: Path, packed: bool) -> None:
    archive = Archive(packed=packed)
    archive.note()
    archive.answer(page(), "https://news.example/2025/call?a=1")
    path = tmp_path / ("crawl.warc.gz" if packed else "crawl.warc")
    path.write_bytes(archive.bytes)
    (document,), refused, warnings = run(path)
    assert (refused, warnings) == ([], [])
    assert "for the 4th time" in document.text
    assert document.url == "https://news.example/2025/call?a=1"
    assert document.title == "Putin and Trump speak"
    assert document.date == "2025-07-04"


def test_a_page_is_the_same_document_as_its_file(path: Path) -> None:
    archive = Archive()
    archive.answer(page())
    path.write_bytes(archive.bytes)
    (crawled,), _, _ = run(path)
    saved = path.with_name("page.html")
    saved.write_bytes(page())
    ((document), *_) = run(saved)[0]
    assert (crawled.id, crawled.text, crawled.date) == (document.id, document.text, document.date)


@pytest.mark.parametrize(
    ("published", "date"),
    [("2025-07-04", "2025-07-04"), ("2025-07-06", "2025-07-06"), ("2025-08-06", None), ("", None)],
)
def test_a_page_is_no_younger_than_its_crawl_and_is_not_dated_by_it(path: Path, published: str, date: str) -> None:
    archive = Archive()
    archive.answer(page(published=published), "https://news.example/call")
    path.write_bytes(archive.bytes)
    (document,), _, _ = run(path)
    assert document.date == date


def test_what_is_no_english_article_is_counted(path: Path) -> None:
    archive = Archive()
    archive.answer(b"User-agent: *", served={"Content-Type": "text/plain"})
    archive.answer(page(), status="404 Not Found")
    archive.answer(b"", status="301 Moved", served={"Location": "/"})
    archive.answer(page(body=GERMAN), served={"Content-Type": "text/html"})
    archive.file(b"\x89PNG", "https://news.example/a.png", "image/png")
    archive.note("metadata")
    archive.answer(page())
    path.write_bytes(archive.bytes)
    documents, refused, (warning,) = run(path)
    assert len(documents) == 1
    assert refused == []
    assert warning.where == str(path)
    for words in ("2 errors and redirections", "2 other files", "1 pages in another language"):
        assert words in warning.message


def test_a_page_without_an_article_is_told_with_its_record_and_offset(path: Path) -> None:
    archive = Archive()
    archive.note()
    archive.answer(b"<html><body></body></html>")
    archive.answer(page())
    path.write_bytes(archive.bytes)
    documents, (problem,), _ = run(path)
    assert len(documents) == 1
    assert problem.where == f"{path}:record 2, offset {archive.offsets[1]}"
    assert "no article" in problem.message


def test_a_page_that_is_no_text_costs_no_other(path: Path) -> None:
    archive = Archive()
    archive.answer(b"%PDF-1.7 and more", served={"Content-Type": "text/html"})
    archive.answer(bytes(range(256)) * 40, served={"Content-Type": "text/html"})
    archive.answer(page())
    path.write_bytes(archive.bytes)
    documents, refused, _ = run(path)
    assert len(documents) == 1
    assert [problem.where for problem in refused] == [
        f"{path}:record {n}, offset {archive.offsets[n - 1]}" for n in (1, 2)
    ]


def test_a_page_kept_as_a_file_is_read(path: Path) -> None:
    archive = Archive()
    archive.file(page(), "https://news.example/call", "text/html; charset=utf-8")
    path.write_bytes(archive.bytes)
    (document,), _, _ = run(path)
    assert document.url == "https://news.example/call"


def chunked(data: bytes) -> bytes:
    parts = [data[at : at + 100] for at in range(0, len(data), 100)]
    return b"".join(b"%x;x=1\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


@pytest.mark.parametrize(
    ("sent", "coding", "transfer"),
    [
        (gzip.compress(page()), "gzip", ""),
        (zlib.compress(page()), "deflate", ""),
        (raw_deflate(page()), "deflate", ""),
        (chunked(page()), "", "chunked"),
        (chunked(gzip.compress(page())), "gzip", "chunked"),
        (page(), "gzip", "chunked"),
        (page(), "br", ""),
    ],
)
def test_a_body_is_unpacked_however_it_was_sent_or_kept(path: Path, sent: bytes, coding: str, transfer: str) -> None:
    archive = Archive()
    served = {"Content-Type": "text/html", "Content-Encoding": coding, "Transfer-Encoding": transfer}
    archive.answer(sent, served={name: value for name, value in served.items() if value})
    path.write_bytes(archive.bytes)
    (document,), _, _ = run(path)
    assert "for the 8th time" in document.text


@pytest.mark.parametrize(
    ("sent", "coding", "message"),
    [
        (b"\x0b\x02\x80packed", "br", "is packed as 'br'"),
        (gzip.compress(page())[:-9], "gzip", "is damaged"),
        (gzip.compress(b"<html>" + b" " * 30_000_000), "gzip", "larger than 20 MiB"),
        (gzip.compress(gzip.compress(b"<html>" + b" " * 30_000_000)), "gzip, gzip", "larger than 20 MiB"),
        (chunked(gzip.compress(b"<html>" + b" " * 30_000_000)), "gzip", "larger than 20 MiB"),
    ],
)
def test_a_body_that_cannot_be_unpacked_costs_itself(path: Path, sent: bytes, coding: str, message: str) -> None:
    archive = Archive()
    served = {"Content-Type": "text/html", "Content-Encoding": coding}
    if sent.startswith(b"64;"):
        served["Transfer-Encoding"] = "chunked"
    archive.answer(sent, served=served)
    archive.answer(page())
    path.write_bytes(archive.bytes)
    documents, (problem,), _ = run(path)
    assert len(documents) == 1
    assert problem.where == f"{path}:record 1, offset 0"
    assert message in problem.message


def test_a_server_s_word_on_the_encoding_is_believed(path: Path) -> None:
    archive = Archive()
    html = page().decode().replace("Istanbul", "Łódź").encode("iso-8859-2")
    archive.answer(html, served={"Content-Type": 'text/html; charset="ISO-8859-2"'})
    path.write_bytes(archive.bytes)
    (document,), _, warnings = run(path)
    assert "Łódź" in document.text
    assert warnings == []


def test_a_page_that_the_crawler_cut_short_gets_a_warning(path: Path) -> None:
    archive = Archive()
    archive.answer(page()[:-30], recorded={"WARC-Truncated": "length"})
    path.write_bytes(archive.bytes)
    (_,), _, (warning,) = run(path)
    assert "cut short by the crawler (length)" in warning.message


# Damage


def five(packed: bool = True) -> Archive:
    archive = Archive(packed=packed)
    for number in range(5):
        archive.answer(body(number))
    return archive


class Pipe(io.BytesIO):
    def seekable(self) -> bool:
        return False

    def seek(self, *_: int) -> int:
        raise io.UnsupportedOperation


def spoiled(archive: Archive, record: int, at: int, with_: bytes) -> bytes:
    data, place = archive.bytes, archive.offsets[record] + at
    return data[:place] + with_ + data[place + len(with_) :]


@pytest.mark.parametrize("at", [0, 5, 60, 300])
@pytest.mark.parametrize("stream", [io.BytesIO, Pipe])
def test_damage_costs_the_record_that_it_is_in(at: int, stream: type[io.BytesIO]) -> None:
    archive = five()
    data = spoiled(archive, 2, at, b"\xff" * 12)
    found = list(files.of_stream(io.BufferedReader(stream(data)), "crawl.warc.gz"))
    assert [item.document.title for item in found if isinstance(item, Located)] == [
        "Call 0",
        "Call 1",
        "Call 3",
        "Call 4",
    ]
    (problem,) = [item for item in found if isinstance(item, Problem)]
    assert problem.where == f"crawl.warc.gz:record 3, offset {archive.offsets[2]}"
    assert "damaged" in problem.message


@pytest.mark.parametrize(
    ("line", "instead", "packed"),
    [
        (b"WARC/1.0", b"WORC/1.0", False),
        (b"WARC/1.0", b"WORC/1.0", True),
        (b"Content-Length: 1", b"Content-Length: x", False),
        (b"Content-Length: 1", b"Content-Length: x", True),
        (b"Content-Length: 1", b"Content-Length: 9", False),
    ],
)
def test_a_record_that_is_no_record_costs_itself(tmp_path: Path, line: bytes, instead: bytes, packed: bool) -> None:
    archive = five(packed=False)
    begin, end = archive.offsets[2], archive.offsets[3]
    data = archive.bytes
    data = data[:begin] + data[begin:end].replace(line, instead, 1) + data[end:]
    path = tmp_path / ("crawl.warc.gz" if packed else "crawl.warc")
    path.write_bytes(gzip.compress(data) if packed else data)
    documents, (problem,), _ = run(path)
    assert titles(documents) == ["Call 0", "Call 1", "Call 3", "Call 4"]
    assert problem.where == f"{path}:record 3, offset {0 if packed else begin}"


@pytest.mark.parametrize("packed", [True, False])
def test_an_archive_that_is_cut_off_is_read_up_to_there(tmp_path: Path, packed: bool) -> None:
    archive = five(packed)
    path = tmp_path / ("crawl.warc.gz" if packed else "crawl.warc")
    path.write_bytes(archive.bytes[: archive.offsets[4] + 200])
    documents, (problem,), _ = run(path)
    assert titles(documents) == ["Call 0", "Call 1", "Call 2", "Call 3"]
    assert problem.where == f"{path}:record 5, offset {archive.offsets[4]}"
    assert "the file ends within it" in problem.message


def test_an_archive_packed_as_a_whole_is_read(path: Path) -> None:
    path.write_bytes(gzip.compress(five(packed=False).bytes))
    documents, refused, _ = run(path)
    assert titles(documents) == [f"Call {n}" for n in range(5)]
    assert refused == []


@pytest.mark.parametrize("data", [b"", b"\n\n"])
def test_an_empty_archive_gets_a_warning(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "crawl.warc"
    path.write_bytes(data)
    documents, refused, (warning,) = run(path)
    assert (documents, refused) == ([], [])
    assert "no documents" in warning.message


def test_what_is_no_archive_is_one_problem(path: Path) -> None:
    path.write_bytes(b"Putin spoke.\n" * 1000)
    documents, (problem,), _ = run(path)
    assert documents == []
    assert problem.where == f"{path}:record 1, offset 0"


def test_a_record_beyond_all_measure_is_passed_by(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crawl, "_LARGEST_RECORD", 10_000)
    archive = Archive()
    archive.answer(page(body="<p>" + "word " * 10_000 + "</p>"))
    archive.answer(page())
    path.write_bytes(archive.bytes)
    documents, (problem,), _ = run(path)
    assert len(documents) == 1
    assert problem.where == f"{path}:record 1, offset 0"
    assert problem.kind == "size"


def test_an_archive_comes_on_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    data = io.BytesIO(five(packed=False).bytes)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(data)))
    documents, refused, _ = run("-")
    assert len(documents) == 5
    assert refused == []


def test_an_estimate_counts_what_servers_answered(path: Path) -> None:
    archive = five()
    archive.note()
    path.write_bytes(archive.bytes)
    assert read.estimate([str(path)]) == 5


def test_headers_that_go_on_in_the_next_line_are_put_together() -> None:
    assert http.headers([b"A: one\r\n", b"  two\r\n", b"a: three\r\n", b"none\r\n", b" x\r\n"]) == {"a": "one two"}


def test_no_more_of_a_body_is_unpacked_than_is_asked_for() -> None:
    answer = http.answer(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(b"x" * 1000))
    assert answer is not None
    assert len(answer.body(1000)) == 1000
    with pytest.raises(streams.TooLargeError):
        answer.body(999)
