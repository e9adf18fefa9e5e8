"""A corpus of any size: cut into shards, built by any number of processes, and built again only where it changed."""
