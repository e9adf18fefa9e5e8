"""Articles by hand that agree, differ and contradict each other; and questions on them, in SPARQL and in Cypher."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph
from hand_made import BASE, KG, XSD, span

from kg import write
from kg.graph import document_iri, of
from kg.model import Claim, Document, Entity, Event, Facts, Literal, Mention, Span
from kg.ontology.terms import PREFIXES

_ENTITIES = {
    "trump": Entity(BASE + "person/donald-trump", KG + "Person", "Donald Trump", ("Trump", "President Trump")),
    "putin": Entity(BASE + "person/vladimir-putin", KG + "Person", "Vladimir Putin", ("Putin",)),
    "zelensky": Entity(BASE + "person/volodymyr-zelensky", KG + "Person", "Volodymyr Zelensky"),
    "usa": Entity(BASE + "state/united-states", KG + "State", "United States", ("U.S.", "Washington")),
    "russia": Entity(BASE + "state/russia", KG + "State", "Russia", (), ("http://www.wikidata.org/entity/Q159",)),
    "ukraine": Entity(BASE + "state/ukraine", KG + "State", "Ukraine"),
    "germany": Entity(BASE + "state/germany", KG + "State", "Germany"),
    "kyiv": Entity(BASE + "place/kyiv", KG + "Place", "Kyiv", ("Kiev",)),
    "patriot": Entity(BASE + "weapon-system/patriot", KG + "WeaponSystem", "Patriot"),
    "drone": Entity(BASE + "weapon-system/drone", KG + "WeaponSystem", "drone"),
    "navy": Entity(BASE + "organization/seventh-fleet", KG + "Organization", 'The "Seventh" Fleet; CVN\\73'),
}
CALL = BASE + "call/2025-07-03-donald-trump-vladimir-putin"


@dataclass
class Told:
    """An event: its words, roles (filler's key, or an event's words, by role), and literals."""

    cls: str
    words: str
    factuality: str = "Actual"
    roles: Mapping[str, str] = field(default_factory=dict)
    days: tuple[str, str] | None = None
    literals: Mapping[str, Literal] = field(default_factory=dict)
    iri: str = ""


def article(
    id: str,
    text: str,
    date: str,
    names: Mapping[str, str],
    events: Iterable[Told],
    facts: Iterable[tuple[str, str, str]] = (),
) -> Facts:
    """`names`: words of the text to keys of entities; `facts`: (person, property, state or text)."""
    document = Document(text, id, date, f"On {id}", f"https://news.example/{id}", "The News")
    iri = document_iri(BASE, document.id)
    of_words = {words: _ENTITIES[key] for words, key in names.items()}
    by_key = {key: (words, _ENTITIES[key]) for words, key in names.items()}
    mentions = [Mention(span(text, words), entity.iri) for words, entity in of_words.items()]
    claims, made = [], []
    iris: dict[str, str] = {}
    told = list(events)
    for one in told:
        where = span(text, one.words)
        iris[one.words] = one.iri or f"{iri}#event={where.begin},{where.end}"
    for one in told:
        where, event = span(text, one.words), iris[one.words]
        made.append(Event(event, KG + one.cls, one.words, (_sentence(text, where),)))
        mentions.append(Mention(where, event))
        claims.append(Claim(event, KG + "factuality", KG + one.factuality, where, "test"))
        for role, fillers in one.roles.items():
            for filler in fillers.split():
                if filler in by_key:
                    words, entity = by_key[filler]
                    claims.append(Claim(event, KG + role, entity.iri, span(text, words), "test"))
                else:
                    claims.append(Claim(event, KG + role, iris[filler], span(text, filler), "test"))
        if one.days:
            for role, day in zip(("earliest", "latest"), one.days, strict=True):
                claims.append(Claim(event, KG + role, Literal(day, XSD + "date"), where, "test"))
        for name, literal in one.literals.items():
            claims.append(Claim(event, KG + name, literal, where, "test"))
    for key, name, value in facts:
        words, entity = by_key[key]
        what = by_key[value][1].iri if value in by_key else Literal(value)
        claims.append(Claim(entity.iri, KG + name, what, span(text, words), "test"))
    used = {entity.iri: entity for entity in of_words.values()}
    return Facts(document, iri, tuple(used.values()), tuple(made), tuple(mentions), tuple(claims))


def _sentence(text: str, around: Span) -> Span:
    """Sentences here end with a full stop and a space, or with the text."""
    begin = text.rfind(". ", 0, around.begin) + 2 if ". " in text[: around.begin] else 0
    end = text.find(". ", around.end)
    return Span(begin, end + 1 if end >= 0 else len(text))


_JULY = ("2025-07-03", "2025-07-03")
HERALD = article(
    "herald",
    "Trump called Putin on July 3. Washington shipped Patriot batteries to Ukraine. "
    'Russia attacked Kyiv, Ukraine\'s capital,\nwith a drone; "heavily". Zelensky denounced that.',
    "2025-07-04",
    {"Trump": "trump", "Putin": "putin", "Washington": "usa", "Patriot": "patriot", "Ukraine": "ukraine"}
    | {"Russia": "russia", "Kyiv": "kyiv", "drone": "drone", "Zelensky": "zelensky"},
    [
        Told("Call", "called", "Actual", {"participant": "trump putin"}, _JULY, iri=CALL),
        Told("Transfer", "shipped", "Actual", {"supplier": "usa", "recipient": "ukraine", "item": "patriot"}),
        Told(
            "Strike", "attacked", "Actual", {"attacker": "russia", "target": "kyiv", "weapon": "drone", "place": "kyiv"}
        ),
        Told("Statement", "denounced", "Actual", {"speaker": "zelensky", "about": "attacked"}),
    ],
    [("putin", "represents", "russia"), ("trump", "represents", "usa"), ("trump", "office", "President")],
)
GAZETTE = article(
    "gazette",
    "President Trump and Putin will speak by phone on July 3. Germany plans to send Patriot systems to Ukraine. "
    "Russia did not strike Kyiv, Putin said.",
    "2025-07-02",
    {"President Trump": "trump", "Putin": "putin", "Germany": "germany", "Patriot": "patriot", "Ukraine": "ukraine"}
    | {"Russia": "russia", "Kyiv": "kyiv"},
    [
        Told("Call", "speak", "Planned", {"participant": "trump putin", "topic": "ukraine"}, _JULY, iri=CALL),
        Told("Transfer", "send", "Planned", {"supplier": "germany", "recipient": "ukraine", "item": "patriot"}),
        Told("Strike", "strike", "Negated", {"attacker": "russia", "target": "kyiv", "attributedTo": "putin"}),
    ],
    [("putin", "represents", "russia")],
)
POST = article(
    "post",
    "The “Fleet” shelled Kyiv with Patriot missiles in June. Trump met Zelensky for two rounds of talks. "
    "Trump called Zelensky on August 5, 2025.",
    "2025-08",
    {"The “Fleet”": "navy", "Kyiv": "kyiv", "Patriot": "patriot", "Trump": "trump", "Zelensky": "zelensky"},
    [
        Told(
            "Strike",
            "shelled",
            "Possible",
            {"attacker": "navy", "target": "kyiv", "weapon": "patriot"},
            ("2025-06-01", "2025-06-30"),
        ),
        Told(
            "Negotiation",
            "talks",
            "Actual",
            {"participant": "trump zelensky"},
            None,
            {"rounds": Literal("2", XSD + "integer"), "duration": Literal("PT48H", XSD + "duration")},
        ),
        Told(
            "Call",
            "called",
            "Actual",
            {"participant": "trump zelensky"},
            ("2025-08-05", "2025-08-05"),
            iri=BASE + "call/2025-08-05-donald-trump-volodymyr-zelensky",
        ),
    ],
)
GAZETTE_CORRECTED = article(
    "gazette",
    "President Trump and Putin spoke on July 3.",
    "2025-07-04",
    {"President Trump": "trump", "Putin": "putin"},
    [Told("Call", "spoke", "Actual", {"participant": "trump putin"}, _JULY, iri=CALL)],
)
"""The same article a week later: it denies nothing any more, and has the call taken place."""


def saved(path: Path, *articles: Facts) -> Path:
    with path.open("wb") as stream:
        format = "turtle" if path.suffix == ".ttl" else "nquads"
        write.write([of(one, base=BASE) for one in articles], stream, format)
    return path


# In Cypher that Neo4j and LadybugDB both understand.
QUESTIONS: dict[str, tuple[str, str]] = {
    "calls between two persons in a period": (
        """SELECT DISTINCT ?call ?day { ?call a kg:Call ; kg:earliest ?day ; kg:participant ?a , ?b .
           ?a rdfs:label "Donald Trump"@en . ?b rdfs:label "Vladimir Putin"@en .
           FILTER (?day >= "2025-07-01"^^xsd:date && ?day < "2025-08-01"^^xsd:date) }""",
        """MATCH (a:Person)<-[:PARTICIPANT]-(c:Call)-[:PARTICIPANT]->(b:Person)
           WHERE a.name = 'Donald Trump' AND b.name = 'Vladimir Putin' AND c.earliest >= date('2025-07-01')
           AND c.earliest < date('2025-08-01') RETURN DISTINCT c.iri, c.earliest""",
    ),
    "all calls with their days": (
        "SELECT DISTINCT ?call ?name ?day { ?call a kg:Call ; kg:participant/rdfs:label ?name ; kg:latest ?day }",
        "MATCH (c:Call)-[:PARTICIPANT]->(a) WHERE c.latest IS NOT NULL RETURN DISTINCT c.iri, a.name, c.latest",
    ),
    "who supplied what to whom": (
        """SELECT DISTINCT ?from ?what ?to {
           ?t a kg:Transfer ; kg:supplier/rdfs:label ?from ; kg:recipient/rdfs:label ?to .
           { ?t kg:item/rdfs:label ?what } UNION { ?t kg:goods ?what } }""",
        """MATCH (s)<-[:SUPPLIER]-(t:Transfer)-[:RECIPIENT]->(r), (t)-[:ITEM]->(w)
           RETURN DISTINCT s.name, w.name, r.name
           UNION MATCH (s)<-[:SUPPLIER]-(t:Transfer)-[:RECIPIENT]->(r) WHERE t.goods IS NOT NULL
           UNWIND t.goods AS goods RETURN DISTINCT s.name AS `s.name`, goods AS `w.name`, r.name AS `r.name`""",
    ),
    "strikes by weapon": (
        """SELECT ?weapon (COUNT(DISTINCT ?strike) AS ?n)
           { ?strike a kg:Strike ; kg:weapon/rdfs:label ?weapon } GROUP BY ?weapon""",
        "MATCH (s:Strike)-[:WEAPON]->(w:WeaponSystem) RETURN w.name, count(DISTINCT s.iri)",
    ),
    "what is only planned or denied": (
        """SELECT DISTINCT ?event ?name {
           ?event kg:factuality ?f ; (kg:attacker|kg:supplier|kg:participant)/rdfs:label ?name .
           FILTER (?f IN (kg:Planned, kg:Negated, kg:Possible)) }""",
        """MATCH (e)-[:ATTACKER|SUPPLIER|PARTICIPANT]->(a) WHERE e.factuality CONTAINS 'Planned'
           OR e.factuality CONTAINS 'Negated' OR e.factuality CONTAINS 'Possible' RETURN DISTINCT e.iri, a.name""",
    ),
    "how many articles tell of an event, and how": (
        """SELECT ?event ?f (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?event kg:factuality ?f } } GROUP BY ?event ?f""",
        "MATCH (d:Document)-[r:REPORTS]->(e) RETURN e.iri, r.factuality, count(DISTINCT d.iri)",
    ),
    "states whose people speak": (
        """SELECT DISTINCT ?state { ?call (kg:participant|kg:speaker)/kg:represents/rdfs:label ?state }""",
        "MATCH (e)-[:PARTICIPANT|SPEAKER]->(p:Person)-[:REPRESENTS]->(s:State) RETURN DISTINCT s.name",
    ),
    "who says who struck": (
        """SELECT DISTINCT ?name ?g { GRAPH ?g { ?strike kg:attacker ?a . ?a rdfs:label ?name } }""",
        "MATCH (s:Strike)-[r:ATTACKER]->(a) UNWIND r.documents AS document RETURN DISTINCT a.name, document",
    ),
    "on whose word alone": (
        "SELECT DISTINCT ?event ?name { ?event kg:attributedTo/rdfs:label ?name }",
        "MATCH (e)-[:ATTRIBUTED_TO]->(a) RETURN DISTINCT e.iri, a.name",
    ),
    "which words tell of a strike": (
        """SELECT DISTINCT ?strike ?words { ?strike a kg:Strike ; kg:attacker [] ; kg:evidence/nif:anchorOf ?words }""",
        "MATCH (s:Strike)-[r:ATTACKER]->(a) UNWIND r.evidence AS words RETURN DISTINCT s.iri, words",
    ),
    "talks of several rounds": (
        "SELECT DISTINCT ?talks ?n { ?talks a kg:Negotiation ; kg:rounds ?n }",
        "MATCH (n:Negotiation) WHERE n.rounds IS NOT NULL RETURN DISTINCT n.iri, n.rounds",
    ),
}


def answers(path: Path, query: str) -> list[tuple[str, ...]]:
    """What SPARQL says, by Oxigraph, as texts."""
    store = pyoxigraph.Store()
    store.bulk_load(path=str(path), format=pyoxigraph.RdfFormat.N_QUADS)
    rows = store.query(query, prefixes=PREFIXES, use_default_graph_as_union=True)
    return sorted(tuple(term.value.removeprefix(KG) if term else "" for term in row) for row in rows)
