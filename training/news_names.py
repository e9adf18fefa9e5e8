"""How well a pipeline finds names in news, against the sentences annotated in `tests/news_names`.

    python training/news_names.py PIPELINE [PIPELINE ...] [--errors]

A pipeline is a shipped one by its name (`kg_news_fast`), or anything that `spacy.load` takes. For each there are
two tables: the pipeline's names alone (`doc.ents`), and what kg finds with it and its gazetteer. A name is right
where its first and last character and its type are those of the annotation. The annotation's guidelines and
kg's (or another label scheme's) conventions differ, and these differences, decided on before any figure was seen,
are nobody's error:

- An initial article and a closing possessive ('s) are taken off what was found. Titles are not: kg keeps them off
  its names itself, and so do the schemes that pipelines are trained on.
- kg's State is a GPE. Its adjectives and demonyms (*Russian*) are states to kg and no names to the annotation:
  they are left out. A state named by its seat (*the Kremlin*) may be annotated as GPE or as ORG.
- kg's Place may be annotated as GPE or as LOC; so may a pipeline's FAC, and the LOC of one that knows no GPE. A
  Place that is wrong counts against GPE, the more frequent of the two.
- kg marks the state inside an organization's name (*French Foreign Ministry*) as well; the annotation is flat, so
  only the longest of nested names is compared.
- Of a pipeline's labels those count that the extractor makes names of; NORP, and all it knows nothing of, do not.

No leave is given for a weapon's name without its kind (*ballistic missile* for *long-range ballistic missile*).
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from kg import extract, language, ontology
from kg.errors import KgError
from kg.model import Document, Name
from kg.ontology import Ontology
from kg.ontology.terms import KG
from kg.spelling import folded

SENTENCES = Path(__file__).resolve().parent.parent / "tests" / "news_names" / "names.jsonl"
TYPES = ("PERSON", "GPE", "LOC", "ORG", "WEAPON")
ALONE, WITH_GAZETTEER = "alone", "with the gazetteer"

Sentence = dict[str, Any]

_EITHER = ("GPE", "LOC")
# As the extractor maps labels; `_EITHER` is its Place where the label does not say which.
_LABELS = {
    "PERSON": ("PERSON",), "PER": ("PERSON",), "ORG": ("ORG",), "GPE": ("GPE",), "LOC": ("LOC",), "FAC": _EITHER,
    "WEAPON": ("WEAPON",),
}  # fmt: skip
_CLASSES = {
    KG + "Person": ("PERSON",), KG + "State": ("GPE",), KG + "Place": _EITHER, KG + "Organization": ("ORG",),
    KG + "WeaponSystem": ("WEAPON",),
}  # fmt: skip
_ARTICLE = re.compile(r"the\s+(?=\S)", re.IGNORECASE)
_POSSESSIVE = re.compile(r"(?:['\u2019]s|(?<=s)['\u2019])$")


@dataclass(frozen=True, slots=True)
class Found:
    """Characters taken for a name. `types` are those that it may be annotated as; a wrong one is of the first."""

    begin: int
    end: int
    types: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Error:
    """A name found that is not annotated (`wrong`), or annotated and not found (not `wrong`)."""

    sentence: Sentence
    begin: int
    end: int
    type: str
    wrong: bool


def sentences(path: Path = SENTENCES) -> list[Sentence]:
    """The annotated sentences, in the file's order."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def measure(nlp: Language, sentences: Sequence[Sentence]) -> dict[str, dict[str, dict[str, float]]]:
    """Precision, recall, F (in per cent) and the number annotated: by way (ALONE, WITH_GAZETTEER), by type and `all`.

    A type that is neither annotated nor found is left out.
    """
    return {way: _figures(pairs) for way, pairs in _compared(nlp, sentences).items()}


def errors(nlp: Language, sentences: Sequence[Sentence]) -> dict[str, list[Error]]:
    """What is wrong and what is missed, by way, in the order of the sentences."""
    return {
        way: sorted(
            (e for sentence, found in pairs for e in _errors(sentence, found)),
            key=lambda e: TYPES.index(e.type),
        )
        for way, pairs in _compared(nlp, sentences).items()
    }


def _compared(nlp: Language, sentences: Sequence[Sentence]) -> dict[str, list[tuple[Sentence, list[Found]]]]:
    alone = zip(sentences, nlp.pipe(s["text"] for s in sentences), strict=True)
    return {
        ALONE: [(s, _of_pipeline(doc, _labels(nlp))) for s, doc in alone],
        WITH_GAZETTEER: [(s, _of_kg(nlp, s, _ontology())) for s in sentences],
    }


@cache
def _ontology() -> Ontology:
    return ontology.load([])


def _labels(nlp: Language) -> dict[str, tuple[str, ...]]:
    known = {label for pipe in nlp.pipe_labels.values() for label in pipe}
    return _LABELS if "GPE" in known else _LABELS | {"LOC": _EITHER}


