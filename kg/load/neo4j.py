"""A graph into Neo4j, live, by its official driver: batches that may be run again, each a transaction."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from kg.errors import DatabaseError
from kg.extras import needed
from kg.load.credentials import Credentials, credentials
from kg.load.mirror import Changes, Join, Key, Known, Writer, mirror
from kg.load.names import DOCUMENT, ENTITY, EVENT, MENTIONED_IN, REPORTS
from kg.load.property_graph import Thing, Value, Values, property_graph
from kg.load.records import Loaded, Options, Tell

if TYPE_CHECKING:
    from neo4j import Driver, ManagedTransaction, Session

_BATCH = 1000
_TIMEOUT = 300.0
_Result = TypeVar("_Result")
_Row = dict[str, Any]

CONSTRAINTS = tuple(
    f"CREATE CONSTRAINT kg_{label.lower()}_iri IF NOT EXISTS FOR (n:{label}) REQUIRE n.iri IS UNIQUE"
    for label in (ENTITY, EVENT, DOCUMENT)
)
_TOLD = {EVENT: f"<-[c:{REPORTS}]-", ENTITY: f"-[c:{MENTIONED_IN}]->"}
"""How a thing hangs together with a document that tells of it."""


def load(source: str, target: str, *, options: Options, tell: Tell) -> Loaded:
    """The database that the address names (`neo4j://host:7687/news`), or the server's default. Raises KgError."""
    needed("neo4j", "load", "kg load into Neo4j")
    who = credentials()
    parts = urlsplit(target)
    server, database = parts._replace(path="").geturl(), parts.path.strip("/") or None
    with _told_plainly(target, who), _connected(server, who, options.timeout or _TIMEOUT) as driver:
        # Before a large graph is read: a wrong password must not be learnt an hour later.
        try:
            driver.verify_connectivity()
        except ValueError as error:
            raise DatabaseError(f"{target} is not to be found: {_line(error, who)}") from None
        with driver.session(database=database) as session, property_graph(source) as graph:
            for constraint in CONSTRAINTS:
                session.run(constraint).consume()
            return mirror(graph, _Neo4j(session), options.batch or _BATCH, tell)


@contextmanager
def _connected(target: str, who: Credentials, timeout: float) -> Iterator[Driver]:
    from neo4j import GraphDatabase, bearer_auth

    # The driver writes its own accounts of a failure to standard error, before it raises.
    logging.getLogger("neo4j").addHandler(logging.NullHandler())
    auth = bearer_auth(who.token) if who.token else (who.user, who.password) if who else None
    with GraphDatabase.driver(
        target,
        auth=auth,
        connection_timeout=timeout,
        connection_acquisition_timeout=timeout,
        max_transaction_retry_time=min(timeout, 30.0),
        # What the server thinks of a query is for us, not for the user.
        notifications_min_severity="OFF",
    ) as driver:
        yield driver


@contextmanager
def _told_plainly(target: str, who: Credentials) -> Iterator[None]:
    """The driver's errors as one line each. Whatever was committed stays, and is passed over by the next run."""
    from neo4j.exceptions import AuthError, ConfigurationError, DriverError, Neo4jError

    again = "what is loaded stays: run the same command again to go on"
    try:
        yield
    except AuthError:
        hint = "check KG_USER and KG_PASSWORD, or KG_TOKEN" if who else "set KG_USER and KG_PASSWORD, or KG_TOKEN"
        raise DatabaseError(f"{target} does not let you in: {hint}") from None
    except ConfigurationError as error:
        raise DatabaseError(f"{target} is no address that Neo4j's driver takes: {_line(error, who)}") from None
    except Neo4jError as error:
        raise DatabaseError(f"{target} refuses: {_line(error, who)}; {again}") from None
    except DriverError as error:
        raise DatabaseError(f"{target} does not answer: {_line(error, who)}; {again}") from None


def _line(error: Exception, who: Credentials) -> str:
    message = getattr(error, "message", None) or str(error) or type(error).__name__
    return who.hidden(" ".join(message.split()))


