"""Loading a language pipeline: a shipped one by its name, or any spaCy pipeline that the user has."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kg import resources
from kg.errors import PipelineError

if TYPE_CHECKING:
    from spacy.language import Language

# What extraction reads of a Doc, and components that provide it.
_NEEDED = {
    "a parse": ("parser",),
    "part-of-speech tags": ("tagger", "morphologizer"),
    "lemmas": ("lemmatizer", "trainable_lemmatizer", "edit_tree_lemmatizer"),
    "named entities": ("ner", "beam_ner"),
}


def load(name: str | None = None) -> Language:
    """The pipeline `name`: shipped with kg, installed as a package, or a folder; None is the default.

    Raises PipelineError where it is not there, is not English, or lacks what extraction reads.
    """
    import spacy
    from thinc.api import use_ops

    name = name or resources.pipelines()[0]
    folder = resources.pipeline_folder(name)
    try:
        # numpy's matrix products are about twice as fast as thinc's own, and give the same parses.
        with use_ops("numpy", use_blis=False):
            nlp = spacy.load(folder or name)
    except (OSError, ValueError, ImportError) as error:
        shipped = ", ".join(resources.pipelines())
        where = f"folder {name}" if Path(name).is_dir() else f"'{name}'"
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise PipelineError(
            f"no usable language pipeline {where} ({reason}); shipped: {shipped}, others: pip install them"
        ) from error
    if nlp.lang != "en":
        raise PipelineError(f"the pipeline '{name}' is for language '{nlp.lang}'; kg reads English (en)")
    factories = {nlp.get_pipe_meta(pipe).factory for pipe in nlp.pipe_names}
    for what, makers in _NEEDED.items():
        if not factories.intersection(makers) and not _provides(nlp, what):
            raise PipelineError(f"the pipeline '{name}' gives no {what}; kg needs one of: {', '.join(makers)}")
    return nlp


def _provides(nlp: Language, what: str) -> bool:
    """Whether a component of another make declares that it sets what is missing."""
    attribute = {
        "a parse": "token.dep",
        "part-of-speech tags": "token.tag",
        "lemmas": "token.lemma",
        "named entities": "doc.ents",
    }[what]
    return any(attribute in nlp.get_pipe_meta(pipe).assigns for pipe in nlp.pipe_names)
