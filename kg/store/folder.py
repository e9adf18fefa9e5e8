"""A store on disk (Oxigraph's, on RocksDB): a folder, in which each document is replaced whole or not at all."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any, TypeVar

import pyoxigraph
import rdflib
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store, Triple

from kg.errors import UsageError
from kg.ontology.terms import NIF, XSD
from kg.quads import quads as of_graph
from kg.statements import DocumentGraph

_Graph = TypeVar("_Graph", rdflib.Graph, DocumentGraph)

_MARK = "CURRENT"
"""A file that every folder of RocksDB has."""
_WAITING = 100_000
"""So many statements are held in memory before they are written out; RocksDB alone would hold gigabytes of them."""
_TRIES, _PAUSE = 20, 0.1
"""How often a store is opened before that is given up, and the seconds in between."""
_COUNT = NamedNode(XSD + "nonNegativeInteger")
_WIDENED = {NamedNode(NIF + "beginIndex"): _COUNT, NamedNode(NIF + "endIndex"): _COUNT}
"""Datatypes that the store turns into a wider one, by property."""


def is_store(path: str | Path) -> bool:
    return (Path(path) / _MARK).is_file()


def opened(path: str) -> Store:
    """To be read only, while nobody writes into it. Raises UsageError where it is no store."""
    if not is_store(path):
        raise UsageError(f"{path} is a folder without a store in it: give a file of RDF, or what kg build has written")
    for left in reversed(range(_TRIES)):
        try:
            return Store.read_only(path)
        except (OSError, RuntimeError) as error:
            # RocksDB merges its files in the background, and one that was listed may be gone before it is opened.
            if left and "No such file" in str(error):
                time.sleep(_PAUSE)
                continue
            reason = _line(error)
            break
    raise UsageError(f"{path} cannot be opened, perhaps because a build writes into it: {reason}")


@contextmanager
def unchanged(path: str | Path) -> Iterator[None]:
    """Nobody writes into the store meanwhile: it is locked as RocksDB itself does, for readers. Raises UsageError."""
    try:
        import fcntl
    except ImportError:  # Windows, where an open file cannot be replaced
        yield
        return
    lock = Path(path) / "LOCK"
    # A store that was copied may be without it.
    with lock.open("rb") if lock.is_file() else nullcontext() as file:
        try:
            if file is not None:
                fcntl.lockf(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except (BlockingIOError, PermissionError):
            raise UsageError(f"another program writes into the store {path}: try again when that is done") from None
        yield


def quads(path: str) -> Iterator[Quad]:
    """Graph by graph, by name; within a graph in the order of the store."""
    store = opened(path)
    names: list[NamedNode | BlankNode | DefaultGraph] = [DefaultGraph(), *sorted(store.named_graphs(), key=str)]
    for name in names:
        for quad in store.quads_for_pattern(None, None, None, name):
            yield Quad(quad.subject, quad.predicate, as_written(quad.predicate, quad.object), quad.graph_name)


def as_written(property: NamedNode, value: Any) -> Any:
    """A value out of a store, with the datatype that the vocabulary gives to that property."""
    datatype = _WIDENED.get(property)
    return value if datatype is None or not isinstance(value, Literal) else Literal(value.value, datatype=datatype)


@contextmanager
def changed(path: str | Path) -> Iterator[Store]:
    """The store in that folder, made where there is none, to be written by nobody else meanwhile. Raises UsageError.

    It stays locked as long as anything refers to it, since Oxigraph has nothing that closes a store.
    """
    folder = Path(path)
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{path} is a file: name a folder for the store")
    if folder.is_dir() and any(folder.iterdir()) and not is_store(folder):
        raise UsageError(f"{path} holds files that are no store: name an empty or a new folder")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        store = Store(str(folder))
    except (OSError, RuntimeError) as error:
        locked = "lock" in str(error).lower()
        what = "another program has it open: try again when that is done" if locked else _line(error)
        raise UsageError(f"the store {path} cannot be written: {what}") from None
    try:
        yield store
    finally:
        store.flush()


def replaced(store: Store, graphs: Iterable[_Graph]) -> Iterator[_Graph]:
    """Each graph, once it stands in the store, where it has taken the place of the one of its name."""
    waiting = 0
    for graph in graphs:
        replace(store, str(graph.identifier), of_graph(graph))
        waiting += len(graph)
        if waiting > _WAITING:
            store.flush()
            waiting = 0
        yield graph


def replace(store: Store, name: str, statements: Iterable[Quad]) -> None:
    """The named graph holds these statements and no others; all at once, so that no crash leaves half of them."""
    body = _ntriples(statements)
    graph = NamedNode(name)
    store.update(f"DROP SILENT GRAPH {graph}; INSERT DATA {{ GRAPH {graph} {{\n{body}}} }}")


def exchange(store: Store, old: Iterable[Quad], new: Iterable[Quad]) -> None:
    """Takes statements out and puts others in, all at once."""
    store.update(f"DELETE DATA {{ {_by_graph(old)} }} ; INSERT DATA {{ {_by_graph(new)} }}")


def _by_graph(statements: Iterable[Quad]) -> str:
    graphs: dict[NamedNode | BlankNode | DefaultGraph, list[Quad]] = {}
    for quad in statements:
        graphs.setdefault(quad.graph_name, []).append(quad)
    groups = ((name, _ntriples(graphs[name])) for name in sorted(graphs, key=str))
    return " ".join(body if isinstance(name, DefaultGraph) else f"GRAPH {name} {{\n{body}}}" for name, body in groups)


def _ntriples(statements: Iterable[Quad]) -> str:
    # What N-Triples writes is a group of triples in SPARQL, too.
    triples = (Triple(quad.subject, quad.predicate, quad.object) for quad in statements)
    return (pyoxigraph.serialize(triples, format=RdfFormat.N_TRIPLES) or b"").decode()


def _line(error: Exception) -> str:
    return " ".join(str(error).split())
