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

    from keben.readback.expected import Expected
    from keben.readback.running import Running


class Run(Struct, frozen=True):
    """`length` characters that are the same from `expected` in one text and from `found` in the other."""

    expected: int
    found: int
    length: int


LOOKS = ((3, 12, 1), (8, 400, 1), (20, 20_000, 4))
"""How many characters must be alike to go on, how far ahead they are looked for, and at every how many expected characters."""

SKIPPING = 4
"""What it costs to skip an expected character, where one of the rendition costs 1: a right rendition says more, never less."""

SKIPPED = 64
"""Expected characters that may be missing at once; what is longer is skipped piece by piece."""

TURNS = ((12, 40, 3), (3, 3, 1))
"""How a text goes on over a page: how many characters must be alike at the beginning of a line, among how many first lines of a
page, and how many pages ahead; some may hold nothing but notes."""

ENOUGH = 256
"""Of two ways to go on, the one is taken on which more is alike; this many characters are enough to tell."""

LONGEST_MARK = 4
"""Characters of a note's number with what is around it."""

FEET = 3
"""Lines at the foot of a page that may look like text that goes on."""

SLIDING = 40
"""How far back an insertion may be moved."""

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


def align(expected: Expected, found: Running) -> Alignment:
    """Walk two texts side by side from their beginnings."""
    walk = _Walk(expected, found)
    return Alignment(list(walk.runs((0, len(expected.text)), (0, len(found.text)))))


def align_by_anchors(expected: Expected, found: Running) -> Alignment:
    """Lay two texts over one another by the stretches that stand once in each, then walk what lies between.

    This costs more than `align` and finds the way through texts of which whole parts differ.
    """
    walk = _Walk(expected, found)
    anchors = [(0, 0), *_anchors(expected.text, found.text), (len(expected.text), len(found.text))]
    runs: list[Run] = []
    for (start, begin), (end, stop) in pairwise(anchors):
        runs += walk.runs((start, end), (begin, stop))
    return Alignment(runs)


class _Walk:
    """A way through two texts side by side; a place on it is an offset in each."""

    def __init__(self, expected: Expected, found: Running) -> None:
        self._expected, self._edges = expected.text, expected.edges
        self._ordered_edges = sorted(expected.edges)
        self._found, self._running, self._lines = found.text, found, sorted(found.lines)

    def runs(self, within: tuple[int, int], span: tuple[int, int]) -> Iterator[Run]:
        """Yield the runs that a stretch of each text has in common."""
        (here, end), (there, stop) = within, span
        while here < end and there < stop:
            length = _common(self._expected, here, self._found, there, min(end - here, stop - there))
            parting = here + length, there + length
            following = end, stop
            if parting[0] < end and parting[1] < stop:
                near = self._nearest(end, stop, parting)
                turned = self._over_page(parting, length, lost=near[0] > parting[0])
                if turned and self._is_better(turned, near, parting[0] - turned[0]):
                    near = turned
                following = self._slide(parting, near, length)
                length -= max(0, parting[0] - following[0])
            if length:
                yield Run(here, there, length)
            here, there = following

    def _over_page(self, parting: tuple[int, int], length: int, *, lost: bool) -> tuple[int, int] | None:
        """Look for the place where a text goes on behind the foot of one page and the head of the next.

        It may be before the parting, since a page number can look like the digit that comes next. `lost` says that no other way is
        known that skips nothing expected.
        """
        here, there = parting
        line = bisect_right(self._lines, there) - 1
        feet = [foot for foot in self._lines[max(0, line - FEET) : line + 1] if there - foot <= length]
        if lost and self._edges.get(here):  # the number of a note may be the last of a page
            feet.append(there)
        for size, heads, pages in TURNS:
            for foot in reversed(feet):
                back = there - foot
                page = bisect_right(self._running.pages, foot)
                for top in self._running.pages[page : page + pages]:
                    first = bisect_left(self._lines, top)
                    for head in self._lines[first : first + heads]:
                        if self._goes_on(here - back, head, size):
                            return here - back, head
        return None

    def _nearest(self, end: int, stop: int, parting: tuple[int, int]) -> tuple[int, int]:
        """Return the nearest place at which both texts go on alike; if there is none, one that skips what is expected."""
        here, there = parting
        most = min(SKIPPED, end - here)
        for size, farthest, stride in LOOKS:
            cheapest = farthest
            best: tuple[int, int] | None = None
            for skip in range(0, most, stride):
                reach = cheapest - SKIPPING * skip
                if reach < 0:
                    break
                going_on = self._words(here + skip, size, end)
                if skip and len(going_on) == 1:
                    break
                place = self._found.find(going_on, there, min(there + reach + len(going_on), stop))
                if place >= 0:
                    best = here + skip, place
                    cheapest = SKIPPING * skip + place - there - 1
            if best:
                return _earliest(self._expected, self._found, best, parting)
        return here + most, there

    def _words(self, here: int, size: int, end: int) -> str:
        """Return so many expected characters, or half as many if formats may put something behind them."""
        stop = min(here + size, end)
        index = bisect_left(self._ordered_edges, here + max(2, size // 2))
        edge = self._ordered_edges[index] if index < len(self._ordered_edges) else stop
        return self._expected[here : min(stop, edge)]

    def _is_better(self, turned: tuple[int, int], near: tuple[int, int], back: int) -> bool:
        """Whether the way over the page is the better one: more is alike than the `back` it gives up, or all that is left."""
        alike, beside = self._alike(turned), self._alike(near)
        return alike > back + beside or alike == beside == len(self._expected) - turned[0]

    def _alike(self, place: tuple[int, int]) -> int:
        """Return how far both texts go on alike from a place, as far as that matters and but for the numbers of notes."""
        (start, there), length = place, 1
        here, stop = start, min(start + ENOUGH, len(self._expected))
        while length and here < stop:
            length = _common(self._expected, here, self._found, there, min(stop - here, len(self._found) - there))
            here, there = here + length, there + length
            number = self._edges.get(here, "")
            if not number or not self._found.startswith(number, there):
                break
            there += len(number)
        return here - start

    def _goes_on(self, here: int, there: int, size: int) -> bool:
        """Whether both texts go on alike from a place for so many characters, but for the number of one note."""
        stop = min(here + size, len(self._expected))
        length = _common(self._expected, here, self._found, there, stop - here)
        if here + length == stop:
            return True
        rest = self._expected[here + length : stop]
        return bool(length and self._edges.get(here + length)) and any(
            self._found.startswith(rest, there + length + mark) for mark in range(1, LONGEST_MARK + 1)
        )

    def _slide(self, parting: tuple[int, int], following: tuple[int, int], length: int) -> tuple[int, int]:
        """Move an insertion back to where formats may put one, if it can stand there just as well.

        Behind `1`, an inserted `1` is the first as well as the second of both.
        """
        (here, there), (on, step) = parting, following
        if on != here:
            return following
        for back in range(min(length, SLIDING) + 1):
            if back and self._found[there - back] != self._found[step - back]:
                break
            if here - back in self._edges or {there - back, step - back} <= self._running.lines:
                return here - back, step - back
        return following


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
