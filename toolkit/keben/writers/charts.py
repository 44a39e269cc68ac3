"""Charts as SVG, drawn by drawsvg, and the same numbers as a table.

In one colour, the text's own: a chart follows the page into the dark and survives any printer. Every value stands at its bar
or point as the text prints it, so there is no scale to read it from; `edition.drawing` says which have room.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from keben.document import Cell, Table, Text
from keben.edition.drawing import GAP, TYPE, WIDTH, Mark, bar_labels, marks_of, row_of, width_of
from keben.tree import plain_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from keben.document import Chart
    from keben.edition import Edition

_BAR, _ROW, _LINE = 4.2, 6.8, 4.0
"""Height of a bar, of its row, and of each further line of its label."""

_PLOT, _ABOVE, _BELOW = 36.0, 7.0, 11.0
"""Height of the field of a line chart and of what stands above and below it."""


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
    marks, zero = marks_of(edition, chart)
    is_bar = chart.kind == "bar"
    shapes, height = _bars(drawsvg, marks, zero) if is_bar else _line(drawsvg, marks, zero)
    kind = terms.bar_chart if is_bar else terms.line_chart
    name, description = f"{chart.id}.name", f"{chart.id}.description"  # an author's id has no dot
    drawing = drawsvg.Drawing(
        WIDTH, height, role="img", aria_labelledby=name, aria_describedby=description, fill="currentColor", font_size=TYPE,
    )  # fmt: skip
    if families:
        drawing.svg_args["font-family"] = families.replace('"', "")
    drawing.set_render_size(f"{WIDTH:g}mm", f"{height:g}mm")
    caption = " ".join("".join(map(plain_text, chart.caption)).split())
    drawing.append(drawsvg.Raw(f'<title id="{name}">{escape(caption or kind)}</title>'))
    drawing.append(drawsvg.Raw(f'<desc id="{description}">{escape(kind)}</desc>'))
    drawing.extend(shapes)
    return str(drawing.as_svg(header=""))


# ---------------------------------------------------------------- bars


def _bars(svg: Any, marks: Sequence[Mark], zero: float) -> tuple[list[Any], float]:
    """Draw bars that lie, one a row, from the zero line to the right or, below zero, to the left."""
    labels = bar_labels(marks, zero)
    label_width = max(width_of(line) for lines in labels for line in lines)
    value_width = max((width_of(mark.text) for mark in marks if mark.fits), default=0.0) + GAP
    left = label_width + GAP + (value_width if zero else 0)
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
        if mark.fits:
            gap, anchor = (-GAP, "end") if mark.share < 0 else (GAP, "start")
            shapes.append(_text(svg, mark.text, end + gap, middle, anchor))
        top += height
    shapes.append(svg.Line(base, 0, base, _mm(top), stroke="currentColor", stroke_width=0.25))
    return shapes, _mm(top)


# ---------------------------------------------------------------- a line


def _line(svg: Any, marks: Sequence[Mark], zero: float) -> tuple[list[Any], float]:
    """Draw points side by side, joined; the highest and the lowest take the whole height."""
    row = row_of(marks)
    points = [
        (_mm(row.margin + row.step * at), _mm(_ABOVE + _PLOT * (1 - mark.share))) for at, mark in enumerate(marks)
    ]
    flat = [number for point in points for number in point]
    shapes: list[Any] = [
        svg.Lines(*flat, fill="none", stroke="currentColor", stroke_width=0.5, stroke_linejoin="round")
    ]
    shapes += (svg.Circle(x, y, 0.9) for x, y in points)
    if 0 < zero < 1:
        y = _mm(_ABOVE + _PLOT * (1 - zero))
        shapes.append(svg.Line(0, y, WIDTH, y, stroke="currentColor", stroke_width=0.25, stroke_dasharray="1 1"))
    for at in row.valued:
        x, y = points[at]
        below = _has_room_below(marks, at)
        shapes.append(_text(svg, marks[at].text, x, y + 3.4 if below else y - 3.2, "middle"))
    foot = _ABOVE + _PLOT + _BELOW
    for at in row.labelled:
        shapes.append(_text(svg, row.labels[at], points[at][0], foot - 1, "middle"))
    return shapes, _mm(foot + 1.5)


def _has_room_below(marks: Sequence[Mark], at: int) -> bool:
    """Whether the line rises from a point more steeply than it falls, and would run through a value above it."""
    rises = [marks[other].share - marks[at].share for other in (at - 1, at + 1) if 0 <= other < len(marks)]
    return max(rises) > -min(rises)


# ---------------------------------------------------------------- words


def _text(svg: Any, words: str, x: float, middle: float, anchor: str) -> Any:
    """Write words with their middle at a height; no engine agrees with another on `dominant-baseline`."""
    return svg.Text(words, None, _mm(x), _mm(middle + 0.36 * TYPE), text_anchor=anchor)


def _mm(length: float) -> float:
    return round(length, 2)
