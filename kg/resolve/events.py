"""Tellings of one event merged within a document; its IRI; and all that the document says, as `Facts`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.iri import with_separator
from kg.model import Claim, Document, Entities, Event, Facts, Filler, Literal, Mention, Span, Telling
from kg.ontology import Ontology
from kg.ontology.terms import KG
from kg.resolve.entities import folder

_STATEMENT = KG + "Statement"
_FACTUALITY, _EARLIEST, _LATEST, _PLACE, _TOPIC = (
    KG + p for p in ("factuality", "earliest", "latest", "place", "topic")
)
_ATTRIBUTED, _ABOUT, _SPEAKER = KG + "attributedTo", KG + "about", KG + "speaker"
_SITUATING = frozenset({_PLACE, _TOPIC})


@dataclass
class _Cluster:
    tellings: list[Telling] = field(default_factory=list)
    iri: str = ""

    @property
    def type(self) -> str:
        return self.tellings[0].type

    @property
    def factuality(self) -> str:
        return self.tellings[0].factuality

    def values(self, role: str) -> set[str | Literal]:
        return {f.value for t in self.tellings for f in t.fillers if f.role == role}

    def roles(self) -> set[str]:
        return {f.role for t in self.tellings for f in t.fillers}

    def fact(self, prop: str) -> Filler | None:
        return next((f for t in self.tellings for f in t.facts if f.role == prop), None)

    @property
    def bounds(self) -> tuple[str, str] | None:
        earliest, latest = self.fact(_EARLIEST), self.fact(_LATEST)
        if earliest and latest and isinstance(earliest.value, Literal) and isinstance(latest.value, Literal):
            return earliest.value.value, latest.value.value
        return None


def facts(
    document: Document, tellings: Sequence[Telling], claims: Sequence[Claim], entities: Entities, ontology: Ontology,
    *, base: str, iri: str,
) -> Facts:  # fmt: skip
    """All that the document says: events merged and named, every claim with its words, in a fixed order."""
    clusters = _clustered([t for t in tellings if t.type != _STATEMENT])
    statements = [_Cluster([t]) for t in tellings if t.type == _STATEMENT]
    _name([*clusters, *statements], ontology, with_separator(base), iri)
    events, mentions, out = [], list(entities.mentions), list(claims)
    for cluster in (*clusters, *statements):
        events.append(_event(cluster))
        mentions.extend(Mention(t.trigger, cluster.iri) for t in cluster.tellings)
        out.extend(_claims(cluster))
    out.extend(_said(clusters, statements, ontology))
    return Facts(
        document=document,
        iri=iri,
        entities=entities.entities,
        events=tuple(sorted(events, key=lambda e: e.iri)),
        mentions=tuple(sorted(set(mentions))),
        claims=tuple(sorted(set(out), key=_order)),
    )


def _order(claim: Claim) -> tuple[str, str, str, Span, str]:
    value = claim.object if isinstance(claim.object, str) else f'"{claim.object.value}"^^{claim.object.datatype}'
    return claim.subject, claim.predicate, value, claim.span, claim.rule


# Merging


def _clustered(tellings: Sequence[Telling]) -> list[_Cluster]:
    clusters: list[_Cluster] = []
    for telling in tellings:
        same = [c for c in clusters if c.type == telling.type]
        if telling.anaphoric:
            found = next((c for c in reversed(same) if _takes_up(telling, c)), None)
            if found:
                found.tellings.append(telling)
            continue
        found = next((c for c in reversed(same) if _same(telling, c)), None)
        if found:
            found.tellings.append(telling)
        else:
            clusters.append(_Cluster([telling]))
    return clusters


def _takes_up(telling: Telling, cluster: _Cluster) -> bool:
    """*The strikes* after a strike: nothing that it says contradicts; who joins is one more."""
    more = Counter(f.role for f in telling.fillers if f.role not in _SITUATING)
    joins = len(more) == 1 and set(more) <= cluster.roles()
    return (joins or _agree(telling, cluster)) and _dates_agree(telling, cluster)


def _same(telling: Telling, cluster: _Cluster) -> bool:
    if telling.factuality != cluster.factuality:
        return False
    shared = any(
        f.role not in _SITUATING and f.value in cluster.values(f.role)
        for f in telling.fillers
        if isinstance(f.value, str)
    )
    return shared and _agree(telling, cluster) and _dates_agree(telling, cluster)


def _agree(telling: Telling, cluster: _Cluster) -> bool:
    """For each role that both fill, one's values are among the other's."""
    for role in {f.role for f in telling.fillers} - {_TOPIC}:
        mine = {f.value for f in telling.fillers if f.role == role}
        theirs = cluster.values(role)
        if theirs and not (mine <= theirs or theirs <= mine):
            return False
    return True


def _dates_agree(telling: Telling, cluster: _Cluster) -> bool:
    mine, theirs = _Cluster([telling]).bounds, cluster.bounds
    return not (mine and theirs) or (mine[0] <= theirs[1] and theirs[0] <= mine[1])


# Naming


def _name(clusters: Sequence[_Cluster], ontology: Ontology, base: str, document: str) -> None:
    taken: set[str] = set()
    for cluster in clusters:
        first = cluster.tellings[0].trigger
        own = f"{document}#event={first.begin},{first.end}"
        candidates = (
            _shared_iri(cluster, ontology, base, document), own, f"{own},{folder(cluster.type)}",
        )  # fmt: skip
        cluster.iri = next(c for c in candidates if c and c not in taken)
        taken.add(cluster.iri)


def _shared_iri(cluster: _Cluster, ontology: Ontology, base: str, document: str) -> str:
    """The IRI that every document gives this event: class, day, and the fillers that identify it; or none."""
    roles = ontology.events[cluster.type].identified_by
    bounds = cluster.bounds
    if not roles or not bounds or bounds[0] != bounds[1]:
        return ""
    parts: list[str] = []
    for role in roles:
        fillers = sorted(v for v in cluster.values(role) if isinstance(v, str))
        # One participant known is not all of them.
        if len(fillers) < (2 if len(roles) == 1 else 1) or any(f.startswith(document) for f in fillers):
            return ""
        parts.extend(re.split(r"[/#]", f)[-1] for f in fillers)
    return f"{base}{folder(cluster.type)}/{bounds[0]}-{'-'.join(parts)}"


# Claims


def _event(cluster: _Cluster) -> Event:
    sentences = tuple(sorted({t.sentence for t in cluster.tellings}))
    return Event(cluster.iri, cluster.type, cluster.tellings[0].label, sentences)


def _claims(cluster: _Cluster) -> list[Claim]:
    out = [
        Claim(cluster.iri, f.role, f.value, f.span, f.rule)
        for t in cluster.tellings for f in t.fillers if f.value != cluster.iri
    ]  # fmt: skip
    # Where a thing is the target, it is not the place as well, unless the text says both apart.
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
    dated = next((t for t in cluster.tellings if any(f.role == _EARLIEST for f in t.facts)), None)
    for telling in cluster.tellings:
        for fact in telling.facts:
            of_date = fact.role in (_EARLIEST, _LATEST, KG + "date")
            if (telling is dated) if of_date else cluster.fact(fact.role) == fact:
                out.append(Claim(cluster.iri, fact.role, fact.value, fact.span, fact.rule))
    return out


def _said(clusters: Sequence[_Cluster], statements: Sequence[_Cluster], ontology: Ontology) -> list[Claim]:
    """What statements are about, and whose word alone an event stands on."""
    out = []
    for cluster in clusters:
        sources: list[list[tuple[Filler, Span]]] = []
        for telling in cluster.tellings:
            inside: list[tuple[Filler, Span]] = []
            for statement in statements:
                content = statement.tellings[0].content
                if content and content.begin <= telling.trigger.begin and telling.trigger.end <= content.end:
                    out.append(Claim(statement.iri, _ABOUT, cluster.iri, telling.trigger, "content"))
                    trigger = statement.tellings[0].trigger
                    inside.extend((f, trigger) for f in statement.tellings[0].fillers if f.role == _SPEAKER)
            sources.append(inside)
        if all(sources):
            own = {v for t in cluster.tellings for f in t.fillers if (v := f.value)}
            for filler, trigger in sources[0]:
                if all(any(f.value == filler.value for f, _ in s) for s in sources) and filler.value not in own:
                    span = Span(min(filler.span.begin, trigger.begin), max(filler.span.end, trigger.end))
                    out.append(Claim(cluster.iri, _ATTRIBUTED, filler.value, span, "attribution"))
    return out
