"""Names of airports, hospitals and other sites by their shape: *Baghdad International Airport*, *Al Noor hospital*."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.extract.found import PERSON, PLACE, STATE, Found
from kg.extract.parsed import Doc
from kg.ontology import Ontology

_WORD = r"[A-Z][\w-]*\w(?!['\u2019])"
_DASHES = "\u2013\u2014"


class Buildings:
    """Made once for an ontology."""

    def __init__(self, ontology: Ontology) -> None:
        nouns = ontology.words["Building"]
        self._generic = ontology.words["BuildingKind"]
        self._markets = ontology.words["NoBuilding"]
        either = "|".join(sorted(map(re.escape, nouns), key=lambda w: (-len(w), w)))
        titled = "|".join(sorted((re.escape(w.title()) for w in nouns), key=lambda w: (-len(w), w)))
        self._capital = re.compile(rf"\b(?:{_WORD} ){{1,5}}(?:{titled})\b(?! [A-Z])")
        self._lower = re.compile(rf"\b(?:{_WORD} ){{1,3}}(?:{either})\b")

    def find(self, text: str, doc: Doc, found: Sequence[Found]) -> Iterator[Found]:
        """Sites that a noun in capitals names; with one in lower case, where nobody knows the name before it."""
        at = {i: f for f in found for i in range(f.begin, f.end)}
        for pattern in (self._capital, self._lower):
            for match in pattern.finditer(text):
                tokens = doc.char_span(*match.span(), exact=True)
                if tokens is None:
                    continue
                first = 0
                while first < len(tokens) - 1 and self._no_part(tokens[first], at.get(tokens[first].idx)):
                    first += 1
                name = tokens[first:]
                own = [t for t in name[:-1] if t.lower_ not in self._generic]
                if name[len(name) - 2].lower_ in self._markets:
                    continue
                if not own or any(t.is_sent_start and t.i > name.start for t in name):
                    continue
                inside = {id(f): f for i in range(name.start_char, name.end_char) if (f := at.get(i)) is not None}
                known = [f for f in inside.values() if f.hit is not None or f.type == PERSON]
                if pattern is self._lower and (known or len(own) < 2):
                    continue
                yield Found(name.start_char, name.end_char, PLACE, None, "")

    @staticmethod
    def _no_part(token, named: Found | None) -> bool:  # type: ignore[no-untyped-def]
        """*The*, *At*, *Iraqi*: before the name."""
        return token.pos_ not in ("PROPN", "NOUN", "ADJ") or (named is not None and named.type == STATE)


def whole(text: str, found: Sequence[Found]) -> list[Found]:
    """*Asia\u2013Pacific Group*: a name that a dash joins to a word of capitals, be it a place of its own."""
    at = {i: f for f in found if f.type != PLACE for i in range(f.begin, f.end)}
    joined = []
    for f in found:
        begin, end = f.begin, f.end
        if f.hit is None and f.type not in (PERSON, STATE):
            if begin > 1 and text[begin - 1] in _DASHES:
                before = re.search(rf"{_WORD}\Z", text[: begin - 1])
                if before and not any(i in at for i in range(before.start(), before.end())):
                    begin = before.start()
            if end < len(text) - 1 and text[end] in _DASHES:
                after = re.match(_WORD, text[end + 1 :])
                if after and not any(i in at for i in range(end + 1, end + 1 + after.end())):
                    end += 1 + after.end()
        joined.append(Found(begin, end, f.type, f.hit, f.label) if (begin, end) != (f.begin, f.end) else f)
    return joined
