"""ontology/*.ttl to an `Ontology`. The only Python that knows ontology terms."""
