"""Expected text and running text → how each figure stands in a rendition.

A figure is right if all its characters stand together where the edition has them, between the same neighbours. Only what lies
between two pages may divide it.
"""

from __future__ import annotations

import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec import Struct

from keben.readback.alignment import Alignment, align, align_by_anchors
from keben.readback.expected import Printed
from keben.readback.running import squeeze

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from keben.readback import ReadBack
    from keben.readback.expected import Expected
    from keben.readback.running import Running


class Sighting(Struct, frozen=True):
    """How a figure stands in a rendition.

    `words` are what the edition prints and `seen` what stands there in the rendition, both widened to the neighbours that
    changed; `figure` is what is seen of the figure alone. `seen` is empty if there is nothing. `page` counts from 1, 0 where there
    are no pages.
    """

    printed: Printed
    is_right: bool
    words: str = ""
    seen: str = ""
    figure: str = ""
    page: int = 0


class Seen(Struct, frozen=True):
    """The figures of an edition in the order of the ledger, and the share of its text that a rendition has."""

    figures: tuple[Sighting, ...]
    share: float

    @property
    def right(self) -> int:
        """How many figures are right."""
        return sum(each.is_right for each in self.figures)


HOPELESS = 0.1
"""With less than this of an edition's text in it, a rendition is not looked through a second time."""

WIDEST = 12
"""How far a change on one side of a figure is shown, in characters."""

CONTINUING = frozenset(".,，．·%％‰+-−±~～—–/:：万萬亿億兆〇零两兩半廿卅")
"""Characters that would make another figure of one that they touch, besides all that have a numeric value in Unicode."""


def look(expected: tuple[Expected, ...], back: ReadBack) -> Seen:
    """Look every figure of an edition up in a rendition."""
    found = squeeze(back.pages)
    seen = _look(expected, found, align)
    if seen.right == len(seen.figures) or seen.share < HOPELESS:
        return seen
    return max(seen, _look(expected, found, align_by_anchors), key=lambda each: each.right)


def _look(expected: tuple[Expected, ...], found: Running, lay: Callable[[Expected, Running], Alignment]) -> Seen:
    """Look the figures of the text up, and those of the others each in what is left: pages have notes at their feet."""
    text, *others = expected
    alignment, rest = lay(text, found), found
    there = sum(run.length for run in alignment.runs)
    sightings = [_sight(figure, text, alignment, found) for figure in text.figures]
    for other in others:
        if other.figures:
            rest = rest.part(alignment.leftover(len(rest.text)))
            alignment = lay(other, rest)
            sightings += (_sight(figure, other, alignment, rest) for figure in other.figures)
    return Seen(tuple(sightings), there / len(text.text) if text.text else 1.0)


def _sight(figure: Printed, expected: Expected, alignment: Alignment, found: Running) -> Sighting:
    start = figure.start if figure.start in expected.edges else figure.start - 1
    end = figure.end if figure.end in expected.edges else figure.end + 1
    places = [alignment.at(index) for index in range(start, end)]
    if (
        all(place is not None for place in places)
        and all(_adjoin(found, *pair) for pair in pairwise(places))  # type: ignore[arg-type]
        and not _touched_before(figure, expected, alignment, found)
        and not _touched_behind(figure, expected, alignment, found)
    ):
        return Sighting(figure, is_right=True)
    return _wrong(figure, expected, alignment, found)


def _adjoin(found: Running, one: int, other: int) -> bool:
    """Whether two characters stand side by side, or with nothing but whole lines between them at the turn of a page."""
    return other == one + 1 or (one + 1 in found.lines and other in found.lines and found.turns_page(one, other))


def _touched_before(figure: Printed, expected: Expected, alignment: Alignment, found: Running) -> bool:
    """Whether something that no format puts there stands directly before a figure and makes another of it."""
    place = alignment.at(figure.start)
    if figure.start not in expected.edges or not place or place in found.breaks:
        return False
    return alignment.at(figure.start - 1) != place - 1 and _continues(found.text[place - 1])


