"""The Turtle files of vocabulary, wording and gazetteer to one `Ontology`."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from kg import resources
from kg.errors import OntologyError
from kg.ontology import triples as turtle
from kg.ontology.faults import line_of, namespace, short
from kg.ontology.gazetteer import thing
from kg.ontology.records import EventClass, Frame, Operator, Role, Thing
from kg.ontology.terms import KG, LEX, OWL, RDF, RDFS, SCHEMA, XSD
from kg.ontology.time_words import TimeWords

_EVENT = KG + "Event"
_ENTITY = KG + "Entity"
_SYNTACTIC = frozenset({"subject", "object", "indirectObject", "possessor", "modifier", "clause"})
_Key = TypeVar("_Key")
_Item = TypeVar("_Item")


# Compared by identity: it is a key of caches.
@dataclass(frozen=True, eq=False)
class Ontology:
    """All that extraction is driven by. Built by `load`; the same files give the same object."""

    labels: Mapping[str, str]
    parents: Mapping[str, tuple[str, ...]]
    roles: Mapping[str, Role]
    events: Mapping[str, EventClass]
    operators: tuple[Operator, ...]
    words: Mapping[str, frozenset[str]]
    """Word lists by local name: `words["Negation"]`."""
    forms: Mapping[str, tuple[str, ...]]
    """The same lists in the order of the files."""
    patterns: Mapping[str, tuple[re.Pattern[str], ...]]
    things: Mapping[str, Thing]
    prepositions: Mapping[str, str]
    """Preposition to the slot that it marks: `upon` → `on`."""
    triples: turtle.Triples

    @cached_property
    def subclasses(self) -> tuple[tuple[str, str], ...]:
        """All pairs (class, direct parent) within the ontology, sorted."""
        return tuple(sorted((c, p) for c, ps in self.parents.items() for p in ps))

    @cached_property
    def time_words(self) -> TimeWords:
        """Months, weekdays, and the other words of time."""
        return TimeWords.from_triples(self.triples)

    @cached_property
    def verb_frames(self) -> Mapping[str, tuple[Frame, ...]]:
        """Frames by the first word of the verb, and by its regular forms: pipelines miss lemmas of rare verbs."""
        frames = [f for e in self.events.values() for f in e.frames if f.pos == "verb"]
        lemmas = _grouped((f.words[0], f) for f in frames)
        forms = _grouped((form, f) for f in frames for form in _forms(f.words[0]) if form not in lemmas)
        return {**forms, **lemmas}

    @cached_property
    def noun_frames(self) -> Mapping[str, tuple[Frame, ...]]:
        """Frames by the head noun as it is worded; the longest wording first."""
        grouped = _grouped((_head(f.words), f) for e in self.events.values() for f in e.frames if f.pos == "noun")
        return {k: tuple(sorted(v, key=lambda f: -len(f.words))) for k, v in grouped.items()}

    @cached_property
    def operators_by_word(self) -> Mapping[tuple[str, str], tuple[Operator, ...]]:
        """Operators by part of speech and the first word of a wording; of verbs by its regular forms, too."""
        lemmas = _grouped(((o.pos, o.words[0]), o) for o in self.operators)
        verbs = [o for o in self.operators if o.pos == "verb"]
        forms = _grouped(((o.pos, form), o) for o in verbs for form in _forms(o.words[0]))
        return {**forms, **lemmas}


def _forms(verb: str) -> tuple[str, ...]:
    """Regular inflected forms of a verb, the possible ones."""
    stem = verb.removesuffix("e")
    double = verb + verb[-1]
    y = verb[:-1] + "ie" if verb.endswith("y") else verb
    return (y + "s", verb + "es", stem + "ed", stem + "ing", verb + "ing", double + "ed", double + "ing", y + "d")


def _head(words: Sequence[str]) -> str:
    """The head of a noun's wording: the last word before `of`."""
    return words[words.index("of") - 1] if "of" in words[1:] else words[-1]


def _grouped(pairs: Iterable[tuple[_Key, _Item]]) -> dict[_Key, tuple[_Item, ...]]:
    groups: dict[_Key, list[_Item]] = defaultdict(list)
    for key, value in pairs:
        if value not in groups[key]:
            groups[key].append(value)
    return {key: tuple(values) for key, values in groups.items()}


