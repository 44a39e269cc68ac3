"""Text → units, by the engine's own shaping: what is measured here is what will be drawn."""

from __future__ import annotations

from bisect import bisect_left
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from weasyprint.text.ffi import FROM_UNITS, ffi, pango
from weasyprint.text.line_break import Layout, get_log_attrs, line_size

from keben.writers.pdf.composition.rules import BLANK, HALF, MARKS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Self

    from keben.writers.pdf.composition.units import Units

GLYPH_FIELDS = 5
"""A `PangoGlyphInfo` is five 32-bit integers: glyph, width, x offset, y offset, flags. Checked by `guard.py`."""

WIDTH, X_OFFSET = 1, 2

_BREAK = 1
"""The bit `is_line_break` of a `PangoLogAttr`."""

_FULL_WIDTH = 0.9
"""From this width, em, a mark can have a blank half."""


def shape(units: Units, text: str, style: Any, run: int, *, joined: bool) -> tuple[float, float] | None:
    """Add a text's clusters; return its height and baseline if all of it is in one font, so every piece has the same."""
    size = style["font_size"]
    layout = Layout(style)
    layout.set_text(text.replace("\n", " "))
    line, _ = layout.get_first_line()
    clusters = _Clusters.of(line)
    starts = clusters.starts
    char = list(text) if len(starts) == len(text) else _cut(text.encode(), starts)
    advance = [width * FROM_UNITS for width in clusters.widths]
    left, right = [0.0] * len(starts), [0.0] * len(starts)
    for k in [k for k, each in enumerate(char) if each in MARKS]:
        if advance[k] > _FULL_WIDTH * size:
            left[k], right[k] = _blank_halves(clusters.font_at(k), clusters.glyphs[k], size)
    units.advance += advance
    units.char += char
    units.left += left
    units.right += right
    units.byte += starts
    count = len(starts)
    units.em += [size] * count
    units.run += [run] * count
    wrap = style["white_space"] != "nowrap"
    units.joined += [joined, *[not wrap] * (count - 1)]
    units.loose += [wrap and style["overflow_wrap"] != "normal"] * count
    return metrics(layout, line, style) if len({font for _, font in clusters.fonts}) == 1 else None


class _Clusters(Struct):
    """The clusters of a shaped line; `fonts` has each font with the cluster from which it is used."""

    starts: list[int] = []
    widths: list[int] = []
    glyphs: list[int] = []
    fonts: list[tuple[int, Any]] = []

    @classmethod
    def of(cls, line: Any) -> Self:
        """Read a line; glyphs of one cluster are taken together."""
        found = cls()
        for fields, starts, font in runs_of(line):
            found.fonts.append((len(found.starts), font))
            found.starts += starts
            found.widths += fields[WIDTH::GLYPH_FIELDS].tolist()
            found.glyphs += fields[::GLYPH_FIELDS].tolist()
        if any(map(int.__eq__, found.starts, found.starts[1:])):
            found._merge()
        return found

    def _merge(self) -> None:
        firsts = [k for k, start in enumerate(self.starts) if not k or start != self.starts[k - 1]]
        bounds = [*firsts, len(self.starts)]
        self.widths = [sum(self.widths[k:end]) for k, end in pairwise(bounds)]
        self.glyphs = [self.glyphs[k] for k in firsts]
        self.starts = [self.starts[k] for k in firsts]
        self.fonts = [(bisect_left(firsts, k), font) for k, font in self.fonts]

    def font_at(self, k: int) -> Any:
        """Return the font of a cluster."""
        return next(font for first, font in reversed(self.fonts) if first <= k)


def _cut(data: bytes, starts: list[int]) -> list[str]:
    return [data[start:end].decode() for start, end in pairwise([*starts, len(data)])]


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
