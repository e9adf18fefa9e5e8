"""The tables of a graph, counted."""

from __future__ import annotations

from collections import Counter, defaultdict

from kg.ontology.terms import KG
from kg.stats.records import Class, Connected, Coverage, Period, Source, Stats
from kg.stats.tables import Tables

# Rows were added as they came: here each table is sorted once, and what is neither thing nor article falls out.
_THINGS = f"""
    CREATE TABLE item (iri PRIMARY KEY, is_event) WITHOUT ROWID;
    INSERT INTO item
        SELECT thing, MAX(is_event)
        FROM (SELECT thing, 0 AS is_event FROM kind UNION ALL SELECT thing, 1 FROM factuality)
        GROUP BY thing ORDER BY thing;

    CREATE TABLE document (iri PRIMARY KEY, period, source) WITHOUT ROWID;
    INSERT INTO document
        SELECT document, COALESCE(SUBSTR(MIN(date), 1, 7), ''), COALESCE(MIN(publisher.iri), '')
        FROM article
            LEFT JOIN (SELECT * FROM published WHERE date GLOB '[0-9][0-9][0-9][0-9]*') USING (document)
            LEFT JOIN publisher USING (document)
        GROUP BY document ORDER BY document;

    -- Words of names that kg does not give; events whose names begin with their document's.
    INSERT INTO told SELECT context.document, thing, strength FROM stands JOIN context USING (words);
    INSERT INTO told SELECT SUBSTR(iri, 1, INSTR(iri, '#') - 1), iri, 1 FROM item WHERE INSTR(iri, '#event=');

    CREATE TABLE tells (document, thing, strength, PRIMARY KEY (document, thing)) WITHOUT ROWID;
    INSERT INTO tells
        SELECT document, thing, MAX(strength) FROM told
        WHERE document IN (SELECT iri FROM document)
        GROUP BY document, thing ORDER BY document, thing;
    DROP TABLE told;

    -- The bounds of an event's time, over all documents.
    CREATE TABLE time (thing PRIMARY KEY, period) WITHOUT ROWID;
    INSERT INTO time
        SELECT thing, CASE
            WHEN SUBSTR(begin, 1, 7) = SUBSTR(end, 1, 7) THEN SUBSTR(begin, 1, 7)
            WHEN SUBSTR(begin, 1, 4) = SUBSTR(end, 1, 4) THEN SUBSTR(begin, 1, 4)
            ELSE 'longer' END
        FROM (
            SELECT thing,
                MIN(CASE WHEN bound <> '{KG}latest' THEN day END) AS begin,
                MAX(CASE WHEN bound <> '{KG}earliest' THEN day END) AS end
            FROM day WHERE day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'
            GROUP BY thing
        )
        WHERE begin <= end
        ORDER BY thing;

    CREATE TABLE link (one, other, PRIMARY KEY (one, other)) WITHOUT ROWID;
    INSERT INTO link
        SELECT thing, other FROM (SELECT thing, other FROM edge UNION SELECT other, thing FROM edge)
        WHERE thing IN (SELECT iri FROM item) AND other IN (SELECT iri FROM item) AND thing <> other
        ORDER BY thing, other;
    DROP TABLE edge;
"""


def counted(tables: Tables, statements: int, most: int) -> Stats:
    tables.run(_THINGS)
    sources = tables.number("SELECT COUNT(DISTINCT source) FROM document WHERE source <> ''")
    return Stats(
        statements=statements,
        articles=tables.number("SELECT COUNT(*) FROM document"),
        entities=tables.number("SELECT COUNT(*) FROM item WHERE NOT is_event"),
        events=tables.number("SELECT COUNT(*) FROM item WHERE is_event"),
        unplaced=tables.number("SELECT COUNT(*) FROM item WHERE iri NOT IN (SELECT thing FROM tells)"),
        entity_classes=_entity_classes(tables),
        event_classes=_event_classes(tables),
        sources=_sources(tables, most),
        other_sources=max(0, sources - most),
        periods=_periods(tables),
        connected=_connected(tables, most),
        coverage=_coverage(tables),
    )


def _entity_classes(tables: Tables) -> tuple[Class, ...]:
    rows = tables.rows(
        "SELECT class, COUNT(DISTINCT thing) AS n FROM kind JOIN item ON iri = thing WHERE NOT is_event "
        "GROUP BY class ORDER BY n DESC, class"
    )
    return tuple(Class(iri, count) for iri, count in rows)


