"""Block tokens of the parser: where one ends, what it holds, where its content stands in the source."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import takewhile
from typing import TYPE_CHECKING

from keben.diagnostics import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from markdown_it.token import Token


def without_comments(text: str) -> str:
    """Take comments out, in one go however many are not closed."""
    pieces: list[str] = []
    position = 0
    while (start := text.find("<!--", position)) >= 0 and (end := text.find("-->", start)) >= 0:
        pieces.append(text[position:start])
        position = end + len("-->")
    return "".join((*pieces, text[position:]))


def index_after(tokens: Sequence[Token], index: int) -> int:
    """Return the index behind the token that closes what one opens."""
    level = tokens[index].level
    return next(at for at in range(index + 1, len(tokens)) if tokens[at].nesting < 0 and tokens[at].level == level) + 1


def keep_lines(tokens: Sequence[Token], level: int) -> None:
    """Turn the line ends of a container, which the tokens begin with, into breaks."""
    for token in takewhile(lambda each: each.nesting >= 0 or each.level > level, tokens):
        for child in token.children or ():
            if child.type == "softbreak":
                child.type = "hardbreak"


def locator(content: str, first: int, starts: Sequence[int], *, cell: bool) -> Callable[[int, int], Place]:
    """Return what finds a stretch of a token's content in the source.

    Args:
        content: The content, which begins in line `first`.
        first: That line.
        starts: Where the content of each line begins in it.
        cell: Whether it is that of a table's cell, where a backslash stands before each bar.
    """
    breaks = [0, *(found.end() for found in re.finditer("\n", content))]

    def locate(offset: int, length: int) -> Place:
        number = bisect_right(breaks, offset) - 1
        column = starts[number] + offset - breaks[number] + 1
        if cell:
            column += content.count("|", 0, offset)
            length += content.count("|", offset, offset + length)
        return Place(first + number, column, length)

    return locate
