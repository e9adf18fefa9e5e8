"""What offices a text gives people, and for whom they act."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from kg.extract import tree
from kg.extract.reading import ORGANIZATION, PERSON, STATE, Reading, Reference
from kg.model import Claim, Literal, Span
from kg.ontology.terms import KG
from kg.spelling import office as spelt_office

_REPRESENTS, _OFFICE = KG + "represents", KG + "office"


def offices(reading: Reading) -> Iterator[Claim]:
    """Claims of kg:office and kg:represents that the text itself makes, one a pair; of an office its fullest form."""
    found = list(_all(reading))
    held: dict[str, list[str]] = defaultdict(list)
    for claim in found:
        if isinstance(claim.object, Literal):
            held[claim.subject].append(claim.object.value)
    for claim in found:
        words = claim.object.value if isinstance(claim.object, Literal) else ""
        fuller = [
            o for o in held[claim.subject] if o != words and (o.startswith(words + " ") or o.endswith(" " + words))
        ]
        if not words or not fuller:
            yield claim


def _all(reading: Reading) -> Iterator[Claim]:
    seen: set[tuple[str, str, object]] = set()
    for reference in reading.references:
        if reference.entity.type == PERSON:
            for claim in (
                *_titled(reading, reference),
                *_apposed(reading, reference),
                *_of(reading, reference),
            ):
                key = (claim.subject, claim.predicate, claim.object)
                if key not in seen:
                    seen.add(key)
                    yield claim
        elif reference.entity.type == ORGANIZATION:
            for claim in _organ(reading, reference):
                key = (claim.subject, claim.predicate, claim.object)
                if key not in seen:
                    seen.add(key)
                    yield claim


def _titled(r: Reading, ref: Reference) -> Iterator[Claim]:
    """*U.S. President Donald Trump*."""
    name = ref.name
    if not name.title or name.title not in r.words("Office"):
        return
    left = max(0, name.span.begin - 120)
    found = r.text[left : name.span.begin].lower().rfind(name.title.split()[0])
    begin = left + found
    span = Span(begin if found >= 0 else name.span.begin, name.span.end)
    yield _office(ref.entity.iri, name.title, span, "title")
    state = r.by_thing.get(name.state)
    if not state and (own := _state_of_office(r, ref)):
        yield Claim(ref.entity.iri, _REPRESENTS, own, span, "title-and-gazetteer")
    if state:
        near = [
            s for s in r.named_between(state, name.span.begin - 110, name.span.begin) if s.span.end <= name.span.begin
        ]
        first = near[-1].span.begin if near else span.begin
        yield Claim(ref.entity.iri, _REPRESENTS, state, Span(min(first, span.begin), span.end), "title")


def _state_of_office(r: Reading, ref: Reference) -> str:
    """*President Putin* in a text that names Russia: the state whose office of that title he held at its date."""
    thing = r.things.get(ref.entity.iri)
    if thing is None:
        return ""
    title = spelt_office(ref.name.title)
    for tenure in thing.tenures:
        office = spelt_office(tenure.office)
        if tenure.covers(r.document.date) and (office == title or office.startswith(title + " ")):
            return r.by_thing.get(tenure.of, "")
    return ""


def _apposed(r: Reading, ref: Reference) -> Iterator[Claim]:
    """*Emmanuel Macron, the French president*; *army spokesman Colonel Sani Usman*."""
    for child in ref.token.children:
        if child.dep_ not in ("appos", "nmod:desc", "compound", "amod") or child.i in r.at:
            continue
        office = _office_at(r, child)
        if not office:
            continue
        begin, end = child.left_edge.idx, child.right_edge.idx + len(child.right_edge)
        span = Span(
            min(begin, ref.span.begin),
            max(end if end - begin < 120 else child.idx + len(child), ref.span.end),
        )
        yield _office(ref.entity.iri, office, span, "apposition")
        for body in _bodies(r, child):
            yield Claim(ref.entity.iri, _REPRESENTS, body.entity.iri, span, "apposition")


def _office_at(r: Reading, token) -> str:  # type: ignore[no-untyped-def]
    offices_ = r.words("Office")
    left = [t.lower_ for t in token.doc[max(token.sent.start, token.i - 3) : token.i + 1]]
    for n in range(len(left)):
        if " ".join(left[n:]) in offices_:
            words = " ".join(left[n:])
            following = " ".join(t.lower_ for t in token.doc[token.i + 1 : token.i + 3])
            return f"{words} {following}" if f"{words} {following}" in offices_ else words
    return ""


def _bodies(r: Reading, token) -> list[Reference]:  # type: ignore[no-untyped-def]
    found = []
    for child in token.children:
        ref = r.at.get(child.i)
        if (
            ref
            and ref.entity.type in (STATE, ORGANIZATION)
            and (child.i < token.i or tree.preposition(child) in ("of", "for"))
        ):
            found.append(ref)
    return found


def _of(r: Reading, ref: Reference) -> Iterator[Claim]:
    """*President Volodymyr Zelenskyy of Ukraine*."""
    if not ref.name.title:
        return
    for case, noun in tree.prepositional(ref.token):
        other = r.heads.get(noun.i)
        if (
            case == "of"
            and other
            and other.entity.type in (STATE, ORGANIZATION)
            and 0 < other.span.begin - ref.span.end < 12
        ):
            yield Claim(
                ref.entity.iri,
                _REPRESENTS,
                other.entity.iri,
                Span(ref.span.begin, other.span.end),
                "of-phrase",
            )


def _organ(r: Reading, ref: Reference) -> Iterator[Claim]:
    """*The U.S. Defense Department*: a state's name within, or right before, that of its organ."""
    thing = r.things.get(ref.entity.iri)
    state = r.by_thing.get(thing.of) if thing and thing.of else None
    if not state:
        return
    for other in r.named_between(state, ref.span.begin - 60, ref.span.end):
        if ref.span.begin <= other.span.begin < ref.span.end or 0 <= ref.span.begin - other.span.end <= 3:
            yield Claim(
                ref.entity.iri,
                _REPRESENTS,
                state,
                Span(min(other.span.begin, ref.span.begin), ref.span.end),
                "organ",
            )
            return


def _office(person: str, title: str, span: Span, rule: str) -> Claim:
    words = " ".join(w if w in ("of", "the", "for", "and") else w[:1].upper() + w[1:] for w in title.split())
    return Claim(person, _OFFICE, Literal(words), span, rule)
