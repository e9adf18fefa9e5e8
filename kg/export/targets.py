"""What a graph is converted into: the formats of `kg.formats`, and those that only an export writes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kg import formats
from kg.errors import UsageError

__all__ = ["FORMATS", "Target", "files", "target_of"]


@dataclass(frozen=True, slots=True)
class Target:
    """A format that is written."""

    name: str
    suffixes: tuple[str, ...]
    files: tuple[str, ...] = ()
    """Several files: their names without suffix."""


# What each has no room for is told in `kg export --help`.
FORMATS: tuple[Target, ...] = (
    *(Target(one.name, one.suffixes) for one in formats.FORMATS),
    Target("cyjs", (".cyjs",)),
    Target("dot", (".dot", ".gv")),
    Target("csv", (".csv",), ("nodes", "edges")),
    Target("parquet", (".parquet",), ("nodes", "edges")),
    Target("dyads", ()),
    Target("svg", (".svg",)),
    Target("png", (".png",)),
)


def target_of(name: str | None, output: str) -> Target:
    """By its name or suffix, or else by the output's suffix; Turtle for standard output. Raises UsageError."""
    if name is None and output == "-":
        return FORMATS[0]
    wanted = name.lower() if name is not None else Path(output).suffix.lower()
    for one in FORMATS:
        if (name is not None and wanted == one.name) or "." + wanted.lstrip(".") in one.suffixes:
            return one
    known = ", ".join(one.name for one in FORMATS)
    if name is not None:
        raise UsageError(f"no format is called “{name}”; choose from {known}")
    raise UsageError(f"{output}: no format has the suffix “{wanted}”; name one with -f: {known}")


def files(target: Target, output: str) -> tuple[str, ...]:
    """The files that are written: `tables/` gets `nodes.csv` and `edges.csv`; `a.csv` `a-nodes.csv`, `a-edges.csv`."""
    if not target.files:
        if output != "-" and Path(output).is_dir():
            raise UsageError(f"{output} is a folder: name a file in it")
        return (output,)
    if output == "-":
        raise UsageError(f"{target.name} is {len(target.files)} files: name a folder for them with -o")
    path, (suffix,) = Path(output), target.suffixes
    if path.suffix.lower() == suffix and not path.is_dir():
        return tuple(str(path.with_name(f"{path.stem}-{name}{suffix}")) for name in target.files)
    return tuple(str(path / (name + suffix)) for name in target.files)


def refuse_unreadable(source: str) -> None:
    """Raises UsageError where the source is something that only was written for others."""
    suffix = Path(source.removesuffix(".gz")).suffix.lower()
    rdf = {suffix for one in formats.FORMATS for suffix in one.suffixes} - {".graphml", ".gexf"}
    written = next((one for one in FORMATS if suffix in one.suffixes and suffix not in rdf), None)
    if source != "-" and written and not Path(source).is_dir():
        raise UsageError(f"{source} is {written.name}, which is not read back: give the RDF that it was made from")
