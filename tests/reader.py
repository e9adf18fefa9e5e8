"""A page of `kg view` in a real browser, and all that went wrong on it."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import needs
import pytest

api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (pip install playwright)")
matplotlib = pytest.importorskip("matplotlib.image", reason="matplotlib is not installed, which reads screenshots")

# WebGL without a graphics card, as on a server.
WEBGL = ("--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist")
PATIENCE = 900
"""Tenths of a second, on a machine that has much else to do."""


@contextmanager
def browsing(*arguments: str) -> Iterator[Any]:
    path = needs.program("chromium")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", *arguments])
        yield browser
        browser.close()


class Reader:
    """A page that is open, and all that went wrong on it."""

    def __init__(self, browser: Any, path: Path, width: int = 1280, height: int = 800, scheme: str = "light") -> None:
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce"
        )
        context.set_default_timeout(100 * PATIENCE)
        self.page = context.new_page()
        self.wrong: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda message: self.wrong.append(message.text))
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("dialog", lambda dialog: self.wrong.append(dialog.message))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(path.as_uri())
        self.until("() => kg.state().settled")

    def until(self, condition: str) -> None:
        # Not `wait_for_function`: it evaluates text, which the page's policy forbids.
        for _ in range(PATIENCE):
            if self.page.evaluate(condition):
                return
            self.page.wait_for_timeout(100)
        pytest.fail(f"never true: {condition}; {self.wrong}")

    def state(self) -> dict[str, Any]:
        return self.page.evaluate("() => kg.state()")

    def drawn(self) -> set[str]:
        return set(self.page.evaluate("() => kg.drawn()"))

    def texts(self, selector: str) -> list[str]:
        return self.page.locator(selector).all_inner_texts()

    def listed(self) -> list[str]:
        return self.texts("#list .item > span:nth-of-type(1)")

    def search(self, typed: str) -> None:
        self.page.locator("#search").fill(typed)
        self.until(f"() => kg.state().searched === {typed.lower()!r}")

    def box(self, name: str) -> Any:
        """The box to tick that is called so."""
        return self.page.locator(".choice", has=self.page.get_by_text(name, exact=True)).locator("input")

    def pixels(self) -> Any:
        """The window, rows of pixels from 0 to 1."""
        return matplotlib.imread(io.BytesIO(self.page.screenshot()))

    def colour(self, iri: str) -> tuple[int, ...]:
        """What is seen where a thing is drawn."""
        place = self.page.evaluate("iri => kg.at(iri)", iri)
        red, green, blue = self.pixels()[round(place["y"]), round(place["x"])][:3]
        return tuple(round(255 * float(one)) for one in (red, green, blue))


def near(one: tuple[int, ...], other: str) -> bool:
    """Whether a colour is, but for soft edges, `#rrggbb`."""
    wanted = (int(other[at : at + 2], 16) for at in (1, 3, 5))
    return all(abs(a - b) < 12 for a, b in zip(one, wanted, strict=True))


def opening(browser: Any, folder: Path) -> Iterator[Callable[..., Reader]]:
    """What opens a page's HTML, and closes all that it has opened at the end."""
    readers: list[Reader] = []

    def open(html: str, **settings: Any) -> Reader:
        path = folder / f"page{len(readers)}.html"
        path.write_text(html, encoding="utf-8")
        readers.append(Reader(browser, path, **settings))
        return readers[-1]

    yield open
    for reader in readers:
        reader.page.context.close()
