"""The web application: which URL answers what."""

from __future__ import annotations

import asyncio
import ipaddress
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import IO, Any

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.serve import questions
from kg.serve.accept import GRAPHS, Offer, chosen
from kg.serve.description import MOST_NAMES, description
from kg.serve.pool import Answer, Pool
from kg.serve.refusals import RefusalError

__all__ = ["application"]

_READ = ("GET", "HEAD", "OPTIONS")
_CHUNK = 1 << 16
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    # The pages bring their own, which say more; nobody may show them in a frame.
    "Content-Security-Policy": "frame-ancestors 'none'",
}
_PAGE_LIMIT = 300.0
"""Seconds: the page of a large store takes longer than a query may, and is made once."""
_PAGE_SIZE = 500_000_000
"""Bytes."""


def application(pool: Pool, origins: Sequence[str] = (), local_only: bool = True) -> Starlette:
    """`origins`: the web sites whose scripts may read here, `*` for all. `local_only`: requests under other names
    than this machine's own for itself are refused, since a web site can let its name point there (DNS rebinding).
    """
    service = _Service(pool)
    routes = [
        _route("/", service.page, _READ),
        _route("/query", service.query_page, _READ),
        _route("/sparql", service.sparql, questions.METHODS),
        _route("/data", service.graph, _READ),
        _route("/rdf-graph-store", service.graph, _READ),
        _route("/questions/{name}", service.question, _READ),
        _route("/favicon.ico", service.icon, _READ),
    ]
    middleware = [Middleware(_Headers)]
    if local_only:
        middleware.append(Middleware(_LocalNames))
    if origins:
        methods, headers = ["GET", "HEAD", "POST"], ["*"]
        cors = Middleware(CORSMiddleware, allow_origins=origins, allow_methods=methods, allow_headers=headers)
        middleware.append(cors)
    return Starlette(routes=routes, middleware=middleware, exception_handlers={404: _nothing, RefusalError: _refused})


def _route(path: str, endpoint: Callable[[Request], Awaitable[Response]], methods: Sequence[str]) -> Route:
    async def answered(request: Request) -> Response:
        allow = {"Allow": ", ".join(methods)}
        if request.method == "OPTIONS":
            return Response(status_code=204, headers=allow)
        if request.method not in methods:
            what = questions.READ_ONLY if path == "/sparql" else "this server is read-only"
            raise RefusalError(405, f"{request.method} is not possible here: {what}", allow)
        return await endpoint(request)

    every = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"]
    return Route(path, answered, methods=every)


