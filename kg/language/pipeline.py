"""Loading a language pipeline: a shipped one by its name, or any spaCy pipeline that the user has."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg import resources
from kg.errors import PipelineError
from kg.language import clearnlp, labels

if TYPE_CHECKING:
    from spacy.language import Language

_TRIAL = "Russian forces attacked Kyiv on Monday."
# spaCy's words on a version that does not fit, or that a pipeline leaves open; kg has its own, in one line.
_OF_VERSIONS = ("[W094]", "[W095]")
# What extraction reads of a Doc, and the usual components that give it.
_NEEDED = {
    "DEP": ("parse", "parser"),
    "TAG": ("fine-grained tags", "tagger"),
    "POS": ("parts of speech", "morphologizer, attribute_ruler"),
    "LEMMA": ("lemmas", "lemmatizer, trainable_lemmatizer"),
}
_EMPTY = "kg.EmptyTokenizer.v1"
_LOADED = {"nlp.tokenizer.@tokenizers": _EMPTY}


def load(name: str | None = None) -> Language:
    """The pipeline `name`: shipped with kg, installed as a package, or a folder; None is the default.

    Its trees are of Universal Dependencies, whatever the scheme of its parser. Raises PipelineError where it is not
    there, is not English, or lacks what extraction reads; warns where it was made for another version of spaCy.
    """
    name = name or resources.pipelines()[0]
    nlp = _loaded(name)
    if nlp.lang != "en":
        raise PipelineError(f"the pipeline '{name}' is for language '{nlp.lang}'; kg reads English (en)")
    _check_components(nlp, name)
    _check_labels(nlp, name)
    return _quicker(_universal(nlp))


def _loaded(name: str) -> Language:
    import spacy
    from spacy.about import __version__ as version
    from spacy.tokenizer import Tokenizer
    from spacy.util import is_package, registry
    from thinc.api import use_ops

    # What its rules are stands in the folder: those of English would be made only to be thrown away.
    registry.tokenizers.register(_EMPTY, func=lambda: lambda nlp: Tokenizer(nlp.vocab))
    folder = resources.pipeline_folder(name)
    if folder is None and not is_package(name):
        _check_folder(name)
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        try:
            # numpy's matrix products are about twice as fast as thinc's own, and give the same parses.
            with use_ops("numpy", use_blis=False):
                nlp = spacy.load(folder, config=_LOADED) if folder else spacy.load(name)
        except Exception as error:
            # A pipeline brings code and data of its own, which may fail in any way.
            misfit = f", and was made for another spaCy than {version}" if _misfits(told) else ""
            raise PipelineError(f"the pipeline '{name}' cannot be loaded ({_reason(error)}){misfit}") from error
    if _misfits(told):
        warnings.warn(
            f"the pipeline '{name}' was made for spaCy {nlp.meta.get('spacy_version')}, and {version} is "
            "installed: it may read worse than it could",
            stacklevel=3,
        )
    for one in told:
        if not str(one.message).startswith(_OF_VERSIONS):
            warnings.warn_explicit(one.message, one.category, one.filename, one.lineno)
    return nlp


def _misfits(told: Sequence[warnings.WarningMessage]) -> bool:
    return any(str(one.message).startswith("[W095]") for one in told)


def _check_folder(name: str) -> None:
    path, shipped = Path(name), ", ".join(resources.pipelines())
    if not path.exists():
        raise PipelineError(
            f"there is no language pipeline '{name}': it is not installed (python -m spacy download, or pip install), "
            f"no folder, and none of those that ship ({shipped})"
        )
    for file in ("meta.json", "config.cfg"):
        if not (path / file).is_file():
            raise PipelineError(f"{name} is not the folder of a language pipeline: there is no {file} in it")


def _check_components(nlp: Language, name: str) -> None:
    """What the components say they set is not always so: they are tried."""
    try:
        doc = nlp(_TRIAL)
    except Exception as error:
        raise PipelineError(f"the pipeline '{name}' cannot read a sentence ({_reason(error)})") from error
    for attribute, (what, makers) in _NEEDED.items():
        if not doc.has_annotation(attribute):
            raise PipelineError(f"the pipeline '{name}' gives no {what}; kg needs one of: {makers}")
    if not any("doc.ents" in nlp.get_pipe_meta(pipe).assigns for pipe in nlp.pipe_names):
        raise PipelineError(f"the pipeline '{name}' gives no named entities; kg needs one of: ner")


def _check_labels(nlp: Language, name: str) -> None:
    """Trees and tags in a scheme that kg does not know would give no facts, and nobody would know why."""
    found = _labels(nlp, "token.dep")
    if found and labels.scheme(found) is None:
        raise PipelineError(
            f"the pipeline '{name}' labels its parse in a scheme that kg does not know ({_some(found)}); kg reads "
            f"{labels.UNIVERSAL} and {labels.CLEARNLP} (en_core_web_*)"
        )
    tags = _labels(nlp, "token.tag")
    if tags and not {"NN", "NNP", "VBD", "IN"} <= tags:
        raise PipelineError(
            f"the pipeline '{name}' has tags that kg does not know ({_some(tags)}); kg reads those of the Penn Treebank"
        )


def _universal(nlp: Language) -> Language:
    """The pipeline with a last component that makes its trees those of Universal Dependencies, where they are not."""
    from spacy.language import Language

    found = _labels(nlp, "token.dep")
    if labels.scheme(found) == labels.CLEARNLP:
        Language.component("kg_clearnlp", func=clearnlp.turn)
        nlp.add_pipe("kg_clearnlp")
    elif any(labels.universal(label) != label for label in found):
        Language.component("kg_labels", func=labels.relabel)
        nlp.add_pipe("kg_labels")
    return nlp


def _quicker(nlp: Language) -> Language:
    """The pipeline with components of kg's own where they give the same answers as spaCy's in less time."""
    from spacy.lang.en.lemmatizer import EnglishLemmatizer

    from kg.language import lemmas
    from kg.language.cnn import component

    component.replace(nlp)
    for name, pipe in nlp.pipeline:
        if type(pipe) is EnglishLemmatizer:
            config = {"mode": pipe.mode, "overwrite": pipe.overwrite}
            made: Any = nlp.replace_pipe(name, lemmas.FACTORY, config=config)
            made.take(pipe.lookups)
    return nlp


def _labels(nlp: Language, attribute: str) -> set[str]:
    """Labels of the components that set an attribute, as far as they tell."""
    makers = (pipe for pipe in nlp.pipe_names if attribute in nlp.get_pipe_meta(pipe).assigns)
    return {label for pipe in makers for label in nlp.pipe_labels.get(pipe, ())}


def _some(found: set[str]) -> str:
    listed = sorted(found)
    return ", ".join(listed[:5]) + (", …" if len(listed) > 5 else "")


def _reason(error: Exception) -> str:
    """The error's first line; what a library's message goes on with is for its own developers."""
    return next(iter(str(error).strip().splitlines()), "") or type(error).__name__
