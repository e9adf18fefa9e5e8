"""What the columns of a table, or the keys of a JSON object, are called that hold a document's fields."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from kg.read import characters

# Of two names the one that stands first here is taken, so that `text` beside `content` is what it was always.
_NAMES: Mapping[str, tuple[str, ...]] = {
    "text": ("text", "content", "body", "maintext", "article_text", "article_body", "full_text"),
    "id": ("id", "doc_id", "document_id", "article_id", "guid", "uuid"),
    "date": (
        "date",
        "published",
        "published_at",
        "published_date",
        "date_published",
        "publish_date",
        "date_publish",
        "publication_date",
        "pub_date",
    ),
    "title": ("title", "headline"),
    "url": ("url", "link", "uri"),
    "source": ("source", "publisher", "publication", "outlet", "sitename", "source_domain", "domain"),
}
_BETWEEN_WORDS = re.compile(r"[\s_.-]+|(?<=[a-z])(?=[A-Z])")
_SHOWN = 20


@lru_cache(maxsize=256)
def named(names: Sequence[str]) -> Mapping[str, str]:
    """Each field that is there, with the name it goes by: case and what stands between words do not matter."""
    plain: dict[str, str] = {}
    for name in names:
        plain.setdefault(_plain(name), name)
    found = {}
    for field, known in _NAMES.items():
        # A name that is written as `Document` has it is meant, whatever else looks like it.
        chosen = field if field in names else next((plain[p] for p in map(_plain, known) if p in plain), None)
        if chosen is not None:
            found[field] = chosen
    return found


def _plain(name: str) -> str:
    return _BETWEEN_WORDS.sub("", name.strip()).lower()


def without_text(names: Sequence[str]) -> str:
    """What is said of a table in which no column is called as texts are."""
    shown = [characters.one_line(name) or '""' for name in names[:_SHOWN]] + ["…"] * (len(names) > _SHOWN)
    return f'has no column "text"; its columns are {", ".join(shown)}: call the one with the texts "text"'
