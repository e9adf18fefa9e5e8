"""Words a second: what bare pipelines read, and what `kg build` makes whole graphs of, on the same documents.

    python benchmarks/throughput.py DOCUMENTS... --small ../shared/models/kg_news_sm [--words 120000] [--runs 3]
        [--workers 2] [-o FILE.md]

Each figure is a process of its own, on one thread, and they take turns. A bare pipeline is `nlp.pipe` over the texts,
its loading apart; the one named by `--small` is loaded as spaCy loads it, with the matrix products that spaCy chooses
(`pipelines.py` gives it numpy's, which are faster, and counts tokens and not words). A build is the command `kg build
FILE -o graph.nq` with everything: read, parsed, extracted, validated, written; what the same command takes for the
first document alone (start-up) is taken off, and stands in a table of its own. All are given as multiples of the
pipeline named by `--small` in the same run. Free cores are needed: with other work on the machine the figures of
several workers say little.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from kg import read
from kg.model import Document

_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


def documents(files: Sequence[str], words: int) -> list[Document]:
    """The same share of every file, in turns, until there are so many words."""
    streams = [(d for d in read.documents([file]) if isinstance(d, Document)) for file in files]
    found: list[Document] = []
    while streams and words > 0:
        for stream in list(streams):
            one = next(stream, None)
            if one is None:
                streams.remove(stream)
            elif words > 0:
                found.append(one)
                words -= len(one.text.split())
    return found


def bare(name: str, file: str) -> None:
    """In a process of its own: prints the seconds that a pipeline takes for the texts."""
    import spacy
    from threadpoolctl import threadpool_limits

    from kg.language import pipeline

    nlp = spacy.load(name) if Path(name).is_dir() else pipeline.load(name)
    texts = [one.text for one in read.documents([file]) if isinstance(one, Document)]
    with threadpool_limits(1):
        list(nlp.pipe(texts[:10]))
        begin = time.perf_counter()
        for _ in nlp.pipe(texts):
            pass
        print(time.perf_counter() - begin)


def seconds_bare(name: str, file: Path) -> float:
    command = [sys.executable, __file__, "--bare", name, str(file)]
    return float(subprocess.run(command, check=True, capture_output=True, env=os.environ | _ONE_THREAD).stdout)


def seconds_build(file: Path, pipeline: str, workers: int, output: Path) -> float:
    command = [sys.executable, "-m", "kg", "build", str(file), "-o", str(output), "--pipeline", pipeline, "--quiet"]
    if workers > 1:
        command += ["--workers", str(workers)]
    begin = time.perf_counter()
    subprocess.run(command, check=True, env=os.environ | _ONE_THREAD)
    return time.perf_counter() - begin


def table(speeds: dict[str, list[float]], starts: dict[str, list[float]], targets: dict[str, float], head: str) -> str:
    small, *others = speeds
    lines = [
        "# Throughput",
        "",
        head,
        "",
        f"| multiples of {small} | least | median | most | wanted |",
        "| --- | --- | --- | --- | --- |",
    ]
    for name in others:
        ratios = [one / unit for one, unit in zip(speeds[name], speeds[small], strict=True)]
        wanted = f"{targets[name]:.2f}" if name in targets else ""
        lines.append(f"| {name} | {min(ratios):.2f} | {statistics.median(ratios):.2f} | {max(ratios):.2f} | {wanted} |")
    lines += ["", "| words a second on this machine | least | median | most |", "| --- | --- | --- | --- |"]
    for name, values in speeds.items():
        lines.append(f"| {name} | {min(values):,.0f} | {statistics.median(values):,.0f} | {max(values):,.0f} |")
    lines += [
        "",
        "| seconds from the start to the end of one document | least | median | most |",
        "| --- | --- | --- | --- |",
    ]
    for name, values in starts.items():
        lines.append(f"| {name} | {min(values):.2f} | {statistics.median(values):.2f} | {max(values):.2f} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", metavar="DOCUMENTS")
    parser.add_argument("--small", help="the folder of the pipeline that is the unit")
    parser.add_argument("--words", type=int, default=120_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("-o", "--output", type=Path)
    parser.add_argument("--bare", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.bare:
        bare(args.bare, args.files[0])
        return
    if not args.small:
        parser.error("name a pipeline that is the unit with --small")
    found = documents(args.files, args.words)
    words = sum(len(one.text.split()) for one in found)
    unit = Path(args.small).name
    names = ("accurate", "fast")
    speeds: dict[str, list[float]] = {f"{unit}, bare": []}
    starts: dict[str, list[float]] = {}
    targets = {"kg build, accurate": 0.6, "kg build, fast": 0.9}
    with tempfile.TemporaryDirectory() as folder:
        corpus, first, output = (Path(folder) / name for name in ("corpus.jsonl", "first.jsonl", "graph.nq"))
        lines = [
            json.dumps({"id": str(number), "text": one.text, "date": one.date}) for number, one in enumerate(found)
        ]
        corpus.write_text("\n".join(lines) + "\n")
        first.write_text(lines[0] + "\n")
        for _ in range(args.runs):
            speeds[f"{unit}, bare"].append(words / seconds_bare(args.small, corpus))
            for name in names:
                speeds.setdefault(f"{name}, bare", []).append(words / seconds_bare(name, corpus))
                for workers in sorted({1, args.workers}):
                    label = f"kg build, {name}" + (f", {workers} workers" if workers > 1 else "")
                    start = seconds_build(first, name, workers, output)
                    whole = seconds_build(corpus, name, workers, output)
                    starts.setdefault(label, []).append(start)
                    speeds.setdefault(label, []).append(words / (whole - start))
                    if workers > 1:
                        targets[label] = 0.85 * workers * targets[f"kg build, {name}"]
    head = (
        f"{len(found)} documents, {words:,} words, {args.runs} runs on {os.cpu_count()} cores: "
        "`python benchmarks/throughput.py` (what is measured stands at its head). For several workers, what is wanted "
        "is .85 of as many times what is wanted of one process."
    )
    text = table(speeds, starts, targets, head)
    if args.output:
        args.output.write_text(text)
    print(text, end="")


if __name__ == "__main__":
    main()
