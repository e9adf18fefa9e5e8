"""Web archives of a crawl (.warc, .warc.gz): each page that a server gave is a document with its address."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from kg.model import Problem
from kg.read import http, page, record, records
from kg.read.record import Found, Located, Stream
from kg.read.records import Damage, Record
from kg.read.streams import TooLargeError, told

# With headers, and packed in a way that hardly packs.
_LARGEST_RECORD = page.LARGEST + 2**20
_PAGES = ("text/html", "application/xhtml+xml")
ANSWERS = ("response", "resource")
# What a crawler notes about itself and its asking is not missed.
_NOTES = ("warcinfo", "request", "metadata")
_WORD = re.compile(r"[^\W\d_]+")
# Common words of English that its neighbours do not have, a fifth of what it writes.
_ENGLISH = frozenset(("the", "of", "and", "to", "that", "with", "by", "from", "said", "this", "they", "their", "which"))
_FEW_WORDS, _SHARE = 40, 0.05


def read(stream: Stream, where: str) -> Found:
    yield from _documents(records.plain(stream, _is_answer, _LARGEST_RECORD), where)


def gzipped(stream: Stream, where: str) -> Found:
    yield from _documents(records.gzipped(stream, _is_answer, _LARGEST_RECORD), where)


def _is_answer(headers: Mapping[str, str]) -> bool:
    return headers.get("warc-type", "").lower() in ANSWERS


def _documents(found: Iterator[Record | Damage], where: str) -> Found:
    passed: Counter[str] = Counter()
    empty = True
    for one in found:
        empty = empty and isinstance(one, Record) and one.type in _NOTES
        place = f"{where}:record {one.number}, offset {one.offset}"
        if isinstance(one, Damage):
            yield Problem(place, one.message, kind="damaged")
            continue
        for item in _document(one, place):
            if isinstance(item, str):
                passed[item] += 1
            else:
                yield item
    if empty:
        yield Problem(where, "empty: no documents in it", refused=False, kind="file")
    if passed:
        counts = ", ".join(f"{count:,} {what}" for what, count in sorted(passed.items()))
        yield Problem(where, f"passed over what is no English article: {counts}", refused=False, kind="record")


def _document(one: Record, place: str) -> Iterator[Located | Problem | str]:
    """What is in a record; a word for it where it is no page."""
    if one.type in _NOTES:
        return
    if one.type not in ANSWERS:
        yield f"{one.type or 'untyped'} records"
        return
    if one.block is None:
        yield Problem(place, told(page.LARGEST), kind="size")
        return
    try:
        html, charset = _page(one)
    except TooLargeError as error:
        yield Problem(place, str(error), kind="size")
        return
    except http.PackedError as error:
        yield Problem(place, str(error), kind="damaged")
        return
    except _NoPageError as error:
        yield str(error)
        return
    if cut := one.headers.get("warc-truncated"):
        message = f"was cut short by the crawler ({cut[:40]}): the end of the article may be missing"
        yield Problem(place, message, refused=False, kind="text")
    address = one.headers.get("warc-target-uri", "").strip("<>") or None
    for item in page.article(html, place, charset, address, _last_day(one.headers.get("warc-date", ""))):
        if isinstance(item, Located) and not _is_english(item.document.text):
            yield "pages in another language"
            return
        yield item


class _NoPageError(ValueError):
    """A record of something else; the message is what."""


def _page(one: Record) -> tuple[bytes, str]:
    """The page's bytes and the encoding that the server told."""
    data = one.block or b""
    kind = one.headers.get("content-type", "")
    answer = http.answer(data) if one.type == "response" else None
    if answer is None:
        if kind.partition(";")[0].strip().lower() not in _PAGES:
            raise _NoPageError("other files")
        return data, http.charset(kind)
    if answer.status != 200:
        raise _NoPageError("errors and redirections")
    if answer.media_type not in (*_PAGES, ""):
        raise _NoPageError("other files")
    html = answer.body(page.LARGEST)
    if not answer.media_type and not page.looks_like_one(html[:1000]):
        raise _NoPageError("other files")
    return html, answer.charset


def _last_day(crawled: str) -> str:
    """The last day on which what was crawled then can have been published, somewhere on Earth."""
    day = record.iso_date(crawled)
    try:
        return (date.fromisoformat(day or "") + timedelta(days=1)).isoformat()
    except (ValueError, OverflowError):
        return page.ANY_DAY


def _is_english(text: str) -> bool:
    words = _WORD.findall(text.lower())
    return len(words) < _FEW_WORDS or sum(word in _ENGLISH for word in words) >= _SHARE * len(words)
