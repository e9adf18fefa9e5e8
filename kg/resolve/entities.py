"""Names of one thing merged within a document: by the gazetteer, by form, by surname, by acronym."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import lru_cache

from kg.iri import slug, with_separator
from kg.model import Document, Entities, Entity, Mention, Name, Span
from kg.ontology import Ontology, Thing
from kg.ontology.terms import KG
from kg.spelling import folded
from kg.spelling import office as spelt_office

_PERSON, _STATE, _ORGANIZATION, _PLACE, _WEAPON = (
    KG + c for c in ("Person", "State", "Organization", "Place", "WeaponSystem")
)


def entities(names: Sequence[Name], ontology: Ontology, document: Document, *, base: str, iri: str) -> Entities:
    """Every name gets an entity; a bare surname that nothing resolves gets one of the document's own."""
    return _Resolver(names, ontology, document, with_separator(base), iri).run()


class _Resolver:
    def __init__(self, names: Sequence[Name], ontology: Ontology, document: Document, base: str, iri: str) -> None:
        self.names = names
        self.ontology = ontology
        self.document = document
        self.base = base
        self.iri = iri
        self.present: set[str] = set()
        """Entries of the gazetteer that some name is sure to mean."""
        self.keys: list[str | None] = [None] * len(names)
        """For each name: a gazetteer IRI, or `class form` of the cluster."""

    def run(self) -> Entities:
        self._certain()
        self._full_persons()
        self._surnames()
        self._others()
        groups: dict[str, list[int]] = defaultdict(list)
        for index, key in enumerate(self.keys):
            if key:
                groups[key].append(index)
        found: dict[str, Entity] = {}
        members: dict[str, list[Name]] = defaultdict(list)
        things: dict[str, str] = {}
        for key, indices in groups.items():
            entity = self._entity(key, [self.names[i] for i in indices])
            if entity.iri in found:
                # Two spellings with one slug are one thing.
                entity = _joined(found[entity.iri], entity)
            found[entity.iri] = entity
            members[entity.iri].extend(self.names[i] for i in indices)
            if key in self.ontology.things:
                things[entity.iri] = key
        found_at = sorted({(n.span.begin, n.span.end, iri) for iri, ns in members.items() for n in ns})
        mentions = tuple(Mention(Span(begin, end), iri) for begin, end, iri in found_at)
        return Entities(tuple(found[i] for i in sorted(found)), mentions, dict(sorted(things.items())))

    # Who is meant

    def _certain(self) -> None:
        """Names that suffice, with one entry or one that fits best."""
        for i, name in enumerate(self.names):
            if name.things and name.full:
                self.keys[i] = self._best(name, name.things)
                self.present.add(str(self.keys[i]))

    def _best(self, name: Name, things: Sequence[str]) -> str:
        if len(things) == 1:
            return things[0]
        return min(things, key=lambda t: (-self._fit(name, self.ontology.things[t]), t))

    def _fit(self, name: Name, thing: Thing) -> int:
        """How well an entry fits a name where it stands."""
        fit = 0
        date = self.document.date
        for tenure in thing.tenures:
            held = tenure.covers(date)
            same_office = bool(name.title) and _same_office(name.title, tenure.office)
            fit = max(
                fit,
                2 * held + 4 * same_office * held + same_office + 3 * (bool(name.state) and tenure.of == name.state),
            )
        if thing.label == name.text:
            fit += 1
        if thing.iri in self.present:
            fit += 8
        return fit

    def _full_persons(self) -> None:
        for i, name in enumerate(self.names):
            if self.keys[i] is None and name.type == _PERSON and name.full and not name.things:
                self.keys[i] = f"{_PERSON} {folded(name.text)}"
        # "Joe Biden" and "Joseph R. Biden, Jr.": one known, the other the same surname and a matching first name.
        known: dict[str, list[tuple[str, Name]]] = defaultdict(list)
        for key, name in zip(self.keys, self.names, strict=True):
            if key and name.type == _PERSON and name.full:
                bearers = known[_last_name(name.text)]
                if all(k != key for k, _ in bearers):
                    bearers.append((key, name))
        for i, name in enumerate(self.names):
            key = self.keys[i]
            if not (key and name.type == _PERSON and name.full and not name.things):
                continue
            last = _last_name(name.text)
            for other_key, other in known[last]:
                if other_key != key and _same_person(name.text, other.text):
                    self.keys[i] = other_key
                    break
            else:
                # "Olaf Scholtz" in a text on Olaf Scholz, whom the gazetteer knows.
                first = folded(name.text).split()[0]
                for word, bearers in known.items():
                    for other_key, other in bearers if _misspelt(last, word) else ():
                        if other.things and folded(other.text).split()[0] == first:
                            self.keys[i] = other_key

    def _surnames(self) -> None:
        by_word: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for i, name in enumerate(self.names):
            key = self.keys[i]
            if key and name.type == _PERSON:
                forms = {name.text}
                if key in self.ontology.things:
                    forms.update(self.ontology.things[key].short_names)
                for word in {w for f in forms for w in folded(f).split() if len(w) > 1}:
                    by_word[word.lower()].append((i, key))
        for i, name in enumerate(self.names):
            if self.keys[i] is not None or name.type != _PERSON:
                continue
            words = [w.lower() for w in folded(name.text).split() if len(w) > 1]
            holders = [by_word[w] for w in words if w in by_word]
            common = (
                set.intersection(*({k for _, k in h} for h in holders))
                if len(holders) == len(words) and holders
                else set()
            )
            if not common:
                common = self._known_elsewhere(name)
            if not common and len(words) == 1:
                # "Zelenskky" in a text on Zelenskyy.
                common = {k for w in by_word if _misspelt(words[0], w) for _, k in by_word[w]}
            if len(common) == 1:
                self.keys[i] = next(iter(common))
            elif common:
                before = [(j, k) for h in holders for j, k in h if k in common]
                near = max((p for p in before if p[0] < i), default=min(before, default=None))
                fitting = sorted(common, key=lambda k: -self._fit_key(name, k))
                best = fitting[0]
                clear = self._fit_key(name, best) > self._fit_key(name, fitting[1])
                # "Andrea" beside Andreas Lee and Andrey Roe may be either of them, or neither.
                own = f"{_PERSON} ?{folded(name.text)}"
                self.keys[i] = best if clear else near[1] if near else own
            else:
                self.keys[i] = f"{_PERSON} ?{folded(name.text)}"

    def _fit_key(self, name: Name, key: str) -> int:
        thing = self.ontology.things.get(key)
        return self._fit(name, thing) if thing else 0

    def _known_elsewhere(self, name: Name) -> set[str]:
        """A surname that the document never completes: the holder of an office at its date, if just one."""
        if not name.things:
            return set()
        things = [self.ontology.things[t] for t in name.things]
        if name.title:
            titled = [
                t
                for t in things
                if any(_same_office(name.title, o.office) and o.covers(self.document.date) for o in t.tenures)
            ]
            if len(titled) == 1:
                return {titled[0].iri}
            date = self.document.date
            ever = [
                t for t in things if any(_same_office(name.title, o.office) and o.began_by(date) for o in t.tenures)
            ]
            if len(ever) == 1 and not titled:
                return {ever[0].iri}
        held = [t for t in things if any(o.covers(self.document.date) for o in t.tenures)]
        if len(held) == 1:
            return {held[0].iri}
        return {things[0].iri} if len(things) == 1 and not name.title else set()

    def _others(self) -> None:
        """States, organizations, places and weapons: by entry, else by form."""
        forms: dict[tuple[str, str], str] = {}
        for i, name in enumerate(self.names):
            if self.keys[i] is None and name.things and name.type != _PERSON:
                self.keys[i] = self._short_organization(name) or self._best(name, name.things)
        for key, name in zip(self.keys, self.names, strict=True):
            if key and name.type != _PERSON:
                forms.setdefault((name.type, folded(name.text).lower()), key)
        pending = [i for i, n in enumerate(self.names) if self.keys[i] is None]
        types = self._majority(pending)
        for i in pending:
            name = self.names[i]
            form = folded(name.text).lower()
            cls = types[form]
            self.keys[i] = forms.setdefault((cls, form), f"{cls} {form}")
        self._acronyms()
        self._parts()

    def _short_organization(self, name: Name) -> str | None:
        """*The Defence Ministry*: that of the state named right before it, or of the only one in the document."""
        things = [self.ontology.things[t] for t in name.things]
        if len(things) < 2:
            return None
        present = Counter(k for k in self.keys if k)
        chosen = sorted(
            things,
            key=lambda t: (
                -(t.of == name.state and bool(name.state)),
                -present[t.iri],
                -present[t.of],
                t.iri,
            ),
        )
        return chosen[0].iri

    def _majority(self, pending: Sequence[int]) -> dict[str, str]:
        """One class a form: what most of its mentions were taken for."""
        votes: dict[str, Counter[str]] = defaultdict(Counter)
        for i in pending:
            votes[folded(self.names[i].text).lower()][self.names[i].type] += 1
        return {form: min(c, key=lambda t: (-c[t], t)) for form, c in votes.items()}

    def _acronyms(self) -> None:
        """*Syrian Democratic Forces (SDF)*, and an acronym of a name's initials."""
        text = self.document.text
        ends: dict[int, str] = {}
        initials: dict[str, set[str]] = defaultdict(set)
        for key, name in zip(self.keys, self.names, strict=True):
            if key and name.type == _ORGANIZATION and " " in name.text:
                ends[name.span.end] = key
                initials[_initials(name.text)].add(key)
        same: dict[str, str] = {}
        for key, name in zip(self.keys, self.names, strict=True):
            if not key or name.things or name.type not in (_ORGANIZATION, _PLACE, _PERSON):
                continue
            if not re.fullmatch(r"[A-Z][A-Za-z&.]{1,9}", name.text):
                continue
            before = text[max(0, name.span.begin - 3) : name.span.begin]
            bracket = re.search(r"\s?\(\s?$", before)
            beside = ends.get(name.span.begin - len(bracket.group())) if bracket else None
            acronym = name.text.replace(".", "")
            targets = {beside} if beside else initials[acronym] if name.text.isupper() else set()
            if len(targets) == 1:
                same[key] = next(iter(targets))
        self._replace(same)

    def _parts(self) -> None:
        """*Defense Department* after *U.S. Defense Department*: a longer name of the document ends in it."""
        forms: dict[str, str] = {}
        for key, name in zip(self.keys, self.names, strict=True):
            if key and name.type == _ORGANIZATION:
                forms.setdefault(folded(name.text).lower(), key)
        ending: dict[str, set[str]] = defaultdict(set)
        for form, key in forms.items():
            words = form.split()
            for n in range(1, len(words) - 1):
                ending[" ".join(words[n:])].add(key)
        same = {
            key: next(iter(ending[form]))
            for form, key in forms.items()
            if key not in self.ontology.things and len(form.split()) > 1 and len(ending.get(form, ())) == 1
        }
        self._replace(same)

    def _replace(self, same: dict[str, str]) -> None:
        """Clusters that turn out to be another one's."""
        self.keys = [same.get(k, k) if k else k for k in self.keys]

    # What it is called

    def _entity(self, key: str, names: Sequence[Name]) -> Entity:
        seen = {n.text for n in names}
        thing = self.ontology.things.get(key)
        if thing:
            others = seen | set(thing.names)
            return Entity(
                self._mint(thing.type, thing.label), thing.type, thing.label,
                tuple(sorted(others - {thing.label})), tuple(sorted(thing.same_as)),
            )  # fmt: skip
        cls = key.split(" ", 1)[0]
        if " ?" in key:
            label = names[0].text
            return Entity(f"{self.iri}#{folder(cls)}-{slug(label)}", cls, label, tuple(sorted(seen - {label})))
        label = _canonical(names)
        return Entity(self._mint(cls, label), cls, label, tuple(sorted(seen - {label})))

    def _mint(self, cls: str, label: str) -> str:
        return f"{self.base}{folder(cls)}/{slug(label)}"


