"""Tellings of events: a trigger, the fillers of its roles, how certain it is, and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.extract import tree
from kg.extract.contents import Contents
from kg.extract.coreference import Coreference
from kg.extract.doubles import without_doubles
from kg.extract.factuality import ACTUAL, PLANNED, Factuality, Operators
from kg.extract.fillers import Fillers
from kg.extract.parsed import Token
from kg.extract.reading import Reading
from kg.extract.sites import SiteFinder
from kg.extract.speech import STATEMENT, Speech
from kg.extract.triggers import Trigger, triggers
from kg.extract.when import When
from kg.model import Filler, Literal, Telling
from kg.ontology import Frame
from kg.ontology.terms import KG

_EARLIEST = KG + "earliest"
_PLACE, _TOPIC = KG + "place", KG + "topic"
_SITUATING = frozenset({_PLACE, _TOPIC})


class Events:
    """Reads the events of one document, in the order of its text."""

    def __init__(self, reading: Reading, when: When) -> None:
        self._r = reading
        self._triggers = list(triggers(reading))
        self.speech = Speech(reading, self._triggers)
        self._coreference = Coreference(reading, self.speech)
        self._fillers = Fillers(reading, self._coreference)
        self._contents = Contents(reading, self._fillers)
        self._operators = Operators(reading)
        self._factuality = Factuality(reading, self._operators)
        self._when = when
        self._finder = SiteFinder(reading, self._operators)
        self._stops = frozenset(choices[0].token.i for choices in self._triggers)
        self._told: list[Telling] = []

    def tellings(self) -> list[Telling]:
        found: list[tuple[Trigger, Telling]] = []
        claimed: set[int] = set()
        covered = 0
        for choices in self._triggers:
            # "A round of talks": the talks are within it, no event beside it.
            if choices[0].token.idx < covered:
                continue
            best = self._best([t for t in choices if t.frame.event != STATEMENT])
            if best is None or best[0].token.i in claimed:
                continue
            trigger, telling = best
            claimed.add(trigger.token.i)
            covered = trigger.span.end if trigger.frame.pos == "noun" else covered
            found.append((trigger, telling))
            self._told.append(telling)
            participants = [
                f.value for f in telling.fillers if isinstance(f.value, str) and f.role.endswith("participant")
            ]
            if participants:
                self._coreference.remember(trigger.token, participants)
        found = self._with_contents(without_doubles(found))
        dates = self._when.of([t for t, _ in found])
        return [self._ahead(replace(t, facts=tuple(dates.get(trigger.token.i, ())))) for trigger, t in found]

    def _ahead(self, telling: Telling) -> Telling:
        """*The talks on Friday*, of a text of Monday: what is to come has not happened."""
        today = self._r.document.date or ""
        for fact in telling.facts if telling.factuality == ACTUAL and len(today) == 10 else ():
            if fact.role == _EARLIEST and isinstance(fact.value, Literal) and fact.value.value > today:
                return replace(telling, factuality=PLANNED, factuality_span=fact.span)
        return telling

    def _with_contents(self, found: list[tuple[Trigger, Telling]]) -> list[tuple[Trigger, Telling]]:
        """What later sentences list goes to the last event before them that may hold it."""
        sentences = self._r.sentence_of
        told: dict[str, set[int]] = {}
        for trigger, telling in found:
            if not telling.anaphoric:
                told.setdefault(telling.type, set()).add(sentences.get(trigger.token.i, -1))
        whole = []
        for trigger, telling in found:
            more: list[Filler] = []
            if self._r.ontology.events[telling.type].contents:
                own = sentences.get(trigger.token.i, -1)
                more = self._contents.of(trigger, telling, frozenset(told.get(telling.type, set()) - {own}))
            whole.append((trigger, replace(telling, fillers=telling.fillers + tuple(more))))
        return whole

    @property
    def fillers(self) -> Fillers:
        return self._fillers

    @property
    def factuality(self) -> Factuality:
        return self._factuality

    def _best(self, choices: Sequence[Trigger]) -> tuple[Trigger, Telling] | None:
        """The frame that fits best: the longest wording, then the most fillers."""
        best: tuple[tuple[bool, int, int], Trigger, Telling] | None = None
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
        if self._is_outcome(token, frame):
            return None
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
        # "Claimed responsibility for the attack": whose it was is all that is new.
        named = definite and bool(slots) and all(s.startswith("=") for s in slots)
        resumes = frame.pos == "noun" and self._resumes(token, frame)
        anaphoric = frame.anaphoric or not enough or joined or named or resumes
        if anaphoric and not definite and not resumes:
            return None
        if anaphoric and frame.pos == "verb":
            return None
        judgement = self._factuality.of(token, frame)
        return Telling(
            type=frame.event,
            trigger=trigger.span,
            sentence=self._r.sentence_span(token),
            label=self._r.text[trigger.span.begin : trigger.span.end],
            fillers=tuple(fillers),
            factuality=judgement.value,
            factuality_span=judgement.span,
            rule=rule,
            anaphoric=anaphoric,
            fresh=frame.pos == "noun"
            and not resumes
            and any(c.lower_ in ("a", "an", "another") for c in token.children),
        )

    def _bridged(self, frame: Frame, token: Token) -> list[Filler]:
        """*The talks brought no agreement*: those who talked, where the same sentence tells of the talks."""
        kinds = self._r.ontology.events[frame.event].bridges
        sentence = self._r.sentence_span(token)
        for telling in reversed(self._told[-20:] if kinds else ()):
            if telling.sentence != sentence or telling.type not in kinds:
                continue
            source: Telling | None = telling
            if not telling.fillers:
                earlier = [t for t in self._told[-100:] if t.type == telling.type and t.fillers]
                source = earlier[-1] if earlier else None
            roles = self._r.ontology.events[frame.event].roles
            if source:
                return [
                    Filler(f.role, f.value, telling.trigger, f"bridging:{frame.name}")
                    for f in source.fillers if f.role in roles and f.role not in _SITUATING
                ]  # fmt: skip
        return []

    def _is_outcome(self, verb: Token, frame: Frame) -> bool:
        """*Attacks across Chad that killed five*, the clause hung on Chad: what the attacks did is no other event."""
        place = verb.head
        if frame.pos != "verb" or verb.dep_ != "acl:relcl" or place.dep_ != "nmod" or place.i not in self._r.heads:
            return False
        frames = self._r.ontology.noun_frames
        above = (*frames.get(place.head.lower_, ()), *frames.get(place.head.lemma, ()))
        pronoun = any(c.lower_ == "that" for c in tree.children(verb, "nsubj"))
        outcome = any(o.outcome for o in self._operators.at(verb, ("verb",)))
        return pronoun and outcome and any(f.event == frame.event for f in above)

    def _resumes(self, token: Token, frame: Frame) -> bool:
        """*A bombing killed five, an attack claimed by rebels*: at the end of a sentence, the same event once more."""
        article = next((c for c in tree.children(token, "det") if c.lower_ in ("a", "an", "another")), None)
        if article is None or article.i == 0 or token.doc[article.i - 1].text != ",":
            return False
        behind = token.dep_ == "appos" or (token.dep_ in ("nsubj", "obj") and token.head.i < token.i)
        if not behind or not any(c.tag_ == "VBN" for c in tree.children(token, "acl")):
            return False
        sentence = self._r.sentence_span(token)
        return any(t.type == frame.event and t.sentence == sentence for t in self._told[-20:])

    @staticmethod
    def _definite(token: Token) -> bool:
        marks = {c.lower_ for c in token.children if c.dep_ in ("det", "nmod:poss", "amod")}
        return bool(marks & {"the", "this", "that", "these", "those", "its", "their", "his", "her", "such"})

    def _enough(self, frame: Frame, fillers: Sequence[Filler], unnamed: int) -> bool:
        """Whether the fillers make it an event to tell: what the frame asks for, and so many of them."""
        roles = {f.role for f in fillers}
        own = [f for f in fillers if f.role != _TOPIC]
        if not all(need & roles for need in frame.needs):
            return False
        place_counts = any(_PLACE in need for need in frame.needs) or _PLACE in frame.slots.get("object", ())
        count = len({(f.role, f.value) for f in own if f.role != _PLACE or place_counts})
        named = any(isinstance(f.value, str) for f in own)
        if self._r.ontology.events[frame.event].needs_entity and not named:
            return False
        return count + unnamed * named >= frame.least or (frame.least <= 1 and bool(own))

    def _unnamed(self, frame: Frame, token: Token) -> int:
        """Whether *I* or *we* take part: a filler without a name, which counts but is not written."""
        if frame.pos != "verb" or "subject" not in frame.slots:
            return 0
        persons = self._r.words("FirstSingular") | self._r.words("FirstPlural")
        first = any(t.lower_ in persons and not self._coreference.pronoun(t) for t in tree.subjects(token))
        # "Met with religious leaders"
        company = any(case == "with" for case, _ in tree.prepositional(token)) and "with" in frame.slots
        return int(first or company)

    # Fillers

    def filled(self, frame: Frame, token: Token, rule: str) -> tuple[list[Filler], frozenset[str]]:
        """Values of the frame's roles found around its word, nearest sites first, and the slots filled."""
        sites = self._finder.of(token, frame)
        roles = self._r.ontology.events[frame.event].roles
        taken: dict[object, str] = {}
        out: list[Filler] = []
        used: set[tuple[str, str]] = set()
        parts: set[object] = set()
        for group, far in (
            (sites.near, False),
            (sites.far, True),
            (self._finder.following(token, self._stops), True),
        ):
            # "Across Chad, including in Bol": what is but a part does not stand for the whole.
            present, used_before = {f.role for f in out if f.value not in parts}, frozenset(used)
            for slot, where in group:
                wanted = self._wanted(frame, slot)
                for role_iri in (r for r in wanted if r in roles):
                    # Two sides of one role ("Biden spoke … with Xi") stand in two slots; else the nearer site has it.
                    both = role_iri in frame.slots.get("subject", ()) and role_iri in frame.slots.get("with", ())
                    sides = both and slot in ("subject", "companion", "with", "between", "to")
                    if far and role_iri in present and (not sides or (role_iri, slot) in used_before):
                        continue
                    read = self._fillers.named if slot == "modifier" else self._fillers.of
                    values = [
                        f for f in read(where, roles[role_iri], rule)
                        if taken.get(f.value, role_iri) == role_iri
                        and (slot != "subject" or not frame.subject_is or self._r.is_a(f.value, frame.subject_is))
                    ]  # fmt: skip
                    if values:
                        if tree.preposition(where) == "including":
                            parts.update(f.value for f in values)
                        for f in values:
                            if f.value not in taken:
                                taken[f.value] = role_iri
                                out.append(f)
                        used.add((role_iri, slot))
                        if slot != "subject":
                            # "Iranian missiles struck": the subject may be weapon and attacker at once.
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
