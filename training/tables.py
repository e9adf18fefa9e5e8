"""The tables of figures in the cards and records, from the meta data of the shipped pipelines:

python training/tables.py

Writes what stands between `<!-- figures -->` and `<!-- end of figures -->`. Those of `kg_news_sm` are in
`kg_news_sm.json`, measured with `common/evaluate.py` as the others.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

HERE = Path(__file__).resolve().parent
PIPELINES = HERE.parent / "kg" / "pipelines"
FILES = (HERE / "README.md", PIPELINES / "kg_news" / "README.md", PIPELINES / "kg_news_fast" / "README.md")
TREES = {"pud_test": "PUD (news, wiki)", "gumnews_test": "GUM news, interview, speech", "ewt_test": "EWT (web)"}
MEASURES = {
    "tag_acc": "XPOS",
    "dep_uas": "UAS",
    "dep_las": "LAS",
    "sents_f": "sentences F",
    "lemmas of verbs and nouns": "lemmas of verbs, nouns",
}
NAMES = {
    "dev documents": "37 annotated news documents",
    "nertest_pud": "PUD",
    "nertest_pol": "CrossNER politics",
    "nertest_gumH": "GUM",
}
TYPES = ("all", "PERSON", "ORG", "GPE")


def performance() -> list[dict]:
    """kg_news_sm, fast, accurate."""
    found = [json.loads((HERE / "kg_news_sm.json").read_text(encoding="utf-8"))]
    for name in ("kg_news_fast", "kg_news"):
        meta = json.loads((PIPELINES / name / "meta.json").read_text(encoding="utf-8"))
        found.append(meta["performance"])
    return found


def row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def tables() -> str:
    all_ = performance()
    lines = [
        row("from raw text: kg_news_sm / fast / accurate", *MEASURES.values()),
        row(*["---"] * (len(MEASURES) + 1)),
    ]
    for corpus, label in TREES.items():
        cells = [" / ".join(f"{p['trees'][corpus][m]:.1f}" for p in all_) for m in MEASURES]
        lines.append(row(label, *cells))
    relations = all_[-1]["trees"]["pud_test"]["relations"]
    chosen = ("nsubj", "nsubj:pass", "obj", "obl", "nmod", "conj", "appos", "acl:relcl", "xcomp", "ccomp", "advcl")
    by_label = ", ".join(f"{r} {all_[1]['trees']['pud_test']['relations'][r]:.1f} / {relations[r]:.1f}" for r in chosen)
    lines += ["", f"PUD by label, F (fast / accurate): {by_label}.", ""]
    lines += [row("names, exact span and type, F", *TYPES), row(*["---"] * (len(TYPES) + 1))]
    for corpus, label in NAMES.items():
        cells = [" / ".join(f"{p['names'][corpus][t][2]:.1f}" for p in all_) for t in TYPES]
        lines.append(row(label, *cells))
    return "\n".join(lines)


def main() -> None:
    made = tables()
    for path in FILES:
        text = path.read_text(encoding="utf-8")
        found = re.sub(
            r"(<!-- figures -->\n).*?(\n<!-- end of figures -->)",
            lambda m: m[1] + made + m[2],
            text,
            flags=re.DOTALL,
        )
        if found == text and made not in text:
            raise SystemExit(f"{path}: no place for the figures")
        path.write_text(found, encoding="utf-8")


if __name__ == "__main__":
    main()
