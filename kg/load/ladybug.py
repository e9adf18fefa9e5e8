"""A graph into LadybugDB, an embedded property graph: a table of nodes for each class, of relationships for each role.

Rows go in as Arrow tables: lists of Python's dicts are fifty times slower.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

from kg.errors import DatabaseError, UsageError
from kg.extras import needed
from kg.load.ladybug_tables import JOINED, Tables, column_type
from kg.load.mirror import Changes, Join, Key, Known, Writer, mirror
from kg.load.names import DOCUMENT, ENTITY, EVENT, REPORTS, Names
from kg.load.property_graph import Thing, Values, property_graph
from kg.load.records import Loaded, Options, Tell

# Few and large: each transaction costs some megabytes for every pair of tables that it joins.
_BATCH = 20_000
_Item = TypeVar("_Item")
_Group = TypeVar("_Group")
_Result = TypeVar("_Result")
_Row = Mapping[str, Any]


def load(source: str, target: str, *, options: Options, tell: Tell) -> Loaded:
    """The database in that file, made if there is none. Raises KgError."""
    for module in ("ladybug", "pyarrow"):
        needed(module, "load", "kg load into LadybugDB")
    path = target.partition(":")[2] if target.lower().startswith("ladybug:") else target
    with property_graph(source) as graph, _opened(path.rstrip("/")) as connection:
        return mirror(graph, _Ladybug(connection, graph.names), options.batch or _BATCH, tell)


@contextmanager
def _opened(path: str) -> Iterator[Any]:
    import ladybug

    if not path or Path(path).is_dir() or not Path(path).absolute().parent.is_dir():
        raise UsageError(
            f"{path or 'ladybug:'} can be no database: name a file, new or LadybugDB's, in a folder there is"
        )
    try:
        with ladybug.Database(path) as database, ladybug.Connection(database) as connection:
            yield connection
    except RuntimeError as error:
        # What the library raises, whatever went wrong: a locked file, a full disk, a file of something else.
        message = " ".join(str(error).split())
        raise DatabaseError(
            f"{path} cannot be used: {message}; what is loaded stays: run the same command again to go on"
        ) from None


class _Ladybug:
    def __init__(self, connection: Any, names: Names) -> None:
        self._connection = connection
        self._names = names
        self._tables = Tables(connection, names)

    def place(self, thing: Thing) -> str:
        """Of several classes the first that has no kinds: a node stands in one table. All stand in `classes`."""
        classes = [label for label in thing.classes if label not in (ENTITY, EVENT)]
        own = [label for label in classes if not self._names.general(label)]
        table = min(own or classes or thing.classes)
        if table not in self._tables.nodes:
            self._tables.ensure_nodes(table, thing.is_event, ())
        return table

    def within(self, work: Callable[[Writer], _Result]) -> _Result:
        self._connection.execute("BEGIN TRANSACTION")
        try:
            result = work(_Writer(self._connection, self._tables))
        except BaseException:
            # A failed statement may have ended the transaction itself; what it said is worth more than this.
            with suppress(RuntimeError):
                self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")
        return result

    def told_by(self, documents: Sequence[str]) -> set[Key]:
        rows = [{"k0": document} for document in documents]
        found = set()
        for table, told in self._tables.told.items():
            query = f"MATCH (d:{DOCUMENT}) WHERE d.iri = k0 MATCH {_told(told)} RETURN DISTINCT n.iri AS k1"
            found |= {Key(table, row["k1"]) for row in _run(self._connection, query, rows)}
        return found


class _Writer:
    """The queries. In rows, `k0` and `k1` are IRIs; `c0` and on are the values of columns, in their order."""

    def __init__(self, connection: Any, tables: Tables) -> None:
        self._connection = connection
        self._tables = tables
        # What `things` and `relationships` have found: all else is new. To create is far cheaper than to merge, which
        # keeps two versions of a row in memory until the next checkpoint.
        self._told: set[tuple[str, Key]] = set()
        self._joins: set[Join] = set()

    def put_articles(self, articles: Mapping[str, Changes]) -> None:
        for columns, rows in _grouped(
            articles.items(), lambda one: (tuple(sorted(one[1])), {"k0": one[0], **one[1]})
        ).items():
            self._run(f"MERGE (n:{DOCUMENT} {{iri: k0}}) {_set('n', columns)}", rows, columns)

    def things(self, keys: Sequence[Key]) -> Mapping[Key, Known]:
        values: dict[Key, Values] = {}
        told: defaultdict[Key, dict[str, Values]] = defaultdict(dict)
        for table, rows in _grouped(keys, lambda key: (key.place, {"k0": key.iri})).items():
            columns = sorted(self._tables.nodes[table])
            found = f"MATCH (n:`{table}`) WHERE n.iri = k0 "
            for row in self._run(found + f"RETURN k0, {_returned('n', columns)}", rows):
                values[Key(table, row["k0"])] = _values(row, columns)
            kind = self._tables.told[table]
            columns = sorted(self._tables.columns[kind])
            query = found + f"MATCH {_told(kind)} RETURN k0, d.iri AS k1, {_returned('r', columns)}"
            for row in self._run(query, rows):
                told[Key(table, row["k0"])][row["k1"]] = _values(row, columns)
        self._told.update((document, key) for key, said in told.items() for document in said)
        return {key: Known(said, told.get(key, {})) for key, said in values.items()}

    def put_things(self, changes: Mapping[Key, Changes], before: Mapping[Key, Known]) -> None:
        for (table, new), rows in _grouped(
            changes,
            lambda key: ((key.place, key not in before), {"k0": key.iri, **_values_of(before, key), **changes[key]}),
        ).items():
            columns = sorted({name for row in rows for name in row} - {"k0"})
            self._tables.ensure_nodes(table, self._tables.told[table] == REPORTS, columns)
            if new:
                self._run(f"CREATE (n:`{table}` {{iri: k0, {_given(columns)}}})", rows, columns)
            else:
                self._run(f"MATCH (n:`{table}`) WHERE n.iri = k0 {_set('n', columns)}", rows, columns)

    def drop_things(self, keys: Sequence[Key]) -> None:
        for table, rows in _grouped(keys, lambda key: (key.place, {"k0": key.iri})).items():
            self._run(f"MATCH (n:`{table}`) WHERE n.iri = k0 DETACH DELETE n", rows)

    def put_told(self, told: Mapping[tuple[str, Key], Values]) -> None:
        for (table, new), rows in _grouped(
            told.items(),
            lambda one: ((one[0][1].place, one[0] not in self._told), {"k0": one[0][0], "k1": one[0][1].iri, **one[1]}),
        ).items():
            kind = self._tables.told[table]
            columns = sorted(self._tables.columns[kind])
            query = _found(DOCUMENT, table, "d", "n")
            if new:
                query += f" CREATE {_told(kind, f'{{{_given(columns)}}}')}"
            else:
                query += f" MATCH {_told(kind)} {_set('r', columns)}"
            self._run(query, rows, columns)

    def drop_told(self, told: Sequence[tuple[str, Key]]) -> None:
        for table, rows in _grouped(told, lambda one: (one[1].place, {"k0": one[0], "k1": one[1].iri})).items():
            query = f"{_found(DOCUMENT, table, 'd', 'n')} MATCH {_told(self._tables.told[table])} DELETE r"
            self._run(query, rows)

    def factualities(self, keys: Sequence[Key]) -> Mapping[Key, str]:
        events = [key for key in keys if "factuality" in self._tables.nodes[key.place]]
        found: dict[Key, str] = {}
        for table, rows in _grouped(events, lambda key: (key.place, {"k0": key.iri})).items():
            query = f"MATCH (n:`{table}`) WHERE n.iri = k0 AND n.factuality IS NOT NULL RETURN k0, n.factuality AS c0"
            found |= {Key(table, row["k0"]): row["c0"] for row in self._run(query, rows)}
        return found

    def relationships(self, sources: Sequence[Key]) -> Mapping[Join, Values]:
        found: dict[Join, Values] = {}
        for table, rows in _grouped(sources, lambda key: (key.place, {"k0": key.iri})).items():
            types = sorted(one for one, pairs in self._tables.joins.items() if any(s == table for s, _ in pairs))
            if types:
                query = (
                    f"MATCH (n:`{table}`) WHERE n.iri = k0 MATCH (n)-[r:{'|'.join(f'`{one}`' for one in types)}]->(m) "
                    f"RETURN k0, label(r) AS type, label(m) AS place, m.iri AS k1, {_returned('r', JOINED)}"
                )
                for row in self._run(query, rows):
                    join = Join(Key(table, row["k0"]), row["type"], Key(row["place"], row["k1"]))
                    found[join] = _values(row, JOINED)
        self._joins.update(found)
        return found

    def put_relationships(self, relationships: Mapping[Join, Values]) -> None:
        for ((source, type_, target), new), rows in _grouped(
            relationships.items(),
            lambda one: ((_ends(one[0]), one[0] not in self._joins), {**_row(one[0]), **one[1]}),
        ).items():
            self._tables.ensure_join(type_, [(source, target)])
            query = _found(source, target)
            if new:
                query += f" CREATE (a)-[r:`{type_}` {{{_given(JOINED)}}}]->(b)"
            else:
                query += f" MATCH (a)-[r:`{type_}`]->(b) {_set('r', JOINED)}"
            self._run(query, rows, JOINED)

    def drop_relationships(self, joins: Sequence[Join]) -> None:
        for (source, type_, target), rows in _grouped(joins, lambda join: (_ends(join), _row(join))).items():
            self._run(f"{_found(source, target)} MATCH (a)-[r:`{type_}`]->(b) DELETE r", rows)

    def _run(self, query: str, rows: Iterable[_Row], columns: Sequence[str] = ()) -> list[dict[str, Any]]:
        return _run(self._connection, query, rows, columns)


def _run(connection: Any, query: str, rows: Iterable[_Row], columns: Sequence[str] = ()) -> list[dict[str, Any]]:
    import pyarrow

    rows = list(rows)
    if not rows:
        return []
    types = {"STRING": pyarrow.string(), "INT64": pyarrow.int64(), "DATE": pyarrow.date32()}
    types["STRING[]"] = pyarrow.list_(pyarrow.string())
    keys = [key for key in ("k0", "k1") if key in rows[0]]
    arrays = {key: pyarrow.array([row[key] for row in rows], pyarrow.string()) for key in keys}
    for number, column in enumerate(columns):
        values = [row.get(column) for row in rows]
        arrays[f"c{number}"] = pyarrow.array(values, types[column_type(column)])
    result = connection.execute(f"LOAD FROM $rows {query}", {"rows": pyarrow.table(arrays)})
    names = result.get_column_names()
    return [dict(zip(names, row, strict=True)) for row in result.get_all()]


def _grouped(items: Iterable[_Item], parts: Callable[[_Item], tuple[_Group, _Row]]) -> dict[_Group, list[_Row]]:
    groups: dict[_Group, list[_Row]] = defaultdict(list)
    for item in items:
        group, row = parts(item)
        groups[group].append(row)
    return groups


def _ends(join: Join) -> tuple[str, str, str]:
    return join.source.place, join.type, join.target.place


def _row(join: Join) -> _Row:
    return {"k0": join.source.iri, "k1": join.target.iri}


def _found(source: str, target: str, a: str = "a", b: str = "b") -> str:
    # Each by its key in a clause of its own: both in one are looked for among all pairs.
    return f"MATCH ({a}:`{source}`) WHERE {a}.iri = k0 MATCH ({b}:`{target}`) WHERE {b}.iri = k1"


def _told(kind: str, properties: str = "") -> str:
    """A document and what it tells of."""
    return f"(d)-[r:{kind} {properties}]->(n)" if kind == REPORTS else f"(n)-[r:{kind} {properties}]->(d)"


def _given(columns: Sequence[str]) -> str:
    return ", ".join(f"`{column}`: c{number}" for number, column in enumerate(columns))


def _set(name: str, columns: Sequence[str]) -> str:
    assigned = ", ".join(f"{name}.`{column}` = c{number}" for number, column in enumerate(columns))
    return f"SET {assigned}" if assigned else ""


def _returned(name: str, columns: Sequence[str]) -> str:
    return ", ".join(f"{name}.`{column}` AS c{number}" for number, column in enumerate(columns))


def _values_of(before: Mapping[Key, Known], key: Key) -> Values:
    return before[key].values if key in before else {}


def _values(row: _Row, columns: Sequence[str]) -> Values:
    return {column: value for number, column in enumerate(columns) if (value := row[f"c{number}"]) is not None}
