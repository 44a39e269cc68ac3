"""Edition → what every rendition of it has to say, with the place of each figure in it.

Only words that all formats print count: no marks of lists, readings, note numbers and alternative texts, which each format puts
somewhere else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from keben.document import (
    BulletList,
    Chart,
    CodeBlock,
    DefinitionList,
    Division,
    Figure,
    Heading,
    Image,
    Keep,
    LineBreak,
    NoteCall,
    OrderedList,
    Paragraph,
    Quantity,
    Quote,
    Ruby,
    Rule,
    Table,
)  # fmt: skip
from keben.locales import format_date
from keben.readback.running import without_space
from keben.tree import children_of, plain_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from keben.document import Block, Cell, Inline
    from keben.edition import Edition


class Printed(Struct, frozen=True):
    """One figure as an edition prints it, and where in the text without white space.

    `quantity` is None for what is no entry of the ledger: the date in the title block, a figure said again in a chart or an annex.
    """

    words: str
    start: int
    end: int
    quantity: Quantity | None


class Expected(Struct, frozen=True):
    """One flow of text, which is read without interruption: the text of an edition, or its notes.

    `edges` are the offsets where formats may put something between; the value has the numbers of the notes that are called
    there, one behind the other.
    """

    text: str
    figures: tuple[Printed, ...]
    edges: dict[int, str]


Drawn = Literal["", "between", "apart"]
"""Where a format has the words of drawings: nowhere, between those around them, or behind all others of a page."""


def expect(edition: Edition, drawn: Drawn = "") -> tuple[Expected, ...]:
    """Return the text of an edition, title block first, then its notes and what is drawn apart; figures in the ledger's order."""
    drawings = _Flow(edition)
    text, notes = _Flow(edition), _Flow(edition)
    for flow in (text, notes):
        flow.drawings = {"": None, "between": flow, "apart": drawings}[drawn]
    metadata = edition.document.metadata
    for line in metadata.title:
        text.line(line)
    text.line(edition.subtitle)
    _dateline(edition, text)
    for name in metadata.authors:
        text.line(name)
    for block in edition.document.blocks:
        _block(block, text)
    for note in edition.document.notes:
        for block in note.children:
            _block(block, notes)
    return text.finish(), notes.finish(), drawings.finish()


class _Flow:
    """A text of an edition that grows; `_length` is that of what it has so far, `drawings` takes the words of drawings."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.drawings: _Flow | None = None
        self._pieces: list[str] = []
        self._length = 0
        self._figures: list[Printed] = []
        self._edges: dict[int, str] = {0: ""}

    def add(self, words: str) -> None:
        """Add words of a line."""
        squeezed = without_space(words)
        self._pieces.append(squeezed)
        self._length += len(squeezed)

    def add_figure(self, words: str, quantity: Quantity | None) -> None:
        """Add a figure."""
        start = self._length
        self.add(words)
        self._figures.append(Printed(words, start, self._length, quantity))

    def edge(self, note: str = "") -> None:
        """Say that formats may put something here."""
        self._edges[self._length] = self._edges.get(self._length, "") + note

    def line(self, words: str) -> None:
        """Add words that stand by themselves."""
        self.add(words)
        self.edge()

    def copy(self, words: str) -> None:
        """Add a figure that is said again and stands by itself."""
        self.add_figure(words, None)
        self.edge()

    def finish(self) -> Expected:
        """Return what has been added."""
        self.edge()
        return Expected("".join(self._pieces), tuple(self._figures), self._edges)


def _dateline(edition: Edition, flow: _Flow) -> None:
    """Add the date in the title block as a figure: its pattern surrounds it."""
    day = edition.document.metadata.date
    written = format_date(day, edition.locale) if day else ""
    before, _, after = edition.dateline.partition(written) if written else (edition.dateline, "", "")
    flow.add(before)
    if written:
        flow.add_figure(written, None)
    flow.line(after)


def _block(block: Block, flow: _Flow) -> None:
    match block:
        case Heading() | Paragraph():
            _line(block.children, flow)
        case Figure():
            _line(block.caption, flow)
        case CodeBlock():
            flow.line(block.text)
        case Rule():
            flow.edge()
        case Quote() | Division():
            _blocks(block.children, flow)
        case BulletList() | OrderedList():
            for item in block.items:
                _blocks(item.children, flow)
        case DefinitionList():
            _definitions(block, flow)
        case Chart():
            _chart(block, flow)
        case Table():
            _table(block, flow)


def _definitions(definitions: DefinitionList, flow: _Flow) -> None:
    for entry in definitions.items:
        _line(entry.term, flow)
        for detail in entry.details:
            _blocks(detail.children, flow)


def _chart(chart: Chart, flow: _Flow) -> None:
    """Add the words of a drawing, the caption of the chart and the numbers of its table."""
    if flow.drawings:
        from keben.edition.drawing import words_of  # few works have charts

        for word in words_of(flow.edition, chart):
            (flow.drawings.copy if word.is_value else flow.drawings.line)(word.text)
    _line(chart.caption, flow)
    for point in chart.points:
        _line(point.label, flow)
        flow.copy(flow.edition.quantities[point.figure].text)


def _table(table: Table, flow: _Flow) -> None:
    _row(table.head, flow)
    for row in table.rows:
        (_entry if table.kind == "annex" else _row)(row, flow)


def _entry(cells: Sequence[Cell], flow: _Flow) -> None:
    """Add a row of the annex: cells that are one figure each, or empty, and last the words around it with the figures kept."""
    for cell in cells[:-1]:
        if words := "".join(map(plain_text, cell.children)):
            flow.copy(words)
    for inline in (each for link in cells[-1].children for each in children_of(link)):
        if isinstance(inline, Keep):
            flow.add_figure(plain_text(inline), None)
        else:
            flow.add(plain_text(inline))
    flow.edge()


def _row(cells: Iterable[Cell], flow: _Flow) -> None:
    for cell in cells:
        _line(cell.children, flow)


def _blocks(blocks: Iterable[Block], flow: _Flow) -> None:
    for block in blocks:
        _block(block, flow)


def _line(inlines: Iterable[Inline], flow: _Flow) -> None:
    """Add the words of one line of prose."""
    for inline in inlines:
        _inline(inline, flow)
    flow.edge()


def _inline(inline: object, flow: _Flow) -> None:
    match inline:
        case Quantity():
            flow.add_figure(inline.text, inline)
        case NoteCall():
            flow.edge(str(inline.number))
        case LineBreak() | Image():
            flow.edge()
        case Ruby():  # on a page the reading is drawn before its base, elsewhere it stands behind
            flow.edge()
            _children(inline, flow)
            flow.edge()
        case _ if children_of(inline):
            _children(inline, flow)
        case _:
            flow.add(plain_text(inline))


def _children(inline: object, flow: _Flow) -> None:
    for child in children_of(inline):
        _inline(child, flow)
