"""Where the numbers of a figure stand in its text."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct

from keben.edition.numerals.hanzi import LIMIT
from keben.quantity import Unreadable
from keben.quantity.numerals import ARABIC, CHINESE, arabic, chinese, exponent, take_descending, take_scale
from keben.quantity.words import SIMPLIFIED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keben.document import Quantity


class Span(Struct, frozen=True):
    """A number in a text, with the scale that follows it: `number` without that scale, in the author's digits.

    `scale` is in Simplified. `is_below` tells the number before 分之.
    """

    start: int
    end: int
    number: Decimal
    scale: str
    is_below: bool = False

    @property
    def value(self) -> Decimal:
        """The number times its scale."""
        return self.number.scaleb(exponent(self.scale))


_NUMBER = re.compile(f"(?P<arabic>{ARABIC.pattern})|(?P<chinese>{CHINESE.pattern})")


def numbers_in(text: str) -> Iterator[Span]:
    """Yield the numbers of a figure from left to right; what is none is passed over."""
    position = 0
    while found := _NUMBER.search(text, position):
        try:
            span = _arabic_at(text, found) if found["arabic"] else _chinese_at(text, found)
        except Unreadable:
            position = found.end()
            continue
        yield span
        position = span.end


def ends_of(quantity: Quantity, text: str) -> list[Span]:
    """Return the span of a figure's number, or of both ends of a range; none where they cannot be told or spelled.

    Left alone are words that only an attribute gives a value, English scales, codes like 0012, and numbers too large
    for names.

    Args:
        quantity: What the text says.
        text: The figure in half-width digits.
    """
    if not quantity.mantissa or (quantity.scale and quantity.scale.isascii()):
        return []
    wanted = 1 if quantity.upper is None else 2
    spans = [span for span in numbers_in(text) if not span.is_below][:wanted]
    is_code = any(re.match(r"0\d", text[span.start :]) for span in spans)
    is_too_large = any(abs(span.value) >= LIMIT for span in spans)
    return [] if len(spans) != wanted or is_code or is_too_large else spans


def _arabic_at(text: str, found: re.Match[str]) -> Span:
    scale, rest = take_scale(text[found.end() :])
    if scale and re.match(r"\s*\d", rest):
        total, rest = take_descending(text[found.start() :])
        return Span(found.start(), len(text) - len(rest), total, "")
    end = len(text) - len(rest) if scale else found.end()
    return Span(found.start(), end, arabic(found["arabic"]), scale.translate(SIMPLIFIED))


def _chinese_at(text: str, found: re.Match[str]) -> Span:
    alone = CHINESE.match(text, found.start())
    assert alone  # noqa: S101 - the pattern that found it
    number, _, scale = chinese(alone)
    is_below = text.startswith("分之", found.end())
    return Span(found.start(), found.end(), number, scale.translate(SIMPLIFIED), is_below=is_below)
