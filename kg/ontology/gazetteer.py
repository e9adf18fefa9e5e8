"""Entries of the gazetteer, read from plain triples."""

from __future__ import annotations

from kg.model import Literal
from kg.ontology.records import Tenure, Thing
from kg.ontology.terms import LEX, OWL, RDFS, SKOS
from kg.ontology.triples import Triples

_LABEL, _NAME, _SAME_AS = RDFS + "label", SKOS + "altLabel", OWL + "sameAs"
_SHORT_NAME, _ADJECTIVE, _DEMONYM, _SEAT = LEX + "shortName", LEX + "adjective", LEX + "demonym", LEX + "seat"
_OF, _KIND, _GENDER, _HOLDS = LEX + "of", LEX + "kind", LEX + "gender", LEX + "holds"
_GENERIC, _AMBIGUOUS, _VAGUE = LEX + "generic", LEX + "ambiguous", LEX + "vague"


def thing(data: Triples, s: str, kind: str) -> Thing:
    """The entry `s` of the class `kind`; its label is empty where it has none."""
    told = data.of(s)

    def texts(p: str) -> tuple[str, ...]:
        return tuple(v.value for v in told[p] if isinstance(v, Literal)) if p in told else ()

    def iris(p: str) -> tuple[str, ...]:
        return tuple(v for v in told[p] if isinstance(v, str)) if p in told else ()

    def text(p: str) -> str:
        return next(iter(texts(p)), "")

    label = text(_LABEL)
    return Thing(
        iri=s,
        type=kind,
        label=label,
        names=(label, *texts(_NAME)),
        short_names=texts(_SHORT_NAME),
        adjectives=texts(_ADJECTIVE),
        demonyms=texts(_DEMONYM),
        seats=texts(_SEAT),
        same_as=iris(_SAME_AS),
        of=next(iter(iris(_OF)), ""),
        kind=text(_KIND),
        gender=text(_GENDER),
        tenures=tuple(_tenure(data, node) for node in iris(_HOLDS)),
        generic=_GENERIC in told and data.flag(s, _GENERIC),
        ambiguous=_AMBIGUOUS in told and data.flag(s, _AMBIGUOUS),
        vague=_VAGUE in told and data.flag(s, _VAGUE),
    )


def _tenure(data: Triples, node: str) -> Tenure:
    return Tenure(
        office=data.text(node, LEX + "office"),
        of=data.iri(node, _OF),
        since=data.text(node, LEX + "from"),
        until=data.text(node, LEX + "to"),
        end_unknown=data.flag(node, LEX + "endUnknown"),
    )
