"""A piece of a line as the engine draws it: Pango's widths are changed in memory, glyphs and text are not."""

from __future__ import annotations

from typing import Any

from weasyprint.text.ffi import TO_UNITS
from weasyprint.text.line_break import Layout

from keben.writers.pdf.composition.shaping import GLYPH_FIELDS, WIDTH, X_OFFSET, runs_of

_BEYOND = 0.0003
"""Of an em, added to every shift: the engine cuts shifts to whole thousandths, and 99.9999 must not become 99."""

_OFFSET_UNITS = 1000
"""The engine divides an x offset by the size in px and writes it as thousandths of an em, so this is its unit."""


class PieceLayout(Layout):  # type: ignore[misc]
    """Stands for a text in a line; `room` is before and behind the glyphs of each byte, px."""

    def __init__(self, style: Any, text: str, room: dict[int, tuple[float, float]], max_width: float) -> None:
        self.text, self.max_width = text, max_width
        self.justification_spacing = self.first_line_direction = 0
        self._composed, self._room = text, room
        if style["text_decoration_line"] != "none":  # a line under the text is measured before the text is shaped
            self.setup(style)
            self.deactivate()

    def get_first_line(self) -> tuple[Any, Any]:
        """Return Pango's line with the room in it; text that the engine has shortened stays as it is."""
        line, index = super().get_first_line()
        if self._room and self.text == self._composed:
            beyond = _BEYOND * self.style["font_size"]
            for glyphs, starts, _ in runs_of(line):
                self._widen(glyphs, starts, beyond)
        return line, index

    def _widen(self, glyphs: memoryview, starts: list[int], beyond: float) -> None:
        room, last = self._room, len(starts) - 1
        for number, start in enumerate(starts):
            if start not in room:
                continue
            before, after = room[start]
            field = GLYPH_FIELDS * number
            if before and (number == 0 or starts[number - 1] != start):
                glyphs[field + WIDTH] += round(before * TO_UNITS)
                glyphs[field + X_OFFSET] += round(before * _OFFSET_UNITS)
            if after and (number == last or starts[number + 1] != start):
                glyphs[field + WIDTH] += round((after + (beyond if after > 0 else -beyond)) * TO_UNITS)
