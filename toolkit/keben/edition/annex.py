"""The annex of an edition: every figure as printed, what it says, its period, and the sentence it stands in.

It is blocks behind the text, so that all writers print it as they print the rest. The figures in it are copies: each stands
in a `Keep`, is no quantity, and links to the one in the text, which links back.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct, structs

from keben.document import Cell, Heading, Keep, Link, Quantity, Table, Text
from keben.edition import script
from keben.edition.numerals.written import group_separator
from keben.locales import format_date
from keben.tree import map_lines, plain_text, walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from decimal import Decimal

    from keben.document import Alignment, Document, Inline
    from keben.locales import Locale


class _Row(Struct, frozen=True):
    """One figure: the quantity, named, and the words around it."""

    quantity: Quantity
    before: str
    after: str


def add_annex(document: Document, source: Locale, target: Locale) -> Document:
    """Name every quantity and list them all in a last part; a document without any stays as it is.

    Ids have the form of those made from place: `s0n12` is the twelfth quantity, `s9t1r12` its row.
    """
    part = f"s{sum(isinstance(block, Heading) for block in document.blocks) + 1}"
    rows: list[_Row] = []
    labels = _row_labels(document)

    def line(inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
        stretches = list(_stretches(inlines))
        if not any(quantity for _, quantity in stretches):
            return inlines
        first = len(rows)
        rows.extend(_rows(stretches, labels.get(id(inlines), ""), first + 1, target))
        return _named(inlines, iter(range(first + 1, len(rows) + 1)), f"{part}t1r")

    named = map_lines(document, line)
    if not rows:
        return document
    terms = target.terms
    heading = Heading(level=1, id=part, children=(Text(text=terms.annex),))
    return structs.replace(named, blocks=(*named.blocks, heading, _table(rows, f"{part}t1", source, target)))


def _row_labels(document: Document) -> dict[int, str]:
    """Return what heads the row of each table cell, by the identity of the cell's line."""
    return {
        id(cell.children): plain_text(row[0])
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


def _named(
    inlines: tuple[Inline, ...], numbers: Iterator[int], row: str, *, linked: bool = False
) -> tuple[Inline, ...]:
    """Give the quantities of a line ids and the ids of their rows; what stands in a link cannot lead anywhere else."""
    renewed: list[Inline] = []
    for inline in inlines:
        if isinstance(inline, Quantity):
            number = next(numbers)
            entry = "" if linked else f"{row}{number}"
            renewed.append(structs.replace(inline, id=inline.id or f"s0n{number}", entry=entry))
        elif hasattr(inline, "children"):
            children = _named(inline.children, numbers, row, linked=linked or isinstance(inline, Link))
            renewed.append(structs.replace(inline, children=children))
        else:
            renewed.append(inline)
    return tuple(renewed)


# ---------------------------------------------------------------- the words around a figure

_BEFORE, _AFTER, _MORE = 20, 10, 8
"""Characters kept before and after a figure, and how many more if a clause then is whole; twice as many of an alphabet."""

_SENTENCE, _CLAUSE = re.compile(r"[。！？；!?;]|\.(?=\s|$)"), re.compile(r"[，、：—]|[,:](?=\s)")
_WORD = re.compile(r"[!-~]")
"""Characters that stand together: letters and digits of an alphabet with their marks."""


def _rows(stretches: list[tuple[str, Quantity | None]], label: str, number: int, target: Locale) -> Iterator[_Row]:
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
    for at, (quantity, (start, _)) in enumerate(zip(found, spans, strict=True)):
        named = structs.replace(quantity, id=quantity.id or f"s0n{number + at}")
        before = _words_before(line, spans, at, reach * _BEFORE)
        yield _Row(named, f"{label} {before}".strip() + " " if label and start == 0 else before,
                   _words_after(line, spans, at, reach * _AFTER))  # fmt: skip


def _words_before(line: str, spans: list[tuple[int, int]], at: int, reach: int) -> str:
    """Return the end of what stands before a figure: its sentence, else its clauses, else as many characters."""
    end = spans[at][0]
    start = max(0, end - reach)
    further = max(0, start - _MORE)
    if ends := [found.end() for found in _SENTENCE.finditer(line, further, end)]:
        return line[ends[-1] : end].lstrip()
    if further == 0:
        return line[:end].lstrip()
    inside = [found.end() for found in _CLAUSE.finditer(line, start, end)]
    nearby = [found.end() for found in _CLAUSE.finditer(line, further, start)]
    cut = inside[0] if inside else nearby[-1] if nearby else _between_words(line, start, 1)
    for left, right in reversed(spans[max(0, at - reach - _MORE) : at]):
        if left < cut < right:
            cut = right
    return "…" + line[min(cut, end) : end].lstrip()


def _words_after(line: str, spans: list[tuple[int, int]], at: int, reach: int) -> str:
    """Return the beginning of what stands after a figure: the rest of its clause, or as many characters."""
    start = spans[at][1]
    limit = min(len(line), start + reach + _MORE)
    stops = [found.start() for each in (_SENTENCE, _CLAUSE) if (found := each.search(line, start, limit))]
    cut = min(stops) if stops else limit if limit == len(line) else _between_words(line, start + reach, -1)
    for left, right in spans[at + 1 : at + 1 + reach + _MORE]:
        if left < cut < right:
            cut = left
    cut = max(cut, start)
    more = cut < len(line) and not _SENTENCE.match(line, cut)
    return line[start:cut].rstrip() + ("…" if more else "")


def _between_words(line: str, cut: int, step: int) -> int:
    """Move a cut out of a word or number, by as many steps as a word may have letters."""
    for moved in range(cut, cut + step * _BEFORE, step):
        if not 0 < moved < len(line) or not (_WORD.match(line[moved - 1]) and _WORD.match(line[moved])):
            return moved
    return cut


# ---------------------------------------------------------------- the table


def _table(rows: list[_Row], identifier: str, source: Locale, target: Locale) -> Table:
    """Set the figures in a table; a column of periods only where one has a period."""
    periods = any(row.quantity.period for row in rows)
    kept = [0, 1, *([2] if periods else []), 3]
    terms = target.terms
    columns = (terms.annex_figure, terms.annex_value, terms.annex_period, terms.annex_place)
    head = [_cell(words) for words in columns]
    body = []
    for number, row in enumerate(rows, 1):
        quantity = row.quantity
        printed = Keep(id=f"{identifier}r{number}", children=(Text(text=quantity.text),))
        words = f"{row.before}{quantity.text}{row.after}"
        cells = (
            Cell((printed,)),
            _cell(says(quantity, source, target)),
            _cell(period(quantity.period, target)),
            Cell((Link(children=(Text(text=words),), target=f"#{quantity.id}"),)),
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


def says(quantity: Quantity, source: Locale, target: Locale) -> str:
    """Write what a quantity says in full digits, with its unit, whatever words the text has for it."""
    if quantity.kind == "date":
        return period(quantity.day, target)
    if quantity.value is None:
        return quantity.text
    numbers = [quantity.value, *([] if quantity.upper is None else [quantity.upper])]
    if quantity.kind == "percent":
        return _between([_digits(number.scaleb(2), target) for number in numbers], target) + "%"
    are_years = len(numbers) > 1 and not quantity.unit and max(numbers) < 10000  # for all that is known
    amount = _between([f"{number:f}" if are_years else _digits(number, target) for number in numbers], target)
    if quantity.kind == "ratio" and quantity.unit in _WRITTEN_WITH:
        return amount
    if quantity.unit.endswith(_BEFORE_NUMBER):
        return quantity.unit + amount
    space = "" if target.is_chinese or not quantity.unit else " "
    (converted,) = script.convert([f"{amount}{space}{quantity.unit}"], source, target)
    return converted or ""


_WRITTEN_WITH = ("成", "番")
"""Words by which a ratio is written that are no unit of its number: 七成 is 0.7."""

_BEFORE_NUMBER = ("$", "＄", "¥", "￥", "€", "£")
"""Signs of currencies that stand before the number."""

_LONGEST_FRACTION = 12
"""Decimals shown in full; a third has no end, and is written with six."""


def _digits(number: Decimal, target: Locale) -> str:
    exponent = number.as_tuple().exponent
    shown = round(number, 6) if isinstance(exponent, int) and exponent < -_LONGEST_FRACTION else number
    return f"{shown:,f}".replace(",", group_separator(target))


def _between(ends: list[str], target: Locale) -> str:
    return ("—" if target.is_chinese else "–").join(ends)


_PARTS = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?(?:-Q(\d))?")


def period(written: str, target: Locale) -> str:
    """Write a period or day for a locale, as 2025年12月; one that no calendar has stays. Source: CLDR, through Babel."""
    ends = [_PARTS.fullmatch(end) for end in written.split("/")]
    if not written or not all(ends):
        return written
    shown = [_moment(end, target) for end in ends if end]
    if len(shown) > 1 and target.is_chinese:  # 2021—2025年
        shown[0] = shown[0].removesuffix("年")
    return _between(shown, target)


def _moment(found: re.Match[str], target: Locale) -> str:
    from babel.dates import format_skeleton

    year, month, day, quarter = (int(part) if part else 0 for part in found.groups())
    try:
        moment = date(year, 3 * quarter - 2 if quarter else month or 1, day or 1)
    except ValueError:
        return found[0]
    if day:
        return format_date(moment, target)
    skeleton = "yQQQQ" if quarter else "yMMMM" if month else "y"
    return str(format_skeleton(skeleton, moment, locale=target.babel))
