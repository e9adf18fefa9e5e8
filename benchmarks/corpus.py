"""The figures of building a corpus, measured and written into benchmarks/README.md: throughput and memory.

    python benchmarks/corpus.py DOCUMENTS... --small ../shared/models/kg_news_sm [--words 120000] [--runs 3]
        [--documents 200000] [--only throughput|memory]

What each of the two measures, and how, stands at the head of `throughput.py` and `memory.py`, which this runs one after
the other; each replaces its own part of the page. Some forty minutes; free cores are needed.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

_HERE = Path(__file__).resolve().parent
_PAGE = _HERE / "README.md"


def measured(part: str, arguments: list[str]) -> str:
    """What the script of this name writes, its heading one level lower."""
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / f"{part}.md"
        subprocess.run([sys.executable, str(_HERE / f"{part}.py"), *arguments, "-o", str(output)], check=True)
        return "#" + output.read_text()


def put(page: str, part: str, text: str) -> str:
    """The page with the text between the marks of the part."""
    begin, end = f"<!-- {part} -->\n", f"<!-- end of {part} -->\n"
    if begin not in page or end not in page:
        raise SystemExit(f"{_PAGE}: there is no {begin.strip()} … {end.strip()}")
    before, rest = page.split(begin, 1)
    return before + begin + text + end + rest.split(end, 1)[1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", metavar="DOCUMENTS")
    parser.add_argument("--small", help="the folder of the pipeline that is the unit of throughput", required=True)
    parser.add_argument("--words", default="120000")
    parser.add_argument("--runs", default="3")
    parser.add_argument("--workers", default="2")
    parser.add_argument("--documents", default="200000")
    parser.add_argument("--only", choices=("throughput", "memory"))
    args = parser.parse_args()
    arguments = {
        "throughput": ["--small", args.small, "--words", args.words, "--runs", args.runs, "--workers", args.workers],
        "memory": ["--documents", args.documents],
    }
    for part in [args.only] if args.only else list(arguments):
        text = measured(part, [*args.files, *arguments[part]])
        _PAGE.write_text(put(_PAGE.read_text(), part, text))


if __name__ == "__main__":
    main()
