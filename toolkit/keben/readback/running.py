"""Text without white space, in which a figure that lines or pages divide is one again."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Sequence

UNSEEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
"""Characters without width that a line may be broken or joined at. The ones that reorder text are seen, so they stay."""

_WITHOUT_UNSEEN = dict.fromkeys(map(ord, UNSEEN))
_LINE_END = re.compile("[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")


class Running(Struct, frozen=True):
    """The text of a rendition without white space.

    `breaks` are the offsets before which white space stood, `lines` those of them that begin a line, `pages` where each page
    begins.
    """

    text: str
    breaks: frozenset[int]
    lines: frozenset[int]
    pages: tuple[int, ...]

    def page_of(self, offset: int) -> int:
        """Return the number of a page, from 1; 0 if there are none."""
        return bisect_right(self.pages, offset) if len(self.pages) > 1 else 0

    def turns_page(self, start: int, end: int) -> bool:
        """Whether a page begins between two offsets, the second included."""
        return bisect_right(self.pages, start) < bisect_right(self.pages, end)

    def part(self, stretches: Sequence[tuple[int, int]]) -> Running:
        """Return some stretches of the text, each a line of its own."""
        ordered, starts = sorted(self.breaks), sorted(self.lines)
        words: list[str] = []
        breaks: set[int] = set()
        lines: set[int] = set()
        pages: list[int] = []
        offset = 0
        for start, end in stretches:
            shift = offset - start
            while len(pages) < len(self.pages) and self.pages[len(pages)] <= start:
                pages.append(offset)
            inside = bisect_left(self.pages, end)
            pages += (page + shift for page in self.pages[len(pages) : inside])
            lines.add(offset)
            lines |= {each + shift for each in starts[bisect_right(starts, start) : bisect_left(starts, end)]}
            breaks |= {each + shift for each in ordered[bisect_right(ordered, start) : bisect_left(ordered, end)]}
            words.append(self.text[start:end])
            offset += end - start
        pages += [offset] * (len(self.pages) - len(pages))
        return Running("".join(words), frozenset(breaks | lines), frozenset(lines), tuple(pages))

    def shown(self, start: int, end: int) -> str:
        """Return a stretch as a reader sees it: with spaces between words, without those between Chinese characters."""
        text = self.text
        return "".join(
            f" {text[index]}"
            if index > start and index in self.breaks and text[index].isascii() and text[index - 1].isascii()
            else text[index]
            for index in range(start, end)
        )


def without_space(text: str) -> str:
    """Return a text without white space and characters that cannot be seen."""
    return "".join(text.translate(_WITHOUT_UNSEEN).split())


def squeeze(texts: Sequence[str]) -> Running:
    """Take the white space out of the pages of a rendition and remember where it was."""
    words: list[str] = []
    breaks: set[int] = set()
    lines: set[int] = set()
    pages: list[int] = []
    offset = 0
    for page in texts:
        pages.append(offset)
        lines.add(offset)
        for line in _LINE_END.split(page.translate(_WITHOUT_UNSEEN)):
            lines.add(offset)
            for word in line.split():
                breaks.add(offset)
                words.append(word)
                offset += len(word)
    return Running("".join(words), frozenset(breaks | lines), frozenset(lines), tuple(pages))