def _of_pipeline(doc: Doc, labels: dict[str, tuple[str, ...]]) -> list[Found]:
    spans = [(e.start_char, e.end_char, labels[e.label_]) for e in doc.ents if e.label_ in labels]
    return [_trimmed(doc.text, *span) for span in spans]


def _of_kg(nlp: Language, sentence: Sentence, ontology: Ontology) -> list[Found]:
    document = Document(sentence["text"], id=sentence["id"])
    names = extract.mentions(language.parse(nlp, document, ontology), ontology)
    return [
        _trimmed(document.text, name.span.begin, name.span.end, _types(name, ontology))
        for name in _longest(names)
        if name.type in _CLASSES and not _is_adjective(name, ontology)
    ]


def _types(name: Name, ontology: Ontology) -> tuple[str, ...]:
    """What the name may be annotated as."""
    if name.type == KG + "State" and name.text in {s for iri in name.things for s in ontology.things[iri].seats}:
        return ("GPE", "ORG")
    return _CLASSES[name.type]


def _longest(names: Sequence[Name]) -> Iterator[Name]:
    """Those that do not lie in a longer one."""
    for name in names:
        begin, end = name.span.begin, name.span.end
        if not any(
            n.span.begin <= begin and end <= n.span.end and n.span.end - n.span.begin > end - begin for n in names
        ):
            yield name


def _is_adjective(name: Name, ontology: Ontology) -> bool:
    """Whether it names a thing only as *Russian*, *Russians* do."""
    things = [ontology.things[iri] for iri in name.things]
    text = folded(name.text)
    return bool(things) and all(
        text in map(folded, (*t.adjectives, *t.demonyms)) and text not in map(folded, (*t.names, *t.seats))
        for t in things
    )


def _trimmed(text: str, begin: int, end: int, types: tuple[str, ...]) -> Found:
    """Without the article before it and the possessive ending."""
    article = _ARTICLE.match(text, begin, end)
    begin = article.end() if article else begin
    ending = _POSSESSIVE.search(text[begin:end])
    # "United States'" ends in an apostrophe that is no part of it.
    return Found(begin, begin + ending.start() if ending and ending.start() else end, types)


def _errors(sentence: Sentence, found: Iterable[Found]) -> Iterator[Error]:
    annotated = {(begin, end): type_ for begin, end, type_ in sentence["entities"]}
    right = set()
    for f in sorted(set(found), key=lambda f: (f.begin, f.end, f.types)):
        span = (f.begin, f.end)
        if annotated.get(span) in f.types and span not in right:
            right.add(span)
        else:
            yield Error(sentence, f.begin, f.end, f.types[0], True)
    for span, type_ in annotated.items():
        if span not in right:
            yield Error(sentence, *span, type_, False)


def _figures(pairs: Iterable[tuple[Sentence, list[Found]]]) -> dict[str, dict[str, float]]:
    annotated: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for sentence, found in pairs:
        annotated.update(type_ for *_, type_ in sentence["entities"])
        for error in _errors(sentence, found):
            (wrong if error.wrong else missed)[error.type] += 1
    rows = {"all": TYPES} | {t: (t,) for t in TYPES if annotated[t] or wrong[t]}
    return {
        row: _row(*(sum(count[t] for t in types) for count in (annotated, wrong, missed)))
        for row, types in rows.items()
    }


def _row(annotated: int, wrong: int, missed: int) -> dict[str, float]:
    right = annotated - missed
    return {
        "P": round(100 * right / max(1, right + wrong), 1),
        "R": round(100 * right / max(1, annotated), 1),
        "F": round(200 * right / max(1, annotated + right + wrong), 1),
        "count": annotated,
    }


def _show(figures: dict[str, dict[str, float]]) -> None:
    print(f"    {'':<8}{'P':>7}{'R':>7}{'F':>7}{'count':>7}")
    for row, f in figures.items():
        print(f"    {row:<8}{f['P']:>7.1f}{f['R']:>7.1f}{f['F']:>7.1f}{f['count']:>7}")


def _show_error(error: Error) -> None:
    text = error.sentence["text"]
    beside = [
        f"{type_} {text[begin:end]!r}"
        for begin, end, type_ in error.sentence["entities"]
        if error.wrong and begin < error.end and end > error.begin
    ]
    note = f" (annotated: {', '.join(beside)})" if beside else ""
    print(f"    {'wrong' if error.wrong else 'missed':<7}{error.type:<7}{text[error.begin : error.end]!r}{note}")
    print(f"           {error.sentence['id']}: {text}")


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pipelines", nargs="+", metavar="PIPELINE")
    parser.add_argument("--errors", action="store_true", help="list what is wrong and what is missed")
    options = parser.parse_args()
    annotated = sentences()
    for name in options.pipelines:
        try:
            nlp = language.load(name)
        except KgError as error:
            print(f"error: {error}", file=sys.stderr)
            return 2
        print(name)
        listed = errors(nlp, annotated) if options.errors else {}
        for way, figures in measure(nlp, annotated).items():
            print(f"  {way}")
            _show(figures)
            for one in listed.get(way, ()):
                _show_error(one)
    return 0


if __name__ == "__main__":
    sys.exit(main())
