"""Charts as SVG, drawn by drawsvg, and the same numbers as a table.

In one colour, the text's own: a chart follows the page into the dark and survives any printer. Every value stands at its bar
or point as the text prints it, so there is no scale to read it from. Lengths are millimetres: 110 of them fit the type
area, and a phone shrinks them little.
"""

from __future__ import annotations

import unicodedata
from html import escape
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from keben.document import Cell, Table, Text
from keben.tree import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from keben.document import Chart
    from keben.edition import Edition

WIDTH = 110.0
_TYPE = 3.2
"""Size of type, 9 pt."""

_LABEL, _VALUE, _GAP = 36.0, 37.0, 1.5
"""The widest that labels beside bars and values behind them may be, and the space between."""

_BAR, _ROW, _LINE = 4.2, 6.8, 4.0
"""Height of a bar, of its row, and of each further line of its label."""

_PLOT, _ABOVE, _BELOW = 36.0, 7.0, 11.0
"""Height of the field of a line chart and of what stands above and below it."""


class _Mark(Struct, frozen=True):
    """One value: its label and printed text, and how far it stands from the zero or the lowest, the whole span being 1."""

    label: str
    text: str
    share: float


def table_of(edition: Edition, chart: Chart) -> Table:
    """Set the numbers of a chart in a table, as the text prints them."""
    terms = edition.locale.terms
    rows = ((Cell(point.label), _cell(edition.quantities[point.figure].text)) for point in chart.points)
    head = (_cell(terms.item), _cell(terms.annex_value))
    return Table(head=head, rows=tuple(rows), alignments=("", "right"), kind="chart")


def _cell(words: str) -> Cell:
    return Cell((Text(text=words),))


def draw(edition: Edition, chart: Chart, families: str) -> str:
    """Draw a chart as an SVG element with a name and a description.

    Args:
        edition: Has the figures as printed.
        chart: What to draw.
        families: The type, where no style sheet reaches into a drawing; else empty.
    """
    import drawsvg

    terms = edition.locale.terms
    values = [edition.quantities[point.figure].value or 0 for point in chart.points]
    is_bar = chart.kind == "bar"
    lowest, span = _range([*values, 0] if is_bar else values)
    marks = [
        _Mark(
            " ".join("".join(map(plain_text, point.label)).split()),
            edition.quantities[point.figure].text,
            float((value - (0 if is_bar else lowest)) / span),
        )
        for point, value in zip(chart.points, values, strict=True)
    ]
    zero = float(-lowest / span)
    shapes, height = _bars(drawsvg, marks, zero) if is_bar else _line(drawsvg, marks, zero)
    kind = terms.bar_chart if is_bar else terms.line_chart
    name, description = f"{chart.id}.name", f"{chart.id}.description"  # an author's id has no dot
    drawing = drawsvg.Drawing(
        WIDTH, height, role="img", aria_labelledby=name, aria_describedby=description, fill="currentColor", font_size=_TYPE,
    )  # fmt: skip
    if families:
        drawing.svg_args["font-family"] = families.replace('"', "")
    drawing.set_render_size(f"{WIDTH:g}mm", f"{height:g}mm")
    caption = " ".join("".join(map(plain_text, chart.caption)).split())
    drawing.append(drawsvg.Raw(f'<title id="{name}">{escape(caption or kind)}</title>'))
    drawing.append(drawsvg.Raw(f'<desc id="{description}">{escape(kind)}</desc>'))
    drawing.extend(shapes)
    return str(drawing.as_svg(header=""))


def _range(values: Sequence[Decimal | int]) -> tuple[Decimal | int, Decimal | int]:
    """Return the lowest value and the distance to the highest; values that are all the same have a distance too."""
    lowest = min(values)
    return lowest, (max(values) - lowest) or 1


# ---------------------------------------------------------------- bars


def _bars(svg: Any, marks: Sequence[_Mark], zero: float) -> tuple[list[Any], float]:
    """Draw bars that lie, one a row, from the zero line to the right or, below zero, to the left."""
    two_sided = 0 < zero < 1  # values then stand on both sides and leave less for the labels
    labels = [_wrapped(mark.label, WIDTH / 4 if two_sided else _LABEL) for mark in marks]
    label_width = max(_width(line) for lines in labels for line in lines)
    value_width = max((_width(mark.text) for mark in marks if _fits(mark)), default=0.0) + _GAP
    left = label_width + _GAP + (value_width if zero else 0)
    scale = WIDTH - left - (value_width if any(mark.share >= 0 for mark in marks) else 0)
    base = _mm(left + zero * scale)
    shapes: list[Any] = []
    top = 0.0
    for mark, lines in zip(marks, labels, strict=True):
        height = _ROW + _LINE * (len(lines) - 1)
        middle = top + height / 2
        first = middle - _LINE * (len(lines) - 1) / 2
        shapes += (_text(svg, line, label_width, first + _LINE * number, "end") for number, line in enumerate(lines))
        end = _mm(left + (zero + mark.share) * scale)
        shapes.append(svg.Rectangle(
            min(base, end), _mm(middle - _BAR / 2), _mm(abs(end - base)), _BAR, fill_opacity=0.55,
        ))  # fmt: skip
        if _fits(mark):
            gap, anchor = (-_GAP, "end") if mark.share < 0 else (_GAP, "start")
            shapes.append(_text(svg, mark.text, end + gap, middle, anchor))
        top += height
    shapes.append(svg.Line(base, 0, base, _mm(top), stroke="currentColor", stroke_width=0.25))
    return shapes, _mm(top)


