"""An explanation as one page of HTML that needs nothing else: no script, no other file, no network."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from kg.characters import shown
from kg.explain import wording
from kg.explain.records import Claim, Document, Explanation, Fact, Passage

_WEB = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_STYLE = """
:root { color-scheme: light dark; --ink: #1c2126; --dim: #5b6570; --line: #d9dee3; --back: #fff; --card: #f6f8f9;
  --mark: #ffe58a; --mark-ink: #1c2126; --link: #0a5ca8; --badge: #e3ecf4; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e4e8ec; --dim: #a0aab4; --line: #38414a; --back: #15191d; --card: #1d2328;
    --mark: #6b5600; --mark-ink: #fff4cc; --link: #7db8f0; --badge: #2b3945; } }
body { margin: 0 auto; padding: 1.5rem 1rem 4rem; max-width: 52rem; background: var(--back); color: var(--ink);
  font: 1rem/1.55 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { margin: 0 0 .25rem; font-size: 1.7rem; line-height: 1.25; }
h2 { margin: 2.2rem 0 .6rem; padding-bottom: .25rem; border-bottom: 1px solid var(--line); font-size: 1.15rem; }
h3 { margin: 0; font-size: 1rem; font-weight: 600; }
h3 span { color: var(--dim); font-weight: 400; }
a { color: var(--link); }
code, .place { font-size: .85rem; }
.badge { padding: .1rem .5rem; border-radius: 1rem; background: var(--badge); font-size: .85rem; }
.dim, .place { color: var(--dim); }
.note { margin: .6rem 0; padding: .5rem .8rem; border-left: .25rem solid var(--mark); background: var(--card); }
.fact { margin: .7rem 0; padding: .6rem .9rem; border: 1px solid var(--line); border-radius: .4rem;
  background: var(--card); }
figure { margin: .5rem 0 0; }
blockquote { margin: 0; }
mark { padding: 0 .1em; border-radius: .2em; background: var(--mark); color: var(--mark-ink); }
ul, ol { margin: .3rem 0; padding-left: 1.6rem; }
li { margin: .3rem 0; }
@media print { .fact { break-inside: avoid; } }
"""


def rendered(explanation: Explanation) -> str:
    """The whole document; light or dark as the reader's device is set."""
    return "\n".join(_page(explanation)) + "\n"


def _page(explanation: Explanation) -> Iterator[str]:
    title = _safe(wording.title(explanation))
    yield "<!DOCTYPE html>"
    yield '<html lang="en">'
    yield "<head>"
    yield '<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{title}</title>"
    yield f"<style>{_STYLE}</style>"
    yield "</head>"
    yield "<body>"
    yield "<header>"
    yield f"<h1>{title}</h1>"
    badges = " ".join(f'<span class="badge">{_safe(one)}</span>' for one in wording.classes(explanation).split(", "))
    yield f"<p>{badges} <code>{_safe(explanation.thing.value)}</code></p>"
    if explanation.identity:
        yield f'<p class="dim">{_safe(explanation.identity)}</p>'
    if explanation.alt_labels:
        yield f"<p>Also called: {_safe(', '.join(explanation.alt_labels))}</p>"
    for note in explanation.notes:
        yield f'<p class="note">{_safe(note)}</p>'
    yield "</header>"
    yield "<main>"
    yield from _body(explanation)
    yield "</main>"
    yield "</body>"
    yield "</html>"


def _body(explanation: Explanation) -> Iterator[str]:
    numbers = {document.iri: number for number, document in enumerate(explanation.documents, start=1)}
    if explanation.links:
        yield "<h2>The same as</h2>"
        for fact in explanation.links:
            other = fact.object if fact.subject == explanation.thing else fact.subject
            yield '<div class="fact">'
            yield f"<h3>{_linked(other.value) if not other.label else _safe(wording.term(other, explanation))}</h3>"
            yield from _claims(fact, numbers) if fact.claims else [_dim(wording.NO_CLAIM)]
            yield "</div>"
    yield from _facts("Facts", explanation.facts, explanation, numbers, inverse=False)
    yield from _facts("Its part in others", explanation.roles, explanation, numbers, inverse=True)
    for title, words in wording.words(explanation):
        yield f"<h2>{title}</h2>"
        yield "<ul>"
        for one, times, documents in words:
            yield f'<li>{_safe(one)} <span class="dim">{_safe(wording.times(times, documents))}</span></li>'
        yield "</ul>"
    if explanation.sentences:
        yield f"<h2>{wording.sentences_title(explanation)}</h2>"
        for passages in explanation.sentences:
            yield _figure(passages, numbers, "")
    if explanation.documents:
        yield "<h2>Articles</h2>"
        yield "<ol>"
        for document in explanation.documents:
            yield _article(document, numbers[document.iri])
        yield "</ol>"


def _facts(
    title: str, facts: tuple[Fact, ...], explanation: Explanation, numbers: dict[str, int], inverse: bool
) -> Iterator[str]:
    if not facts:
        return
    yield f"<h2>{title}</h2>"
    for group in wording.grouped(facts):
        yield '<div class="fact">'
        for fact in group:
            name, value = wording.predicate(fact, inverse), wording.value(fact, inverse, explanation)
            yield f"<h3><span>{_safe(name)}</span> {_safe(value)}</h3>"
        if group[0].claims:
            yield from _claims(group[0], numbers)
        else:
            where = "".join(f" {_number(numbers[one])}" for one in group[0].documents)
            yield f'<p class="dim">{_safe(wording.NO_WORDS)}{where}</p>'
        yield "</div>"


def _claims(fact: Fact, numbers: dict[str, int]) -> Iterator[str]:
    for claim in fact.claims:
        yield from _claim(claim, numbers)


def _claim(claim: Claim, numbers: dict[str, int]) -> Iterator[str]:
    rules = wording.rules(claim.rules)
    if claim.reason:
        yield f"<p>{_safe(claim.reason)}</p>"
    for passage in claim.passages:
        yield _figure((passage,), numbers, rules)
    if not claim.passages:
        yield _dim(f"{wording.NO_WORDS}; {rules}")


def _figure(passages: tuple[Passage, ...], numbers: dict[str, int], rules: str) -> str:
    """Words in one sentence, and where they stand."""
    number = _number(numbers[passages[0].document]) if passages[0].document in numbers else "[?]"
    told = " · ".join(part for part in (_safe(wording.places(passages)), _safe(rules)) if part)
    caption = f'<figcaption class="place">{number} {told}</figcaption>'
    pieces = [f"<mark>{_safe(words)}</mark>" if marked else _safe(words) for words, marked in wording.parts(passages)]
    return f"<figure><blockquote>{''.join(pieces)}</blockquote>{caption}</figure>"


def _article(document: Document, number: int) -> str:
    address = f"<br>{_linked(document.url)}" if document.url else ""
    name = f'<br><code class="dim">{_safe(document.iri)}</code>'
    return f'<li id="article-{number}">{_safe(wording.article(document))}{address}{name}</li>'


def _number(number: int) -> str:
    return f'<a href="#article-{number}">[{number}]</a>'


def _linked(address: str) -> str:
    """A link where it is an address of the web; `javascript:` and the like stay text."""
    if not _WEB.fullmatch(address):
        return _safe(address)
    return f'<a href="{_safe(address)}" rel="noopener noreferrer nofollow">{_safe(address)}</a>'


def _dim(text: str) -> str:
    return f'<p class="dim">{_safe(text)}</p>'


def _safe(text: str) -> str:
    return escape(shown(text))
