"""What each option of the commands is called, means and looks like."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Inputs = Annotated[
    list[str],
    typer.Argument(
        metavar="INPUT",
        help="Text (.txt, .md), pages (.html), JSON lines (.jsonl) and tables (.csv, .tsv, .parquet) with id, text, "
        "date, title, url, source, web archives (.warc, .warc.gz), all but Parquet also packed (.gz, .zst), "
        "directories of these, or - for standard input. Example: kg build articles/ more.jsonl.zst crawl.warc.gz",
        show_default=False,
    ),
]
Format = Annotated[
    str | None,
    typer.Option(
        "-f",
        "--format",
        metavar="FORMAT",
        help="turtle, trig, ntriples, nquads, jsonld, rdfxml, graphml or gexf; without it, the suffix of "
        "FILE decides, and standard output gets Turtle. Example: -f nquads",
        show_default=False,
    ),
]
Base = Annotated[
    str,
    typer.Option(metavar="IRI", help="What all IRIs made here begin with. Example: --base https://data.example.com/"),
]
Date = Annotated[
    str | None,
    typer.Option(
        metavar="DATE",
        help="The publication date of documents that bear none. Example: --date 2025-07-05",
        show_default=False,
    ),
]
Ontology = Annotated[
    list[Path],
    typer.Option(
        metavar="TTL",
        help="Classes, wording and names of your own, added to those that ship; may be repeated. "
        "Example: --ontology mine.ttl",
        show_default=False,
    ),
]
Shapes = Annotated[
    list[Path],
    typer.Option(
        metavar="TTL",
        help="SHACL shapes of your own, added to those that ship; may be repeated. Example: --shapes mine.ttl",
        show_default=False,
    ),
]
Pipeline = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="The language pipeline: fast, or another that ships, or any English one of spaCy with tagger, parser, "
        "lemmatizer and ner, by name or folder. Example: --pipeline en_core_web_lg",
        show_default=False,
    ),
]
Evidence = Annotated[
    str,
    typer.Option(
        metavar="claims|mentions|none",
        help="How much of where a fact comes from is written: a node for each claim, the mentions alone, or "
        "nothing. Example: --evidence mentions",
    ),
]
NoText = Annotated[
    bool, typer.Option("--no-text", help="Leave the articles' own text out of the graph. Example: --no-text")
]
Quarantine = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="Where facts that fail a shape go, as JSON lines; without it FILE.quarantine.jsonl beside the "
        "output, if there are any. Example: --quarantine failed.jsonl",
        show_default=False,
    ),
]
Workers = Annotated[
    int,
    typer.Option(
        metavar="N",
        min=1,
        help="How many processes build at the same time, each with a language pipeline of its own; the result is the "
        "same. Example: --workers 4",
    ),
]
Engine = Annotated[
    str | None,
    typer.Option(
        metavar="dask|spark",
        help="Builds JSON lines or Parquet into a folder of shards on the processes and machines of Dask or Spark, "
        "which do again what a machine that dies has begun. Inputs and output may be any URL of fsspec (s3://, "
        "hdfs://); -f parquet writes tables. Example: --engine dask",
        show_default=False,
    ),
]
Scheduler = Annotated[
    str,
    typer.Option(
        metavar="ADDRESS",
        help="With --engine: Dask's scheduler (tcp://host:8786), Spark's master (spark://host:7077, yarn), or local: "
        "--workers N processes of this machine. Example: --scheduler tcp://10.0.0.5:8786",
    ),
]
Report = Annotated[
    Path | None,
    typer.Option(
        "--report",
        metavar="FILE",
        help="Where to write what the run did, as JSON: inputs, versions, counts, every problem with its place, "
        "times. Example: --report report.json",
        show_default=False,
    ),
]
Strict = Annotated[bool, typer.Option("--strict", help="Exit with 1 if anything went to quarantine. Example: --strict")]
Quiet = Annotated[
    bool, typer.Option("--quiet", "-q", help="Say nothing but errors on standard error. Example: --quiet")
]
GraphOutput = Annotated[
    str | None,
    typer.Option(
        "-o",
        "--output",
        metavar="FILE|DIR/",
        help="Where to write the graph; - is standard output, where it goes if there is no --store either. A folder "
        "gets shards of N-Quads, and each later build changes only what it must. Example: -o graph.ttl",
        show_default=False,
    ),
]
Store = Annotated[
    Path | None,
    typer.Option(
        "--store",
        metavar="DIR",
        help="A store on disk, made where there is none, in which each document takes the place of what it told when "
        "it was last built. Example: --store news.store",
        show_default=False,
    ),
]
_RDF = (
    "A file of Turtle, TriG, N-Triples, N-Quads, JSON-LD or RDF/XML, told by its suffix, or a folder that kg build has "
    "written (--store, or -o DIR/)"
)
_ANY_RDF = (
    f"{_RDF}; the file may be compressed (.gz after its suffix); - is Turtle on standard input. Example: graph.nq"
)
Graph = Annotated[str, typer.Argument(metavar="GRAPH", help=_ANY_RDF, show_default=False)]
GraphIfAsked = Annotated[str | None, typer.Argument(metavar="GRAPH", help=_ANY_RDF, show_default=False)]
GraphFile = Annotated[
    str, typer.Argument(metavar="GRAPH", help=f"{_RDF}; it is read twice. Example: graph.nq", show_default=False)
]
ReportFormat = Annotated[
    str,
    typer.Option(
        "-f",
        "--format",
        metavar="text|turtle|json",
        help="The report: a line for each violation, SHACL's own report in Turtle, or JSON. Example: -f json",
    ),
]
