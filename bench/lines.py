"""Measure the lines of finished PDFs by the places of their glyphs: `python bench/lines.py FILE.pdf …`.

It knows nothing of how the pages were made. Body text is what is set in the commonest size; a paragraph begins where a
line is indented. The right edge of a line is that of its last character, of which a mark with an empty right half has half.
"""

from __future__ import annotations

import ctypes
import json
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import pypdfium2_raw as pdfium
from msgspec import Struct, to_builtins

if TYPE_CHECKING:
    from collections.abc import Iterator

OPENING = frozenset("“‘（〔《〈「『【")
CLOSING = frozenset("，。、；：！？”’）〕》〉」』】")
NEVER_FIRST = CLOSING | frozenset("·—…～％%‰℃")
SAME_LINE = 0.45
"""Of an em: baselines that close are one line, so an index or a note mark stays in it."""


class Glyph(Struct, frozen=True):
    """A character, where its glyph begins, how wide it is set, and how wide its ink is; pt."""

    char: str
    x: float
    y: float
    em: float
    right: float
    ink_left: float
    ink_right: float


class Figures(Struct, frozen=True):
    """What is asked of the lines of a text; pairs are how many of how many."""

    measure_pt: float
    full_lines: int
    within_tenth_em: float
    within_half_pt: float
    worst_pt: float
    forbidden_starts: int
    forbidden_ends: int
    last_lines_of_one: int
    marks_half_at_end: tuple[int, int]
    pairs_squeezed: tuple[int, int]
    gaps: int
    gap_median_em: float
    gaps_in_range: float


def glyphs_of(data: bytes) -> Iterator[list[Glyph]]:
    """Read the visible characters of each page in the order of drawing."""
    pdfium.FPDF_InitLibrary()
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        raise SystemExit("no PDF that PDFium can open")
    for number in range(pdfium.FPDF_GetPageCount(document)):
        page = pdfium.FPDF_LoadPage(document, number)
        text = pdfium.FPDFText_LoadPage(page)
        count = pdfium.FPDFText_CountChars(text)
        yield [glyph for index in range(count) if (glyph := _glyph(text, index))]


def _glyph(text: Any, index: int) -> Glyph | None:
    char = chr(pdfium.FPDFText_GetUnicode(text, index))
    if char.isspace() or pdfium.FPDFText_IsGenerated(text, index) or not char.isprintable():
        return None
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(text, index, x, y)
    loose, matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
    pdfium.FPDFText_GetLooseCharBox(text, index, loose)
    pdfium.FPDFText_GetMatrix(text, index, matrix)
    sides = [ctypes.c_double() for _ in range(4)]
    pdfium.FPDFText_GetCharBox(text, index, *sides)
    em = pdfium.FPDFText_GetFontSize(text, index) * abs(matrix.a)
    wide = is_han(char) or char in OPENING | CLOSING
    right = x.value + em if wide else max(loose.right, sides[1].value)
    return Glyph(char, x.value, y.value, em, right, sides[0].value, sides[1].value)


def is_han(char: str) -> bool:
    """Whether a character is set on a full square like Han."""
    return "\u3400" <= char <= "\u9fff" or "\uf900" <= char <= "\ufaff" or char >= "\U00020000"


def lines_of(glyphs: list[Glyph], em: float) -> list[list[Glyph]]:
    """Gather glyphs in lines by their baselines; lines without a character of the body's size are left out."""
    lines: list[list[Glyph]] = []
    for glyph in glyphs:
        if lines and abs(lines[-1][-1].y - glyph.y) < SAME_LINE * em and glyph.x > lines[-1][-1].x - em:
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    return [line for line in lines if abs(line[0].em - em) < 0.1]


def edge_of(glyph: Glyph) -> float:
    """Return where a character ends that is the last of a line."""
    half = glyph.char in CLOSING and glyph.ink_right <= glyph.x + 0.54 * glyph.em
    return glyph.x + glyph.em / 2 if half else glyph.right


def measure(data: bytes) -> Figures:
    """Measure the body text of a PDF."""
    pages = list(glyphs_of(data))
    em = Counter(round(glyph.em, 2) for page in pages for glyph in page).most_common(1)[0][0]
    lines = [line for page in pages for line in lines_of(page, em)]
    left = Counter(round(line[0].ink_left - (0.5 * em if line[0].char in OPENING else 0), 0) for line in lines)
    start = min(x for x, count in left.items() if count > 1)
    indented = [line[0].x > start + 1.2 * em for line in lines]
    full = [line for line, ends in zip(lines, [*indented[1:], True], strict=True) if not ends]
    last = [line for line, ends in zip(lines, [*indented[1:], True], strict=True) if ends]
    edges = [edge_of(line[-1]) for line in full]
    edge = median(edges)
    misses = [abs(each - edge) for each in edges]
    pairs = [(a, b) for line in lines for a, b in pairwise(line) if _gives_way(a, b)]
    gaps = [(b.x - a.right) / em for line in lines for a, b in pairwise(line) if _is_border(a, b) and a.em == b.em]
    ends = [line[-1] for line in full if line[-1].char in CLOSING and line[-1].ink_right <= line[-1].x + 0.54 * em]
    return Figures(
        measure_pt=round(edge - start, 1),
        full_lines=len(full),
        within_tenth_em=_share(miss <= 0.1 * em for miss in misses),
        within_half_pt=_share(miss <= 0.5 for miss in misses),
        worst_pt=round(max(misses, default=0), 2),
        forbidden_starts=sum(line[0].char in NEVER_FIRST for line, new in zip(lines, indented, strict=True) if not new),
        forbidden_ends=sum(line[-1].char in OPENING for line in lines),
        last_lines_of_one=sum(sum(glyph.char not in CLOSING for glyph in line) < 2 for line in last),
        marks_half_at_end=(sum(abs(glyph.x + em / 2 - edge) < 0.1 * em for glyph in ends), len(ends)),
        pairs_squeezed=(sum(b.x - a.x < 0.6 * em for a, b in pairs), len(pairs)),
        gaps=len(gaps),
        gap_median_em=round(median(gaps), 3) if gaps else 0,
        gaps_in_range=_share(0.1 <= gap <= 0.35 for gap in gaps),
    )


def _share(of: Any) -> float:
    found = list(of)
    return round(sum(found) / len(found), 4) if found else 1.0


def _gives_way(a: Glyph, b: Glyph) -> bool:
    """Whether two marks stand side by side of which one has an empty half between them."""
    marks = OPENING | CLOSING
    empty = a.ink_right <= a.x + 0.54 * a.em if a.char in CLOSING else False
    opening = b.char in OPENING and b.ink_left >= b.x + 0.46 * b.em
    return a.char in marks and b.char in marks and (empty or opening)


def _is_border(a: Glyph, b: Glyph) -> bool:
    latin = [glyph.char.isascii() and glyph.char.isalnum() for glyph in (a, b)]
    return (is_han(a.char) and latin[1]) or (latin[0] and is_han(b.char))


def main() -> None:
    """Print what is measured of each file, as JSON."""
    for name in sys.argv[1:]:
        print(name, json.dumps(to_builtins(measure(Path(name).read_bytes()))))


if __name__ == "__main__":
    main()
