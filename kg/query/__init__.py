"""Questions to a graph, in SPARQL 1.1 or ready-made, and their answers as tables and the standard formats."""
