"""Tellings of events: a trigger, the fillers of its roles, how certain it is, and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from spacy.tokens import Token

from kg.extract import tree
from kg.extract.coreference import Coreference
from kg.extract.factuality import Factuality, Operators
from kg.extract.fillers import Fillers
from kg.extract.reading import Reading
from kg.extract.triggers import Trigger, triggers
from kg.extract.when import When
from kg.model import Filler, Telling
from kg.ontology import Frame
from kg.ontology.terms import KG

_STATEMENT = KG + "Statement"
_PLACE, _TOPIC = KG + "place", KG + "topic"
_SITUATING = frozenset({_PLACE, _TOPIC})


@dataclass
class _Sites:
    """Where fillers may stand: (slot, token), the surer ones in `near`."""

    near: list[tuple[str, Token]] = field(default_factory=list)
    far: list[tuple[str, Token]] = field(default_factory=list)


class Events:
    """Reads the events of one document, in the order of its text."""

    def __init__(self, reading: Reading, when: When) -> None:
        self._r = reading
        self._coreference = Coreference(reading)
        self._fillers = Fillers(reading, self._coreference)
        self._operators = Operators(reading)
        self._factuality = Factuality(reading, self._operators)
        self._when = when
        self._slots = reading.ontology.prepositions
        self._stops: frozenset[int] = frozenset()
        self._told: list[Telling] = []

    def tellings(self) -> list[Telling]:
        found: list[tuple[Trigger, Telling]] = []
        claimed: set[int] = set()
        candidates = list(triggers(self._r))
        self._stops = frozenset(c[0].token.i for c in candidates)
        for choices in candidates:
            self._told = [t for _, t in found]
            best = self._best([t for t in choices if t.frame.event != _STATEMENT])
            if best is None or best[0].token.i in claimed:
                continue
            trigger, telling = best
            claimed.add(trigger.token.i)
            found.append((trigger, telling))
            participants = [f.value for f in telling.fillers if isinstance(f.value, str) and f.role.endswith("participant")]
            if participants:
                self._coreference.remember(trigger.token, participants)
        found = self._without_doubles(found)
        dates = self._when.of([t for t, _ in found])
        return [_dated(telling, dates.get(trigger.token.i, ())) for trigger, telling in found]

    @property
    def coreference(self) -> Coreference:
        return self._coreference

    @property
    def fillers(self) -> Fillers:
        return self._fillers

    @property
    def factuality(self) -> Factuality:
        return self._factuality

    def _best(self, choices: Sequence[Trigger]) -> tuple[Trigger, Telling] | None:
        """The frame that fits best: the longest wording, then the most fillers."""
        best: tuple[tuple[int, int], Trigger, Telling] | None = None
        for trigger in choices:
            telling = self._telling(trigger)
            if telling is None:
                continue
            weight = (not telling.anaphoric, len(trigger.frame.words), len(telling.fillers))
            if best is None or weight > best[0]:
                best = (weight, trigger, telling)
        return (best[1], best[2]) if best else None

    def _telling(self, trigger: Trigger) -> Telling | None:
        frame, token = trigger.frame, trigger.token
        rule = f"{frame.pos}-frame:{frame.name}"
        fillers, slots = self.filled(frame, token, rule)
        if not fillers:
            fillers = self._bridged(frame, token)
        definite = frame.pos == "noun" and self._definite(token)
        enough = self._enough(frame, fillers, self._unnamed(frame, token))
        if frame.needs_slot and not frame.needs_slot & slots:
            enough = False
        # "Harris also joined the call": the call is one told before, and hers is what is new.
        joined = definite and slots <= {"subject"} and len(self._r.ontology.events[frame.event].identified_by) == 1
        anaphoric = frame.anaphoric or not enough or joined
        if anaphoric and not definite:
            return None
        if anaphoric and frame.pos == "verb":
            return None
        judgement = self._factuality.of(token, frame)
        return Telling(
            type=frame.event,
            trigger=trigger.span,
            sentence=self._r.sentence_span(token),
            label=self._r.doc.text[trigger.span.begin : trigger.span.end],
            fillers=tuple(fillers),
            factuality=judgement.value,
            factuality_span=judgement.span,
            rule=rule,
            anaphoric=anaphoric,
            definite=definite,
        )

    def _bridged(self, frame: Frame, token: Token) -> list[Filler]:
        """*The talks brought no agreement*: those who talked, where the same sentence tells of the talks."""
        kinds = self._r.ontology.events[frame.event].bridges
        sentence = self._r.sentence_span(token)
        for telling in reversed(self._told if kinds else ()):
            if telling.sentence != sentence or telling.type not in kinds:
                continue
            source: Telling | None = telling
            if not telling.fillers:
                earlier = [t for t in self._told if t.type == telling.type and t.fillers]
                source = earlier[-1] if earlier else None
            roles = self._r.ontology.events[frame.event].roles
            if source:
                return [
                    Filler(f.role, f.value, telling.trigger, f"bridging:{frame.name}")
                    for f in source.fillers if f.role in roles and f.role not in _SITUATING
                ]  # fmt: skip
        return []

    @staticmethod
    def _definite(token: Token) -> bool:
        marks = {c.lower_ for c in token.children if tree.label(c) in ("det", "nmod:poss", "amod")}
        return bool(marks & {"the", "this", "that", "these", "those", "its", "their", "his", "her", "such"})

    @staticmethod
    def _enough(frame: Frame, fillers: Sequence[Filler], unnamed: int) -> bool:
        roles = {f.role for f in fillers}
        own = [f for f in fillers if f.role != _TOPIC]
        if not all(need & roles for need in frame.needs):
            return False
        count = len({(f.role, f.value) for f in own if f.role != _PLACE or any(_PLACE in n for n in frame.needs) or frame.slots.get("object") and _PLACE in frame.slots["object"]})
        return count + unnamed * (count > 0) >= frame.least or (frame.least <= 1 and bool(own))

    def _unnamed(self, frame: Frame, token: Token) -> int:
        """Whether *I* or *we* take part: a filler without a name, which counts but is not written."""
        if frame.pos != "verb" or "subject" not in frame.slots:
            return 0
        return int(any(t.lower_ in self._r.words("FirstPerson") for t in tree.subjects(token)))

    # Fillers

    def filled(self, frame: Frame, token: Token, rule: str) -> tuple[list[Filler], frozenset[str]]:
        """Values of the frame's roles found around its word, nearest sites first, one role a thing; the slots filled."""
        sites = self._verb_sites(token) if frame.pos == "verb" else self._noun_sites(token)
        roles = self._r.ontology.events[frame.event].roles
        taken: dict[object, str] = {}
        out: list[Filler] = []
        used: set[tuple[str, str]] = set()
        for group, far in ((sites.near, False), (sites.far, True), (self._following(token), True)):
            present, used_before = {f.role for f in out}, frozenset(used)
            for slot, where in group:
                wanted = self._wanted(frame, slot)
                for role_iri in (r for r in wanted if r in roles):
                    # Two sides of one role ("Biden spoke … with Xi") stand in two slots; else the nearer site has it.
                    sides = role_iri in frame.slots.get("subject", ()) and slot in ("with", "between", "to")
                    if far and role_iri in present and (not sides or (role_iri, slot) in used_before):
                        continue
                    read = self._fillers.named if slot == "modifier" else self._fillers.of
                    values = [
                        f for f in read(where, roles[role_iri], rule)
                        if taken.get(f.value, role_iri) == role_iri
                    ]  # fmt: skip
                    if values:
                        for f in values:
                            if f.value not in taken:
                                taken[f.value] = role_iri
                                out.append(f)
                        used.add((role_iri, slot))
                        break
        return out, frozenset(slot for _, slot in used)

    @staticmethod
    def _wanted(frame: Frame, slot: str) -> tuple[str, ...]:
        """The roles that a slot may fill: `=role` names one itself; a companion is one of two equal sides."""
        if slot.startswith("="):
            return (slot[1:],)
        if slot == "companion":
            return tuple(r for r in frame.slots.get("subject", ()) if r in frame.slots.get("with", ()))
        return frame.slots.get(slot, ())

    def _following(self, token: Token) -> list[tuple[str, Token]]:
        """Phrases after the trigger that no reading of the tree has reached."""
        return [(slot, noun) for case, noun in tree.phrases_after(token, self._stops) if (slot := self._slots.get(case, "")) and case not in ("of", "for")]

    def _verb_sites(self, verb: Token) -> _Sites:
        sites = _Sites()
        passive = tree.is_passive(verb)
        for subject in tree.subjects(verb):
            sites.near.append(("object" if passive else "subject", subject))
        for obj in tree.objects(verb):
            sites.near.append(("object", obj))
        for indirect in tree.children(verb, "iobj"):
            sites.near.append(("indirectObject", indirect))
        for case, noun in tree.prepositional(verb):
            slot = "subject" if passive and case == "by" else self._slots.get(case, "")
            if slot:
                sites.near.append((slot, noun))
        # Phrases that the parser hung on the object, or that stand with a verb above.
        for obj in [*tree.objects(verb), *(n for _, n in tree.prepositional(verb))]:
            if obj.i in self._r.at and obj.i not in self._r.heads:
                continue
            for case, noun in tree.prepositional(obj):
                if slot := self._slots.get(case, ""):
                    sites.far.append((slot, noun))
        for other in tree.conjuncts(verb)[1:]:
            for case, noun in tree.prepositional(other):
                if tree.is_verb(other) and not tree.children(other, "nsubj") and self._slots.get(case) in ("in", "at", "near"):
                    sites.far.append((self._slots[case], noun))
        above = tree.governor(verb)
        if above != verb and tree.is_verb(above):
            for case, noun in tree.prepositional(above):
                if self._slots.get(case) in ("in", "at", "near"):
                    sites.far.append((self._slots[case], noun))
        if tree.label(verb) == "xcomp" and tree.is_verb(verb.head):
            for case, noun in tree.prepositional(verb.head):
                if slot := self._slots.get(case, ""):
                    sites.far.append((slot, noun))
        for child in verb.children:
            if tree.label(child) == "advcl" and child.tag_ == "VBG" and child.lemma_.lower() in ("use", "involve", "target"):
                for obj in tree.objects(child):
                    sites.near.append(("using" if child.lemma_.lower() != "target" else "object", obj))
        return sites

    def _noun_sites(self, noun: Token) -> _Sites:
        sites = _Sites()
        carriers = self._carriers(noun)
        for carrier in carriers:
            self._around_noun(carrier, sites, first=carrier == noun)
        top = carriers[-1]
        self._above_noun(top, sites)
        for clause in (c for carrier in carriers for c in carrier.children if tree.label(c) in ("acl", "acl:relcl") and tree.is_verb(c)):
            self._clause_of_noun(clause, sites)
        return sites

    def _carriers(self, noun: Token) -> list[Token]:
        """The noun, and nouns above that only count or phase it: *two rounds of talks*, *a wave of strikes*."""
        found = [noun]
        while len(found) < 4:
            head = found[-1].head
            light = self._operators.at(head, ("noun",))
            counting = head.lemma_.lower() in self._r.words("Transparent") or any(not o.factuality for o in light)
            halting = any(o.factuality for o in light)
            if tree.label(found[-1]) == "nmod" and head.pos_ == "NOUN" and (counting or halting) and tree.preposition(found[-1]) in ("of", "for", "to", "in"):
                found.append(head)
            else:
                break
        return found

    def _around_noun(self, noun: Token, sites: _Sites, *, first: bool) -> None:
        for child in noun.children:
            relation = tree.label(child)
            if relation == "nmod:poss":
                sites.near.append(("possessor", child))
            elif relation in ("amod", "compound", "nmod:desc", "flat", "nmod", "nummod") and child.i < noun.i and not tree.preposition(child):
                sites.near.extend(("modifier", t) for t in (child, *child.subtree) if t.i in self._r.heads or t == child)
            elif relation == "appos" and child.i > noun.i:
                pass
        # "missile and drone attacks": what is coordinated with the noun is its modifier.
        if noun.dep_ == "conj" and noun.head.i < noun.i and noun.head.i in self._r.at and not tree.children(noun, "det", "nmod:poss"):
            sites.near.append(("modifier", noun.head))
            for child in noun.head.children:
                if tree.label(child) in ("amod", "compound", "nmod:poss"):
                    sites.near.append(("possessor" if tree.label(child) == "nmod:poss" else "modifier", child))
        phrases = list(tree.prepositional(noun))
        for case, filler in phrases:
            slot = self._slots.get(case, "")
            if slot and (first or case != "of"):
                sites.near.append((slot, filler))
            # "attack on a base in Syria": the place of what is attacked is the attack's.
            if slot and filler.i not in self._r.heads:
                for inner_case, inner in tree.prepositional(filler):
                    if self._slots.get(inner_case) in ("in", "near", "at", "across"):
                        sites.far.append((self._slots[inner_case], inner))
            elif slot:
                for inner_case, inner in tree.prepositional(filler):
                    if inner_slot := self._slots.get(inner_case):
                        sites.far.append((inner_slot, inner))
        if not phrases:
            for other in tree.conjuncts(noun)[1:]:
                if other.pos_ == "NOUN":
                    for case, filler in tree.prepositional(other):
                        if slot := self._slots.get(case, ""):
                            sites.far.append((slot, filler))

    def _above_noun(self, noun: Token, sites: _Sites) -> None:
        """The verb that a noun is complement of: *held talks with*, *talks took place in*, *strikes killed*."""
        top = tree.governor(noun)
        verb, relation = top.head, tree.label(top)
        if verb == top:
            return
        if verb.pos_ == "ADJ" and relation in ("obl", "nmod"):
            # "Russia is open to dialogue with Ukraine"
            if any(o.agent for o in self._operators.at(verb, ("adjective",))):
                sites.near.extend(("subject", s) for s in tree.subjects(verb))
            return
        if not tree.is_verb(verb):
            return
        operators = self._operators.at(verb, ("verb",))
        passive = tree.is_passive(verb)
        if relation in ("obj", "nsubj:pass", "obl", "xcomp", "ccomp"):
            done = relation != "obl" or tree.preposition(top) in ("in", "for", "on", "with", "to", "against")
            for op in operators[:1]:
                if not done:
                    break
                doers = [n for c, n in tree.prepositional(verb) if c == "by"] if passive else tree.subjects(verb)
                if op.slots:
                    for slot, roles in op.slots.items():
                        sites.near.extend((f"={r}", d) for d in doers for r in roles if slot == "subject")
                elif op.agent:
                    sites.near.extend(("subject", d) for d in doers)
                elif op.undergoer and relation == "obj":
                    sites.near.extend((slot, d) for d in doers for slot in ("object", "to"))
            if not operators and relation == "obl" and tree.preposition(top) in ("during", "in", "at", "on", "over", "by", "after", "following"):
                # "agreed during a call": those who agreed were on it.
                sites.far.extend(("companion", s) for s in tree.subjects(verb))
            if passive and relation == "obl" and any(o.outcome for o in operators) and tree.preposition(top) in ("in", "by", "from", "during"):
                # "is killed in an airstrike"
                sites.near.extend(("object", s) for s in tree.subjects(verb))
            if operators or relation == "nsubj:pass":
                self._phrases_of(verb, sites, skip=top)
            for child in verb.children:
                if tree.label(child) == "advcl" and child.tag_ == "VBG" and any(o.outcome for o in self._operators.at(child, ("verb",))):
                    sites.near.extend(("object", o) for o in tree.objects(child))
        elif relation in ("nsubj", "nsubj:outer"):
            if any(o.outcome for o in operators):
                sites.near.extend(("object", o) for o in tree.objects(verb))
                self._phrases_of(verb, sites, skip=top)
            elif verb.lemma_.lower() in self._r.words("Occur") or operators:
                self._phrases_of(verb, sites, skip=top)

    def _clause_of_noun(self, verb: Token, sites: _Sites) -> None:
        """*Talks mediated by Turkey*, *the attack that killed …*, *strikes launched by Israel*."""
        operators = self._operators.at(verb, ("verb",))
        if tree.is_passive(verb):
            for case, filler in tree.prepositional(verb):
                if case == "by":
                    for op in operators[:1]:
                        roles = op.slots.get("subject", ())
                        sites.near.extend((f"={r}", filler) for r in roles)
                        if not roles:
                            sites.near.append(("subject", filler))
                    if not operators:
                        sites.near.append(("by", filler))
                elif slot := self._slots.get(case, ""):
                    sites.near.append((slot, filler))
            return
        if any(o.outcome for o in operators):
            sites.near.extend(("object", o) for o in tree.objects(verb))
            self._phrases_of(verb, sites, skip=None)
        elif operators and tree.children(verb, "nsubj"):
            sites.near.extend(("subject", s) for s in tree.children(verb, "nsubj") if s.tag_ not in ("WDT", "WP"))
            self._phrases_of(verb, sites, skip=None)
        elif tree.label(verb) == "acl" and verb.lemma_.lower() in ("use", "involve", "include", "target"):
            sites.near.extend(("object" if verb.lemma_.lower() == "target" else "using", o) for o in tree.objects(verb))

    def _phrases_of(self, verb: Token, sites: _Sites, skip: Token | None) -> None:
        for case, filler in tree.prepositional(verb):
            slot = self._slots.get(case, "")
            if slot and filler != skip and case != "by":
                sites.far.append((slot, filler))

    # Doubles

    def _without_doubles(self, found: list[tuple[Trigger, Telling]]) -> list[tuple[Trigger, Telling]]:
        """One event told by verb and noun together (*strikes hit*, *attacked in a raid*) is told once."""
        out: list[tuple[Trigger, Telling]] = []
        for trigger, telling in found:
            verb = trigger.token
            nouns = [
                t for t, other in found
                if other.type == telling.type and t.frame.pos == "noun" and t.token != verb
                and tree.governor(t.token).head == verb and tree.label(tree.governor(t.token)) in ("nsubj", "obj", "nsubj:pass", "obl", "obl:agent")
            ]  # fmt: skip
            if trigger.frame.pos == "verb" and nouns and (tree.label(tree.governor(nouns[0].token)) != "obl" or tree.preposition(nouns[0].token) in ("in", "by", "during", "with")):
                continue
            if trigger.frame.pos == "verb" and tree.label(verb) == "advcl" and verb.tag_ == "VBG":
                # "directed strikes against Iran, targeting three sites": more about the same event.
                main = [t for t, o in found if o.type == telling.type and t.token != verb and verb.head in (t.token, tree.governor(t.token).head)]
                if main and main[0].token.i < verb.i:
                    telling = replace(telling, anaphoric=True)
            out.append((trigger, telling))
        return out


def _dated(telling: Telling, facts: Sequence[Filler]) -> Telling:
    return replace(telling, facts=tuple(facts))
