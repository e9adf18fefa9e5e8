"""What the tests of `kg query` share: a graph of four small articles written by hand, and answers as lists of rows."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pyoxigraph
from explained import TURTLE
from hand_made import BASE, graphs

from kg import query, write

ARTICLES = """
<doc/one> { <doc/one> a nif:Context , schema:NewsArticle ; schema:headline "One" ;
    schema:datePublished "2025-07-04"^^xsd:date ; schema:publisher <publisher/herald> .
  <publisher/herald> a schema:Organization ; schema:name "Herald" .
  <person/ann> a kg:Person ; rdfs:label "Ann Ash"@en ; skos:altLabel "Ash"@en ; kg:represents <state/arland> .
  <person/bob> a kg:Person ; rdfs:label "Bob"@en .
  <state/arland> a kg:State ; rdfs:label "Arland"@en . <state/borland> a kg:State ; rdfs:label "Borland"@en .
  <place/port> a kg:Place ; rdfs:label "Port"@en . <weapon-system/drone> a kg:WeaponSystem ; rdfs:label "drone"@en .
  <call/one> a kg:Call ; rdfs:label "spoke" ; kg:participant <person/ann> , <person/bob> ; kg:factuality kg:Actual ;
    kg:earliest "2025-07-03"^^xsd:date ; kg:latest "2025-07-03"^^xsd:date ; kg:topic <state/borland> ;
    kg:evidence <doc/one#char=0,9> .
  <doc/one#char=0,9> a nif:Sentence ; nif:anchorOf "Ann spoke" ; nif:beginIndex 0 ; nif:referenceContext <doc/one> .
  <doc/one#event=2> a kg:Strike ; rdfs:label "struck" ; kg:attacker <state/borland> ; kg:target <state/arland> ;
    kg:weapon <weapon-system/drone> ; kg:place <place/port> ; kg:factuality kg:Actual ; kg:attributedTo <person/ann> ;
    kg:earliest "2025-06-01"^^xsd:date ; kg:latest "2025-06-30"^^xsd:date ; kg:evidence <doc/one#char=10,19> .
  <doc/one#char=10,19> a nif:Sentence ; nif:anchorOf "B. struck" ; nif:beginIndex 10 ; nif:referenceContext <doc/one> .
  <doc/one#event=3> a kg:Statement ; rdfs:label "said" ; kg:speaker <person/ann> ; kg:quote "They hit \\"us\\"" ;
    kg:about <doc/one#event=2> ; kg:factuality kg:Actual ; kg:evidence <doc/one#char=10,19> .
}
<doc/two> { <doc/two> a nif:Context ; schema:publisher <publisher/gazette> .
  <publisher/gazette> a schema:Organization ; schema:name "Gazette" .
  <person/ann> a kg:Person ; rdfs:label "Ann Ash"@en . <state/borland> a kg:State ; rdfs:label "Borland"@en .
  <person/bob> a kg:Person ; rdfs:label "Bob"@en .
  <call/one> a kg:Call ; kg:participant <person/ann> , <person/bob> ; kg:factuality kg:Actual ;
    kg:earliest "2025-07-03"^^xsd:date ; kg:latest "2025-07-03"^^xsd:date ; kg:evidence <doc/two#char=0,9> .
  <doc/two#char=0,9> a nif:Sentence ; nif:anchorOf "Bob spoke" ; nif:beginIndex 0 ; nif:referenceContext <doc/two> .
  <doc/two#event=2> a kg:Strike ; rdfs:label "attack" ; kg:attacker <state/borland> ; kg:factuality kg:Negated ;
    kg:earliest "2025-06-15"^^xsd:date ; kg:latest "2025-06-15"^^xsd:date ; kg:evidence <doc/two#char=10,19> .
  <doc/two#char=10,19> a nif:Sentence ; nif:anchorOf "No attack" ; nif:beginIndex 10 ; nif:referenceContext <doc/two> .
}
<doc/three> { <doc/three> a nif:Context .
  <state/arland> a kg:State ; rdfs:label "Arland"@en . <state/borland> a kg:State ; rdfs:label "Borland"@en .
  <state/corland> a kg:State ; rdfs:label "Corland"@en . <person/bob> a kg:Person ; rdfs:label "Bob"@en .
  <organization/port> a kg:Organization ; rdfs:label "Port"@en .
  <doc/three#event=1> a kg:Negotiation ; rdfs:label "talks" ; kg:participant <state/arland> , <state/borland> ;
    kg:mediator <state/corland> ; kg:topic <place/port> ; kg:factuality kg:Actual ;
    kg:earliest "2025-08-01"^^xsd:date ; kg:latest "2025-08-02"^^xsd:date ; kg:evidence <doc/three#char=0,5> .
  <doc/three#char=0,5> a nif:Sentence ; nif:anchorOf "Talks" ; nif:referenceContext <doc/three> .
  <doc/three#event=2> a kg:Agreement ; rdfs:label "truce" ; kg:participant <person/ann> , <state/borland> ;
    kg:factuality kg:Planned ; kg:earliest "2025-08-09"^^xsd:date ; kg:latest "2025-08-09"^^xsd:date ;
    kg:evidence <doc/three#char=0,5> .
  <doc/three#event=3> a kg:Agreement ; rdfs:label "old pact" ; kg:participant <state/arland> , <state/borland> ;
    kg:factuality kg:Actual ; kg:earliest "2020-01-01"^^xsd:date ; kg:latest "2020-12-31"^^xsd:date ;
    kg:evidence <doc/three#char=0,5> .
  <doc/three#event=4> a kg:Transfer ; rdfs:label "sent" ; kg:supplier <state/corland> ; kg:recipient <state/arland> ;
    kg:item <weapon-system/drone> ; kg:goods "tents" ; kg:factuality kg:Possible ; kg:evidence <doc/three#char=0,5> .
  <doc/three#event=5> a kg:Sanction ; rdfs:label "sanctions" ; kg:imposer <state/corland> ;
    kg:sanctioned <state/borland> ; kg:factuality kg:Actual ; kg:evidence <doc/three#char=0,5> .
  <doc/three#event=6> a kg:Meeting ; rdfs:label "met" ; kg:participant <person/bob> , <state/arland> ;
    kg:place <place/port> ; kg:factuality kg:Halted ; kg:evidence <doc/three#char=0,5> .
}
<links> { <doc/two#event=2> owl:sameAs <doc/one#event=2> . }
"""


def graph(turtle: str = ARTICLES) -> pyoxigraph.Store:
    made = pyoxigraph.Store()
    made.load(TURTLE + turtle, pyoxigraph.RdfFormat.TRIG)
    return made


def answer(source: pyoxigraph.Store, text: str, **options: Any) -> bytes:
    with query.ask(source, text, **options) as found:
        return found.read()


def asked(store: pyoxigraph.Store, text: str) -> list[dict[str, str]]:
    """The rows of an answer; IRIs without their base."""
    rows = csv.DictReader(io.StringIO(answer(store, text, format="csv").decode(), newline=""))
    return [{name: value.removeprefix(BASE) for name, value in row.items()} for row in rows]


def ready(store: pyoxigraph.Store, name: str, **given: str | list[str]) -> list[dict[str, str]]:
    """The rows of the answer to a question that ships."""
    values = {key: [value] if isinstance(value, str) else value for key, value in given.items()}
    return asked(store, query.named(name).asked(store, values))


def two_articles(folder: Path) -> Path:
    """A file of two articles, written by hand, that both tell one call."""
    path = folder / "graph.nq"
    with path.open("wb") as stream:
        write.write(graphs(), stream, "nquads")
    return path
