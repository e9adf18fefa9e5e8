"""Reading a dependency tree: who does what to whom, whatever the construction.

Trees are those of Universal Dependencies: `kg.language` gives no others, whatever a pipeline's own scheme.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.extract.once import once
from kg.extract.parsed import Token

_BEFORE_TO = frozenset(("pursuant", "prior", "thanks", "according", "due", "relative", "contrary", "owing", "next"))
"""Words that make another preposition of *to*: sanctions pursuant to an act are not on it."""


def _before_case(noun: Token) -> str:
    case = next((c for c in noun.children if c.dep_ == "case"), noun)
    return case.doc[case.i - 1].lower_ if case.i else ""


@once
def worked_on(verb: Token) -> Token | None:
    """The noun before an infinitive that says what it is for: *the work by Norway to deliver*; None without one."""
    if verb.tag_ != "VB" or verb.dep_ not in ("acl", "advcl") or not any(c.tag_ == "TO" for c in verb.children):
        return None
    head = verb.head
    if verb.dep_ == "acl":
        return head if head.pos_ == "NOUN" and head.i < verb.i else None
    # Hung on the verb above: the last noun phrase of that verb before it.
    before = [c for c in head.children if c.dep_ in ("obl", "obj") and head.i < c.i < verb.i and c.pos_ == "NOUN"]
    return before[-1] if before else None


def children(token: Token, *labels: str) -> list[Token]:
    """Dependents with one of the labels; `nsubj` stands for `nsubj:outer` too, but not for `nsubj:pass`."""
    return [c for c in token.children if c.dep_ in labels]


@once
def preposition(token: Token) -> str:
    """The preposition that a noun hangs by, lower case, with its fixed parts; empty where there is none."""
    for child in token.children:
        if child.dep_ == "case" and child.i < token.i and child.lower_ not in ("'s", "\u2019s", "'", "\u2019"):
            fixed = [c.lower_ for c in child.children if c.dep_ == "fixed"]
            return " ".join([child.lower_, *fixed])
    return ""


@once
def prepositional(token: Token) -> Sequence[tuple[str, Token]]:
    """(preposition, noun) for each prepositional phrase that hangs on the token."""
    return tuple(_prepositional(token))


def _prepositional(token: Token) -> Iterator[tuple[str, Token]]:
    for child in token.children:
        if child.dep_ in ("obl", "nmod", "obl:agent", "obl:unmarked", "nmod:unmarked") or (
            child.dep_ in ("advcl", "acl") and child.pos_ in ("PROPN", "NOUN")
        ):
            case = preposition(child)
            if case and not counts(child):
                yield (
                    (f"{before} to" if case == "to" and (before := _before_case(child)) in _BEFORE_TO else case),
                    child,
                )
        elif child.dep_ in ("advcl", "acl") and child.lower_ in (
            "using",
            "including",
            "involving",
            "targeting",
        ):
            for noun in children(child, "obj"):
                yield child.lower_, noun


def company(token: Token, accompanied: frozenset[str]) -> list[Token]:
    """Who does it too: *together with Chad*, *along with*, *alongside*; a plain *with* says less.

    `accompanied`: participles whose agent takes part (*joined by Lee*).
    """
    found = []
    for child in (*token.children, *(g for c in children(token, "advmod") for g in c.children)):
        for case in children(child, "case") if child.dep_ in ("obl", "nmod") else ():
            before = child.doc[case.i - 1].lower_ if case.i else ""
            if case.lower_ == "alongside" or (case.lower_ == "with" and before in ("together", "along", "jointly")):
                found.append(child)
    # "Lee, joined by Okafor, spoke with …"
    for clause in children(token, "acl", "advcl"):
        if clause.lower_ in accompanied:
            found.extend(noun for case, noun in prepositional(clause) if case == "by")
    return [n for first in found for n in conjuncts(first)]


@once
def conjuncts(token: Token) -> Sequence[Token]:
    """The token and all that are coordinated with it, in order."""
    found = [token]
    for child in token.children:
        if child.dep_ == "conj":
            found.extend(conjuncts(child))
        elif child.dep_ == "flat":
            # Hung on another word of the name: "Recep Tayyip Erdogan and Vladimir Putin".
            found.extend(c for name in children(child, "conj") for c in conjuncts(name))
    return found


@once
def particle(verb: Token) -> str:
    for child in verb.children:
        if child.dep_ == "compound:prt":
            return child.lower_
    return ""


@once
def is_passive(verb: Token) -> bool:
    if children(verb, "nsubj:pass", "aux:pass", "csubj:pass"):
        return True
    if verb.tag_ == "VBN" and not children(verb, "nsubj", "aux"):
        if verb.dep_ == "acl" and children(verb, "obj"):
            # "Saudi warplanes bombed Sanaa", misread as "warplanes that were bombed".
            return False
        if verb.dep_ == "conj" and verb.head.tag_ == "VBN":
            return is_passive(verb.head)
        return verb.dep_ in ("acl", "amod") or (
            verb.dep_ in ("advcl", "ccomp", "xcomp", "ROOT") and not children(verb, "obj")
        )
    return False


def is_verb(token: Token) -> bool:
    return token.pos_ in ("VERB", "AUX")


@once
def subjects(verb: Token) -> Sequence[Token]:
    """Who does it (of an active verb) or suffers it (of a passive): found also where it stands with another verb."""
    return _subjects(verb, 0)


def _subjects(verb: Token, depth: int) -> Sequence[Token]:
    own = children(verb, "nsubj", "nsubj:pass", "nsubj:outer")
    if own:
        return [_antecedent(t, verb) for t in own]
    beside = _noun_before(verb)
    if beside is not None:
        return [beside]
    work = worked_on(verb)
    if work is not None:
        # "Invitation for Lee to visit Chad": who is invited would.
        beneficiaries = (n for case, n in prepositional(work) if case in ("for", "to") and n.pos_ == "PROPN")
        invited = [n for n in beneficiaries if work.i < n.i < verb.i]
        if invited:
            return invited
    if work is not None and (workers := [n for case, n in prepositional(work) if case == "by"]):
        # "The work by Norway to deliver aid": who does the work, wherever the infinitive hangs.
        return workers
    if depth > 4:
        return []
    head, relation = verb.head, verb.dep_
    # "Iran is an ally and has bombed …": a predicate with a copula has a subject, too.
    if relation == "conj" and (is_verb(head) or children(head, "cop")) and is_passive(head) == is_passive(verb):
        return _subjects(head, depth + 1)
    if relation == "xcomp" and is_verb(head):
        objects_ = children(head, "obj", "iobj")
        return objects_[:1] or (
            [] if is_passive(head) and not children(head, "nsubj:pass") else _subjects(head, depth + 1)
        )
    if relation == "xcomp" and head.pos_ in ("ADJ", "NOUN"):
        return _subjects(head, depth + 1)
    if relation == "advcl" and verb.tag_ == "VBG" and is_verb(head) and (doers := _of_gerund(verb, head)):
        return doers
    if relation == "advcl" and verb.tag_ in ("VBG", "VBN", "VB") and is_verb(head):
        return _subjects(head, depth + 1) if not is_passive(head) or verb.tag_ != "VBG" else []
    if relation in ("acl", "acl:relcl", "amod") and head.pos_ in ("NOUN", "PROPN", "PRON"):
        if verb.tag_ in ("VBG", "VBN"):
            return [head]
        # "plans to send": whoever has the plan.
        owners = children(head, "nmod:poss")
        if owners:
            return owners
        # "Has the capacity to strike": who has it would do it.
        if verb.tag_ == "VB" and head.head.lemma == "have" and head.dep_ in ("obj", "xcomp"):
            return _subjects(head.head, depth + 1)
        return []
    if relation == "ccomp" and verb.tag_ in ("VBG", "VB") and is_verb(head):
        return _subjects(head, depth + 1)
    return []


def _of_gerund(verb: Token, head: Token) -> list[Token]:
    """*Accused Chad of bombing*, *kept Chad from bombing*, *was blamed for bombing*: not who accused or blamed."""
    marks = {c.lower_ for c in children(verb, "mark")}
    if marks & {"in"}:
        # "Praised the role of Norway in releasing the hostages": of what is named right before, it is the owner's work.
        before = [o for o in children(head, "obj") if o.i < verb.i and o.right_edge.i + 1 >= verb.left_edge.i]
        of = [n for o in before for case, n in prepositional(o) if case in ("between", "among", "of", "by")]
        return of or [n for o in before for n in children(o, "nmod:poss")]
    if not marks & {"of", "from", "into", "for"}:
        return []
    if is_passive(head):
        return children(head, "nsubj:pass")
    suffered = children(head, "obj")
    # "Used drones for bombing Niger": a thing is no doer, one named is ("thanked Norway for sending").
    return [t for t in suffered if "for" not in marks or t.pos_ in ("PROPN", "PRON")]


def _noun_before(verb: Token) -> Token | None:
    """The noun right before a finite verb, which a misread tree has hung elsewhere: its subject all the same."""
    if verb.tag_ not in ("VBD", "VBZ", "VBP") or verb.i == 0:
        return None
    i = verb.i - 1
    while i > verb.sent.start and verb.doc[i].pos_ in ("ADV", "AUX"):
        i -= 1
    token = verb.doc[i]
    misread = token.head != verb or token.dep_ in ("compound", "amod", "nmod:desc")
    if token.pos_ in ("PROPN", "NOUN", "PRON") and token.tag_ not in ("WDT", "WP", "EX") and misread:
        return token
    return None


@once
def counts(token: Token) -> bool:
    """*Over 40 missiles*, *about a dozen tanks*: what looks like a preposition is part of the number."""
    for child in token.children:
        if (
            child.dep_ == "case"
            and child.lower_ in ("over", "under", "about", "around", "at", "up", "between", "nearly", "above")
            and child.i < token.i
        ):
            following = child.doc[child.i + 1]
            if (
                following.like_num
                or following.tag_ == "CD"
                or (
                    following.lower_ in ("least", "most", "to", "dozens", "hundreds", "a")
                    and child.doc[child.i + 2].like_num
                )
            ):
                return True
    return False


@once
def objects(verb: Token) -> Sequence[Token]:
    own = children(verb, "obj") or [c for c in children(verb, "obl") if counts(c) and c.i > verb.i]
    if own:
        return [_antecedent(t, verb) for t in own]
    if misread := misread_objects(verb):
        return misread
    # "attacked and destroyed the base": the object stands with the last verb.
    for child in verb.children:
        if child.dep_ == "conj" and is_verb(child) and child.i > verb.i and not children(verb, "obl", "ccomp", "xcomp"):
            shared = children(child, "obj")
            if shared and is_passive(child) == is_passive(verb):
                return shared
    # "the drones that Iran sent": a relative clause without a pronoun.
    if (
        verb.dep_ == "acl:relcl"
        and children(verb, "nsubj")
        and not children(verb, "obj", "ccomp", "xcomp")
        and not is_passive(verb)
    ):
        relative = children(verb, "nsubj")[0]
        if relative.lower_ not in ("who", "which", "that"):
            return [verb.head]
    return []


@once
def misread_objects(verb: Token) -> Sequence[Token]:
    """*Called Olaf Scholz*: a name misread as what somebody is called."""
    if is_passive(verb) or children(verb, "obj", "iobj"):
        return []
    return [c for c in children(verb, "xcomp") if c.pos_ == "PROPN" and c.i > verb.i]


def _antecedent(token: Token, verb: Token) -> Token:
    """What a relative pronoun stands for."""
    if token.tag_ in ("WDT", "WP") or (token.lower_ in ("that", "which", "who", "whom") and verb.dep_ == "acl:relcl"):
        clause = verb
        for _ in range(5):
            if clause.dep_ == "acl:relcl":
                return clause.head
            if clause.head == clause:
                break
            clause = clause.head
    return token


def governor(token: Token) -> Token:
    """The token that coordinated ones hang on together."""
    while token.dep_ == "conj" and token.head != token:
        token = token.head
    return token


def clause_of(token: Token) -> Token:
    """The verb (or other head) of the clause that the token stands in."""
    current = token
    while current.head != current:
        if current != token and current.dep_ in ("ccomp", "advcl", "acl", "acl:relcl", "parataxis", "ROOT"):
            return current
        if is_verb(current) and current.dep_ in (
            "ROOT",
            "ccomp",
            "advcl",
            "acl",
            "acl:relcl",
            "parataxis",
            "conj",
            "xcomp",
        ):
            return current
        current = current.head
    return current


def phrases_after(token: Token, stop: frozenset[int], reach: int = 24) -> Iterator[tuple[str, Token]]:
    """(preposition, noun) for the phrases that follow in the clause, wherever the parser hung them.

    The attachment of prepositional phrases is what parsers err in most. Ends at a finite verb, a relative or
    conjunction, or a token of `stop`.
    """
    doc, end = token.doc, min(token.sent.end, token.i + 1 + reach)
    for i in range(token.i + 1, end):
        t = doc[i]
        if (
            i in stop
            or t.tag_ in ("VBD", "VBZ", "VBP", "MD", "WDT", "WP", "WRB")
            or (t.dep_ == "mark" and (t.lower_ != "to" or (t.head.dep_ == "advcl" and t.head.head == token)))
            or t.text in (";", ":")
        ):
            return
        if (
            t.dep_ == "case"
            and t.head.i > t.i
            and t.lower_ not in ("'s", "\u2019s", "'", "\u2019")
            and not counts(t.head)
            and not (t.lower_ == "to" and _before_case(t.head) in _BEFORE_TO)
        ):
            fixed = [c.lower_ for c in t.children if c.dep_ == "fixed"]
            yield " ".join([t.lower_, *fixed]), t.head


# NOIMPORT
