"""Chooses all breaks of a paragraph at once, so that its lines are as even as they can be."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from math import inf
from typing import TYPE_CHECKING

from msgspec import Struct

from keben.writers.pdf.composition.joints import Joints
from keben.writers.pdf.composition.units import Units

if TYPE_CHECKING:
    from collections.abc import Sequence


MOST = 0.35
"""The most room at one place, em, that is not a fault."""

_LINE, _LOOSE, _HOPELESS = 0.3, 1500.0, 5000.0
"""The cost of any line, of one with more than the most room, and of one that cannot be set as wanted."""

_SHORT = (2000.0, 2000.0, 60.0)
"""The cost of a last line with no character, one or two, marks not counted."""

_TOLERANCE = 0.001
"""Of a width, px: shrink-to-fit boxes are as wide as their text, give or take the last digit."""

_CLOSE, _FAR, _FAR_SHARE, _BEHIND = 1.5, 4, 0.3, 1.5
"""How far before the measure a line may end, em; if it cannot end there, em or a share of the line; how far behind it."""

_NEAR, _WORSE = 3, 10.0
"""No line begins at a break that costs so much more than another one less than so many em before it."""


class Measure(Struct, frozen=True):
    """How wide lines are, px: the first one and all others. `even` lines reach that; others end where they are best."""

    first: float
    others: float
    even: bool

    def width_at(self, i: int, start: int) -> float:
        """Return the width of a line from unit i, where `start` is the first unit of all."""
        return self.first if i == start else self.others


class Line(Struct, frozen=True):
    """Units `start` up to `end`, set in a line of `width` px."""

    start: int
    end: int
    width: float


class _Task(Struct):
    """What is searched: units from `start` to the next forced break."""

    units: Units
    joints: Joints
    start: int
    stop: int
    measure: Measure


def choose(units: Units, joints: Joints, start: int, measure: Measure) -> tuple[Line, ...]:
    """Choose the lines from unit `start` to the next forced break, in time that grows with their number."""
    stop = joints.forced[bisect_right(joints.forced, start)]
    task = _Task(units, joints, start, stop, measure)
    least = [inf] * (stop - start + 1)
    came_from = [start] * (stop - start + 1)
    least[0] = 0.0
    low_at, low, furthest = -inf, 0.0, start
    for i in range(start, stop):
        cost = least[i - start]
        if cost == inf:
            continue
        near = joints.at[i] < low_at + _NEAR * units.em[i]
        if near and cost > low + _WORSE and furthest > i:
            continue
        if not near or cost < low:
            low_at, low = joints.at[i], cost
        for j, more in _ends(task, i):
            furthest = max(furthest, j)
            if cost + more < least[j - start]:
                least[j - start], came_from[j - start] = cost + more, i
    lines = []
    while stop != start:
        i = came_from[stop - start]
        lines.append(Line(i, stop, measure.width_at(i, start)))
        stop = i
    return tuple(reversed(lines))


def _ends(task: _Task, i: int) -> Sequence[tuple[int, float]]:
    """Return where a line from unit i may end, with the cost of each end; always at least one."""
    joints, stop = task.joints, task.stop
    at, can_break, em = joints.at, joints.can_break, task.units.em[i]
    width = task.measure.width_at(i, task.start)
    goal = joints.head[i] + width
    last = min(bisect_right(at, goal + _BEHIND * em, i + 1), stop)
    for reach in (_CLOSE * em, max(_FAR_SHARE * width, _FAR * em)):
        if last == stop and joints.tail[stop] <= goal - reach:
            return ((stop, _short(joints, i, stop)),)
        first = max(bisect_left(at, goal - reach, i + 1) - 1, i + 1)
        found = [
            (j, cost)
            for j in range(first, last + 1)
            if can_break[j] and (cost := _cost(task, i, j, goal - joints.tail[j])) < inf
        ]
        if found:
            return found
    return ((_anywhere(task, i, goal), _HOPELESS),)


def _cost(task: _Task, i: int, j: int, spare: float) -> float:
    """Return the cost of units i to j as a line; infinite if they do not fit, or cannot be stretched so far."""
    joints = task.joints
    seen = joints.last_seen[j]
    if spare < -_TOLERANCE:
        shrink = joints.sum_shrink[seen] - joints.sum_shrink[i] if task.measure.even else 0.0
        if -spare > shrink:
            return inf
        return _LINE + 2 * (spare / shrink) ** 2 + (_short(joints, i, j) if j == task.stop else 0.0)
    if j == task.stop:
        return _short(joints, i, j)
    if not task.measure.even:
        return _LINE + (spare / task.units.em[i]) ** 2
    stretch = joints.sum_stretch[seen] - joints.sum_stretch[i]
    if spare > stretch:
        return inf
    share = spare / stretch if spare > 0 else 0.0
    return _LINE + (400 * share**2 + 8000 * share**3 if share <= MOST else _LOOSE + 400 * share)


def _short(joints: Joints, i: int, j: int) -> float:
    """Return the cost of a last line by the characters in it."""
    count = joints.counted[joints.last_seen[j] + 1] - joints.counted[i]
    return _SHORT[count] if count < len(_SHORT) else 0.0


def _anywhere(task: _Task, i: int, goal: float) -> int:
    """Return the last break that fits, else any place that fits where CSS allows it, else the first break."""
    units, joints, stop = task.units, task.joints, task.stop
    fits = min(bisect_right(joints.at, goal + _BEHIND * units.em[i], i + 1), stop)
    while fits > i + 1 and joints.tail[fits] > goal + _TOLERANCE:
        fits -= 1
    for j in range(fits, i, -1):
        if joints.can_break[j] and joints.tail[j] <= goal + _TOLERANCE:
            return j
    if units.loose[i]:
        return fits
    return next(j for j in range(i + 1, stop + 1) if joints.can_break[j])
