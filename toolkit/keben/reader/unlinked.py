"""Figures that a translation does not call, compared block by block with its source, for slips of a power of ten only.

Two languages agree on so little else of their numbers that every other comparison cries wolf (facts on numbers, §6).
"""

from __future__ import annotations

from bisect import bisect_left
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct

from keben.diagnostics import Place, Report
from keben.document import Cell, Heading, Paragraph, Quantity, Table
from keben.passages import passage_of
from keben.quantity import Reading
from keben.quantity.finder import find_quantities
from keben.reader.agreement import POWERS, SCALES, agrees, factor_between, plain, step_of
from keben.tree import walk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from keben.diagnostics import Diagnostic
    from keben.document import Document

_SINGLE_DIGIT = 10_000
"""From here, or with a scale word, a number of one digit and zeros says enough to be compared with one of other zeros."""


class _Figure(Struct, frozen=True):
    """A value in a block: of a range either end."""

    value: Decimal
    words: str
    reading: Reading | Quantity
    place: Place | None = None

    @property
    def digits(self) -> tuple[int, ...]:
        """The digits between the zeros at both ends."""
        return self.value.normalize().as_tuple().digits


def unlinked_figures(source: Document, translation: Document, name: str, text: str) -> tuple[Diagnostic, ...]:
    """Report each figure of a translated block that is none of its source's block, but ten, a hundred … times one.

    A figure that the translator marked as one of the translation's own is none of them. Reading does not do this by itself:
    the patterns that find figures take a twentieth of a second to load.

    Args:
        source: The source as read.
        translation: The translation as read.
        name: How diagnostics name the translation.
        text: The whole translation, for the lines that they show.
    """
    report = Report(name, text)
    originals = {block.id: block for block in walk(source) if isinstance(block, Heading | Paragraph | Table)}
    for block in walk(translation):
        if not isinstance(block, Heading | Paragraph | Table) or block.id not in originals:
            continue
        said = list(_figures(block, translation.metadata.date))
        if said:
            original = originals[block.id]
            _compare(said, [*_figures(original, source.metadata.date), *_marked(original)], report)
    return report.diagnostics()


def _compare(said: list[_Figure], meant: list[_Figure], report: Report) -> None:
    values = sorted(figure.value for figure in meant)
    by_digits: dict[tuple[int, ...], list[_Figure]] = {}
    for figure in meant:
        by_digits.setdefault(figure.digits, []).append(figure)
    for figure in said:
        if _is_plain(figure) or _is_among(figure, values):
            continue
        near = by_digits.get(figure.digits, ())[:_LOOKED_AT]
        if suspect := next((other for other in near if _is_power_apart(figure, other)), None):
            scale = suspect.reading.scale
            hint = f"{scale} is {SCALES[scale]}; " if scale in SCALES else ""
            fact = f"`{figure.words[:40]}` is {plain(figure.value)}, the source's `{suspect.words[:40]}` {plain(suspect.value)}"
            report.add("T611", fact, figure.place, f"{hint}mend it, or mark another figure with `[…]{{.q}}`")


_LOOKED_AT = 8
"""Figures with the same digits in one block that are looked at; more are the same in all likelihood."""


def _is_plain(figure: _Figure) -> bool:
    """Whether a figure says too little to be compared: 5, 30."""
    return len(figure.digits) < 2 and not figure.reading.scale and abs(figure.value) < _SINGLE_DIGIT


def _is_among(figure: _Figure, values: list[Decimal]) -> bool:
    """Whether the source has a figure's value or one that it rounds; the nearest two decide."""
    at = bisect_left(values, figure.value)
    step = step_of(figure.value, figure.reading.mantissa)
    return any(agrees(figure.value, value, step) for value in values[max(0, at - 1) : at + 1])


def _is_power_apart(said: _Figure, meant: _Figure) -> bool:
    assert isinstance(said.reading, Reading)  # noqa: S101 - the finder's
    factor = factor_between(said.reading, meant.reading)
    if factor is None or not said.value or not meant.value:
        return False
    apart = (said.value * factor).adjusted() - meant.value.adjusted()
    return 0 < abs(apart) <= POWERS and said.value * factor == meant.value.scaleb(apart)


def _figures(block: Heading | Paragraph | Table, today: date | None) -> Iterator[_Figure]:
    """Yield the figures that the finder finds in the text of a block, beside those that are marked."""
    lines = [node.children for node in walk(block) if isinstance(node, Heading | Paragraph | Cell)]
    for passage in map(passage_of, lines):
        for found in find_quantities(passage.text, today):
            if passage.is_text(found.start, found.end):
                words = passage.text[found.start : found.end]
                yield from _ends(found.reading, words, passage.place(found.start, found.end))


def _marked(block: Heading | Paragraph | Table) -> Iterator[_Figure]:
    for node in walk(block):
        if isinstance(node, Quantity):
            yield from _ends(node, node.text, node.place)


def _ends(reading: Reading | Quantity, words: str, place: Place | None) -> Iterator[_Figure]:
    for value in (reading.value, reading.upper):
        if value is not None:
            yield _Figure(value, words, reading, place)
