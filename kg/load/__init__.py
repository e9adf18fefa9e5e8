"""A graph into a database: SPARQL servers, Neo4j, LadybugDB."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable
from dataclasses import dataclass, fields
from urllib.parse import urlsplit

from kg.errors import UsageError
from kg.load.records import Loaded, Options, Tell

__all__ = ["LOADERS", "Loaded", "Loader", "Options", "Tell", "load", "loader_of"]


@dataclass(frozen=True, slots=True)
class Loader:
    """A kind of database. Its module has `load(source, target, *, options, tell) -> Loaded`, which raises KgError."""

    what: str
    example: str
    target: re.Pattern[str]
    """What its targets look like."""
    module: str
    """Imported when a target asks for it: drivers are heavy, and not everybody has them."""
    options: tuple[str, ...] = ()
    """The fields of `Options` that mean something to it."""


# To teach kg a new database, write its module and list it here. The first whose pattern fits is taken.
LOADERS: tuple[Loader, ...] = (
    Loader(
        "a SPARQL 1.1 server",
        "http://localhost:3030/kg/data",
        re.compile(r"https?://", re.IGNORECASE),
        "kg.load.sparql",
        ("protocol", "query", "graph", "batch", "resume", "timeout"),
    ),
    Loader(
        "Neo4j",
        "neo4j://localhost:7687",
        re.compile(r"(neo4j|bolt)(\+s|\+ssc)?://", re.IGNORECASE),
        "kg.load.neo4j",
        ("batch", "timeout"),
    ),
    Loader("import files for Neo4j", "neo4j-csv:DIR", re.compile(r"neo4j-csv:", re.IGNORECASE), "kg.load.neo4j_csv"),
    Loader(
        "LadybugDB",
        "ladybug:PATH",
        re.compile(r"ladybug:|.*\.lbug/?$", re.IGNORECASE | re.DOTALL),
        "kg.load.ladybug",
        ("batch",),
    ),
)


def load(source: str, target: str, *, options: Options | None = None, tell: Tell = lambda line: None) -> Loaded:
    """Puts a file of RDF, or a store on disk, into the database that `target` names. Loading twice changes nothing.

    User name and password, or a token, come from the environment: KG_USER and KG_PASSWORD, or KG_TOKEN.
    Raises UsageError before anything is changed, InputError where the graph cannot be read, DatabaseError where the
    database fails or refuses.
    """
    chosen, loader = options or Options(), loader_of(target)
    _refuse_secrets(target)
    for one in fields(Options):
        if getattr(chosen, one.name) is not None and one.name not in loader.options:
            raise UsageError(f"--{one.name} means nothing to {loader.what}: leave it out")
    work: Callable[..., Loaded] = importlib.import_module(loader.module).load
    return work(source, target, options=chosen, tell=tell)


def loader_of(target: str) -> Loader:
    for loader in LOADERS:
        if loader.target.match(target):
            return loader
    known = "; ".join(f"{loader.example} is {loader.what}" for loader in LOADERS)
    raise UsageError(f"{target} names no database that is known: {known}")


def _refuse_secrets(target: str) -> None:
    """Command lines are seen by everybody on the machine, and kept in histories and logs."""
    try:
        parts = urlsplit(target)
        host, secret = parts.hostname, parts.username is not None
    except ValueError as error:
        raise UsageError(f"the target is no address: {error}") from None
    if secret:
        kept = f"{parts.scheme}://{host}"
        raise UsageError(f"{kept} was given with a password: leave it out, and set KG_USER and KG_PASSWORD")
