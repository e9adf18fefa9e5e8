"""A request of the SPARQL 1.1 Protocol, read: the query, and the graphs that it is asked of."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from urllib.parse import parse_qsl

from pyoxigraph import NamedNode
from starlette.requests import ClientDisconnect, Request

from kg.serve.refusals import RefusalError

__all__ = ["LARGEST", "METHODS", "Question", "parameters", "question"]

METHODS = ("GET", "HEAD", "POST", "OPTIONS")
LARGEST = 1_000_000
"""Bytes of a request; a query is a page of text."""
_SENDING = 30.0
"""Seconds that a client has to send its request."""
_FORM = "application/x-www-form-urlencoded"
_QUERY = "application/sparql-query"
_UPDATES = ("update", "using-graph-uri", "using-named-graph-uri")
READ_ONLY = "this server is read-only: it answers queries (SELECT, ASK, CONSTRUCT, DESCRIBE) and takes no updates"

Parameters = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Question:
    """Where neither default nor named graphs are given, it is asked of what the query says, or of all graphs."""

    text: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


async def question(request: Request) -> Question:
    """Raises RefusalError for whatever the protocol does not allow."""
    in_url = parameters(request.url.query.encode())
    if request.method != "POST":
        return _asked(in_url)
    type_, charset = _content_type(request)
    if request.headers.get("content-encoding", "identity") != "identity":
        raise RefusalError(415, "a compressed request is not understood: send it as it is")
    if type_ == "application/sparql-update":
        raise RefusalError(400, READ_ONLY)
    if type_ not in (_FORM, _QUERY):
        raise RefusalError(415, f"a query is POSTed as {_QUERY} or {_FORM}, not as {type_ or 'nothing in particular'}")
    if charset not in ("utf-8", "utf8", "us-ascii"):
        raise RefusalError(415, f"a query is text in UTF-8, not in {charset}")
    body = await _body(request)
    if type_ == _FORM:
        # What stands in the URL beside a form is no part of the protocol; a query there would be a second one.
        return _asked(parameters(body) + [pair for pair in in_url if pair[0] in ("query", *_UPDATES)])
    if any(name == "query" for name, _ in in_url):
        raise RefusalError(400, "two queries were sent, one in the URL and one in the body: send one")
    return _asked([*in_url, ("query", _text(body))])


def parameters(encoded: bytes) -> Parameters:
    """Names and values of a URL's query or a form. Raises RefusalError."""
    try:
        return parse_qsl(encoded.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=10_000)
    except UnicodeDecodeError:
        raise RefusalError(400, "the request is no UTF-8: send it in UTF-8, percent-encoded") from None
    except ValueError as error:
        raise RefusalError(400, f"the request cannot be read: {error}") from None


def iri(text: str, name: str) -> str:
    """The IRI that the parameter of this name gives. Raises RefusalError where it is none, or a relative one."""
    try:
        # Oxigraph takes no relative one.
        return str(NamedNode(text).value)
    except ValueError:
        raise RefusalError(
            400, f"{name} is {text!r}, which is no absolute IRI: give one as https://example.org/x"
        ) from None


def _asked(given: Parameters) -> Question:
    if any(name in _UPDATES for name, _ in given):
        raise RefusalError(400, READ_ONLY)
    queries = [value for name, value in given if name == "query"]
    if not queries:
        raise RefusalError(400, "no query was sent: give it as the parameter query")
    if len(queries) > 1:
        raise RefusalError(400, f"{len(queries)} queries were sent: send one")
    graphs = {
        name: tuple(iri(value, name) for key, value in given if key == name)
        for name in ("default-graph-uri", "named-graph-uri")
    }
    return Question(queries[0], graphs["default-graph-uri"], graphs["named-graph-uri"])


def _content_type(request: Request) -> tuple[str, str]:
    """The media type and the charset, UTF-8 where none is told."""
    type_, *given = (part.strip() for part in request.headers.get("content-type", "").lower().split(";"))
    charsets = [part.partition("=")[2].strip("\"' ") for part in given if part.startswith("charset=")]
    return type_, charsets[0] if charsets else "utf-8"


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RefusalError(400, f"the query is no UTF-8 (byte {error.start}): send it in UTF-8") from None


async def _body(request: Request) -> bytes:
    too_large = RefusalError(413, f"the request is larger than {LARGEST:,} bytes, the most that is read")
    announced = request.headers.get("content-length", "0")
    if announced.isdigit() and int(announced) > LARGEST:
        raise too_large
    body = bytearray()
    try:
        async with asyncio.timeout(_SENDING):
            async for chunk in request.stream():
                body += chunk
                if len(body) > LARGEST:
                    raise too_large
    except TimeoutError:
        raise RefusalError(408, f"the request was not sent within {_SENDING:g} seconds") from None
    except ClientDisconnect:
        raise RefusalError(400, "the request broke off") from None
    return bytes(body)
