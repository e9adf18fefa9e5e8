"""What tests share: the data folder beside a checkout, and lines of JSON."""

from __future__ import annotations

import json
import re
import signal
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from kg.iri import document_iri
from kg.model import Claim, Document, Entity, Event, Facts, Literal, Mention, Span
from kg.ontology.terms import KG

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


def pytest_configure() -> None:
    """A shell that starts the tests in the background lets them, and all that they start, ignore interruptions."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The project's data that is not in the repository; tests that need it are skipped without it."""
    if not (SHARED / "gold").is_dir():
        pytest.skip("no shared data beside this checkout")
    return SHARED


@pytest.fixture
def jsonl(tmp_path: Path) -> Callable[..., Path]:
    """Writes records as a JSON lines file; a record may be a raw line."""

    def write(*records: object, name: str = "documents.jsonl") -> Path:
        path = tmp_path / name
        lines = [record if isinstance(record, str) else json.dumps(record) for record in records]
        path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
        return path

    return write


def told_calls(doc: object, document: Document, ontology: object, base: str) -> Facts:
    """A reader of one kind of sentence, `Ann called Bob.`; CRASH in a text makes it fail."""
    if "CRASH" in document.text:
        raise RuntimeError("no such\nsentence")
    iri = document_iri(base, document.id)
    entities: dict[str, Entity] = {}
    events, mentions, claims = [], [], []
    for match in re.finditer(r"(\w+) called (\w+)(!?)", document.text):
        call = f"{iri}#event={match.start()},{match.end()}"
        sentence = Span(*match.span())
        events.append(Event(call, KG + "Call", "called", (sentence,)))
        mentions.append(Mention(sentence, call))
        # An exclamation mark stands for a mistake that a shape finds.
        actual = Literal("surely") if match[3] else KG + "Actual"
        claims.append(Claim(call, KG + "factuality", actual, sentence, "test"))
        for group in (1, 2):
            person = f"{base}person/{match[group].lower()}"
            entities[person] = Entity(person, KG + "Person", match[group])
            mentions.append(Mention(Span(*match.span(group)), person))
            claims.append(Claim(call, KG + "participant", person, Span(*match.span(group)), "test"))
    return Facts(document, iri, tuple(entities.values()), tuple(events), tuple(mentions), tuple(claims))


class NoPipeline:
    """Stands where a language pipeline would."""

    memory_zone = staticmethod(nullcontext)


_shipped: list[object] = []


def _once(load: Callable[[list[Path]], object]) -> Callable[[list[Path]], object]:
    """The shipped ontology is loaded once; one with files of the user's each time."""

    def loaded(extra: list[Path]) -> object:
        if extra:
            return load(extra)
        if not _shipped:
            _shipped.append(load([]))
        return _shipped[0]

    return loaded


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Builds that read calls only, without a language pipeline: the way is tested, not the reading."""
    from kg import builder
    from kg.corpus import shard

    monkeypatch.setattr(builder, "_facts", told_calls)
    monkeypatch.setattr(builder, "_ontology", _once(builder._ontology))
    monkeypatch.setattr(builder.language, "load", lambda name: NoPipeline())
    monkeypatch.setattr(builder.language, "parse_all", lambda nlp, documents, ontology: (None for _ in documents))
    # A process keeps its tools: these must not be those of another test, nor another's be these.
    shard.plan_of.cache_clear()
    yield
    shard.plan_of.cache_clear()


@pytest.fixture
def own_plan() -> Iterator[None]:
    """Tools of an engine's process are those of this test."""
    from engine_given import forget

    forget()
    yield
    forget()


@pytest.fixture
def one_program(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program's hash stays, though somebody may be working on it."""
    from kg.corpus import versions

    monkeypatch.setattr(versions, "_program", lambda: "hash")


@pytest.fixture
def built(calls: None, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Ids of the documents that are built, as they are."""
    from kg import builder

    read, ids = builder._facts, []

    def facts(doc: object, document: Document, *rest: Any) -> Facts:
        ids.append(document.id)
        return read(doc, document, *rest)

    monkeypatch.setattr(builder, "_facts", facts)
    return ids


@pytest.fixture
def corpus(calls: None, one_program: None, jsonl: Callable[..., Path], tmp_path: Path) -> Path:
    """A folder built of `sharded.CALLS`, which lie in `corpus.jsonl` beside it."""
    from sharded import CALLS, run

    assert run("build", jsonl(*CALLS, name="corpus.jsonl"), "-o", f"{tmp_path}/corpus/").exit_code == 0
    return tmp_path / "corpus"
