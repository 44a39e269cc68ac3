"""Which stretches of an expected text stand in a rendition, in order.

A rendition that is right says everything expected and more: running heads and notes between two pages, marks of lists. So the texts
are walked side by side; where they part, the nearest place is looked for at which both go on alike. Every search has a bound, so
the time is linear whatever the texts are.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from keben.readback.running import Running


class Run(Struct, frozen=True):
    """`length` characters that are the same from `expected` in one text and from `found` in the other."""

    expected: int
    found: int
    length: int


LOOKS = ((3, 12, 1), (8, 400, 1), (20, 20_000, 4))
"""How many characters must be alike to go on, how far ahead they are looked for, and at every how many expected characters."""

SKIPPED = 64
"""Expected characters that may be missing at once; what is longer is skipped piece by piece."""

TURN, HEADS, PAGES_AHEAD, FEET = 12, 40, 3, 3
"""How a text goes on over a page: the characters that must be alike at the beginning of a line, among the first lines of a page,
of the next pages, and how many lines at the foot of a page may look like text that goes on."""

ANCHOR = 16
"""Length of a stretch that stands once in each text, by which two very different texts are laid over one another."""


class Alignment:
    """The runs that two texts have in common; answers where an expected character stands."""

    def __init__(self, runs: Sequence[Run]) -> None:
        self.runs = runs
        self._starts = [run.expected for run in runs]

    def at(self, expected: int) -> int | None:
        """Return the offset in the rendition of an expected character, or None if it is not there."""
        index = bisect_right(self._starts, expected) - 1
        if index < 0:
            return None
        run = self.runs[index]
        inside = expected - run.expected
        return run.found + inside if inside < run.length else None

    def end_before(self, expected: int) -> int:
        """Return where the last run that begins before an expected character ends in the rendition, at most before it."""
        index = bisect_left(self._starts, expected) - 1
        if index < 0:
            return 0
        run = self.runs[index]
        return run.found + min(run.length, expected - run.expected)

    def start_after(self, expected: int, length: int) -> int:
        """Return where the first expected character from one on that is there stands, or the length of the rendition."""
        place = self.at(expected)
        if place is not None:
            return place
        index = bisect_left(self._starts, expected)
        return self.runs[index].found if index < len(self.runs) else length

    def leftover(self, length: int) -> list[tuple[int, int]]:
        """Return the stretches of a rendition of that length which belong to no run."""
        taken = sorted((run.found, run.found + run.length) for run in self.runs)
        ends = [0, *(end for _, end in taken)]
        starts = [*(start for start, _ in taken), length]
        return [(end, start) for end, start in zip(ends, starts, strict=True) if end < start]


def align(expected: str, found: Running) -> Alignment:
    """Walk two texts side by side from their beginnings."""
    lines = sorted(found.lines)
    return Alignment(list(_walk(expected, found, lines, (0, len(expected)), (0, len(found.text)))))


def align_by_anchors(expected: str, found: Running) -> Alignment:
    """Lay two texts over one another by the stretches that stand once in each, then walk what lies between.

    This costs more than `align` and finds the way through texts of which whole parts differ.
    """
    lines = sorted(found.lines)
    anchors = [(0, 0), *_anchors(expected, found.text), (len(expected), len(found.text))]
    runs: list[Run] = []
    for (start, begin), (end, stop) in pairwise(anchors):
        runs += _walk(expected, found, lines, (start, end), (begin, stop))
    return Alignment(runs)


def _walk(
    expected: str, found: Running, lines: Sequence[int], within: tuple[int, int], span: tuple[int, int]
) -> Iterator[Run]:
    """Yield the runs that one stretch of each text has in common."""
    (here, end), (there, stop) = within, span
    while here < end and there < stop:
        length = _common(expected, here, found.text, there, min(end - here, stop - there))
        parting = here + length, there + length
        if parting[0] < end and parting[1] < stop:
            back, following = _over_page(expected, found, lines, parting, min(length, there + length)) or (0, None)
            following = following or _nearest(expected, end, found.text, stop, parting)
            length -= back
        else:
            following = end, stop
        if length:
            yield Run(here, there, length)
        here, there = following


def _common(expected: str, here: int, found: str, there: int, most: int) -> int:
    """Count the characters that are alike, by stretches that double: each comparison is one of the language's own."""
    length, size = 0, 64
    while length < most and size:
        if expected.startswith(found[there + length : there + length + size], here + length):
            length += size
            size *= 2
        else:
            size //= 2
    return min(length, most)


def _over_page(
    expected: str, found: Running, lines: Sequence[int], parting: tuple[int, int], length: int
) -> tuple[int, tuple[int, int]] | None:
    """Look for the place where a text goes on behind the foot of one page and the head of the next.

    Returns:
        How many characters of the last run belong to the foot, since a page number may look like the digit that comes next,
        and where both texts go on; None if they part for another reason.
    """
    here, there = parting
    line = bisect_right(lines, there) - 1
    for foot in lines[max(0, line - FEET) : line + 1][::-1]:
        back = there - foot
        if back > length:
            return None
        going_on = expected[here - back : here - back + TURN]
        page = bisect_right(found.pages, foot)
        for top in found.pages[page : page + PAGES_AHEAD]:
            first = bisect_left(lines, top)
            for head in lines[first : first + HEADS]:
                if found.text.startswith(going_on, head):
                    return back, (here - back, head)
    return None


def _nearest(expected: str, end: int, found: str, stop: int, parting: tuple[int, int]) -> tuple[int, int]:
    """Return the nearest place at which both texts go on alike; if there is none, one that skips what is expected."""
    here, there = parting
    most = min(SKIPPED, end - here)
    for size, farthest, stride in LOOKS:
        reach = farthest
        best: tuple[int, int] | None = None
        for skip in range(0, most, stride):
            if reach < skip:
                break
            going_on = expected[here + skip : min(here + skip + size, end)]
            place = found.find(going_on, there, min(there + reach - skip + len(going_on), stop))
            if place >= 0:
                best = here + skip, place
                reach = skip + place - there - 1
        if best:
            return _earliest(expected, found, best, parting)
    return here + most, there


def _earliest(expected: str, found: str, place: tuple[int, int], parting: tuple[int, int]) -> tuple[int, int]:
    """Go back from a place as long as both texts are alike before it."""
    here, there = place
    while here > parting[0] and there > parting[1] and expected[here - 1] == found[there - 1]:
        here, there = here - 1, there - 1
    return here, there


def _anchors(expected: str, found: str) -> list[tuple[int, int]]:
    """Return the places of stretches that stand once in each text, as many as are in the same order in both."""
    once = [_stand_once(text) for text in (expected, found)]
    pairs = sorted((place, once[1][words]) for words, place in once[0].items() if words in once[1])
    return _longest_rise(pairs)


def _stand_once(text: str) -> dict[str, int]:
    places: dict[str, int] = {}
    for offset in range(len(text) - ANCHOR + 1):
        words = text[offset : offset + ANCHOR]
        places[words] = -1 if words in places else offset
    return {words: place for words, place in places.items() if place >= 0}


def _longest_rise(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest sequence of pairs that rises in both numbers; the first number rises already."""
    tops: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for index, (_, place) in enumerate(pairs):
        rank = bisect_left(tops, place)
        before.append(last[rank - 1] if rank else -1)
        if rank == len(tops):
            tops.append(place)
            last.append(index)
        else:
            tops[rank], last[rank] = place, index
    chain = []
    index = last[-1] if last else -1
    while index >= 0:
        chain.append(pairs[index])
        index = before[index]
    return chain[::-1]
