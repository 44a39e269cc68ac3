"""Maximum-probability segmentation: the words that a text most likely consists of.

OpenCC takes the longest phrase that fits, 了如 in 展示了如何, and so cuts words in two. Here every way to cut a run of Han is
weighed by the counts of its words, and the likeliest one is taken (a unigram model, solved by dynamic programming).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from keben.edition.script.tables import LONGEST, NAT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keben.edition.script.tables import Tables

UNKNOWN = 18 * NAT
"""The cost of a character that no list counts: one occurrence in jieba's 60 million words."""

_NEVER = 1 << 60


class Segmentation(Struct, frozen=True):
    """A run of Han cut into words, and every word that could stand in it.

    `words` are (start, end) in code points. `edges` are (start, end, cost), those that begin at `i` from number `first[i]` on;
    `ahead[i]` is the least cost of the text before `i`.
    """

    text: str
    words: tuple[tuple[int, int], ...]
    edges: list[tuple[int, int, int]]
    first: list[int]
    ahead: list[int]

    def behind(self) -> list[int]:
        """Return the least cost of the text from each place on."""
        least = [_NEVER] * len(self.text) + [0]
        for start, end, cost in reversed(self.edges):
            least[start] = min(least[start], cost + least[end])
        return least

    def over(self, place: int, behind: list[int]) -> Iterator[tuple[int, int, int]]:
        """Yield every word over a place, with what the best segmentation through it costs more than the best of all."""
        best = self.ahead[-1]
        for at in range(self.first[max(0, place - LONGEST + 1)], self.first[place + 1]):
            start, end, cost = self.edges[at]
            if end > place:
                yield start, end, self.ahead[start] + cost + behind[end] - best


def segment(text: str, tables: Tables, shorter_than: int = LONGEST + 1) -> Segmentation:
    """Cut a run of Han characters into words shorter than so many; time and memory grow with its length."""
    length = len(text)
    longest = min(LONGEST, shorter_than - 1)
    words_of, costs = tables.words_of, tables.costs
    ahead, back = [0] + [_NEVER] * length, [0] * (length + 1)
    edges: list[tuple[int, int, int]] = []
    first = []
    for start in range(length):
        first.append(len(edges))
        here, known = ahead[start], False
        for word, number in words_of(text[start : start + longest]):
            end, cost = start + len(word), costs[number]
            known = known or end == start + 1
            edges.append((start, end, cost))
            if here + cost < ahead[end]:
                ahead[end], back[end] = here + cost, start
        if not known:
            edges.append((start, start + 1, UNKNOWN))
            if here + UNKNOWN < ahead[start + 1]:
                ahead[start + 1], back[start + 1] = here + UNKNOWN, start
    return Segmentation(text, _path(back), edges, [*first, len(edges)], ahead)


def _path(back: list[int]) -> tuple[tuple[int, int], ...]:
    words = []
    end = len(back) - 1
    while end:
        words.append((back[end], end))
        end = back[end]
    return tuple(reversed(words))
