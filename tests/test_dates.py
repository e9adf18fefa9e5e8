"""Times in English text, read against the document's date. `dates_table.py` is the specification."""

import random
from pathlib import Path

import pytest
from dates_table import DURATIONS, FUTURE, NO_TIME, PAST, RELATIVE, SAT
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import OntologyError
from kg.extract.dates import TimeExpression, find
from kg.ontology.time_words import TimeWords
from kg.ontology.triples import read
from kg.resources import ontology_files

WORDS = TimeWords.from_triples(read(path for path in ontology_files() if path.name == "time.ttl"))


def shown(text: str, time: TimeExpression) -> str:
    if time.earliest is None:
        bounds = "none"
    elif time.earliest == time.latest and time.kind != "since":
        bounds = time.earliest
    else:
        bounds = f"{time.earliest}..{time.latest}"
    return f"{text[time.begin : time.end]}: {bounds} | {time.date or '-'} | {time.kind}"


@pytest.mark.parametrize(("text", "reference", "expected"), PAST)
def test_what_was(text: str, reference: str | None, expected: str) -> None:
    assert "; ".join(shown(text, time) for time in find(text, reference, WORDS)) == expected


@pytest.mark.parametrize(("text", "reference", "expected"), FUTURE)
def test_what_lies_ahead(text: str, reference: str, expected: str) -> None:
    assert "; ".join(shown(text, time) for time in find(text, reference, WORDS, future=True)) == expected


@pytest.mark.parametrize("text", NO_TIME)
def test_no_time(text: str) -> None:
    assert [shown(text, time) for time in find(text, SAT, WORDS)] == []


@pytest.mark.parametrize(("text", "words", "duration"), DURATIONS)
def test_how_long(text: str, words: str, duration: str) -> None:
    found = [(text[t.begin : t.end], t.duration, t.kind) for t in find(text, SAT, WORDS)]
    assert found == [(words, duration, "duration")]


@pytest.mark.parametrize(("text", "words", "shift"), RELATIVE)
def test_counted_from_another_event(text: str, words: str, shift: int) -> None:
    found = [(text[t.begin : t.end], t.shift, t.kind, t.earliest) for t in find(text, SAT, WORDS)]
    assert found == [(words, shift, "relative", None)]


def test_the_day_after_a_dated_event_is_a_date() -> None:
    after, event = find("the day after Monday's attack", SAT, WORDS)
    assert (after.earliest, event.earliest) == ("2025-07-01", "2025-06-30")


def test_a_sentence_with_several_times() -> None:
    text = "On July 3, he spoke for an hour, on Friday with Zelensky; talks were held in May and June."
    assert [shown(text, time) for time in find(text, SAT, WORDS)] == [
        "July 3: 2025-07-03 | 2025-07-03 | point",
        "for an hour: none | - | duration",
        "Friday: 2025-07-04 | 2025-07-04 | point",
        "May and June: 2025-05-01..2025-06-30 | - | range",
    ]


def test_offset_is_added() -> None:
    (time,) = find("met on July 3", SAT, WORDS, offset=100)
    assert (time.begin, time.end) == (107, 113)


def test_hard_wrapped_lines_do_not_hide_a_date() -> None:
    (time,) = find("met on July\n3, 2024 in Rome", None, WORDS)
    assert time.date == "2024-07-03"


def test_without_words_there_are_no_times() -> None:
    assert find("They met yesterday in May.", SAT, TimeWords()) == ()


@pytest.mark.parametrize("reference", ["0001-01-01", "9999-12-31", "soon", "", "2025-02-30", "2025-07-05T10:00:00Z"])
def test_any_reference_is_survived(reference: str) -> None:
    text = "yesterday, tomorrow, last week, next year, two years ago, in two weeks, on Thursday, on May 3"
    for future in (False, True):
        for time in find(text, reference, WORDS, future=future):
            assert (time.earliest is None) == (time.latest is None)


PIECES = sorted({word.form for word in WORDS.words})
PIECES += [
    "3",
    "4,",
    "31",
    "2022",
    "$",
    "'",
    "-",
    "–",
    ".",
    "\n",
    "the",
    "of",
    "and",
    "24",
    "a",
    "1,500",
    "12:30",
    "X",
]


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join) | st.text(max_size=60),
    st.sampled_from([None, "2025", "2025-07", SAT, "2024-02-29"]),
    st.booleans(),
)
def test_properties(text: str, reference: str | None, future: bool) -> None:
    found = find(text, reference, WORDS, future=future)
    assert found == find(text, reference, WORDS, future=future)
    end = 0
    for time in found:
        assert end <= time.begin < time.end <= len(text)
        assert text[time.begin : time.end].strip() == text[time.begin : time.end]
        assert (time.earliest is None) == (time.latest is None)
        assert time.earliest is None or time.earliest <= (time.latest or "")
        assert not time.date or (time.earliest and time.earliest.startswith(time.date[:4]))
        assert (time.duration is not None) == (time.kind == "duration")
        assert (time.shift is not None) == (time.kind == "relative")
        end = time.end


@pytest.mark.parametrize(
    "text",
    [
        "July" + " " * 100_000,
        "July " * 20_000,
        "1" * 100_000,
        "two " * 25_000,
        "since the " * 10_000,
        "\n" * 100_000,
    ],
    ids=["spaces", "months", "digits", "numbers", "prefixes", "lines"],
)
def test_long_texts_are_read_in_linear_time(text: str) -> None:
    """Twice the text takes about twice the time; a backtracking pattern would take hours."""
    assert len(find(text, SAT, WORDS)) <= 1


def test_order_of_the_words_does_not_matter() -> None:
    shuffled = list(WORDS.words)
    random.Random(1).shuffle(shuffled)
    other = TimeWords(tuple(shuffled))
    for text, reference, _ in PAST:
        assert find(text, reference, other) == find(text, reference, WORDS)


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        ("<urn:x> a lex:Month ; lex:form 'Thermidor' .", "has no lex:number"),
        ("<urn:x> a lex:Weekday ; lex:form 'Primidi' ; lex:number 'one' .", "'one' is no integer"),
        ("<urn:x> a lex:TimeUnit ; lex:form 'fortnight' ; lex:duration 'P2W' .", "P2W"),
    ],
)
def test_a_faulty_entry_is_named(tmp_path: Path, entry: str, fault: str) -> None:
    path = tmp_path / "mine.ttl"
    path.write_text(f"@prefix lex: <https://w3id.org/kg/lexicon#> . {entry}")
    with pytest.raises(OntologyError, match=fault) as error:
        TimeWords.from_triples(read([path]))
    assert "mine.ttl" in str(error.value)
    assert "urn:x" in str(error.value)


def test_a_users_own_words_are_understood(tmp_path: Path) -> None:
    path = tmp_path / "mine.ttl"
    path.write_text(
        "@prefix lex: <https://w3id.org/kg/lexicon#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> ."
        "<urn:ereyesterday> a lex:DeicticDay ; lex:form 'ereyesterday' ; lex:days -2 ."
        "<urn:fortnight> a lex:TimeUnit ; lex:form 'fortnight' ; lex:duration 'P14D'^^xsd:duration ."
    )
    words = TimeWords.from_triples(read([*(p for p in ontology_files() if p.name == "time.ttl"), path]))
    assert [time.date for time in find("ereyesterday", SAT, words)] == ["2025-07-03"]
    assert [time.duration for time in find("for a fortnight", SAT, words)] == ["P14D"]
