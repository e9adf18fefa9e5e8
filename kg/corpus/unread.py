"""Inputs that cannot be read this time: that they are no more among the documents does not mean that they are gone."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import InputError
from kg.model import Problem

__all__ = ["Unread"]

_KINDS = {"file", "damaged", "size"}
_RECORD = re.compile(r":(\d+|row \d+|record \d+, offset \d+)\Z")
"""The end of a place that is a part of an input."""


@dataclass(slots=True)
class Unread:
    """What was refused in one run."""

    refused: bool = False
    whole: list[str] = field(default_factory=list)
    """Names of files and folders none of whose documents, or not all, could be reached."""

    def tell(self, one: Problem) -> None:
        self.refused |= one.refused
        if one.refused and one.kind in _KINDS and not _RECORD.search(one.where):
            self.whole.append(one.where)

    def refuse_nothing(self, output: Path | str, held: bool) -> None:
        """For a run that has found no documents. Raises InputError unless the inputs may well be empty: a mistyped
        name, or a file that is being written, must not empty a folder. `held`: whether there were documents in it."""
        if held:
            what = "if it is to hold no documents, remove it"
            raise InputError(f"nothing could be built: {output} is left as it was; {what}")
        if self.refused:
            raise InputError(f"nothing could be built: {output} is left as it was")

    def refuse_loss(self, output: Path | str, gone: int) -> None:
        """Raises InputError where so many documents would go, perhaps only since an input was not read."""
        if not self.whole or not gone:
            return
        others = len(self.whole) - 1
        what = self.whole[0] + (f" and {others:,} other input{'s' * (others > 1)}" if others else "")
        lost = f"{gone:,} document{'s' * (gone > 1)} of {output} would be taken out"
        remedy = "make them readable, or leave them" if others else "make it readable, or leave it"
        raise InputError(f"{what} could not be read, and {lost}: nothing is changed; {remedy} out of the command")
