"""What the ontology says, as Python records: classes, roles, wording, and the things of the gazetteer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Role:
    """A property of events whose values are things (or, with `datatype`, strings)."""

    iri: str
    label: str
    domain: frozenset[str]
    range: frozenset[str]
    """Classes a value may have, their subclasses included; empty for a role of strings."""
    datatype: str = ""
    heads: frozenset[str] = frozenset()
    """Of a role of strings: lemmas of the nouns that name a value (`lex:headNoun`); empty: any noun."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One way in which English tells an event: a verb or noun, and where its fillers stand (`lex:evokedBy`).

    The model is a valence frame of OntoLex-Lemon's synsem module, flattened to what a dependency parse shows.
    """

    event: str
    pos: str
    """`verb` or `noun`."""
    words: tuple[str, ...]
    """The wording, e.g. `("phone", "call")`: its last word is the noun, or its first the verb."""
    slots: Mapping[str, tuple[str, ...]]
    """Slot (`subject`, `object`, `possessor`, `modifier`, or a preposition) to the roles it may fill."""
    needs: tuple[frozenset[str], ...] = ()
    """For each set one of its roles must be filled, else the words tell something else."""
    least: int = 1
    """How many fillers in all there must be."""
    needs_slot: frozenset[str] = frozenset()
    """Slots of which one must be filled (`speak` is a call only *with* or *to* somebody)."""
    subject_is: frozenset[str] = frozenset()
    """Classes of which the subject must be one; empty: what the role's range allows."""
    near: frozenset[str] = frozenset()
    """One of these phrases must stand in the clause (`by phone`)."""
    without: frozenset[str] = frozenset()
    """None of these phrases, prepositions of a complement, or UD labels may stand at the trigger."""
    factuality: str = ""
    """What the wording itself says of it (`pledge` → Planned); empty: nothing."""
    progressive: str = ""
    """What the present progressive says of it (*is providing* → Planned); empty: that it happens."""
    anaphoric: bool = False
    """The words only take up an event told before (`the conversation`)."""

    @property
    def name(self) -> str:
        return " ".join(self.words)


@dataclass(frozen=True, slots=True)
class Operator:
    """A word that takes an event as its complement and says something of it (`lex:Operator`)."""

    words: tuple[str, ...]
    pos: str
    factuality: str = ""
    """kg:Halted for *pause*, kg:Planned for *promise*; empty: it leaves the event as it is."""
    agent: bool = True
    """Whether its subject is the event's own (*conduct strikes*: yes; *condemn strikes*: no)."""
    slots: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Roles of its own arguments beyond the subject (*mediate*: subject → kg:mediator)."""
    settles: frozenset[str] = frozenset()
    """Classes of events that the word brings about by being said (*agree to a ceasefire*: it is agreed)."""
    undergoer: bool = False
    """Its subject is the one to whom it is done (*face an attack*, *receive aid*)."""
    outcome: bool = False
    """An event is its subject, and its object suffers it (*the strikes killed …*)."""


@dataclass(frozen=True, slots=True)
class EventClass:
    iri: str
    label: str
    roles: Mapping[str, Role]
    identified_by: tuple[str, ...]
    frames: tuple[Frame, ...]
    needs_entity: bool = False
    """Whether words alone (*a package of assistance*) do not make it: some entity must be named."""
    bridges: tuple[str, ...] = ()
    """Classes of events whose participants are its own where it names none (talks → the agreement they bring)."""
    contents: str = ""
    """The role of what the event is made up of, which later sentences may list (*the package includes …*)."""


@dataclass(frozen=True, slots=True)
class Tenure:
    """An office held: bounds are ISO months or years, empty where open or unknown."""

    office: str
    of: str
    since: str = ""
    until: str = ""
    end_unknown: bool = False

    def began_by(self, date: str | None) -> bool:
        """Whether the office was taken up by an ISO date of any precision."""
        n = min(len(date or ""), len(self.since))
        return not date or not self.since or self.since[:n] <= date[:n]

    def covers(self, date: str | None) -> bool:
        """Whether the office was held at an ISO date of any precision (None: at any time)."""
        if not date:
            return True
        n = min(len(date), len(self.since)) if self.since else 0
        if self.since and date[:n] < self.since[:n]:
            return False
        n = min(len(date), len(self.until)) if self.until else 0
        return not (self.until and date[:n] > self.until[:n])


@dataclass(frozen=True, slots=True)
class Thing:
    """An entry of the gazetteer."""

    iri: str
    type: str
    label: str
    names: tuple[str, ...]
    """Names that suffice by themselves."""
    short_names: tuple[str, ...] = ()
    """Names that need support from the text around them (*Price*, *Defence Ministry*)."""
    adjectives: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    seats: tuple[str, ...] = ()
    """Capital and seats whose name can mean the government."""
    same_as: tuple[str, ...] = ()
    of: str = ""
    """The state (or body) that it belongs to, an IRI of the gazetteer."""
    kind: str = ""
    gender: str = ""
    tenures: tuple[Tenure, ...] = ()
    generic: bool = False
    ambiguous: bool = False
    """Its label is an ordinary word too (*Arrow*)."""
    vague: bool = False
