"""Times in English text, read against the document's date. The table is the specification."""

# ruff: noqa: E501 - a row of the table is one line

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import OntologyError
from kg.extract.dates import TimeExpression, find
from kg.ontology.time_words import TimeWords
from kg.ontology.triples import read
from kg.resources import ontology_files

WORDS = TimeWords.from_triples(read(path for path in ontology_files() if path.name == "time.ttl"))
SAT = "2025-07-05"  # a Saturday

# text, the document's date, then the words and what they tell: earliest..latest (or one day) | date | kind
PAST = [
    # Days of the calendar
    ("They spoke on July 3.", SAT, "July 3: 2025-07-03 | 2025-07-03 | point"),
    ("They spoke on 3 July.", SAT, "3 July: 2025-07-03 | 2025-07-03 | point"),
    ("unhappy with the July 3 phone call", SAT, "July 3: 2025-07-03 | 2025-07-03 | point"),
    ("On July 3, 2024, they spoke.", SAT, "July 3, 2024: 2024-07-03 | 2024-07-03 | point"),
    ("They met on July 3 2024 in Rome", SAT, "July 3 2024: 2024-07-03 | 2024-07-03 | point"),
    ("They met on 3 July 2024 in Rome", SAT, "3 July 2024: 2024-07-03 | 2024-07-03 | point"),
    ("the 3rd of July", SAT, "3rd of July: 2025-07-03 | 2025-07-03 | point"),
    ("against Israel on October 1st.", "2024-10-09", "October 1st: 2024-10-01 | 2024-10-01 | point"),
    ("on Jul. 3 in Rome", SAT, "Jul. 3: 2025-07-03 | 2025-07-03 | point"),
    ("Raqqah, Syria, Nov. 6, 2016.", None, "Nov. 6, 2016: 2016-11-06 | 2016-11-06 | point"),
    ("on 2025-07-03 at noon", None, "2025-07-03: 2025-07-03 | 2025-07-03 | point"),
    ("signed 23.07.2024 in Kyiv", None, "23.07.2024: 2024-07-23 | 2024-07-23 | point"),
    ("signed 7/23/2024 in Kyiv", None, "7/23/2024: 2024-07-23 | 2024-07-23 | point"),
    ("hit on Tuesday, July 1", SAT, "Tuesday, July 1: 2025-07-01 | 2025-07-01 | point"),
    ("a summit on Tuesday, July 15", SAT, "Tuesday, July 15: 2025-07-15 | 2025-07-15 | point"),
    ("shot on Wednesday 7 July", "2021-07-09", "Wednesday 7 July: 2021-07-07 | 2021-07-07 | point"),
    ("in the October 7 attacks", "2024-06-22", "October 7: 2023-10-07 | 2023-10-07 | point"),
    ("on December 30", "2025-01-02", "December 30: 2024-12-30 | 2024-12-30 | point"),
    ("on July 3 last year", SAT, "July 3 last year: 2024-07-03 | 2024-07-03 | point"),
    ("on July 3 at 18:00 local time", SAT, "July 3: 2025-07-03 | 2025-07-03 | point"),
    ("on February 29", SAT, "February 29: 2024-02-29 | 2024-02-29 | point"),
    ("on November 16", "2015-11", "November 16: 2015-11-16 | 2015-11-16 | point"),
    ("their planned meeting April 6 in Brussels", "2022-04-05", "April 6: 2022-04-06 | 2022-04-06 | point"),
    ("tariffs, effective August 27, rise", "2025-08-06", "August 27: 2025-08-27 | 2025-08-27 | point"),
    ("the planned attack, foiled on July 3", SAT, "July 3: 2025-07-03 | 2025-07-03 | point"),
    ("in the early hours of Christmas, drones", "2024-12-25",
     "the early hours of Christmas: 2024-12-25 | 2024-12-25 | point"),
    ("on July 3", None, "July 3: none | - | point"),
    # Several days
    ("on July 3 and 4 in Geneva", SAT, "July 3 and 4: 2025-07-03..2025-07-04 | - | range"),
    ("the talks of July 3-5", SAT, "July 3-5: 2025-07-03..2025-07-05 | - | range"),
    ("the talks of 3–5 July 2024", SAT, "3–5 July 2024: 2024-07-03..2024-07-05 | - | range"),
    ("travel to Turkey November 16 - 17 and", "2015-11", "November 16 - 17: 2015-11-16..2015-11-17 | - | range"),
    ("from July 1 to July 3", SAT, "from July 1 to July 3: 2025-07-01..2025-07-03 | - | range"),
    ("from June 30 to July 2, 2024", SAT, "from June 30 to July 2, 2024: 2024-06-30..2024-07-02 | - | range"),
    ("between 3 and 5 July", SAT, "between 3 and 5 July: 2025-07-03..2025-07-05 | - | range"),
    ("between July 1 and July 4", SAT, "between July 1 and July 4: 2025-07-01..2025-07-04 | - | range"),
    ("June 30 and July 1", SAT, "June 30 and July 1: 2025-06-30..2025-07-01 | - | range"),
    ("June 3 and July 1", SAT, "June 3: 2025-06-03 | 2025-06-03 | point; July 1: 2025-07-01 | 2025-07-01 | point"),
    ("from December 30 to January 2", SAT, "from December 30 to January 2: 2024-12-30..2025-01-02 | - | range"),
    ("killed 3 on July 3 and 4 civilians fled", SAT, "July 3: 2025-07-03 | 2025-07-03 | point"),
    # Months, years, seasons
    ("nuclear facilities in June in response", SAT, "June: 2025-06-01..2025-06-30 | 2025-06 | point"),
    ("talks in May and June in Istanbul", SAT, "May and June: 2025-05-01..2025-06-30 | - | range"),
    ("in May, June and July", SAT, "May, June and July: 2025-05-01..2025-07-31 | - | range"),
    ("in March and May", SAT, "March: 2025-03-01..2025-03-31 | 2025-03 | point; May: 2025-05-01..2025-05-31 | 2025-05 | point"),
    ("in May and June 2022", SAT, "May and June 2022: 2022-05-01..2022-06-30 | - | range"),
    ("between December and February 2023", SAT, "between December and February 2023: 2022-12-01..2023-02-28 | - | range"),
    ("arrested in August", SAT, "August: 2024-08-01..2024-08-31 | 2024-08 | point"),
    ("met in November 2023", None, "November 2023: 2023-11-01..2023-11-30 | 2023-11 | point"),
    ("the August 2022 stabbing attack", SAT, "August 2022: 2022-08-01..2022-08-31 | 2022-08 | point"),
    ("since its February launch", SAT, "February: 2025-02-01..2025-02-28 | 2025-02 | point"),
    ("in June last year", SAT, "June last year: 2024-06-01..2024-06-30 | 2024-06 | point"),
    ("last November", SAT, "last November: 2024-11-01..2024-11-30 | 2024-11 | point"),
    ("in early June", SAT, "early June: 2025-06-01..2025-06-10 | - | point"),
    ("in mid-June", SAT, "mid-June: 2025-06-11..2025-06-20 | - | point"),
    ("in late February 2024", SAT, "late February 2024: 2024-02-21..2024-02-29 | - | point"),
    ("at the end of June", SAT, "the end of June: 2025-06-21..2025-06-30 | - | point"),
    ("the second half of May", SAT, "the second half of May: 2025-05-16..2025-05-31 | - | point"),
    ("captured in 2017.", SAT, "2017: 2017-01-01..2017-12-31 | 2017 | point"),
    ("the 2016 election", None, "2016: 2016-01-01..2016-12-31 | 2016 | point"),
    ("Russia’s 2022 invasion", None, "2022: 2022-01-01..2022-12-31 | 2022 | point"),
    ("in early 2024", SAT, "early 2024: 2024-01-01..2024-04-30 | - | point"),
    ("the first quarter of 2024", SAT, "the first quarter of 2024: 2024-01-01..2024-03-31 | - | point"),
    ("from 2014 to 2016", SAT, "from 2014 to 2016: 2014-01-01..2016-12-31 | - | range"),
    ("in 2022-23", SAT, "2022-23: 2022-01-01..2023-12-31 | - | range"),
    ("in 2014 and 2022", SAT, "2014: 2014-01-01..2014-12-31 | 2014 | point; 2022: 2022-01-01..2022-12-31 | 2022 | point"),
    ("in the 1990s", SAT, "the 1990s: 1990-01-01..1999-12-31 | - | point"),
    ("in summer 2023", SAT, "summer 2023: 2023-06-01..2023-08-31 | - | point"),
    ("the fall of 2023", SAT, "the fall of 2023: 2023-09-01..2023-11-30 | - | point"),
    ("the winter of 2022-23", SAT, "the winter of 2022-23: 2022-12-01..2023-02-28 | - | range"),
    ("last winter", SAT, "last winter: 2024-12-01..2025-02-28 | - | point"),
    ("the week of June 11", SAT, "the week of June 11: 2025-06-09..2025-06-15 | - | point"),
    ("in the year 2022", SAT, "2022: 2022-01-01..2022-12-31 | 2022 | point"),
    ("last Christmas", SAT, "last Christmas: 2024-12-25 | 2024-12-25 | point"),
    ("arrested in the spring.", SAT, "the spring: 2025-03-01..2025-05-31 | - | point"),
    # Days by where the speaker stands
    ("He spoke today with Xi", SAT, "today: 2025-07-05 | 2025-07-05 | point"),
    ("today's missile attack", SAT, "today: 2025-07-05 | 2025-07-05 | point"),
    ("Twin bombings yesterday struck", "2019-01-28", "yesterday: 2019-01-27 | 2019-01-27 | point"),
    ("yesterday afternoon", SAT, "yesterday afternoon: 2025-07-04 | 2025-07-04 | point"),
    ("the day before yesterday", SAT, "the day before yesterday: 2025-07-03 | 2025-07-03 | point"),
    ("Tomorrow, I convene the G7", SAT, "Tomorrow: 2025-07-06 | 2025-07-06 | point"),
    ("he reached out to me tonight", SAT, "tonight: 2025-07-05 | 2025-07-05 | point"),
    ("strikes on Erbil last night", "2022-03-13", "last night: 2022-03-12 | 2022-03-12 | point"),
    ("Overnight, Russia attacked", "2024-11-28", "Overnight: 2024-11-27..2024-11-28 | - | range"),
    ("overnight on Thursday", SAT, "overnight on Thursday: 2025-07-03 | 2025-07-03 | point"),
    ("He spoke this morning with", SAT, "this morning: 2025-07-05 | 2025-07-05 | point"),
    ("Earlier today, Iran", SAT, "Earlier today: 2025-07-05 | 2025-07-05 | point"),
    ("It met on Thursday", SAT, "Thursday: 2025-07-03 | 2025-07-03 | point"),
    ("It met on Saturday", SAT, "Saturday: 2025-07-05 | 2025-07-05 | point"),
    ("He met Buhari Thursday at home", "2016-05-20", "Thursday: 2016-05-19 | 2016-05-19 | point"),
    ("Thursday morning", SAT, "Thursday morning: 2025-07-03 | 2025-07-03 | point"),
    ("Monday's attack", "2019-01-24", "Monday: 2019-01-21 | 2019-01-21 | point"),
    ("last Saturday", SAT, "last Saturday: 2025-06-28 | 2025-06-28 | point"),
    ("next Monday", SAT, "next Monday: 2025-07-07 | 2025-07-07 | point"),
    ("this Wednesday", SAT, "this Wednesday: 2025-07-02 | 2025-07-02 | point"),
    ("Thursday of last week", SAT, "Thursday of last week: 2025-06-26 | 2025-06-26 | point"),
    ("on Thursday and Friday", SAT, "Thursday and Friday: 2025-07-03..2025-07-04 | - | range"),
    ("from Friday to Sunday", SAT, "from Friday to Sunday: 2025-06-27..2025-06-29 | - | range"),
    ("on Monday and Thursday", SAT, "Monday: 2025-06-30 | 2025-06-30 | point; Thursday: 2025-07-03 | 2025-07-03 | point"),
    ("They will meet on Thursday.", SAT, "Thursday: 2025-07-10 | 2025-07-10 | point"),
    ("They will discuss Thursday's attack.", SAT, "Thursday: 2025-07-03 | 2025-07-03 | point"),
    ("They will respond after talks on Thursday.", SAT, "Thursday: 2025-07-03 | 2025-07-03 | point"),
    ("two days ago", SAT, "two days ago: 2025-07-03 | 2025-07-03 | point"),
    ("some three weeks ago", SAT, "some three weeks ago: 2025-06-09..2025-06-15 | - | point"),
    ("two months ago", SAT, "two months ago: 2025-05-01..2025-05-31 | - | point"),
    ("A year ago, soldiers", SAT, "A year ago: 2024-01-01..2024-12-31 | - | point"),
    ("three hours ago", SAT, "three hours ago: 2025-07-05 | 2025-07-05 | point"),
    ("on Thursday", "2025-07", "Thursday: none | - | point"),
    ("yesterday", None, "yesterday: none | - | point"),
    # Weeks, months and years by where the speaker stands
    ("last week’s $800 million package", "2022-04-21", "last week: 2022-04-11..2022-04-17 | - | point"),
    ("starting next week with", "2022-01-02", "next week: 2022-01-03..2022-01-09 | - | point"),
    ("tanks arrive next week", "2023-09-21", "next week: 2023-09-25..2023-10-01 | - | point"),
    ("this week’s attacks", "2022-03-26", "this week: 2022-03-21..2022-03-26 | - | point"),
    ("welcomed this week of talks", "2022-04-21", "this week: 2022-04-18..2022-04-21 | - | point"),
    ("Earlier this week", "2022-03-26", "Earlier this week: 2022-03-21..2022-03-26 | - | range"),
    ("earlier this year", SAT, "earlier this year: 2025-01-01..2025-07-05 | - | range"),
    ("later this month", SAT, "later this month: 2025-07-05..2025-07-31 | - | range"),
    ("early last week", SAT, "early last week: 2025-06-23..2025-06-25 | - | point"),
    ("late last year", SAT, "late last year: 2024-09-01..2024-12-31 | - | point"),
    ("at the end of the month", SAT, "the end of the month: 2025-07-21..2025-07-31 | - | point"),
    ("papers shared last month", "2022-02-15", "last month: 2022-01-01..2022-01-31 | 2022-01 | point"),
    ("last year's protests", "2025-10-16", "last year: 2024-01-01..2024-12-31 | 2024 | point"),
    ("other tests this year", "2022-03-24", "this year: 2022-01-01..2022-03-24 | 2022 | point"),
    ("last year", "2015-11", "last year: 2014-01-01..2014-12-31 | 2014 | point"),
    ("over the weekend", "2025-07-01", "the weekend: 2025-06-28..2025-06-29 | - | point"),
    ("over the past week", "2024-04-13", "the past week: 2024-04-06..2024-04-13 | - | range"),
    ("over the past year alone", "2024-10-09", "the past year: 2023-10-09..2024-10-09 | - | range"),
    ("in the past 24 hours", SAT, "the past 24 hours: 2025-07-04..2025-07-05 | - | range"),
    ("during the last two months", SAT, "the last two months: 2025-05-05..2025-07-05 | - | range"),
    ("over the next 10 days", SAT, "the next 10 days: 2025-07-05..2025-07-15 | - | range"),
    # Since, until, before, after
    ("since February 24, 2022, when", SAT, "since February 24, 2022: 2022-02-24..2025-07-05 | - | since"),
    ("since late April to flush out", "2016-05-20", "since late April: 2016-04-21..2016-05-20 | - | since"),
    ("suffering since Thursday", "2020-08-22", "since Thursday: 2020-08-20..2020-08-22 | - | since"),
    ("since the 2023 coup", "2025-05-16", "since the 2023: 2023-01-01..2025-05-16 | - | since"),
    ("strikes since midnight.", SAT, "since midnight: 2025-07-05..2025-07-05 | - | since"),
    ("since the start of the year", SAT, "since the start of the year: 2025-01-01..2025-07-05 | - | since"),
    ("since at least 2014", SAT, "since at least 2014: 2014-01-01..2025-07-05 | - | since"),
    ("on the eve of July 4,", SAT, "July 4: none | - | vague"),
    ("since 2014", None, "since 2014: none | - | since"),
    ("suspended until July 10", SAT, "until July 10: none | - | until"),
    ("will be suspended until July 10", SAT, "until July 10: 2025-07-05..2025-07-10 | - | until"),
    ("before 2011 it was", SAT, "2011: none | - | vague"),
    ("after July 3 it was", SAT, "July 3: none | - | vague"),
    ("after Monday's attack", SAT, "Monday: 2025-06-30 | 2025-06-30 | point"),
    ("by mid-June, until mid-July", SAT, "by mid-June: none | - | until; until mid-July: 2025-07-05..2025-07-20 | - | until"),
    # Without bounds
    ("injured civilians in recent weeks.", SAT, "recent weeks: none | - | vague"),
    ("in the past few days", SAT, "the past few days: none | - | vague"),
    ("in the weeks and months ahead", SAT, "weeks and months ahead: none | - | vague"),
    ("has recently begun", SAT, "recently: none | - | vague"),
    ("For months, they", SAT, "For months: none | - | vague"),
    ("more than two years ago", SAT, "more than two years ago: none | - | vague"),
    ("several weeks ago", SAT, "several weeks ago: none | - | vague"),
    ("two weeks later", SAT, "two weeks later: none | - | vague"),
    # Date lines
    ("Monday, July 28, 2019\nTwin bombings", SAT, "Monday, July 28, 2019: 2019-07-28 | 2019-07-28 | publication"),
    ("KYIV, July 4 (Agency) — Drones", SAT, "July 4: 2025-07-04 | 2025-07-04 | publication"),
]  # fmt: skip

