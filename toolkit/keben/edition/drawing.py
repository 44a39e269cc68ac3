"""What a drawing of a chart has room for: its labels and values in the order in which they are drawn.

A drawing has no scale, so it says what it says in words, and whoever reads a page back has to know them. Lengths are
millimetres: 110 of them fit the type area, and a phone shrinks them little.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from msgspec import Struct

from keben.tree import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from decimal import Decimal

    from keben.document import Chart
    from keben.edition import Edition

WIDTH = 110.0
TYPE = 3.2
"""Size of type, 9 pt."""

LABEL, VALUE, GAP = 36.0, 37.0, 1.5
"""The widest that labels beside bars and values behind them may be, and the space between."""


class Word(Struct, frozen=True):
    """One line of words in a drawing, and whether it is a value as the text prints it."""

    text: str
    is_value: bool = False


class Mark(Struct, frozen=True):
    """One value: its label and printed text, and how far it stands from the zero or the lowest, the whole span being 1."""

    label: str
    text: str
    share: float

    @property
    def fits(self) -> bool:
        """Whether there is room for the value in the drawing; half of one would be another number."""
        return width_of(self.text) <= VALUE


def words_of(edition: Edition, chart: Chart) -> Iterator[Word]:
    """Yield the words of a drawing: beside each bar, or along a line its values and then its labels."""
    marks, zero = marks_of(edition, chart)
    if chart.kind == "bar":
        for mark, lines in zip(marks, bar_labels(marks, zero), strict=True):
            yield from map(Word, lines)
            if mark.fits:
                yield Word(mark.text, is_value=True)
    else:
        row = row_of(marks)
        yield from (Word(marks[at].text, is_value=True) for at in row.valued)
        yield from (Word(row.labels[at]) for at in row.labelled)


def marks_of(edition: Edition, chart: Chart) -> tuple[list[Mark], float]:
    """Return the values of a chart, and where its zero is."""
    values = [edition.quantities[point.figure].value or 0 for point in chart.points]
    is_bar = chart.kind == "bar"
    lowest, span = _range([*values, 0] if is_bar else values)
    marks = [
        Mark(
            " ".join("".join(map(plain_text, point.label)).split()),
            edition.quantities[point.figure].text,
            float((value - (0 if is_bar else lowest)) / span),
        )
        for point, value in zip(chart.points, values, strict=True)
    ]
    return marks, float(-lowest / span)


def _range(values: Sequence[Decimal | int]) -> tuple[Decimal | int, Decimal | int]:
    """Return the lowest value and the distance to the highest; values that are all the same have a distance too."""
    lowest = min(values)
    return lowest, (max(values) - lowest) or 1


# ---------------------------------------------------------------- bars


def bar_labels(marks: Sequence[Mark], zero: float) -> list[list[str]]:
    """Return the lines of each label; values on both sides of the zero leave less room for them."""
    width = WIDTH / 4 if 0 < zero < 1 else LABEL
    return [_wrapped(mark.label, width) for mark in marks]


def _wrapped(label: str, width: float) -> list[str]:
    """Break a label into two lines at most; what is left over stands in the table alone."""
    first = _cut(label, width)
    rest = label[len(first) :].lstrip()
    if rest and " " in first and not _is_wide(rest[0]):
        first = first[: first.rindex(" ")]
        rest = label[len(first) :].lstrip()
    return [first.rstrip(), _shortened(rest, width)] if rest else [first]


def _shortened(text: str, width: float) -> str:
    return text if width_of(text) <= width else _cut(text, width - TYPE) + "…"


def _cut(text: str, width: float) -> str:
    """Return as much of a text as fits."""
    for length in range(min(len(text), int(2 * width)) + 1):
        if width_of(text[:length]) > width:
            return text[: length - 1]
    return text[: int(2 * width)]


# ---------------------------------------------------------------- a line


class Row(Struct, frozen=True):
    """Points side by side: the space beside them and between two, and which of their values and labels have room."""

    margin: float
    step: float
    valued: list[int]
    labels: list[str]
    labelled: list[int]


def row_of(marks: Sequence[Mark]) -> Row:
    """Lay the points of a line out."""
    ends = marks[0], marks[-1]
    margin = min(max(width_of(mark.text) for mark in ends) / 2, VALUE / 2)
    margin = max(margin, *(min(width_of(mark.label), LABEL) / 2 for mark in ends))
    step = (WIDTH - 2 * margin) / (len(marks) - 1)
    fitting = [at for at, mark in enumerate(marks) if mark.fits]
    valued = _side_by_side([width_of(mark.text) for mark in marks], step, _outstanding(marks), fitting)
    labels = [_shortened(mark.label, LABEL) for mark in marks]
    labelled = _side_by_side([width_of(label) for label in labels], step, [0, len(marks) - 1], range(len(marks)))
    return Row(margin, step, valued, labels, labelled)


def _outstanding(marks: Sequence[Mark]) -> list[int]:
    """Return the values that are wanted first: the last, the first, the highest and the lowest."""
    order = sorted(range(len(marks)), key=lambda at: marks[at].share)
    return [len(marks) - 1, 0, order[-1], order[0]]


def _side_by_side(widths: Sequence[float], step: float, first: Iterable[int], allowed: Iterable[int]) -> list[int]:
    """Choose, of words centred on points, those that do not touch one already chosen."""
    chosen: list[int] = []
    for at in dict.fromkeys((*first, *allowed)):
        if at in allowed and all(abs(at - other) * step >= (widths[at] + widths[other]) / 2 + GAP for other in chosen):
            chosen.append(at)
    return sorted(chosen)


# ---------------------------------------------------------------- words


def width_of(text: str) -> float:
    """Estimate the width of a text. Source: UAX #11 for what is one em wide; digits and most letters take less than 0.6."""
    return sum(TYPE if _is_wide(char) else 0.6 * TYPE for char in text)


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WFA"
