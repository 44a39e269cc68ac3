"""Text → units, by the engine's own shaping: what is measured here is what will be drawn."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from weasyprint.text.ffi import FROM_UNITS, ffi, pango
from weasyprint.text.line_break import Layout, get_log_attrs, line_size

from keben.writers.pdf.composition.rules import BLANK, HALF, kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from keben.writers.pdf.composition.units import Units

GLYPH_FIELDS = 5
"""A `PangoGlyphInfo` is five 32-bit integers: glyph, width, x offset, y offset, flags. Checked by `guard.py`."""

WIDTH, X_OFFSET = 1, 2

_BREAK = 1
"""The bit `is_line_break` of a `PangoLogAttr`."""

_FULL_WIDTH = 0.9
"""From this width, em, a mark can have a blank half."""


def shape(units: Units, text: str, data: bytes, style: Any, run: int, *, joined: bool) -> tuple[float, float] | None:
    """Add a text's clusters; return its height and baseline if all of it is in one font, so every piece has the same."""
    size = style["font_size"]
    layout = Layout(style)
    layout.set_text(text.replace("\n", " "))
    line, _ = layout.get_first_line()
    fonts = set()
    clusters: dict[int, tuple[int, int, Any]] = {}
    for glyphs, starts, font in runs_of(line):
        fonts.add(font)
        for start, width, glyph in zip(starts, glyphs[WIDTH::GLYPH_FIELDS], glyphs[::GLYPH_FIELDS], strict=True):
            clusters[start] = (clusters[start][0] + width if start in clusters else width, glyph, font)
    bounds = [*clusters, len(data)]
    for number, (start, (width, glyph, font)) in enumerate(clusters.items()):
        char = data[start : bounds[number + 1]].decode()
        advance = width * FROM_UNITS
        units.advance.append(advance)
        units.char.append(char)
        mark = kind_of(char).mark and advance > _FULL_WIDTH * size
        left, right = _blank_halves(font, glyph, size) if mark else (0.0, 0.0)
        units.left.append(left)
        units.right.append(right)
    count = len(clusters)
    units.em.extend([size] * count)
    units.run.extend([run] * count)
    units.byte.extend(clusters)
    wrap = style["white_space"] != "nowrap"
    units.joined.extend([joined, *[not wrap] * (count - 1)])
    units.loose.extend([wrap and style["overflow_wrap"] != "normal"] * count)
    return metrics(layout, line, style) if len(fonts) == 1 else None


def metrics(layout: Any, line: Any, style: Any) -> tuple[float, float]:
    """Return the height and the baseline of a shaped line, px."""
    return line_size(line, style)[1], pango.pango_layout_get_baseline(layout.layout) * FROM_UNITS


def runs_of(line: Any) -> Iterator[tuple[memoryview[int], list[int], Any]]:
    """Give each run of a line in one font: its glyphs' fields, writable, the byte each stands for, and the font."""
    run = line.runs
    while run != ffi.NULL:
        item, glyphs = run.data.item, run.data.glyphs
        count, offset = glyphs.num_glyphs, item.offset
        fields = memoryview(ffi.buffer(glyphs.glyphs, count * GLYPH_FIELDS * 4)).cast("B").cast("i")
        yield fields, [offset + start for start in ffi.unpack(glyphs.log_clusters, count)], item.analysis.font
        run = run.next


def breaks_in(lang: str) -> Any:
    """Return a function that says by Unicode's rules before which characters of a text a line may break."""

    def find(text: str) -> Sequence[int]:
        flags = memoryview(ffi.buffer(get_log_attrs(text, lang))).cast("B").cast("I").tolist()
        return [flag & _BREAK for flag in flags]

    return find


@cache
def _blank_halves(font: Any, glyph: int, size: float) -> tuple[float, float]:
    """Return what a full-width mark can give up at its left and right, by where its ink is: so by font and region."""
    ink, logical = ffi.new("PangoRectangle *"), ffi.new("PangoRectangle *")
    pango.pango_font_get_glyph_extents(font, glyph, ink, logical)
    left, right = ink.x * FROM_UNITS, (logical.width - ink.x - ink.width) * FROM_UNITS
    return (HALF * size if left > BLANK * size else 0.0), (HALF * size if right > BLANK * size else 0.0)