def _fits(mark: _Mark) -> bool:
    """Whether there is room for a value in the drawing; half of one would be another number."""
    return _width(mark.text) <= _VALUE


def _wrapped(label: str, width: float) -> list[str]:
    """Break a label into two lines at most; what is left over stands in the table alone."""
    first = _cut(label, width)
    rest = label[len(first) :].lstrip()
    if rest and " " in first and not _is_wide(rest[0]):
        first = first[: first.rindex(" ")]
        rest = label[len(first) :].lstrip()
    return [first.rstrip(), _shortened(rest, width)] if rest else [first]


def _shortened(text: str, width: float) -> str:
    return text if _width(text) <= width else _cut(text, width - _TYPE) + "…"


def _cut(text: str, width: float) -> str:
    """Return as much of a text as fits."""
    for length in range(min(len(text), int(2 * width)) + 1):
        if _width(text[:length]) > width:
            return text[: length - 1]
    return text[: int(2 * width)]


# ---------------------------------------------------------------- a line


def _line(svg: Any, marks: Sequence[_Mark], zero: float) -> tuple[list[Any], float]:
    """Draw points side by side, joined; the highest and the lowest take the whole height."""
    margin = min(max(_width(mark.text) for mark in (marks[0], marks[-1])) / 2, _VALUE / 2)
    margin = max(margin, *(min(_width(mark.label), _LABEL) / 2 for mark in (marks[0], marks[-1])))
    step = (WIDTH - 2 * margin) / (len(marks) - 1)
    points = [(_mm(margin + step * at), _mm(_ABOVE + _PLOT * (1 - mark.share))) for at, mark in enumerate(marks)]
    flat = [number for point in points for number in point]
    shapes: list[Any] = [
        svg.Lines(*flat, fill="none", stroke="currentColor", stroke_width=0.5, stroke_linejoin="round")
    ]
    shapes += (svg.Circle(x, y, 0.9) for x, y in points)
    if 0 < zero < 1:
        y = _mm(_ABOVE + _PLOT * (1 - zero))
        shapes.append(svg.Line(0, y, WIDTH, y, stroke="currentColor", stroke_width=0.25, stroke_dasharray="1 1"))
    valued = [at for at, mark in enumerate(marks) if _fits(mark)]
    for at in _side_by_side([_width(mark.text) for mark in marks], step, _outstanding(marks), valued):
        x, y = points[at]
        below = _has_room_below(marks, at)
        shapes.append(_text(svg, marks[at].text, x, y + 3.4 if below else y - 3.2, "middle"))
    foot = _ABOVE + _PLOT + _BELOW
    labels = [_shortened(mark.label, _LABEL) for mark in marks]
    every = range(len(marks))
    for at in _side_by_side([_width(label) for label in labels], step, [0, len(marks) - 1], every):
        shapes.append(_text(svg, labels[at], points[at][0], foot - 1, "middle"))
    return shapes, _mm(foot + 1.5)


def _outstanding(marks: Sequence[_Mark]) -> list[int]:
    """Return the values that are wanted first: the last, the first, the highest and the lowest."""
    order = sorted(range(len(marks)), key=lambda at: marks[at].share)
    return [len(marks) - 1, 0, order[-1], order[0]]


def _side_by_side(widths: Sequence[float], step: float, first: Iterable[int], allowed: Iterable[int]) -> list[int]:
    """Choose, of words centred on points, those that do not touch one already chosen."""
    chosen: list[int] = []
    for at in dict.fromkeys((*first, *allowed)):
        if at in allowed and all(abs(at - other) * step >= (widths[at] + widths[other]) / 2 + _GAP for other in chosen):
            chosen.append(at)
    return sorted(chosen)


def _has_room_below(marks: Sequence[_Mark], at: int) -> bool:
    """Whether the line rises from a point more steeply than it falls, and would run through a value above it."""
    rises = [marks[other].share - marks[at].share for other in (at - 1, at + 1) if 0 <= other < len(marks)]
    return max(rises) > -min(rises)


# ---------------------------------------------------------------- words


def _text(svg: Any, words: str, x: float, middle: float, anchor: str) -> Any:
    """Write words with their middle at a height; no engine agrees with another on `dominant-baseline`."""
    return svg.Text(words, None, _mm(x), _mm(middle + 0.36 * _TYPE), text_anchor=anchor)


def _width(text: str) -> float:
    """Estimate the width of a text. Source: UAX #11 for what is one em wide; digits and most letters take less than 0.6."""
    return sum(_TYPE if _is_wide(char) else 0.6 * _TYPE for char in text)


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WFA"


def _mm(length: float) -> float:
    return round(length, 2)
