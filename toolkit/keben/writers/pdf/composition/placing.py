"""Shares out the room of a line among its units, in whole thousandths of an em, as a PDF writes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from keben.writers.pdf.composition.joints import Joints
    from keben.writers.pdf.composition.search import Line
    from keben.writers.pdf.composition.units import Units

THOUSANDTHS = 1000
"""Of an em, the unit of a shift between glyphs. Source: ISO 32000-1 as the engine writes it, `draw/text.py`."""


class Placed(Struct):
    """The room before and behind each unit of a line that is seen, px; `end` is the unit behind the last of them."""

    start: int
    end: int
    before: list[float]
    after: list[float]


def place(units: Units, joints: Joints, line: Line, *, even: bool) -> Placed:
    """Share out what a line has to spare; `even` stretches it, and a line that is too long is always tightened.

    What rounding leaves at one unit goes to the next, so a line is never wrong by more than half a thousandth.
    """
    i, end = line.start, joints.last_seen[line.end] + 1
    if end <= i:
        return Placed(i, i, [], [])
    up, down = _shares(joints, line, even=even)
    before, after = [0.0] * (end - i), [0.0] * (end - i)
    before[0] = -units.left[i]
    owed = 0.0
    for k in range(i, end - 1):
        if joints.pull[k]:
            before[k + 1 - i] = joints.between[k]
            owed += up * joints.stretch[k] + down * joints.shrink[k]
        else:
            owed += joints.between[k] + up * joints.stretch[k] + down * joints.shrink[k]
        if owed:
            step = units.em[k] / THOUSANDTHS
            after[k - i] = whole = round(owed / step) * step if step else 0.0
            owed -= whole
    after[-1] = -units.right[end - 1]
    return Placed(i, end, before, after)


def _shares(joints: Joints, line: Line, *, even: bool) -> tuple[float, float]:
    """Return the share of every place's stretch that is added, and of its shrink (negative)."""
    spare = line.width - (joints.tail[line.end] - joints.head[line.start])
    seen = joints.last_seen[line.end]
    if spare < 0:
        shrink = joints.sum_shrink[seen] - joints.sum_shrink[line.start]
        return 0.0, max(spare / shrink, -1.0) if shrink else 0.0
    stretch = joints.sum_stretch[seen] - joints.sum_stretch[line.start]
    # A line with hardly a place, such as the one before a long address, is better short than torn apart.
    return (spare / stretch, 0.0) if even and stretch and spare < 2 * stretch else (0.0, 0.0)
