"""How the text of a document is laid out: its pieces with their offsets, its wrapped lines, where sentences start."""

from __future__ import annotations

import textwrap
from itertools import pairwise

import pytest
import spacy
import told
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from kg import language
from kg.language import starts
from kg.language.pieces import Kind, pieces
from kg.language.plain import plain
from kg.model import Document

# A tokenizer alone: what is tested here is what goes into a parser and what becomes of it.
BLANK = spacy.blank("en")

# A text, and its pieces: each kind is told by brackets of its own.
BRACKETS = {
    Kind.TEXT: "{}",
    Kind.DATELINE: "<{}>",
    Kind.LABEL: "[{}]",
    Kind.MARK: "({})",
    Kind.LEAVINGS: "~{}~",
}
PIECES = {
    "a headline and the text below it": (
        "Envoys meet on the lake\nThe envoys met. They left.",
        ["Envoys meet on the lake", "The envoys met. They left."],
    ),
    "items of a list, their marks apart": (
        "The plan:\n- a truce\n• Free passage\n* Talks\n(1) Aid\n2. Trade\na) grain\n[3] oil\niv. gas",
        [
            "The plan:",
            *("(-)", "a truce", "(•)", "Free passage", "(*)", "Talks", "((1))", "Aid"),
            *("(2.)", "Trade", "(a))", "grain", "([3])", "oil", "(iv.)", "gas"),
        ],
    ),
    "initials are no marks": ("A. Lee met J. Roe.", ["A. Lee met J. Roe."]),
    "a place and an agency": (
        "TARTU, Estonia (AP) — The minister flew home.",
        ["<TARTU, Estonia (AP) —>", "The minister flew home."],
    ),
    "a place and a day": ("TARTU, Jan. 5 — Envoys met.", ["<TARTU, Jan. 5 —>", "Envoys met."]),
    "a place, a day and an agency, with full stops": (
        "Tartu. June 3. Interfax - Envoys met.",
        ["<Tartu. June 3. Interfax ->", "Envoys met."],
    ),
    "an agency between strokes": ("TARTU, March 3. /TASS/. Envoys met.", ["<TARTU, March 3. /TASS/.>", "Envoys met."]),
    "an agency and a colon": (
        "Tartu [Estonia], June 3 (ANI): Envoys met.",
        ["<Tartu [Estonia], June 3 (ANI):>", "Envoys met."],
    ),
    "an agency alone": ("(Reuters) - Envoys met.", ["<(Reuters) ->", "Envoys met."]),
    "a place alone": ("TARTU -- Envoys met.", ["<TARTU -->", "Envoys met."]),
    "a place before its state": ("Tartu, Estonia – Envoys met.", ["<Tartu, Estonia –>", "Envoys met."]),
    "the day before the month": ("Tartu, 3 June 2024 – Envoys met.", ["<Tartu, 3 June 2024 –>", "Envoys met."]),
    "a dash within a sentence": ("Estonia – and its neighbours – agreed.", ["Estonia – and its neighbours – agreed."]),
    "a day before a dash": (
        "On Monday, June 3 – Ann's birthday – they met.",
        ["On Monday, June 3 – Ann's birthday – they met."],
    ),
    "an organization is no place": ("NATO – Estonia's shield – grew.", ["NATO – Estonia's shield – grew."]),
    "capitals throughout are a headline": ("ESTONIA – LATVIA BORDER OPEN", ["ESTONIA – LATVIA BORDER OPEN"]),
    "a speaker in capitals": ("MS LEE:  Thank you. Good day.", ["[MS LEE:]", "Thank you. Good day."]),
    "a speaker who is not named": (
        "THE MODERATOR: (Via interpreter) Who?",
        ["(THE MODERATOR: (Via interpreter))", "Who?"],
    ),
    "questions and answers": (
        "QUESTION: Who?\nQ: Why?\nA: So.\nQ    When?",
        ["(QUESTION:)", "Who?", "(Q:)", "Why?", "(A:)", "So.", "(Q)", "When?"],
    ),
    "a speaker with an aside": (
        "MINISTER LEE: (Via interpreter) We agree.",
        ["[MINISTER LEE: (Via interpreter)]", "We agree."],
    ),
    "a speaker with an office": ("Ann Lee, Mayor of Tartu: We agree.", ["[Ann Lee, Mayor of Tartu:]", "We agree."]),
    "who said it is a sentence": ('The mayor said: "We agree."', ['The mayor said: "We agree."']),
    "a day before a colon dates what follows": ("June 3: Envoys meet.", ["June 3: Envoys meet."]),
    "a heading that ends with a colon": ("KEY POINTS:", ["KEY POINTS:"]),
    "cells of a table": (
        "| State | Tanks |\n|---|---|\nEstonia\tnone",
        ["(|)", "State", "(|)", "Tanks", "(|)", "(|---|---|)", "Estonia", "none"],
    ),
    "a caption and its credit": (
        "Envoys in Tartu, June 3. (AP Photo/Ann Lee)\nEnvoys in Tartu. REUTERS/Ann Lee",
        ["Envoys in Tartu, June 3.", "~(AP Photo/Ann Lee)~", "Envoys in Tartu.", "~REUTERS/Ann Lee~"],
    ),
    "who wrote it": (
        "By Ann Lee and Bo Roe, The Gazette\nEnvoys met. (Reporting by Ann Lee; Editing by Bo Roe)",
        ["~By Ann Lee and Bo Roe, The Gazette~", "Envoys met.", "~(Reporting by Ann Lee; Editing by Bo Roe)~"],
    ),
    "what a headline may begin with as well": (
        "By Friday, envoys had left Tartu\nImages by Lee show the bridge.\nFor more than a year, no contact.",
        ["By Friday, envoys had left Tartu", "Images by Lee show the bridge.", "For more than a year, no contact."],
    ),
    "what a page leaves behind": (
        "Read more: Envoys meet again\nFile photo\n2:15 p.m. EDT\nPhone: +372 555 01 00\n-ENDS-\nEnd text.",
        [
            "~Read more: Envoys meet again~",
            "~File photo~",
            "~2:15 p.m. EDT~",
            "~Phone: +372 555 01 00~",
            "~-ENDS-~",
            "~End text.~",
        ],
    ),
    "nothing but marks": ("###\n* * *\n2024", ["(###)", "(* * *)", "(2024)"]),
    "line ends of all systems": ("One.\r\nTwo.\rThree.\u2028Four.", ["One.", "Two.", "Three.", "Four."]),
    "a quotation of two paragraphs": (
        "“The first goes on.\n\n“The second ends it,” she said.",
        ["“The first goes on.", "“The second ends it,” she said."],
    ),
}

