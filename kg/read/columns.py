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
_SHOWN, _LONGEST_SHOWN = 20, 100
# Names of tables and objects that may be kept in memory; and of those whose spelling is looked at.
_KEPT, _LOOKED_AT = 100, 1000
_LONGEST = 100
"""Characters of a name that may be known."""


def named(names: Sequence[str]) -> Mapping[str, str]:
    """Each field that is there, with the name it goes by: case and what stands between words do not matter.

    Of more than a thousand names those further on are known only if they are written as `Document` has them.
    """
    if len(names) <= _KEPT and sum(map(len, names)) <= _KEPT * _LONGEST:
        return _kept(tuple(names))
    return _found(names)


@lru_cache(maxsize=256)
def _kept(names: tuple[str, ...]) -> Mapping[str, str]:
    return _found(names)


def _found(names: Sequence[str]) -> Mapping[str, str]:
    plain: dict[str, str] = {}
    for name in names[:_LOOKED_AT]:
        if len(name) <= _LONGEST:
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
    shown = [characters.one_line(name[:_LONGEST_SHOWN]) or '""' for name in names[:_SHOWN]] + ["…"] * (
        len(names) > _SHOWN
    )
    return f'has no column "text"; its columns are {", ".join(shown)}: call the one with the texts "text"'
