"""A view as a still picture: SVG or PNG, for a page or a paper."""

from __future__ import annotations

import io
import textwrap
import warnings
from collections import Counter
from typing import Any

from kg.characters import shown
from kg.errors import UsageError
from kg.extras import needed
from kg.view.layout import joins
from kg.view.records import Thing, View
from kg.view.spread import spread

FORMATS = ("svg", "png")
_PIXELS_AN_INCH = 100
_SMALLEST, _MARGIN, _ABOVE = 640, 130, 40
"""Pixels: the least width, and room for names beside and above what stands outermost."""
_INK, _DIM, _LINE = "#1c2126", "#55606b", "#8a949e"
_LETTERS = 24
_WHOLE, _HOLLOW, _CROSSED, _PAUSED, _HALF = "whole", "hollow", "crossed", "paused", "half"
# As on the page (`assets/marks.js`): a shape and dashes for each, so that no one needs to tell colours apart.
_FACTUALITIES: dict[str, tuple[str, Any]] = {
    "Actual": (_WHOLE, "solid"),
    "Planned": (_HOLLOW, (0, (6, 3))),
    "Possible": (_HOLLOW, (0, (1.5, 2.5))),
    "Negated": (_CROSSED, (0, (1.5, 2.5, 6, 2.5))),
    "Halted": (_PAUSED, (0, (9, 7))),
    "Disputed": (_HALF, (0, (6, 3))),
}
_SETTINGS = {
    "font.family": "DejaVu Sans",
    "font.size": 8,
    # Identifiers within the file would else be made by chance.
    "svg.hashsalt": "kg",
    # Text stays text: it can be searched, read aloud and edited.
    "svg.fonttype": "none",
    # "$2.2 billion" is no formula.
    "text.parse_math": False,
    "path.simplify": False,
}

_Box = tuple[float, float, float, float]
"""Left, top, right and bottom in pixels, which are the units of the drawing; y grows downwards."""


def rendered(view: View, format: str, title: str = "") -> bytes:
    """The same bytes for the same view, by the same release of matplotlib. Raises UsageError."""
    if format not in FORMATS:
        raise UsageError(f"a picture is no {format}: choose {' or '.join(FORMATS)}")
    matplotlib = needed("matplotlib", "pictures", "a picture")
    with matplotlib.rc_context(_SETTINGS), warnings.catch_warnings():
        # A name in a script that the font lacks is drawn as boxes, and stays itself in SVG.
        warnings.filterwarnings("ignore", message="Glyph .* missing from", category=UserWarning)
        return _saved(_Picture(view, shown(title)).figure(), format, title)


def _saved(figure: Any, format: str, title: str) -> bytes:
    # Neither the day nor the program that drew it: the same graph gives the same bytes.
    metadata: dict[str, str | None] = {"Software": None} if format == "png" else {"Date": None, "Creator": None}
    if format == "svg" and title:
        metadata["Title"] = shown(title)
    file = io.BytesIO()
    figure.savefig(
        file, format=format, dpi=2 * _PIXELS_AN_INCH if format == "png" else _PIXELS_AN_INCH, metadata=metadata
    )
    return file.getvalue()


