"""News text in, a validated graph out: the story of a build."""

from __future__ import annotations

import logging
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph
from rdflib import Dataset, Graph, URIRef

from kg import extract, graph, language, quarantine, read, resolve, resources, validate, view, write
from kg import ontology as ontologies
from kg.errors import KgError, OntologyError
from kg.model import Document, Facts, Problem, Quarantined, Report
from kg.ontology import Ontology
from kg.ontology.terms import OWL
from kg.options import BASE, DEFAULTS, EVIDENCE, Options, checked
from kg.quads import quads, to_graph
from kg.replace import replacing
from kg.statements import DocumentGraph

if TYPE_CHECKING:
    import networkx
    from spacy.language import Language
    from spacy.tokens import Doc

__all__ = [
    "BASE",
    "EVIDENCE",
    "Built",
    "Options",
    "Plan",
    "Result",
    "Tally",
    "build",
    "built",
    "checked",
    "documents",
    "failed",
    "prepare",
]

Input = str | Path | Document
Inputs = Input | Iterable[Input]

_log = logging.getLogger("kg")
_log.addHandler(logging.NullHandler())  # a library prints nothing unless it is asked to


def build(
    inputs: Inputs,
    *,
    base: str = BASE,
    date: str | None = None,
    ontology: Sequence[str | Path] = (),
    shapes: Sequence[str | Path] = (),
    pipeline: str | None = None,
    evidence: str = "claims",
    text: bool = True,
    progress: Callable[[int], None] | None = None,
) -> Result:
    """The graph of all documents in `inputs`: a path, a `Document`, or an iterable of both.

    The options are those of `kg build`; `progress` is called with the number of documents done so far.
    An input that cannot be used is a `Problem` of `Result.report`, what fails its shape is in
    `Result.quarantine`. Raises a `KgError` where an option cannot be used, before anything is read.
    """
    plan = prepare(
        Options(
            base=base,
            date=date,
            ontology=tuple(Path(file) for file in ontology),
            shapes=tuple(Path(file) for file in shapes),
            pipeline=pipeline,
            evidence=evidence,
            text=text,
        )
    )
    tally, merged = Tally(), Dataset(default_union=True)
    held_back: list[Quarantined] = []
    names: list[URIRef] = []
    for item in documents(inputs, plan):
        tally.add(item)
        if isinstance(item, Problem):
            continue
        held_back += item.quarantined
        if (made := item.graph) is not None:
            names.append(_merge(merged, made))
        if progress:
            progress(tally.documents)
    return Result(merged, tally.report(), tuple(held_back), tuple(names))


def documents(inputs: Inputs, plan: Plan) -> Iterator[Built | Problem]:
    """Each document's facts and graph, in their order: a corpus of any length, of which some is read ahead."""
    listed = (inputs,) if isinstance(inputs, str | Path | Document) else inputs
    return built(read.documents(listed, date=plan.date), plan)


def built(found: Iterable[Document | Problem], plan: Plan) -> Iterator[Built | Problem]:
    """Each of the documents, which are as `kg.read` gives them, built; a problem stays in its place."""
    waiting: deque[Document | Problem] = deque()

    def documents() -> Iterator[Document]:
        for item in found:
            waiting.append(item)
            if isinstance(item, Document):
                yield item

    for doc in language.parse_all(plan.nlp, documents(), plan.ontology):
        while isinstance(item := waiting.popleft(), Problem):
            yield item
        yield _safely(item, doc, plan)
    yield from (item for item in waiting if isinstance(item, Problem))


def _document(document: Document, doc: Doc | Exception, plan: Plan) -> Built:
    if isinstance(doc, Exception):
        raise doc
    facts = _facts(doc, document, plan.ontology, plan.base)
    return _validated(facts, plan)


def _facts(doc: Doc, document: Document, ontology: Ontology, base: str) -> Facts:
    """What the text says."""
    iri = graph.document_iri(base, document.id)
    names = extract.mentions(doc, ontology)
    entities = resolve.entities(names, ontology, document, base=base, iri=iri)
    told = extract.read(doc, document, ontology, names, entities)
    return resolve.facts(document, told.tellings, told.claims, entities, ontology, base=base, iri=iri)


def _validated(facts: Facts, plan: Plan) -> Built:
    """The graph that conforms to all shapes, and the facts that had to go for it."""
    rest: Facts | None = facts
    held_back: tuple[Quarantined, ...] = ()
    while rest is not None:
        built = graph.statements(rest, base=plan.base, evidence=plan.evidence, text=plan.text)
        violations = plan.validator.violations(built)
        if not violations:
            return Built(rest, built, held_back)
        rest, more = quarantine.split(rest, violations, graph.claim_iri)
        held_back += more
    return Built(None, None, held_back)


