"""Which mentions are one thing, and what its IRI is."""

from kg.resolve.entities import entities
from kg.resolve.events import facts

__all__ = ["entities", "facts"]
