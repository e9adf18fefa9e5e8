"""IRIs made from content, so that every machine mints the same ones with nothing to coordinate."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from urllib.parse import quote

from kg.model import Span


def with_separator(base: str) -> str:
    """The base as it stands before a name: ends in `/` or `#`."""
    return base if base.endswith(("/", "#")) else base + "/"


def slug(label: str) -> str:
    """`Tripoli (Lebanon)` → `tripoli-lebanon`; a label without a Latin letter or digit gets a hash."""
    ascii_ = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_.lower()).strip("-") or digest(label)


def digest(*parts: str) -> str:
    """Eight hexadecimal digits that stand for the parts."""
    data = "\x1f".join(parts).encode("utf-8", "backslashreplace")
    return hashlib.sha256(data).hexdigest()[:8]


def document_iri(base: str, id: str) -> str:
    # Spans are fragments of it, so it has none itself: under `http://e.org/n#` it is `http://e.org/n/doc/…`.
    return f"{with_separator(base.removesuffix('#'))}doc/{quote(id, safe='', errors='backslashreplace')}"


def span_iri(document: str, span: Span) -> str:
    """RFC 5147: a fragment that names characters of a text."""
    return f"{document}#char={span.begin},{span.end}"


def shortened(iri: str, bases: tuple[str, ...]) -> str:
    """Without the first of these bases that it begins with."""
    return next((iri.removeprefix(base) for base in bases if iri.startswith(base) and iri != base), iri)


def local_name(iri: str) -> str:
    """`kg:Call` is *Call*; an IRI that ends in a separator stays whole."""
    return re.split(r"[#/]", iri)[-1] or iri
