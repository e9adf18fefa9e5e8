"""How the page of `kg view` looks: on small and large screens, in light and dark, without WebGL, and within others."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from reader import PATIENCE, WEBGL, Reader, browsing, opening
from viewed import CALL, EVIL, LAND, SAYING, many, store

from kg import view


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with browsing(*WEBGL) as started:
        yield started


@pytest.fixture
def opened(browser: Any, tmp_path: Path) -> Iterator[Callable[..., Reader]]:
    yield from opening(browser, tmp_path)


_OVERLAPS = """() => {
  const seen = selector => [...document.querySelectorAll(selector)].filter(one => one.checkVisibility());
  const found = [];
  const panes = seen("header, #tabs, #filters, #canvas, #timeline, .side")
    .map(one => [one.id || one.tagName, one.getBoundingClientRect()]);
  panes.forEach(([name, a], at) => {
    for (const [other, b] of panes.slice(at + 1)) {
      const beside = a.left >= b.right - 1 || b.left >= a.right - 1 || a.top >= b.bottom - 1 || b.top >= a.bottom - 1;
      if (!beside) found.push([name, other]);
    }
    if (a.right > innerWidth + 1 || a.bottom > innerHeight + 1) found.push([name, "outside"]);
  });
  for (const one of seen("header, #filters, .side, #timeline p, h1, h2, h3, p, label, .item > span, blockquote")) {
    if (getComputedStyle(one).display === "inline" || one.scrollWidth <= one.clientWidth + 1) continue;
    found.push([one.id || one.textContent, "too wide"]);
  }
  return found;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [(1280, 800), (1920, 1080), (900, 600), (400, 800), (320, 560)])
def test_nothing_overlaps_or_runs_out_of_the_window(
    opened: Callable[..., Reader], width: int, height: int, scheme: str
) -> None:
    graph = store()
    reader = opened(
        view.page(graph, title="A title of some length, as one gives", most=8),
        width=width,
        height=height,
        scheme=scheme,
    )
    assert reader.page.evaluate("() => document.documentElement.scrollWidth") <= width
    assert reader.page.evaluate(_OVERLAPS) == []
    tabs = [tab for tab in reader.page.locator("#tabs button").all() if tab.is_visible()]
    assert len(tabs) == (2 if width >= 900 else 4)
    for iri in (CALL, EVIL, SAYING):
        reader.page.evaluate("iri => kg.choose(iri)", iri)
        assert reader.page.evaluate(_OVERLAPS) == [], iri
    for tab in tabs:
        tab.click()
        assert reader.page.evaluate(_OVERLAPS) == [], tab.inner_text()
    assert reader.texts("#cut") == [view.view(graph, 8).cut]
    assert reader.wrong == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_can_be_read_in_light_and_dark(opened: Callable[..., Reader], scheme: str) -> None:
    reader = opened(view.page(store()), scheme=scheme)
    reader.page.evaluate("iri => kg.choose(iri)", CALL)

    def brightness(colour: str) -> float:
        parts = [int(one) / 255 for one in re.findall(r"\d+", colour)[:3]]
        linear = [one / 12.92 if one <= 0.03928 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    pairs = reader.page.evaluate(
        """() => ["body", "#counts", "#details mark", "#details a", "#details .dim", "#details .words", "#tabs button",
        "#details .badge", "figcaption"].map(selector => {
          const one = document.querySelector(selector);
          let under = one;
          const ground = () => getComputedStyle(under).backgroundColor;
          while (ground() === "rgba(0, 0, 0, 0)") under = under.parentElement ?? document.body;
          return [selector, getComputedStyle(one).color, ground()];
        })"""
    )
    for selector, ink, ground in pairs:
        light, dark = sorted((brightness(ink), brightness(ground)), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, (selector, ink, ground)
    grounds = {selector: brightness(ground) for selector, _, ground in pairs}
    assert (grounds["body"] > 0.5) == (scheme == "light")
    # The drawing's ground is the page's.
    corner = reader.pixels()[120, 300][:3]
    assert (float(corner.mean()) > 0.5) == (scheme == "light")


# More than one page


def test_thousands_are_drawn_and_filtered(opened: Callable[..., Reader]) -> None:
    reader = opened(view.page(many(2000), most=5000))
    state = reader.state()
    assert (state["things"], state["webgl"]) == (2200, True)
    reader.box("Call").uncheck()
    assert len(reader.drawn()) == 200
    assert reader.wrong == []


def test_the_same_page_comes_to_the_same_drawing(browser: Any, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(view.page(store()), encoding="utf-8")
    places = []
    for _ in range(2):
        reader = Reader(browser, path)
        places.append(reader.page.evaluate("() => kg.drawn().map(kg.at)"))
        reader.page.context.close()
    assert places[0] == places[1]


def test_an_added_pane_may_use_the_drawing_and_what_it_names(opened: Callable[..., Reader]) -> None:
    script = """
      document.getElementById("ask").addEventListener("click", () => { window.shown = kg.show([%r, "none"]); });
      fetch("http://127.0.0.1:9/").catch(() => { window.refused = true; });
    """
    extra = view.Extra("Query", '<button id="ask">Ask</button>', style="#ask { margin: 3px }", script=script % LAND)
    reader = opened(view.page(store(), extra=extra))
    reader.page.get_by_role("button", name="Query", exact=True).click()
    reader.page.locator("#ask").click()
    assert reader.page.evaluate("() => window.shown") == 1
    assert reader.state()["pointedOut"] == [LAND]
    assert reader.page.evaluate("() => getComputedStyle(document.getElementById('ask')).marginTop") == "3px"
    reader.until("() => window.refused === true")
    assert all("Content Security Policy" in message for message in reader.wrong)
    assert [url for url in reader.asked if not url.startswith("file:")] == []


def test_a_notebook_shows_it_in_a_frame(browser: Any, tmp_path: Path) -> None:
    path = tmp_path / "notebook.html"
    path.write_text(f"<!DOCTYPE html><body><h1>Out[1]</h1>{view.framed(view.page(store()))}", encoding="utf-8")
    page = browser.new_page()
    page.goto(path.as_uri())
    (frame,) = [one for one in page.frames if one != page.main_frame]
    for _ in range(PATIENCE):
        if frame.evaluate("() => Boolean(window.kg && kg.state().settled)"):
            break
        page.wait_for_timeout(100)
    assert frame.evaluate("() => kg.state().drawn") == 9
    assert frame.evaluate("() => kg.state().webgl")
    page.close()
