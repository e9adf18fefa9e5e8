"""Still pictures of a graph."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pyoxigraph
import pytest
from viewed import HOSTILE, many, store

from kg import view
from kg.errors import UsageError
from kg.view.spread import spread

matplotlib = pytest.importorskip(
    "matplotlib.image", reason="matplotlib is not installed: pip install 'kg-builder[pictures]'"
)
SVG = "{http://www.w3.org/2000/svg}"


def texts(picture: bytes) -> list[str]:
    return ["".join(one.itertext()).strip() for one in ElementTree.fromstring(picture).iter(f"{SVG}text")]


def test_an_svg_has_names_classes_and_whether_it_happened_as_text() -> None:
    told = texts(view.picture(store(), "svg", title="Calls & <strikes>"))
    assert {"Ann Lee", "Bob Roy", "Land", "Alone", "Calls & <strikes>"} <= set(told)
    # Of the legend.
    assert {"Person", "State", "Strike", "Planned", "Negated", "Disputed", "Actual"} <= set(told)
    assert {"Strike: strike", "(planned)", "2025-08-01 – 2025-08-31", "(disputed)"} <= set(told)
    # As it stands, though it looks like a tag, and like a formula between dollars.
    assert any(HOSTILE[:9] in one for one in told)


def test_what_did_not_simply_happen_is_dashed() -> None:
    def dashed(picture: bytes) -> int:
        return picture.count(b"stroke-dasharray")

    # One line of the strike and two of the disputed call, and the three of the legend.
    assert dashed(view.picture(store(), "svg")) == 3 + 3
    assert dashed(view.picture(many(6), "svg")) == 0


@pytest.mark.parametrize("format", view.PICTURES)
def test_the_same_graph_is_the_same_picture_in_every_process(format: str, tmp_path: Path) -> None:
    path = tmp_path / "graph.nq"
    with path.open("wb") as stream:
        store().dump(stream, pyoxigraph.RdfFormat.N_QUADS)
    program = (
        "import sys; from kg import store, view;"
        f"sys.stdout.buffer.write(view.picture(store.load({str(path)!r}), {format!r}, title='T'))"
    )
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        made = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, check=True).stdout
        assert made == view.picture(store(), format, title="T")


def test_a_png_is_drawn_in_the_colours_of_the_classes() -> None:
    pixels = matplotlib.imread(io.BytesIO(view.picture(store(), "png")))
    seen = {tuple(round(255 * float(part)) for part in pixel[:3]) for row in pixels[::2] for pixel in row[::2]}
    for colour in ("#5b8e7d", "#f4a259", "#e5686a", "#ffffff"):
        assert tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5)) in seen


def test_of_a_large_graph_the_most_told_is_drawn_and_the_picture_says_so() -> None:
    graph = many(100)
    told = texts(view.picture(graph, "svg", most=30))
    assert any("30 of 110 things are drawn" in one for one in told)
    assert sum(one.startswith("Call: ") for one in told) == 20


def test_names_have_room() -> None:
    things = view.view(many(80), 60).things
    places = spread(things)
    assert len(set(places)) == 60
    for number, (x, y) in enumerate(places):
        for other_x, other_y in places[number + 1 :]:
            assert abs(x - other_x) > 100 or abs(y - other_y) > 25


def test_an_empty_graph_is_an_empty_picture() -> None:
    assert ElementTree.fromstring(view.picture(pyoxigraph.Store(), "svg")).tag == f"{SVG}svg"


def test_another_format_is_refused() -> None:
    with pytest.raises(UsageError, match="choose svg or png"):
        view.picture(store(), "gif")
