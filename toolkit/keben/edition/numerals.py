"""Quantities printed as a locale writes them; the value never changes.

Digits come from the author's text, so 1.50 keeps its zero. Only the first number in Arabic digits is touched; Chinese
and full-width numerals, dates and ranges stand as written.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import structs

from keben.document import Keep, Quantity, map_lines
from keben.quantity import SCALE, read_quantity

if TYPE_CHECKING:
    from collections.abc import Callable

    from keben.document import Document, Inline
    from keben.locales import Locale

_COUNT_GROUPS = {"zh-Hant-TW": ",", "zh-Hant-HK": "\u202f", "zh-Hant-MO": "\u202f", "en": ","}
"""Grouping of plain counts of four digits and more in prose, where a region does so: 3417班 is 3,417班 in Taiwan and
3 417班 with a narrow no-break space in Hong Kong government texts; mainland prose leaves four digits together. Macao
follows Hong Kong. Source: facts on numbers, §3."""

_SEPARATORS = "[,\u2009\u202f\u00a0]"
_NUMBER = re.compile(rf"([0-9]+(?:{_SEPARATORS}[0-9]{{3}})*)(\.[0-9]+)?")
_SCALE = re.compile(
    rf"\s*({SCALE}|(?:hundred\s+)?(?:thousand|million|billion|trillion)|hundred)(?:(?<=[a-z])s)?(?![A-Za-z])",
    re.IGNORECASE,
)


def print_quantities(document: Document, target: Locale) -> Document:
    """Print every quantity of a document for a locale."""
    return map_quantities(document, lambda quantity: structs.replace(quantity, text=print_quantity(quantity, target)))


def map_quantities(document: Document, change: Callable[[Quantity], Quantity]) -> Document:
    """Rebuild a document with `change` applied to every quantity."""
    return map_lines(document, lambda inlines: _map_quantities(inlines, change))


def print_quantity(quantity: Quantity, target: Locale) -> str:
    """Write a quantity for a locale in its own style.

    `regional` groups plain counts as the region does, `as-written` leaves every digit, `grouped` sets the locale's
    separator in any number of four digits and more, `expanded` does so too and writes a scale out. Separators that the
    author wrote give way to the locale's wherever numbers are grouped.

    Args:
        quantity: Its `text` is already in the target's script.
        target: The locale that is printed for.
    """
    if quantity.kind == "date" or quantity.upper is not None or not quantity.mantissa:  # without one, only an attribute says the value
        return quantity.text
    match quantity.style:
        case "regional":
            separator = _COUNT_GROUPS.get(target.tag) if _is_grouped(quantity) else None
            return _group(quantity.text, separator) if separator else quantity.text
        case "grouped":
            return _group(quantity.text, _separator(target))
        case "expanded":
            return _group(_expand(quantity), _separator(target))
        case _:
            return quantity.text


def _is_grouped(quantity: Quantity) -> bool:
    """Whether a region's prose groups a number: a plain count, or one that the author has grouped."""
    is_count = quantity.kind == "count" and not quantity.scale and not quantity.unit.startswith(_NUMBERED)
    return is_count or bool(_GROUPED.search(quantity.text))


_NUMBERED = ("号", "號", "届", "屆", "期", "版", "级", "級")
"""Units of what is numbered and not counted: 12345号 is a name."""


_GROUPED = re.compile(rf"[0-9]{_SEPARATORS}[0-9]{{3}}")


def _group(text: str, separator: str) -> str:
    """Group the whole part of the first number; one that begins with 0 is a code, not a count."""

    def grouped(found: re.Match[str]) -> str:
        digits = re.sub(_SEPARATORS, "", found[1])
        if digits.startswith("0"):
            return found[0]
        return f"{int(digits):,}".replace(",", separator) + (found[2] or "")

    return _NUMBER.sub(grouped, text, count=1)


def _expand(quantity: Quantity) -> str:
    """Replace number and scale by the value, where they stand side by side: 6501.8亿元 is 650180000000元."""
    number = _NUMBER.search(quantity.text)
    scale = number and _SCALE.match(quantity.text, number.end())
    if not number or not scale or scale[1].lower().translate(_SIMPLIFIED) != quantity.scale:
        return quantity.text
    reading = read_quantity(number[0] + scale[0])
    assert reading.value is not None  # noqa: S101 - a number with a scale has a value
    digits = Decimal(reading.mantissa)
    value = digits.scaleb(reading.value.adjusted() - digits.adjusted())
    return f"{quantity.text[: number.start()]}{value:f}{quantity.text[scale.end() :]}"


_SIMPLIFIED = str.maketrans("萬億", "万亿")


def _separator(target: Locale) -> str:
    """Return a region's grouping separator, which is CLDR's where prose leaves numbers together."""
    from babel import Locale as BabelLocale

    return _COUNT_GROUPS.get(target.tag) or str(BabelLocale.parse(target.babel).number_symbols["latn"]["group"])


def _map_quantities(inlines: tuple[Inline, ...], change: Callable[[Quantity], Quantity]) -> tuple[Inline, ...]:
    """Change the quantities of a line, but not inside `.keep`."""
    return tuple(
        change(inline)
        if isinstance(inline, Quantity)
        else structs.replace(inline, children=_map_quantities(inline.children, change))
        if hasattr(inline, "children") and not isinstance(inline, Keep)
        else inline
        for inline in inlines
    )
