"""What comes out of web pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg import Document, Problem, read
from kg.read import page

ARTICLE = "".join(
    f"<p>President Putin spoke by phone with President Trump for the {n}th time, the Kremlin said on "
    "Thursday, and the two leaders agreed to meet in Istanbul later this month.</p>"
    for n in range(4, 9)
)
PAGE = f"""<!DOCTYPE html><html><head><title>Putin and Trump speak | Example News</title>
<meta property="og:title" content="Putin and Trump speak">
<meta property="og:site_name" content="Example News">
<meta property="article:published_time" content="2025-07-04T08:00:00Z">
<link rel="canonical" href="https://news.example/2025/call">
</head><body><nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul></nav>
<article><h1>Putin and Trump speak</h1>{ARTICLE}</article>
<div class="comments"><p>First! This is what I think about all of that and more.</p></div>
<footer>Share on Facebook. Copyright Example News.</footer></body></html>"""


def run(path: Path) -> tuple[list[Document], list[Problem]]:
    found = list(read.documents([path]))
    return [f for f in found if isinstance(f, Document)], [f for f in found if isinstance(f, Problem)]


@pytest.mark.parametrize("name", ["page.html", "page.HTM", "page"])
def test_a_page_gives_its_article_with_title_date_and_address(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(PAGE)
    (document,), problems = run(path)
    assert problems == []
    assert "for the 4th time" in document.text
    assert "Share on Facebook" not in document.text
    assert "First!" not in document.text
    assert document.title == "Putin and Trump speak"
    assert document.date == "2025-07-04"
    assert document.url == "https://news.example/2025/call"
    assert document.source == "Example News"


def test_a_declared_encoding_is_believed(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    html = PAGE.replace("<head>", '<head><meta charset="iso-8859-2">').replace("Istanbul", "Łódź")
    path.write_bytes(html.encode("iso-8859-2"))
    (document,), problems = run(path)
    assert "Łódź" in document.text
    assert problems == []


@pytest.mark.parametrize(
    ("declared", "codec"),
    [
        ("ISO-8859-1", "cp1252"),
        ("Shift_JIS", "cp932"),
        ("gb2312", "gb18030"),
        ("big5", "big5hkscs"),
        ("ks_c_5601-1987", "cp949"),
        ("koi8-r", "koi8-r"),
        ("utf-16", "utf-8"),
    ],
)
def test_an_encoding_is_what_a_browser_takes_the_name_for(tmp_path: Path, declared: str, codec: str) -> None:
    path = tmp_path / "page.html"
    word = {"cp932": "トランプ", "gb18030": "特朗普", "big5hkscs": "特朗普", "cp949": "트럼프", "koi8-r": "Путин"}.get(
        codec, "“no”"
    )
    html = PAGE.replace("<head>", f'<head><meta charset="{declared}">').replace("Istanbul", word)
    path.write_bytes(html.encode(codec))
    (document,), problems = run(path)
    assert word in document.text
    assert problems == []


@pytest.mark.parametrize(
    "declared", ["punycode", "idna", "unicode_escape", "raw_unicode_escape", "utf-7", "rot13", "hex", "cp037", "mbcs"]
)
def test_only_encodings_of_the_web_are_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, declared: str
) -> None:
    asked: list[str] = []

    class Watched(bytes):
        def decode(self, encoding: str = "utf-8", errors: str = "strict") -> str:
            asked.append(encoding)
            return super().decode(encoding, errors)

    path = tmp_path / "page.html"
    path.write_text(PAGE.replace("<head>", f'<head><meta charset="{declared}">'))
    (document,), problems = run(path)
    assert "for the 4th time" in document.text
    assert problems == []
    for charset in ("", declared):
        assert list(page.article(Watched(path.read_bytes()), "page", charset))
    assert set(asked) == {"utf-8"}


@pytest.mark.parametrize("declared", ["no-such-code", "utf-8"])
def test_a_wrongly_declared_encoding_is_detected(tmp_path: Path, declared: str) -> None:
    path = tmp_path / "page.html"
    html = PAGE.replace("<head>", f'<head><meta charset="{declared}">').replace("Istanbul", "São Paulo")
    path.write_bytes(html.encode("cp1252"))
    (document,), (warning,) = run(path)
    assert "São Paulo" in document.text
    assert "windows-1252" in warning.message


def test_entities_of_a_page_open_no_files_and_do_not_swell(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("swordfish")
    layers = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    doctype = f'<!DOCTYPE html [<!ENTITY l0 "lol"><!ENTITY file SYSTEM "file://{secret}">{layers}]>'
    path = tmp_path / "page.html"
    path.write_text(
        PAGE.replace("<!DOCTYPE html>", f'<?xml version="1.0" encoding="utf-8"?>{doctype}').replace(
            "Istanbul", "Istanbul &file; &l11;"
        )
    )
    (document,), _ = run(path)
    assert "swordfish" not in document.text
    assert len(document.text) < 5000


@pytest.mark.parametrize("html", ["<html></html>", "<html><body><p> </p></body></html>", "", "   "])
def test_a_page_without_an_article_is_refused(tmp_path: Path, html: str) -> None:
    path = tmp_path / "page.html"
    path.write_text(html)
    documents, problems = run(path)
    assert documents == []
    assert [p.refused for p in problems] == [True]
    assert "no article" in problems[0].message


def test_a_page_without_a_date_gets_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(PAGE.replace("2025-07-04T08:00:00Z", "today"))
    (document,), (warning,) = run(path)
    assert document.date is None
    assert "no publication date" in warning.message


@pytest.mark.parametrize(
    ("mark", "date"),
    [
        ("<p>The treaty of 2019-06-01 has ended, which both sides had announced in the spring.</p>", None),
        ("<p>It ended on 2019-06-01 12:00:00, they said, which both sides had announced.</p>", None),
        ("<p>It ended on 01.06.2019, they said, which both sides had announced in the spring.</p>", None),
        ('<time datetime="2019-06-01T10:00">1 June</time>', "2019-06-01"),
        (
            '<time datetime="2019-06-01">1 June</time><p>It ended on 2019-06-01, which all had announced.</p>',
            "2019-06-01",
        ),
        ('<p class="date">2019-06-01</p>', "2019-06-01"),
    ],
)
def test_a_day_that_the_text_tells_is_not_when_it_was_published(tmp_path: Path, mark: str, date: str | None) -> None:
    path = tmp_path / "page.html"
    path.write_text(f"<html><head></head><body><article>{mark}{ARTICLE}</article></body></html>")
    (document, *_), _ = run(path)
    assert document.date == date


def test_a_page_is_dated_whatever_day_it_is_read_on(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(PAGE.replace("2025-07-04T08", "2097-07-04T08"))
    (document,), _ = run(path)
    assert document.date == "2097-07-04"


def test_a_page_that_trafilatura_fails_on_is_one_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise AttributeError("text")

    monkeypatch.setattr("trafilatura.bare_extraction", fail)
    path = tmp_path / "page.html"
    path.write_text(PAGE)
    documents, (problem,) = run(path)
    assert documents == []
    assert (problem.kind, problem.refused) == ("failed", True)
