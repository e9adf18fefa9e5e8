"""The page of `kg view` in a browser that cannot draw."""

from __future__ import annotations

from pathlib import Path

from reader import Reader, browsing
from viewed import ANN, store

from kg import view


def test_without_webgl_the_list_has_to_do(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(view.page(store()), encoding="utf-8")
    with browsing("--disable-gpu", "--disable-3d-apis") as browser:
        reader = Reader(browser, path)
        assert not reader.state()["webgl"]
        assert reader.texts("#status") == [
            "This browser has no WebGL, so nothing is drawn: the list holds all that the drawing would show."
        ]
        assert len(reader.listed()) == 9
        reader.page.locator(".item", has_text="Ann Lee").first.click()
        assert reader.state()["chosen"] == ANN
        assert reader.wrong == []
