"""A document's text to a spaCy `Doc`: tokens, tags, lemmas, parse, named entities."""

import kg.spacy_alone  # noqa: F401  before any module of this package imports spaCy
from kg.language.layout import parse, parse_all
from kg.language.pipeline import load

__all__ = ["load", "parse", "parse_all"]
