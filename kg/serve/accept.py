"""Content negotiation: which of the media types that are on offer a request's `Accept` prefers (RFC 9110, 12.5.1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["GRAPHS", "RESULTS", "Offer", "chosen"]


@dataclass(frozen=True, slots=True)
class Offer:
    """A format that an answer can be written in."""

    media_type: str
    """The one that Oxigraph knows it by."""
    suffix: str = ""
    also: tuple[str, ...] = ()
    """Other names that clients ask by; who asks by one is answered by it."""
    iri: str = ""
    """Its name in https://www.w3.org/ns/formats/, where it has one."""


_FORMATS = "http://www.w3.org/ns/formats/"

# Where a request does not care, it gets the first.
RESULTS: tuple[Offer, ...] = (
    Offer("application/sparql-results+json", "json", ("application/json",), _FORMATS + "SPARQL_Results_JSON"),
    Offer("application/sparql-results+xml", "xml", ("application/xml", "text/xml"), _FORMATS + "SPARQL_Results_XML"),
    Offer("text/csv", "csv", (), _FORMATS + "SPARQL_Results_CSV"),
    Offer("text/tab-separated-values", "tsv", (), _FORMATS + "SPARQL_Results_TSV"),
)
GRAPHS: tuple[Offer, ...] = (
    Offer("text/turtle", "ttl", ("application/x-turtle",), _FORMATS + "Turtle"),
    Offer("application/n-triples", "nt", (), _FORMATS + "N-Triples"),
    Offer("application/rdf+xml", "rdf", ("application/xml", "text/xml"), _FORMATS + "RDF_XML"),
    Offer("application/ld+json", "jsonld", ("application/json",), _FORMATS + "JSON-LD"),
    Offer("application/trig", "trig", (), _FORMATS + "TriG"),
    Offer("application/n-quads", "nq", (), _FORMATS + "N-Quads"),
)


def chosen(accept: str, offers: Sequence[Offer]) -> tuple[Offer, str] | None:
    """The offer that is preferred, and the name to answer it by; None where none is acceptable.

    Of offers that are liked the same, the one that is named before one that only a `*/*` lets in, then the first.
    """
    ranges = list(_ranges(accept))
    if not ranges:
        return offers[0], offers[0].media_type
    best: tuple[float, int, int] | None = None
    found: tuple[Offer, str] | None = None
    for place, offer in enumerate(offers):
        for name in (offer.media_type, *offer.also):
            quality, precision = _liked(name, ranges)
            # Another name of a format counts only where a request says it.
            if quality == 0 or (name != offer.media_type and precision < 2):
                continue
            rank = (quality, precision, -place)
            if best is None or rank > best:
                best, found = rank, (offer, name)
    return found


def _liked(name: str, ranges: Sequence[tuple[str, float]]) -> tuple[float, int]:
    """Quality and precision (2 named, 1 by its first half, 0 by `*/*`) of the most precise range that fits."""
    fits = {name: 2, name.partition("/")[0] + "/*": 1, "*/*": 0}
    found = [(fits[range_], quality) for range_, quality in ranges if range_ in fits]
    if not found:
        return 0.0, 0
    precision = max(precision for precision, _ in found)
    return max(quality for one, quality in found if one == precision), precision


def _ranges(accept: str) -> list[tuple[str, float]]:
    """Media ranges with their quality. What cannot be read is left out."""
    found = []
    for part in accept.split(","):
        range_, *parameters = (piece.strip() for piece in part.lower().split(";"))
        if "/" in range_:
            found.append((range_, _quality(parameters)))
    return found


def _quality(parameters: Sequence[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                quality = float(value.strip())
            except ValueError:
                return 0.0
            return quality if 0 <= quality <= 1 else 0.0
    return 1.0
