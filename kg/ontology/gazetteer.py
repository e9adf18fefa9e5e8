"""Entries of the gazetteer, read from plain triples."""

from __future__ import annotations

from kg.ontology.records import Tenure, Thing
from kg.ontology.terms import LEX, OWL, RDFS, SKOS
from kg.ontology.triples import Triples


def thing(data: Triples, s: str, kind: str) -> Thing:
    """The entry `s` of the class `kind`; its label is empty where it has none."""
    label = data.text(s, RDFS + "label")
    tenures = tuple(
        Tenure(
            office=data.text(t, LEX + "office"),
            of=data.iri(t, LEX + "of"),
            since=data.text(t, LEX + "from"),
            until=data.text(t, LEX + "to"),
            end_unknown=data.flag(t, LEX + "endUnknown"),
        )
        for t in data.iris(s, LEX + "holds")
    )
    return Thing(
        iri=s,
        type=kind,
        label=label,
        names=(label, *data.texts(s, SKOS + "altLabel")),
        short_names=data.texts(s, LEX + "shortName"),
        adjectives=data.texts(s, LEX + "adjective"),
        demonyms=data.texts(s, LEX + "demonym"),
        seats=data.texts(s, LEX + "seat"),
        same_as=data.iris(s, OWL + "sameAs"),
        of=data.iri(s, LEX + "of"),
        kind=data.text(s, LEX + "kind"),
        gender=data.text(s, LEX + "gender"),
        tenures=tenures,
        generic=data.flag(s, LEX + "generic"),
        ambiguous=data.flag(s, LEX + "ambiguous"),
        vague=data.flag(s, LEX + "vague"),
    )
