"""Whether a text says that something happened: tense, modals, negation, conditions, and the words above an event.

From the event's word up the tree, each step may change what stands so far: *paused deliveries* (halted), *has not
imposed sanctions* (negated), *threat of attacks* (possible), *plans to send* (planned). The idea of a factuality
profile built along the path of embedding predicates is Saurí and Pustejovsky's (FactBank, 2009).
"""

from __future__ import annotations

from dataclasses import dataclass

from kg.extract import tree
from kg.extract.parsed import Token
from kg.extract.reading import Reading, token_span
from kg.model import Span
from kg.ontology import Frame, Operator
from kg.ontology.terms import KG

_INFINITIVE = ("acl", "advcl", "ROOT", "ccomp", "obl")
_PRESENT_BE = frozenset(("is", "are", "am", "'s", "\u2019s", "'re", "\u2019re", "'m", "\u2019m"))
ACTUAL, PLANNED, POSSIBLE, NEGATED, HALTED = (KG + f for f in ("Actual", "Planned", "Possible", "Negated", "Halted"))


@dataclass(frozen=True, slots=True)
class Judgement:
    value: str
    span: Span
    """The word that decides it."""


class Factuality:
    def __init__(self, reading: Reading, operators: Operators) -> None:
        self._r = reading
        self._operators = operators

    def of(self, trigger: Token, frame: Frame) -> Judgement:
        """The factuality of the event that a word tells, seen from the document's date."""
        state = Judgement(frame.factuality or ACTUAL, token_span(trigger))
        if frame.progressive and _in_progress(trigger):
            state = Judgement(frame.progressive, token_span(trigger))
        node = trigger
        for _ in range(12):
            state = self._at(node, state)
            if node == trigger and (word := self._debated(trigger, frame)) is not None:
                return Judgement(combined(POSSIBLE, state.value), token_span(word))
            above = self._above(node, trigger)
            if above is None:
                return state
            node, effect = above
            if effect == PLANNED and any(frame.event in o.settles for o in self._operators.at(node, ("verb", "noun"))):
                effect = ""
            if effect:
                state = Judgement(combined(effect, state.value), token_span(node))
        return state

    def _debated(self, trigger: Token, frame: Frame) -> Token | None:
        """*Discussed a ceasefire*: what talks may bring (`lex:bridges`) is not there yet."""
        top = tree.governor(trigger)
        if not self._r.ontology.events[frame.event].bridges or top.dep_ not in ("obj", "nsubj:pass"):
            return None
        new = any(c.lower_ in ("a", "an", "any") for c in tree.children(trigger, "det"))
        return top.head if new and top.head.lemma in self._r.words("Debate") else None

    def _at(self, node: Token, state: Judgement) -> Judgement:
        """What the node's own dependents say: modals, negation, conditions, adjectives."""
        r = self._r
        to = next((c for c in node.children if c.lower_ == "to" and c.tag_ == "TO"), None)
        worked_on = tree.worked_on(node)
        under_way = worked_on is not None and self._under_way(worked_on)
        if to is not None and node.tag_ == "VB" and node.dep_ in _INFINITIVE and not under_way:
            state = Judgement(combined(PLANNED, state.value), token_span(to))
        verbal = tree.is_verb(node) or any(c.dep_ == "cop" for c in node.children)
        if verbal and (condition := self._condition(node)) is not None:
            state = Judgement(combined(POSSIBLE, state.value), token_span(condition))
        for child in sorted(node.children, key=lambda c: -c.i):
            word, relation = child.lower_, child.dep_
            if verbal and relation in ("aux", "aux:pass", "cop"):
                if word in r.words("ModalPlanned"):
                    state = Judgement(combined(PLANNED, state.value), token_span(child))
                elif word in r.words("ModalPossible"):
                    state = Judgement(combined(POSSIBLE, state.value), token_span(child))
            elif (relation == "advmod" and word in r.words("ModalPossible")) or (
                relation == "mark" and word in r.words("Conditional")
            ):
                state = Judgement(combined(POSSIBLE, state.value), token_span(child))
            elif not verbal and relation in ("amod", "compound", "nmod:desc"):
                for op in self._operators.at(child, ("adjective",)):
                    if op.factuality:
                        state = Judgement(combined(op.factuality, state.value), token_span(child))
        if not verbal and any(
            c.dep_ == "acl" and c.tag_ == "VB" and c.lemma in r.words("Occur") for c in node.children
        ):
            # "negotiations to begin immediately"
            state = Judgement(combined(PLANNED, state.value), token_span(node))
        for child in node.children:
            if child.lower_ in r.words("Negation") and child.dep_ in (
                "advmod",
                "det",
                "neg",
                "cc:preconj",
                "case",
                "mark",
            ):
                only = any(t.lower_ == "only" for t in child.doc[child.i + 1 : child.i + 2])
                if not only:
                    state = Judgement(combined(NEGATED, state.value), token_span(child))
        return state

    def _under_way(self, noun: Token) -> bool:
        """*The ongoing truce*, *the ongoing work to deliver aid*, *the strikes conducted last night*."""
        r = self._r
        if any(c.lower_ in r.words("UnderWay") for c in tree.children(noun, "amod")):
            return True
        if not any(c.lower_ in ("the", "these", "those") for c in tree.children(noun, "det")):
            return False
        return any(c.tag_ == "VBN" and c.lemma in r.words("CarriedOut") for c in tree.children(noun, "acl"))

    def _is_anybody(self, noun: Token, told: Token) -> bool:
        """*Anyone who attacks*, *any state selling arms*, *those who provide aid*: nobody in particular."""
        r = self._r
        if noun.lower_ in ("those", "they") and told.tag_ == "VBP":
            return noun.i not in r.at
        return noun.lower_ in r.words("Anybody") or any(c.lower_ == "any" for c in tree.children(noun, "det"))

    def _condition(self, verb: Token) -> Token | None:
        """*If they attack, we will strike*: what hangs on a condition is no plan."""
        if not any(c.dep_ == "aux" and c.lower_ in self._r.words("ModalPlanned") for c in verb.children):
            return None
        for clause in tree.children(verb, "advcl"):
            for mark in tree.children(clause, "mark"):
                # "Will strike even if" hangs on nothing.
                even = any(c.lower_ == "even" for c in (*mark.children, *clause.children))
                if mark.lower_ in self._r.words("Conditional") and not even:
                    return mark
        return None

    def _above(self, node: Token, trigger: Token) -> tuple[Token, str] | None:
        """The word above and its effect on the event; None where what stands above leaves it alone."""
        head, relation, r = node.head, node.dep_, self._r
        if head == node or self._under_way(node):
            return None
        if (
            relation in ("acl", "acl:relcl")
            and node.tag_ in ("VBP", "VBZ", "VBG", "VB")
            and self._is_anybody(head, node)
        ):
            return head, POSSIBLE
        if relation == "conj":
            return self._above_coordinated(node, trigger)
        if relation in ("nsubj", "nsubj:outer") and tree.children(head, "cop"):
            return self._predicated(head)
        if head.lemma in self._r.words("Report") and relation in ("nmod", "acl", "acl:relcl"):
            # A relative clause is the report's content only where its "that" is no relative pronoun.
            content = relation != "acl:relcl" or any(c.lower_ == "that" for c in tree.children(node, "mark"))
            return self._reported(head) if content else None
        if relation == "obl" and node == trigger and tree.preposition(node) in self._r.words("Simultaneous"):
            # "During the call, he will present a plan": the call lies ahead, too.
            ahead = [c for c in tree.children(head, "aux") if c.lower_ in self._r.words("ModalPlanned")]
            return (ahead[0], PLANNED) if ahead else None
        if tree.is_verb(head) or head.pos_ == "ADJ":
            return self._above_in_clause(node, head, relation, trigger)
        if head.pos_ in ("NOUN", "PROPN"):
            if relation == "acl" and node.tag_ == "VBN":
                # "The support provided by Norway": what was done to the noun is not what it is of.
                return None
            if relation in ("nmod", "acl", "compound", "amod", "nmod:poss", "appos"):
                ops = self._operators.at(head, ("noun",))
                if relation == "acl" and node.tag_ == "VB" and self._under_way(head) and not ops:
                    return None
                if relation == "acl" and node.tag_ == "VB" and head.lemma in r.words("HighTime"):
                    return head, POSSIBLE
                if relation == "acl" and node.tag_ == "VB" and not ops:
                    return head, PLANNED if node == trigger else ""
                if ops and relation != "nmod:poss":
                    return head, ops[0].factuality
                if relation == "nmod" and tree.preposition(node) == "for" and not tree.is_verb(node):
                    # "A delegation for a meeting", "troops for new attacks"
                    armed = head.lemma in r.words("Proxy") or head.lower_ in r.words("Proxy")
                    return head, PLANNED if armed and head.dep_ == "obj" else ""
            return None
        return None

    def _predicated(self, head: Token) -> tuple[Token, str] | None:
        """*An attack is possible*, *the reports are a lie*: what a predicate says of its subject."""
        if head.lower_ in self._r.words("Truth"):
            return head, ""
        if head.lemma in self._r.words("Untruth"):
            return head, NEGATED
        # "Crudely fabricated stories"
        for word in (head,) if head.pos_ == "ADJ" else tree.children(head, "amod"):
            for op in self._operators.at(word, ("adjective",)):
                if op.factuality and (word == head or op.factuality == NEGATED):
                    return head, op.factuality
        return None

    def _reported(self, report: Token) -> tuple[Token, str] | None:
        """*Denied reports of a strike*: of all that may be said of a report, only this touches what it tells."""
        head, relation = report.head, report.dep_
        for word in tree.children(report, "amod"):
            if any(o.factuality == NEGATED for o in self._operators.at(word, ("adjective",))):
                return word, NEGATED
        if relation in ("nsubj", "nsubj:outer") and tree.children(head, "cop"):
            return self._predicated(head)
        denied = head.lemma in self._r.words("Denial") and relation in ("obj", "nsubj:pass")
        return (head, NEGATED) if denied else None

    def _above_coordinated(self, node: Token, trigger: Token) -> tuple[Token, str] | None:
        first = tree.governor(node)
        if tree.is_verb(node) and tree.is_verb(first):
            # "will send tanks and train crews": a bare verb shares the first one's modal.
            if node.tag_ in ("VB", "VBN", "VBG") and not tree.children(node, "nsubj", "nsubj:pass", "aux"):
                return self._modal(first) or self._above(first, trigger)
            return None if tree.children(node, "nsubj", "nsubj:pass") else self._above(first, trigger)
        return self._above(first, trigger)

    def _modal(self, verb: Token) -> tuple[Token, str] | None:
        """The modal of a verb that another shares: *will send tanks and train crews*, *will go, arming them*."""
        for child in tree.children(verb, "aux"):
            if child.lower_ in self._r.words("ModalPlanned"):
                return child, PLANNED
            if child.lower_ in self._r.words("ModalPossible"):
                return child, POSSIBLE
        # "Will send them so that they arrive, arming …"
        return self._modal(verb.head) if verb.dep_ == "advcl" and tree.is_verb(verb.head) else None

    def _above_in_clause(self, node: Token, head: Token, relation: str, trigger: Token) -> tuple[Token, str] | None:
        r, lemma = self._r, head.lemma
        ops = self._operators.at(head, ("adjective",) if head.pos_ == "ADJ" else ("verb",))
        if relation == "obj":
            if lemma in r.words("Presupposing"):
                return None
            if lemma in r.words("Perceive"):
                return head, ""
            if lemma in r.words("Ongoing") and head.tag_ == "VB" and head.head.lemma in r.words("Directive"):
                # "Ordered them to continue their deliveries": those are under way.
                return None
            if lemma in r.words("Arranging") and _in_progress(head):
                return head, PLANNED
        if relation == "ccomp" and node.i < head.i and node.tag_ in ("VBD", "VBZ", "VBP"):
            # "The army bombed the port, the minister warns": told outright.
            return None
        if relation in (
            "obj",
            "nsubj:pass",
            "iobj",
            "xcomp",
            "ccomp",
            "obl",
            "obl:agent",
            "csubj",
            "csubj:pass",
            "advcl",
        ):
            if relation == "advcl":
                marks = {c.lower_ for c in node.children if c.dep_ == "mark"}
                if node.tag_ == "VBG" and marks & {"in", "with"}:
                    # "persist in attacking"
                    return head, ops[0].factuality if ops else ""
                if node.tag_ == "VBG" and marks <= {"by"} and (modal := self._modal(head)) is not None:
                    return modal
                if ops and _is_infinitive(node) and ops[0].factuality == POSSIBLE and not ops[0].agent:
                    # "Calling on Chad to cease its attacks": what is asked for, wherever the tree hangs it.
                    return head, POSSIBLE
                gerund = {"to"} if node.tag_ == "VBG" else set()
                if ops and marks & ({"about", "of", "for", "from", "against", "before"} | gerund):
                    return head, ops[0].factuality
                return None
            if not ops:
                # Of a verb that is no operator, what stands above an infinitive counts all the same.
                # "Those responsible for an invasion" are so whatever is said of them.
                purpose = relation == "obl" and tree.is_verb(head)
                purpose = purpose and (node.tag_ == "VBG" or tree.preposition(node) == "for")
                moved = {w for o in tree.children(head, "obj") for w in (o.lower_, o.lemma)}
                if purpose and node == trigger and moved & r.words("Proxy") and not tree.is_verb(node):
                    # "Is moving its forces for new attacks"
                    return head, PLANNED
                return (head, "") if relation == "xcomp" or purpose else None
            op = ops[0]
            if relation == "obl" and self._operators.passes_by(op, head, node):
                return None
            if op.factuality == HALTED and _is_infinitive(node) and lemma not in r.words("HaltedInfinitive"):
                # "Will stop in Chad to meet": what one stops for is no more halted than what one goes for.
                return (head, "") if relation == "xcomp" else None
            # The first word tells: "because of attacks", "after".
            beside = tree.preposition(node).partition(" ")[0] in r.words("Circumstance")
            if relation in ("obl", "obl:agent") and (op.factuality == "" or beside):
                # "Will lead a delegation to Oslo for talks": a gathering lies ahead with what is done for it.
                gathering = node.lemma in r.words("GatheringNoun") or node.lower_ in r.words("GatheringNoun")
                return (head, "") if gathering and tree.preposition(node) == "for" else None
            if relation == "ccomp" and op.factuality in ("", HALTED):
                return None
            brought = op.agent or op.undergoer or lemma in r.words("BringingAbout")
            if not (brought or op.factuality or relation == "nsubj:pass"):
                return None
            return head, op.factuality
        if relation in ("nsubj", "nsubj:outer"):
            if lemma in r.words("Occur"):
                return head, ""
            any_one = any(c.lower_ in ("a", "an", "any") for c in tree.children(node, "det"))
            modal = self._modal(head) if any_one else None
            if modal is not None and modal[1] == POSSIBLE:
                # "An attack would invoke the treaty"
                return modal
            halting = [o for o in ops if o.factuality == HALTED]
            if halting:
                return head, HALTED
        return None