class _Service:
    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._facts: Mapping[str, Any] | None = None
        self._pages: dict[str, asyncio.Task[bytes]] = {}

    async def sparql(self, request: Request) -> Response:
        if request.method != "POST" and not request.url.query:
            return await self._description(request)
        asked = await questions.question(request)
        task = {
            "task": "query",
            "query": asked.text,
            "default": asked.default_graphs,
            "named": asked.named_graphs,
            "accept": _accept(request),
        }
        return _Whole(await self._while_connected(request, task))

    async def graph(self, request: Request) -> Response:
        given = questions.parameters(request.url.query.encode())
        graphs = [value for name, value in given if name == "graph"]
        default = [value for name, value in given if name == "default"]
        if len(graphs) + len(default) != 1:
            raise RefusalError(400, "say which graph: ?graph=IRI for one, ?default for the union of all")
        if default and default[0]:
            raise RefusalError(400, "?default has no value: write /data?default")
        name = questions.iri(graphs[0], "graph") if graphs else None
        task = {"task": "graph", "graph": name, "accept": _accept(request)}
        return _Whole(await self._while_connected(request, task))

    async def question(self, request: Request) -> Response:
        """A ready question as a query, with the values that the request gives for its parameters."""
        given: dict[str, list[str]] = {}
        for name, value in questions.parameters(request.url.query.encode()):
            given.setdefault(name, []).append(value)
        task = {"task": "question", "name": request.path_params["name"], "given": given}
        return _Whole(await self._while_connected(request, task))

    async def page(self, request: Request) -> Response:
        try:
            return await self._html("viewer")
        except RefusalError:
            # Too large to be drawn in that time; it can still be asked.
            return RedirectResponse("query", 303)

    async def query_page(self, request: Request) -> Response:
        return await self._html("editor")

    async def icon(self, request: Request) -> Response:
        return Response(status_code=204)

    async def _html(self, which: str) -> Response:
        """Made once: the store does not change while it is served."""
        page = self._pages.get(which)
        if page is None or (page.done() and page.exception()):
            page = self._pages[which] = asyncio.create_task(self._made(which))
        content = await asyncio.shield(page)
        return Response(content, media_type="text/html; charset=utf-8", headers={"Cache-Control": "no-cache"})

    async def _made(self, which: str) -> bytes:
        answer = await self._pool.ask({"task": which}, _PAGE_LIMIT, _PAGE_SIZE)
        with answer.content as content:
            return content.read()

    async def _description(self, request: Request) -> Response:
        html = Offer("text/html")
        found = chosen(_accept(request), (*GRAPHS, html))
        if found is None:
            raise RefusalError(406, "the description can be had as " + ", ".join(offer.media_type for offer in GRAPHS))
        offer, media_type = found
        if offer is html:
            return RedirectResponse("/query", 303, headers={"Vary": "Accept"})
        if self._facts is None:
            self._facts = (await self._pool.ask({"task": "facts", "most": MOST_NAMES}, _PAGE_LIMIT)).facts
        endpoint = str(request.url.replace(query=""))
        content = description(endpoint, self._facts, offer)
        return Response(content, media_type=_with_charset(media_type), headers={"Vary": "Accept"})

    async def _while_connected(self, request: Request, task: Mapping[str, Any]) -> Answer:
        """The answer; where the client goes away before it is there, the query is stopped."""
        asking = asyncio.create_task(self._pool.ask(task))
        gone = asyncio.create_task(_gone(request))
        try:
            await asyncio.wait((asking, gone), return_when=asyncio.FIRST_COMPLETED)
            if not asking.done():
                raise RefusalError(499, "the client went away")
            return asking.result()
        finally:
            for one in (asking, gone):
                one.cancel()
            await asyncio.gather(asking, gone, return_exceptions=True)


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _accept(request: Request) -> str:
    return ",".join(request.headers.getlist("accept"))


def _with_charset(media_type: str) -> str:
    text = media_type.startswith("text/") or media_type == "application/sparql-query"
    return media_type + "; charset=utf-8" if text else media_type


class _Whole(Response):
    """An answer of known length, sent piece by piece."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(None, headers={"Vary": "Accept"}, media_type=_with_charset(answer.facts["media_type"]))
        self.headers["Content-Length"] = str(answer.length)
        self._content: IO[bytes] = answer.content

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with self._content as content:
            await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
            if scope["method"] != "HEAD":
                while piece := content.read(_CHUNK):
                    await send({"type": "http.response.body", "body": piece, "more_body": True})
            await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _refused(request: Request, refusal: Exception) -> Response:
    assert isinstance(refusal, RefusalError)
    headers = {**refusal.headers, "Cache-Control": "no-store"}
    return PlainTextResponse(f"{refusal}\n", refusal.status, headers)


async def _nothing(request: Request, error: Exception) -> Response:
    return PlainTextResponse("nothing is here: /, /query, /sparql and /data are\n", 404)


class _Headers:
    """Adds to every answer what keeps browsers from being too clever."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, sent if scope["type"] == "http" else send)


class _LocalNames:
    """Refuses requests that call this machine by a name that somebody else could have given to it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not _is_local(Request(scope).headers.get("host", "localhost")):
            message = "this server answers to localhost only: start it with --host to be reached by another name\n"
            await PlainTextResponse(message, 421)(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def _is_local(host: str) -> bool:
    name = host.rpartition("]")[0].lstrip("[") if host.startswith("[") else host.partition(":")[0]
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name.lower() == "localhost" or name.lower().endswith(".localhost")
