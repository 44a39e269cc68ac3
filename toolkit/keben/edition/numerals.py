"""Quantities printed as a locale writes them; the value never changes.

Digits come from the author's text, so 1.50 keeps its zero. Only Arabic integers are grouped; Chinese numerals, dates and
ranges stand as written.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import structs

from keben.document import Quantity, map_lines

if TYPE_CHECKING:
    from collections.abc import Callable

    from keben.document import Document, Inline
    from keben.locales import Locale

_COUNT_GROUPS = {"zh-Hant-TW": ",", "zh-Hant-HK": "\u202f", "zh-Hant-MO": "\u202f", "en": ","}
"""Grouping of plain counts of four digits and more in prose, where a region does so: 3417班 is 3,417班 in Taiwan and
3 417班 with a narrow no-break space in Hong Kong government texts; mainland prose leaves four digits together. Macao
follows Hong Kong. Source: facts on numbers, §3."""

_INTEGER = re.compile(r"(?<![\d.,])\d{4,}(?![\d.,]*\d)")
_NUMBER = re.compile(r"\d[\d,\u2009\u202f\u00a0]*(?:\.\d+)?[十百千万萬亿億兆]*")


def print_quantities(document: Document, target: Locale) -> Document:
    """Print every quantity of a document for a locale."""

    def line(inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
        return _map_quantities(
            inlines, lambda quantity: structs.replace(quantity, text=print_quantity(quantity, target))
        )

    return map_lines(document, line)


def print_quantity(quantity: Quantity, target: Locale) -> str:
    """Write a quantity for a locale in its own style.

    `regional` groups plain counts as the region does, `as-written` leaves every digit, `grouped` sets the locale's
    separator in any number of four digits and more, `expanded` writes the value out without a scale.

    Args:
        quantity: Its `text` is already in the target's script.
        target: The locale that is printed for.
    """
    if quantity.kind in ("date", "range") or quantity.value is None:
        return quantity.text
    match quantity.style:
        case "regional":
            separator = _COUNT_GROUPS.get(target.tag) if quantity.kind == "count" and not quantity.scale else None
            return _group(quantity.text, separator) if separator else quantity.text
        case "grouped":
            return _group(quantity.text, _separator(target))
        case "expanded":
            return _expand(quantity, target)
        case "as-written":
            return quantity.text


def _group(text: str, separator: str) -> str:
    return _INTEGER.sub(lambda found: f"{int(found[0]):,}".replace(",", separator), text, count=1)


def _expand(quantity: Quantity, target: Locale) -> str:
    """Replace number and scale by the value: 6501.8亿元 is 650,180,000,000元."""
    if quantity.kind == "percent" or quantity.value is None:
        return quantity.text
    whole = f"{quantity.value.normalize():,f}".replace(",", _separator(target))
    return _NUMBER.sub(lambda _: whole, quantity.text, count=1)


def _separator(target: Locale) -> str:
    """Return CLDR's grouping separator. Source: CLDR, through Babel."""
    from babel import Locale as BabelLocale

    return str(BabelLocale.parse(target.babel).number_symbols["latn"]["group"])


def _map_quantities(inlines: tuple[Inline, ...], change: Callable[[Quantity], Quantity]) -> tuple[Inline, ...]:
    return tuple(
        change(inline)
        if isinstance(inline, Quantity)
        else structs.replace(inline, children=_map_quantities(inline.children, change))
        if hasattr(inline, "children")
        else inline
        for inline in inlines
    )
