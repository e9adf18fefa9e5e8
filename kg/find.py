"""Which entity or event a name means."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator, Sequence

import pyoxigraph
from pyoxigraph import NamedNode

from kg.errors import UsageError
from kg.iri import local_name, shortened
from kg.ontology.terms import KG, NIF, RDF, RDFS, SCHEMA, SKOS
from kg.spelling import folded

_TYPE, _LABEL, _ALT = NamedNode(RDF + "type"), NamedNode(RDFS + "label"), NamedNode(SKOS + "altLabel")
_CONTEXT = NamedNode(NIF + "Context")
_ARTICLE = {NIF + "Context", SCHEMA + "NewsArticle"}
_NO_THINGS = {
    **dict.fromkeys(_ARTICLE, "an article"),
    **dict.fromkeys((NIF + "Phrase", NIF + "Sentence"), "words of an article"),
    SCHEMA + "Organization": "a publisher",
    KG + "Claim": "a claim",
}
_SHOWN = 8
"""So many candidates are named at most."""


def found(store: pyoxigraph.Store, name: str, may_be: Callable[[str], bool] = lambda iri: True) -> str:
    """The IRI of the one thing meant. Raises UsageError that names the candidates, or the closest names.

    `may_be`: of what a name may mean, only these are considered.
    """
    name = name.strip().removeprefix("<").removesuffix(">")
    if _is_thing(store, name):
        return name
    names = _names(store)
    no_candidates: set[str] = set()
    for named in _levels(names, name):
        candidates = {iri for iri in named if may_be(iri)}
        no_candidates |= named - candidates
        if len(candidates) == 1:
            return candidates.pop()
        if candidates:
            raise UsageError(f"{name!r} may be any of {_listed(store, sorted(candidates))}: give the IRI of one")
    if no_candidates:
        raise UsageError(f"{name!r} is {_listed(store, sorted(no_candidates))}, which cannot be meant here")
    raise UsageError(_unknown(store, names, name))


def bases(store: pyoxigraph.Store) -> tuple[str, ...]:
    """What the graph's IRIs begin with, told by those of its articles; the longest first."""
    articles = (quad.subject for quad in store.quads_for_pattern(None, _TYPE, _CONTEXT, None))
    made = {match[1] for a in articles if (match := re.fullmatch(r"(.*/)doc/[^/]*", getattr(a, "value", "")))}
    # Under `http://e.org/n#` articles are `http://e.org/n/doc/…` and things `http://e.org/n#person/…`.
    return tuple(sorted((b for base in made for b in (base, base[:-1] + "#")), key=lambda base: (-len(base), base)))


def types(store: pyoxigraph.Store, iri: str) -> list[str]:
    """The classes that a thing is said to be of, sorted; none for what is no IRI."""
    try:
        node = NamedNode(iri)
    except ValueError:
        return []
    found = store.quads_for_pattern(node, _TYPE, None, None)
    return sorted({quad.object.value for quad in found if isinstance(quad.object, NamedNode)})


def label(store: pyoxigraph.Store, iri: str) -> str:
    """Its labels, sorted, joined by ` | ` where documents disagree; empty if it has none."""
    found = store.quads_for_pattern(NamedNode(iri), _LABEL, None, None)
    return " | ".join(sorted({quad.object.value for quad in found if isinstance(quad.object, pyoxigraph.Literal)}))


def _is_thing(store: pyoxigraph.Store, iri: str) -> bool:
    classes = types(store, iri)
    what = [_NO_THINGS[one] for one in classes if one in _NO_THINGS]
    if what:
        raise UsageError(f"{iri} is {what[0]}: give the IRI of an entity or an event")
    return bool(classes)


def _names(store: pyoxigraph.Store) -> dict[str, tuple[set[str], set[str]]]:
    """Labels and other labels of each thing, by IRI."""
    names: dict[str, tuple[set[str], set[str]]] = {}
    for number, predicate in enumerate((_LABEL, _ALT)):
        for quad in store.quads_for_pattern(None, predicate, None, None):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, pyoxigraph.Literal):
                names.setdefault(quad.subject.value, (set(), set()))[number].add(quad.object.value)
    return names


def _levels(names: dict[str, tuple[set[str], set[str]]], name: str) -> Iterator[set[str]]:
    """What the name may mean, the surest reading first."""
    tails = {name, name.replace(":", "/", 1)}
    ends = tuple(mark + tail for tail in tails for mark in "/#")
    yield {iri for iri in names if iri.endswith(ends)} if name else set()
    yield {iri for iri, (labels, _) in names.items() if name in labels}
    yield {iri for iri, (_, others) in names.items() if name in others}
    plain = folded(name).lower()
    yield {iri for iri, (labels, others) in names.items() if plain in {folded(one).lower() for one in labels | others}}


def _listed(store: pyoxigraph.Store, candidates: Sequence[str]) -> str:
    known = bases(store)
    told = [
        f"{shortened(iri, known)} ({', '.join(map(local_name, types(store, iri)))} “{label(store, iri)}”)"
        for iri in candidates[:_SHOWN]
    ]
    rest = len(candidates) - _SHOWN
    return ", ".join(told) + (f" and {rest:,} more" if rest > 0 else "")


def _unknown(store: pyoxigraph.Store, names: dict[str, tuple[set[str], set[str]]], name: str) -> str:
    known = bases(store)
    spelled: dict[str, set[str]] = {}
    for iri, (labels, others) in names.items():
        spellings = {folded(one).lower() for one in (shortened(iri, known), *labels, *others)}
        words = {word for one in labels | others for word in folded(one).lower().split()}
        for one in spellings | words:
            spelled.setdefault(one, set()).add(iri)
    plain = folded(shortened(name, known)).lower()
    if not plain:
        return "no entity or event has an empty name: give an IRI or a label"
    close = difflib.get_close_matches(plain, sorted(spelled), n=_SHOWN, cutoff=0.75)
    close += [one for one in sorted(spelled) if f" {plain} " in f" {one} "]
    nearest = list(dict.fromkeys(iri for one in close for iri in sorted(spelled[one])))
    hint = f"the closest are {_listed(store, nearest)}" if nearest else "nothing in it has a name like that"
    return f"no entity or event in the graph is called {name!r}: {hint}"
