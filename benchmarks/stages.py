"""How long each step of a build takes, as a ratio to parsing alone, within one run.

    python benchmarks/stages.py DOCUMENTS.jsonl [--documents 100] [--pipeline NAME]

CPU time, so that another program's load changes little; the first document, which warms caches, is not counted.
"""

from __future__ import annotations

import argparse
import itertools
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO

from kg import builder, extract, graph, language, read, resolve, write
from kg.model import Document


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("documents_file")
    parser.add_argument("--documents", type=int, default=100)
    parser.add_argument("--pipeline")
    args = parser.parse_args()
    plan = builder.prepare(builder.Options(pipeline=args.pipeline))
    found = (d for d in read.documents([args.documents_file]) if isinstance(d, Document))
    documents = list(itertools.islice(found, args.documents + 1))
    spent: dict[str, float] = defaultdict(float)
    words = triples = 0

    @contextmanager
    def timed(step: str) -> Iterator[None]:
        start = time.process_time()
        yield
        spent[step] += time.process_time() - start

    run: Callable[[Document], tuple[int, int]] = lambda document: _build(document, plan, timed)  # noqa: E731
    run(documents[0])
    spent.clear()
    for document in documents[1:]:
        more_words, more_triples = run(document)
        words += more_words
        triples += more_triples
    total = sum(spent.values())
    print(f"{len(documents) - 1} documents, {words} words, {triples} triples")
    for step, seconds in spent.items():
        print(f"{step:<10} {seconds / spent['parse']:6.2f} of parsing  {seconds / total:6.1%} of all")
    print(f"{words / total:,.0f} words a second of CPU, all steps")


def _build(document: Document, plan: builder.Plan, timed: Callable) -> tuple[int, int]:  # type: ignore[type-arg]
    base, ontology = plan.base, plan.ontology
    with timed("parse"):
        doc = language.parse(plan.nlp, document, ontology)
    with timed("extract"):
        iri = graph.document_iri(base, document.id)
        names = extract.mentions(doc, ontology)
    with timed("resolve"):
        entities = resolve.entities(names, ontology, document, base=base, iri=iri)
    with timed("extract"):
        told = extract.read(doc, document, ontology, names, entities)
    with timed("resolve"):
        facts = resolve.facts(document, told.tellings, told.claims, entities, ontology, base=base, iri=iri)
    with timed("graph"):
        built = graph.statements(facts, base=base)
    with timed("validate"):
        plan.validator.violations(built)
    with timed("write"):
        write.write([built], BytesIO(), "nquads")
    return sum(1 for t in doc if not t.is_space), len(built)


if __name__ == "__main__":
    main()
