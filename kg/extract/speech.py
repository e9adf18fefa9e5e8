"""What of a document is speech: its quotations, its turns, and the words of saying; read once, for all who ask."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from kg.extract.quotations import Quotations
from kg.extract.quoting import Quoting
from kg.extract.reading import Reading
from kg.extract.triggers import Trigger
from kg.extract.turns import Turns
from kg.ontology.terms import KG

STATEMENT = KG + "Statement"


class Speech:
    def __init__(self, reading: Reading, triggers: Sequence[Sequence[Trigger]]) -> None:
        self._r = reading
        self.quotations = Quotations(reading.text)
        of_token = ([t for t in choices if t.frame.event == STATEMENT] for choices in triggers)
        self.words = [choices for choices in of_token if choices]
        """The wordings of each word of saying, in the order of the text."""

    @cached_property
    def quoting(self) -> Quoting:
        return Quoting(self._r, self.quotations, [choices[0].token for choices in self.words])

    @cached_property
    def turns(self) -> Turns:
        return Turns(self._r)
