"""Facts written by hand: two small articles that agree on a call and differ on whether strikes took place."""

from __future__ import annotations

from kg.graph import document_iri, of
from kg.model import Claim, Document, Entity, Event, Facts, Literal, Mention, Span

BASE = "https://example.org/kg/"
KG = "https://w3id.org/kg/ontology#"
XSD = "http://www.w3.org/2001/XMLSchema#"

TRUMP = Entity(BASE + "person/donald-trump", KG + "Person", "Donald Trump", ("Trump", "President Trump"))
PUTIN = Entity(BASE + "person/vladimir-putin", KG + "Person", "Vladimir Putin", ("Putin",))
RUSSIA = Entity(BASE + "state/russia", KG + "State", "Russia", ("Moscow",), ("http://www.wikidata.org/entity/Q159",))
UKRAINE = Entity(BASE + "state/ukraine", KG + "State", "Ukraine", ("Kyiv",))
PATRIOT = Entity(BASE + "weapon-system/patriot", KG + "WeaponSystem", "Patriot")
CALL = BASE + "call/2025-07-03-donald-trump-vladimir-putin"

FIRST = """Trump spoke with Putin by phone on July 3, 2025 — “about Ukraine” & <more> 🙂.
Russia may strike Ukraine, President Trump said. Moscow struck Kyiv with "Patriots"\\drones."""
SECOND = "Putin phoned Trump on July 3, 2025. Russia did not strike Ukraine in June."


def span(text: str, words: str, nth: int = 1) -> Span:
    """Where the words stand in the text for the nth time."""
    begin = -1
    for _ in range(nth):
        begin = text.index(words, begin + 1)
    return Span(begin, begin + len(words))


def first() -> Facts:
    document = Document(FIRST, "a b/1", "2025-07-05", 'On "Patriots"', "https://news.example/a?b=1&c={2}", "The News")
    iri = document_iri(BASE, document.id)
    strike = f"{iri}#event={span(FIRST, 'strike').begin},{span(FIRST, 'strike').end}"
    call_sentence = Span(0, FIRST.index("\n"))
    strike_sentence = span(FIRST, "Russia may strike Ukraine, President Trump said.")

    def claim(subject: str, role: str, value: str | Literal, words: str, nth: int = 1) -> Claim:
        return Claim(subject, KG + role, value, span(FIRST, words, nth), "verb-frame:test")

    day = Literal("2025-07-03", XSD + "date")
    return Facts(
        document,
        iri,
        (TRUMP, PUTIN, RUSSIA, UKRAINE),
        (
            Event(CALL, KG + "Call", "spoke", (call_sentence,)),
            Event(strike, KG + "Strike", "strike", (strike_sentence,)),
        ),
        (
            Mention(span(FIRST, "Trump"), TRUMP.iri),
            Mention(span(FIRST, "Trump", 2), TRUMP.iri),
            Mention(span(FIRST, "Putin"), PUTIN.iri),
            Mention(span(FIRST, "Russia"), RUSSIA.iri),
            Mention(span(FIRST, "Moscow"), RUSSIA.iri),
            Mention(span(FIRST, "Ukraine", 2), UKRAINE.iri),
            Mention(span(FIRST, "spoke"), CALL),
            Mention(span(FIRST, "strike"), strike),
        ),
        (
            claim(CALL, "participant", TRUMP.iri, "Trump"),
            claim(CALL, "participant", PUTIN.iri, "Putin"),
            claim(CALL, "factuality", KG + "Actual", "spoke"),
            claim(CALL, "earliest", day, "July 3, 2025"),
            claim(CALL, "latest", day, "July 3, 2025"),
            claim(CALL, "date", day, "July 3, 2025"),
            claim(CALL, "topic", UKRAINE.iri, "Ukraine"),
            claim(strike, "attacker", RUSSIA.iri, "Russia"),
            claim(strike, "target", UKRAINE.iri, "Ukraine", 2),
            claim(strike, "factuality", KG + "Possible", "may"),
            claim(strike, "attributedTo", TRUMP.iri, "President Trump"),
            claim(PUTIN.iri, "represents", RUSSIA.iri, "Putin"),
            claim(TRUMP.iri, "office", Literal("President"), "President"),
        ),
    )


def second() -> Facts:
    document = Document(SECOND, "2", "2025-07")
    iri = document_iri(BASE, document.id)
    strike = f"{iri}#event={span(SECOND, 'strike').begin},{span(SECOND, 'strike').end}"
    call_sentence, strike_sentence = (span(SECOND, SECOND[:35]), span(SECOND, SECOND[36:]))

    def claim(subject: str, role: str, value: str | Literal, words: str) -> Claim:
        return Claim(subject, KG + role, value, span(SECOND, words), "verb-frame:test")

    day = Literal("2025-07-03", XSD + "date")
    return Facts(
        document,
        iri,
        (TRUMP, PUTIN, RUSSIA, UKRAINE),
        (
            Event(CALL, KG + "Call", "phoned", (call_sentence,)),
            Event(strike, KG + "Strike", "strike", (strike_sentence,)),
        ),
        (
            Mention(span(SECOND, "Trump"), TRUMP.iri),
            Mention(span(SECOND, "Putin"), PUTIN.iri),
            Mention(span(SECOND, "Russia"), RUSSIA.iri),
            Mention(span(SECOND, "Ukraine"), UKRAINE.iri),
            Mention(span(SECOND, "phoned"), CALL),
            Mention(span(SECOND, "strike"), strike),
        ),
        (
            claim(CALL, "participant", TRUMP.iri, "Trump"),
            claim(CALL, "participant", PUTIN.iri, "Putin"),
            claim(CALL, "factuality", KG + "Actual", "phoned"),
            claim(CALL, "earliest", day, "July 3, 2025"),
            claim(CALL, "latest", day, "July 3, 2025"),
            claim(strike, "attacker", RUSSIA.iri, "Russia"),
            claim(strike, "target", UKRAINE.iri, "Ukraine"),
            claim(strike, "factuality", KG + "Negated", "not"),
            claim(strike, "earliest", Literal("2025-06-01", XSD + "date"), "in June"),
            claim(strike, "latest", Literal("2025-06-30", XSD + "date"), "in June"),
            claim(strike, "date", Literal("2025-06", XSD + "gYearMonth"), "in June"),
        ),
    )


def graphs():
    """Both articles' graphs, all evidence in."""
    return [of(first(), base=BASE), of(second(), base=BASE)]