def _event_classes(tables: Tables) -> tuple[Class, ...]:
    """An event of a factuality, and without a class, is one of no class."""
    rows = tables.rows(
        """
        WITH
            state AS (
                SELECT thing, CASE COUNT(DISTINCT factuality) WHEN 1 THEN MIN(factuality) END AS factuality
                FROM factuality GROUP BY thing
            ),
            class AS (SELECT DISTINCT thing, class FROM kind)
        SELECT COALESCE(class, ''), factuality, COUNT(*)
        FROM state LEFT JOIN class USING (thing)
        GROUP BY 1, 2
        """
    )
    known: defaultdict[str, Counter[str]] = defaultdict(Counter)
    disputed: Counter[str] = Counter()
    for iri, factuality, count in rows:
        if factuality is None:
            disputed[iri] += count
        else:
            known[iri][factuality] += count
    found = [
        Class(iri, known[iri].total() + disputed[iri], dict(sorted(known[iri].items())), disputed[iri])
        for iri in {*known, *disputed}
    ]
    return tuple(sorted(found, key=lambda one: (-one.count, one.iri)))


def _sources(tables: Tables, most: int) -> tuple[Source, ...]:
    rows = tables.rows(
        """
        WITH
            shown AS (
                SELECT source, COUNT(*) AS articles FROM document WHERE source <> ''
                GROUP BY source ORDER BY articles DESC, source LIMIT ?
            ),
            told AS (
                SELECT source, COUNT(DISTINCT thing) AS events
                FROM tells JOIN document ON document.iri = tells.document JOIN item ON item.iri = thing
                WHERE is_event AND source IN (SELECT source FROM shown)
                GROUP BY source
            )
        SELECT source, (SELECT MIN(name) FROM name WHERE name.iri = source), articles, COALESCE(events, 0)
        FROM shown LEFT JOIN told USING (source) ORDER BY articles DESC, source
        """,
        most,
    )
    return tuple(Source(iri, name or "", articles, events) for iri, name, articles, events in rows)


def _periods(tables: Tables) -> tuple[Period, ...]:
    articles = dict(tables.rows("SELECT period, COUNT(*) FROM document GROUP BY period"))
    events = dict(
        tables.rows(
            "SELECT COALESCE(period, ''), COUNT(*) FROM item LEFT JOIN time ON thing = iri WHERE is_event GROUP BY 1"
        )
    )
    # A year stands before its months, what is not known at the end.
    names = sorted({*articles, *events}, key=lambda name: (not name, name == "longer", name))
    return tuple(Period(name, articles.get(name, 0), events.get(name, 0)) for name in names)


def _connected(tables: Tables, most: int) -> tuple[Connected, ...]:
    rows = tables.rows(
        "SELECT one, COUNT(*) AS links FROM link JOIN item ON iri = one WHERE NOT is_event "
        "GROUP BY one ORDER BY links DESC, one LIMIT ?",
        most,
    )
    tables_of_things = ("label", "kind")
    found = list(rows)
    if found:
        # Few are asked for, so their rows are looked up and not joined.
        tables.run("".join(f"CREATE INDEX {name}_of ON {name} (thing);" for name in tables_of_things))
        tables.run("CREATE INDEX told_of ON tells (thing);")
    return tuple(_one_connected(tables, iri, links) for iri, links in found)


def _one_connected(tables: Tables, iri: str, links: int) -> Connected:
    labels = [label for (label,) in tables.rows("SELECT DISTINCT label FROM label WHERE thing = ? ORDER BY 1", iri)]
    types = [one for (one,) in tables.rows("SELECT DISTINCT class FROM kind WHERE thing = ? ORDER BY 1", iri)]
    return Connected(
        iri,
        " | ".join(labels),
        tuple(types),
        links,
        tables.number("SELECT COUNT(*) FROM link JOIN item ON iri = other WHERE one = ? AND is_event", iri),
        tables.number(
            """
            SELECT COUNT(DISTINCT third.other)
            FROM link AS first
                JOIN item AS event ON event.iri = first.other AND event.is_event
                JOIN link AS third ON third.one = first.other
                JOIN item AS entity ON entity.iri = third.other AND NOT entity.is_event
            WHERE first.one = ?1 AND third.other <> ?1
            """,
            iri,
        ),
        tables.number("SELECT COUNT(*) FROM tells WHERE thing = ?", iri),
    )


def _coverage(tables: Tables) -> Coverage:
    names, events, facts = next(
        tables.rows(
            """
            SELECT SUM(entities > 0), SUM(events > 0), SUM(facts > 0) FROM (
                SELECT SUM(NOT is_event) AS entities, SUM(is_event) AS events, SUM(is_event OR strength > 1) AS facts
                FROM tells LEFT JOIN item ON iri = thing
                WHERE is_event IS NOT NULL OR thing = ''
                GROUP BY document
            )
            """
        )
    )
    articles = tables.number("SELECT COUNT(*) FROM document")
    return Coverage(
        no_date=tables.number("SELECT COUNT(*) FROM document WHERE period = ''"),
        no_source=tables.number("SELECT COUNT(*) FROM document WHERE source = ''"),
        no_entity=articles - (names or 0),
        no_event=articles - (events or 0),
        no_fact=articles - (facts or 0),
    )
