"""What a user gives as the value of a parameter, as a term of RDF."""

from __future__ import annotations

import calendar
import re
from datetime import date

import pyoxigraph
from pyoxigraph import Literal, NamedNode

from kg import find
from kg.errors import UsageError
from kg.iri import local_name
from kg.ontology.terms import KG, RDF, XSD

_AGENTS = ("Agent", "Person", "State", "Organization")
KINDS: dict[str, tuple[str, ...]] = {
    "thing": (),
    "agent": _AGENTS,
    "place": ("Place", "State"),
    "weapon": ("WeaponSystem",),
    "event": ("Event", "Call", "Meeting", "Negotiation", "Strike", "Transfer", "Sanction", "Agreement", "Statement"),
    "class": (),
    "factuality": (),
    "first day": (),
    "last day": (),
}
"""The kinds of parameters; for a thing, the classes of the vocabulary that it may be of, if not of all."""

_FACTUALITIES = ("Actual", "Planned", "Possible", "Negated", "Halted")
_CLASSES = {name for names in KINDS.values() for name in names}
_DAY = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
_TYPE, _FACTUALITY = NamedNode(RDF + "type"), NamedNode(KG + "factuality")


def term(store: pyoxigraph.Store, name: str, kind: str, value: str) -> NamedNode | Literal:
    """The term for the value of a parameter of that name and kind. Raises UsageError."""
    if kind in ("first day", "last day"):
        return Literal(_day(name, value, last=kind == "last day"), datatype=NamedNode(XSD + "date"))
    if kind == "factuality":
        return NamedNode(KG + _factuality(name, value))
    if kind == "class":
        return NamedNode(_class(store, name, value))
    return NamedNode(_thing(store, name, kind, value))


def _day(name: str, value: str, *, last: bool) -> str:
    match = _DAY.fullmatch(value.strip())
    try:
        if not match:
            raise ValueError
        year, month = int(match[1]), int(match[2] or (12 if last else 1))
        day = int(match[3]) if match[3] else calendar.monthrange(year, month)[1] if last else 1
        return date(year, month, day).isoformat()
    except (ValueError, calendar.IllegalMonthError):
        raise UsageError(f"{name}={value} is no day: write 2025-07-03, 2025-07 or 2025") from None


def _factuality(name: str, value: str) -> str:
    wanted = local_name(value.strip("<>")).removeprefix("kg:").lower()
    for one in _FACTUALITIES:
        if one.lower() == wanted:
            return one
    raise UsageError(f"{name}={value} is no factuality: choose {', '.join(_FACTUALITIES).lower()}")


def _class(store: pyoxigraph.Store, name: str, value: str) -> str:
    """A class of events that the graph has, by IRI or by its last part."""
    known = {
        quad.object.value
        for event in store.quads_for_pattern(None, _FACTUALITY, None, None)
        for quad in store.quads_for_pattern(event.subject, _TYPE, None, None)
        if isinstance(quad.object, NamedNode)
    }
    wanted = value.strip().strip("<>").removeprefix("kg:")
    found = sorted(iri for iri in known if wanted == iri or local_name(iri).lower() == wanted.lower())
    if wanted in KINDS["event"]:
        # One of the vocabulary that the graph has no event of: the answer is empty.
        found = [KG + wanted]
    if len(found) == 1:
        return found[0]
    names = ", ".join(sorted(found or {local_name(iri) for iri in known}))
    raise UsageError(
        f"{name}={value} is {'no class' if not found else 'several classes'} of events here: choose {names}"
    )


def _thing(store: pyoxigraph.Store, name: str, kind: str, value: str) -> str:
    classes = {KG + one for one in KINDS[kind]}
    others = {KG + one for one in _CLASSES} - classes if classes else set()

    def may_be(iri: str) -> bool:
        """Classes of the user's own may be of any kind."""
        types = set(find.types(store, iri))
        return not types or bool(types & classes) or not types <= others

    try:
        iri = find.found(store, value, may_be)
    except UsageError as error:
        raise UsageError(f"{name}={value}: {error}") from None
    if not may_be(iri):
        what = ", ".join(map(local_name, find.types(store, iri)))
        raise UsageError(f"{name}={value} is of the class {what}: give {'an' if kind[0] in 'ae' else 'a'} {kind}")
    return iri
