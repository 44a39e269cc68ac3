"""A line of prose as one text, with where each stretch of it stands in the source."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

from msgspec import Struct

from keben.diagnostics import Place
from keben.document import Emphasis, LineBreak, Link, Name, Quantity, Ruby, Strong, Subscript, Superscript, Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from keben.diagnostics import Report
    from keben.document import Inline

PROTECTED = "\ufffc"
"""Stands in a line where something is no prose: code, `.keep`, a note, an image."""

Fault = tuple[int, int, str, str, str | None]
"""Start and end in the line, the fact behind the words shown, the hint, and what belongs there if that is certain."""


class Line(Struct, frozen=True):
    """The words of a line: `pieces` are the texts it is made of, None for what is protected; `starts` is where each begins."""

    text: str
    starts: tuple[int, ...]
    pieces: tuple[Text | Quantity | None, ...]

    def place(self, start: int, end: int) -> Place:
        """Return where a stretch stands in the source, as far as its first piece goes."""
        at = bisect_right(self.starts, start) - 1
        piece = self.pieces[at]
        if piece is None or piece.place is None:
            return Place(1)
        offset = start - self.starts[at]
        length = min(end - start, len(piece.text) - offset)
        return Place(piece.place.line, piece.place.column + offset, length)

    def is_verbatim(self, start: int, end: int) -> bool:
        """Whether a stretch lies in one piece that stands in the source letter by letter."""
        at = bisect_right(self.starts, start) - 1
        piece = self.pieces[at]
        return (
            piece is not None
            and piece.place is not None
            and piece.place.length == len(piece.text)
            and end <= self.starts[at] + len(piece.text)
        )

    def stretches(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Cut a stretch where its pieces end."""
        while start < end:
            at = bisect_right(self.starts, start)
            stop = min(end, self.starts[at]) if at < len(self.starts) else end
            yield start, stop
            start = stop

    def in_figure(self, start: int) -> bool:
        """Whether a character belongs to a quantity."""
        return isinstance(self.pieces[bisect_right(self.starts, start) - 1], Quantity)

    def before(self, start: int) -> str:
        """Return the character before a place, a line end at the edge."""
        return self.text[start - 1] if start else "\n"

    def after(self, end: int) -> str:
        """Return the character after a place, a line end at the edge."""
        return self.text[end] if end < len(self.text) else "\n"


def make_line(inlines: tuple[Inline, ...]) -> Line:
    """Make one text of a line of prose."""
    pieces = tuple(_pieces(inlines))
    texts = [PROTECTED if piece is None else piece.text for piece in pieces]
    return Line("".join(texts), tuple(accumulate(map(len, texts), initial=0))[:-1], pieces)


def _pieces(inlines: tuple[Inline, ...]) -> Iterator[Text | Quantity | None]:
    for inline in inlines:
        match inline:
            case Text() | Quantity():
                if inline.text:
                    yield inline
            case Emphasis() | Strong() | Subscript() | Superscript() | Link() | Ruby() | Name():
                yield from _pieces(inline.children)
            case LineBreak():
                yield Text(text="\n")
            case _:
                yield None


def report_together(code: str, line: Line, faults: Sequence[Fault], report: Report) -> None:
    """Report faults that are mended together or not at all, such as the two marks of a pair."""
    certain = all(fix is not None and line.is_verbatim(start, end) for start, end, _, _, fix in faults)
    for start, end, fact, hint, fix in faults:
        place = line.place(start, end)
        shown = line.text[start : start + place.length]
        report.add(code, f"`{shown}` {fact}", place, hint, fix if certain else None)
