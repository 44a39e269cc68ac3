"""The functions of WeasyPrint 70.0 that are replaced, and what stands in for each; `guard.py` says when they may be."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline, preferred
from weasyprint.text.line_break import Layout, strut

from keben.writers.pdf.composition.drawing import PieceLayout
from keben.writers.pdf.composition.paragraph import Composed, paragraph_of
from keben.writers.pdf.composition.search import Measure
from keben.writers.pdf.composition.shaping import metrics

if TYPE_CHECKING:
    from collections.abc import Iterator

_NO_LIMIT = 2.0**30
"""Where a line ends that is cut already, px: the engine must not look for another break."""

_NEXT = -1
"""In the place of a child's own resume point: the next line begins behind that child. Never seen by the engine."""

_engine_split_inline_box = inline.split_inline_box
_engine_split_inline_level = inline.split_inline_level
_engine_split_text_box = inline.split_text_box
_engine_justify_line = inline.justify_line
_engine_inline_line_widths = preferred.inline_line_widths


class _Building(Struct):
    """The lines that are being built, innermost last; None for one that is the engine's."""

    lines: list[Composed | None] = []


_building = _Building()


def put_in() -> None:
    """Replace the engine's functions in this process."""
    inline.split_inline_box = split_inline_box
    inline.split_inline_level = split_inline_level
    inline.split_text_box = split_text_box
    inline.justify_line = justify_line
    preferred.inline_line_widths = inline_line_widths


def split_inline_box(  # noqa: PLR0913, PLR0917 - the engine's signature
    context: Any,
    box: Any,
    position_x: float,
    max_x: float,
    bottom_space: float,
    skip_stack: Any,
    containing_block: Any,
    *others: Any,
) -> Any:
    """Compose the next line of a line box, or let the engine build it; other boxes are as in their line."""
    if not isinstance(box, boxes.LineBox):
        return _engine_split_inline_box(
            context, box, position_x, max_x, bottom_space, skip_stack, containing_block, *others
        )
    first_line_style = others[-1]
    line = None if first_line_style else _compose(context, box, max_x - position_x, skip_stack, containing_block)
    _building.lines.append(line)
    try:
        built = _engine_split_inline_box(
            context,
            box,
            position_x,
            _NO_LIMIT if line else max_x,
            bottom_space,
            skip_stack,
            containing_block,
            *others,
        )
    finally:
        _building.lines.pop()
    return (built[0], _resume(box, built[1]), *built[2:]) if line and built[1] else built


def _compose(context: Any, box: Any, width: float, skip_stack: Any, containing_block: Any) -> Composed | None:
    if containing_block.style["text_overflow"] != "clip" or isnan(width + containing_block.width):
        return None
    paragraph = paragraph_of(context, box, containing_block)
    start = paragraph.unit_at(box, skip_stack) if paragraph else None
    if paragraph is None or start is None or start >= len(paragraph.flat.units):
        return None
    style = box.style
    measure = Measure(width, containing_block.width, style["text_align_all"] == "justify")
    return paragraph.line_from(start, measure, even_last=style["text_align_last"] == "justify")


def _resume(box: Any, resume_at: Any) -> Any:
    """Return a resume point as the engine writes it: what lies behind a child is the child after it, or after its parent."""
    ((index, rest),) = resume_at.items()
    if rest and _NEXT not in rest:
        rest = _resume(box.children[index], rest)
    if rest and _NEXT in rest:
        return {index + 1: None} if index + 1 < len(box.children) else {_NEXT: None}
    return {index: rest}


def split_inline_level(context: Any, box: Any, *others: Any) -> Any:
    """Give a box in a composed line its room, and end the line behind the box that it ends with."""
    built = _engine_split_inline_level(context, box, *others)
    line = _building.lines[-1] if _building.lines else None
    if line and id(box) in line.behind:
        built[0].margin_right += line.behind[id(box)]
    if line and line.last == id(box) and built[1] is None:
        return (built[0], {_NEXT: None}, *built[2:])
    return built


def split_text_box(context: Any, box: Any, available_width: Any, skip: int, is_line_start: bool = True) -> Any:  # noqa: FBT001, FBT002 - the engine's signature
    """Take from a text exactly what the composed line has of it."""
    line = _building.lines[-1] if _building.lines else None
    first, piece = line.pieces.get(id(box), (0, None)) if line else (0, None)
    if piece is None or first < (skip or 0):
        return _engine_split_text_box(context, box, available_width, skip, is_line_start)
    if not piece.text:
        return None, piece.resume, piece.broken
    style = box.style
    cut = box.copy_with_text(piece.text)
    cut.width = piece.width
    cut.pango_layout = PieceLayout(style, piece.text, piece.room, available_width)
    cut.height, baseline = piece.size or _measure(piece.text, style)
    half_leading = (strut(style)[0] - cut.height) / 2
    cut.margin_top = cut.margin_bottom = half_leading
    cut.baseline = baseline + half_leading
    return cut, piece.resume, piece.broken


def _measure(text: str, style: Any) -> tuple[float, float]:
    layout = Layout(style)
    layout.set_text(text)
    line, _ = layout.get_first_line()
    return metrics(layout, line, style)


def justify_line(context: Any, line: Any, extra_width: float) -> None:
    """Leave Chinese lines as they are: composed ones are full, and in others the engine would tear at a few spaces."""
    if not (line.style["lang"] or "").startswith("zh"):
        _engine_justify_line(context, line, extra_width)


def inline_line_widths(  # noqa: PLR0913, PLR0917 - the engine's signature
    context: Any,
    box: Any,
    outer: Any,
    is_line_start: Any,
    minimum: Any,
    skip_stack: Any = None,
    first_line: bool = False,  # noqa: FBT001, FBT002 - the engine's signature
) -> Iterator[float]:
    """Give the widths of composed lines, so that a cell that shrinks to fit has room for its gaps."""
    whole = isinstance(box, boxes.LineBox) and not skip_stack and not first_line
    paragraph = paragraph_of(context, box, None) if whole else None
    if paragraph is None:
        yield from _engine_inline_line_widths(context, box, outer, is_line_start, minimum, skip_stack, first_line)
        return
    indent = box.style["text_indent"]
    extra = indent.value if getattr(indent, "unit", "%") != "%" else 0.0
    for width in paragraph.widths(least=minimum):
        yield width + extra
        extra = 0.0
