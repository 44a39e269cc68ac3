"""The figures that a translation calls, printed in its own language.

What a translator left to Keben is printed from the source's figure; what stands in words of its own stays as it is, and was
compared with the source when it was read.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import structs

from keben.edition.numerals import print_quantity
from keben.tree import map_quantities, quantities_of

if TYPE_CHECKING:
    from keben.document import Document, Quantity
    from keben.locales import Locale
    from keben.settings import NumberStyle

_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff〇]")


def print_calls(document: Document, target: Locale, numbers: NumberStyle, original: Locale | None = None) -> Document:
    """Print the called figures of a translation for a locale; nothing else is changed.

    Args:
        document: The translation.
        target: The locale.
        numbers: How figures are printed where custom leaves a choice.
        original: What the source is written in.
    """

    def printed(quantity: Quantity) -> Quantity:
        if not quantity.calls or quantity.own_words:
            return quantity
        return structs.replace(
            quantity, text=print_quantity(quantity, target, numbers, source=original, today=document.metadata.date)
        )

    return map_quantities(document, printed, kept=False)


def unprinted(document: Document) -> tuple[Quantity, ...]:
    """Return the called figures of an English edition that its language has no form for, so that they stand in Chinese."""
    return tuple(
        quantity
        for quantity in quantities_of(document)
        if quantity.calls and not quantity.own_words and _HAN.search(quantity.text)
    )
