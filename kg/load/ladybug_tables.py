"""The tables of a LadybugDB database: made as they are needed, those of the vocabulary from the start.

So a question about strikes finds its tables, and no strikes, in a graph without any.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kg.errors import UsageError
from kg.load.names import DOCUMENT, MENTIONED_IN, REPORTS, Names
from kg.load.property_graph import DATE, KINDS, NUMBER, TEXT, TEXTS

_TYPES = {TEXT: "STRING", NUMBER: "INT64", DATE: "DATE", TEXTS: "STRING[]"}
_OF_ALL = ("aliases", "classes", "name", "sameAs")
_OF_DOCUMENTS = ("date", "earliest", "latest", "publisher", "title", "url")
JOINED = ("documents", "evidence", "factuality")
"""The properties of a relationship that a role makes."""


class Tables:
    """What there is, kept in step with what is made. Names are compared as LadybugDB does, whatever their case."""

    def __init__(self, connection: Any, names: Names) -> None:
        self._connection = connection
        self.nodes: dict[str, set[str]] = {}
        """Tables of entities and events, with their columns but `iri`."""
        self.told: dict[str, str] = {}
        """For each of these the table of relationships that join it with documents."""
        self.joins: dict[str, set[tuple[str, str]]] = {}
        """Tables of relationships that roles make, with the tables that they join."""
        self.columns: dict[str, set[str]] = {REPORTS: set(), MENTIONED_IN: set()}
        """What documents tell, for each of the two."""
        self._run(f"CREATE NODE TABLE IF NOT EXISTS {DOCUMENT}(iri STRING PRIMARY KEY, {_declared(_OF_DOCUMENTS)})")
        self.read()
        for label, properties in names.leaves().items():
            self.ensure_nodes(label, "factuality" in properties, properties)
        for role, pairs in names.roles().items():
            self.ensure_join(role, pairs)

    def read(self) -> None:
        """What the database says that there is."""
        self.nodes, self.told, self.joins = {}, {}, {}
        relationships = [row["name"] for row in self._run("CALL show_tables() RETURN *") if row["type"] == "REL"]
        for table in relationships:
            pairs = {(row["source table name"], row["destination table name"]) for row in self._connections(table)}
            columns = self._columns(table)
            if table in self.columns:
                self.columns[table] = columns
                for one in {name for pair in pairs for name in pair} - {DOCUMENT}:
                    self.nodes[one], self.told[one] = self._columns(one) - {"iri"}, table
            elif set(JOINED) <= columns:
                self.joins[table] = pairs

    def ensure_nodes(self, table: str, is_event: bool, properties: Iterable[str]) -> None:
        columns = sorted({*_OF_ALL, *properties})
        told = REPORTS if is_event else MENTIONED_IN
        if table not in self.nodes:
            self._run(f"CREATE NODE TABLE `{table}`(iri STRING PRIMARY KEY, {_declared(columns)})")
            ends = (DOCUMENT, table) if is_event else (table, DOCUMENT)
            if self.columns[told]:
                self._run(f"ALTER TABLE {told} ADD FROM `{ends[0]}` TO `{ends[1]}`")
            else:
                self._run(f"CREATE REL TABLE {told}(FROM `{ends[0]}` TO `{ends[1]}`, {_declared(columns)})")
                self.columns[told] = set(columns)
            self.nodes[table], self.told[table] = set(columns), told
        self._add(table, self.nodes[table], columns)
        self._add(self.told[table], self.columns[self.told[table]], columns)

    def ensure_join(self, table: str, pairs: Iterable[tuple[str, str]]) -> None:
        if table.casefold() in {name.casefold() for name in self.nodes}:
            raise UsageError(
                f"LadybugDB has one name for tables of nodes and of relationships, and {table} would be both: "
                "rename the class or the role"
            )
        new = sorted(set(pairs) - self.joins.get(table, set()))
        if not new:
            return
        if table in self.joins:
            for source, target in new:
                self._run(f"ALTER TABLE `{table}` ADD FROM `{source}` TO `{target}`")
        else:
            ends = ", ".join(f"FROM `{source}` TO `{target}`" for source, target in new)
            self._run(f"CREATE REL TABLE `{table}`({ends}, documents STRING[], evidence STRING[], factuality STRING)")
        self.joins.setdefault(table, set()).update(new)

    def _add(self, table: str, known: set[str], columns: Iterable[str]) -> None:
        for column in sorted(set(columns) - known):
            self._run(f"ALTER TABLE `{table}` ADD `{column}` {column_type(column)}")
            known.add(column)

    def _columns(self, table: str) -> set[str]:
        return {row["name"] for row in self._run(f"CALL table_info('{table}') RETURN *")}

    def _connections(self, table: str) -> list[dict[str, Any]]:
        return self._run(f"CALL show_connection('{table}') RETURN *")

    def _run(self, query: str) -> list[dict[str, Any]]:
        result = self._connection.execute(query)
        names = result.get_column_names()
        return [dict(zip(names, row, strict=True)) for row in result.get_all()]


def column_type(name: str) -> str:
    return _TYPES[KINDS.get(name, TEXTS)]


def _declared(columns: Iterable[str]) -> str:
    return ", ".join(f"`{column}` {column_type(column)}" for column in columns)
