"""Files of RDF, read statement by statement."""

from __future__ import annotations

import gzip
import sys
import zlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

import pyoxigraph

from kg.errors import InputError, UsageError
from kg.formats import format_of


def quads(path: str) -> Iterator[pyoxigraph.Quad]:
    """What a file of RDF says, statement by statement, as it stands there. Raises KgError.

    The format is told by the suffix, `.gz` after it for one that is compressed; "-" is Turtle on standard input.
    """
    if path != "-" and not Path(path).exists():
        raise UsageError(f"{path}: no such file or folder: check the name")
    name = path.removesuffix(".gz")
    format = format_of(None, name)
    # Not rdflib's parsers: they fetch the contexts of JSON-LD from the network.
    syntax = pyoxigraph.RdfFormat.from_media_type(format.media_type)
    if syntax is None:
        raise UsageError(f"{path} is {format.name}, which holds no RDF: give Turtle or N-Quads instead")
    try:
        with _opened(path) as stream:
            yield from pyoxigraph.parse(stream, syntax, base_iri=_base(name))
    except FileNotFoundError:  # gone since
        raise UsageError(f"{path}: no such file or folder: check the name") from None
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise InputError(f"{path} is damaged: fetch or compress it again") from None
    except (SyntaxError, ValueError) as error:
        raise InputError(f"{path} is no {format.name}: {error}") from None


def _opened(path: str) -> AbstractContextManager[Any]:
    if path == "-":
        return nullcontext(sys.stdin.buffer)
    return gzip.open(path) if path.endswith(".gz") else Path(path).open("rb")


def _base(path: str) -> str:
    return "urn:stdin" if path == "-" else Path(path).resolve().as_uri()
