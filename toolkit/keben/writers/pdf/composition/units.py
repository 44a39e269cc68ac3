"""A paragraph as the units that lines are made of: clusters of glyphs, edges of inline boxes, boxes in the line."""

from __future__ import annotations

from msgspec import Struct

OPENING_EDGE, CLOSING_EDGE = -1, -2
"""In the place of a run's number: the margin, border and padding at the left or right of an inline box."""

BOX = -3
"""In the place of a run's number: an image or another box that stands in the line like a character."""


class Units(Struct):
    """One entry a unit in every list; it grows while a paragraph is read and is left alone afterwards.

    Lengths are in px. `run` numbers the text that a unit is cut from and `byte` is its offset there, in UTF-8. `left` and
    `right` are the blank halves that it can give up. `joined` says that CSS allows no break before it, `loose` that it may
    be parted anywhere from the next one if a line cannot be broken otherwise.
    """

    advance: list[float] = []
    em: list[float] = []
    char: list[str] = []
    run: list[int] = []
    byte: list[int] = []
    left: list[float] = []
    right: list[float] = []
    joined: list[bool] = []
    loose: list[bool] = []

    def __len__(self) -> int:
        return len(self.advance)

    def add_box(self, run: int, width: float, em: float, *, joined: bool) -> None:
        """Add an edge or a box."""
        self.advance.append(width)
        self.em.append(em)
        self.char.append("\ufffc" if run == BOX else "")
        self.run.append(run)
        self.byte.append(0)
        self.left.append(0.0)
        self.right.append(0.0)
        self.joined.append(joined)
        self.loose.append(False)
