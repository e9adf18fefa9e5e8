"""Tellings of one event merged within a document; its IRI; and all that the document says, as `Facts`."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from kg.iri import with_separator
from kg.model import Claim, Document, Entities, Event, Facts, Filler, Mention, Span, Telling
from kg.ontology import Ontology
from kg.ontology.terms import KG
from kg.resolve.clusters import EARLIEST, LATEST, Cluster, clustered
from kg.resolve.clusters import of as cluster_of
from kg.resolve.entities import folder

_STATEMENT = KG + "Statement"
_FACTUALITY = KG + "factuality"
_ATTRIBUTED, _ABOUT, _SPEAKER = KG + "attributedTo", KG + "about", KG + "speaker"


def facts(
    document: Document, tellings: Sequence[Telling], claims: Sequence[Claim], entities: Entities, ontology: Ontology,
    *, base: str, iri: str,
) -> Facts:  # fmt: skip
    """All that the document says: events merged and named, every claim with its words, in a fixed order."""
    clusters = clustered([t for t in tellings if t.type != _STATEMENT])
    statements = [cluster_of(t) for t in tellings if t.type == _STATEMENT]
    _name([*clusters, *statements], ontology, with_separator(base), iri)
    events, mentions, out = [], list(entities.mentions), list(claims)
    for cluster in (*clusters, *statements):
        events.append(_event(cluster))
        mentions.extend(Mention(t.trigger, cluster.iri) for t in cluster.tellings)
        out.extend(_claims(cluster))
    out.extend(_said(clusters, statements))
    return Facts(
        document=document,
        iri=iri,
        entities=entities.entities,
        events=tuple(sorted(events, key=lambda e: e.iri)),
        mentions=tuple(sorted(set(mentions), key=lambda m: (m.span.begin, m.span.end, m.thing))),
        claims=tuple(sorted(set(out), key=_order)),
    )


def _order(claim: Claim) -> tuple[str, str, str, Span, str]:
    value = claim.object if isinstance(claim.object, str) else f'"{claim.object.value}"^^{claim.object.datatype}'
    return claim.subject, claim.predicate, value, claim.span, claim.rule


# Naming


def _name(clusters: Sequence[Cluster], ontology: Ontology, base: str, document: str) -> None:
    taken: set[str] = set()
    for cluster in clusters:
        first = cluster.tellings[0].trigger
        own = f"{document}#event={first.begin},{first.end}"
        candidates = (
            _shared_iri(cluster, ontology, base, document), own, f"{own},{folder(cluster.type)}",
        )  # fmt: skip
        cluster.iri = next(c for c in candidates if c and c not in taken)
        taken.add(cluster.iri)


def _shared_iri(cluster: Cluster, ontology: Ontology, base: str, document: str) -> str:
    """The IRI that every document gives this event: class, day, and the fillers that identify it; or none."""
    roles = ontology.events[cluster.type].identified_by
    bounds = cluster.bounds
    if not roles or not bounds or bounds[0] != bounds[1]:
        return ""
    parts: list[str] = []
    for role in roles:
        fillers = sorted(v for v in cluster.values[role] if isinstance(v, str))
        # One participant known is not all of them.
        if len(fillers) < (2 if len(roles) == 1 else 1) or any(f.startswith(document) for f in fillers):
            return ""
        parts.extend(re.split(r"[/#]", f)[-1] for f in fillers)
    return f"{base}{folder(cluster.type)}/{bounds[0]}-{'-'.join(parts)}"


# Claims


def _event(cluster: Cluster) -> Event:
    sentences = tuple(sorted({t.sentence for t in cluster.tellings}))
    return Event(cluster.iri, cluster.type, cluster.tellings[0].label, sentences)


def _claims(cluster: Cluster) -> list[Claim]:
    out = [
        Claim(cluster.iri, f.role, f.value, f.span, f.rule)
        for t in cluster.tellings for f in t.fillers if f.value != cluster.iri
    ]  # fmt: skip
    for telling in cluster.tellings:
        if telling.factuality == cluster.factuality:
            out.append(
                Claim(
                    cluster.iri,
                    _FACTUALITY,
                    cluster.factuality,
                    telling.factuality_span,
                    f"factuality:{telling.rule}",
                )
            )
    dated = next((t for t in cluster.tellings if any(f.role == EARLIEST for f in t.facts)), None)
    for telling in cluster.tellings:
        for fact in telling.facts:
            of_date = fact.role in (EARLIEST, LATEST, KG + "date")
            if (telling is dated) if of_date else cluster.facts.get(fact.role) == fact:
                out.append(Claim(cluster.iri, fact.role, fact.value, fact.span, fact.rule))
    return out


def _said(clusters: Sequence[Cluster], statements: Sequence[Cluster]) -> list[Claim]:
    """What statements are about, and whose word alone an event stands on."""
    out = []
    contents = _Contents(statements)
    for cluster in clusters:
        sources: list[list[tuple[Filler, Span]]] = []
        for telling in cluster.tellings:
            inside: list[tuple[Filler, Span]] = []
            for statement, on_its_word in contents.around(telling.trigger):
                out.append(Claim(statement.iri, _ABOUT, cluster.iri, telling.trigger, "content"))
                said = statement.tellings[0]
                if on_its_word:
                    inside.extend((f, said.trigger) for f in said.fillers if f.role == _SPEAKER)
            sources.append(inside)
        if all(sources):
            own = {v for t in cluster.tellings for f in t.fillers if (v := f.value)}
            common = set.intersection(*({f.value for f, _ in s} for s in sources)) - own
            for filler, trigger in sources[0]:
                if filler.value in common:
                    span = Span(min(filler.span.begin, trigger.begin), max(filler.span.end, trigger.end))
                    out.append(Claim(cluster.iri, _ATTRIBUTED, filler.value, span, "attribution"))
    return out


class _Contents:
    """Looks up the statements within whose words something stands."""

    def __init__(self, statements: Sequence[Cluster]) -> None:
        spans = [(span, s, True) for s in statements for span in s.tellings[0].contents]
        spans += [(span, s, False) for s in statements for span in s.tellings[0].regards]
        self._found = sorted(spans, key=lambda found: (found[0], found[1].iri, found[2]))
        self._begins = [content.begin for content, _, _ in self._found]
        self._longest = max((c.end - c.begin for c, _, _ in self._found), default=0)

    def around(self, span: Span) -> Iterator[tuple[Cluster, bool]]:
        """The statements, and whether what stands there is told on their word."""
        for n in range(bisect_right(self._begins, span.begin) - 1, -1, -1):
            content, statement, on_its_word = self._found[n]
            if content.begin < span.end - self._longest:
                return
            if span.end <= content.end:
                yield statement, on_its_word
