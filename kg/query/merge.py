"""The union of a store's graphs as the one graph that it is: a statement that several of them hold stands in it once.

Oxigraph's own union (0.5) finds such a statement once for each graph (its issue 1919), so that a call told by five
articles would count five times. That is of no matter where rows are told apart anyway (SELECT DISTINCT, ASK,
CONSTRUCT, DESCRIBE); for other queries the union is made, which takes about as long as loading the graph.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

import pyoxigraph
from pyoxigraph import NamedNode, Quad, Store

from kg import store
from kg.ontology.terms import ITSRDF, KG, NIF, PROV, RDF
from kg.query import text

_TYPE, _FACTUALITY = NamedNode(RDF + "type"), NamedNode(KG + "factuality")
_LEFT_OUT = {
    *(NamedNode(RDF + name) for name in ("subject", "predicate", "object")),
    *(NamedNode(NIF + name) for name in ("isString", "endIndex")),
    NamedNode(PROV + "wasDerivedFrom"),
    NamedNode(ITSRDF + "taIdentRef"),
    NamedNode(KG + "rule"),
}
_LEFT_OUT_TYPES = {NamedNode(NIF + "Phrase"), NamedNode(KG + "Claim")}

_made: list[tuple[Store, bool, Store]] = []
"""The last store that was merged, whether its named graphs were kept, and its union."""


def merged(quads: Iterable[Quad], keep_graphs: bool) -> Store:
    """A store in memory whose default graph is the union of all graphs; the named ones stand beside it if kept."""
    made = Store()
    made.bulk_extend(_both(quads) if keep_graphs else (_plain(quad) for quad in quads))
    return made


def loaded(path: str, query: str) -> Store:
    """What a file of RDF, or a store on disk, holds for this query: the union already made where it will be needed.

    Raises KgError.
    """
    if text.names_graphs(query) or not text.counts_rows(query):
        return store.load(path)
    keep = text.asks_graphs(query)
    made = merged(store.quads(path), keep)
    _made[:] = [(made, keep, made)]
    return made


def things(quads: Iterable[Quad]) -> Store:
    """The union of what is said of things, sentences and articles, without mentions, claims and texts: a store for the
    ready questions, a fraction as large. The factuality stands in the named graphs, too: they tell the articles."""
    made = Store()
    made.bulk_extend(_of_things(quads))
    return made


def _of_things(quads: Iterable[Quad]) -> Iterator[Quad]:
    for quad in quads:
        if quad.predicate in _LEFT_OUT or (quad.predicate == _TYPE and quad.object in _LEFT_OUT_TYPES):
            continue
        if quad.predicate == _FACTUALITY:
            yield quad
        yield _plain(quad)


def prepared(asked: Store, query: str) -> tuple[Store, bool]:
    """What to ask, and whether its default graph is to be taken as the union of its graphs. Keeps the last union."""
    if text.names_graphs(query) or not text.counts_rows(query) or not _has_several_graphs(asked):
        return asked, True
    keep = text.asks_graphs(query)
    for known, kept, made in _made:
        if known is asked and kept >= keep:
            return made, False
    made = merged(asked, keep)
    _made[:] = [(asked, keep, made)]
    return made, False


def _has_several_graphs(asked: Store) -> bool:
    named = len(list(islice(asked.named_graphs(), 2)))
    return named > 1 or (
        named == 1 and next(asked.quads_for_pattern(None, None, None, pyoxigraph.DefaultGraph()), None) is not None
    )


def _plain(quad: Quad) -> Quad:
    return Quad(quad.subject, quad.predicate, quad.object)


def _both(quads: Iterable[Quad]) -> Iterator[Quad]:
    for quad in quads:
        yield quad
        yield _plain(quad)
