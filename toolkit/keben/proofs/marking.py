"""A line with its choices → HTML of both columns."""

from __future__ import annotations

from collections import deque
from html import escape
from itertools import groupby
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
        old += _pieces(segment.source, cuts, segment.source, cuts)
        new += _pieces(segment.target, _moved(segment, cuts, choices), segment.source, cuts)
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


def _moved(segment: Segment, cuts: Sequence[Cut], choices: Mapping[int, Choice]) -> list[Cut]:
    """Return where the choices stand in the edition, whose text may have another length: by a term, or in a figure."""
    moved: list[Cut] = []
    shift = 0
    for start, end, number in cuts:
        length = len(choices[number].target) if end - start == len(choices[number].source) else end - start
        moved.append((start + shift, start + shift + length, number))
        shift += length - (end - start)
    if shift == len(segment.target) - len(segment.source):
        return moved
    return list(_looked_for(segment.target, cuts, choices))


def _looked_for(text: str, cuts: Sequence[Cut], choices: Mapping[int, Choice]) -> Iterator[Cut]:
    """Yield the places of what was chosen in a figure that is printed in another way, one behind the other."""
    at = 0
    for _, _, number in cuts:
        form = choices[number].target
        if (start := text.find(form, at)) >= 0:
            at = start + len(form)
            yield start, at, number


def _pieces(text: str, cuts: Sequence[Cut], other: str, other_cuts: Sequence[Cut]) -> Iterator[_Piece]:
    """Cut a text at its choices; it differs from the other where what stands between the same choices differs."""
    at = other_at = 0
    if len(cuts) < len(other_cuts):
        other_cuts = [each for each in other_cuts if each[2] in {number for _, _, number in cuts}]
    for (start, end, number), (other_start, other_end, _) in zip(
        (*cuts, (len(text), len(text), 0)), (*other_cuts, (len(other), len(other), 0)), strict=True
    ):
        yield from _between(text[at:start], other[other_at:other_start])
        if number:
            yield _Piece(text[start:end], number, text[start:end] != other[other_start:other_end])
        at, other_at = end, other_end


def _between(text: str, other: str) -> Iterator[_Piece]:
    if len(text) != len(other):
        yield from [_Piece(text, changed=True)] if text else []
        return
    for changed, run in groupby(zip(text, other, strict=True), lambda pair: pair[0] != pair[1]):
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
