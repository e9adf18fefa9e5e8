"""Arguments in, messages and exit codes out. The only package that prints; it decides nothing."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from kg import __version__
from kg.cli.build import build
from kg.cli.explain import explain
from kg.cli.export import export
from kg.cli.link import link
from kg.cli.load import load
from kg.cli.messages import INTERRUPTED, say
from kg.cli.query import query
from kg.cli.serve import serve
from kg.cli.stats import stats
from kg.cli.validate import validate
from kg.cli.view import view

# spaCy, pySHACL and rdflib take seconds to import, so each command imports what it needs when it runs.

app = typer.Typer(
    name="kg",
    rich_markup_mode=None,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        print(f"kg {__version__}")
        raise typer.Exit


@app.callback()
def _kg(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Print the version. Example: kg --version"),
    ] = False,
) -> None:
    """English news text in, a validated RDF knowledge graph out."""


app.command()(build)
app.command()(link)
app.command()(validate)
app.command()(explain)
app.command()(query)
app.command()(stats)
app.command()(view)
app.command()(serve)
app.command()(load)
app.command()(export)


def main() -> None:
    """The console script `kg`."""
    try:
        app(prog_name="kg")
    except KeyboardInterrupt:
        say("interrupted")
        sys.exit(INTERRUPTED)
