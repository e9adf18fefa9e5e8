"""Statements from anywhere, put where nodes and edges can be read off them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.ontology.terms import KG, NIF

# Nothing of the network is told by these, and texts are long.
_LEFT_OUT = {NamedNode(iri) for iri in (NIF + "isString", NIF + "beginIndex", NIF + "endIndex", KG + "rule")}
IN_MEMORY = 2_500_000
"""So many statements take some 1.5 GB in memory; where there are more, all go into a store on disk."""


@contextmanager
def gathered(quads: Iterable[Quad], in_memory: int = IN_MEMORY) -> Iterator[Store]:
    """A store of what the network is made of, gone at the end of the block; on disk where it is large.

    Literals are kept as their texts: a typed one would come back as Oxigraph writes its value (`PT48H` as `P2D`).
    """
    wanted = (_plain(quad) for quad in quads if quad.predicate not in _LEFT_OUT)
    held = Store()
    held.extend(islice(wanted, in_memory))
    more = next(wanted, None)
    if more is None:
        yield held
        return
    with tempfile.TemporaryDirectory(prefix="kg-") as folder:
        large = Store(Path(folder) / "store")
        large.bulk_extend(chain(held, (more,), wanted))
        del held
        yield large
        # Its files are closed before their folder goes.
        del large


def _plain(quad: Quad) -> Quad:
    if not isinstance(quad.object, Literal):
        return quad
    return Quad(quad.subject, quad.predicate, Literal(quad.object.value), quad.graph_name)
