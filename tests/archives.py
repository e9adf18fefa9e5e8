"""Web archives for tests, written by warcio: a program that knows nothing of kg."""

from __future__ import annotations

import io
from collections.abc import Mapping

import pytest

warcwriter = pytest.importorskip("warcio.warcwriter", reason="warcio is not installed")
headers = pytest.importorskip("warcio.statusandheaders", reason="warcio is not installed")

CRAWLED = "2025-07-05T06:30:00Z"
SENTENCES = "".join(
    f"<p>President Putin spoke by phone with President Trump for the {n}th time, the Kremlin said on "
    "Thursday, and the two leaders agreed to meet in Istanbul later this month.</p>"
    for n in range(4, 9)
)


def page(title: str = "Putin and Trump speak", published: str = "2025-07-04T08:00:00Z", body: str = SENTENCES) -> bytes:
    return (
        f'<!DOCTYPE html><html><head><title>{title}</title><meta property="article:published_time" '
        f'content="{published}"></head><body><article><h1>{title}</h1>{body}</article></body></html>'
    ).encode()


class Archive:
    """Records, one after another, and where each begins."""

    def __init__(self, *, packed: bool = True) -> None:
        self._bytes = io.BytesIO()
        self._writer = warcwriter.WARCWriter(self._bytes, gzip=packed, warc_version="1.0")
        self.offsets: list[int] = []

    @property
    def bytes(self) -> bytes:
        return self._bytes.getvalue()

    def note(self, kind: str = "warcinfo") -> None:
        self._add("urn:note", kind, b"software: test\r\n")

    def answer(
        self,
        body: bytes,
        url: str = "https://news.example/2025/call",
        status: str = "200 OK",
        served: Mapping[str, str] = {"Content-Type": "text/html; charset=utf-8"},
        recorded: Mapping[str, str] = {},
    ) -> None:
        answer = headers.StatusAndHeaders(status, list(served.items()), protocol="HTTP/1.1")
        self._add(url, "response", body, http_headers=answer, warc_headers_dict=recorded)

    def file(self, body: bytes, url: str, media_type: str) -> None:
        self._add(url, "resource", body, warc_content_type=media_type)

    def _add(self, url: str, kind: str, body: bytes, warc_headers_dict: Mapping[str, str] = {}, **more: object) -> None:
        self.offsets.append(self._bytes.tell())
        dated = {"WARC-Date": CRAWLED, **warc_headers_dict}
        payload = io.BytesIO(body)
        made = self._writer.create_warc_record(url, kind, payload=payload, warc_headers_dict=dated, **more)
        self._writer.write_record(made)
