"""The fast pipeline from the corpora, in one command:

python training/fast/train.py --corpora ../shared/corpora --gold ../shared/gold \
    --base ../shared/models/kg_news_sm --out DIR

About an hour on one core. `--only names|syntax|assemble` runs one stage again on what `--work` already holds.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):  # read once, when numpy is loaded
    os.environ.setdefault(variable, "1")

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "common"), str(HERE.parents[1])]

import package
import prepare
import spacy
from spacy.language import Language
from spacy.training.initialize import init_nlp
from spacy.training.loop import train as fit
from spacy.util import load_config
from thinc.api import NumpyOps, set_current_ops

SEED = 1


def train_names(options: argparse.Namespace) -> None:
    if not options.prepared:
        prepare.prepare_names(
            options.corpora,
            options.gold,
            options.news_test,
            options.work,
            silver_tokens=700_000,
            news_weight=6,
            seed=SEED,
        )
    run(HERE / "names.cfg", options.work / "names", _paths(options.work, "names"))


def train_syntax(options: argparse.Namespace) -> None:
    if not options.prepared:
        prepare.prepare_syntax(
            options.corpora,
            options.gold,
            options.news_test,
            options.work,
            options.labeller,
            tokens=600_000,
            seed=SEED,
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
    nlp = assembled(options.base, syntax if syntax.exists() else options.base, options.work / "names" / "model-best")
    package.finish(nlp, options, name="kg_news_fast")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True, help="the first pipeline, kg_news_sm")
    parser.add_argument("--labeller", type=Path, default=HERE.parents[1] / "kg" / "pipelines" / "kg_news")
    parser.add_argument("--work", type=Path, default=HERE / "work")
    parser.add_argument("--news-test", type=Path, default=package.NEWS_TEST)
    parser.add_argument("--only", choices=("names", "syntax", "assemble"))
    parser.add_argument("--prepared", action="store_true", help="train on what --work already holds")
    options = parser.parse_args()
    stages = {"names": train_names, "syntax": train_syntax, "assemble": assemble}
    for name, stage in stages.items():
        if options.only in (None, name):
            stage(options)


if __name__ == "__main__":
    main()
