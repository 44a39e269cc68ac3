"""A paragraph with its breaks, kept while the engine asks for line after line, page after page."""

from __future__ import annotations

from bisect import bisect_left
from collections import OrderedDict
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from weasyprint.logger import LOGGER

from keben.writers.pdf.composition.flattening import Flat, Unfit, flatten
from keben.writers.pdf.composition.joints import Joints, judge
from keben.writers.pdf.composition.placing import Placed, place
from keben.writers.pdf.composition.rules import has_han
from keben.writers.pdf.composition.search import Line, Measure, choose
from keben.writers.pdf.composition.shaping import breaks_in
from keben.writers.pdf.composition.units import BOX, OPENING_EDGE

if TYPE_CHECKING:
    from collections.abc import Iterator

LEFT_TO_ENGINE = "Left to the engine: %s, in %s"
"""What the log is told of a paragraph that cannot be composed; `messages.py` makes a P507 of it."""

_SHOWN = 12
"""Characters of a paragraph that name it in the log."""

_KEPT = 256
"""Paragraphs are asked for again while a page, its notes and its columns are laid out, never long afterwards."""


class Piece(Struct):
    """What of one text stands in a line: `text` with the room around its bytes, px, and where the next line begins.

    `resume` is an offset in the whole text, None if all of it is in this line or before. `broken` says that the author
    broke the line behind it.
    """

    text: str
    width: float
    room: dict[int, tuple[float, float]]
    resume: int | None
    broken: bool
    size: tuple[float, float] | None


class Composed(Struct):
    """A line: its pieces by the identity of their text box, and the box behind which it ends, unless it ends inside one.

    `behind` is the room behind boxes that are no text, by identity, px.
    """

    pieces: dict[int, tuple[int, Piece]]
    behind: dict[int, float]
    last: int | None


class Paragraph:
    """One line box of the engine. Its breaks are chosen when the first line of a width is asked for."""

    def __init__(self, flat: Flat, lang: str) -> None:
        self.flat = flat
        self.joints: Joints = judge(flat.units, breaks_in(lang))
        self._boxes = [k for k, run in enumerate(flat.units.run) if run == BOX]
        self._lines: dict[tuple[int, float, float, bool], Line] = {}

    def is_current(self) -> bool:
        """Whether its texts are still those that were read; counters change some between two layouts."""
        return all(run.box.text is run.text for run in self.flat.runs)

    def unit_at(self, box: Any, resume: dict[int, Any] | None) -> int | None:
        """Return the unit at which the engine resumes, told by the numbers of children and a byte at the end."""
        unit = self._unit_in(box, resume)
        while unit and self.flat.units.run[unit - 1] == OPENING_EDGE:
            unit -= 1
        return unit

    def _unit_in(self, box: Any, resume: dict[int, Any] | None) -> int | None:
        ((index, rest),) = resume.items() if resume else ((0, None),)
        first = self.flat.first_of.get(id(box))
        if first is not None:
            units = self.flat.units
            inside = first < len(units) and units.run[first] >= 0
            return bisect_left(units.byte, index, first, self.flat.runs[units.run[first]].end) if inside else first
        for child in getattr(box, "children", ())[index:]:
            if child.is_in_normal_flow() and (unit := self._unit_in(child, rest)) is not None:
                return unit
            rest = None
        return None

    def line_from(self, start: int, measure: Measure, *, even_last: bool) -> Composed:
        """Return the line that begins at a unit."""
        key = start, round(measure.first, 2), round(measure.others, 2), measure.even
        if key not in self._lines:
            for line in choose(self.flat.units, self.joints, start, measure):
                self._lines[line.start, round(line.width, 2), key[2], measure.even] = line
        line = self._lines[key]
        even = even_last if line.end in self.joints.forced else measure.even
        placed = place(self.flat.units, self.joints, line, even=even)
        pieces = {id(run.box): (first, piece) for run, first, piece in self._pieces(line, placed)}
        more = line.end < len(self.flat.units)
        behind = {
            self.flat.ended_by[k]: placed.after[k - placed.start] for k in self._boxes if placed.start <= k < placed.end
        }
        return Composed(pieces, behind, self.flat.ended_by.get(line.end - 1) if more else None)

    def _pieces(self, line: Line, placed: Placed) -> Iterator[tuple[Any, int, Piece]]:
        units, k = self.flat.units, line.start
        while k < line.end:
            if units.run[k] < 0:
                k += 1
                continue
            run = self.flat.runs[units.run[k]]
            end = min(run.end, line.end)
            yield run, units.byte[k], self._piece(run, k, end, placed)
            k = end

    def _piece(self, run: Any, k: int, end: int, placed: Placed) -> Piece:
        units, base = self.flat.units, self.flat.units.byte[k]
        seen = min(end, placed.end)
        room, width = {}, 0.0
        for unit in range(k, seen):
            before, after = placed.before[unit - placed.start], placed.after[unit - placed.start]
            width += units.advance[unit] + before + after
            if before or after:
                room[units.byte[unit] - base] = before, after
        stop = units.byte[seen] if seen < run.end else len(run.data)
        text = run.data[base:stop].decode().rstrip("\n") if seen > k else ""
        resume = units.byte[end] if end < run.end else None
        return Piece(text, width, room, resume, units.char[end - 1] == "\n", run.size)

    def widths(self, *, least: bool) -> Iterator[float]:
        """Give the widths of the shortest pieces that a line may end behind, or of the paragraph's own lines."""
        joints, start, n = self.joints, 0, len(self.flat.units)
        for end in range(1, n + 1) if least else joints.forced:
            if joints.can_break[end]:
                width = max(joints.tail[end], joints.at[end]) if end == n else joints.tail[end]
                yield width - joints.head[start]
                start = end


_paragraphs: OrderedDict[int, tuple[Any, Any, Paragraph | None]] = OrderedDict()


def paragraph_of(context: Any, line_box: Any, containing_block: Any | None) -> Paragraph | None:
    """Return the paragraph of a Chinese line box, or None if it is the engine's, which is told to the log."""
    if not (line_box.style["lang"] or "").startswith("zh"):
        return None
    kept = _paragraphs.get(id(line_box))
    if kept and kept[0] is line_box and kept[1] is line_box.children and (not kept[2] or kept[2].is_current()):
        return kept[2]
    found = _read(context, line_box, containing_block)
    if containing_block is None and found is None:
        return None  # it may be fit when the width of its block is known
    _paragraphs[id(line_box)] = line_box, line_box.children, found
    if len(_paragraphs) > _KEPT:
        _paragraphs.popitem(last=False)
    return found


def _read(context: Any, line_box: Any, containing_block: Any | None) -> Paragraph | None:
    text = "".join(getattr(box, "text", "") for box in line_box.descendants())
    if not has_han(text):
        return None
    try:
        return Paragraph(flatten(context, line_box, containing_block), line_box.style["lang"])
    except Unfit as reason:
        if str(reason):
            LOGGER.warning(LEFT_TO_ENGINE, reason, text[:_SHOWN])
        return None