FUTURE = [
    ("meet on Thursday", SAT, "Thursday: 2025-07-10 | 2025-07-10 | point"),
    ("meet on Saturday", SAT, "Saturday: 2025-07-05 | 2025-07-05 | point"),
    ("meet on July 15", SAT, "July 15: 2025-07-15 | 2025-07-15 | point"),
    ("meet on January 2", SAT, "January 2: 2026-01-02 | 2026-01-02 | point"),
    ("review the July 3 decision", SAT, "July 3: 2025-07-03 | 2025-07-03 | point"),
    ("in March", SAT, "March: 2026-03-01..2026-03-31 | 2026-03 | point"),
    ("a conference this fall that", "2023-09-21", "this fall: 2023-09-21..2023-11-30 | - | point"),
    ("later this week", "2025-07-01", "later this week: 2025-07-01..2025-07-06 | - | range"),
    ("this month", "2025-07-10", "this month: 2025-07-10..2025-07-31 | 2025-07 | point"),
    ("in two days", SAT, "in two days: 2025-07-07 | 2025-07-07 | point"),
    ("in two weeks", SAT, "in two weeks: 2025-07-14..2025-07-20 | - | point"),
    ("within 48 hours", SAT, "within 48 hours: 2025-07-05..2025-07-07 | - | range"),
    ("by the end of the year", SAT, "by the end of the year: 2025-07-05..2025-12-31 | - | until"),
    ("from August to October", SAT, "from August to October: 2025-08-01..2025-10-31 | - | range"),
    ("over the weekend", "2025-07-01", "the weekend: 2025-07-05..2025-07-06 | - | point"),
]  # fmt: skip

