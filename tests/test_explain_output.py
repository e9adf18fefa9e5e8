"""How `kg explain` shows it: on terminals, on pages, in JSON and in files; nothing in a text harms a reader."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from explained import BIDEN, build_in_every_syntax, of, run, told
from hand_made import BASE

from kg import explain, store


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_in_every_syntax(tmp_path_factory.mktemp("built"))


# Harm


EVIL = "\x1b[31mred\x1b[0m \x9b2J <script>alert(1)</script> \u202egnp.exe \x07 & \"'"
HARMFUL = (
    f"<doc/1> a nif:Context ; nif:isString {json.dumps('Ann ' + EVIL + ' called.')} ;"
    f" schema:headline {json.dumps(EVIL)} ;"
    ' schema:url "javascript:alert(1)" .'
    f"<doc/1#char=4,{4 + len(EVIL)}> a nif:Phrase ; nif:beginIndex 4 ; nif:endIndex {4 + len(EVIL)} ;"
    f" nif:anchorOf {json.dumps(EVIL)} ; nif:referenceContext <doc/1> ; itsrdf:taIdentRef <person/x> ."
    f"<person/x> a kg:Person ; rdfs:label {json.dumps(EVIL)}@en ; kg:office {json.dumps(EVIL)} ;"
    f" skos:altLabel {json.dumps(EVIL + 'x')}@en ; owl:sameAs <javascript:alert(2)> ."
    "<doc/1#claim> a kg:Claim ; rdf:subject <person/x> ; rdf:predicate kg:office ;"
    f" rdf:object {json.dumps(EVIL)} ; prov:wasDerivedFrom <doc/1#char=4,{4 + len(EVIL)}> ;"
    f" kg:rule {json.dumps(EVIL)} ; rdfs:comment {json.dumps(EVIL)} ."
)


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.links: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in ("meta", "br"):
            self.open.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@pytest.mark.parametrize("format", explain.FORMATS)
def test_no_character_of_a_text_reaches_the_terminal_as_a_command(format: str) -> None:
    output = explain.rendered(explain.explain(of(HARMFUL), "person/x"), format)
    assert set(output) & set("\x1b\x9b\x07\u202e\r") == set()
    assert "red" in output


def test_json_keeps_such_characters_as_escapes() -> None:
    assert told(of(HARMFUL), "person/x")["mentions"][0]["words"] == EVIL


def test_in_html_texts_are_text_and_only_web_addresses_are_links() -> None:
    page = Tags()
    page.feed(explain.rendered(explain.explain(of(HARMFUL), "person/x"), "html"))
    assert "script" not in page.tags
    assert page.open == []
    assert "<script>alert(1)</script>" in "".join(page.words)
    assert page.links
    assert all(link.startswith("#article-") for link in page.links)


def test_a_page_needs_nothing_else_and_is_whole(built: Path) -> None:
    page = Tags()
    page.feed(run("explain", built, "person/joe-biden", "-f", "html").stdout)
    assert page.open == []
    assert set(page.tags).isdisjoint({"script", "link", "img", "iframe"})
    assert "mark" in page.tags
    assert all(link.startswith(("#article-", "http://www.wikidata.org/", "https://")) for link in page.links)


def test_words_that_do_not_stand_where_the_graph_says_are_shown_alone() -> None:
    source = of(
        '<doc/1> a nif:Context ; nif:isString "Changed since, and longer." . <person/x> a kg:Person ; rdfs:label "X" .'
        '<doc/1#char=0,3> nif:beginIndex 0 ; nif:endIndex 3 ; nif:anchorOf "Ann" ; nif:referenceContext <doc/1> ;'
        " itsrdf:taIdentRef <person/x> ."
    )
    one = told(source, "X")
    assert one["mentions"][0]["sentence"] is None
    assert one["mentions"][0]["words"] == "Ann"
    assert "Some words do not stand where the graph says: the text or the offsets were changed." in one["notes"]


def test_half_a_graph_is_told_as_far_as_it_goes() -> None:
    source = of(
        '<person/x> a kg:Person ; kg:office "Clerk" ; kg:represents _:s .'
        '[] itsrdf:taIdentRef <person/x> ; nif:beginIndex "soon" ; nif:anchorOf "Xaver" .'
        '[] a kg:Claim ; rdf:subject <person/x> ; rdf:predicate kg:office ; rdf:object "Clerk" .'
    )
    for format in explain.FORMATS:
        output = explain.rendered(explain.explain(source, BASE + "person/x"), format)
        assert "Clerk" in output
        assert "Xaver" in output


# The command


def test_lines_are_as_wide_as_asked_and_marks_close_on_each(built: Path) -> None:
    explanation = explain.explain(store.load(str(built)), "person/joe-biden")
    for width in (40, 60, 110):
        lines = explain.rendered(explanation, "text", width=width).splitlines()
        assert [line for line in lines if len(line) > width and len(line.split()) > 1] == []
        assert all(line.count("[[") == line.count("]]") for line in lines)


def test_colour_marks_words_without_brackets(built: Path) -> None:
    explanation = explain.explain(store.load(str(built)), "person/joe-biden")
    coloured = explain.rendered(explanation, "text", colour=True)
    assert "\x1b[1;33mBiden\x1b[0m" in coloured
    assert "[[" not in coloured


def on_a_terminal(*arguments: str, **environment: str) -> bytes:
    """What a process prints whose standard output is a terminal."""
    leader, follower = pytest.importorskip("pty").openpty()
    clean = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "TERM", "COLUMNS")}
    command = [sys.executable, "-m", "kg", *arguments]
    process = subprocess.Popen(command, stdout=follower, env={**clean, "TERM": "xterm", **environment})
    os.close(follower)
    read = b""
    while True:
        try:
            piece = os.read(leader, 65_536)
        except OSError:  # how Linux tells that nobody writes any more
            break
        if not piece:
            break
        read += piece
    os.close(leader)
    assert process.wait() == 0
    return read


def test_colour_is_for_terminals_unless_it_is_declined(built: Path) -> None:
    arguments = ("explain", str(built), "place/kyiv")
    assert b"\x1b[1;33mKyiv\x1b[0m" in on_a_terminal(*arguments)
    assert b"\x1b" not in on_a_terminal(*arguments, NO_COLOR="1")
    assert b"\x1b" not in on_a_terminal(*arguments, TERM="dumb")
    assert "\x1b" not in run(*arguments).stdout


def test_the_output_goes_to_a_file_in_the_format_of_its_suffix(built: Path, tmp_path: Path) -> None:
    page, data, text = (tmp_path / name for name in ("why.html", "why.json", "why.txt"))
    for path in (page, data, text):
        result = run("explain", built, "person/joe-biden", "-o", path)
        assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert json.loads(data.read_bytes())["iri"] == BIDEN
    assert text.read_text(encoding="utf-8") == run("explain", built, "person/joe-biden").stdout


def test_the_graph_may_come_from_standard_input(built: Path) -> None:
    turtle = built.with_suffix(".ttl").read_bytes()
    assert run("explain", "-", "person/joe-biden", stdin=turtle).stdout == run("explain", built, BIDEN).stdout


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["missing.nq", "x"], 2, "missing.nq: no such file"),
        (["graph.graphml", "x"], 2, "holds no RDF"),
        (["broken.ttl", "x"], 1, "is no turtle"),
        (["graph.nq", "person/nobody"], 2, "no entity or event in the graph is called 'person/nobody'"),
        (["graph.nq", "person/joe-biden", "-f", "pdf"], 2, "choose one of text, html, json"),
        (["graph.nq", "person/joe-biden", "-o", "graph.nq"], 2, "is the graph: write to another file"),
        (["graph.nq", "person/joe-biden", "-o", "no/such/folder/x.html"], 2, "cannot be written"),
        (["graph.nq"], 2, "THING"),
    ],
)
def test_what_cannot_be_explained_is_told(
    built: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], code: int, message: str
) -> None:
    monkeypatch.chdir(built.parent)
    (built.parent / "broken.ttl").write_text("<urn:a> b")
    before = built.read_bytes()
    result = run("explain", *arguments)
    assert result.exit_code == code
    assert message in result.stderr
    assert result.stdout == ""
    assert built.read_bytes() == before
