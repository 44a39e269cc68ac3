"""The words of a document line by line, with where each stands in the source, and the figures among them."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

from msgspec import Struct, structs

from keben.document import Code, Image, Keep, LineBreak, Link, Name, NoteCall, Quantity, Text
from keben.tree import map_lines

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from keben.diagnostics import Place
    from keben.document import Document, Inline
    from keben.quantity import Unreadable
    from keben.quantity.finder import Found


class Passage(Struct, frozen=True):
    """The words of one line of prose.

    `text` has them all, marked figures and names too, since they say what a number beside them is. `nodes` are the texts it
    is made of, None for marked figures and code; `starts` is where each begins in `text`. `open` says which may be marked:
    no words of `.keep`, `.name` or links.
    """

    text: str
    starts: tuple[int, ...]
    nodes: tuple[Text | None, ...]
    open: tuple[bool, ...]

    def is_prose(self, start: int, end: int) -> bool:
        """Whether nothing of a stretch is marked or protected."""
        return all(self.open[self._at(start) : self._at(end - 1) + 1])

    def is_text(self, start: int, end: int) -> bool:
        """Whether nothing of a stretch is a marked figure or code."""
        return None not in self.nodes[self._at(start) : self._at(end - 1) + 1]

    def place(self, start: int, end: int) -> Place | None:
        """Return where a stretch stands in the source, as far as its first piece is verbatim there."""
        at = self._at(start)
        node = self.nodes[at]
        if node is None or node.place is None or node.place.length != len(node.text):
            return node.place if node else None
        offset = start - self.starts[at]
        return structs.replace(
            node.place, column=node.place.column + offset, length=min(end - start, len(node.text) - offset)
        )

    def _at(self, offset: int) -> int:
        return bisect_right(self.starts, offset) - 1


def passages_of(document: Document) -> tuple[Passage, ...]:
    """Return every line of prose in reading order; the words of images are none."""
    found: list[Passage] = []

    def gather(line: tuple[Inline, ...]) -> tuple[Inline, ...]:
        found.append(passage_of(line))
        return line

    map_lines(document, gather)
    return tuple(found)


def passage_of(line: tuple[Inline, ...]) -> Passage:
    """Return the words of one line."""
    pieces = [piece for piece in _pieces(line, is_open=True) if piece[0]]
    starts = accumulate((len(text) for text, _, _ in pieces), initial=0)
    return Passage(
        text="".join(text for text, _, _ in pieces),
        starts=tuple(starts)[:-1],
        nodes=tuple(node for _, node, _ in pieces),
        open=tuple(is_open for _, _, is_open in pieces),
    )


def unmarked_in(passage: Passage, today: date | None) -> Iterator[Found]:
    """Yield the figures of a passage that are neither marked nor protected."""
    from keben.quantity.finder import find_quantities

    for found in find_quantities(passage.text, today):
        if passage.is_prose(found.start, found.end):
            yield found


def broken_in(passage: Passage) -> Iterator[tuple[int, int, Unreadable]]:
    """Yield the numbers of a passage that are neither marked nor protected and cannot be read."""
    from keben.quantity.finder import broken_numbers

    for start, end, fault in broken_numbers(passage.text):
        if passage.is_prose(start, end):
            yield start, end, fault


def _pieces(inlines: tuple[Inline, ...], *, is_open: bool) -> Iterator[tuple[str, Text | None, bool]]:
    for inline in inlines:
        match inline:
            case Text():
                yield inline.text, inline, is_open
            case Quantity() | Code():
                yield inline.text, None, False
            case LineBreak():
                yield "\n", None, False
            case Image() | NoteCall():
                pass
            case _:
                yield from _pieces(inline.children, is_open=is_open and not isinstance(inline, Keep | Name | Link))