class _Neo4j:
    def __init__(self, session: Session) -> None:
        self._session = session

    def place(self, thing: Thing) -> str:
        return EVENT if thing.is_event else ENTITY

    def within(self, work: Callable[[Writer], _Result]) -> _Result:
        return self._session.execute_write(lambda transaction: work(_Writer(transaction)))

    def told_by(self, documents: Sequence[str]) -> set[Key]:
        found = set()
        for label, told in _TOLD.items():
            rows = self._session.run(
                f"UNWIND $documents AS iri MATCH (d:{DOCUMENT} {{iri: iri}}){_reversed(told)}(n:{label}) "
                "RETURN DISTINCT n.iri AS iri",
                documents=list(documents),
            )
            found |= {Key(label, row["iri"]) for row in rows}
        return found


class _Writer:
    """The queries. Labels and types cannot be parameters; they stand in back-quotes."""

    def __init__(self, transaction: ManagedTransaction) -> None:
        self._transaction = transaction

    def put_articles(self, articles: Mapping[str, Changes]) -> None:
        self._run(
            f"UNWIND $rows AS row MERGE (d:{DOCUMENT} {{iri: row.iri}}) SET d += row.values",
            ({"iri": iri, "values": values} for iri, values in articles.items()),
        )

    def things(self, keys: Sequence[Key]) -> Mapping[Key, Known]:
        found = {}
        for label, rows in _grouped(keys, lambda key: (key.place, {"iri": key.iri})):
            for row in self._run(
                f"UNWIND $rows AS row MATCH (n:{label} {{iri: row.iri}}) "
                f"OPTIONAL MATCH (n){_TOLD[label]}(d:{DOCUMENT}) "
                "RETURN n.iri AS iri, properties(n) AS values, "
                "collect(CASE WHEN d IS NULL THEN NULL ELSE [d.iri, properties(c)] END) AS told",
                rows,
            ):
                told = {document: _values(values) for document, values in row["told"]}
                found[Key(label, row["iri"])] = Known(_values(row["values"]), told)
        return found

    def put_things(self, changes: Mapping[Key, Changes], before: Mapping[Key, Known]) -> None:
        groups: dict[tuple[str, tuple[str, ...], tuple[str, ...]], list[_Row]] = defaultdict(list)
        for key, values in changes.items():
            old = _labels(before[key].values) if key in before else ()
            new = _labels(values) if "classes" in values else old
            gone = tuple(sorted(set(old) - set(new) - {key.place}))
            groups[key.place, new, gone].append({"iri": key.iri, "values": values})
        for (label, new, gone), rows in groups.items():
            query = f"UNWIND $rows AS row MERGE (n:{label} {{iri: row.iri}}) SET n += row.values"
            query += f" SET n{_quoted(new)}" if new else ""
            query += f" REMOVE n{_quoted(gone)}" if gone else ""
            self._run(query, rows)

    def drop_things(self, keys: Sequence[Key]) -> None:
        for label, rows in _grouped(keys, lambda key: (key.place, {"iri": key.iri})):
            self._run(f"UNWIND $rows AS row MATCH (n:{label} {{iri: row.iri}}) DETACH DELETE n", rows)

    def put_told(self, told: Mapping[tuple[str, Key], Values]) -> None:
        for label, rows in _grouped(
            told.items(), lambda one: (one[0][1].place, {"d": one[0][0], "iri": one[0][1].iri, "values": one[1]})
        ):
            self._run(
                f"UNWIND $rows AS row MATCH (d:{DOCUMENT} {{iri: row.d}}) MATCH (n:{label} {{iri: row.iri}}) "
                f"MERGE (n){_TOLD[label]}(d) SET c = row.values",
                rows,
            )

    def drop_told(self, told: Sequence[tuple[str, Key]]) -> None:
        for label, rows in _grouped(told, lambda one: (one[1].place, {"d": one[0], "iri": one[1].iri})):
            self._run(
                f"UNWIND $rows AS row MATCH (n:{label} {{iri: row.iri}}){_TOLD[label]}(d:{DOCUMENT} {{iri: row.d}}) "
                "DELETE c",
                rows,
            )

    def factualities(self, keys: Sequence[Key]) -> Mapping[Key, str]:
        found = {}
        for label, rows in _grouped(keys, lambda key: (key.place, {"iri": key.iri})):
            query = f"UNWIND $rows AS row MATCH (n:{label} {{iri: row.iri}}) WHERE n.factuality IS NOT NULL "
            for row in self._run(query + "RETURN n.iri AS iri, n.factuality AS factuality", rows):
                found[Key(label, row["iri"])] = row["factuality"]
        return found

    def relationships(self, sources: Sequence[Key]) -> Mapping[Join, Values]:
        found = {}
        for label, rows in _grouped(sources, lambda key: (key.place, {"iri": key.iri})):
            # A relationship without documents is the user's own.
            for row in self._run(
                f"UNWIND $rows AS row MATCH (n:{label} {{iri: row.iri}})-[r]->(m) "
                f"WHERE r.documents IS NOT NULL AND (m:{EVENT} OR m:{ENTITY}) "
                f"RETURN n.iri AS iri, type(r) AS type, CASE WHEN m:{EVENT} THEN '{EVENT}' ELSE '{ENTITY}' END"
                " AS place, m.iri AS target, r.documents AS documents, r.evidence AS evidence,"
                " r.factuality AS factuality",
                rows,
            ):
                join = Join(Key(label, row["iri"]), row["type"], Key(row["place"], row["target"]))
                found[join] = {
                    name: row[name] for name in ("documents", "evidence", "factuality") if row[name] is not None
                }
        return found

    def put_relationships(self, relationships: Mapping[Join, Values]) -> None:
        empty = {"evidence": None, "factuality": None}
        for (source, type_, target), rows in _grouped(
            relationships.items(), lambda one: (_ends(one[0]), {**_row(one[0]), "values": empty | one[1]})
        ):
            self._run(
                f"UNWIND $rows AS row MATCH (n:{source} {{iri: row.source}}) MATCH (m:{target} {{iri: row.target}}) "
                f"MERGE (n)-[r{_quoted((type_,))}]->(m) SET r += row.values",
                rows,
            )

    def drop_relationships(self, joins: Sequence[Join]) -> None:
        for (source, type_, target), rows in _grouped(joins, lambda join: (_ends(join), _row(join))):
            self._run(
                f"UNWIND $rows AS row MATCH (n:{source} {{iri: row.source}})-[r{_quoted((type_,))}]->"
                f"(m:{target} {{iri: row.target}}) DELETE r",
                rows,
            )

    def _run(self, query: str, rows: Iterable[_Row]) -> Iterable[Mapping[str, Any]]:
        rows = list(rows)
        return list(self._transaction.run(query, rows=rows)) if rows else []


_Item = TypeVar("_Item")
_Group = TypeVar("_Group")


def _grouped(
    items: Iterable[_Item], parts: Callable[[_Item], tuple[_Group, _Row]]
) -> Iterable[tuple[_Group, list[_Row]]]:
    groups: dict[_Group, list[_Row]] = defaultdict(list)
    for item in items:
        group, row = parts(item)
        groups[group].append(row)
    return groups.items()


def _ends(join: Join) -> tuple[str, str, str]:
    return join.source.place, join.type, join.target.place


def _row(join: Join) -> _Row:
    return {"source": join.source.iri, "target": join.target.iri}


def _reversed(arrow: str) -> str:
    return arrow.replace("<-", "-").removesuffix("-") + "->" if arrow.startswith("<") else "<" + arrow[:-1]


def _quoted(names: Iterable[str]) -> str:
    return "".join(f":`{name.replace('`', '``')}`" for name in names)


def _labels(values: Mapping[str, Value | None]) -> tuple[str, ...]:
    classes = values.get("classes")
    return tuple(classes) if isinstance(classes, list) else ()


def _values(values: Mapping[str, Any]) -> Values:
    """The driver's dates as Python's."""
    return {key: value.to_native() if hasattr(value, "to_native") else value for key, value in values.items()}
