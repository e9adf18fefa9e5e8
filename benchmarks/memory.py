"""The memory of a build as documents go by: a corpus of any size through one process, or several.

    python benchmarks/memory.py DOCUMENTS... [--documents 200000] [--workers 1] [-o FILE.md]

Real documents are repeated and varied: each one made is some thirty words of a real one, beginning at another place
each time, under another date and id. They are written into the standard input of `kg build - -o graph.nq` as it takes
them, so that what was written is what it has read but for a few; at milestones the memory of its processes that is
resident is read from `/proc`, shared libraries counted once. Linux only.
"""

from __future__ import annotations

import argparse
import itertools
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

from kg import read
from kg.model import Document

_MILESTONES = (500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 150_000, 200_000)
_FIRST_DAY, _DAYS = date(2022, 1, 1), 1200
_WORDS = 30


def varied(files: Sequence[str]) -> Iterator[dict[str, str]]:
    """Without end, and the same ones each time."""
    found = [d.text.split("\n") for d in read.documents(files) if isinstance(d, Document)]
    paragraphs = [[line for line in lines if line.strip()] for lines in found]
    for number in itertools.count():
        lines = paragraphs[number % len(paragraphs)]
        round_ = number // len(paragraphs)
        begin = round_ % len(lines) if lines else 0
        words = " ".join(lines[begin : begin + 2]).split()
        start = (round_ * 7) % max(1, len(words) - _WORDS) if round_ >= len(lines) else 0
        text = " ".join(words[start : start + _WORDS])
        day = _FIRST_DAY + timedelta(number % _DAYS)
        yield {"id": f"{number:06}", "date": day.isoformat(), "source": f"Paper {number % 50}", "text": text or "None."}


def held(pid: int) -> int:
    """MiB of a process and all below it; what they have mapped of files (libraries, above all) once."""
    own, mapped = 0, [0]
    waiting = [pid]
    while waiting:
        one = waiting.pop()
        try:
            rollup = Path(f"/proc/{one}/smaps_rollup").read_text()
            for task in Path(f"/proc/{one}/task").iterdir():
                waiting += [int(child) for child in (task / "children").read_text().split()]
        except (OSError, ProcessLookupError):
            continue
        kib = {line.split(":")[0]: int(line.split()[1]) for line in rollup.splitlines()[1:]}
        own += kib["Anonymous"]
        mapped.append(kib["Rss"] - kib["Anonymous"])
    return (own + max(mapped)) >> 10


def curve(files: Sequence[str], count: int, workers: int, pipeline: str) -> Iterator[tuple[int, int, int]]:
    """Documents read, MiB held, MiB written, at each milestone and at the end."""
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "graph.nq"
        command = [sys.executable, "-m", "kg", "build", "-", "-o", str(output), "--pipeline", pipeline, "--quiet"]
        command += ["--workers", str(workers)] if workers > 1 else []
        process = subprocess.Popen(command, stdin=subprocess.PIPE)
        assert process.stdin is not None
        milestones = sorted({*(one for one in _MILESTONES if one < count), count})
        for number, one in enumerate(itertools.islice(varied(files), count), start=1):
            process.stdin.write(json.dumps(one).encode() + b"\n")
            if number in milestones:
                process.stdin.flush()
                # What is being written has another name until it is whole.
                written = sum(file.stat().st_size for file in Path(folder).iterdir())
                yield number, held(process.pid), written >> 20
        process.stdin.close()
        if process.wait():
            sys.exit(f"{' '.join(command)} ended with {process.returncode}")


def drawn(points: Sequence[tuple[int, int]]) -> list[str]:
    """The curve in Mermaid's notation, which pages of Markdown show as a picture; zero is its foot."""
    most = max(memory for _, memory in points)
    return [
        "```mermaid",
        "xychart-beta",
        '    title "MiB held after so many documents"',
        "    x-axis [" + ", ".join(f'"{number:,}"' for number, _ in points) + "]",
        f"    y-axis 0 --> {most * 5 // 4}",
        f"    line [{', '.join(str(memory) for _, memory in points)}]",
        "```",
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", metavar="DOCUMENTS")
    parser.add_argument("--documents", type=int, default=200_000)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--pipeline", default="fast")
    parser.add_argument("-o", "--output", type=Path)
    args = parser.parse_args()
    lines = [
        "# Memory",
        "",
        f"`python benchmarks/memory.py --documents {args.documents}` "
        f"({args.workers} {'process' if args.workers == 1 else 'workers'}, "
        f"{args.pipeline} pipeline): what a build holds after so many documents.",
        "",
        "| documents | memory, MiB | written, MiB |",
        "| --- | --- | --- |",
    ]
    points = []
    for number, memory, written in curve(args.files, args.documents, args.workers, args.pipeline):
        points.append((number, memory))
        lines.append(f"| {number:,} | {memory:,} | {written:,} |")
        print(lines[-1], flush=True)
    lines += ["", *drawn(points)]
    if args.output:
        args.output.write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
