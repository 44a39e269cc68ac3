"""A line box with all that is in it → units, so that pairs, gaps and stretch are judged across spans."""

from __future__ import annotations

from typing import Any

from msgspec import Struct
from weasyprint.formatting_structure import boxes
from weasyprint.layout.inline import atomic_box
from weasyprint.layout.percent import resolve_percentages

from keben.writers.pdf.composition.rules import RIGHT_TO_LEFT
from keben.writers.pdf.composition.shaping import shape
from keben.writers.pdf.composition.units import BOX, CLOSING_EDGE, OPENING_EDGE, Units

WHITE_SPACE = ("normal", "nowrap", "pre-line")
"""Where white space collapses; elsewhere lines are the author's own."""


_EDGES = ("margin_left", "margin_right", "padding_left", "padding_right", "border_left_width", "border_right_width")


def _is_set(edge: Any) -> bool:
    """Whether an edge takes room.

    Raises:
        Unfit: It is a share of a width that is not always known.
    """
    if getattr(edge, "unit", "") == "%":
        raise Unfit("an edge in percent")
    return bool(getattr(edge, "value", edge))


class Unfit(Exception):  # noqa: N818 - no error: the engine sets the paragraph
    """A paragraph that is left to the engine; the reason is for the author, and empty where nothing is lost."""


class TextRun(Struct):
    """One text of a paragraph, in UTF-8, and its units; `size` is height and baseline, None if pieces may differ."""

    box: Any
    text: str
    data: bytes
    first: int
    end: int
    size: tuple[float, float] | None


class Flat(Struct):
    """A paragraph as units. `first_of` has the first unit of each text and box, by identity; `ended_by` the other way."""

    units: Units
    runs: list[TextRun]
    first_of: dict[int, int]
    ended_by: dict[int, int]


def flatten(context: Any, line_box: Any, containing_block: Any | None) -> Flat:
    """Read a line box; without a block around it, whose width then is not known yet, only what does not depend on that.

    Raises:
        Unfit: Something is in it that only the engine can set.
    """
    walk = _Walk(context, containing_block)
    walk.into(line_box, 0)
    return walk.flat


class _Walk:
    """Goes through a line box once; remembers which box allows or forbids a break before the next unit."""

    def __init__(self, context: Any, containing_block: Any) -> None:
        self.context, self.containing_block = context, containing_block
        self.flat = Flat(Units(), [], {}, {})
        self._depth, self._joined = 0, True

    def into(self, parent: Any, depth: int) -> None:
        """Add what is in a box. Between two children, white space and breaks are as their common parent has them."""
        for number, child in enumerate(parent.children):
            if number and depth <= self._depth:
                self._depth, self._joined = depth, parent.style["white_space"] == "nowrap"
            if isinstance(child, boxes.TextBox):
                self._add_text(child)
            elif not child.is_in_normal_flow():
                if child.is_floated():
                    raise Unfit("a float in the text")
            elif isinstance(child, boxes.InlineBox):
                self._add_inline(child, depth)
            elif isinstance(child, boxes.AtomicInlineLevelBox):
                self._add_atomic(child)
            else:
                raise Unfit("a flexible box or a grid in the text")

    def _added(self) -> None:
        self._depth, self._joined = 1 << 30, True

    def _add_inline(self, box: Any, depth: int) -> None:
        if box.is_leader:
            raise Unfit  # a leader fills the line by itself
        if "footnote-call" in box.element_tag:
            self._depth, self._joined = -1, True
        if not any(_is_set(box.style[name]) for name in _EDGES):
            self.into(box, depth + 1)
            return
        resolve_percentages(box, self.containing_block or (0, 0))
        self._add_edge(box, OPENING_EDGE, "left")
        self.into(box, depth + 1)
        self._add_edge(box, CLOSING_EDGE, "right")

    def _add_edge(self, box: Any, run: int, side: str) -> None:
        names = f"margin_{side}", f"padding_{side}", f"border_{side}_width"
        width = sum(value for name in names if (value := getattr(box, name)) != "auto")
        if width:
            self.flat.units.add_box(run, float(width), box.style["font_size"], joined=self._joined)
            self.flat.ended_by[len(self.flat.units) - 1] = id(box)
            self._added()

    def _add_atomic(self, box: Any) -> None:
        if self.containing_block is None:
            raise Unfit
        resolve_percentages(box, self.containing_block)
        laid_out = atomic_box(self.context, box, 0, None, self.containing_block, [], [])
        flat = self.flat
        flat.first_of[id(box)] = len(flat.units)
        flat.ended_by[len(flat.units)] = id(box)
        flat.units.add_box(BOX, float(laid_out.margin_width()), box.style["font_size"], joined=self._joined)
        self._added()

    def _add_text(self, box: Any) -> None:
        flat, text, style = self.flat, box.text, box.style
        if style["white_space"] not in WHITE_SPACE:
            raise Unfit
        if "\u00ad" in text:
            raise Unfit("soft hyphens")
        if RIGHT_TO_LEFT.search(text) or style["direction"] != "ltr":
            raise Unfit("right-to-left text")
        first = len(flat.units)
        flat.first_of[id(box)] = first
        size = None
        if text and style["font_size"]:
            size = shape(flat.units, text, style, len(flat.runs), joined=self._joined)
            self._added()
            flat.ended_by[len(flat.units) - 1] = id(box)
        flat.runs.append(TextRun(box, text, text.encode(), first, len(flat.units), size))
