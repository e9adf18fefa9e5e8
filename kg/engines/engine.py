"""What an engine has to be able to do: one thing."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from contextlib import closing
from dataclasses import dataclass
from typing import Generic, Protocol, TypeAlias, TypeVar

from kg.errors import KgError

Given = TypeVar("Given")
Result = TypeVar("Result")


Results: TypeAlias = Generator[Result, None, None]


class Engine(Protocol):
    def map(self, function: Callable[[Given], Result], items: Iterable[Given]) -> Results[Result]:
        """The function's results, in the items' order, made on other processes and machines.

        Only so many items are taken ahead as keep all processes busy. What a process was doing when it died is done
        again, so a function may run twice, or in two places at once. Closing the results ends what is still running.
        Raises KgError.
        """
        ...


class Here:
    """No engine: this process does it all."""

    def __enter__(self) -> Here:
        return self

    def __exit__(self, *raised: object) -> None:
        pass

    def map(self, function: Callable[[Given], Result], items: Iterable[Given]) -> Results[Result]:
        yield from map(function, items)


@dataclass(frozen=True, slots=True)
class Answering(Generic[Given, Result]):
    """A function whose KgErrors come home as they are: engines wrap what is raised in errors of their own.

    What else it raises, an OSError above all, is raised, so that the engine tries again.
    """

    function: Callable[[Given], Result]

    def __call__(self, given: Given) -> Result | KgError:
        try:
            return self.function(given)
        except KgError as error:
            return error


def results(answers: Results[Result | KgError]) -> Results[Result]:
    """Raises the first error among them."""
    with closing(answers):
        for answer in answers:
            if isinstance(answer, KgError):
                raise answer
            yield answer
