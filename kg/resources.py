"""Where the package's data files lie: in an installed wheel, or in a checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
# Names that stay, whatever the pipelines behind them are called.
_ALIASES = {"fast": "kg_news_fast", "accurate": "kg_news"}


def _folder(name: str) -> Path:
    packaged = _PACKAGE / "data" / name
    return packaged if packaged.is_dir() else _PACKAGE.parent / name


def ontology_files() -> tuple[Path, ...]:
    """The Turtle files of the shipped ontology (vocabulary, wording, gazetteer), sorted."""
    return tuple(sorted(_folder("ontology").rglob("*.ttl")))


def shape_files() -> tuple[Path, ...]:
    """The Turtle files of the shipped SHACL shapes, sorted."""
    return tuple(sorted(_folder("shapes").rglob("*.ttl")))


def pipeline_folder(name: str) -> Path | None:
    """The folder of a shipped language pipeline (`fast` is one, too), or None where `name` is not one."""
    folder = _PACKAGE / "pipelines" / _ALIASES.get(name, name)
    # Of an absolute path, `/` leaves nothing but the path: that one is the user's.
    return folder if Path(name).name == name and (folder / "meta.json").is_file() else None


def pipelines() -> tuple[str, ...]:
    """Names of the shipped language pipelines, the default first."""
    return ("kg_news", "kg_news_fast")