@lru_cache(maxsize=1024)
def folder(cls: str) -> str:
    """`https://…#WeaponSystem` → `weapon-system`."""
    local = re.split(r"[#/]", cls)[-1]
    return slug(re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", local))


def _joined(a: Entity, b: Entity) -> Entity:
    alternatives = tuple(sorted((set(a.alt_labels) | set(b.alt_labels) | {b.label}) - {a.label}))
    return Entity(a.iri, a.type, a.label, alternatives, tuple(sorted({*a.same_as, *b.same_as})))


def _canonical(names: Sequence[Name]) -> str:
    """The fullest form; weapons in the singular."""
    label = max((n.text for n in names), key=lambda t: (len(t.split()), len(t), t))
    label = re.sub(r"\s+", " ", label)
    return re.sub(r"(?<=[a-z])s$", "", label) if names[0].type == _WEAPON else label


def _initials(text: str) -> str:
    return "".join(w[0] for w in re.findall(r"[A-Za-z]+", text) if w[0].isupper())


def _same_office(title: str, office: str) -> bool:
    a, b = spelt_office(title), spelt_office(office)
    return a == b or b.endswith(" " + a) or b.startswith(a + " ") or a.endswith(" " + b)


_SUFFIXES = {"jr", "sr", "ii", "iii"}


def _last_name(text: str) -> str:
    words = [w for w in re.findall(r"[^\W\d_]+", folded(text).lower()) if w not in _SUFFIXES]
    return words[-1] if words else ""


def _same_person(a: str, b: str) -> bool:
    """Same last name, and first names of which one is the other's initial or beginning."""
    first, second = ([w for w in re.findall(r"[^\W\d_]+", folded(n).lower()) if w not in _SUFFIXES] for n in (a, b))
    if len(first) < 2 or len(second) < 2 or first[-1] != second[-1]:
        return False
    x, y = sorted((first[0], second[0]), key=len)
    return y.startswith(x) and (len(x) == 1 or len(x) >= 3)


def _misspelt(a: str, b: str) -> bool:
    """Whether two long words differ by one letter: put in, left out, doubled or another."""
    if min(len(a), len(b)) < 6 or abs(len(a) - len(b)) > 1 or a[0] != b[0] or a == b:
        return False
    n = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    return a[n + 1 :] == b[n + 1 :] or a[n:] == b[n + 1 :] or a[n + 1 :] == b[n:]


__all__ = ["entities", "folder"]
