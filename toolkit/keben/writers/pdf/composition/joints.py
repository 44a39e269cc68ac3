"""What may happen between the units of a paragraph: a break, a gap, a squeeze, stretch; as sums, so that a line is cheap."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

from msgspec import Struct

from keben.writers.pdf.composition.rules import (
    CLOSING,
    GAP,
    GAP_SHRINK,
    KEPT,
    MARK_SHRINK,
    NOT_AT_START,
    OPENING,
    SPACE_SHRINK,
    Kind,
    kind_of,
)
from keben.writers.pdf.composition.units import CLOSING_EDGE, OPENING_EDGE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from keben.writers.pdf.composition.units import Units


class Joints(Struct):
    """Entry k of a list speaks of what stands behind unit k; `can_break[k]` of a break before it. Lengths are in px.

    `between` is the room there in every line, `pull` says that it is taken from the left of the next unit; `stretch` and
    `shrink` are what a line may add (weighed by size) and take. The lists behind those are sums over all units before k:
    units i to j are `tail[j] - head[i]` wide as a line, `last_seen[j]` is the last of them that is not white space.
    """

    can_break: list[bool]
    forced: list[int]
    between: list[float]
    pull: list[bool]
    stretch: list[float]
    shrink: list[float]
    at: list[float] = []
    sum_stretch: list[float] = []
    sum_shrink: list[float] = []
    counted: list[int] = []
    head: list[float] = []
    tail: list[float] = []
    last_seen: list[int] = []


def judge(units: Units, breaks_in: Callable[[str], Sequence[int]]) -> Joints:
    """Judge every joint of a paragraph; `breaks_in` says by Unicode's rules before which characters a line may break."""
    n = len(units)
    char = units.char
    text = "".join(char)
    starts = list(accumulate(map(len, char), initial=0))
    kept = {place for found in KEPT.finditer(text) for place in range(found.start() + 1, found.end())}
    breaks = breaks_in(text)
    kinds = list(map(kind_of, char))
    joints = Joints([False] * n + [True], [], [0.0] * n, [False] * n, [0.0] * n, [0.0] * n)
    can_break, run, joined, edges = joints.can_break, units.run, units.joined, {OPENING_EDGE, CLOSING_EDGE}
    for k in range(n - 1):
        place = starts[k + 1]
        if char[k] == "\n":
            can_break[k + 1] = True
            joints.forced.append(k + 1)
        elif breaks[place] and not joined[k + 1] and place not in kept and 0 < place < len(text):
            can_break[k + 1] = (
                text[place] not in NOT_AT_START
                and text[place - 1] not in OPENING
                and run[k] != OPENING_EDGE  # an edge stays with what is inside
                and run[k + 1] != CLOSING_EDGE
            )
        if not edges.intersection(run[k : k + 2]):
            _join(units, joints, k, kinds, kept=place in kept)
    joints.forced.append(n)
    _sum(units, joints, kinds)
    return joints


def _join(units: Units, joints: Joints, k: int, kinds: list[Kind], *, kept: bool) -> None:
    """Set the room behind unit k."""
    one, other = kinds[k], kinds[k + 1]
    size = min(units.em[k], units.em[k + 1])
    if one.han and other.han:
        joints.stretch[k] = size
    elif kept and not (one.han or other.han):
        pass  # nothing moves inside numbers, dashes and dots
    elif one.mark and other.mark and units.right[k] + units.left[k + 1]:
        joints.pull[k] = not units.right[k]
        joints.between[k] = -(units.right[k] or units.left[k + 1])
    elif (one.han and other.latin) or (one.latin and other.han):
        joints.between[k], joints.stretch[k], joints.shrink[k] = GAP * size, size, GAP_SHRINK * size
    elif units.char[k] == " ":
        joints.stretch[k], joints.shrink[k] = size, SPACE_SHRINK * units.advance[k]
    elif (one.han or one.mark or other.han or other.mark) and not (
        units.char[k] in "\n\u2060" or units.char[k + 1] in " \n"
    ):
        joints.stretch[k] = size
        joints.shrink[k] = MARK_SHRINK * size if units.right[k] and units.char[k] in CLOSING else 0.0


def _sum(units: Units, joints: Joints, kinds: list[Kind]) -> None:
    joints.at = list(accumulate(map(float.__add__, units.advance, joints.between), initial=0.0))
    joints.sum_stretch = list(accumulate(joints.stretch, initial=0.0))
    joints.sum_shrink = list(accumulate(joints.shrink, initial=0.0))
    joints.counted = list(accumulate((kind.counts for kind in kinds), initial=0))
    joints.head = list(map(float.__add__, joints.at, [*units.left, 0.0]))
    joints.tail, joints.last_seen = [0.0], [0]
    seen = 0
    for j, char in enumerate(units.char, 1):
        if char not in (" ", "\n"):
            seen = j
        joints.last_seen.append(max(seen - 1, 0))
        joints.tail.append(joints.at[seen] - joints.between[seen - 1] - units.right[seen - 1] if seen else 0.0)
