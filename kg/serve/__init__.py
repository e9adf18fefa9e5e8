"""A graph over HTTP: the SPARQL 1.1 Protocol, Graph Store reads, and the viewer; read-only.

Nothing is imported here: a worker must start quickly, and needs no web server.
"""