def load(extra: Sequence[Path] = ()) -> Ontology:
    """The shipped ontology, and the files `extra` added to it.

    Raises OntologyError, naming file, line and remedy, for Turtle that does not parse, a class without a parent, a
    role without a range, or a wording whose slot or role does not exist.
    """
    data = turtle.read((*resources.ontology_files(), *extra))
    return _Builder(data, frozenset(extra)).build()


class _Builder:
    def __init__(self, data: turtle.Triples, extra: frozenset[Path]) -> None:
        self.data = data
        self.extra = extra
        classes = list(data.by_type.get(OWL + "Class", []))
        classes += [c for c in data.by_type.get(RDFS + "Class", []) if c not in classes]
        # Whoever writes only rdfs:subClassOf or a wording means a class as well.
        for prop in (RDFS + "subClassOf", LEX + "evokedBy"):
            classes += [c for c in data.with_property(prop) if c not in classes]
        self.classes = [c for c in classes if not c.startswith("_:")]
        self.parents = {
            c: tuple(p for p in data.iris(c, RDFS + "subClassOf") if p in set(self.classes)) for c in self.classes
        }

    def build(self) -> Ontology:
        for cls in self.classes:
            self._check_class(cls)
        roles = {r.iri: r for r in map(self._role, self._role_iris())}
        slots, prepositions = self._slots()
        events = {c: self._event_class(c, roles, slots) for c in self.classes if _EVENT in self._up(c) and c != _EVENT}
        lists = list(self.data.by_type.get(LEX + "WordList", []))
        forms = {s.removeprefix(LEX): self.data.texts(s, LEX + "form") for s in lists}
        return Ontology(
            labels=self._labels(),
            parents=self.parents,
            roles=roles,
            events=events,
            operators=tuple(o for s in self.data.by_type.get(LEX + "Operator", []) for o in self._operators(s)),
            words={k: frozenset(v) for k, v in forms.items()},
            forms=forms,
            patterns={s.removeprefix(LEX): self._patterns(s) for s in lists},
            things=self._things(),
            prepositions=prepositions,
            triples=self.data,
        )

    # Errors

    def _fault(self, subject: str, term: str, message: str) -> OntologyError:
        path = self.data.source.get(subject)
        return OntologyError(f"{path}{line_of(path, term)}: {message}")

    def _check_class(self, cls: str) -> None:
        known = {_EVENT, _ENTITY, KG + "Claim", KG + "Factuality", LEX + "Slot"}
        if cls in known or not (cls.startswith(KG) or self.data.source[cls] in self.extra):
            return
        if not self.data.iris(cls, RDFS + "subClassOf"):
            raise self._fault(cls, cls, f"class {short(cls)} has no parent; add rdfs:subClassOf kg:Event, say")
        unknown = [p for p in self.data.iris(cls, RDFS + "subClassOf") if self._undefined(p, cls)]
        if unknown:
            raise self._fault(
                cls,
                unknown[0],
                f"class {short(cls)} has the parent {short(unknown[0])}, which is not defined",
            )
        if self.data.values(cls, LEX + "evokedBy") and _EVENT not in self._up(cls):
            raise self._fault(
                cls, cls, f"class {short(cls)} has a wording but is no event; make it a subclass of kg:Event"
            )

    def _undefined(self, cls: str, user: str) -> bool:
        """Whether a class of kg's or of the user's own namespace is defined nowhere; others are taken as they are."""
        own = cls.startswith(KG) or namespace(cls) == namespace(user)
        return own and cls not in self.classes and not cls.startswith(XSD)

    def _up(self, cls: str) -> set[str]:
        found: set[str] = set()
        todo = [cls]
        while todo:
            current = todo.pop()
            if current not in found:
                found.add(current)
                todo.extend(self.parents.get(current, ()))
        return found

    def _down(self, classes: Iterable[str]) -> frozenset[str]:
        wanted = set(classes)
        return frozenset(c for c in self.classes if self._up(c) & wanted)

    # Roles, slots, frames

    def _role_iris(self) -> list[str]:
        found = []
        for kind in (OWL + "ObjectProperty", OWL + "DatatypeProperty", RDF + "Property"):
            for p in self.data.by_type.get(kind, []):
                if p not in found:
                    found.append(p)
        return found

    def _role(self, iri: str) -> Role:
        data = self.data
        domain = data.iris(iri, SCHEMA + "domainIncludes") or data.iris(iri, RDFS + "domain")
        range_ = data.iris(iri, SCHEMA + "rangeIncludes") or data.iris(iri, RDFS + "range")
        strings = all(r.startswith(XSD) or r == RDFS + "Literal" for r in range_) and bool(range_)
        if data.source[iri] in self.extra and not range_:
            raise self._fault(iri, iri, f"{short(iri)} has no range; add rdfs:range")
        if data.source[iri] in self.extra:
            if not domain:
                raise self._fault(iri, iri, f"{short(iri)} has no domain; add rdfs:domain")
            for cls in (*domain, *range_):
                if self._undefined(cls, iri):
                    raise self._fault(iri, cls, f"{short(iri)} joins {short(cls)}, which is no class that is defined")
        return Role(
            iri=iri,
            label=data.text(iri, RDFS + "label") or short(iri),
            domain=frozenset(domain),
            range=frozenset() if strings else self._down(range_),
            datatype=range_[0] if strings else "",
            heads=frozenset(data.texts(iri, LEX + "headNoun")),
        )

    def _slots(self) -> tuple[frozenset[str], dict[str, str]]:
        slots, prepositions = set(_SYNTACTIC), {}
        for s in self.data.by_type.get(LEX + "Slot", []):
            name = s.rsplit("#", 1)[-1].rsplit("/", 1)[-1]
            slots.add(name)
            for form in self.data.texts(s, LEX + "form"):
                prepositions[form] = name
        return frozenset(slots), prepositions

    def _event_class(self, cls: str, roles: Mapping[str, Role], slots: frozenset[str]) -> EventClass:
        line = self._lineage(cls)
        allowed = {iri: r for iri, r in roles.items() if r.domain & set(line)}
        inherited: dict[str, list[str]] = defaultdict(list)
        for ancestor in line:
            for node in self.data.iris(ancestor, LEX + "slots"):
                for slot, fillers in self._slot_roles(ancestor, node, slots, roles).items():
                    inherited[slot].extend(r for r in fillers if r not in inherited[slot])
        identified = next((found for c in line if (found := self.data.iris(c, KG + "identifiedBy"))), ())
        frames: list[Frame] = []
        for node in self.data.iris(cls, LEX + "evokedBy"):
            frames.extend(self._frames(cls, node, slots, allowed, inherited))
        return EventClass(
            iri=cls,
            label=self.data.text(cls, RDFS + "label") or short(cls),
            roles=allowed,
            identified_by=identified,
            frames=tuple(frames),
            needs_entity=any(self.data.flag(c, LEX + "needsEntity") for c in line),
            bridges=self.data.iris(cls, LEX + "bridges"),
            contents=next((i for c in line for i in self.data.iris(c, LEX + "contents")), ""),
        )

    def _lineage(self, cls: str) -> list[str]:
        line, todo = [], [cls]
        while todo:
            current = todo.pop(0)
            if current not in line:
                line.append(current)
                todo.extend(self.parents.get(current, ()))
        return line

    def _slot_roles(
        self, cls: str, node: str, slots: frozenset[str], roles: Mapping[str, Role]
    ) -> dict[str, tuple[str, ...]]:
        found = {}
        for predicate in self.data.of(node):
            name = predicate.removeprefix(LEX)
            if predicate.startswith(LEX) and name in slots:
                fillers = self.data.iris(node, predicate)
                for role in fillers:
                    if role not in roles:
                        raise self._fault(
                            cls,
                            role,
                            f"a wording of {short(cls)} fills {short(role)}, which is no role of it; "
                            f"its roles are {', '.join(sorted(short(r) for r in roles))}",
                        )
                found[name] = fillers
        return found

    _SETTINGS = frozenset(
        {
            "verb",
            "noun",
            "needs",
            "needsOneOf",
            "needsSlot",
            "subjectIs",
            "least",
            "together",
            "without",
            "factuality",
            "progressive",
            "anaphoric",
        }
    )

    def _frames(
        self,
        cls: str,
        node: str,
        slots: frozenset[str],
        roles: Mapping[str, Role],
        inherited: Mapping[str, list[str]],
    ) -> Iterable[Frame]:
        data = self.data
        for predicate in data.of(node):
            name = predicate.removeprefix(LEX)
            if predicate.startswith(LEX) and name not in slots and name not in self._SETTINGS:
                raise self._fault(
                    cls,
                    f"lex:{name}",
                    f"lex:{name} in a wording of {short(cls)} is neither a slot nor a setting; see lexicon.ttl",
                )
        own = self._slot_roles(cls, node, slots, roles)
        merged = {s: tuple(r for r in rs if r in roles) for s, rs in inherited.items()}
        merged.update({s: (*rs, *(r for r in merged.get(s, ()) if r not in rs)) for s, rs in own.items()})
        needs = [frozenset({r}) for r in data.iris(node, LEX + "needs")]
        if one_of := data.iris(node, LEX + "needsOneOf"):
            needs.append(frozenset(one_of))
        wordings = [("verb", w) for w in data.texts(node, LEX + "verb")]
        wordings += [("noun", w) for w in data.texts(node, LEX + "noun")]
        least = data.text(node, LEX + "least") or "1"
        if not least.isdecimal():
            raise self._fault(cls, "least", f'lex:least "{least}" in a wording of {short(cls)} is no number')
        for prop in ("factuality", "progressive"):
            for value in data.iris(node, LEX + prop):
                if value not in data.by_type.get(KG + "Factuality", []):
                    raise self._fault(cls, value, f"{short(value)} in a wording of {short(cls)} is no factuality")
        if not wordings:
            raise self._fault(cls, "evokedBy", f"a wording of {short(cls)} names no words; add lex:verb or lex:noun")
        for pos, words in wordings:
            yield Frame(
                event=cls,
                pos=pos,
                words=tuple(words.split()),
                slots=merged,
                needs=tuple(needs),
                needs_slot=frozenset(p.removeprefix(LEX) for p in data.iris(node, LEX + "needsSlot")),
                subject_is=self._down(data.iris(node, LEX + "subjectIs")),
                least=int(least),
                near=frozenset(data.texts(node, LEX + "together")),
                without=frozenset(data.texts(node, LEX + "without")),
                factuality=data.iri(node, LEX + "factuality"),
                progressive=data.iri(node, LEX + "progressive"),
                anaphoric=data.flag(node, LEX + "anaphoric"),
            )

    def _operators(self, s: str) -> Iterable[Operator]:
        data = self.data
        slots = {
            p.removeprefix(LEX): data.iris(s, p)
            for p in data.of(s)
            if p.startswith(LEX) and p.removeprefix(LEX) in self._slots()[0]
        }
        for pos in ("verb", "noun", "adjective"):
            for words in data.texts(s, LEX + pos):
                yield Operator(
                    words=tuple(words.split()),
                    pos=pos,
                    factuality=data.iri(s, LEX + "factuality"),
                    agent=data.text(s, LEX + "agent") != "false",
                    slots=slots,
                    settles=frozenset(data.iris(s, LEX + "settles")),
                    undergoer=data.flag(s, LEX + "undergoer"),
                    outcome=data.flag(s, LEX + "outcome"),
                )

    def _patterns(self, s: str) -> tuple[re.Pattern[str], ...]:
        try:
            return tuple(re.compile(p, re.IGNORECASE) for p in self.data.texts(s, LEX + "pattern"))
        except re.error as error:
            raise self._fault(s, str(error.pattern), f"no valid pattern ({error})") from error

    def _things(self) -> dict[str, Thing]:
        kinds = [c for c in self.classes if _ENTITY in self._up(c)]
        found = {s: thing(self.data, s, kind) for kind in kinds for s in self.data.by_type.get(kind, [])}
        for s, entry in found.items():
            if not entry.label:
                raise self._fault(s, s, f"{s} has no rdfs:label; add one")
        return found

    def _labels(self) -> dict[str, str]:
        wanted = [*self.classes, *self._role_iris(), *self.data.by_type.get(KG + "Factuality", [])]
        return {c: self.data.text(c, RDFS + "label") or short(c) for c in wanted}
