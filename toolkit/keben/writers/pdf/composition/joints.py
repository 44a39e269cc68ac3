"""What may happen between the units of a paragraph: a break, a gap, a squeeze, stretch; as sums, so that a line is cheap."""

from __future__ import annotations

from itertools import accumulate, pairwise
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
    from collections.abc import Callable, Iterator, Sequence

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
    text = "".join(units.char)
    starts = list(accumulate(map(len, units.char), initial=0))
    kept = {place for found in KEPT.finditer(text) for place in range(found.start() + 1, found.end())}
    kinds = list(map(kind_of, units.char))
    joints = Joints(_breaks(units, text, starts, breaks_in(text), kept), [], [0.0] * n, [False] * n, [], [0.0] * n)
    joints.forced = [*(k for k, char in enumerate(units.char[:-1], 1) if char == "\n"), n]
    han = [kind.han for kind in kinds]
    joints.stretch = [min(a, b) if one and other else 0.0 for a, b, one, other in _pairs(units.em, han)]
    joints.stretch.append(0.0)
    for k in [k for k, (one, other) in enumerate(pairwise(han)) if not (one and other)]:
        if units.run[k] not in _EDGES and units.run[k + 1] not in _EDGES:
            _join(units, joints, k, kinds, kept=starts[k + 1] in kept)
    _sum(units, joints, kinds)
    return joints


_EDGES = (OPENING_EDGE, CLOSING_EDGE)


def _pairs(em: list[float], han: list[bool]) -> Iterator[tuple[float, float, bool, bool]]:
    return zip(em, em[1:], han, han[1:], strict=False)


def _breaks(units: Units, text: str, starts: list[int], breaks: Sequence[int], kept: set[int]) -> list[bool]:
    """Return before which units a line may break, and that it may behind the last."""
    can_break = [bool(breaks[place]) and not joined for place, joined in zip(starts, units.joined, strict=False)]
    can_break.append(True)
    unit_at = {place: k for k, place in enumerate(starts)} if len(text) != len(units) else None
    for place in kept:
        if (k := unit_at.get(place) if unit_at else place) is not None:
            can_break[k] = False
    for k in [k for k, char in enumerate(units.char) if char[:1] in _BOUND]:
        if units.char[k] in OPENING:
            can_break[k + 1] = False
        elif units.char[k] == "\n":
            can_break[k + 1] = True
        else:
            can_break[k] = False
    for k in [k for k, run in enumerate(units.run) if run in _EDGES]:
        can_break[k if units.run[k] == CLOSING_EDGE else k + 1] = False
    can_break[0], can_break[-1] = False, True
    return can_break


_BOUND = OPENING | NOT_AT_START | {"\n"}


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
    joints.tail = [0.0, *map(_tail, joints.at[1:], joints.between, units.right)]
    joints.last_seen = [0, *range(len(units))]
    for k in [k for k, char in enumerate(units.char) if char in (" ", "\n")]:
        joints.tail[k + 1], joints.last_seen[k + 1] = joints.tail[k], joints.last_seen[k]


def _tail(at: float, between: float, right: float) -> float:
    return at - between - right