def _is_infinitive(verb: Token) -> bool:
    """*To meet*."""
    return verb.tag_ == "VB" and any(c.tag_ == "TO" for c in verb.children)


def _in_progress(verb: Token) -> bool:
    """*Is sending*: the present progressive."""
    return verb.tag_ == "VBG" and any(c.lower_ in _PRESENT_BE for c in verb.children)


def combined(outer: str, inner: str) -> str:
    """What an outer word makes of what is so far: *not* of *paused*, *may* of *will*."""
    if outer == ACTUAL:
        return inner
    if outer == NEGATED:
        return {NEGATED: POSSIBLE, HALTED: ACTUAL}.get(inner, NEGATED)
    if outer == POSSIBLE and inner == HALTED:
        # What should stop goes on.
        return ACTUAL
    if inner in (NEGATED, HALTED) and outer in (PLANNED, HALTED):
        return inner
    if outer == PLANNED and inner == POSSIBLE:
        return POSSIBLE
    return outer


class Operators:
    """Looks up operators at a token: particle verbs and multiword ones first."""

    def __init__(self, reading: Reading) -> None:
        self._table = reading.ontology.operators_by_word

    def at(self, token: Token, kinds: tuple[str, ...]) -> list[Operator]:
        found = []
        for kind in kinds:
            for op in self._table.get((kind, token.lemma), ()) or self._table.get((kind, token.lower_), ()):
                if len(op.words) == 1 or self._follows(token, op.words[1:]):
                    found.append(op)
        return sorted(found, key=lambda o: -len(o.words))

    @staticmethod
    def passes_by(op: Operator, verb: Token, noun: Token) -> bool:
        """*Offered condolences for the deaths in the attack*: an object of the verb's own is all that it offers."""
        case = tree.preposition(noun)
        beside = case in ("in", "on", "over") or (case == "for" and op.agent)
        return bool(op.factuality) and beside and any(o.i < noun.i for o in tree.children(verb, "obj"))

    @staticmethod
    def _follows(token: Token, words: tuple[str, ...]) -> bool:
        if len(words) == 1 and tree.particle(token) == words[0]:
            return True
        following = [t.lower_ for t in token.doc[token.i + 1 : token.i + 1 + len(words)]]
        return following == list(words)
