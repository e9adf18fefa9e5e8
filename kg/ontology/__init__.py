"""ontology/*.ttl to an `Ontology`. The only Python that knows ontology terms."""

from kg.ontology.loader import Ontology, load
from kg.ontology.records import EventClass, Frame, Operator, Role, Tenure, Thing

__all__ = ["EventClass", "Frame", "Ontology", "Operator", "Role", "Tenure", "Thing", "load"]
