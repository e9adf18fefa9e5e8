"""The pages that a server shows, in a real browser: a query typed in gives its table, an error its place."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from hand_made import CALL, TRUMP
from reader import PATIENCE, WEBGL, browsing
from served import HEAVY, Served, served, written

HOSTILE = '<img src=x onerror="document.title=1">'


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    path = written(tmp_path_factory.mktemp("served"), "a <b>graph & more.nq")
    with served(path, "--timeout", "300", "--workers", "2") as server:
        yield server


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with browsing(*WEBGL) as started:
        yield started


class Asker:
    """The editor, open in a browser, and all that went wrong or was fetched there."""

    def __init__(self, browser: Any, server: Served, path: str, **settings: Any) -> None:
        context = browser.new_context(accept_downloads=True, reduced_motion="reduce", **settings)
        context.set_default_timeout(100 * PATIENCE)
        self.page = context.new_page()
        self.wrong: list[str] = []
        self.fetched: list[str] = []
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("console", lambda said: self.wrong.append(said.text) if "Content Security" in said.text else None)
        self.page.on("dialog", lambda dialog: self.wrong.append(dialog.message))
        self.page.on("request", lambda request: self.fetched.append(request.url))
        self.page.goto(server.url + path)

    def ask(self, query: str) -> None:
        self.page.fill("#query-text", query)
        self.page.press("#query-text", "Control+Enter")

    def status(self, words: str) -> None:
        self.page.locator("#query-status", has_text=words).wait_for()

    def table(self) -> list[list[str]]:
        return [row.locator("td").all_inner_texts()[1:] for row in self.page.locator("#query-table tbody tr").all()]


@pytest.fixture
def asker(browser: Any, server: Served) -> Iterator[Asker]:
    opened = Asker(browser, server, "/query")
    yield opened
    assert opened.wrong == []
    assert [url for url in opened.fetched if not url.startswith((server.url, "blob:" + server.url, "data:"))] == []
    opened.page.context.close()


def test_a_query_that_is_typed_gives_its_table(asker: Asker) -> None:
    asker.ask(
        "SELECT DISTINCT ?who ?name { <" + CALL + "> kg:participant ?who . ?who rdfs:label ?name } ORDER BY ?name"
    )
    asker.status("2 rows")
    assert asker.page.locator("#query-table th").all_inner_texts() == ["#", "who", "name"]
    # IRIs are shown by what follows the base, and the prefixes.
    assert asker.table() == [
        ["person/donald-trump", "Donald Trump @en"],
        ["person/vladimir-putin", "Vladimir Putin @en"],
    ]


def test_values_are_shown_as_text(asker: Asker) -> None:
    asker.ask("SELECT (STR('''" + HOSTILE + "''') AS ?x) (1 + 1 AS ?sum) ('a'^^<urn:own> AS ?own) { }")
    asker.status("1 row")
    assert asker.table() == [[HOSTILE, "2", "a urn:own"]]
    assert asker.page.title() == "Ask a <b>graph & more.nq"
    assert asker.page.locator("h1").inner_text() == "Ask a <b>graph & more.nq"


def test_yes_or_no_and_graphs_are_shown_too(asker: Asker) -> None:
    asker.ask(f"ASK {{ <{CALL}> kg:participant <{TRUMP.iri}> }}")
    asker.status("yes")
    asker.ask(f"CONSTRUCT WHERE {{ <{CALL}> kg:participant ?who }}")
    asker.status("a graph of")
    assert "kg:participant" in asker.page.locator("#query-table pre").inner_text()


def test_an_error_is_marked_where_it_is(asker: Asker) -> None:
    asker.ask('SELECT ?a {\n  ?a rdfs:label "🙂" ; foaf:name ?n }')
    error = asker.page.locator("#query-error")
    error.wait_for()
    assert "line 2, column 23 of the query: the prefix foaf: is not known" in error.inner_text()
    marked = asker.page.evaluate(
        "() => { const t = document.activeElement; return t.value.slice(t.selectionStart, t.selectionEnd) }"
    )
    assert marked == "foaf:name"
    assert asker.page.locator("#query-answer").is_hidden()
    asker.ask("ASK { }")
    asker.status("yes")
    assert error.is_hidden()


def test_a_ready_question_takes_values(asker: Asker) -> None:
    asker.page.select_option("#query-examples", "calls")
    fields = asker.page.locator("#query-fields label")
    assert [text.strip() for text in fields.all_inner_texts()] == ["person", "since", "until"]
    asker.page.fill("#query-fields input[name=person]", "Putin")
    asker.page.fill("#query-fields input[name=since]", "2025-07")
    asker.page.click("#query-run")
    asker.status("1 row")
    assert "Donald Trump, Vladimir Putin" in asker.table()[0][2]
    assert "<https://example.org/kg/person/vladimir-putin>" in asker.page.input_value("#query-text")
    asker.page.fill("#query-fields input[name=person]", "Nobody Known")
    asker.page.click("#query-run")
    asker.page.locator("#query-error", has_text="Nobody Known").wait_for()
    # A question that is changed is one's own.
    asker.page.fill("#query-text", "ASK { }")
    assert fields.count() == 0


def test_every_ready_question_can_be_asked(asker: Asker) -> None:
    names = asker.page.eval_on_selector_all("#query-examples option", "all => all.map(one => one.value)")
    assert names[:2] == ["-", ""]
    assert "strikes" in names
    for name in names[1:]:
        asker.page.select_option("#query-examples", name)
        required = asker.page.locator("#query-fields input:required")
        for field in required.all():
            field.fill(CALL if field.get_attribute("name") == "event" else "Putin")
        asker.page.click("#query-run")
        asker.page.locator("#query-status", has_text=re.compile(r"\d rows?")).wait_for()
        asker.page.evaluate("() => { document.getElementById('query-status').textContent = '' }")


def test_a_thing_of_the_answer_is_described(asker: Asker) -> None:
    asker.ask(f"SELECT ?who {{ <{CALL}> kg:participant ?who }} ORDER BY ?who LIMIT 1")
    asker.status("1 row")
    asker.page.locator("#query-table .term").click()
    asker.status("a graph of")
    assert asker.page.input_value("#query-text") == f"DESCRIBE <{TRUMP.iri}>"


def test_a_query_is_stopped_by_its_button(asker: Asker) -> None:
    asker.ask(HEAVY)
    asker.page.click("#query-stop")
    asker.status("stopped")
    asker.ask("ASK { }")
    asker.status("yes")


def test_an_answer_is_saved(asker: Asker, tmp_path: Path) -> None:
    asker.ask("SELECT DISTINCT ?name { ?s a kg:Person ; rdfs:label ?name } ORDER BY ?name")
    asker.status("2 rows")
    with asker.page.expect_download() as download:
        asker.page.get_by_role("button", name="CSV").click()
    download.value.save_as(tmp_path / "a.csv")
    assert download.value.suggested_filename == "answer.csv"
    assert (tmp_path / "a.csv").read_text(encoding="utf-8").split() == ["name", "Donald", "Trump", "Vladimir", "Putin"]


@pytest.mark.parametrize("width", [360, 1280, 1700])
def test_the_viewer_has_the_editor_beside_the_drawing(browser: Any, server: Served, width: int) -> None:
    opened = Asker(browser, server, "/", viewport={"width": width, "height": 800})
    opened.page.get_by_role("button", name="Ask", exact=True).first.click()
    opened.ask(f"SELECT DISTINCT ?who {{ <{CALL}> kg:participant ?who }} ORDER BY ?who")
    opened.status("2 rows")
    # What the answer names is pointed out in the drawing.
    assert sorted(opened.page.evaluate("() => kg.state().pointedOut")) == [
        TRUMP.iri,
        TRUMP.iri.replace("donald-trump", "vladimir-putin"),
    ]
    for part in ("#query-text", "#query-examples", "#query-table"):
        box = opened.page.locator(part).bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
    opened.page.locator("#query-table .term").first.click()
    assert opened.page.evaluate("() => kg.state().chosen") == TRUMP.iri
    assert opened.wrong == []
    assert [url for url in opened.fetched if not url.startswith((server.url, "data:"))] == []
    opened.page.context.close()


@pytest.mark.parametrize("path", ["/", "/query"])
def test_a_page_runs_its_own_scripts_alone(server: Served, path: str) -> None:
    answer = httpx.get(server.url + path, timeout=60)
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]+)"', answer.text)
    rules = dict(rule.strip().partition(" ")[::2] for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["connect-src"] == "'self'"
    for element in ("script", "style"):
        allowed = rules[f"{element}-src"].split()
        for text in re.findall(rf"<{element}>(.*?)</{element}>", answer.text, re.DOTALL):
            digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
            assert f"'sha256-{digest}'" in allowed
        assert not {"'unsafe-inline'", "'unsafe-eval'", "*"} & set(allowed)
    assert answer.headers["Content-Security-Policy"] == "frame-ancestors 'none'"
    assert httpx.get(server.url + path, timeout=60).content == answer.content


def test_a_question_is_filled_in_by_the_server(server: Served) -> None:
    def asked(name: str, **given: str) -> httpx.Response:
        return httpx.get(f"{server.url}/questions/{name}", params=given, timeout=60)

    filled = asked("calls", person="Trump", since="2025")
    assert filled.headers["Content-Type"] == "application/sparql-query; charset=utf-8"
    assert f"VALUES ?person {{ <{TRUMP.iri}> }}" in filled.text
    assert '"2025-01-01"' in filled.text
    assert asked("no-such-question").status_code == 404
    for wrong in (asked("calls", person="Nobody Known"), asked("calls", since="July"), asked("calls", colour="red")):
        assert wrong.status_code == 400
        assert wrong.text.count("\n") == 1
    hostile = asked("calls", person='Trump> } . DROP ALL #"')
    assert hostile.status_code == 400
