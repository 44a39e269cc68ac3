"""Figures in the prose of a work that marks others but not these."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from msgspec import structs

from keben.document import Code, Image, Keep, LineBreak, Name, NoteCall, Quantity, Text, map_lines
from keben.quantity import find_quantities

if TYPE_CHECKING:
    from keben.diagnostics import Place, Report
    from keben.document import Document, Inline


def check_unmarked(document: Document, quantities: tuple[Quantity, ...], report: Report) -> None:
    """Report every figure that stands in prose without a mark, if the work marks some; dates only if it marks dates.

    Code, `.keep`, `.name`, the targets of links and the words of images are no prose.
    """
    if not quantities:
        return
    with_dates = any(quantity.kind == "date" for quantity in quantities)
    today = document.metadata.date

    def check(line: tuple[Inline, ...]) -> tuple[Inline, ...]:
        words = _Words(line)
        for found in find_quantities(words.text, today):
            if (found.reading.kind != "date" or with_dates) and words.is_prose(found.start, found.end):
                text = words.text[found.start : found.end]
                report.add("Q120", f"the figure `{text[:40]}` is not marked", words.place(found.start, found.end),
                           f"write `[{text[:40]}]{{.q}}`, or `[…]{{.name}}` if it is part of a name")  # fmt: skip
        return line

    map_lines(document, check)


class _Words:
    """The words of one line of prose, marked figures and names among them, and what stands where in it."""

    def __init__(self, line: tuple[Inline, ...]) -> None:
        self._starts: list[int] = []
        self._nodes: list[Text | None] = []
        self._pieces: list[str] = []
        self._length = 0
        self._gather(line, is_prose=True)
        self.text = "".join(self._pieces)

    def _gather(self, inlines: tuple[Inline, ...], *, is_prose: bool) -> None:
        for inline in inlines:
            match inline:
                case Text():
                    self._add(inline.text, inline if is_prose else None)
                case Quantity() | Code():
                    self._add(inline.text, None)
                case LineBreak():
                    self._add("\n", None)
                case Image() | NoteCall():
                    pass
                case _:
                    self._gather(inline.children, is_prose=is_prose and not isinstance(inline, Keep | Name))

    def _add(self, text: str, node: Text | None) -> None:
        self._starts.append(self._length)
        self._nodes.append(node)
        self._pieces.append(text)
        self._length += len(text)

    def is_prose(self, start: int, end: int) -> bool:
        """Whether nothing of a stretch is marked or protected."""
        first, last = bisect_right(self._starts, start) - 1, bisect_right(self._starts, end - 1) - 1
        return all(node is not None for node in self._nodes[first : last + 1])

    def place(self, start: int, end: int) -> Place | None:
        """Return where a stretch stands in the source, as far as its first piece is verbatim there."""
        at = bisect_right(self._starts, start) - 1
        node = self._nodes[at]
        if node is None or node.place is None or node.place.length != len(node.text):
            return node.place if node else None
        offset = start - self._starts[at]
        length = min(end - start, len(node.text) - offset)
        return structs.replace(node.place, column=node.place.column + offset, length=length)
