"""English news text in, a validated RDF knowledge graph out.

import kg
result = kg.build("article.txt")
result.graph, result.to_networkx(), result.report, result.quarantine
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import InputError, KgError, OntologyError, PipelineError, UsageError
from kg.model import Document, Problem, Quarantined, Report, Violation

if TYPE_CHECKING:
    from kg.builder import Result, build

__version__ = "0.1.0"

__all__ = [
    "Document",
    "InputError",
    "KgError",
    "OntologyError",
    "PipelineError",
    "Problem",
    "Quarantined",
    "Report",
    "Result",
    "UsageError",
    "Violation",
    "__version__",
    "build",
]


def __getattr__(name: str) -> object:
    # spaCy, pySHACL and rdflib take seconds to import; `kg --help` imports this package too.
    if name in ("build", "Result"):
        from kg import builder

        return getattr(builder, name)
    raise AttributeError(f"module 'kg' has no attribute {name!r}")