NO_TIME = [
    "It may rain.",
    "May said she would resign.",
    "Ministers met Theresa May in London.",
    "President May arrived.",
    "In their march toward Raqqah",
    "a second strike",
    "the Sun and the sat nav",
    "1,500 killed in 2 hours",
    "UN Resolution 2022",
    "the Group of 20",
    "$2024 million",
    "a total of 2022 troops",
    "2022 people",
    "in 2,022 villages",
    "19-year-old Amina Ali",
    "a 27-year old man",
    "June Osborne said",
    "Hurricane April moved",
    "the fall of Kabul",
    "the spring offensive",
    "in winter",
    "03.07.2025",
    "2025-13-45",
    "every Thursday",
    "on Thursdays",
    "Black Friday sales",
    "The Sunday Times reported",
    "the week",
    "at midnight",
    "85% of 2 million",
    "Article 3 may apply",
    "the 2000 soldiers",
]

DURATIONS = [
    ("lasted about an hour, was", "lasted about an hour", "PT1H"),
    ("held for two days", "for two days", "P2D"),
    ("for almost eight weeks", "for almost eight weeks", "P56D"),
    ("a 90-minute call", "90-minute", "PT1H30M"),
    ("a two-hour-long call", "two-hour-long", "PT2H"),
    ("an hour-long call", "hour-long", "PT1H"),
    ("a weeklong truce", "weeklong", "P7D"),
    ("a 30-day ceasefire", "30-day", "P30D"),
    ("lasting two and a half hours", "lasting two and a half hours", "PT2H30M"),
    ("lasted an hour and 20 minutes", "lasted an hour and 20 minutes", "PT1H20M"),
    ("lasted half an hour", "lasted half an hour", "PT30M"),
    ("for 1.5 years", "for 1.5 years", "P1Y6M"),
    ("after two days of talks", "two days", "P2D"),
    ("for twenty-four hours", "for twenty-four hours", "P1D"),
    ("is scheduled to last 45 minutes", "to last 45 minutes", "PT45M"),
]

RELATIVE = [
    ("The day after his call with Putin", "The day after", 1),
    ("the talks held the day before.", "the day before", -1),
    ("a day earlier", "a day earlier", -1),
    ("the previous day", "the previous day", -1),
    ("the following day", "the following day", 1),
    ("The next day they met", "The next day", 1),
    ("two days later", "two days later", 2),
    ("ten days before the summit", "ten days before", -10),
    ("later that day", "later that day", 0),
]


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
    text = "On July 3, Trump spoke for an hour with Putin, and on Friday with Zelensky; talks were held in May and June."
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


@pytest.mark.parametrize(
    "reference", ["0001-01-01", "9999-12-31", "soon", "", "2025-02-30", "2025-07-05T10:00:00Z"]
)
def test_any_reference_is_survived(reference: str) -> None:
    text = "yesterday, tomorrow, last week, next year, two years ago, in two weeks, on Thursday, in March, on May 3"
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
