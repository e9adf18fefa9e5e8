"""Figures of a pipeline from raw text: trees, names, names in the annotated dev documents, speed.

python training/common/evaluate.py PIPELINE [PIPELINE ...] --corpora ../shared/corpora --gold ../shared/gold
"""

from __future__ import annotations

import argparse
import gzip
import json
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import names
import spacy
from corpus import read
from spacy.language import Language
from spacy.scorer import Scorer
from spacy.tokens import Doc
from spacy.training import Example

TREES = ("pud_test", "gumnews_test", "ewt_test")
NAMES = ("nertest_pol", "nertest_pud", "nertest_gumH")
TYPES = ("PERSON", "ORG", "GPE", "LOC", "WEAPON")
MEASURES = ("tag_acc", "pos_acc", "morph_acc", "lemma_acc", "dep_uas", "dep_las", "sents_f")
RELATIONS = ("nsubj", "nsubj:pass", "obj", "obl", "obl:agent", "nmod", "nmod:poss", "appos", "conj",
             "xcomp", "ccomp", "advcl", "acl:relcl", "compound", "flat", "amod")  # fmt: skip


def examples(nlp: Language, gold: list[Doc]) -> list[Example]:
    parsed = nlp.pipe((g.text for g in gold), batch_size=64)
    return [Example(p, g) for p, g in zip(parsed, gold, strict=True)]


def percent(value: float) -> float:
    return round(100 * value, 1)


def trees(nlp: Language, corpora: Path, name: str) -> dict:
    parsed = examples(nlp, read(corpora / "syntax" / f"{name}.spacy", nlp.vocab))
    scores = Scorer(nlp).score(parsed)
    found = {m: percent(scores[m]) for m in MEASURES if scores.get(m) is not None}
    found["lemmas of verbs and nouns"] = percent(lemmas(parsed))
    relations = scores.get("dep_las_per_type") or {}
    found["relations"] = {r: percent(relations[r]["f"]) for r in RELATIONS if r in relations}
    return found


def lemmas(parsed: list[Example], kinds: tuple[str, ...] = ("VERB", "NOUN")) -> float:
    """Share of the verbs and nouns of the gold whose lemma is right, case aside."""
    right = wanted = 0
    for example in parsed:
        found = {token.idx: token.lemma_.lower() for token in example.predicted}
        gold = [token for token in example.reference if token.pos_ in kinds]
        wanted += len(gold)
        right += sum(found.get(token.idx) == token.lemma_.lower() for token in gold)
    return right / max(1, wanted)


def entities(pairs: Iterable[tuple[Doc, Doc]]) -> dict:
    """Exact spans and types; a prediction that touches a token the gold leaves open is not counted."""
    hit, wrong, missed = Counter(), Counter(), Counter()
    labels: set[str] = set()
    pairs = list(pairs)
    for _, gold in pairs:
        labels.update(e.label_ for e in gold.ents)
    for parsed, gold in pairs:
        open_ = {i for t in gold if t.ent_iob == 0 for i in range(t.idx, t.idx + len(t))}
        want = {(e.start_char, e.end_char, e.label_) for e in gold.ents}
        got = {
            (e.start_char, e.end_char, e.label_)
            for e in parsed.ents
            if e.label_ in labels and not open_.intersection(range(e.start_char, e.end_char))
        }
        hit.update(label for *_, label in want & got)
        wrong.update(label for *_, label in got - want)
        missed.update(label for *_, label in want - got)

    def row(*kinds: str) -> list[float]:
        tp, fp, fn = (sum(c[k] for k in kinds) for c in (hit, wrong, missed))
        return [
            percent(tp / max(1, tp + fp)),
            percent(tp / max(1, tp + fn)),
            percent(2 * tp / max(1, 2 * tp + fp + fn)),
        ]

    found = {"all": row(*labels)}
    found.update({t: [*row(t), hit[t] + missed[t]] for t in TYPES if hit[t] + missed[t]})
    return found


def corpus_names(nlp: Language, corpora: Path, name: str) -> dict:
    gold = read(corpora / "ner" / f"{name}.spacy", nlp.vocab)
    return entities((e.predicted, e.reference) for e in examples(nlp, gold))


def news_names(nlp: Language, gold: Path) -> dict:
    marked = names.annotated(nlp, gold, "dev")
    return entities(zip(nlp.pipe(g.text for g in marked), marked, strict=True))


def speed(nlp: Language, corpora: Path, documents: int = 150) -> dict:
    with gzip.open(corpora / "text" / "state.jsonl.gz", "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for _, line in zip(range(documents), lines, strict=False)]
    paragraphs = [p for text in texts for p in text.split("\n") if p.strip()]
    words = sum(len(nlp.make_doc(p)) for p in paragraphs)
    best: dict[str, float] = {}
    for _ in range(2):
        docs: list[Doc] = [nlp.make_doc(p) for p in paragraphs]
        begin = time.process_time()
        for name, pipe in nlp.pipeline:
            start = time.process_time()
            docs = list(pipe.pipe(docs, batch_size=128))
            best[name] = min(best.get(name, 1e9), time.process_time() - start)
        best["all"] = min(best.get("all", 1e9), time.process_time() - begin)
    return {name: round(words / max(seconds, 1e-6)) for name, seconds in best.items()}


def measure(nlp: Language, corpora: Path, gold: Path | None) -> dict:
    found: dict = {}
    if {"parser", "kg_transformer"}.intersection(nlp.pipe_names):
        found["trees"] = {name: trees(nlp, corpora, name) for name in TREES}
    if {"ner", "kg_transformer"}.intersection(nlp.pipe_names):
        found["names"] = {name: corpus_names(nlp, corpora, name) for name in NAMES}
        if gold:
            found["names"]["dev documents"] = news_names(nlp, gold)
    found["words_per_second"] = speed(nlp, corpora)
    return found


def show(found: dict) -> None:
    for group, rows in found.items():
        print(f"  {group}")
        if group == "words_per_second":
            print("   ", rows)
            continue
        for name, values in rows.items():
            print(f"    {name}", {k: v for k, v in values.items() if k != "relations"})
            if "relations" in values:
                print("     ", values["relations"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pipelines", nargs="+")
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--gold", type=Path)
    options = parser.parse_args()
    for name in options.pipelines:
        print(name)
        show(measure(spacy.load(name), options.corpora, options.gold))


if __name__ == "__main__":
    main()
