"""The page on quality: what is counted, how errors are named, and the baseline, on made-up documents."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import hand_made
import pytest
import spacy
from conftest import ROOT
from spacy.tokens import Doc, Span

from kg import ontology, validate, write
from kg.model import Document
from kg.ontology.terms import KG

FOLDER = ROOT / "benchmarks"
ROW = re.compile(r"^\| (.*) \|$", re.MULTILINE)


@pytest.fixture(scope="module")
def quality() -> Iterator[ModuleType]:
    if not FOLDER.is_dir():
        pytest.skip("no benchmarks folder in this copy")
    sys.path.insert(0, str(FOLDER))
    import quality

    yield quality
    sys.path.remove(str(FOLDER))


@pytest.fixture(scope="module")
def figures(quality: ModuleType) -> ModuleType:
    return sys.modules["figures"]


@pytest.fixture(scope="module")
def baseline(quality: ModuleType) -> ModuleType:
    return quality.baseline


def rows(markdown: str) -> list[list[str]]:
    return [row.split(" | ") for row in ROW.findall(markdown) if not row.startswith("---")]


# What the documents of `hand_made` tell, as an annotator might have it who read some of it otherwise.
TRUMP = {"id": "trump", "type": "Person", "label": "Donald Trump", "aliases": ["Trump"]}
PUTIN = {"id": "putin", "type": "Person", "label": "Vladimir Putin", "aliases": ["Putin"]}
RUSSIA = {"id": "russia", "type": "State", "label": "Russia"}
UKRAINE = {"id": "ukraine", "type": "State", "label": "Ukraine"}
CRIMEA = {"id": "crimea", "type": "Place", "label": "Crimea"}
CALL = {"id": "call-1", "type": "Call", "roles": {"participant": ["trump", "putin"]}, "factuality": "Actual"}
STRIKE = {"id": "strike-1", "type": "Strike", "roles": {"attacker": ["russia"], "target": ["ukraine"]}}
GOLD: list[dict[str, Any]] = [
    {
        "id": "a b/1",
        "entities": [TRUMP, PUTIN, RUSSIA, UKRAINE],
        "events": [{**CALL, "earliest": "2025-07-04", "latest": "2025-07-04"}, {**STRIKE, "factuality": "Planned"}],
    },
    {
        "id": "2",
        "entities": [TRUMP, RUSSIA, UKRAINE, CRIMEA, {**PUTIN, "optional": True}],
        "events": [CALL, {**STRIKE, "id": "meeting-1", "type": "Meeting", "roles": {"participant": ["trump"]}}],
    },
    {"id": "3", "entities": [CRIMEA], "events": []},
]
DOCUMENTS = [
    {"id": "a b/1", "source": "press", "text": hand_made.FIRST},
    {"id": "2", "source": "radio", "text": hand_made.SECOND},
    {"id": "3", "source": "press", "text": "Crimea is warm."},
]
# What the scorer logs and counts of them.
LOGGED = {
    "a b/1": [
        ("lacks", "Call", "call-1", ("date", "2025-07-04", "2025-07-04")),
        ("wrong", "Call", "call-1", ("date", "2025-07-03", "2025-07-03")),
        ("lacks", "Strike", "strike-1", ("factuality", "Planned")),
        ("wrong", "Strike", "strike-1", ("factuality", "Possible")),
    ],
    "2": [
        ("missed", "Place", "Crimea"),
        ("wrong", "Call", "call-1", ("date", "2025-07-03", "2025-07-03")),
        ("missed", "Meeting", {"participant": ["trump"]}, None),
        ("spurious", "Strike", ["('type', 'Strike')"]),
    ],
    "3": [("missed", "Place", "Crimea")],
}


def tally(tp: int, fp: int = 0, fn: int = 0) -> SimpleNamespace:
    return SimpleNamespace(tp=tp, fp=fp, fn=fn)


TALLIES = {
    "a b/1": (
        {"Person": tally(2), "State": tally(2)},
        {"Call": tally(1), "Strike": tally(1)},
        {"type": tally(2), "role": tally(4), "date": tally(0, 1, 1), "factuality": tally(1, 1, 1)},
        {"factuality": tally(1, 0, 1), "date": tally(0, 0, 1)},
    ),
    "2": (
        {"Person": tally(1), "State": tally(2), "Place": tally(0, 0, 1)},
        {"Call": tally(1), "Strike": tally(0, 1), "Meeting": tally(0, 0, 1)},
        {"type": tally(1, 1, 1), "role": tally(2, 2, 1), "date": tally(0, 2), "factuality": tally(1, 1)},
        {"factuality": tally(1)},
    ),
    "3": ({"Place": tally(0, 0, 1)}, {}, {}, {}),
}


class Replay:
    """A scorer that has done its work already."""

    def __init__(self) -> None:
        self.asked: dict[str, tuple[object, str]] = {}

    def score_document(self, gold: dict[str, Any], graph: object, text: str, log: Any) -> tuple[Any, ...]:
        self.asked[gold["id"]] = (graph, text)
        for what in LOGGED[gold["id"]]:
            log(*what)
        return (*TALLIES[gold["id"]], {})


@pytest.fixture(scope="module")
def sample(quality: ModuleType) -> Any:
    return quality.Sample("dev", tuple(DOCUMENTS), tuple(GOLD))


@pytest.fixture(scope="module")
def page(quality: ModuleType, sample: Any) -> str:
    measured = {system: quality.measure(Replay(), sample, {}) for system in quality.SYSTEMS}
    return quality.report({"dev": sample, "train": sample}, {"dev": measured, "train": measured})


def test_each_document_is_scored_with_its_graph_and_text(quality: ModuleType, sample: Any) -> None:
    scorer = Replay()
    quality.measure(scorer, sample, {"2": "its graph"})
    assert scorer.asked["2"] == ("its graph", hand_made.SECOND)
    assert scorer.asked["3"] == (None, "Crimea is warm.")


def test_figures_are_sums_over_documents_and_over_each_source(quality: ModuleType, sample: Any) -> None:
    measured = quality.measure(Replay(), sample, {})
    assert measured.all.documents == 3
    assert measured.all.entities == {
        "Person": quality.Count(3),
        "State": quality.Count(4),
        "Place": quality.Count(0, 0, 2),
    }
    assert quality.total(measured.all.facts) == quality.Count(11, 8, 4)
    assert measured.sources["press"].documents == 2
    assert quality.total(measured.sources["press"].facts) == quality.Count(7, 2, 2)
    assert quality.total(measured.sources["radio"].facts) == quality.Count(4, 6, 2)


def test_precision_recall_and_f1_are_what_they_are_called(quality: ModuleType) -> None:
    count = quality.Count(6, 2, 4)
    assert (count.precision, count.recall, count.f1) == (0.75, 0.6, pytest.approx(2 * 0.75 * 0.6 / 1.35))
    assert (quality.Count().precision, quality.Count().recall, quality.Count().f1) == (0, 0, 0)


@pytest.mark.parametrize(
    ("logged", "kinds"),
    [
        ([("missed", "Person", "Ann")], ["Person: entity missed"]),
        ([("spurious", "Place", ["oslo"])], ["Place: false entity"]),
        ([("missed", "Call", {}, "call")], ["Call: event missed"]),
        ([("spurious", "Strike", [])], ["Strike: false event"]),
        ([("lacks", "Strike", "s", ("role", "target", "x"))], ["Strike: target missing"]),
        ([("wrong", "Strike", "s", ("role", "target", "?y"))], ["Strike: false target"]),
        ([("lacks", "Call", "c", ("date", "2025-01-01", "2025-01-01"))], ["date missing"]),
        ([("wrong", "Call", "c", ("date", "2025-01-01", "2025-01-01"))], ["date where the gold has none"]),
        ([("lacks", "Call", "c", ("date", "a", "a")), ("wrong", "Call", "c", ("date", "b", "b"))], ["date wrong"]),
        (
            [("lacks", "Call", "c", ("factuality", "Planned")), ("wrong", "Call", "c", ("factuality", "Actual"))],
            ["factuality: Planned read as Actual"],
        ),
        (
            [("lacks", "Call", "c", ("factuality", "Planned")), ("wrong", "Call", "d", ("factuality", "Actual"))],
            ["factuality missing", "factuality where the gold has none"],
        ),
    ],
)
def test_each_error_has_a_kind(figures: ModuleType, logged: list[tuple[Any, ...]], kinds: list[str]) -> None:
    assert [kind for kind, _ in figures.errors("d", logged)] == kinds


def test_kinds_of_error_stand_by_frequency_then_name_with_their_first_place(quality: ModuleType, sample: Any) -> None:
    figures = quality.measure(Replay(), sample, {}).all
    head, *listed, everything = rows(quality.frequent({"one": figures, "other": quality.Figures()}, 3))
    assert head == ["kind", "one", "other", "for example"]
    assert listed == [
        ["Place: entity missed", "2", "0", "2"],
        ["Meeting: event missed", "1", "0", "2"],
        ["Strike: false event", "1", "0", "2"],
    ]
    assert everything[:3] == ["all errors", "7", "0"]


@pytest.mark.parametrize(("right", "verdict"), [(92, "yes"), (91, "no, by 0.010"), (100, "yes")])
def test_a_target_is_reached_or_missed_by_so_much(quality: ModuleType, right: int, verdict: str) -> None:
    figures = quality.Figures()
    figures.add(({"Person": tally(right, 100 - right, 100 - right)}, {}, {}, {}), [])
    _, entities, *_ = rows(quality.targets({"accurate": figures}))
    assert entities == ["entities, F1", "0.920", f"{right / 100:.3f}", verdict]


def test_the_page_shows_each_target_type_source_and_sample(quality: ModuleType, page: str) -> None:
    first = [row[0] for row in rows(page)]
    for name, *_ in quality.TARGETS:
        assert first.count(name) == 2  # of dev and of train
    for name in ("Place", "**entities**", "Meeting", "**events**", "facts: role", "**facts**", "press", "radio"):
        assert first.count(name) == 1
    assert "### `train`" in page and "### `seed`" not in page
    assert "**entities** | 1.000 | 0.778 | 0.875 | 7 | 0 | 2" in page
    assert first.index("press") < first.index("radio")


def test_the_page_quotes_neither_texts_nor_names(page: str) -> None:
    assert not re.search("Trump|Putin|Ukraine|Russia|Crimea", page)


def test_the_page_in_the_repository_states_its_command_and_every_target(quality: ModuleType, page: str) -> None:
    kept = (FOLDER / "quality.md").read_text(encoding="utf-8")
    assert f"$ {quality.COMMAND}\n" in kept
    assert quality.COMMAND in (quality.__doc__ or "")
    headings = re.compile(r"^##? .*$", re.MULTILINE)
    assert headings.findall(kept) == headings.findall(page)
    assert {name for name, *_ in quality.TARGETS} <= {row[0] for row in rows(kept)}


SCORER = """
import json, types
def read_graphs(path):
    return json.load(open(path))
