"""`kg validate`."""

from __future__ import annotations

import sys

import typer

from kg.cli import messages, options


def validate(
    graph: options.Graph,
    shapes: options.Shapes = [],  # noqa: B006 - typer reads the default, nobody changes it
    format: options.ReportFormat = "text",
) -> None:
    """Check a graph against the shapes; named graphs one by one.

    Example: kg validate graph.ttl

    Exit codes: 0 it conforms; 1 it does not, or is no RDF; 2 usage.
    """
    with messages.told():
        from kg import check

        check.rendered((), format)
        findings = check.check(graph, shapes)
        sys.stdout.write(check.rendered(findings, format))
        sys.stdout.flush()
        raise typer.Exit(messages.NOT_ALL_WELL if findings else messages.ALL_WELL)
