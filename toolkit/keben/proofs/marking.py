"""A line with its choices → HTML of both columns."""

from __future__ import annotations

from collections import deque
from html import escape
from itertools import groupby, zip_longest
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from keben.edition.choice import Choice
    from keben.proofs.lines import Line, Segment


class _Piece(Struct, frozen=True):
    """A stretch of one column: its choice, 0 for none, and whether the edition changes it, which is marked in the edition only."""

    text: str
    choice: int = 0
    changed: bool = False
    protected: bool = False


def mark(line: Line, choices: Mapping[int, Choice]) -> tuple[str, str]:
    """Return the HTML of a line in the source and in the edition.

    Args:
        line: The line.
        choices: Those that stand in it, in order, by their numbers in the page, which begin with 1.
    """
    old: list[_Piece] = []
    new: list[_Piece] = []
    at = 0
    waiting = deque(choices.items())
    for segment in line.segments:
        if segment.protected:
            old.append(_Piece(segment.source, protected=True))
            new.append(_Piece(segment.target, protected=True))
            continue
        cuts = list(_cuts(at, at + len(segment.source), waiting))
        old += _pieces(segment.source, segment.source, cuts)
        new += _pieces(segment.target, segment.source, list(_moved(segment, cuts, choices)))
        at += len(segment.source)
    linked = {piece.choice for piece in new if piece.choice}
    return (
        "".join(_column(old, choices, link=choices.keys() - linked)),
        "".join(_column(new, choices, link=linked)),
    )


Cut = tuple[int, int, int]
"""Start and end in a segment, and the number of the choice."""


def _cuts(start: int, end: int, waiting: deque[tuple[int, Choice]]) -> Iterator[Cut]:
    """Yield the choices of a segment, and keep one that goes on in the next; a word may be bold by half."""
    while waiting:
        number, choice = waiting[0]
        if choice.start < end:
            yield max(choice.start, start) - start, min(choice.end, end) - start, number
        if choice.end > end or choice.start >= end:
            return
        waiting.popleft()


def _moved(segment: Segment, cuts: Sequence[Cut], choices: Mapping[int, Choice]) -> Iterator[Cut]:
    """Yield where the choices stand in the edition; in a figure of another length each is looked for behind the last."""
    if len(segment.source) == len(segment.target):
        yield from cuts
        return
    at = 0
    for _, _, number in cuts:
        form = choices[number].target
        if (start := segment.target.find(form, at)) >= 0:
            at = start + len(form)
            yield start, at, number


def _pieces(text: str, other: str, cuts: Sequence[Cut]) -> Iterator[_Piece]:
    """Cut a text at its choices, and what is between where it begins or ends to differ from the other."""
    same_length = len(text) == len(other)
    at = 0
    for start, end, number in (*cuts, (len(text), len(text), 0)):
        yield from _between(text[at:start], other[at:start] if same_length else "")
        if number:
            changed = not same_length or text[start:end] != other[start:end]
            yield _Piece(text[start:end], number, changed)
        at = end


def _between(text: str, other: str) -> Iterator[_Piece]:
    pairs = zip_longest(text, other, fillvalue="")
    for changed, run in groupby(pairs, lambda pair: pair[0] != pair[1]):
        yield _Piece("".join(char for char, _ in run), changed=changed)


def _column(pieces: Sequence[_Piece], choices: Mapping[int, Choice], link: set[int]) -> Iterator[str]:
    """Yield a column; the first piece of a choice that is to be linked is the link to what is said of it."""
    waiting = set(link)
    for piece in pieces:
        text = escape(piece.text)
        classes = " ".join(_classes(piece, choices))
        if piece.choice in waiting:
            waiting.remove(piece.choice)
            yield f'<a class="{classes}" id="c{piece.choice}" href="#n{piece.choice}" data-n="{piece.choice}">{text}</a>'
        elif piece.choice:
            yield f'<span class="{classes}" data-n="{piece.choice}">{text}</span>'
        else:
            yield f'<span class="{classes}">{text}</span>' if classes else text


def _classes(piece: _Piece, choices: Mapping[int, Choice]) -> Iterator[str]:
    if piece.choice:
        yield from ("c", choices[piece.choice].risk)
    if piece.changed:
        yield "d"
    if piece.protected:
        yield "p"