def score_document(gold, graph, text, log):
    one = types.SimpleNamespace(tp=int(graph == text), fp=0, fn=int(graph != text))
    return {"State": one}, {}, {}, {}, {}
"""


def test_one_command_builds_scores_and_writes(
    quality: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "score.py").write_text(SCORER)
    for name in ("dev", "seed"):
        for kind, records in (("docs", DOCUMENTS), ("gold", GOLD)):
            lines = "".join(json.dumps(record) + "\n" for record in records)
            (tmp_path / f"{name}.{kind}.jsonl").write_text(lines, encoding="utf-8")

    def build(documents: list[Path], system: str, output: Path) -> None:
        assert [path.name for path in documents] == ["dev.docs.jsonl", "seed.docs.jsonl"]
        texts = {d["id"]: d["text"] for d in DOCUMENTS if system == "accurate" or d["id"] == "3"}
        output.write_text(json.dumps(texts), encoding="utf-8")

    monkeypatch.setattr(quality, "build", build)
    arguments = ["--gold", str(tmp_path), "--score", str(tmp_path / "score.py"), "-o"]
    quality.main([*arguments, str(tmp_path / "one.md")])
    quality.main([*arguments, str(tmp_path / "two.md")])
    written = (tmp_path / "one.md").read_bytes()
    assert written == (tmp_path / "two.md").read_bytes()
    assert str(tmp_path).encode() not in written
    assert rows(written.decode())[2] == ["Person, F1", "0.900", "0.000", "0.000", "0.000", "no, by 0.900"]
    assert rows(written.decode())[3] == ["State, F1", "0.900", "1.000", "0.500", "0.500", "yes"]


@pytest.mark.parametrize(("missing", "told"), [("score.py", "--score"), ("dev.gold.jsonl", "--gold")])
def test_what_is_not_there_is_named(quality: ModuleType, tmp_path: Path, missing: str, told: str) -> None:
    (tmp_path / "score.py").write_text(SCORER)
    (tmp_path / missing).unlink(missing_ok=True)
    with pytest.raises(SystemExit, match=told):
        quality.main(["--gold", str(tmp_path), "--score", str(tmp_path / "score.py"), "-o", str(tmp_path / "q.md")])


def test_figures_and_errors_are_those_of_the_scorer(
    quality: ModuleType, sample: Any, shared: Path, tmp_path: Path
) -> None:
    """The scorer itself, on the same documents: what is replayed above is what it says."""
    file, scorer = tmp_path / "graph.nq", shared / "score" / "score.py"
    with file.open("wb") as stream:
        write.write(hand_made.graphs(), stream, "nquads")
    for kind, records in (("docs", DOCUMENTS), ("gold", GOLD)):
        # The scorer takes the name of a graph as it stands, where an id may not bear a slash.
        lines = [json.dumps({**record, "id": str(record["id"]).replace("a b/1", "a%20b%2F1")}) for record in records]
        (tmp_path / f"dev.{kind}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    measured = quality.measure(
        quality.load(scorer), quality.Sample.read(tmp_path, "dev"), quality.load(scorer).read_graphs(str(file))
    )
    command = [sys.executable, str(scorer), str(tmp_path / "dev.gold.jsonl"), str(file), "--json"]
    said = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    for name, tallies in (("ENTITIES", "entities"), ("EVENTS", "events"), ("FACTS", "facts")):
        count = quality.total(getattr(measured.all, tallies))
        assert said[name] == pytest.approx([count.precision, count.recall, count.f1])
    assert said["FOUND"] == {name: count.recall for name, count in measured.all.found.items()}
    assert measured.all.errors == quality.measure(Replay(), sample, {}).all.errors


_NLP = spacy.blank("en")
# form, lemma, part of speech, head (counted from 1), relation, label of the name
SENTENCE = """
    On      on      ADP   2  case       -
    May     May     PROPN 7  obl        -
    4       4       NUM   2  nummod     -
    ,       ,       PUNCT 7  punct      -
    Chadian chadian ADJ   6  amod       -
    forces  force   NOUN  7  nsubj      -
    bombed  bomb    VERB  0  ROOT       -
    Zorbek  Zorbek  PROPN 7  obj        GPE
    with    with    ADP   10 case       -
    drones  drone   NOUN  7  obl        WEAPON
    and     and     CCONJ 12 cc         -
    held    hold    VERB  7  conj       -
    talks   talk    NOUN  12 obj        -
    with    with    ADP   15 case       -
    Norway  Norway  PROPN 13 nmod       GPE
    .       .       PUNCT 7  punct      -"""


class Parsed:
    """A pipeline that has one sentence parsed already."""

    def pipe(self, lines: list[str]) -> Iterator[Doc]:
        for line in lines:
            columns = (
                list(zip(*(token.split() for token in SENTENCE.strip().splitlines()), strict=True)) if line else []
            )
            words, lemmas, pos, heads, deps, labels = columns or [()] * 6
            doc = Doc(
                _NLP.vocab,
                words=words,
                lemmas=lemmas,
                pos=pos,
                heads=[int(head) - 1 if head != "0" else i for i, head in enumerate(heads)],
                deps=deps,
            )
            doc.set_ents([Span(doc, i, i + 1, label) for i, label in enumerate(labels) if label != "-"])
            yield doc


def test_the_baseline_reads_names_triples_and_a_day_and_nothing_else(baseline: ModuleType) -> None:
    sentence = " ".join(line.split()[0] for line in SENTENCE.strip().splitlines()) + " "
    document = Document(f"\n{sentence}", "d", "2025-07-05")
    reader = baseline.Baseline(Parsed(), ontology.load())
    facts = reader.facts(document)
    assert {(e.type.removeprefix(KG), e.label) for e in facts.entities} == {
        ("State", "Chad"), ("Place", "Zorbek"), ("WeaponSystem", "drone"), ("State", "Norway"),
    }  # fmt: skip
    base = "https://example.org/kg/"
    told = {
        (
            c.subject,
            c.predicate.removeprefix(KG),
            getattr(c.object, "value", c.object).removeprefix(base).removeprefix(KG),
        )
        for c in facts.claims
    }
    strike, talks = (event.iri for event in facts.events)
    assert [event.type.removeprefix(KG) for event in facts.events] == ["Strike", "Negotiation"]
    days = {(event, bound, "2025-05-04") for event in (strike, talks) for bound in ("earliest", "latest")}
    assert told == days | {
        (strike, "factuality", "Actual"),
        (strike, "attacker", "state/chad"),
        (strike, "target", "place/zorbek"),
        (strike, "weapon", "weapon-system/drone"),
        (talks, "factuality", "Actual"),
        (talks, "participant", "state/norway"),
    }
    for mention in facts.mentions:
        words = document.text[mention.span.begin : mention.span.end]
        assert words in ("Chadian", "bombed", "Zorbek", "drones", "talks", "Norway")
    assert validate.Validator().violations(reader.graph(document)) == ()


@pytest.mark.parametrize(
    ("sentence", "published", "day"),
    [
        ("They met on July 3, 2024.", "2025-07-05", "2024-07-03"),
        ("They met on 3 July.", "2025-07-05", "2025-07-03"),
        ("They met on July 3.", None, ""),
        ("They met on February 31, 2024.", "2025-07-05", ""),
        ("They met today.", "2025-07-05", "2025-07-05"),
        ("They met today.", "2025-07", ""),
        ("They met on Thursday.", "2025-07-05", ""),
    ],
)
def test_the_baseline_reads_days_that_are_written_out(
    baseline: ModuleType, sentence: str, published: str | None, day: str
) -> None:
    assert baseline._day(sentence, published) == day
