"""A document's text to a spaCy `Doc`: tokens, tags, lemmas, parse, named entities."""

from kg.language.layout import parse, parse_all
from kg.language.pipeline import load

__all__ = ["load", "parse", "parse_all"]