PARAGRAPH = (
    "The foreign ministers of Estonia and Latvia met in Tartu on Thursday to discuss trade, and Ann Lee, who "
    "speaks for the mayor, said that they had agreed on everything but the price of grain. They will meet again "
    "in the autumn. No date was given, but several people said that the talks would last for at least a week."
)
VERSES = "\n".join(("The envoys went by night and day", "over the hills", "and over the long grey bay", "to meet"))


def shown(text: str) -> list[str]:
    found = pieces(text, told.lexicon())
    return [BRACKETS[piece.kind].format(text[piece.begin : piece.end]) for piece in found]


@pytest.mark.parametrize(("text", "expected"), PIECES.values(), ids=PIECES)
def test_a_text_falls_into_its_pieces(text: str, expected: list[str]) -> None:
    assert shown(text) == expected


def test_a_dateline_says_which_of_it_are_places() -> None:
    text = "NARVA/TARTU, Estonia, June 3 (Reuters) - Envoys met."
    dateline = next(pieces(text, told.lexicon()))
    assert [text[begin:end] for begin, end in dateline.places] == ["NARVA", "TARTU", "Estonia"]


# Lines


def wrapped(text: str, width: int = 72, **options: str) -> str:
    return textwrap.fill(text, width, **options)


@pytest.mark.parametrize("width", [56, 65, 72, 80, 100])
def test_lines_broken_for_a_width_are_one_paragraph(width: int) -> None:
    text = f"Envoys meet on the lake\n{wrapped(PARAGRAPH, width)}\n\n{wrapped(PARAGRAPH, width)}\n"
    first = text.index("The")
    second = text.index("The", text.index("\n\n"))
    assert [(p.begin, p.end) for p in pieces(text, told.lexicon())] == [
        (0, len("Envoys meet on the lake")),
        (first, text.index("\n\n")),
        (second, len(text) - 1),
    ]


