"""The questions that ship: SPARQL in files, with a title and parameters in its first lines.

    # title: Calls: who spoke with whom, when, about what
    # with person (agent): one who takes part
    # with event (event, required): …
    SELECT … FILTER NOT EXISTS { VALUES ?person { } … }

A value is written as a term of SPARQL between the braces after its variable, by Oxigraph: nothing of what a user gives
becomes syntax. Without any value, `VALUES ?person { }` has no solution, so a question is valid SPARQL as it stands.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyoxigraph

from kg.errors import UsageError
from kg.ontology.terms import PREFIXES
from kg.query import values

_FOLDER = Path(__file__).resolve().parent / "questions"
_TITLE = re.compile(r"# title: (.+)")
_PARAMETER = re.compile(r"# with (\w+) \(([^,)]+)(, required)?\): (.+)")


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    kind: str
    """One of `kg.query.values.KINDS`."""
    required: bool
    help: str


@dataclass(frozen=True, slots=True)
class Question:
    name: str
    title: str
    parameters: tuple[Parameter, ...]
    text: str
    """SPARQL, without its first lines and without values."""

    def asked(self, store: pyoxigraph.Store, given: Mapping[str, Sequence[str]]) -> str:
        """The question with values for its parameters, as a user writes them: names, IRIs, days.

        Of several values for one parameter, all have to hold. Raises UsageError that says which value cannot be used.
        """
        known = {parameter.name: parameter for parameter in self.parameters}
        for name in given:
            if name not in known:
                raise UsageError(f"{self.name} has no parameter {name!r}: it has {', '.join(known)}")
        text = self.text
        for name, parameter in known.items():
            if parameter.required and not given.get(name):
                raise UsageError(f"{self.name} needs --with {name}=…: {parameter.help}")
            terms = [values.term(store, name, parameter.kind, value) for value in given.get(name, ())]
            text = text.replace(
                _place(name), f"VALUES ?{name} {{ {' '.join(map(str, terms))} }}" if terms else _place(name)
            )
        return text


def _place(name: str) -> str:
    return f"VALUES ?{name} {{ }}"


@cache
def questions() -> tuple[Question, ...]:
    """Those that ship, by name."""
    return tuple(_read(path) for path in sorted(_FOLDER.glob("*.rq")))


def named(name: str) -> Question:
    """Raises UsageError with names that are like it."""
    every = {question.name: question for question in questions()}
    if name in every:
        return every[name]
    close = difflib.get_close_matches(name, every, n=3, cutoff=0.5) or sorted(every)
    raise UsageError(f"no question is called {name!r}: there is {', '.join(close)}; --list shows all")


def declared(text: str) -> str:
    """The query with the prefixes that it uses declared, as every SPARQL processor wants them."""
    used = [f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items() if re.search(rf"\b{prefix}:", text)]
    return "".join(used) + text


def _read(path: Path) -> Question:
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    head = [line for line in lines if _TITLE.match(line) or _PARAMETER.match(line)]
    title = _TITLE.match(head[0])
    assert title, path
    parameters = [
        Parameter(match[1], match[2], bool(match[3]), match[4]) for line in head if (match := _PARAMETER.match(line))
    ]
    return Question(path.stem, title[1], tuple(parameters), "".join(lines[len(head) :]))