class _Picture:
    def __init__(self, view: View, title: str) -> None:
        self._view = view
        self._title = title
        self._places = spread(view.things)
        self._degree: Counter[int] = Counter()
        for number, thing in enumerate(view.things):
            for other in joins(number, thing):
                self._degree.update((number, other))

    def figure(self) -> Any:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure

        xs, ys = [x for x, _ in self._places] or [0], [y for _, y in self._places] or [0]
        width = max(max(xs) - min(xs) + 2 * _MARGIN, _SMALLEST)
        height = max(ys) - min(ys) + 2 * _ABOVE
        legend = self._legend_height(width)
        head = 60 if self._title or self._view.cut else 10
        total = height + legend + head
        figure = Figure(
            figsize=(width / _PIXELS_AN_INCH, total / _PIXELS_AN_INCH), dpi=_PIXELS_AN_INCH, facecolor="white"
        )
        FigureCanvasAgg(figure)
        middle = (max(xs) + min(xs)) / 2
        axes = figure.add_axes((0, legend / total, 1, height / total))
        axes.set_axis_off()
        axes.set_xlim(middle - width / 2, middle + width / 2)
        axes.set_ylim(max(ys) + _ABOVE, min(ys) - _ABOVE)
        self._lines(axes)
        boxes = self._nodes(axes)
        self._names(figure, axes, boxes)
        self._frame(figure, width)
        return figure

    def _lines(self, axes: Any) -> None:
        for number, thing in enumerate(self._view.things):
            style = _FACTUALITIES[_factuality(thing)][1] if thing.is_event else "solid"
            x, y = self._places[number]
            for other in joins(number, thing):
                to_x, to_y = self._places[other]
                axes.plot([x, to_x], [y, to_y], color=_LINE, linewidth=1, linestyle=style, zorder=1)

    def _nodes(self, axes: Any) -> list[_Box]:
        """Draws them; where they stand."""
        boxes = []
        for number, thing in enumerate(self._view.things):
            size = 9.0 if thing.is_event else 9 + min(2 * self._degree[number] ** 0.5, 14)
            x, y = self._places[number]
            _draw_mark(axes, thing, self._view, x, y, size)
            half = size * _PIXELS_AN_INCH / 72 / 2 + 1
            boxes.append((x - half, y - half, x + half, y + half))
        return boxes

    def _names(self, figure: Any, axes: Any, taken: list[_Box]) -> None:
        """Beside, above or below each node, the most joined first: where they cover the least."""
        renderer = figure.canvas.get_renderer()
        nodes = list(taken)
        for number in sorted(range(len(nodes)), key=lambda one: (-self._degree[one], one)):
            text = axes.text(
                0, 0, _caption(self._view.things[number], self._view), color=_INK, zorder=3, linespacing=1.1,
                ha="left", va="top", bbox={"facecolor": "white", "alpha": 0.75, "edgecolor": "none", "pad": 0.5},
            )  # fmt: skip
            extent = text.get_window_extent(renderer)
            left, top, right, low = nodes[number]
            x, y, wide, high = (left + right) / 2, (top + low) / 2, extent.width, extent.height
            corners = (
                (right + 2, y - high / 2), (left - 2 - wide, y - high / 2), (x - wide / 2, low + 1),
                (x - wide / 2, top - 1 - high),
            )  # fmt: skip
            boxes = [(left, top, left + wide, top + high) for left, top in corners]
            best = min(boxes, key=lambda box: sum(_common(box, other) for other in taken))
            text.set(x=best[0], y=best[1])
            taken.append(best)

    def _entries(self) -> list[tuple[str, str, bool, str, Any]]:
        """Of the legend: name, colour, whether a box, mark, and dashes (none for a class)."""
        entries = [(one.name, one.colour, one.is_event, _WHOLE, None) for one in self._view.classes]
        drawn = {_factuality(thing) for thing in self._view.things if thing.is_event}
        return entries + [(name, "#cfdce8", True, *how) for name, how in _FACTUALITIES.items() if name in drawn]

    def _columns(self, width: float) -> int:
        return max(int((width - 40) // 150), 1)

    def _legend_height(self, width: float) -> int:
        return 22 * -(-len(self._entries()) // self._columns(width)) + 20

    def _frame(self, figure: Any, width: float) -> None:
        """Title, what is left out, and the legend; in pixels from the lower left."""
        height = figure.get_figheight() * _PIXELS_AN_INCH
        axes = figure.add_axes((0, 0, 1, 1), zorder=-1)
        axes.set_axis_off()
        axes.set_xlim(0, width)
        axes.set_ylim(0, height)
        axes.text(20, height - 20, shown(self._title), color=_INK, fontsize=12, fontweight="bold", va="center")
        if self._view.cut:
            wide = textwrap.fill(self._view.cut, int((width - 40) / 5.6))
            axes.text(20, height - (34 if self._title else 10), wide, color=_DIM, va="top")
        columns = self._columns(width)
        for number, (name, colour, is_box, mark, dashes) in enumerate(self._entries()):
            x = 20 + 150 * (number % columns)
            y = self._legend_height(width) - 16 - 22 * (number // columns)
            if dashes is not None:
                axes.plot([x + 18, x + 50], [y, y], color=_LINE, linewidth=1.3, linestyle=dashes)
            _draw(axes, x + 8, y, 9, colour, is_box, mark)
            axes.text(x + (56 if dashes is not None else 20), y, shown(name), color=_INK, va="center_baseline")


def _draw_mark(axes: Any, thing: Thing, view: View, x: float, y: float, size: float) -> None:
    mark = _FACTUALITIES[_factuality(thing)][0] if thing.is_event else _WHOLE
    _draw(axes, x, y, size, view.classes[thing.class_].colour, thing.is_event, mark)


def _draw(axes: Any, x: float, y: float, size: float, colour: str, is_box: bool, mark: str) -> None:
    edge = colour if mark == _HOLLOW else _DIM
    style: dict[str, Any] = {"markeredgecolor": edge, "markeredgewidth": 3 if mark == _HOLLOW else 0.8, "linestyle": ""}
    fill = "white" if mark == _HOLLOW else colour
    if mark == _HALF:
        style.update(fillstyle="left", markerfacecoloralt="white")
    axes.plot(
        [x],
        [y],
        marker="s" if is_box else "o",
        markersize=size - (2 if mark == _HOLLOW else 0),
        markerfacecolor=fill,
        zorder=2,
        **style,
    )
    if mark == _HOLLOW:
        axes.plot(
            [x],
            [y],
            marker="s",
            markersize=size + 1.5,
            markerfacecolor="none",
            markeredgecolor=_DIM,
            markeredgewidth=0.8,
            zorder=2,
        )
    if mark in (_CROSSED, _PAUSED):
        sign = {_CROSSED: "x", _PAUSED: "|"}[mark]
        axes.plot([x], [y], marker=sign, markersize=size - 3, markeredgecolor=_INK, markeredgewidth=1.6, zorder=2)


def _factuality(thing: Thing) -> str:
    if len(thing.factuality) > 1:
        return "Disputed"
    name = thing.factuality[0] if thing.factuality else "Actual"
    return name if name in _FACTUALITIES else "Actual"


def _caption(thing: Thing, view: View) -> str:
    name = thing.label.split(" | ")[0] if thing.is_event else thing.label
    lines = textwrap.wrap(shown(name), _LETTERS, max_lines=2, placeholder=" …") or [""]
    if thing.is_event:
        lines[0] = f"{view.classes[thing.class_].name}: {lines[0]}"
        when = thing.earliest if thing.earliest == thing.latest else f"{thing.earliest} – {thing.latest}"
        if when:
            lines.append(when)
        if _factuality(thing) != "Actual":
            lines.append(f"({_factuality(thing).lower()})")
    return "\n".join(lines)


def _common(one: _Box, other: _Box) -> float:
    """The area that both cover."""
    wide, high = min(one[2], other[2]) - max(one[0], other[0]), min(one[3], other[3]) - max(one[1], other[1])
    return wide * high if wide > 0 and high > 0 else 0