def test_a_paragraph_ends_with_its_short_line() -> None:
    text = f"{wrapped(PARAGRAPH)}\n{wrapped(PARAGRAPH, initial_indent='    ')}"
    assert [" ".join(words.split()) for words in shown(text)] == [PARAGRAPH, PARAGRAPH]


def test_a_wrapped_item_goes_on_below_its_mark() -> None:
    item = wrapped(PARAGRAPH, initial_indent="- ", subsequent_indent="  ")
    assert [" ".join(words.split()) for words in shown(f"{item}\n{item}")] == ["(-)", PARAGRAPH] * 2


@pytest.mark.parametrize("line", ["MS LEE: Who?", "- Talks", "TARTU (AP) — Envoys met.", "Advertisement"])
def test_what_begins_anew_goes_on_no_wrapped_line(line: str) -> None:
    full = wrapped(PARAGRAPH).split("\n")
    last = "so the talks ended, and those who had come went home by the night train."
    text = "\n".join([*full[:-1], last, line])
    assert len(last) == 72
    assert " ".join(shown(text)[0].split()).endswith("night train.")


@pytest.mark.parametrize(
    "text",
    [
        VERSES,
        f"{wrapped(PARAGRAPH)}\n\n{VERSES}",
        "Present were\nthe mayor of Tartu\nthe envoy of the king, with his whole household\nand two clerks",
        "Envoys meet on the lake\nMayor is glad\nGrain gets dearer",
        f"{PARAGRAPH}\n{PARAGRAPH}",
    ],
    ids=["verses", "verses below a wrapped text", "a list without marks", "headlines", "a paragraph a line"],
)
def test_lines_that_end_where_they_end_stay_apart(text: str) -> None:
    apart = text.split("\n\n")[-1]
    lines = apart.split("\n")
    assert shown(text)[-len(lines) :] == lines


# What the parser sees


def test_a_parser_sees_single_blanks_and_whole_words() -> None:
    text = "Ann\u00a0Lee\tmet  Bo\nRoe\u200b in Tar\u00adtu on long-\nrange tra\u00adde."
    seen, where = plain(text)
    assert seen == "Ann Lee met Bo Roe in Tartu on long-range trade."
    assert [text[i] for i, c in zip(where, seen, strict=True) if c != " "] == [c for c in seen if c != " "]


def parsed(text: str) -> Doc:
    return language.parse(BLANK, Document(text), told.lexicon())


def test_words_have_the_offsets_that_they_have_in_the_text() -> None:
    text = "•\u00a0Ann\u00a0Lee met  Bo\u00ad.\r\n\r\nTARTU (AP) —  Envoys met."
    words = [(t.text, t.idx) for t in parsed(text) if t.pos_ != "SPACE"]
    assert words[:6] == [("•", 0), ("Ann", 2), ("Lee", 6), ("met", 10), ("Bo", 15), (".", 18)]
    assert all(text[begin : begin + len(word)] == word for word, begin in words)


def test_marks_and_leavings_have_no_place_in_a_tree() -> None:
    unread = [t.text for t in parsed("- Ann met Bo.\nRead more: Bo") if not t.dep_ and not t.is_space]
    assert unread == ["-", "Read", "more", ":", "Bo"]


ODD = st.sampled_from(
    ["\n", "\r\n", "\r", "\t", "  ", "\u00a0", "\u200b", "\u00ad", "\u2028", " | ", "- ", "1. ", "Q: ", "MS LEE:  ",
     "TARTU (AP) — ", "June 3", ". ", ".”", '"', "(Photo: A)", "By Ann Lee", "🙂", "e\u0301", "İ", "ß"]
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(st.one_of(ODD, st.text(max_size=8), st.sampled_from(PARAGRAPH.split(" ")).map(lambda w: w + " "))))
def test_no_character_is_lost_or_moved(parts: list[str]) -> None:
    text = "".join(parts)
    doc = parsed(text)
    assert len(doc.text) == len(text)
    # A blank stands for one character of white space between two words; all else is as it was.
    assert all(a == b or (a == " " and b.isspace()) for a, b in zip(doc.text, text, strict=True))
    assert all(text[t.idx : t.idx + len(t)] == t.text for t in doc)
    found = list(pieces(text, told.lexicon()))
    assert all(a.end <= b.begin for a, b in pairwise(found))
    gaps = text[: found[0].begin] if found else text
    gaps += "".join(text[a.end : b.begin] for a, b in pairwise(found)) + (text[found[-1].end :] if found else "")
    assert plain(gaps)[0].strip() == ""


