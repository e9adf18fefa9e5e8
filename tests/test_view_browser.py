"""The page of `kg view` in a real browser: what is drawn, found, filtered, opened and read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from reader import WEBGL, Reader, browsing, near, opening
from viewed import ALONE, ANN, BOB, CALL, EVIL, HOSTILE, LAND, SAYING, STRIKE, TALKS, store

from kg import view


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with browsing(*WEBGL) as started:
        yield started


@pytest.fixture(scope="module")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("view") / "page.html"
    path.write_text(view.page(store(), title="Calls & <strikes>"), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def shared_reader(browser: Any, page_file: Path) -> Iterator[Reader]:
    reader = Reader(browser, page_file)
    yield reader
    reader.page.context.close()


@pytest.fixture
def reader(shared_reader: Reader) -> Iterator[Reader]:
    """The page, as it is at first; after each test nothing may have gone wrong on it, or been asked of a server."""
    shared_reader.page.evaluate("() => { kg.choose(null); kg.reset(); kg.show(null); }")
    shared_reader.search("")
    yield shared_reader
    assert shared_reader.wrong == []
    assert [url for url in shared_reader.asked if not url.startswith("file:")] == []
    assert len(shared_reader.asked) == 1


@pytest.fixture
def opened(browser: Any, tmp_path: Path) -> Iterator[Callable[..., Reader]]:
    yield from opening(browser, tmp_path)


# Drawing


def test_the_graph_is_really_drawn(reader: Reader) -> None:
    state = reader.state()
    assert state["webgl"]
    assert (state["things"], state["drawn"], state["entities"], state["events"]) == (9, 9, 5, 4)
    assert (state["lines"], state["drawnLines"]) == (5, 5)
    assert near(reader.colour(LAND), "#5b8e7d")
    assert near(reader.colour(ANN), "#f4a259")
    # Planned: hollow, and hollow of another colour than a strike that happened.
    assert near(reader.colour(STRIKE), "#ffffff")
    # Negated: crossed.
    assert near(reader.colour(TALKS), "#1c2126")
    assert reader.texts("h1") == ["Calls & <strikes>"]
    assert reader.texts("#counts") == ["5 entities, 4 events; 3 articles"]


def test_what_is_filtered_away_is_no_longer_drawn(reader: Reader) -> None:
    place = reader.page.evaluate("iri => kg.at(iri)", LAND)
    reader.box("State").uncheck()
    assert LAND not in reader.drawn()
    assert reader.page.evaluate("iri => kg.at(iri)", LAND) is None
    reader.page.wait_for_timeout(300)
    # The place may hold something else now that the rest fills the window, but no state.
    around = reader.pixels()[round(place["y"]), round(place["x"])][:3]
    assert not near(tuple(round(255 * float(one)) for one in around), "#5b8e7d")


def test_lines_of_what_did_not_simply_happen_are_dashed(opened: Callable[..., Reader]) -> None:
    reader = opened(view.page(store()))

    def share(one: str, other: str) -> float:
        """How much of the way between two things is drawn on."""
        pixels = reader.pixels()
        a, b = (reader.page.evaluate("iri => kg.at(iri)", iri) for iri in (one, other))
        inked = 0
        for step in range(20, 81):
            x, y = (a[axis] + (b[axis] - a[axis]) * step / 100 for axis in ("x", "y"))
            around = pixels[round(y) - 1 : round(y) + 2, round(x) - 1 : round(x) + 2, :3]
            inked += bool(around.min() < 0.9)
        return inked / 61

    assert share(ANN, LAND) == 1
    assert 0.2 < share(STRIKE, LAND) < 0.95


# Search and filters


def test_search_finds_names_other_names_and_words_of_quotes(reader: Reader) -> None:
    for typed, found in {
        "ann": ["Ann Lee", "phoned | call"],
        "Annie": ["Ann Lee"],
        "negotiation": ["talks"],
        "nothing like it": [],
        "lee roy": ["phoned | call"],
    }.items():
        reader.search(typed)
        labels = [label for label in reader.listed() if label != HOSTILE]
        assert sorted(labels) == sorted(label.replace("phoned | call", "call | phoned") for label in found), typed
    reader.search("bob")
    assert set(reader.state()["pointedOut"]) == {BOB, CALL}
    assert reader.texts("#found") == ["2 matches"]


def test_each_filter_acts_on_what_is_drawn(reader: Reader) -> None:
    everything = reader.drawn()
    page = reader.page

    reader.box("Person").uncheck()
    assert everything - reader.drawn() == {ANN, BOB, EVIL}
    reader.box("Person").check()

    reader.box("Call").uncheck()
    assert everything - reader.drawn() == {CALL}
    reader.box("Call").check()

    # Who takes part in nothing else goes with the event.
    reader.box("Actual").uncheck()
    assert everything - reader.drawn() == {SAYING, EVIL, ALONE}
    reader.box("Planned").uncheck()
    assert everything - reader.drawn() == {SAYING, EVIL, ALONE, STRIKE, LAND}
    page.get_by_text("Show all again").click()
    assert reader.drawn() == everything

    reader.box("Evening Post").uncheck()
    assert everything - reader.drawn() == {STRIKE, TALKS}
    reader.box("Morning Post").uncheck()
    assert reader.drawn() == {SAYING, EVIL, ALONE}
    page.get_by_text("Show all again").click()

    page.locator("#article").fill("threat")
    reader.until("() => kg.state().drawn < 9")
    assert reader.drawn() == {ANN, BOB, LAND, CALL, STRIKE, TALKS}
    assert reader.texts("#articles") == ["1 of 3 articles"]
    assert reader.texts("#counts") == ["3 entities, 3 events (filtered; 9 things without filters); 3 articles"]
    page.get_by_text("Show all again").click()
    assert page.locator("#article").input_value() == ""

    page.locator("#from").fill("2025-07-01")
    assert reader.drawn() == {ANN, BOB, LAND, CALL, STRIKE}
    page.locator("#undated").check()
    assert reader.drawn() == {ANN, BOB, LAND, CALL, STRIKE, TALKS}
    page.locator("#to").fill("2025-07-31")
    assert reader.drawn() == {ANN, BOB, CALL, TALKS}
    assert reader.state()["from"] == "2025-07-01"
    # The list shows what is drawn.
    assert sorted(reader.listed()) == ["Ann Lee", "Bob Roy", "call | phoned", "talks"]


def test_the_timeline_is_clicked_brushed_and_moved_by_keys(reader: Reader) -> None:
    page = reader.page
    bars = page.locator("#bars rect.bar")
    assert bars.count() >= 3
    titles = page.locator("#bars rect.bar title").all_text_contents()
    assert sum(": 1 event" in title for title in titles) + sum(": 2 events" in title for title in titles) >= 2
    (first,) = [number for number, title in enumerate(titles) if title.startswith("1999-12") or "1999" in title][:1]
    bars.nth(first).click(position={"x": 14, "y": 20})
    assert SAYING in reader.drawn()
    assert CALL not in reader.drawn()
    assert reader.texts("#range")[0].startswith("from 199")
    page.get_by_text("All days").click()
    assert reader.state()["from"] is None
    assert len(reader.drawn()) == 9

    box = page.locator("#bars").bounding_box()
    page.mouse.move(box["x"] + box["width"] - 12, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + 20, steps=5)
    page.mouse.up()
    assert reader.drawn() & {SAYING, CALL, STRIKE} == {CALL, STRIKE}
    begun = reader.state()["from"]
    assert begun > "2010"

    handle = page.locator("#handle-first")
    handle.focus()
    page.keyboard.press("ArrowLeft")
    assert reader.state()["from"] < begun
    assert page.evaluate("() => document.activeElement.id") == "handle-first"
    page.keyboard.press("Home")
    assert reader.state()["from"] is None
    page.locator("#handle-last").focus()
    page.keyboard.press("Home")
    assert reader.drawn() & {SAYING, CALL, STRIKE} == {SAYING}


# The panel


def test_a_click_on_a_node_opens_its_panel_with_the_words_marked(reader: Reader) -> None:
    page = reader.page
    place = page.evaluate("iri => kg.at(iri)", CALL)
    page.mouse.move(place["x"], place["y"])
    page.mouse.click(place["x"], place["y"])
    reader.until("() => kg.state().chosen !== null")
    assert reader.state()["chosen"] == CALL
    assert set(reader.state()["pointedOut"]) == {CALL, ANN, BOB}
    assert page.locator("#details").is_visible()
    assert not page.locator("#list").is_visible()
    assert "articles disagree: Actual, Negated" in reader.texts("#details .head")[0]
    figures = page.locator("#details figure")
    assert figures.count() == 2
    assert figures.nth(0).locator("blockquote").inner_text() == "😀 Ann Lee phoned Bob Roy on July 3."
    assert figures.nth(0).locator("mark").all_inner_texts() == ["Ann Lee", "phoned", "Bob Roy", "July 3"]
    assert figures.nth(0).locator("mark").nth(3).get_attribute("title") == "date: 2025-07-03"
    link = figures.nth(0).locator("a")
    assert link.get_attribute("href") == "https://news.example/1?a=1&b=2"
    assert link.inner_text() == "A call, Morning Post, 2025-07-04"
    # An article whose address is none of the web is named, not linked.
    assert figures.nth(1).locator("a").count() == 0
    assert "A threat, Evening Post" in figures.nth(1).inner_text()

    words = page.locator("#details .words", has_text="July 3").first
    words.click()
    assert page.locator("#details mark.on").all_inner_texts() == ["July 3"]
    words.click()
    assert page.locator("#details mark.on").count() == 0

    page.locator("#details .linked", has_text="Ann Lee").first.click()
    assert reader.state()["chosen"] == ANN
    assert "Also called: Annie" in reader.texts("#details")[0]
    assert page.locator("#details a", has_text="wikidata.org").get_attribute("href").endswith("/entity/Q1")
    assert "Foreign Minister" in reader.texts("#details")[0]
    page.locator("#details .item", has_text="participant of").click()
    assert reader.state()["chosen"] == CALL
    page.get_by_text("← List").click()
    assert reader.state()["chosen"] is None
    assert page.locator("#list").is_visible()


def test_hostile_text_stays_text(reader: Reader) -> None:
    page = reader.page
    for iri in (EVIL, SAYING, ALONE):
        page.evaluate("iri => kg.choose(iri)", iri)
        assert page.locator("img").count() == 0
        assert page.locator("#details script").count() == 0
        for link in page.locator("a[href]").all():
            assert re.match(r"https?://|#search", link.get_attribute("href"))
    page.evaluate("iri => kg.choose(iri)", EVIL)
    assert HOSTILE in reader.texts("#details h2")
    page.locator("#details .item").click()
    assert "“</script><script>document.title='owned'</script>”" in reader.texts("#details blockquote")[0]
    assert page.title() == "Calls & <strikes>"
    assert page.evaluate("() => document.scripts.length") == 4
    # Not even a script that got in would run.
    page.evaluate(
        """() => {
          const script = document.createElement("script");
          script.textContent = "window.got = 1";
          document.body.append(script);
        }"""
    )
    assert page.evaluate("() => window.got") is None
    page.evaluate("() => document.body.lastChild.remove()")
    assert len(reader.wrong) == 1
    assert "Content Security Policy" in reader.wrong.pop()


def test_all_can_be_done_by_keys(reader: Reader) -> None:
    page = reader.page
    page.evaluate("() => document.activeElement.blur()")
    page.keyboard.press("/")
    assert page.evaluate("() => document.activeElement.id") == "search"
    page.keyboard.type("ann")
    reader.until("() => kg.state().searched === 'ann'")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("() => document.activeElement.dataset.thing !== undefined")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    # The focus can be seen.
    assert page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    assert reader.state()["chosen"] == ANN
    assert page.evaluate("() => document.activeElement.id") == "details"
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.closest('#details') !== null")
    page.keyboard.press("Escape")
    assert reader.state()["chosen"] is None
    assert page.evaluate("() => document.activeElement.textContent").startswith("Ann Lee")
    page.keyboard.press("Escape")
    assert page.evaluate("() => document.activeElement.id") == "search"
    page.keyboard.press("Enter")
    assert reader.state()["chosen"] == ANN
    page.keyboard.press("Escape")
    page.locator("#search").press("Escape")
    assert page.locator("#search").input_value() == ""

    page.locator("#canvas").focus()
    page.keyboard.press("0")
    assert reader.state()["camera"] == {"x": 0.5, "y": 0.5, "ratio": 1}
    page.keyboard.press("ArrowRight")
    page.keyboard.press("+")
    camera = reader.state()["camera"]
    assert camera["x"] > 0.6
    assert camera["ratio"] == pytest.approx(1 / 1.5)
    page.keyboard.press("0")
    assert reader.state()["camera"] == {"x": 0.5, "y": 0.5, "ratio": 1}
    unnamed = page.evaluate(
        """() => [...document.querySelectorAll("button, input, [tabindex='0']")].filter(one => one.checkVisibility()
        && !one.textContent.trim() && !one.getAttribute("aria-label") && !one.labels?.length)
        .map(one => one.outerHTML)"""
    )
    assert unnamed == []
