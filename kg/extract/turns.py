"""Transcripts: whose words stand after a label (*SECRETARY SMITH: …*), paragraph by paragraph."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from kg.extract.reading import PERSON, Reading, Reference, trimmed
from kg.model import Span

_LABEL = re.compile(r"^[ \t]*([^\W\d_][^\n:\u201c\"]{0,80}?)(?: \([^()\n]{1,40}\))?:(?=\s)", re.MULTILINE)
_PARAGRAPH = re.compile(r"[^\n]+")
_STAGE = re.compile(r"(?:[(\[][^()\[\]\n]{1,80}[)\]][ \t.]*)+")
_WORDS = 8
"""How many words a label has at most."""


@dataclass(frozen=True, slots=True)
class Turn:
    label: Span
    speaker: Reference | None
    """Who the label names; None for *QUESTION*, *MODERATOR* and names that are not known."""
    words: tuple[Span, ...]
    """Its paragraphs, without the label and stage directions before them."""
    span: Span
    """From the label to the end of its words."""


class Turns:
    def __init__(self, reading: Reading) -> None:
        self._r = reading
        labels = [(Span(*m.span(1)), m.end()) for m in _LABEL.finditer(reading.text)]
        labels = [(label, after) for label, after in labels if self._is_label(label)]
        ends = [*(label.begin for label, _ in labels[1:]), len(reading.text)][: len(labels)]
        self.all = [self._turn(label, after, end) for (label, after), end in zip(labels, ends, strict=True)]
        self._begins = [t.span.begin for t in self.all]

    def at(self, at: int) -> Turn | None:
        """The turn that a character stands in."""
        n = bisect_right(self._begins, at) - 1
        return self.all[n] if n >= 0 and at < self.all[n].span.end else None

    def _is_label(self, label: Span) -> bool:
        """Capitals alone (*THE PRESIDENT*, *MS. LEE*), or a person's full name, with or without an office."""
        words = self._r.text[label.begin : label.end]
        if len(words.split()) > _WORDS:
            return False
        speaker, lower = self._named(label), words.lower()
        if lower in self._r.words("TurnLabel"):
            return True
        if words.isupper() and len(words) > 1:
            addressed = words.split()[0].strip(".").capitalize() in self._r.words("Honorific")
            return speaker is not None or addressed or any(lower.endswith(o) for o in self._r.words("Office"))
        # "The following is attributable to Ann Lee:" is no label.
        titled = all(w[0].isupper() or w in ("of", "the", "and", "for", "to") for w in words.split())
        return speaker is not None and titled and (speaker.name.full or bool(speaker.name.title))

    def _named(self, label: Span) -> Reference | None:
        """The one person whose name closes the label."""
        here = self._r.begun_between(label.begin, label.end)
        persons = [r for r in here if r.entity.type == PERSON and r.span.end == label.end]
        return persons[0] if persons else None

    def _turn(self, label: Span, after: int, end: int) -> Turn:
        text, words = self._r.text, []
        for match in _PARAGRAPH.finditer(text, after, end):
            whole = trimmed(text, *match.span())
            stage = _STAGE.match(text, whole.begin, whole.end)
            span = trimmed(text, stage.end() if stage else whole.begin, whole.end)
            if span.begin < span.end:
                words.append(span)
        span = Span(label.begin, words[-1].end if words else label.end)
        return Turn(label, self._named(label), tuple(words), span)
