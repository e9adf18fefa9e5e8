"""A server between kg and a SPARQL server, or in its place: counts what passes, answers for it, cuts the connection."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Reply:
    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


class Cut(Exception):  # noqa: N818 - an order, no error
    """Close the connection without an answer."""


@dataclass
class Proxy:
    url: str
    requests: list[Request]

    def sent(self, *methods: str) -> list[Request]:
        return [one for one in self.requests if one.method in methods]


@contextmanager
def proxy(
    answer: Callable[[Request, int], Reply | None], upstream: str = "", certificate: Path | None = None
) -> Iterator[Proxy]:
    """`answer` gets each request and its number among those of its method, from 1; None passes it on to `upstream`.

    `certificate`: a file with a key, too, for https.
    """
    passed = Proxy("", [])
    client = httpx.Client(timeout=60)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_any(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            request = Request(self.command, self.path, {k.lower(): v for k, v in self.headers.items()}, body)
            passed.requests.append(request)
            try:
                reply = answer(request, len(passed.sent(request.method))) or self.forwarded(request)
            except (Cut, httpx.TransportError):
                self.close_connection = True
                return
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body)

        do_GET = do_PUT = do_POST = handle_any  # noqa: N815 - http.server's names

        def forwarded(self, request: Request) -> Reply:
            kept = {k: v for k, v in request.headers.items() if k in ("content-type", "accept", "authorization")}
            response = client.request(request.method, upstream + request.path, content=request.body, headers=kept)
            shown = {k: v for k, v in response.headers.items() if k in ("content-type", "www-authenticate")}
            return Reply(response.status_code, response.content, shown)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    # A client that hangs up says enough itself.
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    passed.url = f"{'https' if certificate else 'http'}://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield passed
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
        client.close()
