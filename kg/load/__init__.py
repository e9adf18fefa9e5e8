"""A graph into a database: SPARQL servers, Neo4j, LadybugDB."""