def _safely(document: Document, doc: Doc | Exception, plan: Plan) -> Built | Problem:
    """One strange text must not cost a corpus; what failed on it is told, never hidden."""
    try:
        return _document(document, doc, plan)
    except KgError:
        raise
    except Exception as error:  # noqa: BLE001 - of any kind: what failed is told
        return failed(document.id, error)


def failed(id: str, error: Exception) -> Problem:
    """What is told of a document that kg failed on; with KG_DEBUG=1 the error itself is raised."""
    if os.environ.get("KG_DEBUG") == "1":
        raise error
    _log.error("document %s", id, exc_info=error)
    what = " ".join(f"{type(error).__name__}: {error}".split())
    message = f"kg failed on it ({what}): please report it; KG_DEBUG=1 shows where"
    return Problem(f"document {id}", message, kind="failed")


@dataclass(frozen=True, slots=True)
class Plan:
    """Options, checked, and tools, loaded: what every document of a build is made with."""

    base: str
    date: str | None
    evidence: str
    text: bool
    ontology: Ontology
    nlp: Language
    validator: validate.Validator


def prepare(options: Options = DEFAULTS) -> Plan:
    """Check every option and load every tool, the quick ones first. Raises KgError."""
    options = checked(options)
    loaded = _ontology(list(options.ontology))
    extract.prepare(loaded)
    return Plan(
        base=options.base,
        date=options.date,
        evidence=options.evidence,
        text=options.text,
        ontology=loaded,
        validator=validate.Validator(list(options.shapes), loaded.subclasses),
        nlp=language.load(options.pipeline),
    )


def _ontology(extra: list[Path]) -> Ontology:
    """The shipped ontology with the user's files, which are checked against the ontology's own shapes."""
    loaded = ontologies.load(extra)
    if extra:
        vocabulary = [file for file in resources.ontology_files() if file.name == "kg.ttl"]
        for violation in validate.ontology_violations([*vocabulary, *extra]):
            # What the loader has read it has checked, with the line at fault; a label is asked of things alone.
            if violation.focus in loaded.labels and violation.path != OWL + "sameAs":
                continue
            files = ", ".join(map(str, extra))
            raise OntologyError(f"{files}: {violation.focus}: {violation.message}")
    return loaded


@dataclass(frozen=True, slots=True)
class Built:
    """One document's facts and graph (None where the document itself is in quarantine)."""

    facts: Facts | None
    statements: DocumentGraph | None
    quarantined: tuple[Quarantined, ...] = ()

    @property
    def graph(self) -> Graph | None:
        """The statements as a graph of rdflib, made anew each time."""
        return None if self.statements is None else to_graph(self.statements)


class Tally:
    """Counts what a build yields; entities and events once, however many documents name them."""

    def __init__(self) -> None:
        self.documents = 0
        self._entities: set[str] = set()
        self._events: set[str] = set()
        self._triples = 0
        self._quarantined = 0
        self._problems: list[Problem] = []

    def add(self, item: Built | Problem) -> None:
        if isinstance(item, Problem):
            self._problems.append(item)
            return
        self._quarantined += len(item.quarantined)
        if item.facts is not None and item.statements is not None:
            self.documents += 1
            self._entities.update(entity.iri for entity in item.facts.entities)
            self._events.update(event.iri for event in item.facts.events)
            self._triples += len(item.statements)

    def report(self) -> Report:
        return Report(
            documents=self.documents,
            entities=len(self._entities),
            events=len(self._events),
            triples=self._triples,
            quarantined=self._quarantined,
            problems=tuple(self._problems),
        )


@dataclass(frozen=True, slots=True)
class Result:
    """What a build made. `graph` holds one named graph a document, and its default graph is their union."""

    graph: Dataset
    report: Report
    quarantine: tuple[Quarantined, ...]
    _documents: tuple[URIRef, ...] = ()

    def to_networkx(self) -> networkx.MultiDiGraph[Any]:
        """The domain graph: entities and events as nodes, roles as edges, with what GraphML shows of them."""
        return write.to_networkx(self._graphs())

    def save(self, path: str | Path, format: str | None = None) -> None:
        """Write the graph in the format named, or told by the suffix of `path`; whole or not at all."""
        chosen = write.format_of(format, path)
        with replacing(Path(path)) as stream:
            write.write(self._graphs(), stream, chosen)

    def _repr_html_(self) -> str:
        """What a notebook shows of it: the page that `kg view` makes, in a frame of its own."""
        store = pyoxigraph.Store()
        for one in self._graphs():
            store.extend(quads(one))
        return view.framed(view.page(store))

    def _graphs(self) -> Iterator[Graph]:
        """One a document, in the order of the build."""
        for name in self._documents:
            yield self.graph.graph(name)


def _merge(merged: Dataset, graph: Graph) -> URIRef:
    for prefix, namespace in graph.namespaces():
        merged.bind(prefix, namespace)
    name = URIRef(str(graph.identifier))
    named = merged.graph(name)
    for triple in graph:
        named.add(triple)
    return name