@pytest.mark.parametrize("text", ["word " * 40_000, "word" * 50_000, '"' * 200_000, "a-" * 100_000, "word\n" * 40_000])
def test_texts_without_sentences_are_cut_into_pieces_of_bounded_length(text: str) -> None:
    found = list(pieces(text, told.lexicon()))
    assert max(piece.end - piece.begin for piece in found) <= 8_000
    assert max(len(BLANK(text[piece.begin : piece.end])) for piece in found[:20]) <= 1_600
    assert sum(piece.end - piece.begin for piece in found) >= len(text) - text.count(" ") - text.count("\n")


def test_a_long_text_is_cut_where_a_sentence_ends() -> None:
    found = shown("The envoys met again in Tartu. " * 1_000)
    assert len(found) > 1
    assert all(piece.endswith("Tartu.") for piece in found)


# Where sentences start


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ('He left. "We stay." She left.', ["He", '"', "She"]),
        ("They came. “We stay.” He left.", ["They", "“", "He"]),
        ('It was "a great day" Monday, all said.', ["It"]),
        ("The Mayor Ann Lee met Bo. He left.", ["The", "He"]),
        ("Brig. Gen. Lee met Lt. Col. Roe. He left.", ["Brig", "He"]),
        ("They met (as was agreed) again. (It rained.) He left.", ["They", "(", "He"]),
        ("First Tartu… Then Narva?! Yes.", ["First", "Then", "Yes"]),
    ],
)
def test_a_sentence_starts_only_after_an_end(text: str, kept: list[str]) -> None:
    doc = BLANK(text)
    starts.forbid(doc, frozenset(("Gen.", "Lt.", "Col.", "Brig.")))
    assert [t.text for t in doc if t.is_sent_start is not False] == kept


def test_without_marks_the_parser_decides() -> None:
    doc = BLANK("mayor is glad envoys go home")
    starts.forbid(doc, frozenset())
    assert all(t.is_sent_start is not False for t in doc)


def test_a_label_is_one_sentence() -> None:
    doc = BLANK("Tartu. June 3. Interfax -")
    starts.forbid(doc, frozenset(), whole=True)
    assert [t.text for t in doc if t.is_sent_start is not False] == ["Tartu"]


# What is told does not hang on the layout

NEWS = (
    "President Emmanuel Macron and Chancellor Olaf Scholz spoke by phone on Thursday to discuss the war in Ukraine. "
    "French Foreign Minister Catherine Colonna met her Polish counterpart Zbigniew Rau in Warsaw on Friday. Russian "
    "forces attacked the city of Kharkiv with drones and missiles in the night, and Germany will supply Ukraine with "
    "two more air defense systems, the foreign ministry in Berlin said."
)


LAYOUTS = {
    "wrapped": wrapped(NEWS),
    "indented": wrapped(NEWS, 60, initial_indent="    "),
    "a wrapped item": wrapped(NEWS, initial_indent="* ", subsequent_indent="  "),
    "blanks that do not break": NEWS.replace(" ", "\u00a0"),
    "two blanks between sentences": NEWS.replace(". ", ".  "),
    "characters without width": NEWS.replace("spoke", "spo\u00adke\u200b"),
    "behind a mark": f"- {NEWS}",
    "behind a dateline": f"GENEVA (AP) — {NEWS}",
    "behind a label": f"THE MODERATOR:  {NEWS}",
    "before a credit": f"{NEWS} (AP Photo/Ann Lee)",
}


@pytest.mark.parametrize("text", LAYOUTS.values(), ids=LAYOUTS)
def test_a_text_tells_the_same_however_it_is_laid_out(text: str) -> None:
    expected = told.events(NEWS)
    assert len(expected) > 2
    assert told.events(text) == expected
