"""The annex of an edition: every figure as printed, what it says, its period, and the sentence it stands in.

It is blocks behind the text, so that all writers print it as they print the rest. The figures in it are copies and no
quantities; each in the words of a sentence stands in a `Keep`. A row links to its figure in the text, which links back.
"""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING

from msgspec import Struct, structs

from keben.document import Cell, Heading, Inline, Keep, Link, Quantity, Table, Text
from keben.edition.values import period, says
from keben.settings import NumberStyle
from keben.tree import map_lines, map_quantities, plain_text, walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from keben.document import Alignment, Document
    from keben.locales import Locale


class _Row(Struct, frozen=True):
    """One figure: the quantity, named, and the words in which it stands, all figures in them kept."""

    quantity: Quantity
    words: tuple[Inline, ...]


_PLAIN = NumberStyle()


def add_annex(
    document: Document, source: Locale, target: Locale, numbers: NumberStyle = _PLAIN, *, original: Locale | None = None
) -> Document:
    """Name every quantity and list them all in a last part; a document without any stays as it is.

    Ids have the form of those made from place: `s0n12` is the twelfth quantity, `s9t1r12` its row.

    Args:
        document: As it is printed but for the annex.
        source: What it is written in.
        target: The locale of the edition.
        numbers: How figures are printed where custom leaves a choice.
        original: What the source of a translation is written in.
    """
    part = f"s{sum(isinstance(block, Heading) for block in document.blocks) + 1}"
    rows: list[_Row] = []
    labels = _row_labels(document)

    def gather(inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
        stretches = list(_stretches(inlines))
        if not any(quantity for _, quantity in stretches):
            return inlines
        rows.extend(_rows(stretches, labels.get(id(inlines), ()), len(rows) + 1, target))
        return inlines

    map_lines(document, gather)
    if not rows:
        return document
    terms = target.terms
    named = _named(document, f"{part}t1r")
    home = source if target.is_chinese else original or source
    table = _table(rows, f"{part}t1", [says(row.quantity, home, target, numbers) for row in rows], target)
    heading = Heading(level=1, id=part, children=(Text(text=terms.annex),))
    return structs.replace(named, blocks=(*named.blocks, heading, table))


def _row_labels(document: Document) -> dict[int, tuple[Inline, ...]]:
    """Return what heads the row of each table cell, by the identity of the cell's line."""
    return {
        id(cell.children): row[0].children
        for table in walk(document)
        if isinstance(table, Table)
        for row in table.rows
        for cell in row[1:]
    }


def _stretches(inlines: Iterable[Inline]) -> Iterator[tuple[str, Quantity | None]]:
    """Yield a line as printed, cut at its quantities."""
    for inline in inlines:
        if isinstance(inline, Quantity):
            yield inline.text, inline
        elif hasattr(inline, "children"):
            yield from _stretches(inline.children)
        else:
            yield plain_text(inline), None


def _named(document: Document, row: str) -> Document:
    """Give the quantities of a document ids and the ids of their rows; what stands in a link cannot lead anywhere else."""
    linked = {id(node) for link in walk(document) if isinstance(link, Link) for node in walk(link)}
    numbers = count(1)

    def named(quantity: Quantity) -> Quantity:
        number = next(numbers)
        entry = "" if id(quantity) in linked else f"{row}{number}"
        return structs.replace(quantity, id=quantity.id or f"s0n{number}", entry=entry)

    return map_quantities(document, named)


# ---------------------------------------------------------------- the words around a figure

_BEFORE, _AFTER, _MORE = 20, 10, 8
"""Characters kept before and after a figure, and how many more if a clause then is whole; twice as many of an alphabet."""

_SENTENCE, _CLAUSE = re.compile(r"[。！？；!?;]|\.(?=\s|$)"), re.compile(r"[，、：—]|[,:](?=\s)")
_WORD = re.compile(r"[!-~]")
"""Characters that stand together: letters and digits of an alphabet with their marks."""


def _rows(
    stretches: list[tuple[str, Quantity | None]], label: tuple[Inline, ...], number: int, target: Locale
) -> Iterator[_Row]:
    """Yield the figures of a line, each with the words around it, never with half of another figure."""
    line = "".join(words for words, _ in stretches)
    spans: list[tuple[int, int]] = []
    position = 0
    for words, quantity in stretches:
        if quantity:
            spans.append((position, position + len(words)))
        position += len(words)
    reach = 1 if target.is_chinese else 2
    found = [quantity for _, quantity in stretches if quantity]
    heading = tuple(_kept(_stretches(label)))
    for at, quantity in enumerate(found):
        named = structs.replace(quantity, id=quantity.id or f"s0n{number + at}")
        start, is_cut = _start(line, spans, at, reach * _BEFORE)
        end, goes_on = _end(line, spans, at, reach * _AFTER)
        shown = (
            *((*heading, Text(text=" ")) if heading and spans[at][0] == 0 else ()),
            *([Text(text="…")] if is_cut else []),
            *_within(line, spans, at, (start, end)),
            *([Text(text="…")] if goes_on else []),
        )
        yield _Row(named, shown)


def _kept(stretches: Iterable[tuple[str, Quantity | None]]) -> Iterator[Inline]:
    """Yield stretches of a line as plain words, those that are figures kept."""
    for words, quantity in stretches:
        if words:
            text = Text(text=words)
            yield Keep(children=(text,)) if quantity else text


def _within(line: str, spans: list[tuple[int, int]], at: int, cuts: tuple[int, int]) -> Iterator[Inline]:
    """Yield the part of a line between two cuts around a figure, with the figures in it kept."""
    position, end = cuts
    first, last = at, at
    while first and spans[first - 1][0] >= position:
        first -= 1
    while last < len(spans) and spans[last][1] <= end:
        last += 1
    for start, stop in spans[first:last]:
        yield from _kept([(line[position:start], None)])
        yield Keep(children=(Text(text=line[start:stop]),))
        position = stop
    yield from _kept([(line[position:end], None)])


def _start(line: str, spans: list[tuple[int, int]], at: int, reach: int) -> tuple[int, bool]:
    """Return where the words before a figure begin, and whether others before them are cut off.

    They are the end of its sentence, else of its clauses, else as many characters.
    """
    end = spans[at][0]
    start = max(0, end - reach)
    further = max(0, start - _MORE)
    if ends := [found.end() for found in _SENTENCE.finditer(line, further, end)]:
        return _after_space(line, ends[-1], end), False
    if further == 0:
        return _after_space(line, 0, end), False
    inside = [found.end() for found in _CLAUSE.finditer(line, start, end)]
    nearby = [found.end() for found in _CLAUSE.finditer(line, further, start)]
    cut = inside[0] if inside else nearby[-1] if nearby else _between_words(line, start, 1)
    for left, right in reversed(spans[max(0, at - reach - _MORE) : at]):
        if left < cut < right:
            cut = right
    return _after_space(line, min(cut, end), end), True


def _after_space(line: str, start: int, end: int) -> int:
    return end - len(line[start:end].lstrip())


def _end(line: str, spans: list[tuple[int, int]], at: int, reach: int) -> tuple[int, bool]:
    """Return where the words after a figure end, with its clause or as many characters, and whether its sentence goes on."""
    start = spans[at][1]
    limit = min(len(line), start + reach + _MORE)
    stops = [found.start() for each in (_SENTENCE, _CLAUSE) if (found := each.search(line, start, limit))]
    cut = min(stops) if stops else limit if limit == len(line) else _between_words(line, start + reach, -1)
    for left, right in spans[at + 1 : at + 1 + reach + _MORE]:
        if left < cut < right:
            cut = left
    cut = max(cut, start)
    more = cut < len(line) and not _SENTENCE.match(line, cut)
    return start + len(line[start:cut].rstrip()), more


def _between_words(line: str, cut: int, step: int) -> int:
    """Move a cut out of a word or number, by as many steps as a word may have letters."""
    for moved in range(cut, cut + step * _BEFORE, step):
        if not 0 < moved < len(line) or not (_WORD.match(line[moved - 1]) and _WORD.match(line[moved])):
            return moved
    return cut


# ---------------------------------------------------------------- the table


def _table(rows: list[_Row], identifier: str, values: list[str], target: Locale) -> Table:
    """Set the figures in a table; a column of periods only where one has a period."""
    periods = any(row.quantity.period for row in rows)
    kept = [0, 1, *([2] if periods else []), 3]
    terms = target.terms
    columns = (terms.annex_figure, terms.annex_value, terms.annex_period, terms.annex_place)
    head = [_cell(words) for words in columns]
    body = []
    for number, (row, value) in enumerate(zip(rows, values, strict=True), 1):
        quantity = row.quantity
        printed = Keep(id=f"{identifier}r{number}", children=(Text(text=quantity.text),))
        cells = (
            Cell((printed,)),
            _cell(value),
            _cell(period(quantity.period, target)),
            Cell((Link(children=row.words, target=f"#{quantity.id}"),)),
        )
        body.append(tuple(cells[each] for each in kept))
    alignments: tuple[Alignment, ...] = ("", "right", "", "")
    return Table(
        id=identifier,
        head=tuple(head[each] for each in kept),
        rows=tuple(body),
        alignments=tuple(alignments[each] for each in kept),
        kind="annex",
    )


def _cell(words: str) -> Cell:
    return Cell((Text(text=words),)) if words else Cell()