def _touched_behind(figure: Printed, expected: Expected, alignment: Alignment, found: Running) -> bool:
    """Whether something else than the number of a note stands directly behind a figure and makes another of it."""
    last = alignment.at(figure.end - 1)
    if figure.end not in expected.edges or last is None:
        return False
    stop = min(alignment.start_after(figure.end, len(found.text)), last + 1 + WIDEST)
    inserted = ""
    for place in range(last + 1, stop):
        if place in found.breaks:
            break
        inserted += found.text[place]
    number = expected.edges[figure.end]
    digits = "".join(char for char in unicodedata.normalize("NFKC", inserted) if char.isdigit())
    is_stop = (
        inserted.startswith("..") or inserted == "."
    )  # a leader, as the annex has it on pages, or the end of a sentence
    touched = bool(inserted) and not is_stop and (_continues(inserted[0]) or "\u3400" <= inserted[0] <= "\u9fff")
    return touched and not (number and digits == number)


def _continues(char: str) -> bool:
    return char in CONTINUING or unicodedata.numeric(char, None) is not None


def _wrong(figure: Printed, expected: Expected, alignment: Alignment, found: Running) -> Sighting:
    """Say what stands where a figure should, together with the changed words beside it."""
    left, right = figure.start, figure.end
    while left not in expected.edges and figure.start - left < WIDEST and alignment.at(left - 1) is None:
        left -= 1
    while right not in expected.edges and right - figure.end < WIDEST and alignment.at(right) is None:
        right += 1
    begin, stop = _stretch(left, right, alignment, found)
    is_lost = all(alignment.at(index) is None for index in range(left - 1, right + 1))
    if is_lost or stop - begin > 2 * (right - left) + 2 * WIDEST:
        return Sighting(figure, False, figure.words, page=found.page_of(begin))
    before, behind = expected.text[left : figure.start], expected.text[figure.end : right]
    if skipped := _known(found.text[begin:stop], before):
        left, begin = figure.start, begin + skipped
    if skipped := _known(found.text[begin:stop][::-1], behind[::-1]):
        right, stop = figure.end, stop - skipped
    words, seen = expected.text[left:right], found.text[begin:stop]
    if words == seen:  # too few characters beside it are the same for the alignment
        return Sighting(figure, is_right=True)
    if not any(map(_continues, seen)):
        return Sighting(figure, False, figure.words, page=found.page_of(begin))
    alone = seen.removeprefix(words[: figure.start - left]).removesuffix(words[figure.end - left :])
    shown = figure.words if (left, right) == (figure.start, figure.end) else words
    return Sighting(figure, False, shown, found.shown(begin, stop), alone, found.page_of(begin))


def _known(seen: str, before: str) -> int:
    """Return how many characters are before the figure in what is seen, if they end as those before it do in the edition."""
    for start in range(len(before)):
        place = seen.find(before[start:])
        if place >= 0:
            return place + len(before) - start
    return 0


def _stretch(left: int, right: int, alignment: Alignment, found: Running) -> tuple[int, int]:
    """Return what stands in a rendition between the neighbours of a stretch, with what touches it from outside."""
    length = len(found.text)
    first, last = alignment.at(left), alignment.at(right - 1)
    begin = alignment.end_before(left)
    if first is not None and first >= begin:
        begin = next(_back_to_break(first, begin, found), first)
    stop = alignment.start_after(right, length)
    if last is not None and last < stop:
        stop = min(stop, next((at for at in range(last + 1, stop) if at in found.breaks), stop), last + 1 + WIDEST)
    return begin, max(begin, stop)


def _back_to_break(first: int, begin: int, found: Running) -> Iterator[int]:
    """Yield where the characters that touch a place from before begin."""
    lowest = max(begin, first - WIDEST)
    yield next((at for at in range(first, lowest - 1, -1) if at in found.breaks), lowest)
