"""The server as a whole: the store made ready, workers started, a port taken; ended cleanly."""

from __future__ import annotations

import asyncio
import errno
import ipaddress
import logging
import signal
import socket
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import FrameType

import uvicorn
from pyoxigraph import Quad

from kg import store
from kg.errors import UsageError
from kg.query.records import Limits
from kg.serve.app import application
from kg.serve.pool import Pool

__all__ = ["Settings", "serve"]

_AT_ONCE = 200_000
"""Statements that are loaded together."""
_CONNECTIONS = 500
"""More at once are answered 503."""


LIMITS = Limits(seconds=30, rows=1_000_000, size=100_000_000, memory=2_000_000_000)


@dataclass(frozen=True, slots=True)
class Settings:
    """How a graph is served."""

    host: str = "127.0.0.1"
    port: int = 8000
    """0 for any that is free."""
    workers: int = 4
    limits: Limits = LIMITS
    origins: Sequence[str] = ()
    """Web sites whose scripts may read the graph; `*` for all."""


def serve(path: str, settings: Settings, started: Callable[[str, bool], None]) -> None:
    """Serves a file of RDF or a store until it is interrupted or asked to end (SIGTERM). Raises KgError.

    `started` is told the URL, and whether only this machine can reach it.
    """
    if path != "-" and not Path(path).exists():
        raise UsageError(f"{path}: no such file or folder: check the name")
    with ExitStack() as stack:
        stack.enter_context(_ended_cleanly())
        taken = stack.enter_context(_port(settings.host, settings.port))
        folder = stack.enter_context(_copied(path))
        title = "standard input" if path == "-" else Path(path).resolve().name
        asyncio.run(_run(folder, title, settings, taken, started))


async def _run(
    folder: str, title: str, settings: Settings, taken: socket.socket, started: Callable[[str, bool], None]
) -> None:
    async with Pool(folder, title, settings.workers, settings.limits) as pool:
        host, port = taken.getsockname()[:2]
        local = _is_loopback(taken)
        config = uvicorn.Config(
            application(pool, settings.origins, local),
            http="h11",
            ws="none",
            lifespan="off",
            log_level="error",
            access_log=False,
            server_header=False,
            limit_concurrency=_CONNECTIONS,
            timeout_graceful_shutdown=3,
        )
        server = _Server(config, pool, lambda: started(_url(host, port), local))
        await server.serve(sockets=[taken])


def _url(host: str, port: int) -> str:
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"


class _Server(uvicorn.Server):
    """Ends as it is asked to, by a signal, and then lets the rest be cleaned up."""

    def __init__(self, config: uvicorn.Config, pool: Pool, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._pool = pool
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        # Nobody waits for queries under way; who asked them is told.
        await self._pool.close()
        # Whoever still fetches an answer is cut off after a while, of which uvicorn would make much.
        logging.getLogger("uvicorn.error").disabled = True
        await super().shutdown(sockets=sockets)

    def capture_signals(self) -> AbstractContextManager[None]:  # type: ignore[override]
        # uvicorn raises the signal again once it has ended, which would end this process before it has cleaned up.
        return _handled(self.handle_exit, signal.SIGINT, signal.SIGTERM)


@contextmanager
def _handled(handler: Callable[[int, FrameType | None], object], *numbers: signal.Signals) -> Iterator[None]:
    before = {number: signal.signal(number, handler) for number in numbers}
    try:
        yield
    finally:
        for number, one in before.items():
            signal.signal(number, one)


@contextmanager
def _ended_cleanly() -> Iterator[None]:
    """Where SIGTERM comes before or after the server listens, what is temporary is taken away, too."""

    def end(number: int, frame: FrameType | None) -> None:
        raise SystemExit(0)

    with _handled(end, signal.SIGTERM):
        yield


@contextmanager
def _copied(path: str) -> Iterator[str]:
    """A temporary folder with a store of what the file or store holds now, which each worker opens.

    Its default graph is the union of all graphs, each statement once: Oxigraph's own union has one that five articles
    make five times.
    """
    with tempfile.TemporaryDirectory(prefix="kg-serve-") as folder:
        _fill(folder, path)
        yield folder


def _fill(folder: str, path: str) -> None:
    # The copy is closed when nothing names it any more, at the end of this function.
    with ExitStack() as stack:
        if store.is_store(path):
            stack.enter_context(store.unchanged(path))
        copy, quads = stack.enter_context(store.changed(folder)), _with_union(store.quads(path))
        # In one go, Oxigraph would keep a gigabyte of them in memory.
        while some := list(islice(quads, _AT_ONCE)):
            copy.bulk_extend(some)


def _with_union(quads: Iterable[Quad]) -> Iterator[Quad]:
    for quad in quads:
        yield quad
        yield Quad(quad.subject, quad.predicate, quad.object)


@contextmanager
def _port(host: str, port: int) -> Iterator[socket.socket]:
    """A socket at the address, taken before the graph is read. Raises UsageError."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except (socket.gaierror, UnicodeError):
        raise UsageError(f"--host {host}: no address of this machine is called so") from None
    with socket.socket(family, kind, protocol) as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            taken.bind(address)
            # Who else wants it is told so now, not when the graph is read.
            taken.listen(128)
        except OSError as error:
            raise UsageError(_not_taken(host, port, error)) from None
        yield taken


def _not_taken(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} is taken by another program: choose another with --port, or end that one"
    if error.errno == errno.EACCES:
        return f"port {port} is for the system's own services: choose one from 1024 on with --port"
    if error.errno == errno.EADDRNOTAVAIL:
        return f"--host {host} is no address of this machine"
    return f"{host}:{port} cannot be listened on: {error.strerror}"


def _is_loopback(taken: socket.socket) -> bool:
    return ipaddress.ip_address(taken.getsockname()[0]).is_loopback
