"""Whole names of organizations by their capitals: *Bureau of Cyber and Digital Policy*, *Acme Federal, LLC*.

A recogniser cuts long names where a part of them is a name as well; the noun that such a name is built around tells how
far it goes. The same nouns tell names of laws, programmes and gatherings, which are no bodies.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from typing import NamedTuple

from kg.extract.parsed import Doc
from kg.ontology import Ontology
from kg.spelling import fold

_WORD = re.compile(r"\w+(?:[-'\u2019&.]\w+)*\.?|\n|[^\w\s]")
_ABBREVIATED = re.compile(r"(?:\w\.)+\Z|(?:Inc|Corp|Ltd|Co|Bros|St|Dr|Jr)\.\Z")
_OWNED = re.compile(r"['\u2019]s\Z")
_IN_BRACKETS = re.compile(r"((?:(?:[A-Z][\w.'\u2019-]*|of|the|on|for|and|to|in)\s)+)\(([A-Z]\w{1,9})\)")
_BRACKETS = re.compile(r"\s\([A-Z]\w{1,9}\)")
_HEAD = re.compile(r"\s(?:of|for|on|to|against)\s")
_AFFAIRS = re.compile(r"(?: and [A-Z]\w+| [A-Z]\w+)* Affairs\b")
_LINKS = frozenset({"of", "for", "on", "against", "to"})
# A word in capitals of these kinds begins a sentence or stands in a headline; it is no part of a name.
_NO_PART = frozenset({"DET", "PRON", "ADP", "SCONJ", "CCONJ", "AUX", "INTJ", "PART", "ADV"})


class _Word(NamedTuple):
    begin: int
    text: str
    capital: bool
    """Whether it may be part of a name."""

    @property
    def end(self) -> int:
        return self.begin + len(self.text)


class Bodies:
    """Finds organizations by the shape of their names; made once for an ontology."""

    def __init__(self, ontology: Ontology) -> None:
        words = ontology.words
        self._heads = words["BodyNoun"]
        self._before_name = words["BodyNounBeforeName"]
        self._events = words["EventNoun"]
        self._fields = words["Field"]
        self._field_endings = tuple(words["FieldEnding"])
        self._adjective_endings = tuple(words["AdjectiveEnding"])
        times = ontology.time_words
        self._calendar = {w.form for kind in ("Month", "Weekday") for w in times.of(kind)}
        self._possessives = words["BodyPossessive"]
        self._legal = words["LegalForm"]
        self._legal_first: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        """Forms by their first word, the longest first."""
        for form in sorted((tuple(f.split()) for f in words["LegalFormFirst"]), key=lambda f: (-len(f), f)):
            self._legal_first[form[0]].append(form)
        heads = {re.split(" of | for ", o)[0].split()[-1] for o in words["Office"]}
        self._holders = {_plural(h) for h in heads}
        self._offices = heads | self._holders
        self._honorifics = words["Honorific"]
        self._prefixes = words["OfficePrefix"]
        self._nations = {
            fold(n)
            for t in ontology.things.values()
            if t.type.endswith("#State")
            for n in (*t.names, *t.adjectives, *t.demonyms)
        }

    def find(
        self, doc: Doc, text: str, units: Mapping[int, int], people: Mapping[int, int]
    ) -> Iterator[tuple[int, int]]:
        """Characters of each whole name. `units`, `people`: where known names of things, of persons begin and end."""
        words = self._words(doc, text)
        within = {i for b, e in units.items() for i in range(b + 1, e)}
        after = 0
        for i, word in enumerate(words):
            if i < after or not (word.capital or word.text in self._legal_first):
                continue
            span = self._company(words, i) or self._body(words, i, units, people, within)
            if span is None:
                continue
            first, last = span
            yield words[first].begin, words[last].begin + len(_OWNED.sub("", words[last].text))
            after = max(i, last) + 1

    # Words

    @staticmethod
    def _words(doc: Doc, text: str) -> list[_Word]:
        no_part = {t.idx for t in doc if t.pos_ in _NO_PART or (t.is_sent_start and t.pos_ == "VERB")}
        found = []
        for match in _WORD.finditer(text):
            begin, word = match.start(), match.group()
            if word[-1] == "." and len(word) > 1 and not _ABBREVIATED.match(word):
                word = word[:-1]
            capital = (
                not word[0].islower()
                and (word[0].isupper() or (word[0].isdigit() and word[-1].isalpha()))
                and (begin not in no_part or word.isupper())
                and word not in ("The", "A", "An", "I", "We")
            )
            found.append(_Word(begin, word, capital))
        return found

    def _ends_owner(self, word: _Word) -> bool:
        """*Ukraine's* Armed Forces: an owner is no part of the name; *Women's* is."""
        return bool(_OWNED.search(word.text)) and word.text.replace("\u2019", "'") not in self._possessives

    def _is_office(self, word: _Word) -> bool:
        return word.text.lower() in self._offices

    # Companies

    def _company(self, words: Sequence[_Word], i: int) -> tuple[int, int] | None:
        """*Acme Federal, LLC*; *PJSC Acme*."""
        for form in self._legal_first.get(words[i].text, ()):
            n = i + len(form)
            if n < len(words) and words[n].capital and tuple(w.text for w in words[i:n]) == form:
                return i, self._run(words, n)
        return None

    def _with_legal_form(self, words: Sequence[_Word], last: int) -> int:
        after = last + 1
        if after < len(words) and words[after].text == ",":
            after += 1
        return after if after < len(words) and words[after].text in self._legal else last

    # Bodies

    def _run(self, words: Sequence[_Word], i: int) -> int:
        """The last of the words in capitals from the i-th on that belong to one another."""
        while i + 1 < len(words) and words[i + 1].capital and not self._ends_owner(words[i]):
            i += 1
        return i

    def _body(
        self,
        words: Sequence[_Word],
        i: int,
        units: Mapping[int, int],
        people: Mapping[int, int],
        within: Container[int],
    ) -> tuple[int, int] | None:
        """The name that begins with the i-th word, the first of a run of capitals."""
        if not words[i].capital or self._is_office(words[i]) or self._ends_owner(words[i]):
            return None
        before = "".join(w.text for w in words[max(0, i - 2) : i])
        if before.endswith(("v.", "vs.")):
            # The name of a case in court.
            return None
        end = self._run(words, i)
        if self._goes_on_after_and(words, i, end):
            end = self._run(words, end + 2)
        found = None
        for n in range(i, end + 1):
            word = words[n]
            if n > i and (word.begin in people or self._is_office(word)) and found is None:
                return None
            bare = fold(_OWNED.sub("", word.text))
            if bare in self._legal and n > i:
                return i, n
            if bare in self._before_name and n > i and n < end and not self._is_office(words[n + 1]):
                following = words[n + 1]
                if following.begin not in units:
                    return i, n
                stop = self._index_ending(words, n + 1, units.get(following.begin, following.end))
                return i, min(stop, end)
            if bare not in self._heads or word.begin in within:
                continue
            complement = self._complement(words, n, units, people)
            if complement > n and bare not in self._events:
                return self._legal_end(words, i, complement)
            if n > i and (n == end or words[n + 1].text not in self._heads):
                named = any(fold(w.text) not in self._nations for w in words[i:n])
                # "Acme University Law School": the last noun is that of the whole.
                later = [m for m in range(n + 1, end + 1) if words[m].text in self._heads]
                if named and not (later and not self._starts_anew(words, n + 1, later[0])):
                    if any(words[m].text in self._events for m in range(n + 1, end + 1)):
                        return None
                    found = (i, n)
                    break
        if found is None:
            last = self._with_legal_form(words, end)
            return (i, last) if last > end and not any(self._is_office(w) for w in words[i:end]) else None
        return self._legal_end(words, *found)

    def _goes_on_after_and(self, words: Sequence[_Word], i: int, end: int) -> bool:
        """*John D. and* Jane T. Smith Foundation, *Environmental and* Social Action Network."""
        if end + 2 >= len(words) or words[end + 1].text != "and" or not words[end + 2].capital:
            return False
        if re.fullmatch(r"\w\.", words[end].text):
            return True
        rest = words[end + 2 : self._run(words, end + 2) + 1]
        field = self._is_field(words[end]) or words[end].text.endswith(self._adjective_endings)
        first = i == 0 or words[i - 1].text not in _LINKS
        heads = any(w.text in self._heads for w in words[i : end + 1])
        return field and first and not heads and len(rest) > 1 and rest[-1].text in self._heads

    def _legal_end(self, words: Sequence[_Word], first: int, last: int) -> tuple[int, int]:
        return first, self._with_legal_form(words, last)

    def _starts_anew(self, words: Sequence[_Word], first: int, head: int) -> bool:
        """Whether the words up to a later head are a name of their own (a list whose commas are lost)."""
        return head - first >= 1 and words[first - 1].text in ("Foundation", "Corporation", "Inc", "Company")

    @staticmethod
    def _index_ending(words: Sequence[_Word], n: int, end: int) -> int:
        """The last word that ends by an offset."""
        while n + 1 < len(words) and words[n + 1].end <= end:
            n += 1
        return n

    def _complement(
        self, words: Sequence[_Word], head: int, units: Mapping[int, int], people: Mapping[int, int]
    ) -> int:
        """The last word of what follows a head noun: *of Internal Affairs and Communications*; the head if nothing."""
        last, known = head, False
        if self._ends_owner(words[head]):
            return head
        while True:
            n = last + 1
            if n < len(words) and words[n].text in _LINKS:
                n += 1
                if n < len(words) and words[n].text == "the":
                    n += 1
                purpose = words[last + 1].text == "to"
                stop = self._part(words, n, {} if purpose else units, people)
                # "Coalition to Defeat ISIS" is a name; where an object in capitals is wanting, it ends before "to".
                if stop is None or (purpose and (stop == n or words[n].begin in units)):
                    return last
                known = words[n].begin in units
                last = stop
            else:
                stop = None if last == head or known else self._listed(words, last, units, people)
                if stop is None:
                    return last
                last = stop
            if self._ends_owner(words[last]):
                return last

    def _part(self, words: Sequence[_Word], n: int, units: Mapping[int, int], people: Mapping[int, int]) -> int | None:
        """The last of the capitals that begin with the n-th word; a known name is taken whole."""
        if n >= len(words) or not words[n].capital or words[n].begin in people or words[n].text in self._calendar:
            return None
        i = self._index_ending(words, n, units[words[n].begin]) if words[n].begin in units else n
        while i + 1 < len(words) and words[i + 1].capital and not self._ends_owner(words[i]):
            following = words[i + 1]
            # "Director of the Center for Trade Dr. Ann Smith"
            if following.begin in people or following.text in self._honorifics:
                break
            # "Council of Economic Advisors"
            if self._is_office(following) and following.text.lower() not in self._holders:
                # "the State Department Deputy Spokesperson"
                while i > n and words[i].text.lower() in self._prefixes:
                    i -= 1
                break
            if following.begin in units and words[i].begin not in units and following.text not in self._fields:
                break
            i += 1
        return i

    def _listed(
        self, words: Sequence[_Word], last: int, units: Mapping[int, int], people: Mapping[int, int]
    ) -> int | None:
        """*Bureau of Population, Refugees, and Migration*: further fields of the same body."""
        n, commas, end = last + 1, False, None
        while n < len(words):
            comma = words[n].text == ","
            n += comma
            joined = n < len(words) and words[n].text in ("and", "&")
            n += joined
            if not (comma or joined) or n >= len(words):
                break
            commas = commas or comma
            if joined and words[n].text == "the":
                n += 1
            stop = self._part(words, n, units, people)
            if stop is None or any(
                w.begin in units or bare in self._heads or self._is_office(w)
                for w in words[n : stop + 1]
                if (bare := _OWNED.sub("", w.text))
            ):
                break
            if stop + 1 < len(words) and self._is_office(words[stop + 1]):
                break
            # Commas alone part names; the last field has an "and" before it.
            if joined and self._is_field(words[stop]):
                end = stop
            elif joined and commas:
                break
            n = stop + 1
        return end

    def _is_field(self, word: _Word) -> bool:
        bare = _OWNED.sub("", word.text)
        return bare in self._fields or (bare.endswith(self._field_endings) and not bare.isupper())

    # What is no body

    def abbreviations(self, text: str) -> frozenset[str]:
        """Abbreviations given, in brackets, to what is no body: *Internet Economy Dialogue (IED)*."""
        found = set()
        for match in _IN_BRACKETS.finditer(text) if _BRACKETS.search(text) else ():
            name = re.sub(r"^(?:(?:of|the|on|for|and|to|in)\s+)+", "", match[1])
            head = name.split(" of ")[0].split()
            office = len(head) < 4 and bool(head) and head[-1].lower() in self._offices and head[0][0] == match[2][0]
            if office or self.is_event(name):
                found.add(match[2])
        return frozenset(found)

    def is_event(self, text: str) -> bool:
        """*Paris Peace Forum*, *Dialogue on the Internet Economy*: a law, a programme, a gathering."""
        head = _HEAD.split(text, maxsplit=1)[0].split()
        return bool(head) and (head[-1] in self._events or _OWNED.sub("", head[-1]) in self._events)

    def is_office(self, text: str) -> bool:
        """*National Security Advisors*."""
        words = text.split()
        return bool(words) and words[-1].lower() in self._offices

    @staticmethod
    def is_for_office(text: str, end: int) -> bool:
        """Whether a place is part of what an office is for: Assistant Secretary for *African* Affairs."""
        return _AFFAIRS.match(text, end) is not None

    def is_portfolio(self, text: str, before: str, after: str) -> bool:
        """*Homeland Security* Advisor, Director of *National Intelligence*: what an office is for, no body."""
        words = re.findall(r"[\w-]+", text)
        if not words or words[-1] in self._heads or any(w.isupper() and len(w) > 1 for w in words):
            return False
        if words[-1] == "Affairs" and not any(w in self._heads for w in words):
            return True
        if words[-1] not in self._fields:
            return False
        follower = re.match(r"\s+([A-Z]\w+)", after)
        ahead = re.search(r"(\w+) (?:of|for)(?: the)? \Z", before)
        return bool(
            (follower and follower.group(1).lower() in self._offices)
            or (ahead and ahead.group(1).lower() in self._offices)
        )


def _plural(word: str) -> str:
    return word[:-1] + "ies" if word.endswith("y") else word + "s"
