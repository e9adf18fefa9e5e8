"""Words a second of language pipelines on the same paragraphs, one core, and as ratios to the first of them.

    python benchmarks/pipelines.py DOCUMENTS.jsonl[.gz] PIPELINE [PIPELINE ...] [--documents 150] [--runs 3]

A pipeline is the name or alias of a shipped one, loaded as kg loads it, or a folder, loaded as spaCy does: bare, but
with numpy's matrix products, which are the faster ones. CPU time of everything from text to a finished Doc
(tokenizer included), paragraphs apart; the pipelines take turns, and each is warmed up before it counts.
"""

from __future__ import annotations

import argparse
import itertools
import statistics
import time
from pathlib import Path

import spacy
from spacy.language import Language
from thinc.api import use_ops
from threadpoolctl import threadpool_limits

from kg import read, resources
from kg.language import pipeline
from kg.model import Document


def load(name: str) -> Language:
    if resources.pipeline_folder(name) is not None:
        return pipeline.load(name)
    with use_ops("numpy", use_blis=False):
        return spacy.load(name)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("documents_file")
    parser.add_argument("pipelines", nargs="+")
    parser.add_argument("--documents", type=int, default=150)
    parser.add_argument("--runs", type=int, default=3)
    args = parser.parse_args()
    found = (d for d in read.documents([args.documents_file]) if isinstance(d, Document))
    texts = [document.text for document in itertools.islice(found, args.documents)]
    paragraphs = [line for text in texts for line in text.split("\n") if line.strip()]
    loaded = {name: load(name) for name in args.pipelines}
    words = sum(len(doc) for doc in loaded[args.pipelines[0]].tokenizer.pipe(paragraphs))
    speeds: dict[str, list[float]] = {name: [] for name in loaded}
    with threadpool_limits(1, user_api="blas"):
        for nlp in loaded.values():
            list(nlp.pipe(paragraphs[:200]))
        for _ in range(args.runs):
            for name, nlp in loaded.items():
                begin = time.process_time()
                for _ in nlp.pipe(paragraphs, batch_size=64):
                    pass
                speeds[name].append(words / (time.process_time() - begin))
    print(f"{len(texts)} documents, {len(paragraphs)} paragraphs, {words} words")
    first = statistics.median(speeds[args.pipelines[0]])
    for name, values in speeds.items():
        middle = statistics.median(values)
        folder = resources.pipeline_folder(name) or Path(name)
        size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6
        print(
            f"{name:<32} {min(values):>8,.0f} {middle:>8,.0f} {max(values):>8,.0f} words/s (min, median, max)"
            f"  {middle / first:.2f} of the first  {size:.1f} MB"
        )


if __name__ == "__main__":
    main()
