"""Datelines: where, when and by which agency a text was written, before its first sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.ontology import Ontology
from kg.ontology.terms import KG

_UPPER = r"[^\W\d_a-z\u00df-\u00f6\u00f8-\u00ff]"
NAME = rf"{_UPPER}[\w'\u2019.-]*"
"""A pattern for a word that begins with a capital."""
BEGINNING = rf"[\"'\u201c\u2018(\[$\u20ac\u00a3]*(?:{_UPPER}|\d)"
"""A pattern for what a sentence begins with."""
_PLACE = re.compile(r"[^\s,/\[\]](?:[^,/\[\]]*[^\s,/\[\]])?")
_LONGEST = 160
# Enough to tell whether what follows is a sentence or a headline in capitals.
_AHEAD = 200
_CALENDAR = ("Month", "Weekday")
_STATE, _ORGANIZATION = KG + "State", KG + "Organization"


def any_of(forms: Sequence[str]) -> str:
    """A pattern for any of the words, the longest first; for none if there are none."""
    return f"(?:{'|'.join(sorted(map(re.escape, forms), key=lambda f: (-len(f), f))) or '(?!)'})"


@dataclass(frozen=True, slots=True)
class Dateline:
    """Where a dateline ends, and where it names places."""

    end: int
    places: tuple[tuple[int, int], ...] = ()


class Datelines:
    """KYIV, Ukraine (AP) —; WASHINGTON, Jan. 5 —; Moscow. June 3. Interfax -; (Reuters) -."""

    def __init__(self, ontology: Ontology) -> None:
        words = {kind: [w.form for w in ontology.time_words.of(kind)] for kind in _CALENDAR}
        month, weekday = (any_of(words[kind]) for kind in _CALENDAR)
        calendar = [form for kind in _CALENDAR for form in words[kind]]
        self._day = re.compile(rf"\b{any_of(calendar)}\b", re.IGNORECASE)
        self._no_place = {form.lower() for form in calendar} | ontology.words.get("NoDateline", frozenset())
        self._states = {n for t in ontology.things.values() if t.type == _STATE for n in t.names}
        self._bodies = {n for t in ontology.things.values() if t.type == _ORGANIZATION for n in t.names}
        agency = rf"{any_of(ontology.forms.get('NewsAgency', ()))}(?!\w)"
        self._agency = re.compile(agency)
        self._alone = re.compile(
            rf"(?:\({agency}[^()]{{0,30}}\)\s?(?:[-–—]{{1,3}}\s?)?|{agency}\s[-–—]{{1,3}}\s)(?={BEGINNING})"
        )
        day = rf"(?:{month}\.? \d{{1,2}}|\d{{1,2}} {month}\.?)(?:st|nd|rd|th)?(?:,? \d{{4}})?"
        numbers = r"\d{4}-\d\d-\d\d|\d\d?[./]\d\d?[./]\d{4}"
        date = rf"(?:(?:{weekday}\.?,? )?{day}|{weekday}(?!\w)|{numbers})"
        name = rf"{NAME}(?: (?:[a-z]{{2,3}} )?{NAME}){{0,4}}(?: \[[^\]]{{2,30}}\])?"
        source = rf"(?:\([^()]{{2,50}}\)|/{agency}[^/]{{0,20}}/|{agency})"
        dash = rf"\s?[-–—]{{1,3}}(?:\s+|(?<=—)|$)(?=$|{BEGINNING})"
        self._whole = re.compile(
            rf"(?P<place>{name}(?:(?:, ?|/| and ){name}){{0,3}}?)"
            rf"(?:(?:(?<=\.)|[,.]|(?= ?[/(]))\s?{source}?,?\s?(?P<date>{date})[.,]?)?"
            rf"(?:[,.]?\s?(?P<source>{source})[.,]?)?"
            rf"(?:{dash}|(?P<colon>:)\s|(?<=/)\.?\s)"
        )

    def names_day(self, text: str) -> bool:
        """Whether a month or a day of the week is named."""
        return bool(self._day.search(text))

    def find(self, text: str, begin: int, end: int) -> Dateline | None:
        """The dateline that a line (offsets are into `text`) begins with."""
        end = min(end, begin + _LONGEST)
        alone = self._alone.match(text, begin, end)
        if alone:
            return Dateline(alone.end())
        found = self._whole.match(text, begin, end)
        if not found or not self._likely(found, text[found.end() : found.end() + _AHEAD]):
            return None
        places = (self._place(m) for m in _PLACE.finditer(text, *found.span("place")))
        return Dateline(found.end(), tuple(places))

    @staticmethod
    def _place(found: re.Match[str]) -> tuple[int, int]:
        """Without a full stop that is not, as in *D.C.*, part of the name."""
        return found.start(), found.end() - (found[0].count(".") == 1 and found[0].endswith("."))

    def _likely(self, found: re.Match[str], rest: str) -> bool:
        place, source = found["place"], found["source"] or ""
        if any(w.lower() in self._no_place for w in re.findall(r"[^\W\d_]+", place)):
            return False
        if found["colon"] and not source:
            return False
        if found["date"] or self._agency.search(source):
            return True
        first, *more = re.split(r", ?|/", place)
        if not first.isupper():
            return bool(more) and not source and more[-1] in self._states
        # "NATO – Ukraine talks": an organization is no place. A line that is all in capitals is a headline.
        written = not rest or any(c.islower() for c in rest)
        return bool(source) or (len(first) > 3 and first not in self._bodies and written)
